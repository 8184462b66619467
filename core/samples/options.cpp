#include "core/samples/options.h"

#include <algorithm>
#include <cmath>

#include "core/samples/make.h"

namespace orthoscope {

using nlohmann::json;

void OptionLister::integer(const char* name, Index& value, Index low, Index high, const char* help) {
    list.push_back({{"name", name},
                    {"type", "integer"},
                    {"default", value},
                    {"low", low},
                    {"high", high},
                    {"help", help}});
}
void OptionLister::number(const char* name, double& value, double low, double high, const char* unit,
                          const char* help) {
    list.push_back({{"name", name},
                    {"type", "number"},
                    {"default", value},
                    {"low", low},
                    {"high", high},
                    {"unit", unit},
                    {"help", help}});
}
void OptionLister::choice(const char* name, std::string& value, std::vector<std::string> choices,
                          const char* help) {
    list.push_back(
        {{"name", name}, {"type", "choice"}, {"default", value}, {"choices", choices}, {"help", help}});
}
void OptionLister::flag(const char* name, bool& value, const char* help) {
    list.push_back({{"name", name}, {"type", "flag"}, {"default", value}, {"help", help}});
}

const json* OptionReader::find(const char* name) {
    names_.push_back(name);
    if (!values_.is_object()) return nullptr;
    auto found = values_.find(name);
    return found == values_.end() ? nullptr : &*found;
}

void OptionReader::fault(const char* name, const json& found, const std::string& expected) {
    faults_.push_back(
        usage_error(std::string("--") + name, "found " + found.dump() + "; expected " + expected));
}

void OptionReader::integer(const char* name, Index& value, Index low, Index high, const char*) {
    const json* found = find(name);
    if (!found) return;
    if (found->is_number_integer() && found->get<Index>() >= low && found->get<Index>() <= high)
        value = found->get<Index>();
    else
        fault(name, *found, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

void OptionReader::number(const char* name, double& value, double low, double high, const char*,
                          const char*) {
    const json* found = find(name);
    if (!found) return;
    if (found->is_number() && found->get<double>() >= low && found->get<double>() <= high)
        value = found->get<double>();
    else
        fault(name, *found, "a number from " + short_number(low) + " to " + short_number(high));
}

void OptionReader::choice(const char* name, std::string& value, std::vector<std::string> choices,
                          const char*) {
    const json* found = find(name);
    if (!found) return;
    if (found->is_string() && std::count(choices.begin(), choices.end(), found->get<std::string>())) {
        value = found->get<std::string>();
        return;
    }
    std::string expected = "one of";
    for (auto& choice : choices) expected += " " + choice;
    fault(name, *found, expected);
}

void OptionReader::flag(const char* name, bool& value, const char*) {
    const json* found = find(name);
    if (!found) return;
    if (found->is_boolean())
        value = found->get<bool>();
    else
        fault(name, *found, "true or false");
}

Status OptionReader::finish() const {
    if (!faults_.empty()) return faults_.front();
    if (values_.is_null()) return success();
    if (!values_.is_object())
        return usage_error("parameters", "found " + values_.dump() + "; expected an object");
    for (auto& [name, value] : values_.items())
        if (!std::count(names_.begin(), names_.end(), name)) {
            std::string known;
            for (auto& other : names_) known += " --" + other;
            return usage_error("--" + name, "no such option; this sample has" + known);
        }
    return success();
}

}  // namespace orthoscope
