#include "app/window/first_frame.h"

#include <time.h>
#include <unistd.h>

#include <QApplication>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/window/stage_view.h"

namespace orthoscope {
namespace {

// Field 22 of /proc/self/stat: ticks since boot at which the process started.
double process_age() {
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 3; i < 22; ++i) fields >> skipped;
    double ticks = 0;
    fields >> ticks;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9 - ticks / double(sysconf(_SC_CLK_TCK));
}

}  // namespace

void report_first_frame(StageView& view) {
    if (qEnvironmentVariableIsEmpty("ORTHOSCOPE_FIRST_FRAME")) return;
    QObject::connect(&view, &QOpenGLWidget::frameSwapped, &view, [&view] {
        if (view.stage().facts().total == 0) return;
        std::printf("first frame after %.2f s\n", process_age());
        std::fflush(stdout);
        QApplication::quit();
    });
}

}  // namespace orthoscope
