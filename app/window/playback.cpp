#include "app/window/playback.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr int tick_milliseconds = 16;
constexpr double longest_tick = 0.1;  // seconds; after a stall playback goes on where it was, it does not jump

}  // namespace

Playback::Playback(QObject* parent) : QObject(parent) {
    timer_.setInterval(tick_milliseconds);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &Playback::tick);
}

void Playback::set_frames(const std::vector<FramePtr>& frames, const std::vector<double>& phase_seconds,
                          bool growing) {
    // The place between two frames survives, though their durations may have shrunk.
    double part = 0;
    std::size_t lower = 0;
    const bool had = timeline_.frames() > 0;
    if (had) {
        lower = timeline_.frame_before(position_);
        const double from = timeline_.position_of(lower);
        const std::size_t upper = std::min(lower + 1, timeline_.frames() - 1);
        const double to = timeline_.position_of(upper);
        part = to > from ? (position_ - from) / (to - from) : 0;
    }
    phases_.clear();
    for (auto& frame : frames) phases_.push_back(frame->phase);
    durations_ = default_durations(frames, phase_seconds);
    timeline_.set_durations(durations_);
    growing_ = growing;
    if (timeline_.frames() == 0) return clear();
    if (had) {
        lower = std::min(lower, timeline_.frames() - 1);
        const double from = timeline_.position_of(lower);
        const double to = timeline_.position_of(std::min(lower + 1, timeline_.frames() - 1));
        position_ = from + part * (to - from);
    } else {
        position_ = 0;
    }
    play_time_ = position_;
    emit moved();
}

void Playback::set_passages(std::vector<double> seconds) {
    durations_ = std::move(seconds);
    phases_.clear();
    timeline_.set_durations(durations_);
    growing_ = false;
    position_ = play_time_ = std::min(position_, timeline_.length());
    emit moved();
}

void Playback::clear() {
    timer_.stop();
    timeline_ = {};
    durations_.clear(), phases_.clear();
    position_ = play_time_ = 0;
    growing_ = false;
    emit moved();
    emit changed();
}

Cursor Playback::cursor() const { return timeline_.frames() ? timeline_.at(position_) : Cursor{}; }

void Playback::play(int direction) {
    if (timeline_.frames() == 0) return;
    rate_ = std::copysign(std::abs(rate_), direction);
    const double end = timeline_.length();
    if (loop_ == Loop::Once && !growing_) {
        if (direction > 0 && position_ >= end) position_ = 0;
        if (direction < 0 && position_ <= 0) position_ = end;
    }
    play_time_ = position_;
    clock_.restart();
    timer_.start();
    emit moved();
    emit changed();
}

void Playback::pause() {
    if (!playing()) return;
    timer_.stop();
    rate_ = std::abs(rate_);
    emit changed();
}

void Playback::shuttle(int direction) {
    const bool same = playing() && (rate_ > 0) == (direction > 0);
    if (same) return set_rate(std::abs(rate_) * 2);
    play(direction);
}

void Playback::step(int direction) {
    if (timeline_.frames() == 0) return;
    pause();
    // From the frame that is seen, so that every step changes the picture (the hold on the first frame would not).
    const auto place = cursor();
    const bool between = !place.computed();
    const auto seen = place.nearest(), last = timeline_.frames() - 1;
    if (direction > 0) return seek_frame(std::min(between ? place.upper : seen + 1, last));
    const auto back = between ? place.lower : seen > 0 ? seen - 1 : 0;
    back == 0 ? seek(0) : seek_frame(back);
}

void Playback::step_phase(int direction) {
    const auto seen = cursor().nearest();
    if (seen >= phases_.size()) return step(direction);
    pause();
    const auto first_of = [&](std::size_t at) {
        while (at > 0 && phases_[at - 1] == phases_[at]) --at;
        return at;
    };
    auto at = seen;
    if (direction > 0) {
        while (at + 1 < phases_.size() && phases_[at] == phases_[seen]) ++at;
    } else {
        at = first_of(seen);
        if (at == seen && seen > 0) at = first_of(seen - 1);
    }
    at == 0 ? seek(0) : seek_frame(at);
}

void Playback::seek(double position) {
    position_ = play_time_ = std::clamp(position, 0.0, timeline_.length());
    clock_.restart();
    emit moved();
}

void Playback::seek_frame(std::size_t frame) {
    if (timeline_.frames() == 0) return;
    seek(timeline_.position_of(std::min(frame, timeline_.frames() - 1)));
}

void Playback::set_rate(double rate) {
    rate_ = std::copysign(std::clamp(std::abs(rate), 0.25, 4.0), rate_);
    emit changed();
}

void Playback::set_loop(Loop loop) {
    loop_ = loop;
    play_time_ = position_;
    emit changed();
}

void Playback::tick() {
    const double seconds = std::min(double(clock_.nsecsElapsed()) * 1e-9, longest_tick);
    clock_.restart();
    play_time_ += rate_ * seconds;
    if (growing_ && rate_ > 0 && play_time_ >= timeline_.length()) {  // waits for the next frame
        play_time_ = timeline_.length();
        if (position_ == play_time_) return;
        position_ = play_time_;
        emit moved();
        return;
    }
    bool ended = false;
    position_ = timeline_.fold(play_time_, loop_, ended);
    emit moved();
    if (ended) pause();
}

}  // namespace orthoscope
