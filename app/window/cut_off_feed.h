// CutOffFeed: finds what a cut-off of the basis leaves at the frame that is shown, and puts it into the exhibit. The
// shapes follow at once; the map of the frame's C is found on a worker, the latest wish first.
#pragma once

#include <QElapsedTimer>
#include <deque>

#include "app/window/exhibit_feed.h"

namespace orthoscope {

class CutOffFeed : public QObject {
    Q_OBJECT
  public:
    CutOffFeed(ExhibitFeed& feed, Playback& playback, QObject* parent = nullptr);
    void ask(int functions);             // 0: shapes and map as they are
    int most() const;                    // functions that both bases of the run shown have; 0: it has none
    bool busy() const { return task_.busy(); }
    QString doing() const;               // "finding the map, 40 %", while it takes long enough to tell

  signals:
    void changed();

  private:
    static constexpr std::size_t most_kept = 24;
    static constexpr double short_seconds = 0.3;  // a search as quick as this is not stopped for the next
    static constexpr int told_after = 200;        // milliseconds
    struct Found {
        SharedMatrix functional_map;
        Index block = 0;
        SharedIndices map;
    };

    const ShapeState* present() const;   // of the frame shown; null: it has no basis
    void follow();
    void take_away();
    void show(const ShapeState& state);
    void prepare(const ShapeState& state);
    void search(const ShapeState& state, Index block);
    const Found* known(const ShapeState& state, Index block) const;

    ExhibitFeed& feed_;
    Playback& playback_;
    int functions_ = 0;
    std::shared_ptr<const CutShapes> shapes_;
    std::shared_ptr<const CutOff> shown_;
    std::deque<Found> found_;            // the latest at the back
    Found sought_;                       // what the worker looks for; block 0: it prepares the shapes
    QElapsedTimer since_;                // it began
    double last_seconds_ = 0;            // that a search took
    bool following_ = false;
    Task task_;
};

}  // namespace orthoscope
