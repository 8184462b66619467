#include "app/window/cut_off_feed.h"

#include <QTimer>
#include <QScopedValueRollback>
#include <algorithm>

namespace orthoscope {

CutOffFeed::CutOffFeed(ExhibitFeed& feed, Playback& playback, QObject* parent)
    : QObject(parent), feed_(feed), playback_(playback) {
    connect(&feed_, &ExhibitFeed::changed, this, &CutOffFeed::follow);
    connect(&playback_, &Playback::moved, this, &CutOffFeed::follow);
    connect(&task_, &Task::ended, this, &CutOffFeed::follow);
    connect(&task_, &Task::progressed, this, &CutOffFeed::changed);
}

void CutOffFeed::ask(int functions) {
    functions_ = functions;
    follow();
}

const ShapeState* CutOffFeed::present() const {
    const auto exhibit = feed_.exhibit();
    if (most() == 0 || !feed_.has_timeline() || exhibit->frames.empty()) return nullptr;
    const auto cursor = playback_.cursor();
    const auto at = std::min(cursor.weight < 1 ? cursor.lower : cursor.upper, exhibit->frames.size() - 1);
    const auto* state = std::get_if<ShapeState>(exhibit->frames[at]->state.get());
    return state && CutShapes::possible(*exhibit->pairs, *state) ? state : nullptr;
}

int CutOffFeed::most() const {
    const auto exhibit = feed_.exhibit();
    const auto* state = exhibit->frames.empty() ? nullptr : std::get_if<ShapeState>(exhibit->frames.back()->state.get());
    if (!state || !state->source_vectors) return 0;
    const Index source = state->source_vectors->cols();
    if (exhibit->pairs->sets.size() < 2) return int(source);
    return state->target_vectors ? int(std::min(source, state->target_vectors->cols())) : 0;
}

const CutOffFeed::Found* CutOffFeed::known(const ShapeState& state, Index block) const {
    const auto at = std::find_if(found_.rbegin(), found_.rend(), [&](const Found& found) {
        return found.functional_map == state.functional_map && found.block == block;
    });
    return at == found_.rend() ? nullptr : &*at;
}

void CutOffFeed::take_away() {
    if (functions_ == 0 && !shown_ && !shapes_ && !task_.busy()) return;
    if (task_.busy()) task_.stop();
    if (functions_ == 0) found_.clear(), shapes_ = nullptr;
    shown_ = nullptr;
    feed_.set_cut_off(nullptr);
    emit changed();
}

void CutOffFeed::follow() {
    if (following_) return;  // the exhibit has changed by what is done here
    const QScopedValueRollback guard(following_, true);
    const auto* state = functions_ > 0 ? present() : nullptr;
    if (!state) return take_away();
    if (!shapes_ || !shapes_->fits(*state)) {
        if (!task_.busy()) prepare(*state);
        return;
    }
    show(*state);
    const Index block = cut_block(*state, functions_);
    const bool wanted = block > 0 && !known(*state, block);
    const bool this_one = wanted && sought_.functional_map == state->functional_map && sought_.block == block;
    const bool takes_long = last_seconds_ > short_seconds || since_.elapsed() > 1000 * short_seconds;
    if (task_.busy() && !this_one && takes_long) task_.stop();
    if (wanted && !task_.busy()) search(*state, block);
    emit changed();
}

// Until its own map is found, the one found last stands, with its size.
void CutOffFeed::show(const ShapeState& state) {
    const Index block = cut_block(state, functions_);
    const Found* found = known(state, block);
    if (!found && !found_.empty() && block > 0) found = &found_.back();
    const Index functions = std::min<Index>(functions_, shapes_->most());
    const bool same_shapes = shown_ && shown_->functions == functions;
    const SharedIndices map = found ? found->map : nullptr;
    if (same_shapes && shown_->map == map) return;
    auto next = same_shapes ? std::make_shared<CutOff>(*shown_) : std::make_shared<CutOff>(shapes_->at(functions));
    next->map = map;
    next->functional_map = map ? found->functional_map : nullptr;
    next->block = map ? found->block : 0;
    shown_ = next;
    feed_.set_cut_off(shown_);
}

void CutOffFeed::prepare(const ShapeState& state) {
    sought_ = {};
    found_.clear();
    shown_ = nullptr;
    task_.start([this, pairs = feed_.exhibit()->pairs, state](const Context&) -> Task::Followup {
        auto made = CutShapes::make(*pairs, state);
        return [this, made] {
            shapes_ = made;
            if (!made) functions_ = 0;
        };
    });
}

void CutOffFeed::search(const ShapeState& state, Index block) {
    sought_ = {state.functional_map, block, nullptr};
    since_.start();
    QTimer::singleShot(told_after + 10, this, &CutOffFeed::changed);
    task_.start([this, state, block](const Context& context) -> Task::Followup {
        QElapsedTimer clock;
        clock.start();
        auto map = cut_map(state, block, 2, context);
        const double seconds = double(clock.nsecsElapsed()) * 1e-9;
        if (!map && map.error().kind == ErrorKind::Cancelled) return {};
        // One that cannot be found is not looked for again.
        return [this, c = state.functional_map, block, map = map ? *map : nullptr, seconds] {
            last_seconds_ = seconds;
            found_.push_back({c, block, map});
            if (found_.size() > most_kept) found_.pop_front();
        };
    });
}

QString CutOffFeed::doing() const {
    if (!task_.busy() || sought_.block == 0 || since_.elapsed() < told_after) return {};
    const double fraction = task_.fraction();
    return fraction < 0 ? tr("finding the map") : tr("finding the map, %1 %").arg(int(100 * fraction));
}

}  // namespace orthoscope
