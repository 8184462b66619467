#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/window/action_table.h"

namespace orthoscope {

int actions_command(Words words) {
    using Json = nlohmann::ordered_json;
    const auto nothing = OptionRule::Takes::Nothing;
    auto arguments = parse_arguments(words, {{"json", "", nothing}, {"help", "", nothing}}, "actions");
    if (!arguments) return fail(arguments.error());
    if (has(*arguments, "help")) return print_help("actions");
    if (auto given = positionals(*arguments); !given.empty())
        return fail(refuse_value("actions", given[0], "no name; all actions are listed"));
    if (has(*arguments, "json")) {
        auto list = Json::array();
        for (auto& row : action_table())
            list.push_back({{"id", std::string(row.id)}, {"text", std::string(row.text)},
                            {"shortcut", std::string(row.shortcuts)}, {"menu", std::string(row.menu)},
                            {"tip", std::string(row.tip)}});
        std::cout << list.dump(2) << "\n";
        return 0;
    }
    for (auto& row : action_table())
        std::cout << row.id << "\t" << row.text << "\t" << row.shortcuts << "\t" << row.menu << "\n";
    return 0;
}

}  // namespace orthoscope
