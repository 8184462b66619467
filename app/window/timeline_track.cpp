#include "app/window/timeline_track.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/window/panel_folding.h"
#include "app/window/theme.h"

namespace orthoscope {
namespace {

constexpr double narrowest_name = 40;  // pixels at scale 1: below that a phase has no name

double cost_of(const Frame& frame) {
    for (auto wanted : {"cost", "rmse"})
        for (auto& [name, value] : frame.metrics)
            if (name == wanted) return value;
    return std::nan("");
}

QFont caption_font(const QFont& from) {
    auto font = from;
    font.setPixelSize(px(11));
    return font;
}

}  // namespace

TimelineTrack::TimelineTrack(QWidget* parent) : QAbstractSlider(parent) {
    setObjectName("timeline");
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    spinner_.setInterval(80);
    connect(&theme_signal(), &ThemeSignal::changed, this, &QWidget::updateGeometry);
    connect(&spinner_, &QTimer::timeout, this, [this] { ++spin_, update(); });
}

void TimelineTrack::set_run(const Timeline& timeline, std::vector<FramePtr> frames, const MethodInfo* method,
                            bool running) {
    timeline_ = timeline;
    frames_ = std::move(frames);
    method_ = method;
    running_ = running;
    running ? spinner_.start() : spinner_.stop();
    setRange(0, std::max(0, int(timeline_.frames()) - 1));
    setEnabled(timeline_.frames() > 1 || running);
    set_position(position_);
}

void TimelineTrack::set_position(double position) {
    position_ = std::clamp(position, 0.0, timeline_.length());
    if (timeline_.frames()) {
        setValue(int(timeline_.at(position_).nearest()));
        setAccessibleDescription(describe(position_));
    }
    update();
}

QRectF TimelineTrack::track() const { return QRectF(px(8), px(4), width() - 2 * px(8), height() - px(8)); }

double TimelineTrack::position_at(double x) const {
    const auto area = track();
    return std::clamp((x - area.left()) / area.width(), 0.0, 1.0) * timeline_.length();
}

double TimelineTrack::x_of(double position) const {
    const double length = timeline_.length();
    return track().left() + (length > 0 ? position / length : 0) * track().width();
}

int TimelineTrack::phase_of(std::size_t frame) const {
    return frame < frames_.size() ? frames_[frame]->phase : 0;
}

QString TimelineTrack::describe(double position) const {
    if (!timeline_.frames() || frames_.empty()) return {};
    const auto cursor = timeline_.at(position);
    const auto frame = std::min(cursor.upper, frames_.size() - 1);
    const auto phase = std::size_t(phase_of(frame));
    QString text = method_ && phase < method_->phases.size()
                       ? QString::fromStdString(method_->phases[phase].title)
                       : tr("phase %1").arg(phase + 1);
    const auto last = frames_.back()->iteration;
    if (last > 1) text = tr("iteration %1 of %2, ").arg(frames_[frame]->iteration).arg(last) + text;
    return text;
}

QSize TimelineTrack::sizeHint() const { return {px(400), px(PanelFolding::low(*window()) ? 40 : 52)}; }
QSize TimelineTrack::minimumSizeHint() const { return {px(120), sizeHint().height()}; }

void TimelineTrack::paint_segments(QPainter& painter) const {
    const auto area = track();
    const auto current = timeline_.at(position_).upper;
    painter.setFont(caption_font(font()));
    double painted_to = area.left();
    for (std::size_t i = 0; i < timeline_.frames() && i < frames_.size(); ++i) {
        const double left = i == 0 ? area.left() : x_of(timeline_.position_of(i - 1));
        const double right = x_of(timeline_.position_of(i));
        if (right - painted_to < 0.7) continue;  // thinner than a pixel: the next one covers it
        const QRectF segment(std::max(left, painted_to - 0.5), area.top(), right - std::max(left, painted_to - 0.5),
                             area.height());
        painted_to = right;
        const auto phase = std::size_t(phase_of(i));
        const auto tint = category(phase, current_theme());
        painter.fillRect(segment, to_qcolor(tint, i == current ? 0.38 : 0.16));
        if (segment.width() > 3)
            painter.fillRect(QRectF(segment.right() - 1, segment.top(), 1, segment.height()),
                             to_qcolor(current_palette().panel));
    }
    paint_names(painter);
}

// One name for neighbours of the same phase.
void TimelineTrack::paint_names(QPainter& painter) const {
    const auto area = track();
    const auto current = timeline_.at(position_).upper;
    const auto count = std::min(timeline_.frames(), frames_.size());
    for (std::size_t first = 0, next; first < count; first = next) {
        const int phase = phase_of(first);
        for (next = first + 1; next < count && phase_of(next) == phase;) ++next;
        const double left = first == 0 ? area.left() : x_of(timeline_.position_of(first - 1));
        const QRectF room(left + px(5), area.top(), x_of(timeline_.position_of(next - 1)) - left - px(9),
                          area.height() - px(2));
        if (room.width() < px(narrowest_name) || !method_ || std::size_t(phase) >= method_->phases.size()) continue;
        const auto name = QString::fromStdString(method_->phases[std::size_t(phase)].title);
        const auto text = painter.fontMetrics().elidedText(name, Qt::ElideRight, int(room.width()));
        const bool here = current >= first && current < next;
        painter.setPen(to_qcolor(here ? current_palette().text : current_palette().secondary));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, text);
    }
}

void TimelineTrack::paint_cost(QPainter& painter) const {
    double low = INFINITY, high = -INFINITY;
    for (auto& frame : frames_)
        if (const double c = cost_of(*frame); std::isfinite(c)) low = std::min(low, c), high = std::max(high, c);
    if (!(high > low)) return;
    const auto room = track().adjusted(0, px(5), 0, -px(18));
    const auto y_of = [&](double c) { return room.bottom() - (c - low) / (high - low) * room.height(); };
    QPainterPath path;
    for (std::size_t i = 0; i < frames_.size() && i < timeline_.frames(); ++i) {
        const double c = cost_of(*frames_[i]);
        if (!std::isfinite(c)) continue;
        const QPointF place(x_of(timeline_.position_of(i)), y_of(c));
        path.elementCount() ? path.lineTo(place) : path.moveTo(place);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(to_qcolor(current_palette().text, 0.75), 1.5 * current_scale()));
    painter.drawPath(path);
}

// An hour-glass at the end of what there is, turning.
void TimelineTrack::paint_running(QPainter& painter) const {
    const auto area = track();
    const double size = px(9);
    painter.save();
    painter.translate(area.right() - px(14), area.center().y());
    painter.rotate(spin_ * 15 % 360);
    painter.setPen(Qt::NoPen);
    painter.setBrush(to_qcolor(current_palette().accent));
    painter.drawPolygon(QPolygonF{{-size / 2, -size / 2}, {size / 2, -size / 2}, {0, 0}});
    painter.drawPolygon(QPolygonF{{-size / 2, size / 2}, {size / 2, size / 2}, {0, 0}});
    painter.restore();
}

void TimelineTrack::set_marks(std::vector<std::pair<std::size_t, QString>> marks) {
    marks_ = std::move(marks);
    update();
}

// Small wedges that hang from the upper edge.
void TimelineTrack::paint_marks(QPainter& painter) const {
    const auto area = track();
    painter.setPen(Qt::NoPen);
    painter.setBrush(to_qcolor(current_palette().bad));
    for (auto& [frame, text] : marks_) {
        if (frame >= timeline_.frames()) continue;
        const double x = x_of(timeline_.position_of(frame));
        painter.drawPolygon(QPolygonF{{x - px(5), area.top() - px(3)}, {x + px(5), area.top() - px(3)}, {x, area.top() + px(6)}});
        painter.fillRect(QRectF(x - 0.5, area.top(), 1, area.height()), to_qcolor(current_palette().bad, 0.6));
    }
}

void TimelineTrack::paint_head(QPainter& painter) const {
    const auto area = track();
    auto& p = current_palette();
    if (hover_x_ >= area.left() && hover_x_ <= area.right())
        painter.fillRect(QRectF(hover_x_, area.top(), 1, area.height()), to_qcolor(p.secondary, 0.6));
    const double x = x_of(position_);
    painter.fillRect(QRectF(x - 1, area.top() - px(3), 2, area.height() + px(6)), to_qcolor(p.text));
    painter.setPen(Qt::NoPen);
    painter.setBrush(to_qcolor(p.text));
    painter.drawEllipse(QPointF(x, area.top() - px(1)), px(3.5), px(3.5));
}

void TimelineTrack::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    auto& p = current_palette();
    painter.fillRect(track(), to_qcolor(p.ground_top));
    if (timeline_.frames() > 1) {
        paint_segments(painter);
        paint_cost(painter);
        paint_marks(painter);
        paint_head(painter);
    } else {
        painter.setFont(caption_font(font()));
        painter.setPen(to_qcolor(p.secondary));
        painter.drawText(track(), Qt::AlignCenter,
                         running_ ? tr("running…") : tr("Run a method: its steps are played back here."));
    }
    if (running_) paint_running(painter);
    if (hasFocus()) {
        painter.setPen(QPen(to_qcolor(p.accent), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(track().adjusted(-1.5, -1.5, 1.5, 1.5));
    }
}

void TimelineTrack::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || timeline_.frames() < 2) return;
    setSliderDown(true);
    emit scrub_began();
    emit scrubbed(position_at(event->position().x()));
}

void TimelineTrack::mouseMoveEvent(QMouseEvent* event) {
    hover_x_ = event->position().x();
    if (event->buttons() & Qt::LeftButton && isSliderDown()) emit scrubbed(position_at(hover_x_));
    auto tip = describe(position_at(hover_x_));
    for (auto& [frame, text] : marks_)
        if (frame < timeline_.frames() && std::abs(x_of(timeline_.position_of(frame)) - hover_x_) <= px(6)) tip = text;
    setToolTip(tip);
    update();
}

void TimelineTrack::mouseReleaseEvent(QMouseEvent*) {
    if (!isSliderDown()) return;
    setSliderDown(false);
    emit scrub_ended();
}

void TimelineTrack::wheelEvent(QWheelEvent* event) {
    if (timeline_.frames() < 2) return event->ignore();
    emit scrubbed(position_ - event->angleDelta().y() / 120.0 * timeline_.length() / 50);
    event->accept();
}

void TimelineTrack::keyPressEvent(QKeyEvent* event) { event->ignore(); }  // arrows are actions of the window

void TimelineTrack::leaveEvent(QEvent*) {
    hover_x_ = -1;
    update();
}

}  // namespace orthoscope
