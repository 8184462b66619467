// Visitors over the described options of a sample: one lists them, one reads values into them.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// Lists name, type, default, domain and help of every option.
class OptionLister {
  public:
    nlohmann::json list = nlohmann::json::array();

    void integer(const char* name, Index& value, Index low, Index high, const char* help);
    void number(const char* name, double& value, double low, double high, const char* unit, const char* help);
    void choice(const char* name, std::string& value, std::vector<std::string> choices, const char* help);
    void flag(const char* name, bool& value, const char* help);
};

// Reads a JSON object into the options; the first fault is kept, naming the option and its domain.
class OptionReader {
  public:
    explicit OptionReader(const nlohmann::json& values) : values_(values) {}

    void integer(const char* name, Index& value, Index low, Index high, const char* help);
    void number(const char* name, double& value, double low, double high, const char* unit, const char* help);
    void choice(const char* name, std::string& value, std::vector<std::string> choices, const char* help);
    void flag(const char* name, bool& value, const char* help);
    // Also refuses names that no option has.
    Status finish() const;

  private:
    const nlohmann::json* find(const char* name);
    void fault(const char* name, const nlohmann::json& found, const std::string& expected);
    const nlohmann::json& values_;
    std::vector<std::string> names_;
    std::vector<Error> faults_;
};

}  // namespace orthoscope
