#include "app/cli/window_entry.h"

#include <QTimer>

#include "app/window/application.h"
#include "app/window/first_frame.h"
#include "app/window/heartbeat.h"
#include "app/window/key_manners.h"
#include "app/window/main_window.h"
#include "app/window/stage_view.h"
#include "core/base/version.h"

namespace orthoscope {

int open_window(int& argc, char** argv, const WindowRequest& request) {
    set_surface_format();
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    Application application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setApplicationName("Orthoscope");
    QApplication::setOrganizationName("Orthoscope");
    QApplication::setApplicationVersion(ORTHOSCOPE_VERSION);
    QApplication::setDesktopFileName("orthoscope");
    application.installEventFilter(new KeyManners(&application));
    watch_heartbeat(&application);
    MainWindow window;
    QObject::connect(&application, &Application::caught, &window,
                     [&window](const QString& what) { window.say({what, true, {}}); });
    report_first_frame(window.viewport());
    window.show();
    window.open(request);
    // While a file is read, or before anybody has chosen one.
    QTimer::singleShot(0, &window.viewport(), [&view = window.viewport()] { view.stage().warm(); });
    return QApplication::exec();
}

}  // namespace orthoscope
