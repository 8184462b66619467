#include "views/scenes/surface.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkDataObject.h>
#include <vtkFloatArray.h>
#include <vtkIdTypeArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

#include <Eigen/Geometry>

#include "shaders/display.h"

namespace orthoscope {
namespace {

bool inside(const Triangles& triangles, Index t, Index n) {
    const auto face = triangles.row(t);
    return face.minCoeff() >= 0 && face.maxCoeff() < n;
}

// Behind the moving surface by a hair, so that matched surfaces do not flicker through each other.
constexpr const char* set_back = "//VTK::PositionVC::Impl\n    gl_Position.z += setBack * gl_Position.w;\n";

}  // namespace

Positions vertex_normals(const Positions& vertices, const Triangles& triangles) {
    Positions normals = Positions::Zero(3, vertices.cols());
    for (Index t = 0; t < triangles.rows(); ++t) {
        if (!inside(triangles, t, vertices.cols())) continue;
        const Eigen::Vector3f a = vertices.col(triangles(t, 0)), b = vertices.col(triangles(t, 1)),
                              c = vertices.col(triangles(t, 2));
        const Eigen::Vector3f weighted = (b - a).cross(c - a);
        for (int k = 0; k < 3; ++k) normals.col(triangles(t, k)) += weighted;
    }
    for (Index i = 0; i < normals.cols(); ++i) {
        const float length = normals.col(i).stableNorm();
        if (length > 0)
            normals.col(i) /= length;
        else
            normals.col(i) = Eigen::Vector3f(0, 0, 1);
    }
    return normals;
}

Surface::Surface(Positions vertices, const Triangles& triangles)
    : positions_(std::move(vertices)), normals_(vertex_normals(positions_, triangles)), triangles_(triangles) {
    coordinates_->SetNumberOfComponents(3);
    coordinates_->SetArray(positions_.data(), positions_.size(), 1);
    directions_->SetNumberOfComponents(3);
    directions_->SetArray(normals_.data(), normals_.size(), 1);
    colours_->SetNumberOfComponents(3);
    vtkNew<vtkPoints> points;
    points->SetData(coordinates_);
    data_->SetPoints(points);
    data_->GetPointData()->SetNormals(directions_);
    vtkNew<vtkCellArray> cells;
    cells->AllocateExact(triangles.rows(), 3 * triangles.rows());
    for (Index t = 0; t < triangles.rows(); ++t) {
        if (!inside(triangles, t, positions_.cols())) continue;
        const vtkIdType ids[3] = {triangles(t, 0), triangles(t, 1), triangles(t, 2)};
        cells->InsertNextCell(3, ids);
    }
    data_->SetPolys(cells);
    mapper_->SetInputData(data_);
    mapper_->ScalarVisibilityOff();
    actor_->SetMapper(mapper_);
    actor_->GetProperty()->SetAmbient(0);
    actor_->GetProperty()->SetDiffuse(1);
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true, set_back, false);
    shader->AddFragmentShaderReplacement("//VTK::Light::Impl", true, shaders::surface_fragment, false);
    set_glass(0);
}

Surface::~Surface() = default;

vtkActor* Surface::actor() const {
    return actor_;
}

void Surface::set_colour(const Colour& colour) {
    actor_->GetProperty()->SetColor(colour.r, colour.g, colour.b);
}

void Surface::set_colours(const std::vector<std::uint8_t>& rgb) {
    const bool on = !rgb.empty();
    mapper_->SetScalarVisibility(on);
    data_->GetPointData()->SetScalars(on ? colours_.Get() : nullptr);
    if (!on) return;
    colours_->SetNumberOfTuples(static_cast<vtkIdType>(rgb.size() / 3));
    std::copy(rgb.begin(), rgb.end(), colours_->GetPointer(0));
    colours_->Modified();
    data_->Modified();
}

void Surface::move_vertices(Positions vertices) {
    if (vertices.cols() != positions_.cols()) return;
    positions_ = std::move(vertices);
    normals_ = vertex_normals(positions_, triangles_);
    coordinates_->SetArray(positions_.data(), positions_.size(), 1);
    directions_->SetArray(normals_.data(), normals_.size(), 1);
    coordinates_->Modified();
    directions_->Modified();
    data_->GetPoints()->Modified();
    data_->Modified();
}

// Only a surface that has a pattern pays for one.
void Surface::begin_patterns() {
    patterned_ = true;
    pattern_->SetName("pattern");
    pattern_->SetNumberOfComponents(4);
    data_->GetPointData()->AddArray(pattern_);
    mapper_->MapDataArrayToVertexAttribute("patternMC", "pattern", vtkDataObject::FIELD_ASSOCIATION_POINTS, -1);
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::Normal::Dec", true,
                                       "//VTK::Normal::Dec\nin vec4 patternMC;\nout vec4 patternVS;\n", false);
    shader->AddVertexShaderReplacement("//VTK::Normal::Impl", true,
                                       "//VTK::Normal::Impl\n    patternVS = patternMC;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::Normal::Dec", true, "//VTK::Normal::Dec\nin vec4 patternVS;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::Normal::Impl", true, shaders::pattern_fragment, false);
}

void Surface::set_pattern(const Pattern& pattern) {
    if (!patterned_ && pattern.values.empty()) return;
    if (!patterned_) begin_patterns();
    const auto wanted = static_cast<vtkIdType>(positions_.cols());
    pattern_->SetNumberOfTuples(wanted);
    if (Index(pattern.values.size()) == 4 * positions_.cols())
        std::copy(pattern.values.begin(), pattern.values.end(), pattern_->GetPointer(0));
    else
        pattern_->Fill(0);
    pattern_->Modified();
    data_->Modified();
    vtkUniforms* fragment = actor_->GetShaderProperty()->GetFragmentCustomUniforms();
    fragment->SetUniformf("patternChecks", float(pattern.checks));
    fragment->SetUniformf("patternLines", float(pattern.lines));
    fragment->SetUniformf("patternStrength", float(pattern.strength));
}

void Surface::set_pixels(double pixels) {
    if (patterned_)
        actor_->GetShaderProperty()->GetFragmentCustomUniforms()->SetUniformf("patternPixels", float(pixels));
}

void Surface::set_glass(double presence) {
    const bool on = presence > 0;
    actor_->GetShaderProperty()->GetFragmentCustomUniforms()->SetUniformf("glass",
                                                                          static_cast<float>(presence));
    actor_->GetShaderProperty()->GetVertexCustomUniforms()->SetUniformf("setBack", on ? 2e-4f : 0.f);
    actor_->SetForceTranslucent(on);
    actor_->SetForceOpaque(!on);
}

}  // namespace orthoscope
