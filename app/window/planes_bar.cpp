#include "app/window/planes_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/window/actions.h"
#include "app/window/map_bar.h"
#include "app/window/theme.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr double fastest = 3;  // speeds on the slider, forwards and back
constexpr int two_rows = 724;  // width from which everything stands in two rows, at scale 1

QString shown(double value) {
    return QString::fromStdString(number(value, 3));
}
int ticks_of(double value) {
    return int(std::lround(value * PlanesBar::ticks));
}

}  // namespace

FunctionSlider* PlanesBar::slider(const char* name, const QString& title, const QString& tip) {
    auto made = new FunctionSlider(this);
    made->setObjectName(name);
    made->setAccessibleName(title);
    made->setToolTip(tip);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

PlanesBar::PlanesBar(Actions& actions, QWidget* parent)
    : QWidget(parent),
      actions_(actions),
      play_(new QToolButton(this)),
      reset_(new QToolButton(this)),
      time_(slider("plane-time", tr("Time of the planes"),
                   tr("Plays the planes to any time, between the frames and beyond the data   W"))),
      second_time_(slider("plane-second-time", tr("Steps of the second map"), tr("Steps along the second map"))),
      count_(slider("plane-count", tr("Planes kept"), tr("Rebuilds frames from the first planes   =  -"))),
      speed_(slider("plane-speed", tr("Speed of the plane"),
                    tr("How many of its steps the plane makes for one of the others   <  >"))),
      offset_(slider("plane-offset", tr("Offset of the plane"), tr("How many steps the plane is ahead   A  D"))),
      time_text_(new QLabel(this)),
      count_text_(new QLabel(this)),
      speed_text_(new QLabel(this)),
      offset_text_(new QLabel(this)),
      plane_(new QComboBox(this)),
      torus_(new QComboBox(this)),
      on_(new QCheckBox(tr("On"), this)),
      grid_(new QGridLayout(this)) {
    setObjectName("panel");
    setAccessibleName(tr("Mixer of rotation planes"));
    play_->setDefaultAction(&actions_["planes.play"]), play_->setObjectName("plane-play");
    reset_->setDefaultAction(&actions_["planes.reset"]), reset_->setObjectName("plane-reset");
    reset_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    for (auto button : {play_, reset_}) button->setAutoRaise(true), button->setFocusPolicy(Qt::TabFocus);
    plane_->setObjectName("plane-chosen"), plane_->setAccessibleName(tr("Plane that the controls act on"));
    torus_->setObjectName("torus-second"), torus_->setAccessibleName(tr("Plane that goes round the tube of the torus"));
    plane_->setToolTip(tr("The plane that the controls beside it act on; click a row of the board   N"));
    torus_->setToolTip(tr("The torus shows the chosen plane round its axis and this one round its tube"));
    on_->setObjectName("plane-on"), on_->setToolTip(actions_["planes.switch"].toolTip()), on_->setFocusPolicy(Qt::TabFocus);
    for (auto box : {plane_, torus_}) box->setFocusPolicy(Qt::TabFocus);
    for (auto label : {time_text_, count_text_, speed_text_, offset_text_}) label->setObjectName("caption");
    speed_->setRange(ticks_of(-fastest), ticks_of(fastest));
    connect(on_, &QCheckBox::clicked, &actions_["planes.switch"], &QAction::trigger);
    connect(plane_, &QComboBox::activated, this, [this](int at) { emit plane_chosen(at + 1); });
    connect(torus_, &QComboBox::activated, this, [this](int at) { emit torus_chosen(torus_->itemData(at).toInt()); });
    connect_sliders();
    connect(&theme_signal(), &ThemeSignal::changed, this, [this] { columns_ = 0, arrange(width()); });
    arrange(px(two_rows));  // a dock that was once as high as three rows would stay so
}

void PlanesBar::connect_sliders() {
    const auto value = [](int at) { return double(at) / ticks; };
    for (auto signal : {&FunctionSlider::dragged, &FunctionSlider::chosen}) {
        connect(time_, signal, this, [=, this](int at) { emit time_moved(value(at)); });
        connect(second_time_, signal, this, [=, this](int at) { emit second_time_moved(value(at)); });
    }
    connect(count_, &FunctionSlider::dragged, this, &PlanesBar::count_dragged);
    connect(count_, &FunctionSlider::chosen, this, &PlanesBar::count_chosen);
    connect(speed_, &FunctionSlider::dragged, this, [=, this](int at) { emit speed_dragged(value(at)); });
    connect(speed_, &FunctionSlider::chosen, this, [=, this](int at) { emit speed_chosen(value(at)); });
    connect(offset_, &FunctionSlider::dragged, this, [=, this](int at) { emit offset_dragged(value(at)); });
    connect(offset_, &FunctionSlider::chosen, this, [=, this](int at) { emit offset_chosen(value(at)); });
}

void PlanesBar::show_state(const PlanesBarState& s) {
    const QSignalBlocker quiet[] = {QSignalBlocker(time_),  QSignalBlocker(second_time_), QSignalBlocker(count_),
                                    QSignalBlocker(speed_), QSignalBlocker(offset_),      QSignalBlocker(plane_),
                                    QSignalBlocker(torus_)};
    if (plane_->count() != s.planes) {
        plane_->clear();
        for (int k = 1; k <= s.planes; ++k) plane_->addItem(tr("Plane %1").arg(k));
    }
    if (torus_->count() != s.planes - 1 || torus_of_ != s.chosen) {
        torus_of_ = s.chosen;
        torus_->clear();
        for (int k = 1; k <= s.planes; ++k)
            if (k != s.chosen) torus_->addItem(tr("torus with %1").arg(k), k);
    }
    plane_->setCurrentIndex(s.chosen - 1), torus_->setCurrentIndex(torus_->findData(s.torus_second));
    torus_->setEnabled(s.planes > 1 && s.frames);
    second_time_->setVisible(s.maps > 1);
    for (auto slider : {time_, second_time_}) slider->setEnabled(s.frames);
    // Twice as far as the data reach, and back as far as they do.
    time_->setRange(ticks_of(-std::max(s.behind, s.ahead)), ticks_of(2 * s.ahead)), time_->setValue(ticks_of(s.time));
    second_time_->setRange(time_->minimum(), time_->maximum()), second_time_->setValue(ticks_of(s.second_time));
    count_->setRange(1, std::max(1, s.planes)), count_->setValue(s.count > 0 ? s.count : s.planes);
    speed_->setValue(ticks_of(s.speed));
    const double round = std::clamp(s.round, 2.0, 10000.0);
    offset_->setRange(ticks_of(-round), ticks_of(round)), offset_->setValue(ticks_of(s.offset));
    for (auto part : {static_cast<QWidget*>(speed_), static_cast<QWidget*>(offset_)}) part->setEnabled(s.frames && s.planes > 0);
    on_->setChecked(s.on);
    const bool beyond = s.time > s.ahead + 1e-9 || s.time < -s.behind - 1e-9;
    time_text_->setText(!s.frames ? tr("no frames")
                        : beyond  ? tr("step %1, beyond").arg(shown(s.time))
                                  : tr("step %1 of %2").arg(shown(s.time), shown(s.ahead)));
    count_text_->setText(s.count > 0 && s.count < s.planes ? tr("first %1 of %2").arg(s.count).arg(s.planes)
                                                           : tr("all %1").arg(s.planes));
    speed_text_->setText(tr("speed %1").arg(shown(s.speed)));
    offset_text_->setText(tr("ahead %1").arg(shown(s.offset)));
}

void PlanesBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange(width());
}

// In two rows where there is room, else in three; texts keep their widths, so that sliders do not move under the hand.
void PlanesBar::arrange(int room) {
    const int columns = room >= px(two_rows) ? 8 : 5;
    if (columns == columns_) return;
    columns_ = columns;
    const QFontMetrics text(time_text_->font());
    time_text_->setMinimumWidth(text.horizontalAdvance(tr("step −8888, beyond")));
    count_text_->setMinimumWidth(text.horizontalAdvance(tr("first 88 of 88")));
    for (auto label : {speed_text_, offset_text_}) label->setMinimumWidth(text.horizontalAdvance(tr("speed −8.88")));
    for (auto slider : {time_, second_time_, count_, speed_, offset_}) slider->setMinimumWidth(px(60));
    while (grid_->count() > 0) delete grid_->takeAt(0);
    const bool wide = columns == 8;
    grid_->addWidget(play_, 0, 0), grid_->addWidget(time_, 0, 1, 1, 2), grid_->addWidget(second_time_, 0, 3),
        grid_->addWidget(time_text_, 0, 4);
    const int row = wide ? 0 : 1, from = wide ? 5 : 1;
    grid_->addWidget(count_, row, from, 1, wide ? 1 : 3), grid_->addWidget(count_text_, row, wide ? 6 : 4),
        grid_->addWidget(reset_, row, wide ? 7 : 0);
    const int last = row + 1;
    grid_->addWidget(plane_, last, 0), grid_->addWidget(on_, last, 1), grid_->addWidget(speed_, last, 2, 1, wide ? 2 : 1),
        grid_->addWidget(speed_text_, last, wide ? 4 : 3);
    grid_->addWidget(offset_, wide ? last : last + 1, wide ? 5 : 2),
        grid_->addWidget(offset_text_, wide ? last : last + 1, wide ? 6 : 3);
    grid_->addWidget(torus_, last, wide ? 7 : 4);
    for (int column = 0; column < 8; ++column)
        grid_->setColumnStretch(column, column == 2 || column == 3 || (wide && column == 5) ? 1 : 0);
    grid_->setContentsMargins(px(12), px(4), px(12), px(4));
    grid_->setHorizontalSpacing(px(8));
    grid_->setVerticalSpacing(px(2));
}

}  // namespace orthoscope
