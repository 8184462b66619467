// PairsDock: pairs picked on both sets by clicking, as a table that is edited, imported, exported and undone; it says
// whether they give a start.
#pragma once

#include <QWidget>

#include "app/window/notice_bar.h"
#include "app/window/pairs_model.h"
#include "core/alignment/landmark_status.h"
#include "views/stage/exhibit.h"

class QLabel;
class QTableView;

namespace orthoscope {

class Actions;

class PairsDock : public QWidget {
    Q_OBJECT
  public:
    PairsDock(Document& document, Actions& actions, QWidget* parent = nullptr);

    // A click on the picture while pairs are picked: the first on one set waits for the second on the other.
    void pick(const Selected& row);
    const std::optional<Selected>& waiting() const { return waiting_; }
    bool cancel_waiting();  // false: nothing waited
    void remove_chosen();
    void clear();
    bool any_chosen() const;
    int roomy_height() const;  // with room for four pairs, one more than a start needs
    LandmarkStatus status() const;
    // Lines `source target`, and a weight where there is a third column; rows from 0 or from 1.
    void import_file(const QString& path, int base);
    void export_file(const QString& path);
    void ask_import();
    void ask_export();

  signals:
    void waiting_changed();
    void chosen_changed();
    void said(const orthoscope::Notice& notice);

  private:
    void refresh();

    Document& document_;
    PairsModel* model_;
    QTableView* table_;
    QLabel* status_;
    std::optional<Selected> waiting_;
};

}  // namespace orthoscope
