// ShortcutSheet: every action with its keys, searchable.
#pragma once

#include <QDialog>

class QTreeWidget;

namespace orthoscope {

class Actions;

class ShortcutSheet : public QDialog {
    Q_OBJECT
  public:
    ShortcutSheet(Actions& actions, QWidget* parent);

  private:
    void filter(const QString& text);
    QTreeWidget* tree_;
};

}  // namespace orthoscope
