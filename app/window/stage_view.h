// StageView: the bridge between Qt's QOpenGLWidget and the Stage. It paints when something changed, and ticks only
// while something moves.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QOpenGLWidget>
#include <QTimer>
#include <memory>

#include "views/stage/stage.h"

namespace orthoscope {

class StageView : public QOpenGLWidget {
    Q_OBJECT
  public:
    explicit StageView(QWidget* parent = nullptr);
    ~StageView() override;

    Stage& stage() { return stage_; }
    void show_exhibit(std::shared_ptr<const Exhibit> exhibit);
    void seek(const Cursor& cursor);
    void set_look(Look look);  // device ratio is the window's own
    const Look& look() const { return look_; }
    void view(CameraView view);
    void set_orthographic(bool on);

    // The picture as it stands, at `factor` times its size.
    QImage picture(double factor);

  signals:
    void painted();
    void facts_changed();
    void clicked(QPointF place);  // left button, without moving; in device pixels
    void right_clicked(QPointF place);
    void cut_dragged(int kept);   // of a spectrum, on its decay plot
    void cut_chosen(int kept);    // it was let go there
    void gl_failed(const QString& what);

  protected:
    void initializeGL() override;
    void paintGL() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void send(PointerEvent::Type type, PointerEvent::Button button, QPointF place, Qt::KeyboardModifiers keys,
              double wheel = 0);
    void follow_ratio();
    void close_gl();
    void keep_ticking();

    Look look_;
    Stage stage_;
    QPointF pressed_{-1, -1}, right_pressed_{-1, -1};
    std::size_t frames_ = 0;  // of the exhibit
    QTimer ticker_;
    QElapsedTimer clock_;
    QOpenGLContext* opened_ = nullptr;  // the context that Stage's GL objects live in
    QMetaObject::Connection context_gone_;
};

}  // namespace orthoscope
