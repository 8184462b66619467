#include "views/theme/fonts.h"

#include <fontconfig/fontconfig.h>

#include <cstring>
#include <initializer_list>

namespace orthoscope {
namespace {

struct Match {
    std::string file;
    bool exact = false;  // fontconfig has the family itself, no substitute
};

Match match(FcConfig* config, const char* family, int weight, int slant) {
    FcPattern* wanted = FcPatternCreate();
    FcPatternAddString(wanted, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddInteger(wanted, FC_WEIGHT, weight);
    FcPatternAddInteger(wanted, FC_SLANT, slant);
    FcPatternAddBool(wanted, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(config, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcPattern* found = FcFontMatch(config, wanted, &result);
    Match answer;
    FcChar8 *file = nullptr, *name = nullptr;
    if (found && FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch)
        answer.file = reinterpret_cast<const char*>(file);
    if (found && FcPatternGetString(found, FC_FAMILY, 0, &name) == FcResultMatch)
        answer.exact = std::strcmp(reinterpret_cast<const char*>(name), family) == 0;
    if (found) FcPatternDestroy(found);
    FcPatternDestroy(wanted);
    return answer;
}

std::string first_of(FcConfig* config, std::initializer_list<const char*> families, int weight, int slant,
                     bool substitutes) {
    Match last;
    for (auto* family : families) {
        last = match(config, family, weight, slant);
        if (last.exact) return last.file;
    }
    return substitutes ? last.file : std::string();
}

FontFiles find() {
    FcConfig* config = FcInitLoadConfigAndFonts();
    if (!config) return {};
    FontFiles files;
    const auto text = {"Noto Sans", "DejaVu Sans", "sans-serif"};
    files.regular = first_of(config, text, FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, true);
    files.bold = first_of(config, text, FC_WEIGHT_BOLD, FC_SLANT_ROMAN, true);
    files.italic = first_of(config, text, FC_WEIGHT_REGULAR, FC_SLANT_ITALIC, true);
    files.math = first_of(config, {"Noto Sans Math", "DejaVu Sans"}, FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, false);
    FcConfigDestroy(config);
    return files;
}

}  // namespace

const FontFiles& font_files() {
    static const FontFiles files = find();
    return files;
}

}  // namespace orthoscope
