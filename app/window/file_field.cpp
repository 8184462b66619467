#include "app/window/file_field.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "app/window/icons.h"
#include "app/window/open_dialogs.h"
#include "app/window/theme.h"

namespace orthoscope {

FileField::FileField(const QString& name, QStringList words, bool folders, QWidget* parent)
    : QWidget(parent), name_(name), words_(std::move(words)), folders_(folders), line_(new QLineEdit(this)),
      find_(new QToolButton(this)) {
    line_->setAccessibleName(name);
    line_->setProperty("escape-leaves", true);
    find_->setIcon(line_icon("open"));
    find_->setIconSize({px(16), px(16)});
    find_->setAccessibleName(tr("Choose %1").arg(name.toLower()));
    find_->setToolTip(find_->accessibleName());
    find_->setFocusPolicy(Qt::TabFocus);
    auto row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(px(2));
    row->addWidget(line_, 1);
    row->addWidget(find_);
    setFocusProxy(line_);
    connect(line_, &QLineEdit::editingFinished, this, [this] { take(line_->text().trimmed()); });
    connect(find_, &QToolButton::clicked, this, &FileField::show_menu);
}

QString FileField::text() const { return line_->text(); }

void FileField::set_text(const QString& text) {
    taken_ = text;
    if (line_->text() == text) return;
    line_->setText(text);
    line_->setToolTip(text);
    line_->setCursorPosition(0);
}

void FileField::set_placeholder(const QString& text) { line_->setPlaceholderText(text); }

void FileField::take(const QString& text) {
    if (text == taken_) return;
    set_text(text);
    emit edited(text);
}

void FileField::show_menu() {
    auto menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("File…")), &QAction::triggered, this, [this] {
        ask_for_file(this, name_, [this](const QString& path) { take(path); });
    });
    if (folders_)
        connect(menu->addAction(tr("Results folder…")), &QAction::triggered, this, [this] {
            ask_for_folder(this, name_, [this](const QString& path) { take(path); });
        });
    for (auto& word : words_)
        connect(menu->addAction(word), &QAction::triggered, this, [this, word] { take(word); });
    auto none = menu->addAction(tr("None"));
    none->setEnabled(!taken_.isEmpty());
    connect(none, &QAction::triggered, this, [this] { take({}); });
    menu->popup(find_->mapToGlobal(QPoint(0, find_->height())));
}

}  // namespace orthoscope
