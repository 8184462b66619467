// Application: QApplication with the last gate for exceptions: an error is said, the window goes on.
#pragma once

#include <QApplication>
#include <functional>

namespace orthoscope {

class Application : public QApplication {
    Q_OBJECT
  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

  signals:
    void caught(const QString& what);
};

// Before any QApplication: OpenGL 3.3 core without multisampling, shared between windows.
void set_surface_format();

}  // namespace orthoscope
