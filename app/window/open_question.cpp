#include "app/window/open_question.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/window/theme.h"
#include "app/window/within_screen.h"
#include "core/spectrum/decay_method.h"
#include "core/spectrum/inputs.h"

namespace orthoscope {
namespace {

constexpr std::size_t axes_to_name = 4;
enum Column { name_column, size_column, type_column, reading_column, label_column_at };

QString text_of(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

QString shape_text(const MemberInfo& member) {
    QStringList sizes;
    for (auto n : member.shape) sizes << QString::number(n);
    return sizes.join(" × ");
}

QString meaning_of(Kind kind) {
    switch (kind) {
        case Kind::Cloud: return QObject::tr("cloud: a row is a point in space; the set turns as a body about its centre.");
        case Kind::Mesh: return QObject::tr("mesh: points in space, joined by triangles.");
        case Kind::Embedding:
            return QObject::tr("embedding: a row is a vector; its direction counts, and mirror images are allowed.");
        case Kind::Matrix: return QObject::tr("matrix: one table of numbers, shown as an image.");
        case Kind::Sequence: return QObject::tr("sequence: a row is a moment in time.");
    }
    return {};
}

bool asks_axes(const MemberInfo& member) { return member.shape.size() >= axes_to_name; }

}  // namespace

bool kind_is_unclear(const InputSpec& input, const Dataset& data) {
    if (input.kind || !input.axes.empty() || data.kind() != Kind::Cloud || data.columns() > 3) return false;
    const auto& format = data.origin.format;
    const bool table = format.starts_with("CSV") || (format == "text table" && input.path.extension() == ".txt");
    return table || format.starts_with("NPY") || format.starts_with("NPZ") || format.starts_with("safetensors");
}

bool first_column_counts(const InputSpec& input, const Dataset& data) {
    const auto& values = data.values();
    if (input.kind || input.labels || !data.labels.empty() || !data.origin.format.starts_with("CSV")) return false;
    if (values.rows() < 3 || values.cols() < 2 || values(0, 0) != std::round(values(0, 0))) return false;
    for (Index i = 1; i < values.rows(); ++i)
        if (values(i, 0) != values(i - 1, 0) + 1) return false;
    return true;
}

FileInfo possible_readings(const Dataset& data) {
    return {data.origin.format,
            {{data.origin.member, "", {data.rows(), data.columns()}, data.kind(), {Kind::Embedding, Kind::Matrix}}},
            {}};
}

bool needs_answer(const InputSpec& input, const FileInfo& info) {
    if (info.members.size() > 1 && input.member.empty()) return true;
    return input.axes.empty() && std::any_of(info.members.begin(), info.members.end(), asks_axes);
}

OpenQuestion::OpenQuestion(std::vector<OpenChoice> files, bool layers, QWidget* parent) : QDialog(parent), files_(std::move(files)) {
    setObjectName("open-question");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(files_.size() == 1 ? tr("Open %1").arg(text_of(files_[0].input.path.filename().string()))
                                      : tr("Open %1 files").arg(files_.size()));
    tree_ = new QTreeWidget(this);
    tree_->setObjectName("members");
    tree_->setAccessibleName(tr("What the files hold"));
    tree_->setRootIsDecorated(false);
    tree_->setHeaderLabels({tr("Name"), tr("Size"), tr("Type"), tr("Read as"), tr("Labels")});
    tree_->setColumnHidden(label_column_at, std::none_of(files_.begin(), files_.end(), [](auto& f) { return f.counts; }));
    meaning_ = new QLabel(this);
    meaning_->setObjectName("secondary");
    meaning_->setWordWrap(true);
    axes_help_ = new QLabel(
        tr("Name each axis by a letter: t time, s and u sequences or a second action, y and x places, c colour."), this);
    axes_help_->setObjectName("secondary");
    axes_help_->setWordWrap(true);
    for_all_ = new QCheckBox(tr("Do not ask again; read all tables of 2 or 3 columns like this"), this);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    open_ = buttons->button(QDialogButtonBox::Open);
    open_->setObjectName("primary");
    open_->style()->unpolish(open_);  // the name selects the style: read it again
    open_->style()->polish(open_);
    for (std::size_t i = 0; i < files_.size(); ++i) add_rows(i);
    const auto matrices = std::count_if(rows_.begin(), rows_.end(), [](auto& row) { return is_matrix(*row.member); });
    if (matrices > 2 && matrices <= most_layers) {
        matrices_ = buttons->addButton(tr("Check all %1 matrices").arg(matrices), QDialogButtonBox::ActionRole);
        matrices_->setObjectName("all-matrices");
        matrices_->setToolTip(tr("Compares the spectra of all of them, layer by layer"));
        connect(matrices_, &QPushButton::clicked, this, &OpenQuestion::check_matrices);
    }

    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->setSpacing(px(8));
    auto say = new QLabel(first_sentence(), this);
    say->setWordWrap(true);
    for (QWidget* part : std::initializer_list<QWidget*>{say, tree_, meaning_, axes_help_, for_all_, buttons})
        layout->addWidget(part, part == tree_ ? 1 : 0);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(tree_, &QTreeWidget::itemChanged, this, &OpenQuestion::follow);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &OpenQuestion::follow);
    propose(layers);
    tree_->setCurrentItem(tree_->topLevelItem(0));
    follow();
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(name_column, QHeaderView::Stretch);
    if (rows_.size() == 1 && rows_[0].kind) rows_[0].kind->setFocus();
    if (rows_.size() == 1 && rows_[0].axes) rows_[0].axes->setFocus();
    resize_within_screen(*this, 560, std::clamp(240 + 32 * int(rows_.size()), 280, 520));
}

QString OpenQuestion::first_sentence() const {
    if (files_.size() > 1) return tr("These files can be read in several ways. The first set moves, the second stays.");
    const auto& info = files_[0].info;
    if (info.members.size() > 1) return tr("This file holds several arrays. Check one, or two: the first moves; or more, to compare their spectra layer by layer.");
    if (asks_axes(info.members[0])) return tr("This array has more axes than rows and columns.");
    if (files_[0].counts) return tr("The first column of this table only counts its rows: are these their labels?");
    return tr("A table of %1 columns can be read in several ways.").arg(info.members[0].shape.back());
}

void OpenQuestion::add_rows(std::size_t file) {
    const auto& choice = files_[file];
    const auto name = text_of(choice.input.path.filename().string());
    for (auto& member : choice.info.members) {
        auto item = new QTreeWidgetItem(tree_);
        const auto inner = text_of(member.name);
        item->setText(name_column, files_.size() == 1 && !inner.isEmpty() ? inner
                                   : inner.isEmpty()                      ? name
                                                                          : name + "::" + inner);
        item->setText(size_column, shape_text(member));
        item->setText(type_column, member.type.empty() ? text_of(choice.info.format) : text_of(member.type));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(name_column, Qt::Unchecked);
        item->setSizeHint(name_column, QSize(0, px(32)));  // room for the fields
        rows_.push_back({file, &member, item});
    }
}

// What was chosen before; else all of a file that holds one or two things, the first of one that holds more.
void OpenQuestion::propose(bool layers) {
    const bool before = std::any_of(files_.begin(), files_.end(), [](auto& file) { return !file.before.empty(); });
    if (layers && matrices_ && !before) return check_matrices();
    for (auto& row : rows_) {
        const auto& choice = files_[row.file];
        const auto& members = choice.info.members;
        bool on = members.size() <= 2 || row.member == &members[0];
        if (members.size() > 1 && !choice.before.empty())
            on = std::any_of(choice.before.begin(), choice.before.end(),
                             [&](auto& input) { return input.member == row.member->name; });
        if (on) row.item->setCheckState(name_column, Qt::Checked);
    }
}

// Each as a matrix, and nothing else.
void OpenQuestion::check_matrices() {
    filling_ = true;
    for (auto& row : rows_) row.item->setCheckState(name_column, is_matrix(*row.member) ? Qt::Checked : Qt::Unchecked);
    filling_ = false;
    follow();
    filling_ = true;
    for (auto& row : rows_)
        if (row.kind) row.kind->setCurrentText(text_of(name_of(Kind::Matrix)));
    filling_ = false;
    follow();
}

// A chosen row shows its choice; the others are text, as a file may hold hundreds.
void OpenQuestion::fill_row(Row& row) {
    const bool on = row.item->checkState(name_column) == Qt::Checked;
    row.item->setText(reading_column, on ? QString() : text_of(name_of(row.member->kind)));
    if (on == (row.kind || row.axes)) return;
    tree_->setItemWidget(row.item, reading_column, nullptr);
    tree_->setItemWidget(row.item, label_column_at, nullptr);
    row.kind = nullptr, row.axes = nullptr, row.labels = nullptr;
    if (!on) return;
    if (files_[row.file].counts) tree_->setItemWidget(row.item, label_column_at, add_labels(row));
    tree_->setItemWidget(row.item, reading_column,
                         asks_axes(*row.member) ? static_cast<QWidget*>(add_axes(row)) : add_kind(row));
}

QLineEdit* OpenQuestion::add_axes(Row& row) {
    row.axes = new QLineEdit(tree_);
    row.axes->setObjectName("axes");
    row.axes->setPlaceholderText("styx");
    row.axes->setAccessibleName(tr("Axes of %1").arg(row.item->text(name_column)));
    row.axes->setMaxLength(int(row.member->shape.size()));
    row.axes->setValidator(new QRegularExpressionValidator(QRegularExpression("[tsuyxc]*"), row.axes));
    for (auto& input : files_[row.file].before)
        if (input.member == row.member->name) row.axes->setText(QString::fromStdString(input.axes));
    connect(row.axes, &QLineEdit::textChanged, this, &OpenQuestion::follow);
    return row.axes;
}

QComboBox* OpenQuestion::add_kind(Row& row) {
    row.kind = new QComboBox(tree_);
    row.kind->setObjectName("kind");
    row.kind->setAccessibleName(tr("Read %1 as").arg(row.item->text(name_column)));
    offer_kinds(row);
    connect(row.kind, &QComboBox::currentIndexChanged, this, [this, item = row.item] {
        tree_->setCurrentItem(item);
        follow();
    });
    return row.kind;
}

QComboBox* OpenQuestion::add_labels(Row& row) {
    row.labels = new QComboBox(tree_);
    row.labels->setObjectName("labels");
    row.labels->setAccessibleName(tr("Labels of %1").arg(row.item->text(name_column)));
    row.labels->addItems({tr("column 1"), tr("none")});
    connect(row.labels, &QComboBox::currentIndexChanged, this, [this, item = row.item] {
        for (auto& changed : rows_)
            if (changed.item == item) offer_kinds(changed);
        tree_->setCurrentItem(item);
        follow();
    });
    return row.labels;
}

// Without its first column a table may be something else.
std::vector<Kind> OpenQuestion::kinds_of(const Row& row) const {
    std::vector<Kind> kinds{row.member->kind};
    kinds.insert(kinds.end(), row.member->other_kinds.begin(), row.member->other_kinds.end());
    if (!row.labels) return kinds;
    const Index columns = row.member->shape.back() - (row.labels->currentIndex() == 0 ? 1 : 0);
    if (columns == 2 || columns == 3) return {Kind::Cloud, Kind::Embedding, Kind::Matrix};
    return {Kind::Embedding, Kind::Cloud, Kind::Matrix};
}

void OpenQuestion::offer_kinds(Row& row) {
    if (!row.kind) return;
    const QSignalBlocker quiet(row.kind);
    row.kind->clear();
    for (auto kind : kinds_of(row)) row.kind->addItem(text_of(name_of(kind)));
}

void OpenQuestion::follow() {
    if (filling_) return;
    filling_ = true;
    bool axes = false, narrow = false, ready = true, any = false;
    for (auto& row : rows_) {
        fill_row(row);
        const bool on = row.kind || row.axes;
        any |= on, axes |= row.axes != nullptr, ready &= !on || complete(row);
        narrow |= row.kind && !row.labels && files_[row.file].info.members.size() == 1;
        if (row.kind && row.item == tree_->currentItem()) meaning_->setText(meaning_of(kind_of(row)));
    }
    meaning_->setVisible(std::any_of(rows_.begin(), rows_.end(), [](auto& row) { return row.kind; }));
    axes_help_->setVisible(axes);
    for_all_->setVisible(narrow);
    open_->setEnabled(any && ready);
    filling_ = false;
}

bool OpenQuestion::complete(const Row& row) const {
    return !row.axes || std::size_t(row.axes->text().size()) == row.member->shape.size();
}

Kind OpenQuestion::kind_of(const Row& row) const {
    Kind kind = row.member->kind;
    if (row.kind) (void)kind_from_name(row.kind->currentText().toStdString(), kind);
    return kind;
}

std::vector<std::vector<InputSpec>> OpenQuestion::chosen() const {
    std::vector<std::vector<InputSpec>> lists(files_.size());
    for (auto& row : rows_) {
        if (!row.kind && !row.axes) continue;
        auto input = files_[row.file].input;
        input.member = row.member->name;
        if (row.axes) input.axes = row.axes->text().toStdString();
        else if (kind_of(row) != kinds_of(row).front()) input.kind = kind_of(row);
        if (row.labels && row.labels->currentIndex() == 0) input.labels = "column:1";
        lists[row.file].push_back(std::move(input));
    }
    return lists;
}

std::optional<Kind> OpenQuestion::for_all() const {
    if (!for_all_->isChecked()) return {};
    for (auto& row : rows_)
        if (row.kind && !row.labels && files_[row.file].info.members.size() == 1) return kind_of(row);
    return {};
}

}  // namespace orthoscope
