#include "core/method/parameters.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace orthoscope {
namespace {

// Option names that the command line gave another meaning, as older sessions and results hold them.
constexpr std::pair<std::string_view, std::string_view> renamed[] = {
    {"kind", "plan"}, {"rows", "subsample"}, {"weights", "direction-weights"}, {"start", "initialization"}};

template <class T>
std::string number_text(T value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

template <class T>
bool parse_number(std::string_view text, T& value) {
    const auto end = text.data() + text.size();
    const auto [at, code] = std::from_chars(text.data(), end, value);
    return code == std::errc() && at == end;
}

bool same_number_kind(const ParameterValue& initial, const ParameterValue& value, ParameterValue& cast) {
    if (initial.index() == value.index()) return cast = value, true;
    if (std::holds_alternative<double>(initial) && std::holds_alternative<std::int64_t>(value))
        return cast = static_cast<double>(std::get<std::int64_t>(value)), true;
    return false;
}

bool in_domain(const Parameter& p, const ParameterValue& value) {
    if (auto text = std::get_if<std::string>(&value))
        return p.choices.empty() || std::find(p.choices.begin(), p.choices.end(), *text) != p.choices.end();
    if (auto number = std::get_if<double>(&value))
        return std::isfinite(*number) && *number >= p.low && *number <= p.high;
    if (auto number = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*number) >= p.low && static_cast<double>(*number) <= p.high;
    return true;
}

Error refuse(const Parameter& p, std::string_view found) {
    return usage_error("--" + p.name, "found \"" + std::string(found) + "\"; expected " + p.domain());
}

}  // namespace

std::string to_text(const ParameterValue& value) {
    if (auto flag = std::get_if<bool>(&value)) return *flag ? "on" : "off";
    if (auto integer = std::get_if<std::int64_t>(&value)) return number_text(*integer);
    if (auto number = std::get_if<double>(&value)) return number_text(*number);
    return std::get<std::string>(value);
}

std::string Parameter::domain() const {
    if (std::holds_alternative<bool>(initial)) return "on or off";
    if (std::holds_alternative<std::string>(initial)) {
        std::string text;
        for (std::size_t i = 0; i < choices.size(); ++i)
            text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
        return choices.empty() ? "any text" : text;
    }
    const bool whole = std::holds_alternative<std::int64_t>(initial);
    const auto bound = [&](double value) {
        return whole ? number_text(static_cast<std::int64_t>(value)) : number_text(value);
    };
    return (whole ? "a whole number from " : "a number from ") + bound(low) + " to " + bound(high) +
           (unit.empty() ? "" : " " + unit);
}

ParameterSet::ParameterSet(std::vector<Parameter> described) : described_(std::move(described)) {
    for (auto& p : described_) values_.push_back(p.initial);
}

const Parameter* ParameterSet::find(std::string_view name) const {
    for (auto& p : described_)
        if (p.name == name) return &p;
    return nullptr;
}

const ParameterValue& ParameterSet::value(std::string_view name) const {
    auto p = find(name);
    assert(p);
    return values_[static_cast<std::size_t>(p - described_.data())];
}

bool ParameterSet::is_initial(std::string_view name) const { return value(name) == find(name)->initial; }

Status ParameterSet::set(std::string_view name, const ParameterValue& value) {
    auto p = find(name);
    if (!p) return usage_error("--" + std::string(name), "is not an option here");
    ParameterValue cast;
    if (!same_number_kind(p->initial, value, cast) || !in_domain(*p, cast)) return refuse(*p, to_text(value));
    values_[static_cast<std::size_t>(p - described_.data())] = cast;
    return success();
}

Status ParameterSet::set_text(std::string_view name, std::string_view text) {
    auto p = find(name);
    if (!p) return usage_error("--" + std::string(name), "is not an option here");
    if (std::holds_alternative<std::string>(p->initial)) return set(name, std::string(text));
    if (std::holds_alternative<bool>(p->initial)) {
        if (text == "on" || text == "true") return set(name, true);
        if (text == "off" || text == "false") return set(name, false);
        return refuse(*p, text);
    }
    if (std::int64_t integer = 0; std::holds_alternative<std::int64_t>(p->initial))
        return parse_number(text, integer) ? set(name, integer) : Status(refuse(*p, text));
    double number = 0;
    return parse_number(text, number) ? set(name, number) : Status(refuse(*p, text));
}

nlohmann::json ParameterSet::to_json() const {
    auto object = nlohmann::json::object();
    for (std::size_t i = 0; i < described_.size(); ++i)
        std::visit([&](auto& v) { object[described_[i].name] = v; }, values_[i]);
    return object;
}

Status ParameterSet::from_json(const nlohmann::json& object) {
    if (!object.is_object()) return usage_error("options", "found no JSON object; expected one");
    for (auto& [name, value] : object.items()) {
        auto p = find(name);
        for (auto& [former, present] : renamed)
            if (!p && name == former) p = find(present);
        if (!p) return usage_error("--" + name, "is not an option here");
        Status status = refuse(*p, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        if (value.is_boolean()) status = set(p->name, value.get<bool>());
        else if (value.is_number_integer()) status = set(p->name, value.get<std::int64_t>());
        else if (value.is_number()) status = set(p->name, value.get<double>());
        else if (value.is_string()) status = set(p->name, value.get<std::string>());
        if (!status) return status;
    }
    return success();
}

}  // namespace orthoscope
