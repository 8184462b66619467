// KeyManners: single keys are actions of the window, except where a control under the focus needs them itself.
#pragma once

#include <QObject>

class QKeyEvent;

namespace orthoscope {

class KeyManners : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

  protected:
    bool eventFilter(QObject* object, QEvent* event) override;  // installed on the application

  private:
    static bool needed_by_focus(const QObject& object, const QKeyEvent& key);
};

}  // namespace orthoscope
