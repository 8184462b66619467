// Dialogs about files: which to open, where to write.
#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>

namespace orthoscope {

// Shows the file dialog without blocking; `take` gets the chosen paths, at least one.
void ask_for_files(QWidget* window, std::function<void(const QStringList&)> take);
void ask_for_file(QWidget* window, const QString& title, std::function<void(const QString&)> take);
void ask_for_folder(QWidget* window, const QString& title, std::function<void(const QString&)> take);
// A file that is to be written; asks before one is replaced.
void ask_where(QWidget* window, const QString& title, const QString& proposal, const QString& filter,
               std::function<void(const QString&)> take);

}  // namespace orthoscope
