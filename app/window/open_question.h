// The question before opening: which arrays of the files, and as what. One dialog for all files of a drop; Enter
// takes what is proposed, Esc opens nothing.
#pragma once

#include <QDialog>

#include "core/io/read.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace orthoscope {

// A file with what it could be opened as.
struct OpenChoice {
    InputSpec input;
    FileInfo info;
    std::vector<InputSpec> before;  // what was chosen the last time, as the proposal; may be empty
    bool counts = false;            // first_column_counts
};

// A table or array of 2 or 3 columns that nobody has qualified: points, or short vectors, or a small matrix.
bool kind_is_unclear(const InputSpec& input, const Dataset& data);
// A table whose first column only counts its rows: more likely their labels than a coordinate.
bool first_column_counts(const InputSpec& input, const Dataset& data);
// What those could be.
FileInfo possible_readings(const Dataset& data);
// Several members, or an array of four or more axes that nobody has named: it cannot be read without an answer.
bool needs_answer(const InputSpec& input, const FileInfo& info);

class OpenQuestion : public QDialog {
    Q_OBJECT
  public:
    // `layers`: the method in use compares many matrices, so that all of a file are proposed.
    OpenQuestion(std::vector<OpenChoice> files, bool layers, QWidget* parent);
    // One list a file, in their order; each input opens one set. Empty: that file is left out.
    std::vector<std::vector<InputSpec>> chosen() const;
    // The person asked for no more such questions about narrow tables; and what they are then.
    std::optional<Kind> for_all() const;

  private:
    struct Row {
        std::size_t file = 0;
        const MemberInfo* member = nullptr;
        QTreeWidgetItem* item = nullptr;
        QComboBox* kind = nullptr;  // null: not chosen, or axes are asked
        QLineEdit* axes = nullptr;
        QComboBox* labels = nullptr;
    };
    void add_rows(std::size_t file);
    void fill_row(Row& row);
    void propose(bool layers);
    void check_matrices();
    void follow();
    QComboBox* add_kind(Row& row);
    QComboBox* add_labels(Row& row);
    QLineEdit* add_axes(Row& row);
    void offer_kinds(Row& row);
    std::vector<Kind> kinds_of(const Row& row) const;  // by the rules first
    bool complete(const Row& row) const;
    Kind kind_of(const Row& row) const;
    QString first_sentence() const;

    std::vector<OpenChoice> files_;
    std::vector<Row> rows_;
    QTreeWidget* tree_;
    QLabel *meaning_, *axes_help_;
    QCheckBox* for_all_;
    QPushButton* matrices_ = nullptr;  // null: no file holds more than two
    QWidget* open_;
    bool filling_ = false;
};

}  // namespace orthoscope
