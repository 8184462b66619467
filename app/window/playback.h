// Playback: turns passing time into a position on the Timeline, and says where that is.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/recording/timeline.h"

namespace orthoscope {

class Playback : public QObject {
    Q_OBJECT
  public:
    explicit Playback(QObject* parent = nullptr);

    // The frames of a run as they come; `growing` while more may follow. Keeps the place where it can.
    void set_frames(const std::vector<FramePtr>& frames, const std::vector<double>& phase_seconds, bool growing);
    // Any passages, in seconds, without frames of one run behind them; keeps the position where it can.
    void set_passages(std::vector<double> seconds);
    void clear();

    const Timeline& timeline() const { return timeline_; }
    bool empty() const { return timeline_.frames() < 2; }
    double position() const { return position_; }
    Cursor cursor() const;
    bool playing() const { return timer_.isActive(); }
    double rate() const { return rate_; }          // 0.25 .. 4, negative: backwards
    Loop loop() const { return loop_; }
    std::size_t frame() const { return cursor().nearest(); }

    void play(int direction = 1);  // from the start again where the end is reached
    void pause();
    void toggle() { playing() ? pause() : play(); }
    void shuttle(int direction);   // J and L: plays that way; again: twice as fast
    void step(int direction);      // to the next or previous computed frame; pauses
    void step_phase(int direction);  // to the first frame of the next phase; back: of this one, then of the one before
    void seek(double position);    // pauses nothing: scrubbing while playing goes on from there
    void seek_frame(std::size_t frame);
    void set_rate(double rate);    // keeps the sign
    void set_loop(Loop loop);

  signals:
    void moved();    // position or frames
    void changed();  // playing, rate or loop

  private:
    void tick();

    Timeline timeline_;
    std::vector<double> durations_;
    std::vector<int> phases_;  // of the frames; empty where there are passages alone
    QTimer timer_;
    QElapsedTimer clock_;
    double position_ = 0, play_time_ = 0, rate_ = 1;
    Loop loop_ = Loop::Once;
    bool growing_ = false;
};

}  // namespace orthoscope
