// CausesList: why two sets may not align, as `diagnose` found it, the likeliest first, each with a button that tries
// its remedy; and before that, under a run that is not supported, the button that asks.
#pragma once

#include <QWidget>

#include "app/window/document.h"

class QPushButton;
class QVBoxLayout;

namespace orthoscope {

class Actions;

class CausesList : public QWidget {
    Q_OBJECT
  public:
    CausesList(Document& document, Actions& actions, QWidget* parent = nullptr);
    void refresh(bool can_diagnose);

  signals:
    void remedy_asked(const orthoscope::Cause& cause);

  private:
    Document& document_;
    QPushButton* why_;
    QVBoxLayout* rows_;
    std::shared_ptr<const Report> listed_;
};

}  // namespace orthoscope
