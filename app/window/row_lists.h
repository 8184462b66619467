// RowLists: the rows that fit worst and the rows that crowd, each a click away from the picture. Computed on a worker
// once a run has its report.
#pragma once

#include <QWidget>

#include "app/window/exhibit_feed.h"
#include "app/window/selection.h"
#include "core/alignment/neighbours.h"

class QLabel;
class QListWidget;

namespace orthoscope {

class RowLists : public QWidget {
    Q_OBJECT
  public:
    RowLists(ExhibitFeed& feed, Selection& selection, QWidget* parent = nullptr);

  private:
    struct Found {
        std::vector<RowValue> worst;
        Hubs hubs;
    };
    void follow();
    void fill(const Found& found);
    void mark();

    ExhibitFeed& feed_;
    Selection& selection_;
    QLabel *worst_title_, *hubs_title_;
    QListWidget *worst_, *hubs_;
    FramePtr asked_;
    std::shared_ptr<const Pairs> pairs_;
    Task task_;
};

// Whether rows of these sets are compared by cosine.
Likeness likeness_of(const std::vector<DatasetPtr>& sets);

}  // namespace orthoscope
