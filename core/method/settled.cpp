#include "core/method/settled.h"

namespace orthoscope {

std::string settled(const ParameterSet& asked, const ParameterSet& used) {
    std::string text;
    for (auto& parameter : asked.described()) {
        const auto before = to_text(asked.value(parameter.name)), after = to_text(used.value(parameter.name));
        if (before == "auto" && after != "auto") text += (text.empty() ? "" : ", ") + parameter.name + " " + after;
    }
    return text;
}

}  // namespace orthoscope
