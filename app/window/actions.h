// Actions: the QActions made from the action table, found by id.
#pragma once

#include <QAction>
#include <QObject>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include "app/window/action_table.h"

class QMenuBar;
class QMenu;

namespace orthoscope {

class Actions : public QObject {
    Q_OBJECT
  public:
    // Every action is added to `window`, so that its shortcut works wherever the focus is.
    explicit Actions(QWidget& window);

    QAction& operator[](std::string_view id) const;  // precondition: in the table
    void on(std::string_view id, std::function<void()> handler);
    void on_checked(std::string_view id, std::function<void(bool)> handler);  // by the person alone
    bool bound(std::string_view id) const { return bound_.count(id) > 0; }  // has a handler
    void enable(std::string_view id, bool enabled) const { (*this)[id].setEnabled(enabled); }
    void check(std::string_view id, bool checked) const { (*this)[id].setChecked(checked); }

    void fill(QMenuBar& bar);
    QMenu* menu(std::string_view title) const;  // of the bar; null: none

  private:
    std::map<std::string_view, QAction*> by_id_;
    std::map<std::string_view, QMenu*> menus_;
    std::set<std::string_view> bound_;
};

}  // namespace orthoscope
