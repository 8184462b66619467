#include "app/window/panel_folding.h"

#include <QEvent>

#include "app/window/main_window.h"
#include "app/window/theme.h"
#include "app/window/timeline_bar.h"

namespace orthoscope {
namespace {

constexpr double most_for_both = 0.42, most_for_method = 0.35;  // of the window's width
constexpr double low_below = 460;         // pixels at scale 1

}  // namespace

PanelFolding::PanelFolding(MainWindow& window) : QObject(&window), window_(window) {
    window.installEventFilter(this);
    connect(&theme_signal(), &ThemeSignal::changed, this, &PanelFolding::apply);
    apply();
}

bool PanelFolding::low(const QWidget& window) { return window.height() < px(low_below); }

bool PanelFolding::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && event->type() == QEvent::Resize) apply();
    return QObject::eventFilter(watched, event);
}

void PanelFolding::fold(Panel& panel, bool fits) {
    if (fits == panel.fits) return;
    panel.fits = fits;
    auto& action = window_.actions()[panel.action];
    const bool turn = fits ? panel.folded && !action.isChecked() : action.isChecked();
    panel.folded = !fits && turn;
    if (!turn) return;
    action.setChecked(fits);
    if (!window_.on_start_page()) window_.show_start_page(false);  // lays the docks out
}

void PanelFolding::apply() {
    const double width = window_.width();
    fold(panels_[0], px(data_width + method_width) <= most_for_both * width);
    fold(panels_[1], px(method_width) <= most_for_method * width);
    window_.timeline().track().updateGeometry();
}

}  // namespace orthoscope
