// Row marks: numbered rings round rows of the exhibit's sets, such as pairs that were picked.
#pragma once

#include "views/scenes/scene.h"

namespace orthoscope {

class Ribbons;

struct PlacedMark {
    Eigen::Vector3d at;
    RowMark mark;
};

// Where the marked rows stand now; rows that are not drawn, or that the scene does not know, are left out.
std::vector<PlacedMark> place_marks(const std::vector<RowMark>& marks, const Exhibit& exhibit, const Scene& scene);

void ring_marks(const std::vector<PlacedMark>& marks, const Palette& colours, Ribbons& ribbons);
void name_marks(const std::vector<PlacedMark>& marks, const Projector& project, std::vector<SceneNotes::Label>& labels);

}  // namespace orthoscope
