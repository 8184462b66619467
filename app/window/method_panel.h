// MethodPanel: the method, its form, Run and Cancel, and the results of the shown run.
#pragma once

#include <QWidget>
#include <string>

#include "app/window/pairing_check.h"
#include "app/window/run_controller.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace orthoscope {

class Actions;
class MethodForm;
class ResultsPanel;

class MethodPanel : public QWidget {
    Q_OBJECT
  public:
    MethodPanel(Document& document, RunController& runner, Actions& actions, QWidget* parent = nullptr);
    void show_error(const QString& what);  // beside Run, until the next change

  private:
    void refresh();
    void refresh_run();
    void show_summary();
    void refresh_common();
    void set_common(const std::string& name, const ParameterValue& value);

    Document& document_;
    RunController& runner_;
    Actions& actions_;
    QComboBox *methods_, *runs_;
    QLabel *summary_, *hint_, *error_;
    MethodForm *form_, *common_;
    QToolButton* more_;
    QPushButton *run_, *cancel_, *save_, *spectrum_;
    QProgressBar* progress_;
    ResultsPanel* results_;
    PairingCheck check_{document_};
    std::string unfolded_;  // the method whose whole text is shown
};

}  // namespace orthoscope
