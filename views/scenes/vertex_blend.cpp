#include "views/scenes/vertex_blend.h"

#include <vtkActor.h>
#include <vtkDataObject.h>
#include <vtkFloatArray.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkOpenGLVertexBufferObject.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>

namespace orthoscope {

void bind_attribute(vtkPolyData* data, vtkPolyDataMapper* mapper, vtkFloatArray* array, const char* name, int components) {
    array->SetName(name);
    array->SetNumberOfComponents(components);
    data->GetPointData()->AddArray(array);
    mapper->MapDataArrayToVertexAttribute(name, name, vtkDataObject::FIELD_ASSOCIATION_POINTS, -1);
}

void keep_places(vtkPolyDataMapper* mapper) {
    vtkOpenGLPolyDataMapper::SafeDownCast(mapper)->SetVBOShiftScaleMethod(
        vtkOpenGLVertexBufferObject::DISABLE_SHIFT_SCALE);
}

bool holds(vtkFloatArray* array, const std::vector<float>& values) {
    return std::size_t(array->GetNumberOfValues()) == values.size() &&
           std::equal(values.begin(), values.end(), array->GetPointer(0));
}

bool holds(vtkUnsignedCharArray* array, const std::vector<std::uint8_t>& values) {
    return std::size_t(array->GetNumberOfValues()) == values.size() &&
           std::equal(values.begin(), values.end(), array->GetPointer(0));
}

VertexBlend::VertexBlend() = default;
VertexBlend::~VertexBlend() = default;

void VertexBlend::set_ends(Ends ends, vtkPolyData* data, vtkPolyDataMapper* mapper, vtkActor* actor) {
    if (!any()) bind_attribute(data, mapper, array_, "placeMC", 4);
    ends_ = std::move(ends);
    array_->SetArray(ends_.data(), ends_.size(), 1);
    array_->Modified();
    data->Modified();
    go(pose_, actor);
}

void VertexBlend::go(const BlendPose& pose, vtkActor* actor) {
    pose_ = pose;
    vtkUniforms* vertex = actor->GetShaderProperty()->GetVertexCustomUniforms();
    const auto put = [&](const char* name, const Eigen::Vector3f& v) { vertex->SetUniform3f(name, v.data()); };
    vertex->SetUniformf("blendWeight", float(pose.weight));
    put("blendX", pose.turn.col(0).cast<float>());
    put("blendY", pose.turn.col(1).cast<float>());
    put("blendZ", pose.turn.col(2).cast<float>());
    put("blendShift", pose.shift.cast<float>());
}

Eigen::Vector3d VertexBlend::place(const Positions& homes, Index i) const {
    const Eigen::Vector3d home = homes.col(i).cast<double>();
    if (!any()) return home;
    const Eigen::Vector4d end = ends_.col(i).cast<double>();
    const Eigen::Vector3d other = pose_.turn * end.head<3>() + pose_.shift;
    return home + pose_.weight * end.w() * (other - home);
}

}  // namespace orthoscope
