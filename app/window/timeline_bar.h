// TimelineBar: transport buttons, speed, the track and where it stands, over the whole width of the window.
#pragma once

#include <QWidget>

#include "app/window/playback.h"
#include "app/window/timeline_track.h"

class QLabel;
class QToolButton;

namespace orthoscope {

class Actions;

class TimelineBar : public QWidget {
    Q_OBJECT
  public:
    TimelineBar(Playback& playback, Actions& actions, QWidget* parent = nullptr);
    void set_run(std::vector<FramePtr> frames, const MethodInfo* method, bool running);
    TimelineTrack& track() { return *track_; }

  private:
    void follow();         // position
    void follow_state();   // playing, rate, loop
    QToolButton* button(QAction& action);

    Playback& playback_;
    Actions& actions_;
    TimelineTrack* track_;
    QLabel *where_, *time_;
    QToolButton* speed_;
    bool resume_ = false;
};

}  // namespace orthoscope
