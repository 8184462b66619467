#include "app/window/race_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/window/exhibit_feed.h"
#include "app/window/results_panel.h"
#include "app/window/stage_view.h"
#include "app/window/theme.h"
#include "core/recording/lane_standings.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_panes = 4;
constexpr double shortest = 3, longest = 30, seconds_a_stop = 0.5;

bool same_camera(const Camera& a, const Camera& b) {
    return a.position == b.position && a.focus == b.focus && a.up == b.up && a.view_angle == b.view_angle &&
           a.parallel_scale == b.parallel_scale && a.orthographic == b.orthographic;
}

double first_metric(const std::vector<FramePtr>& frames, std::size_t at) {
    return at < frames.size() && !frames[at]->metrics.empty() ? frames[at]->metrics.front().second : std::nan("");
}

// Whether two lanes ended at one pose; of what has no pose, at one cost.
bool same_answer(const Document& document, const Racer& a, const Racer& b) {
    const auto end = [&](const Racer& racer) -> const AlignmentState* {
        const auto frames = lane_frames(document.live_run(racer.pane.run)->recording->frames(), racer.pane.lane);
        return frames.empty() ? nullptr : std::get_if<AlignmentState>(frames.back()->state.get());
    };
    const auto *p = end(a), *q = end(b);
    if (!p || !q) return std::abs(a.cost - b.cost) <= 1e-6 * std::abs(a.cost);
    return (*p->rotation - *q->rotation).norm() < 0.02 * std::sqrt(double(p->rotation->rows()));
}

}  // namespace

struct RaceView::Pane {
    QWidget* box = nullptr;
    QLabel* caption = nullptr;
    StageView* view = nullptr;
    QString name;
    std::shared_ptr<const Exhibit> exhibit;
};

std::vector<Racer> possible_racers(const Document& document) {
    std::vector<Racer> list;
    const auto& session = document.session();
    for (auto& run : session.runs) {
        auto live = document.live_run(run.id);
        const bool alike = !run.datasets.empty() && !session.roles.empty() && run.datasets.front() == session.roles.front();
        if (!live || !alike || live->recording->size() == 0) continue;
        const auto standings = lane_standings(live->recording->frames(), live->recording->lanes());
        auto name = QString::fromStdString(run.name);
        if (auto target = run.datasets != session.roles ? session.dataset(run.datasets.back()) : nullptr)
            name += RaceView::tr(" onto %1").arg(QString::fromStdString(target->name));
        if (standings.size() == 1) {
            list.push_back({{run.id, -1}, name, standings.front().cost});
            continue;
        }
        for (auto& lane : standings)
            list.push_back({{run.id, lane.lane}, name + ": " + QString::fromStdString(lane.name), lane.cost});
    }
    return list;
}

std::vector<RacePane> proposed_racers(const Document& document) {
    auto all = possible_racers(document);
    auto entry = document.shown_entry();
    std::vector<Racer> lanes;
    for (auto& racer : all)
        if (entry && racer.pane.run == entry->id) lanes.push_back(racer);
    if (lanes.size() > 1) {
        std::stable_sort(lanes.begin(), lanes.end(), [](auto& a, auto& b) {
            return (std::isfinite(a.cost) ? a.cost : INFINITY) < (std::isfinite(b.cost) ? b.cost : INFINITY);
        });
        // Lanes that ended alike race once; a race of one is none.
        std::vector<Racer> alike;
        all.clear();
        for (auto& racer : lanes) {
            const bool seen = std::any_of(all.begin(), all.end(), [&](auto& other) { return same_answer(document, other, racer); });
            (seen ? alike : all).push_back(racer);
        }
        if (all.size() == 1) all.push_back(alike.front());
    } else if (all.size() > most_panes) {
        all.erase(all.begin(), all.end() - std::ptrdiff_t(most_panes));
    }
    std::vector<RacePane> panes;
    for (auto& racer : all)
        if (panes.size() < most_panes) panes.push_back(racer.pane);
    return panes;
}

RaceView::RaceView(Document& document, Playback& playback, QWidget* parent)
    : QWidget(parent), document_(document), playback_(playback), grid_(new QGridLayout), title_(new QLabel(this)),
      hint_(new QLabel(tr("A race needs two lanes or two runs on these sets. Run another method, then choose the racers."), this)) {
    setObjectName("race");
    setAccessibleName(tr("Race"));
    title_->setObjectName("secondary");
    title_->setContentsMargins(px(8), px(4), px(8), px(4));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    grid_->setSpacing(px(2));
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title_);
    layout->addLayout(grid_, 1);
    layout->addWidget(hint_, 1);
    connect(&playback_, &Playback::moved, this, [this] {
        if (on_) follow();
    });
}

RaceView::~RaceView() = default;

StageView* RaceView::pane(int index) const { return panes_[std::size_t(index)]->view; }
const Exhibit& RaceView::exhibit(int index) const { return *panes_[std::size_t(index)]->exhibit; }

void RaceView::view(CameraView view) {
    leader_ = nullptr;  // the first
    if (!panes_.empty()) panes_.front()->view->view(view);
}

void RaceView::set_orthographic(bool on) {
    leader_ = nullptr;
    if (!panes_.empty()) panes_.front()->view->set_orthographic(on);
}

double RaceView::place() const { return seconds_a_unit_ > 0 ? playback_.position() / seconds_a_unit_ : 0; }

void RaceView::refresh(bool on, const Look& look) {
    const bool begins = on && !on_;
    on_ = on;
    if (!on) {
        panes_.clear();
        shown_.clear();
        while (auto item = grid_->takeAt(0)) {
            if (item->widget()) item->widget()->deleteLater();
            delete item;
        }
        return;
    }
    auto& view = document_.session().views.front();
    std::vector<RacePane> wanted;
    for (auto& pane : view.race)
        if (document_.live_run(pane.run) && wanted.size() < most_panes) wanted.push_back(pane);
    RaceBy by = RaceBy::Iteration;
    (void)race_by_from_name(view.race_by, by);
    const bool others = wanted != shown_;
    if (others) build(wanted);
    for (auto& pane : panes_) {
        auto own = look;
        own.readout_only = true;  // a pane is small: the picture and its readout
        own.scene = SceneChoice::Auto;
        pane->view->set_look(own);
    }
    if (begins || others || by != race_.by()) {
        std::vector<std::vector<FramePtr>> frames;
        for (auto& pane : panes_) frames.push_back(pane->exhibit->frames);
        race_ = Race(frames, by);
        time();
        if (begins || others) playback_.seek(0);
    }
    follow();
    emit rearranged();
}

void RaceView::build(const std::vector<RacePane>& wanted) {
    while (auto item = grid_->takeAt(0)) {
        if (item->widget()) item->widget()->hide(), item->widget()->deleteLater();
        delete item;
    }
    panes_.clear();
    leader_ = nullptr;
    shown_ = wanted;
    const auto names = possible_racers(document_);
    for (auto& racer : wanted) {
        auto pane = std::make_unique<Pane>();
        pane->box = new QWidget(this);
        pane->caption = new QLabel(pane->box);
        pane->view = new StageView(pane->box);
        pane->view->setObjectName(QString("race-pane-%1").arg(panes_.size()));
        auto column = new QVBoxLayout(pane->box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        pane->caption->setContentsMargins(px(8), px(2), px(8), px(2));
        column->addWidget(pane->caption);
        column->addWidget(pane->view, 1);
        const auto known = std::find_if(names.begin(), names.end(), [&](auto& r) { return r.pane == racer; });
        auto entry = document_.session().run(racer.run);
        pane->name = known != names.end() ? known->name : QString::fromStdString(entry ? entry->name : racer.run);
        auto exhibit = exhibit_of(*document_.live_run(racer.run), racer.lane);
        pane->exhibit = exhibit;
        pane->view->setAccessibleName(pane->name);
        pane->view->show_exhibit(exhibit);
        pane->view->installEventFilter(this);
        connect(pane->view, &StageView::painted, this, [this, view = pane->view] { link(view); });
        panes_.push_back(std::move(pane));
    }
    arrange();
}

void RaceView::arrange() {
    const int columns = panes_.size() <= 1 ? 1 : 2;
    for (std::size_t i = 0; i < panes_.size(); ++i) {
        grid_->addWidget(panes_[i]->box, int(i) / columns, int(i) % columns);
        panes_[i]->box->show();
    }
    hint_->setVisible(panes_.size() < 2);
}

// The axis of the race becomes seconds of the one timeline; stepping walks from computed frame to computed frame.
void RaceView::time() {
    const auto& stops = race_.stops();
    const double total = std::clamp(seconds_a_stop * double(stops.size()), shortest, longest);
    seconds_a_unit_ = race_.length() > 0 ? total / race_.length() : 1;
    std::vector<double> passages;
    for (std::size_t i = 0; i < stops.size(); ++i) passages.push_back(i ? (stops[i] - stops[i - 1]) * seconds_a_unit_ : 0);
    playback_.set_passages(passages);
}

void RaceView::follow() {
    const double at = std::min(place(), race_.length());
    for (std::size_t i = 0; i < panes_.size() && i < race_.racers(); ++i) {
        const auto cursor = race_.at(i, at);
        panes_[i]->view->seek(cursor);
        const auto& frames = panes_[i]->exhibit->frames;
        const auto frame = cursor.nearest();
        QString text = panes_[i]->name;
        if (frame < frames.size()) {
            const double cost = first_metric(frames, frame);
            text += tr("   iteration %1, %2 s").arg(frames[frame]->iteration).arg(frames[frame]->seconds, 0, 'f', 2);
            if (std::isfinite(cost))
                text += tr(", %1 %2").arg(QString::fromStdString(frames[frame]->metrics.front().first).replace('_', ' '), shown_number(cost));
        }
        if (race_.arrived(i, at)) text += tr("   ✓ arrived");
        panes_[i]->caption->setText(text);
    }
    switch (race_.by()) {
        case RaceBy::Iteration: title_->setText(tr("Race by iteration: %1 of %2").arg(at, 0, 'f', 1).arg(race_.length())); break;
        case RaceBy::Time:
            title_->setText(tr("Race by time: %1 s of %2 s").arg(at, 0, 'f', 3).arg(race_.length(), 0, 'f', 3));
            break;
        case RaceBy::Cost: title_->setText(tr("Race by cost: down to %1").arg(shown_number(race_.value(at)))); break;
    }
}

bool RaceView::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::Wheel) leader_ = object;
    return QWidget::eventFilter(object, event);
}

// The pane that a person turned last takes the others with it; before that the first one does.
void RaceView::link(StageView* moved) {
    const bool leads = leader_ ? moved == leader_ : !panes_.empty() && panes_.front()->view == moved;
    if (linking_ || !leads) return;
    linking_ = true;
    const auto camera = moved->stage().camera();
    for (auto& pane : panes_) {
        if (pane->view == moved || same_camera(pane->view->stage().camera(), camera)) continue;
        pane->view->stage().set_camera(camera);
        pane->view->update();
    }
    linking_ = false;
}

}  // namespace orthoscope
