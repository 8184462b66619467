// LaneList: the lanes of the shown run with cost and rank; the one that is chosen is what the timeline plays.
#pragma once

#include <QWidget>

#include "app/window/exhibit_feed.h"

class QLabel;
class QTreeWidget;

namespace orthoscope {

class LaneList : public QWidget {
    Q_OBJECT
  public:
    LaneList(Document& document, RunController& runner, ExhibitFeed& feed, QWidget* parent = nullptr);
    // -1: the one that wins, which is followed while a run goes on. Undoable where the run has ended.
    void choose(int lane);
    void step(int direction);  // to the lane after or before, in the order of the list
    int chosen() const;        // -1: none in particular
    int lanes() const { return int(numbers_.size()); }

  signals:
    void changed();

  private:
    void refresh();

    Document& document_;
    RunController& runner_;
    ExhibitFeed& feed_;
    QLabel* title_;
    QTreeWidget* list_;
    std::vector<int> numbers_;
    int shown_ = 0;
};

}  // namespace orthoscope
