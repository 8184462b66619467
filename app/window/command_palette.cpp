#include "app/window/command_palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/actions.h"
#include "app/window/theme.h"

namespace orthoscope {

int match_score(const QString& text, const QString& typed) {
    int score = 1;
    qsizetype at = 0, last = -2;
    for (auto c : typed) {
        if (c.isSpace()) continue;
        at = text.indexOf(c, at, Qt::CaseInsensitive);
        if (at < 0) return 0;
        const bool word_start = at == 0 || !text[at - 1].isLetterOrNumber();
        score += at == last + 1 ? 8 : word_start ? 6 : 1;
        last = at++;
    }
    return score;
}

CommandPalette::CommandPalette(Actions& actions, QWidget* window)
    : QFrame(window), actions_(actions), line_(new QLineEdit(this)), list_(new QListWidget(this)) {
    setObjectName("palette");
    setAccessibleName(tr("Find action"));
    line_->setPlaceholderText(tr("Find an action"));
    line_->setAccessibleName(tr("Find an action"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setAccessibleName(tr("Actions"));
    auto layout = new QVBoxLayout(this);
    layout->addWidget(line_);
    layout->addWidget(list_);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::take);
    hide();
}

void CommandPalette::open() {
    const int w = std::min(px(480), parentWidget()->width() - px(32));
    setGeometry((parentWidget()->width() - w) / 2, px(56), w, std::min(px(360), parentWidget()->height() - px(96)));
    line_->clear();
    filter({});
    show();
    raise();
    line_->setFocus();
}

void CommandPalette::filter(const QString& text) {
    struct Hit {
        int score;
        const ActionRow* row;
    };
    std::vector<Hit> hits;
    for (auto& row : action_table()) {
        if (!actions_[row.id].isEnabled() || row.id == "edit.find-action") continue;
        const auto name = actions_[row.id].text() + " " + QString::fromUtf8(row.menu.data(), qsizetype(row.menu.size()));
        if (const int score = match_score(name, text)) hits.push_back({score, &row});
    }
    std::stable_sort(hits.begin(), hits.end(), [](auto& a, auto& b) { return a.score > b.score; });
    list_->clear();
    for (auto& hit : hits) {
        auto& action = actions_[hit.row->id];
        const auto keys = action.shortcut().toString(QKeySequence::NativeText);
        auto item = new QListWidgetItem(action.icon(), action.text() + (keys.isEmpty() ? "" : "    " + keys), list_);
        item->setData(Qt::UserRole, action.objectName());
        item->setToolTip(action.statusTip());
    }
    list_->setCurrentRow(0);
}

void CommandPalette::take() {
    auto item = list_->currentItem();
    hide();
    parentWidget()->setFocus();
    if (item) actions_[item->data(Qt::UserRole).toString().toStdString()].trigger();
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::FocusOut) hide();
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();  // typing here is never a shortcut of the window
        return true;
    }
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(object, event);
    const auto key = static_cast<QKeyEvent*>(event)->key();
    const int row = list_->currentRow(), last = list_->count() - 1;
    if (key == Qt::Key_Escape) hide(), parentWidget()->setFocus();
    else if (key == Qt::Key_Return || key == Qt::Key_Enter) take();
    else if (key == Qt::Key_Down) list_->setCurrentRow(std::min(row + 1, last));
    else if (key == Qt::Key_Up) list_->setCurrentRow(std::max(row - 1, 0));
    else return false;
    return true;
}

}  // namespace orthoscope
