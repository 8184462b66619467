#include "app/window/heartbeat.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <memory>

namespace orthoscope {
namespace {

constexpr int beat_milliseconds = 10, gap_milliseconds = 100;

}  // namespace

void watch_heartbeat(QObject* parent) {
    if (qEnvironmentVariableIsEmpty("ORTHOSCOPE_HEARTBEAT")) return;
    struct State {
        QElapsedTimer clock;
        qint64 last = 0, longest = 0;
    };
    auto state = std::make_shared<State>();
    state->clock.start();
    auto timer = new QTimer(parent);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, parent, [state] {
        const auto now = state->clock.elapsed(), gap = now - state->last;
        if (gap > gap_milliseconds) std::fprintf(stderr, "heartbeat: %lld ms away at %lld ms\n", gap, now);
        state->longest = std::max(state->longest, gap);
        state->last = now;
    });
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, parent,
                     [state] { std::fprintf(stderr, "heartbeat: at most %lld ms away\n", state->longest); });
    timer->start(beat_milliseconds);
}

}  // namespace orthoscope
