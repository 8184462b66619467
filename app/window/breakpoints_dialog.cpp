#include "app/window/breakpoints_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>
#include <limits>

#include "app/window/number_box.h"
#include "app/window/theme.h"

namespace orthoscope {

BreakpointsDialog::BreakpointsDialog(Document& document, Index row, QWidget* parent)
    : QDialog(parent), document_(document), jump_(new QCheckBox(tr("The cost rises more than"), this)),
      mirror_(new QCheckBox(tr("The determinant turns negative: the map mirrors"), this)),
      gap_(new QCheckBox(tr("The spectral gap falls under"), this)),
      partner_(new QCheckBox(tr("The partner changes of source row"), this)), factor_(new NumberBox(this)),
      bound_(new NumberBox(this)), row_(new QSpinBox(this)) {
    setObjectName("breakpoints");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Breakpoints"));
    const std::pair<QWidget*, const char*> names[] = {{jump_, "break-cost"},     {mirror_, "break-determinant"},
                                                      {gap_, "break-gap"},       {partner_, "break-partner"},
                                                      {factor_, "cost-factor"},  {bound_, "gap-below"},
                                                      {row_, "partner-row"}};
    for (auto& [widget, name] : names) widget->setObjectName(name);
    factor_->setRange(1.000001, 1e9);
    factor_->setSuffix(tr(" times"));
    factor_->setValue(1.5);
    factor_->setAccessibleName(tr("How many times the cost rises"));
    bound_->setRange(1e-12, 1);
    bound_->setValue(0.01);
    bound_->setAccessibleName(tr("Bound of the spectral gap"));
    gap_->setToolTip(tr("Smallest over largest singular value of the cross-covariance: near 0 the best map is not unique."));
    row_->setRange(0, std::numeric_limits<int>::max());
    row_->setValue(int(std::max<Index>(row, 0)));
    row_->setAccessibleName(tr("Source row whose partner is watched"));

    auto text = new QLabel(tr("A run pauses when one of these happens between two frames of a lane. In a run that is "
                              "over, the timeline marks the places."), this);
    text->setObjectName("secondary");
    text->setWordWrap(true);
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto grid = new QGridLayout(this);
    grid->setContentsMargins(px(16), px(16), px(16), px(16));
    grid->setVerticalSpacing(px(8));
    grid->addWidget(text, 0, 0, 1, 2);
    const std::pair<QCheckBox*, QWidget*> rows[] = {{jump_, factor_}, {mirror_, nullptr}, {gap_, bound_}, {partner_, row_}};
    for (int i = 0; i < 4; ++i) {
        grid->addWidget(rows[i].first, i + 1, 0, 1, rows[i].second ? 1 : 2);
        if (rows[i].second) grid->addWidget(rows[i].second, i + 1, 1);
        connect(rows[i].first, &QCheckBox::toggled, this, &BreakpointsDialog::take);
    }
    grid->addWidget(buttons, 5, 0, 1, 2);
    for (auto box : {factor_, bound_}) connect(box, &QDoubleSpinBox::valueChanged, this, &BreakpointsDialog::take);
    connect(row_, &QSpinBox::valueChanged, this, &BreakpointsDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&document_, &Document::changed, this, &BreakpointsDialog::show_values);
    show_values();
}

void BreakpointsDialog::show_values() {
    auto& b = document_.session().breakpoints;
    const QSignalBlocker quiet[] = {QSignalBlocker(jump_),   QSignalBlocker(mirror_), QSignalBlocker(gap_), QSignalBlocker(partner_),
                                    QSignalBlocker(factor_), QSignalBlocker(bound_),  QSignalBlocker(row_)};
    jump_->setChecked(b.cost_factor > 0);
    mirror_->setChecked(b.determinant);
    gap_->setChecked(b.gap_below > 0);
    partner_->setChecked(b.partner_row >= 0);
    if (b.cost_factor > 0) factor_->setValue(b.cost_factor);
    if (b.gap_below > 0) bound_->setValue(b.gap_below);
    if (b.partner_row >= 0) row_->setValue(int(b.partner_row));
    factor_->setEnabled(jump_->isChecked());
    bound_->setEnabled(gap_->isChecked());
    row_->setEnabled(partner_->isChecked());
}

void BreakpointsDialog::take() {
    const Breakpoints wanted{jump_->isChecked() ? factor_->value() : 0, mirror_->isChecked(),
                             gap_->isChecked() ? bound_->value() : 0, partner_->isChecked() ? row_->value() : -1};
    if (!(wanted == document_.session().breakpoints)) document_.push(set_breakpoints(wanted));
    else show_values();
}

}  // namespace orthoscope
