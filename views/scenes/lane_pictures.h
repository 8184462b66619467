// LanePictures: where the points of each lane stand now, as small flat pictures in the shown projection.
#pragma once

#include <map>

#include "views/overlay/overlay.h"
#include "views/scenes/drawn_rows.h"
#include "views/scenes/scene.h"

namespace orthoscope {

class LanePictures {
  public:
    static constexpr std::size_t most_points = 150;  // of each set
    static constexpr std::size_t most_lanes = 12;    // the lowest in cost

    void build(const Pairs& pairs, const DrawnRows& drawn);
    // At the frame shown of the exhibit's lane; `axes`: D x k.
    void show(const Exhibit& exhibit, const Frame& shown, const Matrix& axes);
    void tell(SceneNotes& notes, const ViewFrame& view) const;

  private:
    struct Cloud {
        FramePtr of;
        Eigen::Matrix3Xd places;
    };
    Matrix source_, target_;  // sampled rows
    Matrix axes_;             // that the places were found with
    Eigen::Matrix3Xd target_places_;
    std::map<int, Cloud> lanes_;
};

}  // namespace orthoscope
