// TimelineTrack: the phases of a run as tinted segments with their names, the cost curve drawn inside, and the
// playhead. It shows; what is played is Playback's business.
#pragma once

#include <QAbstractSlider>
#include <QTimer>

#include "core/method/method.h"
#include "core/recording/timeline.h"

namespace orthoscope {

class TimelineTrack : public QAbstractSlider {
    Q_OBJECT
  public:
    explicit TimelineTrack(QWidget* parent = nullptr);

    void set_run(const Timeline& timeline, std::vector<FramePtr> frames, const MethodInfo* method, bool running);
    void set_position(double position);
    // Marks over frames, each with what it says when pointed at.
    void set_marks(std::vector<std::pair<std::size_t, QString>> marks);
    double position_at(double x) const;  // seconds under a place of the widget
    double x_of(double position) const;
    QString describe(double position) const;  // "iteration 2, Rotate"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void scrubbed(double position);
    void scrub_began();
    void scrub_ended();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QRectF track() const;
    void paint_segments(QPainter& painter) const;
    void paint_names(QPainter& painter) const;
    void paint_cost(QPainter& painter) const;
    void paint_running(QPainter& painter) const;
    void paint_marks(QPainter& painter) const;
    void paint_head(QPainter& painter) const;
    int phase_of(std::size_t frame) const;

    Timeline timeline_;
    std::vector<FramePtr> frames_;
    std::vector<std::pair<std::size_t, QString>> marks_;
    const MethodInfo* method_ = nullptr;
    bool running_ = false;
    double position_ = 0, hover_x_ = -1;
    int spin_ = 0;
    QTimer spinner_;
};

}  // namespace orthoscope
