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

#include <utility>

#include "shaders/display.h"

namespace orthoscope {

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
    keep_places(mapper_);
    actor_->SetMapper(mapper_);
    actor_->GetProperty()->SetAmbient(0);
    actor_->GetProperty()->SetDiffuse(1);
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddFragmentShaderReplacement("//VTK::Light::Impl", true, shaders::surface_fragment, false);
    build_vertex_shader();
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
    if (!on || holds(colours_, rgb)) return;
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

// Only a surface that has a pattern, or goes somewhere, pays for it.
void Surface::build_vertex_shader() {
    std::string position = "//VTK::PositionVC::Impl\n", declared = "//VTK::Normal::Dec\n", normal = "//VTK::Normal::Impl\n";
    if (blend_.any()) {
        declared += "in vec4 placeMC;\nin vec3 normalBetweenMC;\nin vec3 normalOtherMC;\n";
        position += shaders::blend_vertex, normal += shaders::blend_normal;
    }
    if (patterned_) declared += "in vec4 patternMC;\nout vec4 patternVS;\n", normal += "    patternVS = patternMC;\n";
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true, position + shaders::surface_vertex, false);
    shader->AddVertexShaderReplacement("//VTK::Normal::Dec", true, declared, false);
    shader->AddVertexShaderReplacement("//VTK::Normal::Impl", true, normal, false);
}

void Surface::begin_patterns() {
    patterned_ = true;
    bind_attribute(data_, mapper_, pattern_, "patternMC", 4);
    build_vertex_shader();
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddFragmentShaderReplacement("//VTK::Normal::Dec", true, "//VTK::Normal::Dec\nin vec4 patternVS;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::Normal::Impl", true, shaders::pattern_fragment, false);
}

void Surface::set_ends(Ends ends) {
    const bool first = !blend_.any();
    if (ends.cols() != positions_.cols()) return;
    moving_ = moving_normals(positions_, ends, triangles_);
    for (auto [array, values] : {std::pair{between_.Get(), &moving_.between}, {other_.Get(), &moving_.other}}) {
        array->SetNumberOfComponents(3);
        array->SetArray(values->data(), values->size(), 1);
        array->Modified();
    }
    blend_.set_ends(std::move(ends), data_, mapper_, actor_);
    if (!first) return;
    bind_attribute(data_, mapper_, between_, "normalBetweenMC", 3);
    bind_attribute(data_, mapper_, other_, "normalOtherMC", 3);
    build_vertex_shader();
}

DrawnShape Surface::shape() const {
    return {.mapper = mapper_, .blend = blend_.pose(), .sprite = {}, .triangles = &triangles_, .glass = glass_,
            .shown = actor_->GetVisibility() != 0};
}

void Surface::set_pattern(const Pattern& pattern) {
    if (!patterned_ && pattern.values.empty()) return;
    if (!patterned_) begin_patterns();
    std::vector<float> none;
    const bool fits = Index(pattern.values.size()) == 4 * positions_.cols();
    if (!fits) none.resize(4 * static_cast<std::size_t>(positions_.cols()), 0);
    if (const auto& values = fits ? pattern.values : none; !holds(pattern_, values)) {
        pattern_->SetNumberOfTuples(static_cast<vtkIdType>(positions_.cols()));
        std::copy(values.begin(), values.end(), pattern_->GetPointer(0));
        pattern_->Modified();
        data_->Modified();
    }
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
    const bool on = glass_ = presence > 0;
    actor_->GetShaderProperty()->GetFragmentCustomUniforms()->SetUniformf("glass",
                                                                          static_cast<float>(presence));
    actor_->GetShaderProperty()->GetVertexCustomUniforms()->SetUniformf("setBack", on ? 2e-4f : 0.f);
    actor_->SetForceTranslucent(on);
    actor_->SetForceOpaque(!on);
}

}  // namespace orthoscope
