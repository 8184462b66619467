// StatusLine: one line under the window: where kernels run and why, what draws the picture, and how much of the data.
#pragma once

#include <QStatusBar>

class QLabel;

namespace orthoscope {

class RunController;
class StageView;

class StatusLine : public QStatusBar {
    Q_OBJECT
  public:
    StatusLine(const RunController& runner, StageView& view, QWidget* parent = nullptr);

    QString text() const;
    void set_view(bool shown);  // whether the view's picture is the one in the window
    void refresh();

  private:
    const RunController& runner_;
    StageView& view_;
    QLabel* label_;
    bool view_shown_ = true;
};

}  // namespace orthoscope
