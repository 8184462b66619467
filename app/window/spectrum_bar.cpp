#include "app/window/spectrum_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "app/window/actions.h"
#include "app/window/map_bar.h"
#include "app/window/theme.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr int one_row = 820, one_row_of_many = 1180, least_slider = 60;  // at scale 1

const std::pair<DecayAxes, const char*> scales[] = {{DecayAxes::Auto, QT_TR_NOOP("Axes: auto")},
                                                    {DecayAxes::Linear, QT_TR_NOOP("Axes: linear")},
                                                    {DecayAxes::Log, QT_TR_NOOP("Axes: log")},
                                                    {DecayAxes::LogLog, QT_TR_NOOP("Axes: log-log")}};

QWidget* group_of(std::initializer_list<QWidget*> parts, QWidget* stretched, QWidget* parent) {
    auto group = new QWidget(parent);
    auto row = new QHBoxLayout(group);
    row->setContentsMargins(0, 0, 0, 0);
    for (auto part : parts) row->addWidget(part, part == stretched ? 1 : 0);
    return group;
}

}  // namespace

SpectrumBar::SpectrumBar(Actions& actions, QWidget* parent)
    : QWidget(parent), actions_(actions), axes_(new QComboBox(this)), layer_(new FunctionSlider(this)),
      direction_(new FunctionSlider(this)), kept_(new FunctionSlider(this)), layer_text_(new QLabel(this)),
      direction_text_(new QLabel(this)), kept_text_(new QLabel(this)), cuts_(new QCheckBox(tr("Cut"), this)) {
    setObjectName("panel");
    setAccessibleName(tr("Axes, matrix, direction and cut of the spectrum"));
    axes_->setObjectName("decay-axes");
    axes_->setAccessibleName(tr("Scales of the axes"));
    axes_->setToolTip(tr("Scales of the axes   A"));
    axes_->setFocusPolicy(Qt::TabFocus);
    for (auto& [axes, text] : scales) axes_->addItem(tr(text));
    connect(axes_, &QComboBox::activated, this, [this](int at) { emit axes_chosen(scales[at].first); });
    const std::tuple<FunctionSlider*, const char*, QString, QString> sliders[] = {
        {layer_, "layer", tr("Matrix in front"), tr("Which of the matrices is in front   N  Shift+N")},
        {direction_, "direction", tr("Direction"), tr("The value whose direction is shown   D  Shift+D")},
        {kept_, "kept", tr("Directions kept"), tr("What the first directions alone leave of the data   }  {")}};
    for (auto& [slider, name, accessible, tip] : sliders) {
        slider->setObjectName(name);
        slider->setAccessibleName(accessible);
        slider->setToolTip(tip);
        slider->setFocusPolicy(Qt::TabFocus);
        slider->setPageStep(10);
    }
    cuts_->setObjectName("spectrum-cut");
    cuts_->setToolTip(actions_["basis.cut-off"].toolTip());
    cuts_->setFocusPolicy(Qt::TabFocus);
    connect(cuts_, &QCheckBox::clicked, &actions_["basis.cut-off"], &QAction::trigger);
    for (auto label : {layer_text_, direction_text_, kept_text_}) label->setObjectName("caption");
    connect(layer_, &FunctionSlider::dragged, this, &SpectrumBar::layer_dragged);
    connect(layer_, &FunctionSlider::chosen, this, &SpectrumBar::layer_chosen);
    connect(direction_, &FunctionSlider::dragged, this, &SpectrumBar::direction_dragged);
    connect(direction_, &FunctionSlider::chosen, this, &SpectrumBar::direction_chosen);
    connect(kept_, &FunctionSlider::dragged, this, &SpectrumBar::kept_dragged);
    connect(kept_, &FunctionSlider::chosen, this, &SpectrumBar::kept_chosen);
    layer_group_ = group_of({layer_, layer_text_}, layer_, this);
    direction_group_ = group_of({direction_, direction_text_}, direction_, this);
    cut_group_ = group_of({cuts_, kept_, kept_text_}, kept_, this);
    auto column = new QVBoxLayout(this);
    upper_ = new QHBoxLayout, lower_ = new QHBoxLayout;
    column->addLayout(upper_);
    column->addLayout(lower_);
    connect(&theme_signal(), &ThemeSignal::changed, this, [this] { rows_ = 0, arrange(); });
    arrange();
}

void SpectrumBar::show_state(const SpectrumBarState& s) {
    const QSignalBlocker quiet_axes(axes_), quiet_layer(layer_), quiet_direction(direction_), quiet_kept(kept_);
    axes_->setCurrentIndex(int(s.axes));
    layer_->setRange(1, std::max(1, s.layers)), layer_->setValue(s.layer);
    layer_text_->setText(tr("matrix %1 of %2").arg(s.layer).arg(s.layers));
    layer_text_->setToolTip(s.layer_name);
    direction_->setEnabled(s.directions > 1), kept_->setEnabled(s.directions > 0), cuts_->setEnabled(s.directions > 0);
    direction_->setRange(1, std::max(1, s.directions)), direction_->setValue(s.direction);
    direction_text_->setText(s.directions == 0 ? tr("no directions yet")
                                               : tr("direction %1 of %2, %3").arg(s.direction).arg(s.directions).arg(QString::fromStdString(number(s.value, 3))));
    kept_->setRange(0, std::max(1, s.directions)), kept_->setValue(s.kept >= 0 ? s.kept : s.last_kept);
    kept_text_->setText(s.directions == 0 ? QString() : s.kept >= 0 ? tr("first %1 of %2").arg(s.kept).arg(s.directions) : tr("all %1").arg(s.directions));
    cuts_->setChecked(s.by_hand);
    if (std::exchange(many_, s.layers > 1) != many_) rows_ = 0, arrange();
}

void SpectrumBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

// In one row where there is room, else in two; the texts keep their widths, so that sliders do not move under the hand.
void SpectrumBar::arrange() {
    const int rows = width() >= px(many_ ? one_row_of_many : one_row) ? 1 : 2;
    if (rows == rows_) return;
    rows_ = rows;
    const QFontMetrics text(kept_text_->font());
    layer_text_->setMinimumWidth(text.horizontalAdvance(tr("matrix 88 of 88")));
    direction_text_->setMinimumWidth(text.horizontalAdvance(tr("direction 888 of 888, 8,888")));
    kept_text_->setMinimumWidth(text.horizontalAdvance(tr("first 888 of 888")));
    for (auto slider : {layer_, direction_, kept_}) slider->setMinimumWidth(px(least_slider));
    for (QWidget* part : std::initializer_list<QWidget*>{axes_, layer_group_, direction_group_, cut_group_})
        upper_->removeWidget(part), lower_->removeWidget(part);
    upper_->addWidget(axes_);
    upper_->addWidget(layer_group_, 1);
    layer_group_->setVisible(many_);
    (rows == 1 || !many_ ? upper_ : lower_)->addWidget(direction_group_, 1);
    (rows == 1 ? upper_ : lower_)->addWidget(cut_group_, 1);
    layout()->setContentsMargins(px(12), px(4), px(12), px(4));
    layout()->setSpacing(px(2));
    for (auto row : {upper_, lower_}) row->setSpacing(px(16));
}

}  // namespace orthoscope
