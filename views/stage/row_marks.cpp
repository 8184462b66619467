#include "views/stage/row_marks.h"

#include <algorithm>

#include "views/scenes/ribbons.h"
#include "views/scenes/set_drawing.h"
#include "views/theme/palette.h"

namespace orthoscope {

std::vector<PlacedMark> place_marks(const std::vector<RowMark>& marks, const Exhibit& exhibit, const Scene& scene) {
    std::vector<PlacedMark> placed;
    if (marks.empty()) return placed;
    const auto pickable = scene.pickable();
    for (auto& mark : marks) {
        if (mark.set >= exhibit.sets.size()) continue;
        // A set may stand in two roles: its own place first.
        auto found = std::find_if(pickable.begin(), pickable.end(), [&](auto& p) { return p.set == exhibit.sets[mark.set]; });
        if (mark.set < pickable.size() && pickable[mark.set].set == exhibit.sets[mark.set])
            found = pickable.begin() + static_cast<std::ptrdiff_t>(mark.set);
        if (found == pickable.end()) continue;
        const auto& rows = found->drawing->rows();
        const auto at = std::find(rows.begin(), rows.end(), mark.row);
        if (at != rows.end()) placed.push_back({found->drawing->at(static_cast<std::size_t>(at - rows.begin())), mark});
    }
    return placed;
}

void ring_marks(const std::vector<PlacedMark>& marks, const Palette& colours, Ribbons& ribbons) {
    for (auto& [at, mark] : marks) {
        ribbons.circle(at, 8, {colours.ground_top, 1, 4.5});
        ribbons.circle(at, 8, {mark.set == 0 ? colours.source : colours.target_bright, 1, 2});
    }
}

void name_marks(const std::vector<PlacedMark>& marks, const Projector& project, std::vector<SceneNotes::Label>& labels) {
    for (auto& [at, mark] : marks) {
        const Eigen::Vector3d place = project(at);
        if (place.z() > 0 && !mark.text.empty()) labels.push_back({place.x(), place.y(), mark.text});
    }
}

}  // namespace orthoscope
