#include "core/base/json_fields.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace orthoscope {
namespace {

constexpr int deepest = 64;

// Byte at which nesting goes too deep, or npos.
std::size_t too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            else if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) return i;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return std::string_view::npos;
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, const std::string& name, std::size_t offset) {
    if (const auto at = too_deep(text); at != std::string_view::npos)
        return input_error(name + ":byte " + std::to_string(offset + at),
                           "found nesting deeper than " + std::to_string(deepest) + "; expected less");
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        const auto at = error.byte ? error.byte - 1 : 0;
        return input_error(name + ":byte " + std::to_string(offset + at),
                           at < text.size() ? "found text that is no JSON; expected a JSON object"
                                            : "found the end of the text; expected more JSON");
    } catch (const std::exception&) {
        return input_error(name + ":byte " + std::to_string(offset),
                           "found JSON with a number out of range; expected a JSON object");
    }
}

std::string json_text(const nlohmann::json& value, int indent) {
    return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_excerpt(const nlohmann::json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "an array of " + std::to_string(value.size());
    auto text = json_text(value, -1);
    if (text.size() > 60) text = text.substr(0, 57) + "...";
    return text;
}

JsonFields::JsonFields(const nlohmann::json& object, std::string place, std::optional<Error>& error)
    : object_(object), place_(std::move(place)), error_(error) {
    if (!error_ && !object_.is_object())
        error_ = input_error(place_, "found " + json_excerpt(object_) + "; expected an object");
}

std::string JsonFields::place(const char* key) const {
    return place_ + (place_.empty() || place_.back() == ':' ? "" : ".") + key;
}

void JsonFields::refuse(const char* key, const std::string& expected) {
    if (error_) return;
    const auto found = object_.find(key);
    error_ = input_error(place(key), "found " + (found == object_.end() ? "nothing" : json_excerpt(*found)) +
                                         "; expected " + expected);
}

const nlohmann::json* JsonFields::find(const char* key, bool required, const char* expected) {
    if (error_) return nullptr;
    const auto found = object_.find(key);
    if (found != object_.end() && !found->is_null()) return &*found;
    if (required) refuse(key, expected);
    return nullptr;
}

void JsonFields::text(const char* key, std::string& out, bool required) {
    auto value = find(key, required, "a text");
    if (!value) return;
    if (!value->is_string()) return refuse(key, "a text");
    out = value->get_ref<const std::string&>();
}

void JsonFields::flag(const char* key, bool& out, bool required) {
    auto value = find(key, required, "true or false");
    if (!value) return;
    if (!value->is_boolean()) return refuse(key, "true or false");
    out = value->get<bool>();
}

void JsonFields::number(const char* key, double& out, bool required) {
    auto value = find(key, required, "a number");
    if (!value) return;
    if (!value->is_number() || !std::isfinite(value->get<double>())) return refuse(key, "a number");
    out = value->get<double>();
}

void JsonFields::whole(const char* key, std::int64_t& out, std::int64_t low, std::int64_t high, bool required) {
    const auto expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
    auto value = find(key, required, expected.c_str());
    if (!value) return;
    if (!value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t(INT64_MAX)))
        return refuse(key, expected);
    const auto number = value->get<std::int64_t>();
    if (number < low || number > high) return refuse(key, expected);
    out = number;
}

void JsonFields::whole(const char* key, int& out, int low, int high, bool required) {
    std::int64_t wide = out;
    whole(key, wide, low, high, required);
    if (ok()) out = static_cast<int>(wide);
}

void JsonFields::unsigned64(const char* key, std::uint64_t& out, bool required) {
    auto value = find(key, required, "a whole number that is not negative");
    if (!value) return;
    if (!value->is_number_unsigned()) return refuse(key, "a whole number that is not negative");
    out = value->get<std::uint64_t>();
}

void JsonFields::texts(const char* key, std::vector<std::string>& out, bool required) {
    auto value = find(key, required, "a list of texts");
    if (!value) return;
    if (!value->is_array()) return refuse(key, "a list of texts");
    std::vector<std::string> texts;
    for (auto& item : *value) {
        if (!item.is_string()) return refuse(key, "a list of texts");
        texts.push_back(item.get_ref<const std::string&>());
    }
    out = std::move(texts);
}

const nlohmann::json* JsonFields::object(const char* key, bool required) {
    auto value = find(key, required, "an object");
    if (value && !value->is_object()) return refuse(key, "an object"), nullptr;
    return value;
}

const nlohmann::json* JsonFields::array(const char* key, bool required) {
    auto value = find(key, required, "an array");
    if (value && !value->is_array()) return refuse(key, "an array"), nullptr;
    return value;
}

}  // namespace orthoscope
