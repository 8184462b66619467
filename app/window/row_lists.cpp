#include "app/window/row_lists.h"

#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/window/results_panel.h"
#include "app/window/theme.h"

namespace orthoscope {
namespace {

constexpr std::size_t listed = 8;

QListWidget* list_of_rows(const char* name, const QString& spoken, QWidget* parent) {
    auto list = new QListWidget(parent);
    list->setObjectName(name);
    list->setAccessibleName(spoken);
    list->setFrameShape(QFrame::NoFrame);
    list->setFocusPolicy(Qt::TabFocus);
    list->setUniformItemSizes(true);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

QLabel* title(const QString& text, QWidget* parent) {
    auto label = new QLabel(text, parent);
    label->setObjectName("section");
    label->setWordWrap(true);
    return label;
}

void show_rows(QListWidget& list, QLabel& title, const Dataset& set, int number, const std::vector<RowValue>& rows,
               const QString& form) {
    const QSignalBlocker quiet(&list);
    list.clear();
    for (auto& [row, value] : rows) {
        auto item = new QListWidgetItem(form.arg(row_name(set, row), shown_number(value)), &list);
        item->setData(Qt::UserRole, number);
        item->setData(Qt::UserRole + 1, qlonglong(row));
        item->setToolTip(item->text());
    }
    title.setVisible(!rows.empty());
    list.setVisible(!rows.empty());
    list.setFixedHeight(list.count() * std::max(list.sizeHintForRow(0), px(18)) + px(4));
}

}  // namespace

Likeness likeness_of(const std::vector<DatasetPtr>& sets) {
    return !sets.empty() && sets.front()->kind() == Kind::Embedding ? Likeness::Cosine : Likeness::Distance;
}

RowLists::RowLists(ExhibitFeed& feed, Selection& selection, QWidget* parent)
    : QWidget(parent), feed_(feed), selection_(selection),
      worst_title_(title(tr("Worst rows"), this)), hubs_title_(title(tr("Hubs"), this)),
      worst_(list_of_rows("worst-rows", tr("Rows that fit worst"), this)),
      hubs_(list_of_rows("hubs", tr("Rows that are the nearest of several"), this)) {
    hubs_title_->setToolTip(tr("Rows of the set that stays which are the nearest of several rows of the one that moves."));
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(px(4));
    for (QWidget* part : std::initializer_list<QWidget*>{worst_title_, worst_, hubs_title_, hubs_}) layout->addWidget(part);
    for (auto list : {worst_, hubs_})
        connect(list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
            if (item) selection_.set(Selected{std::size_t(item->data(Qt::UserRole).toInt()),
                                              Index(item->data(Qt::UserRole + 1).toLongLong())});
        });
    connect(&feed_, &ExhibitFeed::changed, this, &RowLists::follow);
    connect(&selection_, &Selection::changed, this, &RowLists::mark);
    connect(&task_, &Task::ended, this, &RowLists::follow);
    hide();
}

void RowLists::follow() {
    auto exhibit = feed_.exhibit();
    const bool done = exhibit->pairs && exhibit->report && !exhibit->frames.empty() &&
                      std::holds_alternative<AlignmentState>(*exhibit->frames.back()->state);
    const auto frame = done ? exhibit->frames.back() : nullptr;
    if (!frame) {
        asked_ = nullptr;
        hide();
    }
    if (!frame || frame == asked_) return;
    if (task_.busy()) return task_.stop();  // its end comes back here
    asked_ = frame;
    pairs_ = exhibit->pairs;
    task_.start([this, frame, pairs = pairs_](const Context& context) -> Task::Followup {
        const auto& state = std::get<AlignmentState>(*frame->state);
        const auto pose = pose_between(state, state, 0);
        auto source = pairs->source_row, target = pairs->target_row;
        if (state.matching) {
            source.clear(), target.clear();
            for (Index i = 0; i < state.matching->size(); ++i)
                if ((*state.matching)(i) >= 0) source.push_back(i), target.push_back((*state.matching)(i));
        }
        auto found = std::make_shared<Found>();
        found->worst = worst_rows(*pairs->source, *pairs->target, pose, source, target, listed);
        auto crowded = hubs(*pairs->source, *pairs->target, pose, likeness_of(pairs->sets), listed, context);
        if (crowded) found->hubs = std::move(*crowded);
        return [this, found, frame] {
            if (frame == asked_) fill(*found);
        };
    });
}

void RowLists::fill(const Found& found) {
    show_rows(*worst_, *worst_title_, *pairs_->sets[0], 0, found.worst, tr("%1   %2 away"));
    show_rows(*hubs_, *hubs_title_, *pairs_->sets[1], 1, found.hubs.rows, tr("%1   nearest of %2"));
    hubs_title_->setText(found.hubs.asked < pairs_->source->rows() ? tr("Hubs, of %1 rows asked").arg(found.hubs.asked)
                                                                   : tr("Hubs"));
    show();
    mark();
}

void RowLists::mark() {
    for (auto list : {worst_, hubs_}) {
        const QSignalBlocker quiet(list);
        list->setCurrentItem(nullptr);
        for (int i = 0; i < list->count() && selection_.row(); ++i)
            if (std::size_t(list->item(i)->data(Qt::UserRole).toInt()) == selection_.row()->set &&
                list->item(i)->data(Qt::UserRole + 1).toLongLong() == selection_.row()->row)
                list->setCurrentItem(list->item(i));
    }
}

}  // namespace orthoscope
