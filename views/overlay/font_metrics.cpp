#include "views/overlay/font_metrics.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <map>

namespace orthoscope {
namespace {

class Face {
  public:
    explicit Face(const std::string& file) {
        if (FT_Init_FreeType(&library_) != 0) return;
        if (FT_New_Face(library_, file.c_str(), 0, &face_) != 0) face_ = nullptr;
    }
    ~Face() {
        if (face_) FT_Done_Face(face_);
        if (library_) FT_Done_FreeType(library_);
    }
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;
    FT_Face get() const { return face_ && face_->units_per_EM > 0 ? face_ : nullptr; }

  private:
    FT_Library library_ = nullptr;
    FT_Face face_ = nullptr;
};

}  // namespace

double line_per_em(const std::string& file) {
    static std::map<std::string, double> known;
    if (auto found = known.find(file); found != known.end()) return found->second;
    const Face face(file);
    const double ratio = face.get() ? double(face.get()->ascender - face.get()->descender) / face.get()->units_per_EM : 1.2;
    return known[file] = ratio;
}

std::vector<double> advances(const std::string& file, double em, const std::vector<unsigned>& characters) {
    std::vector<double> found(characters.size(), 0);
    const Face face(file);
    if (!face.get()) return found;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const FT_UInt glyph = FT_Get_Char_Index(face.get(), characters[i]);
        if (glyph == 0 || FT_Load_Glyph(face.get(), glyph, FT_LOAD_NO_SCALE) != 0) continue;
        found[i] = double(face.get()->glyph->advance.x) / face.get()->units_per_EM * em;
    }
    return found;
}

}  // namespace orthoscope
