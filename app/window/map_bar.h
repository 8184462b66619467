// MapBar: under a picture of shapes what they are painted with, a slider of eigenfunctions and one of the basis cut-off.
#pragma once

#include <QSlider>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;

namespace orthoscope {

class Actions;

// A press on its groove goes there.
class FunctionSlider : public QSlider {
    Q_OBJECT
  public:
    explicit FunctionSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {}

  signals:
    void dragged(int value);
    void chosen(int value);  // at the end of a drag, or by a key or the wheel

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;

  private:
    bool dragging_ = false;
};

struct MapBarState {
    bool two = false;            // shapes; else one
    int functions = 0;           // of each basis; 0: none yet
    int eigenfunction = 2;       // shown, or shown last
    double source_value = 0, target_value = 0;  // its eigenvalues
    int cut_off = 0;             // 0: off
    int last_cut_off = 20;       // where its slider stands while it is off
    QString doing;               // the map is being found
    QStringList attributes;      // of the source
    QString attribute;           // the one shown, or shown last; one that it has not: its first
};

class MapBar : public QWidget {
    Q_OBJECT
  public:
    explicit MapBar(Actions& actions, QWidget* parent = nullptr);
    void show_state(const MapBarState& state);

  signals:
    void eigenfunction_dragged(int index);  // from 1
    void eigenfunction_chosen(int index);
    void attribute_chosen(const QString& name);
    void cut_off_dragged(int functions);
    void cut_off_chosen(int functions);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();
    void follow_actions();
    void show_attributes(const MapBarState& s);

    Actions& actions_;
    QWidget* paint_;
    QComboBox* colours_;
    QString attribute_;
    FunctionSlider *function_, *cut_;
    QCheckBox *cuts_, *by_functions_;
    QLabel *value_, *kept_;
    QGridLayout* grid_;
    int rows_ = 0;
};

}  // namespace orthoscope
