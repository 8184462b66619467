#include "app/window/stage_view.h"

#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLFramebufferObject>
#include <algorithm>

namespace orthoscope {
namespace {

PointerEvent::Button button_of(Qt::MouseButtons buttons) {
    if (buttons & Qt::LeftButton) return PointerEvent::Button::Left;
    if (buttons & Qt::MiddleButton) return PointerEvent::Button::Middle;
    if (buttons & Qt::RightButton) return PointerEvent::Button::Right;
    return PointerEvent::Button::None;
}

}  // namespace

StageView::StageView(QWidget* parent) : QOpenGLWidget(parent) {
    setObjectName("viewport");
    setAccessibleName(tr("Picture"));
    setAccessibleDescription(tr("The two sets and the present step of the method"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
    ticker_.setInterval(16);
    connect(&ticker_, &QTimer::timeout, this, [this] {
        stage_.tick(double(clock_.nsecsElapsed()) * 1e-9);
        clock_.restart();
        update();
    });
}

StageView::~StageView() { close_gl(); }

void StageView::close_gl() {
    if (!opened_) return;
    disconnect(context_gone_);
    makeCurrent();
    stage_.close_gl();
    doneCurrent();
    opened_ = nullptr;
}

void StageView::initializeGL() {
    // May run again: a dock that floats, or a screen that changes, gives the widget another context.
    auto context = QOpenGLContext::currentContext();
    if (opened_) stage_.close_gl();
    disconnect(context_gone_);
    context_gone_ = connect(context, &QOpenGLContext::aboutToBeDestroyed, this, &StageView::close_gl);
    opened_ = context;
    // VTK asks for its context while painting. QOpenGLWidget::makeCurrent would bind Qt's framebuffer then and
    // leave VTK's own one invalid, so the plain context is made current.
    stage_.open_gl([context, surface = context->surface()] {
        if (QOpenGLContext::currentContext() != context) context->makeCurrent(surface);
    });
    follow_ratio();
}

void StageView::follow_ratio() {
    if (look_.device_ratio == devicePixelRatioF()) return;
    look_.device_ratio = devicePixelRatioF();
    stage_.set_look(look_);
}

void StageView::paintGL() {
    if (!opened_) return;
    follow_ratio();
    const double ratio = devicePixelRatioF();
    const int w = std::max(1, qRound(width() * ratio)), h = std::max(1, qRound(height() * ratio));
    stage_.paint(defaultFramebufferObject(), w, h);
    auto gl = QOpenGLContext::currentContext()->extraFunctions();
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    keep_ticking();
    emit painted();
}

void StageView::keep_ticking() {
    const bool moving = stage_.animating();
    if (moving && !ticker_.isActive()) {
        clock_.restart();
        ticker_.start();
    } else if (!moving) {
        ticker_.stop();
    }
}

void StageView::show_exhibit(std::shared_ptr<const Exhibit> exhibit) {
    frames_ = exhibit ? exhibit->frames.size() : 0;
    stage_.show(std::move(exhibit));
    update();
}

void StageView::seek(const Cursor& cursor) {
    if (cursor.upper > 0 && cursor.upper >= frames_) return;  // of an exhibit that is still to come
    stage_.seek(cursor);
    update();
}

void StageView::set_look(Look look) {
    look.device_ratio = devicePixelRatioF();
    look_ = look;
    stage_.set_look(look_);
    update();
}

void StageView::view(CameraView view) {
    stage_.view(view);
    update();
}

void StageView::set_orthographic(bool on) {
    stage_.set_orthographic(on);
    update();
}

QImage StageView::picture(double factor) {
    if (!opened_) return {};
    makeCurrent();
    const double ratio = devicePixelRatioF() * factor;
    const QSize size(std::max(1, qRound(width() * ratio)), std::max(1, qRound(height() * ratio)));
    QOpenGLFramebufferObject target(size, QOpenGLFramebufferObject::CombinedDepthStencil);
    Look look = look_;
    look.device_ratio = ratio;
    stage_.set_look(look);
    stage_.paint(target.handle(), size.width(), size.height());
    auto image = target.toImage().convertToFormat(QImage::Format_RGB888);
    stage_.set_look(look_);
    doneCurrent();
    update();
    return image;
}

void StageView::send(PointerEvent::Type type, PointerEvent::Button button, QPointF place,
                    Qt::KeyboardModifiers keys, double wheel) {
    const double ratio = devicePixelRatioF();
    PointerEvent event{type, button, place.x() * ratio, place.y() * ratio, wheel,
                       keys.testFlag(Qt::ShiftModifier), keys.testFlag(Qt::ControlModifier)};
    if (stage_.pointer(event)) update();
    if (cursor().shape() == Qt::ArrowCursor || cursor().shape() == Qt::SizeHorCursor)
        setCursor(stage_.dragged_cut() || stage_.panel_at(event.x, event.y) == "cut" ? Qt::SizeHorCursor : Qt::ArrowCursor);
    keep_ticking();
    emit facts_changed();
}

void StageView::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton ? event->position() : QPointF(-1, -1);
    right_pressed_ = event->button() == Qt::RightButton ? event->position() : QPointF(-1, -1);
    send(PointerEvent::Type::Press, button_of(event->button()), event->position(), event->modifiers());
}
void StageView::mouseMoveEvent(QMouseEvent* event) {
    send(PointerEvent::Type::Move, button_of(event->buttons()), event->position(), event->modifiers());
    if (const auto kept = stage_.dragged_cut()) emit cut_dragged(*kept);
}
void StageView::mouseReleaseEvent(QMouseEvent* event) {
    const auto kept = stage_.dragged_cut();
    send(PointerEvent::Type::Release, button_of(event->button()), event->position(), event->modifiers());
    if (kept) emit cut_chosen(*kept);
    if (event->button() == Qt::RightButton && (event->position() - right_pressed_).manhattanLength() < 4)
        emit right_clicked(event->position() * devicePixelRatioF());
    const auto away = event->position() - pressed_;
    if (event->button() == Qt::LeftButton && pressed_.x() >= 0 && away.manhattanLength() < 4)
        emit clicked(event->position() * devicePixelRatioF());
    pressed_ = {-1, -1};
}
void StageView::mouseDoubleClickEvent(QMouseEvent*) { view(CameraView::Fit); }
void StageView::wheelEvent(QWheelEvent* event) {
    send(PointerEvent::Type::Wheel, PointerEvent::Button::None, event->position(), event->modifiers(),
         event->angleDelta().y() / 120.0);
    event->accept();
}
void StageView::leaveEvent(QEvent*) {
    send(PointerEvent::Type::Leave, PointerEvent::Button::None, {}, Qt::NoModifier);
}

}  // namespace orthoscope
