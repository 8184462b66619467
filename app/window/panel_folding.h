// PanelFolding: where the panels at the present size of text would leave the picture too little of the window, the
// data fold first, then the method. They fold as if a person had taken their tick away, so that View brings each back,
// and return by themselves when there is room again.
#pragma once

#include <QObject>
#include <array>

namespace orthoscope {

class MainWindow;

// Widths of the panels at scale 1: the picture keeps 70 % of 1280.
constexpr double data_width = 172, method_width = 208;

class PanelFolding : public QObject {
  public:
    explicit PanelFolding(MainWindow& window);  // its child
    // A window of few lines of text: the timeline's track is slim.
    static bool low(const QWidget& window);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Panel {
        const char* action;
        bool fits = true, folded = false;  // folded: by us
    };
    void fold(Panel& panel, bool fits);
    void apply();

    MainWindow& window_;
    std::array<Panel, 2> panels_{{{"view.data"}, {"view.method"}}};
};

}  // namespace orthoscope
