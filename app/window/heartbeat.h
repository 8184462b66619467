// Heartbeat: how long the window's thread was away from its events, for measuring; off unless ORTHOSCOPE_HEARTBEAT
// is set in the environment.
#pragma once

#include <QObject>

namespace orthoscope {

// Says each gap of more than 100 ms on standard error, with the time since the start, and the longest at the end.
void watch_heartbeat(QObject* parent);

}  // namespace orthoscope
