// The application's Qt style sheet, from the palette and the present scale.
#pragma once

#include <QString>

#include "views/theme/palette.h"

namespace orthoscope {

QString style_sheet(const Palette& palette);

}  // namespace orthoscope
