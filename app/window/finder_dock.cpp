#include "app/window/finder_dock.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/row_lists.h"
#include "app/window/theme.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_found = 50, neighbours_shown = 8;
constexpr int set_role = Qt::UserRole, row_role = Qt::UserRole + 1;

// The glyph of a set, as on the picture: a disc moves, a ring stays.
QString glyph(std::size_t set) { return set == 0 ? "● " : "○ "; }

QColor colour(std::size_t set) {
    auto& p = current_palette();
    return to_qcolor(set == 0 ? p.source : p.target_bright);
}

}  // namespace

std::vector<Index> rows_with(const Dataset& set, const QString& word, std::size_t most) {
    std::vector<std::pair<int, Index>> found;
    const auto wanted = word.trimmed();
    bool number = false;
    const auto row = (wanted.startsWith("row ", Qt::CaseInsensitive) ? wanted.mid(4) : wanted).toLongLong(&number);
    if (number && row >= 0 && row < set.rows()) found.emplace_back(0, Index(row));
    for (std::size_t i = 0; i < set.labels.size() && !wanted.isEmpty(); ++i) {
        const auto label = QString::fromStdString(set.labels[i]);
        const auto at = label.indexOf(wanted, 0, Qt::CaseInsensitive);
        if (at < 0) continue;
        const int order = label.compare(wanted) == 0 ? 1 : label.size() == wanted.size() ? 2 : at == 0 ? 3 : 4;
        found.emplace_back(order, Index(i));
    }
    std::stable_sort(found.begin(), found.end());
    std::vector<Index> rows;
    for (auto& [order, at] : found)
        if (rows.size() < most && std::find(rows.begin(), rows.end(), at) == rows.end()) rows.push_back(at);
    return rows;
}

FinderDock::FinderDock(ExhibitFeed& feed, Selection& selection, QWidget* parent)
    : QWidget(parent), feed_(feed), selection_(selection), word_(new QLineEdit(this)), count_(new QLabel(this)),
      chosen_(new QLabel(this)), found_(new QListWidget(this)), neighbours_(new QTreeWidget(this)) {
    setObjectName("panel");
    word_->setObjectName("find-word");
    word_->setPlaceholderText(tr("Word or row number"));
    word_->setAccessibleName(tr("Find a word or row"));
    word_->setClearButtonEnabled(true);
    word_->setProperty("escape-leaves", true);
    count_->setObjectName("caption");
    chosen_->setObjectName("section");
    chosen_->setWordWrap(true);
    found_->setObjectName("found-rows");
    found_->setAccessibleName(tr("Rows found"));
    neighbours_->setObjectName("neighbours");
    neighbours_->setAccessibleName(tr("Neighbours of the selected row"));
    neighbours_->setColumnCount(2);
    neighbours_->setHeaderHidden(true);
    neighbours_->setIndentation(px(4));
    neighbours_->setRootIsDecorated(false);
    neighbours_->header()->setStretchLastSection(false);
    neighbours_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    neighbours_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (QAbstractScrollArea* list : std::initializer_list<QAbstractScrollArea*>{found_, neighbours_}) {
        list->setFrameShape(QFrame::NoFrame);
        list->setFocusPolicy(Qt::TabFocus);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(12), px(8), px(8), px(8));
    layout->setSpacing(px(4));
    layout->addWidget(word_);
    layout->addWidget(count_);
    layout->addWidget(found_, 1);
    layout->addWidget(chosen_);
    layout->addWidget(neighbours_, 3);
    connect(word_, &QLineEdit::textChanged, this, &FinderDock::find);
    connect(word_, &QLineEdit::returnPressed, this, &FinderDock::take_first);
    connect(found_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item) selection_.set(Selected{std::size_t(item->data(set_role).toInt()), Index(item->data(row_role).toLongLong())});
    });
    connect(neighbours_, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
        if (item->data(0, row_role).isValid())
            selection_.set(Selected{std::size_t(item->data(0, set_role).toInt()), Index(item->data(0, row_role).toLongLong())});
    });
    connect(neighbours_, &QTreeWidget::itemActivated, neighbours_, &QTreeWidget::itemClicked);
    connect(&selection_, &Selection::changed, this, &FinderDock::follow);
    connect(&feed_, &ExhibitFeed::changed, this, &FinderDock::follow);
    connect(&task_, &Task::ended, this, &FinderDock::follow);
    connect(&theme_signal(), &ThemeSignal::changed, this, [this] {
        asked_.reset();
        find();
        follow();
    });
    find();
    follow();
}

void FinderDock::begin() {
    word_->setFocus(Qt::ShortcutFocusReason);
    word_->selectAll();
}

void FinderDock::find() {
    const QSignalBlocker quiet(found_);
    found_->clear();
    auto exhibit = feed_.exhibit();
    const auto word = word_->text().trimmed();
    for (std::size_t s = 0; s < exhibit->sets.size() && !word.isEmpty(); ++s)
        for (auto row : rows_with(*exhibit->sets[s], word, most_found)) {
            auto item = new QListWidgetItem(glyph(s) + row_name(*exhibit->sets[s], row), found_);
            item->setForeground(colour(s));
            item->setData(set_role, int(s));
            item->setData(row_role, qlonglong(row));
            item->setToolTip(tr("row %1 of %2").arg(row).arg(QString::fromStdString(exhibit->sets[s]->name)));
        }
    found_->setVisible(found_->count() > 0);
    count_->setVisible(!word.isEmpty() && found_->count() == 0);
    count_->setText(tr("No label holds this word."));
}

void FinderDock::take_first() {
    if (found_->count()) found_->setCurrentRow(found_->currentRow() < 0 ? 0 : (found_->currentRow() + 1) % found_->count());
}

void FinderDock::follow() {
    auto exhibit = feed_.exhibit();
    if (exhibit->sets != sets_) {
        sets_ = exhibit->sets;
        find();
    }
    auto selected = selection_.row();
    if (selected && (selected->set >= sets_.size() || selected->row >= sets_[selected->set]->rows())) selected.reset();
    chosen_->setVisible(selected.has_value());
    neighbours_->setVisible(selected.has_value());
    if (!selected) {
        asked_.reset();
        return;
    }
    const auto frame = exhibit->frames.empty() ? nullptr : exhibit->frames.back();
    if (selected == asked_ && frame == asked_frame_) return;
    if (exhibit->running.size() && selected == asked_) return;  // not for every frame of a run that goes on
    if (task_.busy()) return task_.stop();
    asked_ = selected, asked_frame_ = frame;
    chosen_->setText(row_name(*sets_[selected->set], selected->row));
    chosen_->setStyleSheet("color: " + colour(selected->set).name());
    task_.start([this, frame, pairs = exhibit->pairs, sets = sets_, of = *selected](const Context& context) -> Task::Followup {
        const auto likeness = likeness_of(sets);
        const Matrix& source = pairs ? *pairs->source : sets[0]->values();
        const Matrix& target = pairs ? *pairs->target : sets.size() > 1 ? sets[1]->values() : source;
        std::optional<Pose> pose;
        const auto state = frame ? std::get_if<AlignmentState>(frame->state.get()) : nullptr;
        if (state) pose = pose_between(*state, *state, 0);
        auto found = neighbours(source, target, pose, of.set == 1, of.row, likeness, neighbours_shown, context);
        if (!found) return {};
        if (sets.size() < 2) found->other_before.clear(), found->other_after.clear();
        return [this, of, likeness, list = std::move(*found)] { fill(list, of, likeness); };
    });
}

void FinderDock::fill(const RowNeighbours& found, const Selected& of, Likeness likeness) {
    if (asked_ != of) return;
    neighbours_->clear();
    const std::size_t other = of.set == 0 ? 1 : 0;
    const auto add = [&](const QString& title, std::size_t set, const std::vector<RowValue>& rows) {
        if (rows.empty() || set >= sets_.size()) return;
        auto group = new QTreeWidgetItem(neighbours_, {title + (likeness == Likeness::Cosine ? tr(", cosine") : tr(", distance"))});
        group->setFirstColumnSpanned(true);
        group->setForeground(0, to_qcolor(current_palette().secondary));
        for (auto& [row, value] : rows) {
            auto item = new QTreeWidgetItem(group, {glyph(set) + row_name(*sets_[set], row), QString::number(value, 'g', 3)});
            item->setForeground(0, colour(set));
            item->setTextAlignment(1, Qt::AlignRight);
            item->setData(0, set_role, int(set));
            item->setData(0, row_role, qlonglong(row));
            item->setToolTip(0, tr("row %1 of %2").arg(row).arg(QString::fromStdString(sets_[set]->name)));
        }
        group->setExpanded(true);
    };
    add(tr("Aligned"), other, found.other_after);
    add(tr("Before"), other, found.other_before);
    add(tr("Own set"), of.set, found.own);
}

}  // namespace orthoscope
