#include "views/scenes/partners.h"

#include <algorithm>

namespace orthoscope {

bool goes_by_pairs(const Pairs& pairs, const MethodInfo* method) {
    return pairs.paired && (!pairs.identity_pairing || !method || method->needs_pairs || method->needs_start);
}

Partners::Partners(const Pairs& pairs, const MethodInfo* method)
    : rows_(pairs.source->rows()),
      targets_(pairs.target->rows()),
      paired_(goes_by_pairs(pairs, method)),
      given_(static_cast<std::size_t>(pairs.source->rows()), -1) {
    for (Index k = 0; paired_ && k < pairs.pair_count(); ++k)
        given_[static_cast<std::size_t>(pairs.source_row[static_cast<std::size_t>(k)])] =
            pairs.target_row[static_cast<std::size_t>(k)];
}

void Partners::follow(const AlignmentState& state) {
    matching_ = state.matching && state.matching->size() == rows_ ? state.matching : nullptr;
    confidence_ = state.confidence && state.confidence->size() == rows_ ? state.confidence : nullptr;
}

double Partners::weight(Index row) const {
    return confidence_ ? std::clamp((*confidence_)(row), 0.0, 1.0) : 1;
}

Index Partners::of(Index row) const {
    if (row < 0 || row >= rows_ || !(weight(row) > 0)) return -1;
    const Index partner = matching_ ? (*matching_)(row) : given_[static_cast<std::size_t>(row)];
    return partner >= 0 && partner < targets_ ? partner : -1;
}

std::vector<Index> Partners::sources_of(Index target, std::size_t most) const {
    std::vector<Index> found;
    for (Index row = 0; row < rows_ && found.size() < most; ++row)
        if (of(row) == target) found.push_back(row);
    return found;
}

Index Partners::count() const {
    Index count = 0;
    for (Index row = 0; row < rows_; ++row) count += of(row) >= 0;
    return count;
}

}  // namespace orthoscope
