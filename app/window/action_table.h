// Every action of the window as plain data: menus, toolbars, command palette, shortcut sheet and
// `orthoscope actions` all read this one table. It needs no QApplication.
#pragma once

#include <span>
#include <string_view>

namespace orthoscope {

struct ActionRow {
    std::string_view id;         // "play.toggle", the same in palette, scripts and tests
    std::string_view text;       // as a menu shows it, without mnemonic
    std::string_view shortcuts;  // Qt portable text, alternatives separated by a blank; may be empty
    std::string_view menu;       // "File", "Edit", ...
    std::string_view icon;       // name of assets/icons/NAME.svg; may be empty
    std::string_view tip;        // one sentence
    bool checkable = false;
    bool starts_group = false;   // a separator stands above it in the menu
};

// In the order of the menus.
std::span<const ActionRow> action_table();
const ActionRow* find_action(std::string_view id);  // null: no such action

}  // namespace orthoscope
