#include "app/window/application.h"

#include <QSurfaceFormat>
#include <exception>

namespace orthoscope {

bool Application::notify(QObject* receiver, QEvent* event) {
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::bad_alloc&) {
        emit caught(tr("Not enough memory for this."));
    } catch (const std::exception& error) {
        emit caught(tr("Something went wrong: %1").arg(QString::fromUtf8(error.what())));
    }
    return false;
}

void set_surface_format() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 3);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
}

}  // namespace orthoscope
