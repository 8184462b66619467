#include "views/scenes/ribbons.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkUnsignedCharArray.h>

#include <Eigen/Geometry>
#include <cmath>
#include <numbers>

namespace orthoscope {

Ribbons::Ribbons() {
    mapper_->SetInputData(data_);
    mapper_->SetColorModeToDirectScalars();
    actor_->SetMapper(mapper_);
    // Blended in the order drawn: VTK's own translucent pass would average what lies on top of each other.
    actor_->ForceOpaqueOn();
    actor_->GetProperty()->LightingOff();
    actor_->SetVisibility(false);
}

Ribbons::~Ribbons() = default;

vtkActor* Ribbons::actor() const {
    return actor_;
}

void Ribbons::line(const Eigen::Vector3d& from, const Eigen::Vector3d& to, const Pen& pen) {
    strokes_.push_back({Stroke::Form::Line, from, to, 0, pen});
}
void Ribbons::arrow(const Eigen::Vector3d& from, const Eigen::Vector3d& to, const Pen& pen) {
    strokes_.push_back({Stroke::Form::Arrow, from, to, 0, pen});
}
void Ribbons::cross(const Eigen::Vector3d& at, double radius, const Pen& pen) {
    strokes_.push_back({Stroke::Form::Cross, at, at, radius, pen});
}
void Ribbons::diamond(const Eigen::Vector3d& at, double radius, const Pen& pen) {
    strokes_.push_back({Stroke::Form::Diamond, at, at, radius, pen});
}
void Ribbons::circle(const Eigen::Vector3d& at, double radius, const Pen& pen) {
    strokes_.push_back({Stroke::Form::Circle, at, at, radius, pen});
}

void Ribbons::vertex(const Eigen::Vector3d& at, const Pen& pen, double coverage) {
    // Each piece a hair nearer to the eye than the one before, so that later ones are seen on earlier ones.
    const Eigen::Vector3d nearer =
        eye_.has_value() ? Eigen::Vector3d(lift_ * (*eye_ - at)) : Eigen::Vector3d(lift_ * away_);
    for (int k = 0; k < 3; ++k) coordinates_.push_back(static_cast<float>(at[k] + nearer[k] - origin_[k]));
    for (double c : {pen.colour.r, pen.colour.g, pen.colour.b, pen.alpha * coverage})
        colours_.push_back(static_cast<unsigned char>(std::lround(255 * std::clamp(c, 0.0, 1.0))));
}

// Four vertices a side pair: the outer two fade to nothing over a pixel, which is all the smoothing a line
// needs.
void Ribbons::segment(Eigen::Vector3d from, Eigen::Vector3d to, const Pen& pen, const ViewStyle& style) {
    const ViewFrame& view = style.frame;
    if (!view.orthographic) {
        // A part behind the eye has no place on the picture.
        const double near = 1e-3 * view.distance;
        double depth_from = (view.eye - from).dot(view.back), depth_to = (view.eye - to).dot(view.back);
        if (depth_from < near && depth_to < near) return;
        if (depth_from < near) from += (to - from) * (near - depth_from) / (depth_to - depth_from);
        if (depth_to < near) to += (from - to) * (near - depth_to) / (depth_from - depth_to);
    }
    const auto sideways = [&](const Eigen::Vector3d& at) {
        const Eigen::Vector3d look = view.orthographic ? view.back : Eigen::Vector3d(view.eye - at);
        const Eigen::Vector3d side = look.cross(to - from);
        const double length = side.norm();
        return length > 0 ? Eigen::Vector3d(side / length) : view.up;
    };
    const long long base = static_cast<long long>(coordinates_.size() / 3);
    lift_ += step_;
    const double half = 0.5 * pen.width * style.pixels;
    const double dim = std::min(1.0, 2 * half);  // thinner than a pixel: fainter instead
    for (const Eigen::Vector3d& at : {from, to}) {
        const Eigen::Vector3d side = sideways(at) * view.pixel(at, style.height);
        const double core = std::max(half - 0.5, 0.0);
        vertex(at - side * (core + 1), pen, 0);
        vertex(at - side * core, pen, dim);
        vertex(at + side * core, pen, dim);
        vertex(at + side * (core + 1), pen, 0);
    }
    for (long long k = 0; k < 3; ++k)
        corners_.insert(corners_.end(),
                        {base + k, base + k + 1, base + k + 5, base + k, base + k + 5, base + k + 4});
}

void Ribbons::triangle(const Eigen::Vector3d& a, const Eigen::Vector3d& b, const Eigen::Vector3d& c,
                       const Pen& pen) {
    const long long base = static_cast<long long>(coordinates_.size() / 3);
    lift_ += step_;
    for (auto& corner : {a, b, c}) vertex(corner, pen, 1);
    corners_.insert(corners_.end(), {base, base + 1, base + 2});
}

void Ribbons::draw(const Stroke& stroke, const ViewStyle& style) {
    const ViewFrame& view = style.frame;
    const double pixel = view.pixel(stroke.from, style.height) * style.pixels;
    const Eigen::Vector3d x = view.right * stroke.radius * pixel, y = view.up * stroke.radius * pixel;
    const Eigen::Vector3d& c = stroke.from;
    const Pen& pen = stroke.pen;
    switch (stroke.form) {
        case Stroke::Form::Line:
            return segment(stroke.from, stroke.to, pen, style);
        case Stroke::Form::Arrow: {
            const Eigen::Vector3d along = stroke.to - stroke.from;
            const double length = along.norm();
            if (length == 0) return;
            const double head =
                std::min(0.45 * length, 5.5 * pen.width * view.pixel(stroke.to, style.height) * style.pixels);
            const Eigen::Vector3d d = along / length, neck = stroke.to - d * head;
            Eigen::Vector3d side =
                (view.orthographic ? view.back : Eigen::Vector3d(view.eye - neck)).cross(d);
            side = side.norm() > 0 ? Eigen::Vector3d(side.normalized() * 0.4 * head)
                                   : Eigen::Vector3d(view.up * 0.4 * head);
            segment(stroke.from, neck, pen, style);
            triangle(stroke.to, neck + side, neck - side, pen);
            segment(stroke.to, neck + side, {pen.colour, pen.alpha, 1}, style);
            return segment(stroke.to, neck - side, {pen.colour, pen.alpha, 1}, style);
        }
        case Stroke::Form::Cross:
            segment(c - x, c + x, pen, style);
            return segment(c - y, c + y, pen, style);
        case Stroke::Form::Diamond:
            segment(c + x, c + y, pen, style);
            segment(c + y, c - x, pen, style);
            segment(c - x, c - y, pen, style);
            return segment(c - y, c + x, pen, style);
        case Stroke::Form::Circle: {
            constexpr int parts = 28;
            const auto at = [&](int k) {
                const double angle = 2 * std::numbers::pi * k / parts;
                return Eigen::Vector3d(c + std::cos(angle) * x + std::sin(angle) * y);
            };
            for (int k = 0; k < parts; ++k) segment(at(k), at(k + 1), pen, style);
        }
    }
}

void Ribbons::prepare(const ViewStyle& style) {
    actor_->SetVisibility(!strokes_.empty());
    if (strokes_.empty()) return;
    coordinates_.clear(), colours_.clear(), corners_.clear();
    origin_ = style.frame.eye - style.frame.distance * style.frame.back;
    eye_ = style.frame.orthographic ? std::nullopt : std::optional(style.frame.eye);
    away_ = style.frame.distance * style.frame.back;
    lift_ = 0;
    step_ = 5e-3 / double(8 * strokes_.size() + 100);
    for (auto& stroke : strokes_) draw(stroke, style);

    const auto n = static_cast<vtkIdType>(coordinates_.size() / 3);
    vtkNew<vtkFloatArray> coordinates;
    coordinates->SetNumberOfComponents(3);
    coordinates->SetNumberOfTuples(n);
    std::copy(coordinates_.begin(), coordinates_.end(), coordinates->GetPointer(0));
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(4);
    colours->SetNumberOfTuples(n);
    std::copy(colours_.begin(), colours_.end(), colours->GetPointer(0));
    vtkNew<vtkPoints> points;
    points->SetData(coordinates);
    vtkNew<vtkCellArray> cells;
    for (std::size_t k = 0; k + 2 < corners_.size(); k += 3) {
        const vtkIdType ids[3] = {corners_[k], corners_[k + 1], corners_[k + 2]};
        cells->InsertNextCell(3, ids);
    }
    data_->SetPoints(points);
    data_->SetPolys(cells);
    data_->GetPointData()->SetScalars(colours);
    actor_->SetPosition(origin_.x(), origin_.y(), origin_.z());
}

}  // namespace orthoscope
