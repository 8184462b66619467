#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row.back();
}

Error unknown_option(const std::string& name, const std::vector<OptionRule>& rules, const std::string& of) {
    std::vector<std::string> names;
    for (auto& rule : rules) names.push_back(rule.name);
    auto text = "is not an option of " + of;
    if (const auto near = nearest_name(name, names); !near.empty()) {
        const auto rule = std::find_if(rules.begin(), rules.end(), [&](auto& r) { return r.name == near; });
        return usage_error("--" + name, text + "; expected perhaps --" + near +
                                            (rule->domain.empty() ? "" : " (" + rule->domain + ")"));
    }
    text += "; expected one of";
    for (auto& option : names) text += " --" + option;
    return usage_error("--" + name, text);
}

const OptionRule* find_rule(const std::vector<OptionRule>& rules, const std::string& name) {
    for (auto& rule : rules)
        if (rule.name == name) return &rule;
    return nullptr;
}

bool is_switch_value(const std::string& text) {
    return text == "on" || text == "off" || text == "true" || text == "false";
}

// The name of an option word, or nothing: "-" and numbers are positionals.
std::string option_name(const std::string& word) {
    if (word.size() > 2 && word.starts_with("--")) return word.substr(2);
    if (word == "-o") return "out";
    if (word == "-h") return "help";
    if (word.size() > 1 && word[0] == '-' && std::isalpha(static_cast<unsigned char>(word[1]))) return word.substr(1);
    return {};
}

Status qualify(InputSpec& input, const Argument& a) {
    if (a.name == "kind") {
        Kind kind;
        if (!kind_from_name(a.value, kind)) return refuse_value("--kind", a.value, qualifier_rules()[0].domain);
        input.kind = kind;
    } else if (a.name == "labels") {
        input.labels = a.value;
    } else if (a.name == "axes") {
        if (a.value.empty() || a.value.find_first_not_of("tsuyxc") != std::string::npos)
            return refuse_value("--axes", a.value, "letters among t s u y x c");
        input.axes = a.value;
    } else if (a.name == "missing") {
        if (a.value != "drop-rows") return refuse_value("--missing", a.value, "drop-rows");
        input.drop_missing = true;
    }
    return success();
}

}  // namespace

std::vector<OptionRule> rules_of(const ParameterSet& parameters) {
    std::vector<OptionRule> rules;
    for (auto& p : parameters.described())
        rules.push_back({p.name, p.domain(),
                         std::holds_alternative<bool>(p.initial) ? OptionRule::Takes::Switch
                                                                 : OptionRule::Takes::Value});
    return rules;
}

Result<std::vector<Argument>> parse_arguments(std::span<const std::string> words, const std::vector<OptionRule>& rules,
                                              const std::string& of) {
    std::vector<Argument> arguments;
    bool options = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (options && word == "--") {
            options = false;
            continue;
        }
        auto name = options ? option_name(word) : std::string();
        if (name.empty()) {
            arguments.push_back({"", word});
            continue;
        }
        const auto equals = name.find('=');
        const bool attached = equals != std::string::npos;
        std::string value = attached ? name.substr(equals + 1) : "";
        if (attached) name.resize(equals);
        const auto rule = find_rule(rules, name);
        if (!rule) return unknown_option(name, rules, of);
        using Takes = OptionRule::Takes;
        if (attached && rule->takes == Takes::Nothing)
            return usage_error("--" + name, "found the value \"" + value + "\"; expected none");
        if (!attached && rule->takes == Takes::Switch)
            value = i + 1 < words.size() && is_switch_value(words[i + 1]) ? words[++i] : "on";
        if (!attached && rule->takes == Takes::Value) {
            if (i + 1 >= words.size() || words[i + 1].starts_with("--"))
                return usage_error("--" + name, "found no value; expected " + rule->domain);
            value = words[++i];
        }
        arguments.push_back({name, std::move(value)});
    }
    return arguments;
}

const std::string* last_value(const std::vector<Argument>& arguments, std::string_view name) {
    const std::string* found = nullptr;
    for (auto& a : arguments)
        if (a.name == name) found = &a.value;
    return found;
}

const std::vector<OptionRule>& qualifier_rules() {
    static const std::vector<OptionRule> rules{{"kind", "cloud, mesh, embedding, matrix or sequence"},
                                               {"labels", "a file of one label a line, or column:N of a table"},
                                               {"axes", "letters among t s u y x c"},
                                               {"missing", "drop-rows"}};
    return rules;
}

Result<std::vector<InputSpec>> inputs_of(const std::vector<Argument>& arguments, std::size_t first) {
    std::vector<InputSpec> inputs;
    std::size_t seen = 0;
    for (auto& a : arguments) {
        if (a.name.empty()) {
            if (seen++ >= first) inputs.push_back(parse_input(a.value));
            continue;
        }
        if (!find_rule(qualifier_rules(), a.name)) continue;
        if (inputs.empty())
            return usage_error("--" + a.name, "stands before any file; expected it after the file that it qualifies");
        if (auto status = qualify(inputs.back(), a); !status) return status.error();
    }
    return inputs;
}

std::vector<std::string> positionals(const std::vector<Argument>& arguments) {
    std::vector<std::string> list;
    for (auto& a : arguments)
        if (a.name.empty()) list.push_back(a.value);
    return list;
}

Error refuse_value(const std::string& option, const std::string& found, const std::string& expected) {
    return usage_error(option, "found \"" + found + "\"; expected " + expected);
}

Result<std::int64_t> whole_number(const std::string& option, const std::string& text, std::int64_t low,
                                  std::int64_t high) {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto [at, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || at != end || value < low || value > high)
        return refuse_value(option, text,
                            "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return value;
}

Result<double> real_number(const std::string& option, const std::string& text, double low, double high) {
    double value = 0;
    const auto end = text.data() + text.size();
    const auto [at, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || at != end || !(value >= low && value <= high))
        return refuse_value(option, text,
                            "a number from " + to_text(ParameterValue(low)) + " to " + to_text(ParameterValue(high)));
    return value;
}

std::string nearest_name(const std::string& name, const std::vector<std::string>& known) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (auto& candidate : known)
        if (const auto distance = edit_distance(name, candidate); distance < least) least = distance, best = candidate;
    return best;
}

}  // namespace orthoscope
