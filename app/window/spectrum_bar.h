// SpectrumBar: over the timeline of a spectrum the scales of its axes, the matrix and the direction in front, and the cut.
#pragma once

#include <QWidget>

#include "views/stage/exhibit.h"

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;

namespace orthoscope {

class Actions;
class FunctionSlider;

struct SpectrumBarState {
    int layers = 1, layer = 1;
    QString layer_name;
    int directions = 0, direction = 1;  // 0: none are known
    double value = 0;                   // of the direction
    bool by_hand = false;               // the person has set a cut
    int kept = -1;                      // -1: nothing is cut
    int last_kept = 1;                  // where the slider stands then
    DecayAxes axes = DecayAxes::Auto;
};

class SpectrumBar : public QWidget {
    Q_OBJECT
  public:
    explicit SpectrumBar(Actions& actions, QWidget* parent = nullptr);
    void show_state(const SpectrumBarState& state);

  signals:
    void axes_chosen(orthoscope::DecayAxes axes);
    void layer_dragged(int layer);
    void direction_dragged(int direction);
    void layer_chosen(int layer);          // from 1
    void direction_chosen(int direction);  // from 1
    void kept_dragged(int kept);
    void kept_chosen(int kept);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();

    Actions& actions_;
    QComboBox* axes_;
    FunctionSlider *layer_, *direction_, *kept_;
    QLabel *layer_text_, *direction_text_, *kept_text_;
    QCheckBox* cuts_;
    QWidget *layer_group_, *direction_group_, *cut_group_;
    QHBoxLayout *upper_, *lower_;
    int rows_ = 0;
    bool many_ = false;
};

}  // namespace orthoscope
