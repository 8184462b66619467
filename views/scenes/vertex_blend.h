// VertexBlend: points or vertices on their way to other places. Both places are uploaded once; going there changes
// uniforms alone.
#pragma once

#include <vtkNew.h>

#include <cstdint>
#include <vector>

#include "views/scenes/drawn_shape.h"

class vtkActor;
class vtkFloatArray;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkUnsignedCharArray;

namespace orthoscope {

class VertexBlend {
  public:
    VertexBlend();
    ~VertexBlend();

    // As many ends as there are points.
    void set_ends(Ends ends, vtkPolyData* data, vtkPolyDataMapper* mapper, vtkActor* actor);
    void go(const BlendPose& pose, vtkActor* actor);
    bool any() const { return ends_.cols() > 0; }
    const BlendPose& pose() const { return pose_; }
    Eigen::Vector3d place(const Positions& homes, Index i) const;

  private:
    Ends ends_;
    BlendPose pose_;
    vtkNew<vtkFloatArray> array_;
};

// Places reach the vertex shader as they are: both ends of a blend must be in the same units.
void keep_places(vtkPolyDataMapper* mapper);

// Binds an array of the points to an attribute of the vertex shader.
void bind_attribute(vtkPolyData* data, vtkPolyDataMapper* mapper, vtkFloatArray* array, const char* name, int components);

// Whether an array has these values already: what has not changed is not uploaded again.
bool holds(vtkFloatArray* array, const std::vector<float>& values);
bool holds(vtkUnsignedCharArray* array, const std::vector<std::uint8_t>& values);

}  // namespace orthoscope
