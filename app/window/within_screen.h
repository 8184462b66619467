// A dialog's size at scale 1, given at the present scale; large text makes none larger than its screen.
#pragma once

#include <QScreen>
#include <QWidget>

#include "app/window/theme.h"

namespace orthoscope {

inline void resize_within_screen(QWidget& dialog, double width, double height) {
    dialog.resize(QSize(px(width), px(height)).boundedTo(dialog.screen()->availableSize()));
}

}  // namespace orthoscope
