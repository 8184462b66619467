// FileField: a line for the name of a file, with a button that finds one. Words that stand for no file ("identity",
// "0.2") may be typed into it, or taken from the button's menu.
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace orthoscope {

class FileField : public QWidget {
    Q_OBJECT
  public:
    // `words` are offered in the menu beside the files; the empty one means none.
    FileField(const QString& name, QStringList words, bool folders, QWidget* parent);
    QString text() const;
    void set_text(const QString& text);  // says nothing
    void set_placeholder(const QString& text);

  signals:
    void edited(const QString& text);  // by the person, ended by Return, by leaving or by choosing

  private:
    void take(const QString& text);
    void show_menu();

    QString name_, taken_;
    QStringList words_;
    bool folders_;
    QLineEdit* line_;
    QToolButton* find_;
};

}  // namespace orthoscope
