// DrawnShape: what a drawing looks like to those who draw it again with numbers in place of colours.
#pragma once

#include "core/data/dataset.h"
#include "views/scenes/view_style.h"

class vtkPolyDataMapper;

namespace orthoscope {

using Ends = Eigen::Matrix<float, 4, Eigen::Dynamic>;  // a column a point: a place, and 1, or 0 for a point that stays

// (1 - weight) x + weight (turn e + shift)
struct BlendPose {
    double weight = 0;
    Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
    Eigen::Vector3d shift = Eigen::Vector3d::Zero();
};

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
