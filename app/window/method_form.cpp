#include "app/window/method_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "app/window/file_field.h"
#include "app/window/icons.h"
#include "app/window/number_box.h"
#include "app/window/theme.h"

namespace orthoscope {
namespace {

// A text that names a file, or one of a few words.
bool takes_file(const Parameter& parameter) { return parameter.unit.starts_with("file"); }

bool same_description(const std::vector<Parameter>& a, const std::vector<Parameter>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Parameter& x, const Parameter& y) {
        return x.name == y.name && (takes_file(x) || x.choices == y.choices) && x.initial.index() == y.initial.index();
    });
}

int as_int(double value) {
    return int(std::clamp<double>(value, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

}  // namespace

QString label_of(const std::string& name) {
    auto text = QString::fromStdString(name).replace('-', ' ');
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

MethodForm::MethodForm(QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(px(8));
}

void MethodForm::show_options(const ParameterSet& options) {
    if (!same_description(described_, options.described())) build(options);
    for (auto& parameter : options.described()) {
        auto& field = fields_[parameter.name];
        const QSignalBlocker quiet(field.editor);
        field.show(options.value(parameter.name));
        field.reset->setVisible(!options.is_initial(parameter.name));
    }
}

void MethodForm::set_shown(const std::string& name, bool shown) {
    if (auto field = fields_.find(name); field != fields_.end()) field->second.row->setVisible(shown);
}

void MethodForm::show_error(const std::string& name, const QString& what) {
    auto field = fields_.find(name);
    if (field == fields_.end()) return;
    field->second.error->setText(what);
    field->second.error->setVisible(!what.isEmpty());
    field->second.editor->setAccessibleDescription(what.isEmpty() ? field->second.editor->toolTip() : what);
}

void MethodForm::build(const ParameterSet& options) {
    while (auto item = layout_->takeAt(0)) {
        if (item->widget()) item->widget()->hide(), item->widget()->deleteLater();
        delete item;
    }
    fields_.clear();
    described_ = options.described();
    for (auto& parameter : described_) {
        auto field = make_field(parameter);
        add_row(parameter, field);
        fields_[parameter.name] = field;
    }
}

void MethodForm::add_row(const Parameter& parameter, Field& field) {
    auto row = new QWidget(this);
    auto column = new QVBoxLayout(row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(px(2));
    auto head = new QHBoxLayout;
    const bool flag = std::holds_alternative<bool>(parameter.initial);
    auto label = new QLabel(label_of(parameter.name), row);
    label->setObjectName("secondary");
    label->setBuddy(field.editor);
    auto reset = new QToolButton(row);
    reset->setIcon(line_icon("reset"));
    reset->setIconSize({px(12), px(12)});
    reset->setFocusPolicy(Qt::TabFocus);
    reset->setToolTip(tr("Back to %1").arg(QString::fromStdString(to_text(parameter.initial))));
    reset->setAccessibleName(tr("Reset %1 to default").arg(label_of(parameter.name)));
    auto keep_room = reset->sizePolicy();
    keep_room.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keep_room);
    field.reset = reset;
    connect(reset, &QToolButton::clicked, this, [this, name = parameter.name] { emit reset_asked(name); });
    if (flag) {
        label->hide();
        head->addWidget(field.editor, 1);
    } else {
        head->addWidget(label, 1);
    }
    head->addWidget(reset);
    column->addLayout(head);
    if (!flag) column->addWidget(field.editor);
    const auto tip = QString::fromStdString(takes_file(parameter) ? parameter.help
                                                                  : parameter.help + "\n" + parameter.domain());
    row->setToolTip(tip);
    field.editor->setToolTip(tip);
    field.editor->setObjectName("option-" + QString::fromStdString(parameter.name));
    field.editor->setAccessibleName(label_of(parameter.name));
    field.editor->setAccessibleDescription(tip);
    field.row = row;
    field.error = new QLabel(row);
    field.error->setObjectName("error");
    field.error->setWordWrap(true);
    field.error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    field.error->hide();
    column->addWidget(field.error);
    layout_->addWidget(row);
}

MethodForm::Field MethodForm::make_field(const Parameter& parameter) {
    if (std::holds_alternative<bool>(parameter.initial)) return flag_field(parameter);
    if (std::holds_alternative<std::int64_t>(parameter.initial)) return integer_field(parameter);
    if (std::holds_alternative<double>(parameter.initial)) return number_field(parameter);
    return takes_file(parameter) ? file_field(parameter) : choice_field(parameter);
}

MethodForm::Field MethodForm::file_field(const Parameter& parameter) {
    QStringList words;
    for (auto& word : parameter.choices)
        if (!word.empty() && word != to_text(parameter.initial)) words << QString::fromStdString(word);
    auto box = new FileField(label_of(parameter.name), words, parameter.unit.ends_with("folder"), this);
    box->set_placeholder(tr("none"));
    connect(box, &FileField::edited, this, [this, name = parameter.name](const QString& text) {
        emit edited(name, text.toStdString());
        emit edit_ended();
    });
    return {box, nullptr, nullptr, nullptr, [box](const ParameterValue& value) {
                box->set_text(QString::fromStdString(std::get<std::string>(value)));
            }};
}

MethodForm::Field MethodForm::choice_field(const Parameter& parameter) {
    auto box = new QComboBox(this);
    box->setFocusPolicy(Qt::TabFocus);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    for (auto& choice : parameter.choices) box->addItem(QString::fromStdString(choice));
    connect(box, &QComboBox::activated, this, [this, box, name = parameter.name] {
        emit edited(name, box->currentText().toStdString());
        emit edit_ended();
    });
    return {box, nullptr, nullptr, nullptr, [box](const ParameterValue& value) {
                box->setCurrentText(QString::fromStdString(std::get<std::string>(value)));
            }};
}

MethodForm::Field MethodForm::flag_field(const Parameter& parameter) {
    auto box = new QCheckBox(label_of(parameter.name), this);
    box->setFocusPolicy(Qt::TabFocus);
    connect(box, &QCheckBox::toggled, this, [this, name = parameter.name](bool on) {
        emit edited(name, on);
        emit edit_ended();
    });
    return {box, nullptr, nullptr, nullptr, [box](const ParameterValue& value) { box->setChecked(std::get<bool>(value)); }};
}

MethodForm::Field MethodForm::integer_field(const Parameter& parameter) {
    auto box = new QSpinBox(this);
    box->setRange(as_int(parameter.low), as_int(parameter.high));
    box->setKeyboardTracking(false);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    connect(box, &QSpinBox::valueChanged, this,
            [this, name = parameter.name](int value) { emit edited(name, std::int64_t(value)); });
    connect(box, &QSpinBox::editingFinished, this, &MethodForm::edit_ended);
    return {box, nullptr, nullptr, nullptr,
            [box](const ParameterValue& value) { box->setValue(as_int(double(std::get<std::int64_t>(value)))); }};
}

MethodForm::Field MethodForm::number_field(const Parameter& parameter) {
    auto box = new NumberBox(this);
    box->setRange(parameter.low, parameter.high);
    if (!parameter.unit.empty() && parameter.unit.size() < 8) box->setSuffix(" " + QString::fromStdString(parameter.unit));
    connect(box, &NumberBox::valueChanged, this,
            [this, name = parameter.name](double value) { emit edited(name, value); });
    connect(box, &NumberBox::editingFinished, this, &MethodForm::edit_ended);
    return {box, nullptr, nullptr, nullptr, [box](const ParameterValue& value) { box->setValue(std::get<double>(value)); }};
}

}  // namespace orthoscope
