// ViewStyle: what drawings need to know of the view at each paint.
#pragma once

#include "views/stage/camera.h"
#include "views/theme/palette.h"

namespace orthoscope {

using Positions = Eigen::Matrix<float, 3, Eigen::Dynamic>;  // a column a point

enum class Glyph { Disc, Ring };  // a lit disc moves, a ring stays

struct ViewStyle {
    ViewFrame frame;
    double width = 1, height = 1;  // device pixels
    double pixels = 1;             // device pixels of one pixel at scale 1: Look::scale times device_ratio
    double depth_extent = 1;       // world units from the nearest to the farthest thing shown
    Colour ground;                 // behind the data, at the middle of the picture
    Theme theme = Theme::Dark;
};

}  // namespace orthoscope
