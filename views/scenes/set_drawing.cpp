#include "views/scenes/set_drawing.h"

#include <vtkActor.h>
#include <vtkMatrix4x4.h>
#include <vtkRenderer.h>

#include <Eigen/LU>
#include <numeric>

#include "core/compute/backend.h"
#include "views/scenes/point_glyphs.h"
#include "views/scenes/surface.h"

namespace orthoscope {
namespace {

// Drawn rows relative to `centre`, one column a row, at most three numbers each.
Positions relative_positions(const Matrix& rows, const std::vector<Index>& drawn, const RowVector& centre) {
    Positions positions = Positions::Zero(3, static_cast<Index>(drawn.size()));
    for (std::size_t i = 0; i < drawn.size(); ++i)
        positions.col(static_cast<Index>(i)).head(rows.cols()) =
            (rows.row(drawn[i]) - centre).transpose().cast<float>();
    return positions;
}

RowVector finite_mean(const Matrix& rows) {
    if (rows.rows() == 0) return RowVector::Zero(rows.cols());
    const RowVector mean = rows.colwise().mean();
    return mean.allFinite() ? mean : RowVector::Zero(rows.cols());
}

}  // namespace

Eigen::Vector3d shown(const RowVector& row) {
    Eigen::Vector3d result = Eigen::Vector3d::Zero();
    result.head(row.size()) = row.transpose();
    return result;
}

SetDrawing::SetDrawing(const Plan& plan, const ShownSpace& space)
    : rows_(plan.drawn),
      centre_(finite_mean(*plan.rows)),
      axes_(space.axes.topRows(plan.rows->cols())),
      colour_(plan.colour),
      flat_(space.identity) {
    const Matrix& rows = *plan.rows;
    if (plan.triangles && flat_) {
        rows_.resize(static_cast<std::size_t>(rows.rows()));
        std::iota(rows_.begin(), rows_.end(), Index(0));
        surface_ = std::make_unique<Surface>(relative_positions(rows, rows_, centre_), *plan.triangles);
        surface_->set_colour(colour_);
        actor_ = surface_->actor();
    } else {
        points_ = std::make_unique<PointGlyphs>(plan.shape);
        if (flat_) {
            points_->set_positions(relative_positions(rows, rows_, centre_));
        } else {
            std::vector<Index> all(static_cast<std::size_t>(rows.rows()));
            std::iota(all.begin(), all.end(), Index(0));
            const bool whole = rows_ == all;  // which need no copy
            const Matrix some = whole ? Matrix() : Matrix(rows(rows_, Eigen::all));
            const Matrix& drawn = whole ? rows : some;
            auto held = (plan.compute ? plan.compute : cpu_backend().get())->hold(drawn, {});
            if (!held) held = cpu_backend()->hold(drawn, {});
            if (held) held_ = std::move(*held);
        }
        points_->set_colour(colour_);
        points_->set_diameter(diameter_for(rows_.size()));
        actor_ = points_->actor();
    }
    rest();
}

SetDrawing::~SetDrawing() {
    if (renderer_) renderer_->RemoveActor(actor_);
}

void SetDrawing::attach(vtkRenderer* renderer) {
    renderer_ = renderer;
    renderer_->AddActor(actor_);
}

void SetDrawing::rest() {
    ProjectedPose pose;
    pose.turn = axes_;
    pose.pivot = RowVector::Zero(axes_.rows());
    pose.place = RowVector::Zero(axes_.cols());
    move(pose);
}

Positions SetDrawing::projected(const Matrix& turn) const {
    Matrix whole = Matrix::Zero(turn.rows(), 3);
    whole.leftCols(turn.cols()) = turn;
    auto places = held_ ? held_->at(whole, -centre_ * whole, {}) : Result<Positions>(Positions());
    return places && places->cols() ? std::move(*places) : Positions(Positions::Zero(3, Index(rows_.size())));
}

void SetDrawing::move(const ProjectedPose& pose) {
    const RowVector centre = pose.scale * ((centre_ - pose.pivot) * pose.turn) + pose.place;
    centre_shown_ = shown(centre);
    if (!flat_) {
        points_->set_positions(projected(pose.scale * pose.turn));
        return apply(Eigen::Matrix3d::Identity(), centre_shown_);
    }
    // The pose acts on rows from the right, the matrix of an actor on columns from the left.
    Eigen::Matrix3d linear = pose.scale * Eigen::Matrix3d::Identity();
    linear.topLeftCorner(pose.turn.cols(), pose.turn.rows()) = pose.scale * pose.turn.transpose();
    // Halfway through a mirror beat the set is flat; a surface needs its normals even there.
    if (std::abs(linear.determinant()) < 1e-5 * std::pow(pose.scale, 3))
        linear += 1e-3 * pose.scale * Eigen::Matrix3d::Identity();
    apply(linear, centre_shown_);
}

void SetDrawing::move_within(const ProjectedPose& pose, const Matrix& within) {
    const Matrix turn = pose.scale * pose.turn;
    if (reduced_turn_.size() != turn.size() || reduced_turn_ != turn) {
        reduced_.resize(turn.cols(), Index(rows_.size()));
        for (Index first = 0; first < turn.cols(); first += 3) {
            const Index count = std::min<Index>(3, turn.cols() - first);
            reduced_.middleRows(first, count) = projected(turn.middleCols(first, count)).topRows(count);
        }
        reduced_turn_ = turn;
    }
    const RowVector centre = pose.scale * ((centre_ - pose.pivot) * pose.turn) + pose.place;
    centre_shown_ = shown(centre * within);
    points_->set_positions(within.transpose().cast<float>() * reduced_);
    apply(Eigen::Matrix3d::Identity(), centre_shown_);
}

void SetDrawing::apply(const Eigen::Matrix3d& linear, const Eigen::Vector3d& offset) {
    linear_ = linear;
    offset_ = offset;
    vtkNew<vtkMatrix4x4> matrix;
    for (int r = 0; r < 3; ++r) {
        for (int c = 0; c < 3; ++c) matrix->SetElement(r, c, linear(r, c));
        matrix->SetElement(r, 3, offset[r]);
    }
    actor_->SetUserMatrix(matrix);
}

Eigen::Vector3d SetDrawing::at(std::size_t i) const {
    const auto k = static_cast<Index>(i);
    return linear_ * (surface_ ? surface_->place(k) : points_->place(k)) + offset_;
}

void SetDrawing::set_colours(const std::vector<std::uint8_t>& rgb) {
    surface_ ? surface_->set_colours(rgb) : points_->set_colours(rgb);
}

void SetDrawing::set_pattern(const Pattern& pattern) {
    if (surface_) surface_->set_pattern(pattern);
}

void SetDrawing::bend(const Positions& places) {
    const Eigen::Vector3f centre = shown(centre_).cast<float>();
    Positions relative = places.colwise() - centre;
    surface_ ? surface_->move_vertices(std::move(relative)) : points_->set_positions(std::move(relative));
}

void SetDrawing::set_ends(Ends ends) {
    surface_ ? surface_->set_ends(std::move(ends)) : points_->set_ends(std::move(ends));
}

void SetDrawing::blend(BlendPose pose) {
    pose.shift -= shown(centre_);
    surface_ ? surface_->blend(pose) : points_->blend(pose);
}

DrawnShape SetDrawing::shape() const {
    DrawnShape found = surface_ ? surface_->shape() : points_->shape();
    found.place.topLeftCorner<3, 3>() = linear_;
    found.place.topRightCorner<3, 1>() = offset_;
    return found;
}

void SetDrawing::show(bool on) {
    actor_->SetVisibility(on);
}

void SetDrawing::stay(double presence) {
    surface_ ? surface_->set_glass(presence) : points_->set_presence(presence);
}

void SetDrawing::prepare(const ViewStyle& style) {
    if (points_) points_->prepare(style);
    if (surface_) surface_->set_pixels(style.pixels);
}

}  // namespace orthoscope
