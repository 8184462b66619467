// CommandPalette: any action by its name, from the keyboard.
#pragma once

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace orthoscope {

class Actions;

class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    CommandPalette(Actions& actions, QWidget* window);
    void open();

  protected:
    bool eventFilter(QObject* object, QEvent* event) override;

  private:
    void filter(const QString& text);
    void take();

    Actions& actions_;
    QLineEdit* line_;
    QListWidget* list_;
};

// How well `text` answers `typed`: 0 not at all; letters in order, better together and at word starts.
int match_score(const QString& text, const QString& typed);

}  // namespace orthoscope
