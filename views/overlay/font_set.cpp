#include "views/overlay/font_set.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "views/overlay/font_metrics.h"
#include "views/theme/fonts.h"

namespace orthoscope {
namespace {

// Names in data may hold any of these; formulas need only the first four rows.
const ImWchar wide[] = {0x20, 0x7E, 0xA0, 0x17F, 0x2B0, 0x36F, 0x370, 0x3FF, 0x400, 0x4FF, 0x1D2C, 0x1D6A,
                        0x1E00, 0x1EFF, 0x2010, 0x209F, 0x20A0, 0x20BF, 0x2100, 0x214F, 0};
const ImWchar narrow[] = {0x20, 0x7E, 0xA0, 0xFF, 0x2C6, 0x2C7, 0x370, 0x3FF, 0x2010, 0x209F, 0};
const ImWchar symbols[] = {0x2032, 0x2037, 0x2190, 0x21FF, 0x2200, 0x22FF, 0x27C2, 0x27C2, 0x27E8, 0x27EF, 0};

struct Cut {
    double em;
    std::string FontFiles::* file;
    const ImWchar* ranges;
};
const Cut cuts[type_count] = {
    {11, &FontFiles::regular, wide},   {13, &FontFiles::regular, wide},   {13, &FontFiles::bold, wide},
    {13, &FontFiles::italic, narrow},  {20, &FontFiles::regular, narrow}, {20, &FontFiles::bold, narrow},
    {18, &FontFiles::regular, narrow}, {18, &FontFiles::italic, narrow},  {10, &FontFiles::regular, narrow},
    {10, &FontFiles::italic, narrow},
};

float pixels(const std::string& file, double em) {
    return static_cast<float>(std::max(4.0, std::round(em * line_per_em(file))));
}

ImFont* add(ImFontAtlas& atlas, const Cut& cut, double scale) {
    const auto& files = font_files();
    const std::string& file = files.*cut.file;
    const double em = cut.em * scale;
    if (file.empty()) return atlas.AddFontDefault();
    ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), pixels(file, em), nullptr, cut.ranges);
    if (!font) return atlas.AddFontDefault();
    if (!files.math.empty()) {
        ImFontConfig merged;
        merged.MergeMode = true;
        atlas.AddFontFromFileTTF(files.math.c_str(), pixels(files.math, em), &merged, symbols);
    }
    return font;
}

// Dear ImGui rounds every advance up, which spaces small text out; the nearest whole pixel reads better.
void space_evenly(ImFont& font, const Cut& cut, double scale) {
    const auto& files = font_files();
    std::vector<unsigned> characters;
    for (auto& glyph : font.Glyphs) characters.push_back(glyph.Codepoint);
    const auto own = advances(files.*cut.file, cut.em * scale, characters);
    const auto math = advances(files.math, cut.em * scale, characters);
    for (int i = 0; i < font.Glyphs.Size; ++i) {
        const double advance = own[std::size_t(i)] > 0 ? own[std::size_t(i)] : math[std::size_t(i)];
        if (advance > 0) font.Glyphs[i].AdvanceX = static_cast<float>(std::round(advance));
    }
    font.BuildLookupTable();
}

}  // namespace

bool FontSet::build(double scale) {
    if (scale == scale_) return false;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.TexGlyphPadding = 2;
    for (std::size_t i = 0; i < type_count; ++i) fonts_[i] = add(atlas, cuts[i], scale);
    atlas.Build();
    for (std::size_t i = 0; i < type_count; ++i) space_evenly(*fonts_[i], cuts[i], scale);
    scale_ = scale;
    return true;
}

}  // namespace orthoscope
