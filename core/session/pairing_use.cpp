#include "core/session/pairing_use.h"

namespace orthoscope {

bool uses_pairing(const MethodInfo& info, std::string_view name) {
    if (name == "weights" || name == "anchors") return info.needs_pairs;
    if (name == "landmarks" || name == "landmarks-base") return info.uses_landmarks;
    if (name == "start") return info.uses_start;
    if (name == "rows") return info.family == MethodFamily::Alignment;
    if (name == "truth" || name == "truth-base") return info.inputs.size() > 1;
    return true;
}

PairingSpec used_pairing(const PairingSpec& spec, const MethodInfo& info) {
    PairingSpec used = spec, initial;
    for (auto& name : pairing_names())
        if (!uses_pairing(info, name)) (void)set_pairing(used, name, pairing_value(initial, name));
    if (!info.uses_landmarks) used.picked.clear();
    return used;
}

}  // namespace orthoscope
