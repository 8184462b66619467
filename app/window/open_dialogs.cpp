#include "app/window/open_dialogs.h"

#include <QFileDialog>
#include <QFileInfo>

namespace orthoscope {

void ask_for_files(QWidget* window, std::function<void(const QStringList&)> take) {
    auto dialog = new QFileDialog(window, QObject::tr("Open"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({QObject::tr("Data and sessions (*.ply *.obj *.off *.stl *.pcd *.xyz *.txt *.csv *.tsv *.npy "
                                        "*.npz *.safetensors *.vec *.png *.jpg *.jpeg *.pgm *.orthoscope)"),
                            QObject::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, window, take);
    dialog->open();
}

void ask_for_file(QWidget* window, const QString& title, std::function<void(const QString&)> take) {
    auto dialog = new QFileDialog(window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, take);
    dialog->open();
}

void ask_for_folder(QWidget* window, const QString& title, std::function<void(const QString&)> take) {
    auto dialog = new QFileDialog(window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, take);
    dialog->open();
}

void ask_where(QWidget* window, const QString& title, const QString& proposal, const QString& filter,
               std::function<void(const QString&)> take) {
    auto dialog = new QFileDialog(window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    if (!filter.isEmpty()) dialog->setNameFilter(filter);
    dialog->setDefaultSuffix(QFileInfo(proposal).suffix());  // before it is asked whether to replace
    dialog->selectFile(proposal);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, take);
    dialog->open();
}

}  // namespace orthoscope
