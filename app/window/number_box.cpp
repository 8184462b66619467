#include "app/window/number_box.h"

#include "core/method/parameters.h"

namespace orthoscope {

NumberBox::NumberBox(QWidget* parent) : QDoubleSpinBox(parent) {
    setDecimals(15);
    setKeyboardTracking(false);
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
}

QString NumberBox::bare(const QString& text) const {
    auto plain = text;
    if (!suffix().isEmpty() && plain.endsWith(suffix())) plain.chop(suffix().size());
    return plain.trimmed();
}

QString NumberBox::textFromValue(double value) const { return QString::fromStdString(to_text(ParameterValue(value))); }

double NumberBox::valueFromText(const QString& text) const { return bare(text).toDouble(); }

QValidator::State NumberBox::validate(QString& text, int&) const {
    bool number = false;
    const double value = bare(text).toDouble(&number);
    if (number) return value >= minimum() && value <= maximum() ? QValidator::Acceptable : QValidator::Intermediate;
    for (auto c : bare(text))
        if (!c.isDigit() && !QStringView(u"+-.eE").contains(c)) return QValidator::Invalid;
    return QValidator::Intermediate;
}

}  // namespace orthoscope
