// ParameterSet: the options of a method or sample, described once. Form, command-line flags, JSON and help text
// all derive from it.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace orthoscope {

using ParameterValue = std::variant<bool, std::int64_t, double, std::string>;
std::string to_text(const ParameterValue& value);  // "on", "12", "0.1" (shortest exact), the text

struct Parameter {
    std::string name;  // kebab-case; the flag is --name
    std::string help;  // one sentence
    std::string unit;  // empty where there is none
    ParameterValue initial;
    double low = 0, high = 0;          // closed domain of numbers
    std::vector<std::string> choices;  // domain of a text value
    std::string domain() const;        // "auto, orthogonal or rotation"; "0 to 1"; "on or off"
};

class ParameterSet {
  public:
    ParameterSet() = default;
    explicit ParameterSet(std::vector<Parameter> described);

    const std::vector<Parameter>& described() const { return described_; }
    const Parameter* find(std::string_view name) const;
    const ParameterValue& value(std::string_view name) const;  // precondition: described
    bool is_initial(std::string_view name) const;
    bool operator==(const ParameterSet& other) const { return values_ == other.values_; }

    // Errors are of kind Usage, name the option and state its domain.
    Status set(std::string_view name, const ParameterValue& value);
    Status set_text(std::string_view name, std::string_view text);
    nlohmann::json to_json() const;  // every option, defaults included
    Status from_json(const nlohmann::json& object);

  private:
    std::vector<Parameter> described_;
    std::vector<ParameterValue> values_;
};

}  // namespace orthoscope
