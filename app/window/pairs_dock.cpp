#include "app/window/pairs_dock.h"

#include <QDialogButtonBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <set>

#include "app/window/actions.h"
#include "app/window/open_dialogs.h"
#include "app/window/theme.h"
#include "core/session/landmark_file.h"

namespace orthoscope {

PairsDock::PairsDock(Document& document, Actions& actions, QWidget* parent)
    : QWidget(parent), document_(document), model_(new PairsModel(document, this)), table_(new QTableView(this)),
      status_(new QLabel(this)) {
    setObjectName("panel");
    table_->setObjectName("pairs");
    table_->setAccessibleName(tr("Picked pairs"));
    table_->setModel(model_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setFocusPolicy(Qt::TabFocus);
    table_->verticalHeader()->setDefaultSectionSize(px(24));
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    status_->setObjectName("pairs-status");
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);  // a long sentence must not widen the window
    status_->setWordWrap(true);
    auto buttons = new QHBoxLayout;
    buttons->setSpacing(px(4));
    for (auto id : {"pairs.pick", "pairs.import", "pairs.export", "pairs.delete", "pairs.clear"}) {
        auto button = new QToolButton(this);
        button->setDefaultAction(&actions[id]);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->setObjectName(QString("button-") + id);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(8), px(4), px(8), px(4));
    layout->setSpacing(px(4));
    layout->addLayout(buttons);
    layout->addWidget(status_);
    layout->addWidget(table_, 1);
    connect(&document_, &Document::changed, this, &PairsDock::refresh);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PairsDock::chosen_changed);
    connect(&theme_signal(), &ThemeSignal::changed, this, &PairsDock::refresh);
    refresh();
}

int PairsDock::roomy_height() const {
    constexpr int rows = 4, status_lines = 2;
    return px(24) * (rows + 2) + table_->horizontalHeader()->sizeHint().height() + status_lines * fontMetrics().lineSpacing() + px(32);
}

LandmarkStatus PairsDock::status() const {
    const auto sets = document_.role_sets();
    if (sets.size() < 2) return {LandmarkStatus::Kind::TooFew, 0, {}};
    const auto method = document_.method();
    const bool shapes = method && method->info().family == MethodFamily::Shape;
    return landmark_status(sets[0]->values(), sets[1]->values(), document_.session().pairing.picked, shapes ? 1 : 3);
}

void PairsDock::refresh() {
    const auto state = status();
    auto text = QString::fromStdString(state.sentence);
    auto& p = current_palette();
    auto colour = p.secondary;
    if (state.kind == LandmarkStatus::Kind::GivesStart) text = "✓ " + text, colour = p.good;
    else if (state.kind != LandmarkStatus::Kind::TooFew) text = "✕ " + text, colour = p.bad;
    const auto method = document_.method();
    if (state.kind == LandmarkStatus::Kind::GivesStart && method && !method->info().uses_landmarks) {
        QStringList titles;
        for (auto other : methods())
            if (other->info().uses_landmarks) titles << QString::fromStdString(other->info().title);
        text += titles.isEmpty() ? tr("; no method here makes use of it")
                                 : tr("; %1 makes no use of it, %2 does")
                                       .arg(QString::fromStdString(method->info().title), titles.join(tr(" or ")));
    }
    if (waiting_)
        text = (waiting_->set == 0 ? tr("now its partner that stays") : tr("now its partner that moves")) + "   " + text;
    status_->setText(text);
    status_->setToolTip(text);
    status_->setStyleSheet("color: " + to_qcolor(colour).name());
    emit chosen_changed();
}

void PairsDock::pick(const Selected& row) {
    if (row.set > 1) return;
    if (!waiting_ || waiting_->set == row.set) {
        waiting_ = row;
    } else {
        auto picked = document_.session().pairing.picked;
        const auto source = row.set == 0 ? row.row : waiting_->row, target = row.set == 0 ? waiting_->row : row.row;
        waiting_.reset();
        // A row that is picked again gets its new partner in place.
        const auto same = std::find_if(picked.begin(), picked.end(), [&](auto& pair) { return pair.source == source; });
        if (same != picked.end()) same->target = target;
        else picked.push_back({source, target, 1});
        document_.push(set_picked(same != picked.end() ? "Change a pair" : "Pick a pair", picked));
    }
    refresh();
    emit waiting_changed();
}

bool PairsDock::cancel_waiting() {
    if (!waiting_) return false;
    waiting_.reset();
    refresh();
    emit waiting_changed();
    return true;
}

bool PairsDock::any_chosen() const { return table_->selectionModel()->hasSelection(); }

void PairsDock::remove_chosen() {
    std::set<int, std::greater<>> rows;
    for (auto& index : table_->selectionModel()->selectedIndexes()) rows.insert(index.row());
    auto picked = document_.session().pairing.picked;
    for (int row : rows)
        if (std::size_t(row) < picked.size()) picked.erase(picked.begin() + row);
    if (!rows.empty()) document_.push(set_picked(rows.size() == 1 ? "Delete a pair" : "Delete pairs", picked));
}

void PairsDock::clear() { document_.push(set_picked("Delete all pairs", {})); }

void PairsDock::import_file(const QString& path, int base) {
    auto read = read_landmarks(path.toStdString(), base);
    if (!read) return emit said({QString::fromStdString(read.error().message()), true, {}});
    const auto sets = document_.role_sets();
    const auto outside = std::count_if(read->begin(), read->end(), [&](const Landmark& pair) {
        return sets.size() > 1 && (pair.source >= sets[0]->rows() || pair.target >= sets[1]->rows());
    });
    if (outside)
        return emit said({tr("%1 names rows that the sets do not have (%n pair(s)); rows count from %2 there?", "", int(outside))
                              .arg(path).arg(1 - base), true, {}});
    auto picked = document_.session().pairing.picked;
    picked.insert(picked.end(), read->begin(), read->end());
    document_.push(set_picked("Import pairs", picked));
}

void PairsDock::export_file(const QString& path) {
    const auto status = write_landmarks(document_.session().pairing.picked, path.toStdString());
    if (!status) return emit said({QString::fromStdString(status.error().message()), true, {}});
    emit said({tr("saved %1 pairs in %2, rows from 0").arg(document_.session().pairing.picked.size()).arg(path), false, {}});
}

void PairsDock::ask_import() {
    auto dialog = new QDialog(window());
    dialog->setObjectName("import-pairs");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Import pairs"));
    auto base = new QComboBox(dialog);
    base->setObjectName("rows-from");
    base->addItem(tr("rows count from 0"), 0);
    base->addItem(tr("rows count from 1"), 1);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, dialog);
    buttons->button(QDialogButtonBox::Open)->setText(tr("Choose the file…"));
    auto form = new QFormLayout(dialog);
    form->setContentsMargins(px(16), px(16), px(16), px(16));
    form->addRow(new QLabel(tr("One pair a line: source row, target row, and a weight where there is one."), dialog));
    form->addRow(tr("In the file"), base);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(dialog, &QDialog::accepted, this, [this, base] {
        ask_for_files(window(), [this, number = base->currentData().toInt()](const QStringList& paths) {
            import_file(paths.front(), number);
        });
    });
    dialog->open();
}

void PairsDock::ask_export() {
    ask_where(window(), tr("Export pairs"), "pairs.txt", tr("Texts (*.txt)"), [this](const QString& path) { export_file(path); });
}

}  // namespace orthoscope
