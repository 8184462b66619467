#include "views/scenes/exhibit_space.h"

#include <algorithm>

#include "views/scenes/shown_space.h"

namespace orthoscope {
namespace {

// The matrices that the scenes of points share a space for, as they take them; sequences and images have no axes.
struct Spread {
    std::vector<const Matrix*> sets;
    Index dimension = 1;
};

Spread spread_of(const Exhibit& exhibit) {
    Spread spread;
    if (exhibit.pairs && !exhibit.frames.empty()) {
        spread.sets = {exhibit.pairs->source.get(), exhibit.pairs->target.get()};
        spread.dimension = exhibit.pairs->dimension();
        return spread;
    }
    for (auto& set : exhibit.sets) {
        if (set->kind() == Kind::Matrix || set->kind() == Kind::Sequence || set->rows() == 0) continue;
        spread.sets.push_back(&set->values());
        spread.dimension = std::max(spread.dimension, set->columns());
    }
    return spread;
}

}  // namespace

bool space_is_known(const Exhibit& exhibit) {
    const auto spread = spread_of(exhibit);
    return spread.sets.empty() || principal_space_known(spread.sets, spread.dimension);
}

void find_space(const Exhibit& exhibit) {
    const auto spread = spread_of(exhibit);
    if (!spread.sets.empty()) (void)principal_space(spread.sets, spread.dimension);
}

}  // namespace orthoscope
