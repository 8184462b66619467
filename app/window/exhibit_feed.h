// ExhibitFeed: makes the Exhibit from the document and the run in progress, and keeps Playback on its frames. Where
// the picture needs axes that take long to find, a worker finds them first and the exhibit follows.
#pragma once

#include "app/window/playback.h"
#include "app/window/run_controller.h"
#include "app/window/task.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

// A run as a picture shows it; of several lanes the one asked for, or where `lane` has no frames, the best.
std::shared_ptr<Exhibit> exhibit_of(const LiveRun& run, int lane);

class ExhibitFeed : public QObject {
    Q_OBJECT
  public:
    ExhibitFeed(Document& document, RunController& runner, Playback& playback, QObject* parent = nullptr);
    std::shared_ptr<const Exhibit> exhibit() const { return exhibit_; }
    const LiveRun* shown() const;  // the run in progress, else the document's; null: only data
    void refresh();
    bool preparing() const { return preparing_.busy(); }
    // Certainty halos of a recording, once computed; null takes them away.
    void set_bootstrap(std::shared_ptr<const Recording> of, std::shared_ptr<const Bootstrap> bootstrap);
    // What the cut-off of the basis leaves at the frame shown; null: nothing is cut off.
    void set_cut_off(std::shared_ptr<const CutOff> cut_off);
    // While a race is on the timeline belongs to it.
    void give_timeline(bool elsewhere);
    bool has_timeline() const { return !elsewhere_; }

  signals:
    void changed();
    void redrawn();  // the same run, seen otherwise

  private:
    std::shared_ptr<const Exhibit> present() const;
    void follow_frames(const LiveRun* run, const std::vector<FramePtr>& frames);

    Document& document_;
    RunController& runner_;
    Playback& playback_;
    std::shared_ptr<const Exhibit> exhibit_ = std::make_shared<Exhibit>();
    std::shared_ptr<const Recording> followed_, bootstrapped_;
    std::shared_ptr<const Bootstrap> bootstrap_;
    std::shared_ptr<const CutOff> cut_off_;
    int followed_lane_ = 0;
    bool elsewhere_ = false;
    Task preparing_;
};

}  // namespace orthoscope
