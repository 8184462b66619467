#include "app/window/open_dialogs.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/theme.h"

namespace orthoscope {
namespace {

constexpr std::size_t axes_to_name = 4;

QString shape_text(const MemberInfo& member) {
    QStringList sizes;
    for (auto n : member.shape) sizes << QString::number(n);
    return sizes.join(" × ");
}

QString kind_text(Kind kind) {
    const auto name = name_of(kind);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

}  // namespace

bool is_ambiguous(const InputSpec& input, const FileInfo& info) {
    if (info.members.size() > 1 && input.member.empty()) return true;
    return input.axes.empty() && std::any_of(info.members.begin(), info.members.end(), [](auto& member) {
        return member.shape.size() >= axes_to_name;
    });
}

MemberDialog::MemberDialog(InputSpec input, FileInfo info, QWidget* parent)
    : QDialog(parent), input_(std::move(input)), info_(std::move(info)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Open %1").arg(QString::fromStdString(input_.path.filename().string())));
    members_ = new QTreeWidget(this);
    members_->setObjectName("members");
    members_->setAccessibleName(tr("What the file holds"));
    members_->setRootIsDecorated(false);
    members_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    members_->setHeaderLabels({tr("Name"), tr("Size"), tr("Type"), tr("Read as")});
    for (auto& member : info_.members)
        new QTreeWidgetItem(members_, {QString::fromStdString(member.name), shape_text(member),
                                       QString::fromStdString(member.type), kind_text(member.kind)});
    members_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    kind_ = new QComboBox(this);
    kind_->setAccessibleName(tr("Read as"));
    axes_ = new QLineEdit(this);
    axes_->setObjectName("axes");
    axes_->setPlaceholderText("styx");
    axes_->setAccessibleName(tr("Axes"));
    auto axes_label = new QLabel(
        tr("Name each axis by a letter: t time, s and u sequences or a second action, y and x places, c colour."), this);
    axes_label->setWordWrap(true);
    axes_row_ = new QWidget(this);
    auto axes_column = new QVBoxLayout(axes_row_);
    axes_column->setContentsMargins(0, 0, 0, 0);
    axes_column->addWidget(axes_label);
    axes_column->addWidget(axes_);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    open_ = buttons->button(QDialogButtonBox::Open);
    open_->setObjectName("primary");

    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->setSpacing(px(8));
    layout->addWidget(new QLabel(info_.members.size() > 1
                                     ? tr("This file holds several arrays. Choose one, or two: the first moves.")
                                     : tr("This array has more axes than rows and columns."), this));
    layout->addWidget(members_);
    auto kind_label = new QLabel(tr("Read as"), this);
    kind_label->setBuddy(kind_);
    layout->addWidget(kind_label);
    layout->addWidget(kind_);
    layout->addWidget(axes_row_);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(members_, &QTreeWidget::itemSelectionChanged, this, &MemberDialog::follow_choice);
    connect(members_, &QTreeWidget::itemActivated, this, [this] {
        if (open_->isEnabled()) accept();
    });
    connect(axes_, &QLineEdit::textChanged, this, &MemberDialog::follow_choice);
    if (members_->topLevelItemCount()) members_->setCurrentItem(members_->topLevelItem(0));
    resize(px(520), px(380));
}

const MemberInfo* MemberDialog::current() const {
    const int row = members_->indexOfTopLevelItem(members_->currentItem());
    return row < 0 ? nullptr : &info_.members[std::size_t(row)];
}

void MemberDialog::follow_choice() {
    auto member = current();
    const bool axes = member && member->shape.size() >= axes_to_name;
    axes_row_->setVisible(axes);
    open_->setEnabled(!members_->selectedItems().isEmpty() &&
                      (!axes || std::size_t(axes_->text().size()) == member->shape.size()));
    if (!member || sender() == axes_) return;
    kind_->clear();
    kind_->addItem(kind_text(member->kind));
    for (auto kind : member->other_kinds) kind_->addItem(kind_text(kind));
    kind_->setEnabled(kind_->count() > 1 && members_->selectedItems().size() == 1);
}

std::vector<InputSpec> MemberDialog::chosen() const {
    std::vector<InputSpec> list;
    const auto items = members_->selectedItems();
    for (int i = 0; i < members_->topLevelItemCount(); ++i) {
        if (!items.contains(members_->topLevelItem(i))) continue;
        auto input = input_;
        const auto& member = info_.members[std::size_t(i)];
        input.member = member.name;
        if (Kind kind; items.size() == 1 && kind_from_name(kind_->currentText().toStdString(), kind) && kind != member.kind)
            input.kind = kind;
        if (member.shape.size() >= axes_to_name) input.axes = axes_->text().toStdString();
        list.push_back(std::move(input));
    }
    return list;
}

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
