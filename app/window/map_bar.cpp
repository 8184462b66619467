#include "app/window/map_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QStyle>
#include <QStyleOptionSlider>

#include "app/window/actions.h"
#include "app/window/theme.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr int one_row = 900;  // width from which both sliders stand side by side, at scale 1
constexpr int least_slider = 60;

const std::pair<const char*, const char*> paints[] = {{"map.place", QT_TR_NOOP("Places")},
                                                      {"map.checker", QT_TR_NOOP("Checker")},
                                                      {"map.stripes", QT_TR_NOOP("Stripes")},
                                                      {"map.error", QT_TR_NOOP("Error")},
                                                      {"map.eigenfunction", QT_TR_NOOP("Eigenfunction")}};

QString eigenvalue(double value) { return QString::fromStdString(number(value, 3)); }

}  // namespace

void FunctionSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && minimum() < maximum()) {
        QStyleOptionSlider option;
        initStyleOption(&option);
        const auto groove = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
        const auto handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        const int x = event->position().toPoint().x();
        dragging_ = true;
        if (x < handle.left() || x > handle.right())
            setSliderPosition(QStyle::sliderValueFromPosition(minimum(), maximum(), x - groove.x() - handle.width() / 2,
                                                              groove.width() - handle.width()));
    }
    QSlider::mousePressEvent(event);
}

void FunctionSlider::mouseReleaseEvent(QMouseEvent* event) {
    QSlider::mouseReleaseEvent(event);
    if (!std::exchange(dragging_, false)) return;
    setSliderDown(false);
    emit chosen(value());
}

void FunctionSlider::sliderChange(SliderChange change) {
    QSlider::sliderChange(change);
    if (change != SliderValueChange) return;
    dragging_ ? emit dragged(value()) : emit chosen(value());
}

MapBar::MapBar(Actions& actions, QWidget* parent)
    : QWidget(parent), actions_(actions), paint_(new QWidget(this)), colours_(new QComboBox(paint_)), function_(new FunctionSlider(this)),
      cut_(new FunctionSlider(this)), cuts_(new QCheckBox(tr("Cut-off"), this)), by_functions_(new QCheckBox(tr("by C"), paint_)),
      value_(new QLabel(this)),
      kept_(new QLabel(this)), grid_(new QGridLayout(this)) {
    setObjectName("panel");
    setAccessibleName(tr("Colours and functions of the shapes"));
    colours_->setObjectName("map-colours");
    colours_->setAccessibleName(tr("What the shapes are painted with"));
    colours_->setToolTip(tr("What the shapes are painted with"));
    colours_->setFocusPolicy(Qt::TabFocus);
    for (auto& [id, text] : paints) colours_->addItem(tr(text), QString(id));
    connect(colours_, &QComboBox::activated, this, [this] {
        const auto id = colours_->currentData().toString();
        if (id == "map.attribute") emit attribute_chosen(colours_->currentData(Qt::UserRole + 1).toString());
        else actions_[id.toStdString()].trigger();
    });
    by_functions_->setObjectName("by-functions");
    by_functions_->setToolTip(actions_["carry.functions"].toolTip());
    by_functions_->setFocusPolicy(Qt::TabFocus);
    by_functions_->hide();
    connect(by_functions_, &QCheckBox::clicked, &actions_["carry.functions"], &QAction::trigger);
    auto paint = new QHBoxLayout(paint_);
    paint->setContentsMargins(0, 0, 0, 0);
    paint->addWidget(colours_);
    paint->addWidget(by_functions_);
    function_->setObjectName("eigenfunction");
    function_->setAccessibleName(tr("Eigenfunction"));
    function_->setToolTip(tr("Paints one eigenfunction of each shape, with lines of equal value   )  ("));
    cut_->setObjectName("cut-off");
    cut_->setAccessibleName(tr("Functions kept"));
    cut_->setToolTip(tr("Shapes and map by the first functions alone   }  {"));
    cuts_->setObjectName("cuts");
    cuts_->setToolTip(actions_["basis.cut-off"].toolTip());
    cuts_->setFocusPolicy(Qt::TabFocus);
    connect(cuts_, &QCheckBox::clicked, &actions_["basis.cut-off"], &QAction::trigger);
    for (auto slider : {function_, cut_}) slider->setFocusPolicy(Qt::TabFocus), slider->setPageStep(10);
    for (auto label : {value_, kept_}) label->setObjectName("caption");
    connect(function_, &FunctionSlider::dragged, this, &MapBar::eigenfunction_dragged);
    connect(function_, &FunctionSlider::chosen, this, &MapBar::eigenfunction_chosen);
    connect(cut_, &FunctionSlider::dragged, this, &MapBar::cut_off_dragged);
    connect(cut_, &FunctionSlider::chosen, this, &MapBar::cut_off_chosen);
    for (auto& [id, text] : paints) connect(&actions_[id], &QAction::changed, this, &MapBar::follow_actions);
    for (auto id : {"basis.cut-off", "map.attribute", "carry.functions"})
        connect(&actions_[id], &QAction::changed, this, &MapBar::follow_actions);
    connect(&theme_signal(), &ThemeSignal::changed, this, [this] { rows_ = 0, arrange(); });
    arrange();
    follow_actions();
}

void MapBar::follow_actions() {
    const QSignalBlocker quiet(colours_);
    auto model = qobject_cast<QStandardItemModel*>(colours_->model());
    for (int i = 0; i < colours_->count(); ++i) {
        auto& action = actions_[colours_->itemData(i).toString().toStdString()];
        const auto name = colours_->itemData(i, Qt::UserRole + 1);
        if (action.isChecked() && (!name.isValid() || name.toString() == attribute_)) colours_->setCurrentIndex(i);
        if (model) model->item(i)->setEnabled(action.isEnabled());
    }
    cuts_->setEnabled(actions_["basis.cut-off"].isEnabled());
    cuts_->setChecked(actions_["basis.cut-off"].isChecked());
    by_functions_->setVisible(actions_["map.attribute"].isChecked());
    by_functions_->setEnabled(actions_["carry.functions"].isEnabled());
    by_functions_->setChecked(actions_["carry.functions"].isChecked());
}

// Behind the colours that every match has.
void MapBar::show_attributes(const MapBarState& s) {
    constexpr int fixed = int(std::size(paints));
    QStringList present;
    for (int i = fixed; i < colours_->count(); ++i) present << colours_->itemData(i, Qt::UserRole + 1).toString();
    attribute_ = s.attributes.contains(s.attribute) || s.attributes.isEmpty() ? s.attribute : s.attributes.front();
    if (present != s.attributes) {
        const QSignalBlocker quiet(colours_);
        while (colours_->count() > fixed) colours_->removeItem(fixed);
        for (auto& name : s.attributes) {
            colours_->addItem(tr("Source: %1").arg(name), QString("map.attribute"));
            colours_->setItemData(colours_->count() - 1, name, Qt::UserRole + 1);
        }
    }
    follow_actions();
}

void MapBar::show_state(const MapBarState& s) {
    const QSignalBlocker quiet_function(function_), quiet_cut(cut_);
    paint_->setVisible(s.two);
    show_attributes(s);
    function_->setEnabled(s.functions > 1), cut_->setEnabled(s.functions > 2);
    function_->setRange(1, std::max(1, s.functions)), cut_->setRange(2, std::max(2, s.functions));
    function_->setValue(s.eigenfunction), cut_->setValue(s.cut_off > 0 ? s.cut_off : s.last_cut_off);
    value_->setText(s.functions == 0 ? tr("no eigenfunctions yet")
                    : s.two ? tr("function %1 of %2, λ %3 | %4").arg(s.eigenfunction).arg(s.functions).arg(eigenvalue(s.source_value), eigenvalue(s.target_value))
                            : tr("function %1 of %2, λ %3").arg(s.eigenfunction).arg(s.functions).arg(eigenvalue(s.source_value)));
    kept_->setText(s.functions == 0   ? QString()
                   : !s.doing.isEmpty() ? s.doing
                   : s.cut_off > 0      ? tr("first %1 of %2").arg(s.cut_off).arg(s.functions)
                                        : tr("all %1").arg(s.functions));
}

void MapBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

// In one row where there is room, else in two; the texts keep their widths, so that sliders do not move under the hand.
void MapBar::arrange() {
    const int rows = width() >= px(one_row) ? 1 : 2;
    if (rows == rows_) return;
    rows_ = rows;
    const QFontMetrics text(value_->font());
    value_->setMinimumWidth(text.horizontalAdvance(tr("function 188 of 188, λ 8888 | 8888")));
    kept_->setMinimumWidth(text.horizontalAdvance(tr("finding the map, 88 %")));
    for (auto slider : {function_, cut_}) slider->setMinimumWidth(px(least_slider));
    QWidget* parts[] = {paint_, function_, value_, cuts_, cut_, kept_};
    for (auto part : parts) grid_->removeWidget(part);
    for (int i = 0; i < 6; ++i) rows == 1 ? grid_->addWidget(parts[i], 0, i) : grid_->addWidget(parts[i], i / 3, i % 3);
    for (int column = 0; column < 6; ++column)
        grid_->setColumnStretch(column, column == 1 || (rows == 1 && column == 4) ? 1 : 0);
    grid_->setContentsMargins(px(12), px(4), px(12), px(4));
    grid_->setHorizontalSpacing(px(8));
    grid_->setVerticalSpacing(px(2));
}

}  // namespace orthoscope
