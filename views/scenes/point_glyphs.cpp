#include "views/scenes/point_glyphs.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
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

#include <algorithm>
#include <cmath>
#include <numeric>

#include "shaders/display.h"

namespace orthoscope {

double diameter_for(std::size_t n) {
    return 2 + 30 / std::pow(double(n) + 4, 0.26);
}

PointGlyphs::PointGlyphs(Glyph shape) : shape_(shape) {
    coordinates_->SetNumberOfComponents(3);
    vtkNew<vtkPoints> points;
    points->SetData(coordinates_);
    data_->SetPoints(points);
    colours_->SetNumberOfComponents(3);
    mapper_->SetInputData(data_);
    mapper_->ScalarVisibilityOff();
    keep_places(mapper_);
    actor_->SetMapper(mapper_);
    actor_->ForceOpaqueOn();
    actor_->GetProperty()->SetRepresentationToPoints();
    actor_->GetProperty()->LightingOff();
    actor_->GetProperty()->SetAmbient(0);
    actor_->GetProperty()->SetDiffuse(1);
    build_shader();
}

void PointGlyphs::build_shader() {
    const std::string declared = "//VTK::PositionVC::Dec\n", made = "//VTK::PositionVC::Impl\n";
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement(
        "//VTK::PositionVC::Dec", true,
        declared + "out float glyphPixels;\nout float glyphDepth;\n" + (blend_.any() ? "in vec4 placeMC;\n" : ""), false);
    shader->AddVertexShaderReplacement(
        "//VTK::PositionVC::Impl", true,
        made + (blend_.any() ? shaders::blend_vertex : "") + shaders::point_vertex, false);
    shader->AddFragmentShaderReplacement("//VTK::PositionVC::Dec", true,
                                         declared + "in float glyphPixels;\nin float glyphDepth;\n", false);
    shader->AddFragmentShaderReplacement(
        "//VTK::Light::Impl", true,
        std::string("//VTK::Light::Impl\n") + shaders::point_cover + shaders::point_fragment, false);
}

PointGlyphs::~PointGlyphs() = default;

vtkActor* PointGlyphs::actor() const {
    return actor_;
}

void PointGlyphs::set_positions(Positions positions) {
    const bool resized = positions.cols() != positions_.cols();
    positions_ = std::move(positions);
    coordinates_->SetArray(positions_.data(), positions_.size(), 1);
    coordinates_->Modified();
    data_->GetPoints()->Modified();
    if (resized) {
        // One cell of n vertices: a cell a point would cost more memory than the points.
        vtkNew<vtkCellArray> cells;
        std::vector<vtkIdType> ids(static_cast<std::size_t>(positions_.cols()));
        std::iota(ids.begin(), ids.end(), vtkIdType(0));
        cells->InsertNextCell(static_cast<vtkIdType>(ids.size()), ids.data());
        data_->SetVerts(cells);
    }
    data_->Modified();
}

void PointGlyphs::set_ends(Ends ends) {
    const bool first = !blend_.any();
    blend_.set_ends(std::move(ends), data_, mapper_, actor_);
    if (first && blend_.any()) build_shader();
}

DrawnShape PointGlyphs::shape() const {
    return {.mapper = mapper_, .blend = blend_.pose(), .sprite = sprite_, .shown = actor_->GetVisibility() != 0};
}

void PointGlyphs::set_colour(const Colour& colour) {
    actor_->GetProperty()->SetColor(colour.r, colour.g, colour.b);
}

void PointGlyphs::set_colours(const std::vector<std::uint8_t>& rgb) {
    const bool on = !rgb.empty();
    mapper_->SetScalarVisibility(on);
    data_->GetPointData()->SetScalars(on ? colours_.Get() : nullptr);
    if (!on || holds(colours_, rgb)) return;
    colours_->SetNumberOfTuples(static_cast<vtkIdType>(rgb.size() / 3));
    std::copy(rgb.begin(), rgb.end(), colours_->GetPointer(0));
    colours_->Modified();
    data_->Modified();
}

void PointGlyphs::prepare(const ViewStyle& style) {
    const bool ring = shape_ == Glyph::Ring;
    const float ground[3] = {float(style.ground.r), float(style.ground.g), float(style.ground.b)};
    sprite_.size = float((ring ? 1.25 * diameter_ + 2.2 : diameter_) * style.pixels);
    sprite_.reference_depth = float(style.frame.orthographic ? 1 : style.frame.distance);
    sprite_.ring_stroke = ring ? float(std::clamp(0.16 * diameter_, 0.7, 1.3) * style.pixels) : 0.f;
    vtkUniforms* vertex = actor_->GetShaderProperty()->GetVertexCustomUniforms();
    vertex->SetUniformf("glyphSize", sprite_.size);
    vertex->SetUniformf("referenceDepth", sprite_.reference_depth);
    vertex->SetUniformf("depthScale", style.frame.orthographic ? 0.f : float(1 / style.depth_extent));
    vtkUniforms* fragment = actor_->GetShaderProperty()->GetFragmentCustomUniforms();
    fragment->SetUniformf("ringStroke", sprite_.ring_stroke);
    fragment->SetUniformf("presence", float(presence_));
    fragment->SetUniformf("depthFade", style.frame.orthographic   ? 0.f
                                       : positions_.cols() > 3000 ? 1.3f
                                                                  : 1.f);
    fragment->SetUniform3f("groundColour", ground);
}

}  // namespace orthoscope
