// Dialogs of opening: which files, and which part of a file that holds several.
#pragma once

#include <QDialog>
#include <functional>

#include "core/io/read.h"

class QComboBox;
class QLineEdit;
class QTreeWidget;

namespace orthoscope {

// Several members, or an array of four or more axes that nobody has named.
bool is_ambiguous(const InputSpec& input, const FileInfo& info);

// Asks what of the file to open, and as what.
class MemberDialog : public QDialog {
    Q_OBJECT
  public:
    MemberDialog(InputSpec input, FileInfo info, QWidget* parent);
    std::vector<InputSpec> chosen() const;  // one for each chosen member

  private:
    void follow_choice();
    const MemberInfo* current() const;

    InputSpec input_;
    FileInfo info_;
    QTreeWidget* members_;
    QComboBox* kind_;
    QLineEdit* axes_;
    QWidget *axes_row_, *open_;
};

// Shows the file dialog without blocking; `take` gets the chosen paths, at least one.
void ask_for_files(QWidget* window, std::function<void(const QStringList&)> take);
void ask_for_folder(QWidget* window, const QString& title, std::function<void(const QString&)> take);
// A file that is to be written; asks before one is replaced.
void ask_where(QWidget* window, const QString& title, const QString& proposal, const QString& filter,
               std::function<void(const QString&)> take);

}  // namespace orthoscope
