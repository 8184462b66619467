// MapLanes: the map of each lane as a small picture: the target in the colours that it receives.
#pragma once

#include <map>

#include "views/scenes/map_paint.h"
#include "views/scenes/scene.h"

namespace orthoscope {

class MapLanes {
  public:
    static constexpr std::size_t most_points = 900, most_lanes = 12;

    void build(const MapShape& target);
    // At the frame shown of the exhibit's lane.
    void show(const Exhibit& exhibit, const Frame& shown, const MapPainter& painter, Index sources);
    void tell(SceneNotes& notes, const ViewFrame& view) const;

  private:
    struct Picture {
        FramePtr of;
        std::vector<std::array<float, 3>> colours;  // of `rows_`
    };
    std::vector<Index> rows_;
    Eigen::Matrix3Xd places_;
    std::map<int, Picture> lanes_;
};

}  // namespace orthoscope
