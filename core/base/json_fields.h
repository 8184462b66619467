// Reading JSON that others wrote: nothing here throws, and each error names FILE:key, what was found and what was
// expected.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace orthoscope {

// Parses `text`; errors are "NAME:byte N", counted from `offset`. Nesting deeper than 64 is refused, so that what
// was parsed can be copied, compared and written without exhausting the stack.
Result<nlohmann::json> parse_json(std::string_view text, const std::string& name, std::size_t offset = 0);

// Text of a value for an error message, at most some 60 characters, never throwing.
std::string json_excerpt(const nlohmann::json& value);

// JSON as text; bytes that are not UTF-8 are replaced instead of thrown at.
std::string json_text(const nlohmann::json& value, int indent = 2);

// Takes fields out of one object. The first error sticks and later calls do nothing, so that a reader asks once at
// the end. A field that is absent is an error where `required`, else leaves `out` alone; null counts as absent.
class JsonFields {
  public:
    JsonFields(const nlohmann::json& object, std::string place, std::optional<Error>& error);

    void text(const char* key, std::string& out, bool required = true);
    void flag(const char* key, bool& out, bool required = true);
    void number(const char* key, double& out, bool required = true);  // finite
    void whole(const char* key, std::int64_t& out, std::int64_t low, std::int64_t high, bool required = true);
    void whole(const char* key, int& out, int low, int high, bool required = true);
    void unsigned64(const char* key, std::uint64_t& out, bool required = true);
    void texts(const char* key, std::vector<std::string>& out, bool required = true);
    // Null where absent or of the wrong kind.
    const nlohmann::json* object(const char* key, bool required = true);
    const nlohmann::json* array(const char* key, bool required = true);

    bool ok() const { return !error_; }
    std::string place(const char* key) const;
    void refuse(const char* key, const std::string& expected);  // with the value found

  private:
    const nlohmann::json* find(const char* key, bool required, const char* expected);
    const nlohmann::json& object_;
    std::string place_;
    std::optional<Error>& error_;
};

}  // namespace orthoscope
