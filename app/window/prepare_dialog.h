// PrepareDialog: how a mesh or a cloud is made fit for matching.
#pragma once

#include <QDialog>

#include "core/method/parameters.h"

namespace orthoscope {

class MethodForm;

class PrepareDialog : public QDialog {
    Q_OBJECT
  public:
    PrepareDialog(const QString& name, QWidget* parent);
    const ParameterSet& options() const { return options_; }  // of PrepareOptions

  private:
    ParameterSet options_;
    MethodForm* form_;
};

}  // namespace orthoscope
