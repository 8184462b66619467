// FontSet: the typefaces of the overlay, rasterised by FreeType at the scale in use.
#pragma once

#include <array>

struct ImFont;

namespace orthoscope {

// Type sizes of look.md: caption 11, body 13, title 20; formulas 18 with scripts of body size; small: scripts of
// formulas set at body size.
enum class Type { Caption, Body, Bold, Italic, Title, TitleBold, Formula, FormulaItalic, Small, SmallItalic };
constexpr std::size_t type_count = 10;

class FontSet {
  public:
    // Rasterises into the atlas of the current ImGui context when `scale` (device pixels a unit) has changed; true
    // when it did, and the texture has to go up anew.
    bool build(double scale);
    ImFont* font(Type type) const { return fonts_[static_cast<std::size_t>(type)]; }
    double scale() const { return scale_; }

  private:
    std::array<ImFont*, type_count> fonts_{};
    double scale_ = 0;
};

}  // namespace orthoscope
