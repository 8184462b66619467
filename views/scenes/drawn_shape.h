// DrawnShape: what a drawing looks like to those who draw it again with numbers in place of colours.
#pragma once

#include "core/data/dataset.h"
#include "views/scenes/vertex_blend.h"

class vtkPolyDataMapper;

namespace orthoscope {

// Device pixels at the focus, as the shaders of points have them.
struct Sprite {
    float size = 0, reference_depth = 1, ring_stroke = 0;  // stroke 0: a disc
};

struct DrawnShape {
    vtkPolyDataMapper* mapper = nullptr;   // its places, as they were painted last, are in the buffers of this one
    Eigen::Matrix4d place = Eigen::Matrix4d::Identity();  // in the world
    BlendPose blend;
    Sprite sprite;                         // of points
    const Triangles* triangles = nullptr;  // of a surface
    bool glass = false;                    // hides nothing
    bool shown = true;
};

}  // namespace orthoscope
