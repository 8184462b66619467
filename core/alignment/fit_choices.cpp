#include "core/alignment/fit_choices.h"

#include <algorithm>

namespace orthoscope {

bool spatial(const Pairs& pairs) {
    return std::all_of(pairs.sets.begin(), pairs.sets.end(),
                       [](auto& set) { return set->kind() == Kind::Cloud || set->kind() == Kind::Mesh; });
}

Likeness likeness_of(const Pairs& pairs) { return spatial(pairs) ? Likeness::Distance : Likeness::Cosine; }

ParameterSet resolve_fit(const ParameterSet& options, const Pairs& pairs) {
    auto resolved = options;
    const bool space = spatial(pairs);
    if (std::get<std::string>(options.value("mode")) == "auto")
        (void)resolved.set("mode", std::string(space ? "rotation" : "orthogonal"));
    if (std::get<std::string>(options.value("center")) == "auto")
        (void)resolved.set("center", std::string(space ? "on" : "off"));
    return resolved;
}

}  // namespace orthoscope
