// Fonts: where the program's typefaces lie on this machine, by fontconfig.
#pragma once

#include <string>

namespace orthoscope {

// Paths of font files. Noto Sans where installed, else DejaVu Sans, else whatever fontconfig gives; `math` is empty
// where neither Noto Sans Math nor DejaVu Sans is found.
struct FontFiles {
    std::string regular, bold, italic, math;
};
const FontFiles& font_files();

}  // namespace orthoscope
