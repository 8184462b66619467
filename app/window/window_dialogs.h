// Dialogs of the window that are more than one question.
#pragma once

#include <string>

namespace orthoscope {

class MainWindow;

void ask_for_picture(MainWindow& window);  // where, and how large
// Which plot, and where; `plot`: the one proposed, by its id (empty: the first).
void ask_for_plot(MainWindow& window, const std::string& plot = {});
void show_about(MainWindow& window);

}  // namespace orthoscope
