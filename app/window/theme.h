// Theme: the program's palette, type and spacing given to Qt. Theme and scale belong to the whole application.
#pragma once

#include <QColor>
#include <QObject>

#include "views/theme/palette.h"

namespace orthoscope {

Theme current_theme();
double current_scale();
const Palette& current_palette();

// `length` at scale 1, in device-independent pixels at the present scale.
int px(double length);
QColor to_qcolor(Colour colour, double alpha = 1);

// Font, palette and style sheet of the application. Tells theme_signal() when done.
void apply_theme(Theme theme, double scale);

class ThemeSignal : public QObject {
    Q_OBJECT
  signals:
    void changed();
};
ThemeSignal& theme_signal();

constexpr double smallest_scale = 0.75, largest_scale = 2.5;
double next_scale(double scale, int direction);  // along 0.75, 0.875, 1, 1.25, 1.5, 1.75, 2, 2.5

}  // namespace orthoscope
