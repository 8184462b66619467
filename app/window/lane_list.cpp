#include "app/window/lane_list.h"

#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/window/results_panel.h"
#include "app/window/theme.h"
#include "core/recording/lane_standings.h"
#include "views/overlay/number.h"

namespace orthoscope {

constexpr int most_rows_seen = 12;

LaneList::LaneList(Document& document, RunController& runner, ExhibitFeed& feed, QWidget* parent)
    : QWidget(parent), document_(document), runner_(runner), feed_(feed), title_(new QLabel(this)),
      list_(new QTreeWidget(this)) {
    title_->setObjectName("section");
    title_->setWordWrap(true);
    list_->setObjectName("lanes");
    list_->setAccessibleName(tr("Lanes"));
    list_->setColumnCount(3);
    list_->setHeaderHidden(true);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setFocusPolicy(Qt::TabFocus);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(px(4));
    layout->addWidget(title_);
    layout->addWidget(list_);
    connect(list_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item) choose(item->data(0, Qt::UserRole).toInt());
    });
    connect(&feed_, &ExhibitFeed::changed, this, &LaneList::refresh);
    connect(&theme_signal(), &ThemeSignal::changed, this, &LaneList::refresh);
    hide();
}

int LaneList::chosen() const {
    if (runner_.live()) return runner_.live_lane();
    auto entry = document_.shown_entry();
    return entry ? entry->lane : -1;
}

void LaneList::choose(int lane) {
    if (lane == chosen()) return;
    if (runner_.live()) return runner_.set_live_lane(lane);
    if (auto entry = document_.shown_entry()) document_.push(show_lane(entry->id, lane));
}

void LaneList::step(int direction) {
    if (numbers_.empty()) return;
    const auto at = std::find(numbers_.begin(), numbers_.end(), shown_);
    if (at == numbers_.end()) return choose(direction > 0 ? numbers_.front() : numbers_.back());
    const auto count = std::ptrdiff_t(numbers_.size());
    choose(numbers_[std::size_t((at - numbers_.begin() + direction + count) % count)]);
}

void LaneList::refresh() {
    auto exhibit = feed_.exhibit();
    const auto standings = lane_standings(exhibit->all_frames, exhibit->lanes);
    // Keys go by rank through what is offered; the list shows all.
    auto order = standings;
    std::erase_if(order, [](auto& lane) { return !lane.offered; });
    std::stable_sort(order.begin(), order.end(), [](auto& a, auto& b) { return a.rank < b.rank; });
    numbers_.clear();
    for (auto& lane : order) numbers_.push_back(lane.lane);
    shown_ = exhibit->lane;
    setVisible(standings.size() > 1);
    if (standings.size() > 1) {
        const auto& last = *exhibit->frames.back();
        const auto unit = last.metrics.empty() ? QString() : QString::fromStdString(last.metrics.front().first).replace('_', ' ');
        title_->setText(order.size() < standings.size() ? tr("%1 candidates of %2 starts by %3").arg(order.size()).arg(standings.size()).arg(unit)
                                                        : tr("%1 lanes by %2").arg(standings.size()).arg(unit));
        const QSignalBlocker quiet(list_);
        while (list_->topLevelItemCount() > int(standings.size())) delete list_->takeTopLevelItem(list_->topLevelItemCount() - 1);
        while (list_->topLevelItemCount() < int(standings.size())) new QTreeWidgetItem(list_);
        for (int i = 0; i < list_->topLevelItemCount(); ++i) {
            auto& lane = standings[std::size_t(i)];
            auto item = list_->topLevelItem(i);
            item->setText(0, lane.best ? "✓" : QString::number(lane.rank));
            item->setText(1, QString::fromStdString(lane.name));
            item->setText(2, std::isfinite(lane.cost) ? QString::fromStdString(number(lane.cost, 3)) : tr("none"));
            item->setToolTip(2, shown_number(lane.cost));
            item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
            item->setData(0, Qt::UserRole, lane.lane);
            item->setToolTip(1, tr("%1: rank %2 of %3, %4 iterations%5")
                                    .arg(QString::fromStdString(lane.name)).arg(lane.rank).arg(standings.size())
                                    .arg(lane.iteration).arg(lane.best ? tr(", wins") : QString()));
            auto bold = font();
            bold.setBold(lane.best);
            item->setFont(1, bold);
            if (lane.lane == shown_) list_->setCurrentItem(item);
        }
        const int row = std::max(list_->sizeHintForRow(0), px(18));
        list_->setFixedHeight(row * std::min(list_->topLevelItemCount(), most_rows_seen) + px(4));
    }
    emit changed();
}

}  // namespace orthoscope
