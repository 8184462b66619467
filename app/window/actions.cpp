#include "app/window/actions.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <cassert>

#include "app/window/icons.h"

namespace orthoscope {
namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); }

QList<QKeySequence> sequences(std::string_view shortcuts) {
    QList<QKeySequence> list;
    for (auto& part : text(shortcuts).split(' ', Qt::SkipEmptyParts)) list << QKeySequence(part);
    return list;
}

}  // namespace

Actions::Actions(QWidget& window) : QObject(&window) {
    for (auto& row : action_table()) {
        auto action = new QAction(text(row.text), &window);
        action->setObjectName(text(row.id));
        action->setShortcuts(sequences(row.shortcuts));
        action->setCheckable(row.checkable);
        action->setStatusTip(text(row.tip));
        const auto keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? text(row.tip) : text(row.tip) + "  " + keys);
        if (!row.icon.empty()) action->setIcon(line_icon(text(row.icon)));
        window.addAction(action);
        by_id_[row.id] = action;
    }
    auto loops = new QActionGroup(this);
    for (auto id : {"play.once", "play.repeat", "play.ping-pong"}) loops->addAction(by_id_[id]);
    for (auto prefix : {"scene.", "projection.", "race.", "map.", "axes."}) {
        auto group = new QActionGroup(this);
        for (auto& [id, action] : by_id_)
            if (id.starts_with(prefix) && action->isCheckable()) group->addAction(action);
    }
}

QAction& Actions::operator[](std::string_view id) const {
    const auto found = by_id_.find(id);
    assert(found != by_id_.end());
    return *found->second;
}

void Actions::on(std::string_view id, std::function<void()> handler) {
    bound_.insert(id);
    connect(&(*this)[id], &QAction::triggered, this, [handler = std::move(handler)] { handler(); });
}

void Actions::on_checked(std::string_view id, std::function<void(bool)> handler) {
    bound_.insert(id);
    connect(&(*this)[id], &QAction::triggered, this, [handler = std::move(handler)](bool on) { handler(on); });
}

void Actions::fill(QMenuBar& bar) {
    for (auto& row : action_table()) {
        auto& menu = menus_[row.menu];
        if (!menu) menu = bar.addMenu("&" + text(row.menu));
        if (row.starts_group) menu->addSeparator();
        menu->addAction(by_id_[row.id]);
    }
}

QMenu* Actions::menu(std::string_view title) const {
    const auto found = menus_.find(title);
    return found == menus_.end() ? nullptr : found->second;
}

}  // namespace orthoscope
