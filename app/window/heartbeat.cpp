#include "app/window/heartbeat.h"

#include <time.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <memory>

namespace orthoscope {
namespace {

constexpr int beat_milliseconds = 10, gap_milliseconds = 100;

// Of this thread: on a busy machine the wall clock blames the window for what others do.
double processor_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) * 1e-6;
}

}  // namespace

void watch_heartbeat(QObject* parent) {
    if (qEnvironmentVariableIsEmpty("ORTHOSCOPE_HEARTBEAT")) return;
    struct State {
        QElapsedTimer clock;
        qint64 last = 0, longest = 0;
        double worked = 0, hardest = 0;
    };
    auto state = std::make_shared<State>();
    state->clock.start();
    auto timer = new QTimer(parent);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, parent, [state] {
        const auto now = state->clock.elapsed(), gap = now - state->last;
        const double worked = processor_milliseconds(), work = worked - state->worked;
        if (gap > gap_milliseconds)
            std::fprintf(stderr, "heartbeat: %lld ms away, %.0f of them at work, at %lld ms\n", gap, work, now);
        state->longest = std::max(state->longest, gap), state->hardest = std::max(state->hardest, work);
        state->last = now, state->worked = worked;
    });
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, parent,
                     [state] {
        std::fprintf(stderr, "heartbeat: at most %lld ms away, at most %.0f ms at work\n", state->longest, state->hardest);
    });
    timer->start(beat_milliseconds);
}

}  // namespace orthoscope
