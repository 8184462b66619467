#include "app/window/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <algorithm>
#include <cmath>

#include "app/window/style_sheet.h"

namespace orthoscope {
namespace {

Theme theme_now = Theme::Dark;
double scale_now = 1;

QFont body_font() {
    QFont font;
    font.setFamilies({"Noto Sans", "DejaVu Sans"});
    font.setPixelSize(px(13));
    return font;
}

QPalette qt_palette(const Palette& p) {
    QPalette q;
    const auto text = to_qcolor(p.text), secondary = to_qcolor(p.secondary), panel = to_qcolor(p.panel);
    q.setColor(QPalette::Window, panel);
    q.setColor(QPalette::WindowText, text);
    q.setColor(QPalette::Base, to_qcolor(p.ground_top));
    q.setColor(QPalette::AlternateBase, to_qcolor(p.ground_bottom));
    q.setColor(QPalette::Text, text);
    q.setColor(QPalette::PlaceholderText, secondary);
    q.setColor(QPalette::Button, panel);
    q.setColor(QPalette::ButtonText, text);
    q.setColor(QPalette::ToolTipBase, to_qcolor(p.ground_bottom));
    q.setColor(QPalette::ToolTipText, text);
    q.setColor(QPalette::Highlight, to_qcolor(p.accent));
    q.setColor(QPalette::HighlightedText, to_qcolor(p.on_accent));
    q.setColor(QPalette::Link, to_qcolor(p.accent));
    q.setColor(QPalette::Mid, to_qcolor(p.hairline));
    q.setColor(QPalette::Dark, to_qcolor(p.hairline));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        q.setColor(QPalette::Disabled, role, to_qcolor(p.secondary, 0.6));
    return q;
}

}  // namespace

Theme current_theme() { return theme_now; }
double current_scale() { return scale_now; }
const Palette& current_palette() { return palette(theme_now); }

int px(double length) { return std::max(1, static_cast<int>(std::lround(length * scale_now))); }

QColor to_qcolor(Colour c, double alpha) {
    return QColor::fromRgbF(float(c.r), float(c.g), float(c.b), float(alpha));
}

void apply_theme(Theme theme, double scale) {
    theme_now = theme;
    scale_now = std::clamp(scale, smallest_scale, largest_scale);
    QApplication::setFont(body_font());
    QApplication::setPalette(qt_palette(current_palette()));
    qApp->setStyleSheet(style_sheet(current_palette()));
    emit theme_signal().changed();
}

ThemeSignal& theme_signal() {
    static ThemeSignal signal;
    return signal;
}

double next_scale(double scale, int direction) {
    constexpr double steps[] = {0.75, 0.875, 1, 1.25, 1.5, 1.75, 2, 2.5};
    constexpr double tiny = 1e-6;
    if (direction > 0) {
        for (double s : steps)
            if (s > scale + tiny) return s;
        return largest_scale;
    }
    double lower = smallest_scale;
    for (double s : steps)
        if (s < scale - tiny) lower = s;
    return lower;
}

}  // namespace orthoscope
