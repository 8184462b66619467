// What the actions of the table do, and when they can.
#pragma once

namespace orthoscope {

class MainWindow;

void bind_actions(MainWindow& window);
void refresh_actions(MainWindow& window);   // enables what can act now
void offer_recovery(MainWindow& window);    // of a session that ended without being closed
void start_autosave(MainWindow& window);    // every minute, where something changed
bool something_to_lose(MainWindow& window);

}  // namespace orthoscope
