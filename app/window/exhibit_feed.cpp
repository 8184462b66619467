#include "app/window/exhibit_feed.h"

#include <algorithm>

#include "core/recording/lanes.h"
#include "views/scenes/exhibit_space.h"

namespace orthoscope {
namespace {

// The checks that follow the last frame are a stage of their own: nothing moves any more, and it takes a while.
std::string running_text(const LiveRun* run) {
    return run && run->recording->outcome() ? "checking what it is worth" : "running";
}

// As the person calls it: a set that was renamed stays the same set.
std::string name_in(const Document& document, const DatasetPtr& set) {
    for (auto& entry : document.session().datasets)
        if (document.data(entry.id) == set) return entry.name;
    return set->name;
}

}  // namespace

std::shared_ptr<Exhibit> exhibit_of(const LiveRun& run, int lane) {
    auto next = std::make_shared<Exhibit>();
    next->sets = run.pairs->sets;
    next->pairs = run.pairs;
    next->lanes = run.recording->lanes();
    next->frames = run.recording->frames();
    const auto numbers = lane_numbers(next->frames);
    if (numbers.size() > 1) {
        const bool there = std::find(numbers.begin(), numbers.end(), lane) != numbers.end();
        next->all_frames = std::move(next->frames);
        next->lane = there ? lane : best_lane(next->all_frames);
        next->frames = lane_frames(next->all_frames, next->lane);
    } else if (!numbers.empty()) {
        next->lane = numbers.front();
    }
    next->report = run.report;
    next->backend = run.recording->provenance().backend;
    if (auto method = find_method(run.recording->provenance().method)) next->method = &method->info();
    return next;
}

ExhibitFeed::ExhibitFeed(Document& document, RunController& runner, Playback& playback, QObject* parent)
    : QObject(parent), document_(document), runner_(runner), playback_(playback) {
    connect(&document_, &Document::changed, this, &ExhibitFeed::refresh);
    for (auto signal : {&RunController::started, &RunController::frames_arrived, &RunController::finished})
        connect(&runner_, signal, this, &ExhibitFeed::refresh);
    connect(&preparing_, &Task::ended, this, &ExhibitFeed::refresh);
}

const LiveRun* ExhibitFeed::shown() const { return runner_.live() ? runner_.live() : document_.shown_run(); }

std::shared_ptr<const Exhibit> ExhibitFeed::present() const {
    auto next = std::make_shared<Exhibit>();
    auto run = shown();
    if (run && run->pairs) {
        const auto entry = document_.shown_entry();
        next = exhibit_of(*run, runner_.live() ? runner_.live_lane() : entry ? entry->lane : -1);
        if (!runner_.live()) next->report = document_.shown_report();
        if (run->recording == bootstrapped_) next->bootstrap = bootstrap_;
        next->cut_off = cut_off_;
    } else {
        next->sets = document_.role_sets();
    }
    for (auto& set : next->sets) next->names.push_back(name_in(document_, set));
    next->compute = runner_.device();
    if (runner_.running()) next->running = running_text(runner_.live());
    return next;
}

void ExhibitFeed::refresh() {
    auto next = present();
    if (!space_is_known(*next)) {
        if (preparing_.busy()) return;  // its end looks again
        preparing_.start([next](const Context&) -> Task::Followup {
            find_space(*next);
            return {};
        });
        return;
    }
    exhibit_ = next;
    if (!elsewhere_) follow_frames(shown(), exhibit_->frames);
    emit changed();
}

void ExhibitFeed::set_bootstrap(std::shared_ptr<const Recording> of, std::shared_ptr<const Bootstrap> bootstrap) {
    bootstrapped_ = std::move(of), bootstrap_ = std::move(bootstrap);
    refresh();
}

void ExhibitFeed::set_cut_off(std::shared_ptr<const CutOff> cut_off) {
    if (cut_off == cut_off_) return;
    cut_off_ = std::move(cut_off);
    auto next = std::make_shared<Exhibit>(*exhibit_);
    next->cut_off = cut_off_;
    exhibit_ = std::move(next);
    emit redrawn();
}

void ExhibitFeed::give_timeline(bool elsewhere) {
    if (elsewhere == elsewhere_) return;
    elsewhere_ = elsewhere;
    followed_ = nullptr;
    refresh();
}

void ExhibitFeed::follow_frames(const LiveRun* run, const std::vector<FramePtr>& frames) {
    if (!run) {
        followed_ = nullptr;
        if (playback_.timeline().frames()) playback_.clear();
        return;
    }
    std::vector<double> seconds;
    if (exhibit_->method)
        for (auto& phase : exhibit_->method->phases) seconds.push_back(phase.seconds);
    const bool other = run->recording != followed_, live = runner_.live();
    const bool other_lane = !other && exhibit_->lane != followed_lane_;
    const double length = playback_.timeline().length(), share = length > 0 ? playback_.position() / length : 0;
    if (other) playback_.clear();
    followed_ = run->recording;
    followed_lane_ = exhibit_->lane;
    playback_.set_frames(frames, seconds, live);
    // Another lane is seen at the same share of its way; while running, where the best one stands.
    if (other_lane && !live) playback_.seek(share * playback_.timeline().length());
    if (!other) return;
    if (live) playback_.play();                                // a run shows itself while it goes
    else playback_.seek(playback_.timeline().length());        // one that is looked up again shows its result
}

}  // namespace orthoscope
