// NumberBox: a spin box for real numbers of any size, shown by their shortest exact text.
#pragma once

#include <QDoubleSpinBox>

namespace orthoscope {

class NumberBox : public QDoubleSpinBox {
    Q_OBJECT
  public:
    explicit NumberBox(QWidget* parent = nullptr);
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& place) const override;

  private:
    QString bare(const QString& text) const;  // without the suffix
};

}  // namespace orthoscope
