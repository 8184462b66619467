// Dialogs of the window that are more than one question.
#pragma once

namespace orthoscope {

class MainWindow;

void ask_for_picture(MainWindow& window);  // where, and how large
void show_about(MainWindow& window);

}  // namespace orthoscope
