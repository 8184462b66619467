// BreakpointsDialog: at which events a run pauses. Every change is a command at once; the dialog may stay open.
#pragma once

#include <QDialog>

#include "app/window/document.h"

class QCheckBox;
class QDoubleSpinBox;
class QSpinBox;

namespace orthoscope {

class BreakpointsDialog : public QDialog {
    Q_OBJECT
  public:
    // `row`: the row proposed for the partner's breakpoint; negative: none is selected.
    BreakpointsDialog(Document& document, Index row, QWidget* parent);

  private:
    void show_values();
    void take();

    Document& document_;
    QCheckBox *jump_, *mirror_, *gap_, *partner_;
    QDoubleSpinBox *factor_, *bound_;
    QSpinBox* row_;
};

}  // namespace orthoscope
