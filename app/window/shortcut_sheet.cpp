#include "app/window/shortcut_sheet.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/window/actions.h"
#include "app/window/theme.h"
#include "app/window/within_screen.h"

namespace orthoscope {

ShortcutSheet::ShortcutSheet(Actions& actions, QWidget* parent) : QDialog(parent), tree_(new QTreeWidget(this)) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search"));
    search->setAccessibleName(tr("Search shortcuts"));
    search->setClearButtonEnabled(true);
    tree_->setHeaderLabels({tr("Action"), tr("Keys"), tr("What it does")});
    tree_->setRootIsDecorated(false);
    tree_->setAccessibleName(tr("Actions and their keys"));
    QTreeWidgetItem* group = nullptr;
    for (auto& row : action_table()) {
        const auto menu = QString::fromUtf8(row.menu.data(), qsizetype(row.menu.size()));
        if (!group || group->text(0) != menu) {
            group = new QTreeWidgetItem(tree_, {menu});
            group->setFirstColumnSpanned(true);
            group->setExpanded(true);
            group->setForeground(0, to_qcolor(current_palette().secondary));
        }
        auto& action = actions[row.id];
        new QTreeWidgetItem(group, {action.text(), QKeySequence::listToString(action.shortcuts(), QKeySequence::NativeText),
                                    action.statusTip()});
    }
    tree_->expandAll();
    tree_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(2, QHeaderView::Stretch);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->addWidget(search);
    layout->addWidget(tree_);
    connect(search, &QLineEdit::textChanged, this, &ShortcutSheet::filter);
    resize_within_screen(*this, 920, 560);
    search->setFocus();
}

void ShortcutSheet::filter(const QString& text) {
    for (int g = 0; g < tree_->topLevelItemCount(); ++g) {
        auto group = tree_->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            auto item = group->child(i);
            const bool fits = text.isEmpty() || (item->text(0) + " " + item->text(1) + " " + item->text(2))
                                                    .contains(text, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any |= fits;
        }
        group->setHidden(!any);
    }
}

}  // namespace orthoscope
