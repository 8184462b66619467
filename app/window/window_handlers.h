// What the actions of the table do, and when they can.
#pragma once

#include <functional>

namespace orthoscope {

class MainWindow;

void bind_actions(MainWindow& window);
void refresh_actions(MainWindow& window);   // enables what can act now
void offer_recovery(MainWindow& window);    // of a session that ended without being closed
void start_autosave(MainWindow& window);    // every minute, where something changed
// Asks where, unless the session has a file and `elsewhere` is false; `then` (may be empty) follows its success.
void save_session(MainWindow& window, bool elsewhere, std::function<void()> then = {});
bool something_to_lose(MainWindow& window);

}  // namespace orthoscope
