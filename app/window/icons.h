// Icons: assets/icons/NAME.svg drawn in the colour of the theme's text, whatever the theme is at that moment.
#pragma once

#include <QIcon>
#include <QString>

namespace orthoscope {

QIcon line_icon(const QString& name);
QIcon accent_icon(const QString& name);  // in the colour of text on the accent: the primary button

}  // namespace orthoscope
