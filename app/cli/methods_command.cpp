#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/report_text.h"
#include "core/method/method.h"

namespace orthoscope {
namespace {

using Json = nlohmann::ordered_json;

Json method_json(const Method& method) {
    const auto& info = method.info();
    auto phases = Json::array();
    for (auto& phase : info.phases) {
        auto symbols = Json::object();
        for (auto& [symbol, meaning] : phase.symbols) symbols[plain_formula(symbol)] = meaning;
        phases.push_back({{"id", phase.id}, {"title", phase.title}, {"formula", plain_formula(phase.formula)},
                          {"symbols", symbols}, {"sentence", phase.sentence}});
    }
    return {{"id", info.id},           {"title", info.title},         {"summary", info.summary},
            {"inputs", info.inputs},   {"needs_pairs", info.needs_pairs}, {"produces", info.produces},
            {"options", parameters_json(method.parameters())},        {"phases", phases},
            {"citation", info.citation}};
}

std::string method_text(const Method& method) {
    const auto& info = method.info();
    std::string text = info.id + "\n" + info.title + ". " + info.summary + "\n\nInputs\n";
    for (auto& input : info.inputs) text += "  " + input + "\n";
    if (info.needs_pairs) text += "  Rows are paired: by label where both sets have labels, else by row.\n";
    text += "\nOptions\n" + parameters_text(method.parameters());
    text += "\nPhases\n";
    for (auto& phase : info.phases) {
        text += "  " + phase.id + "  " + plain_formula(phase.formula) + "\n      " + phase.sentence + "\n";
        for (auto& [symbol, meaning] : phase.symbols) text += "      " + plain_formula(symbol) + ": " + meaning + "\n";
    }
    text += "\nWrites\n ";
    for (auto& name : info.produces) text += " " + name;
    return text + "\n\nCitation\n  " + info.citation + "\n";
}

}  // namespace

int methods_command(Words words) {
    auto arguments = parse_arguments(words, {{"json", "", OptionRule::Takes::Nothing}, {"help", "", OptionRule::Takes::Nothing}},
                                     "methods");
    if (!arguments) return fail(arguments.error());
    if (has(*arguments, "help")) return print_help("methods");
    const bool json = has(*arguments, "json");
    const auto names = positionals(*arguments);
    if (names.size() > 1)
        return fail(usage_error("methods", "found " + std::to_string(names.size()) + " names; expected one at most"));
    if (names.empty()) {
        auto list = Json::array();
        for (auto method : methods()) {
            if (json) list.push_back(method_json(*method));
            else std::cout << method->info().id << "\n    " << method->info().summary << "\n";
        }
        if (json) std::cout << list.dump(2) << "\n";
        return 0;
    }
    auto method = find_method(names[0]);
    if (!method) {
        std::string known;
        for (auto m : methods()) known += (known.empty() ? "" : ", ") + m->info().id;
        return fail(refuse_value("methods", names[0], "one of " + known));
    }
    if (json) std::cout << method_json(*method).dump(2) << "\n";
    else std::cout << method_text(*method);
    return 0;
}

}  // namespace orthoscope
