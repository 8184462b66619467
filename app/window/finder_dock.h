// FinderDock: finds a word (a label, or a row by its number) in both sets, and shows the neighbours of the selected row
// in its own set, and in the other before and after the alignment.
#pragma once

#include <QWidget>

#include "app/window/exhibit_feed.h"
#include "app/window/selection.h"
#include "core/alignment/neighbours.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QTreeWidget;

namespace orthoscope {

class FinderDock : public QWidget {
    Q_OBJECT
  public:
    FinderDock(ExhibitFeed& feed, Selection& selection, QWidget* parent = nullptr);
    void begin();  // the field takes the keys

  private:
    void find();
    void take_first();
    void follow();  // selection or run
    void fill(const RowNeighbours& found, const Selected& of, Likeness likeness);

    ExhibitFeed& feed_;
    Selection& selection_;
    QLineEdit* word_;
    QLabel *count_, *chosen_;
    QListWidget* found_;
    QTreeWidget* neighbours_;
    std::vector<DatasetPtr> sets_;
    std::optional<Selected> asked_;
    FramePtr asked_frame_;
    Task task_;
};

// Rows whose label contains `word` (letters of either case), those that begin with it first and whole ones before
// all; "row 12" or "12" finds a row by its number. At most `most`.
std::vector<Index> rows_with(const Dataset& set, const QString& word, std::size_t most);

}  // namespace orthoscope
