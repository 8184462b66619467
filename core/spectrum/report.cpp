#include "core/spectrum/report.h"

namespace orthoscope {

const SpectrumState* last_spectrum(const Recording& recording) {
    if (recording.size() == 0) return nullptr;
    return std::get_if<SpectrumState>(recording.frame(recording.size() - 1)->state.get());
}

const SpectrumState* last_spectrum(const Recording& recording, Index layer) {
    const auto frames = recording.frames();
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
        if (auto state = std::get_if<SpectrumState>((*frame)->state.get()); state && Index(state->layer) == layer) return state;
    return nullptr;
}

std::vector<Found> found_by_layer(const Recording& recording, Index layers) {
    std::vector<Found> out(static_cast<std::size_t>(layers));
    for (auto& frame : recording.frames()) {
        auto state = std::get_if<SpectrumState>(frame->state.get());
        if (!state || state->layer >= double(layers)) continue;
        for (auto& [name, value] : frame->metrics) out[static_cast<std::size_t>(state->layer)][name] = value;
    }
    return out;
}

double value_of(const Found& found, std::string_view name) {
    const auto at = found.find(name);
    return at == found.end() ? void_metric : at->second;
}

std::string layer_name(const Dataset& set) {
    return set.origin.member.empty() ? set.name : set.origin.member;
}

}  // namespace orthoscope
