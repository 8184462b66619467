// PlanesBar: under a board of rotation planes the mixer: time, how many planes rebuild the frame, and for one plane whether
// it takes part, how fast and how far ahead; and which two planes the torus shows.
#pragma once

#include <QWidget>
#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace orthoscope {

class Actions;
class FunctionSlider;

struct PlanesBarState {
    int planes = 0;
    bool frames = false;           // phasors are known: there is time
    double ahead = 0, behind = 0;  // steps that the data reach from the first frame
    int maps = 1;
    double time = 0, second_time = 0;
    bool playing = false;
    int count = 0;   // 0: all
    int chosen = 1;  // from 1
    bool on = true;
    double speed = 1, offset = 0;  // of the chosen one
    double round = 1;              // steps in which it turns once
    int torus_second = 2;
    bool mixed = false;  // anything differs from how it is
};

class PlanesBar : public QWidget {
    Q_OBJECT
  public:
    explicit PlanesBar(Actions& actions, QWidget* parent = nullptr);
    void show_state(const PlanesBarState& state);

    static constexpr int ticks = 20;  // of the sliders: a step of time, 1 of speed

  signals:
    void time_moved(double time);  // while held, and where it is let go
    void second_time_moved(double time);
    void count_dragged(int planes);  // as many as there are: all
    void count_chosen(int planes);
    void plane_chosen(int plane);
    void speed_dragged(double speed);
    void speed_chosen(double speed);
    void offset_dragged(double steps);
    void offset_chosen(double steps);
    void torus_chosen(int plane);  // beside the chosen one

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    FunctionSlider* slider(const char* name, const QString& title, const QString& tip);
    void connect_sliders();
    void arrange(int room);

    Actions& actions_;
    QToolButton *play_, *reset_;
    FunctionSlider *time_, *second_time_, *count_, *speed_, *offset_;
    QLabel *time_text_, *count_text_, *speed_text_, *offset_text_;
    QComboBox *plane_, *torus_;
    QCheckBox* on_;
    QGridLayout* grid_;
    int columns_ = 0, torus_of_ = 0;
};

}  // namespace orthoscope
