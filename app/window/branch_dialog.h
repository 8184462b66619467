// BranchDialog: which method goes on from a shown frame, and with which options.
#pragma once

#include <QDialog>

#include "app/window/document.h"

class QComboBox;

namespace orthoscope {

class MethodForm;

class BranchDialog : public QDialog {
    Q_OBJECT
  public:
    // `from`: "Procrustes 1, frame 12". `method`: proposed where it uses a start.
    BranchDialog(const Session& session, const QString& from, const std::string& method, QWidget* parent);
    std::string method() const;
    const ParameterSet& options() const { return options_; }

  private:
    void choose();

    const Session session_;
    QComboBox* methods_;
    MethodForm* form_;
    ParameterSet options_;
};

// The methods that can start where they are told; empty: none is built in.
std::vector<const Method*> starting_methods();

// What makes the session ask for a run from `start`: method, options, and the start's folder, as one command. The
// start is written first, beside the session file or into the person's state folder.
Result<Command> branch_command(const Document& document, const std::string& label, const std::string& method,
                               const ParameterSet& options, const Start& start, const std::string& name);

}  // namespace orthoscope
