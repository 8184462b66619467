#include "views/scenes/rotation_ball.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>

#include <Eigen/Geometry>
#include <numbers>

#include "shaders/display.h"

namespace orthoscope {
namespace {

// A closed hull round the ball: an octahedron whose faces are divided and pushed out. The shader finds the ball
// itself, so the hull need only hold it.
vtkSmartPointer<vtkPolyData> hull() {
    constexpr int parts = 6;
    constexpr double radius = 1.06 * std::numbers::pi;
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> cells;
    const auto corner = [&](const Eigen::Vector3d& at) {
        const Eigen::Vector3d out = at.normalized() * radius;
        return points->InsertNextPoint(out.x(), out.y(), out.z());
    };
    for (int octant = 0; octant < 8; ++octant) {
        Eigen::Vector3d x(octant & 1 ? -1 : 1, 0, 0), y(0, octant & 2 ? -1 : 1, 0), z(0, 0, octant & 4 ? -1 : 1);
        if (x.cross(y).dot(z) < 0) std::swap(x, y);  // outward faces
        const auto at = [&](int i, int j) {
            return Eigen::Vector3d((parts - i - j) * x + i * y + j * z);
        };
        for (int i = 0; i < parts; ++i)
            for (int j = 0; i + j < parts; ++j) {
                const vtkIdType first[3] = {corner(at(i, j)), corner(at(i + 1, j)), corner(at(i, j + 1))};
                cells->InsertNextCell(3, first);
                if (i + j + 1 >= parts) continue;
                const vtkIdType second[3] = {corner(at(i + 1, j)), corner(at(i + 1, j + 1)), corner(at(i, j + 1))};
                cells->InsertNextCell(3, second);
            }
    }
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    data->SetPolys(cells);
    return data;
}

void set(vtkUniforms* uniforms, const char* name, const Eigen::Vector3d& v) {
    const float values[3] = {float(v.x()), float(v.y()), float(v.z())};
    uniforms->SetUniform3f(name, values);
}

Eigen::Vector3d rgb(const Colour& c) {
    return {c.r, c.g, c.b};
}

}  // namespace

Colour landscape_colour(Theme theme, double share) {
    return sample(ColourMap::Viridis, theme == Theme::Dark ? 1 - share : share);
}

RotationBall::RotationBall() {
    mapper_->SetInputData(hull());
    mapper_->ScalarVisibilityOff();
    actor_->SetMapper(mapper_);
    actor_->GetProperty()->LightingOff();
    actor_->GetProperty()->FrontfaceCullingOn();  // one fragment a ray
    actor_->ForceOpaqueOn();                      // blended where it stands, before the lines inside it
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Dec", true,
                                       "//VTK::PositionVC::Dec\nout vec3 ballPlace;\n", false);
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true, shaders::ball_vertex, false);
    shader->AddFragmentShaderReplacement("//VTK::PositionVC::Dec", true,
                                         "//VTK::PositionVC::Dec\nin vec3 ballPlace;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::Light::Impl", true, shaders::ball_fragment, false);
    edge_ = square_ = cross_ = Eigen::Vector3d::Zero();
}

RotationBall::~RotationBall() = default;

vtkActor* RotationBall::actor() const {
    return actor_;
}

void RotationBall::set_visible(bool visible) {
    actor_->SetVisibility(visible);
}

void RotationBall::set_landscape(const Landscape& landscape, bool mirrored) {
    const auto points = landscape.critical_points(mirrored);
    const auto trace = [&](const CriticalPoint& p) { return (p.rotation.array() * landscape.cross.array()).sum(); };
    const double best = trace(points.front()), worst = trace(points.back());
    const double range = best - worst > 0 ? best - worst : 1;
    // 1 = |q|^2, so the constant joins the form.
    const Eigen::Matrix4d form =
        (best * Eigen::Matrix4d::Identity() - Eigen::Matrix4d(landscape.quaternion_form(mirrored))) / range;
    corner_ = form(0, 0);
    edge_ = 2 * form.block<3, 1>(1, 0);
    square_ = form.diagonal().tail<3>();
    cross_ = 2 * Eigen::Vector3d(form(2, 3), form(3, 1), form(1, 2));
}

void RotationBall::prepare(const ViewStyle& style) {
    vtkUniforms* uniforms = actor_->GetShaderProperty()->GetFragmentCustomUniforms();
    set(uniforms, "viewEye", style.frame.eye);
    set(uniforms, "viewAway", -style.frame.back);
    uniforms->SetUniformf("parallelView", style.frame.orthographic ? 1.f : 0.f);
    uniforms->SetUniformf("rayMarches", float(steps_));
    uniforms->SetUniformf("formCorner", float(corner_));
    set(uniforms, "formEdge", edge_);
    set(uniforms, "formSquare", square_);
    set(uniforms, "formCross", cross_);
    uniforms->SetUniformf("haze", style.theme == Theme::Dark ? 0.55f : 0.75f);
    uniforms->SetUniformf("shells", 5.f);
    const char* names[] = {"rampA", "rampB", "rampC", "rampD", "rampE"};
    for (int k = 0; k < 5; ++k) {
        Eigen::Vector3d colour = rgb(landscape_colour(style.theme, 0.25 * k));
        if (k > 0) colour -= rgb(landscape_colour(style.theme, 0.25 * (k - 1)));
        set(uniforms, names[k], colour);
    }
    set(uniforms, "rimColour", rgb(palette(style.theme).secondary));
}

}  // namespace orthoscope
