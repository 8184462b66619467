// Words of a command line, sorted into positionals and options in their order: qualifiers belong to the file before
// them, which is why no general parser library is used here.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/read.h"
#include "core/method/parameters.h"

namespace orthoscope {

struct OptionRule {
    enum class Takes { Nothing, Value, Switch };  // Switch: "on" or "off" may follow; alone it means on
    std::string name;                             // without dashes
    std::string domain;                           // completes "expected ..."
    Takes takes = Takes::Value;
};
std::vector<OptionRule> rules_of(const ParameterSet& parameters);

struct Argument {
    std::string name;   // empty: a positional
    std::string value;  // of a switch: "on" or "off"
};

// --NAME VALUE, --NAME=VALUE, -o VALUE for --out; "--" ends the options. Usage errors name the option and its
// domain, or for an unknown one the nearest name. `of` completes "is not an option of ...".
Result<std::vector<Argument>> parse_arguments(std::span<const std::string> words, const std::vector<OptionRule>& rules,
                                              const std::string& of);

const std::string* last_value(const std::vector<Argument>& arguments, std::string_view name);  // null: absent
inline bool has(const std::vector<Argument>& arguments, std::string_view name) {
    return last_value(arguments, name) != nullptr;
}

// Rules of the qualifiers, and the positionals from `first` on as inputs with the qualifiers that follow each.
const std::vector<OptionRule>& qualifier_rules();
Result<std::vector<InputSpec>> inputs_of(const std::vector<Argument>& arguments, std::size_t first = 0);
std::vector<std::string> positionals(const std::vector<Argument>& arguments);

// Values of options. Usage errors state the domain.
Result<std::int64_t> whole_number(const std::string& option, const std::string& text, std::int64_t low,
                                  std::int64_t high);
Result<double> real_number(const std::string& option, const std::string& text, double low, double high);
Error refuse_value(const std::string& option, const std::string& found, const std::string& expected);

// The name in `known` most like `name`; empty where none is near.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);

}  // namespace orthoscope
