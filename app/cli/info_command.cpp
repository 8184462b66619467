#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/base/json_fields.h"
#include "core/io/describe_file.h"

namespace orthoscope {
namespace {

using Json = nlohmann::ordered_json;

// Members whose values together stay below this are read, so that damage is found; larger files are only inspected.
constexpr std::uint64_t read_limit = 4'000'000'000;

std::string shape_words(const std::vector<Index>& shape) {
    std::string text;
    for (auto size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text;
}

bool holds_numbers(const MemberInfo& member) {
    for (auto prefix : {"bool", "int", "uint", "float", "bfloat"})
        if (member.type.starts_with(prefix)) return true;
    return false;
}

std::uint64_t value_bytes(const MemberInfo& member) {
    double bytes = 8;
    for (auto size : member.shape) bytes *= static_cast<double>(size);
    return bytes > 1e18 ? std::uint64_t(1e18) : static_cast<std::uint64_t>(bytes);
}

Json member_json(const MemberInfo& member) {
    Json object{{"name", member.name}, {"type", member.type}, {"shape", member.shape},
                {"kind", std::string(name_of(member.kind))}};
    auto others = Json::array();
    for (auto kind : member.other_kinds) others.push_back(std::string(name_of(kind)));
    object["other_kinds"] = others;
    return object;
}

// What reading one member says beyond its shape. A 4-D array without --axes cannot be read yet: that is said.
Result<Json> data_json(const InputSpec& spec, const Context& context) {
    auto set = read(spec, context);
    if (!set) {
        if (set.error().kind != ErrorKind::Usage) return set.error();
        return Json{{"problems", Json::array({set.error().message()})}};
    }
    Json object(facts(**set));
    object["format"] = (*set)->origin.format, object["sha256"] = (*set)->origin.sha256;
    object["warnings"] = (*set)->warnings;
    return object;
}

Result<Json> file_json(const InputSpec& input, const Context& context) {
    auto info = inspect(input, context);
    if (!info) return info.error();
    Json object{{"path", input.path.string()}, {"format", info->format}};
    std::uint64_t bytes = 0;
    for (auto& member : info->members) bytes += value_bytes(member);
    auto members = Json::array();
    bool found = false;
    for (auto& member : info->members) {
        if (!input.member.empty() && member.name != input.member) continue;
        found = true;
        auto item = member_json(member);
        auto spec = input;
        spec.member = member.name;
        if (bytes <= read_limit || !input.member.empty() || info->members.size() == 1) {
            auto data = data_json(spec, context);
            // A member that holds no numbers (texts, records) does not hide the others.
            if (!data && !holds_numbers(member) && input.member.empty())
                data = Json{{"problems", Json::array({data.error().message()})}};
            if (!data) return data.error();
            for (auto& [key, value] : data->items()) item[key] = value;
        }
        members.push_back(std::move(item));
    }
    if (!found && !input.member.empty()) {
        std::string names;
        for (auto& member : info->members) names += (names.empty() ? "" : ", ") + member.name;
        return input_error(input.path.string() + "::" + input.member, "found no such member; expected one of " + names);
    }
    object["members"] = std::move(members), object["warnings"] = info->warnings;
    return object;
}

void print_value(const std::string& key, const Json& value) {
    std::cout << "  " << key << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << "\n";
}

void print_member(const Json& member) {
    const auto name = member.at("name").get<std::string>();
    std::cout << (name.empty() ? "" : name + ": ") << member.at("kind").get<std::string>() << ", "
              << shape_words(member.at("shape").get<std::vector<Index>>()) << " "
              << member.at("type").get<std::string>() << "\n";
    std::string others;
    for (auto& kind : member.at("other_kinds")) others += (others.empty() ? "" : ", ") + kind.get<std::string>();
    if (!others.empty()) std::cout << "  could also be: " << others << "\n";
    for (auto& [key, value] : member.items())
        if (key != "name" && key != "type" && key != "shape" && key != "kind" && key != "other_kinds" &&
            key != "problems" && key != "warnings")
            print_value(key, value);
    for (auto key : {"problems", "warnings"})
        if (member.contains(key))
            for (auto& sentence : member.at(key)) std::cout << "  ! " << sentence.get<std::string>() << "\n";
}

}  // namespace

int info_command(Words words) {
    auto rules = qualifier_rules();
    rules.push_back({"json", "", OptionRule::Takes::Nothing});
    rules.push_back({"help", "", OptionRule::Takes::Nothing});
    auto arguments = parse_arguments(words, rules, "info");
    if (!arguments) return fail(arguments.error());
    if (has(*arguments, "help")) return print_help("info");
    auto inputs = inputs_of(*arguments);
    if (!inputs) return fail(inputs.error());
    if (inputs->size() != 1)
        return fail(usage_error("info", "found " + std::to_string(inputs->size()) + " files; expected one"));
    const Interrupt interrupt;
    auto object = file_json(inputs->front(), {interrupt.token(), {}, 0});
    if (!object) return fail(object.error());
    if (has(*arguments, "json")) {
        std::cout << object->dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
        return 0;
    }
    std::cout << object->at("path").get<std::string>() << ": " << object->at("format").get<std::string>() << "\n";
    auto said = Json::array();
    for (auto& member : object->at("members")) {
        print_member(member);
        for (auto& sentence : member.value("warnings", Json::array())) said.push_back(sentence);
    }
    for (auto& sentence : object->at("warnings"))
        if (std::find(said.begin(), said.end(), sentence) == said.end())
            std::cout << "! " << sentence.get<std::string>() << "\n";
    return 0;
}

}  // namespace orthoscope
