#include "views/overlay/plane_picture.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <limits>
#include <numeric>

#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr Index most_side = 24, most_entries = 256, most_arrows = 240, most_triangles = 3000;

Index block_of(Index entries) {
    return std::max<Index>(1, (entries + most_entries - 1) / most_entries);
}

const FrameSequence* sequence_of(const Dataset& set) {
    return std::get_if<FrameSequence>(&set.payload);
}

Matrix block_means(const Matrix& m, Index block) {
    if (block <= 1) return m;
    Matrix out((m.rows() + block - 1) / block, (m.cols() + block - 1) / block);
    for (Index j = 0; j < out.cols(); ++j)
        for (Index i = 0; i < out.rows(); ++i)
            out(i, j) =
                m.block(i * block, j * block, std::min(block, m.rows() - i * block), std::min(block, m.cols() - j * block))
                    .mean();
    return out;
}

// Row r of a shape's points: n x c, point by point.
Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> points_of(const RowVector& row,
                                                                                                   Index c) {
    return {row.data(), row.size() / c, c};
}

}  // namespace

FramePictures::FramePictures(const Dataset& set, const RowVector& mean) : set_(set), mean_(mean) {
    const auto* sequence = sequence_of(set);
    if (!sequence || sequence->shape.size() < 2) return;
    const auto& shape = sequence->shape;
    const bool space = shape.size() == 2 && (shape[1] == 2 || shape[1] == 3) && shape[0] > 1;
    if (!space) {
        form_ = Form::Image, height_ = shape[0], width_ = shape[1];
        channels_ = shape.size() > 2 ? shape[2] : 1;
        every_ = (std::max(height_, width_) + most_side - 1) / most_side;
        return;
    }
    form_ = Form::Shape, channels_ = shape[1];
    every_ = (shape[0] + most_arrows - 1) / most_arrows;
    // Shapes need a place to stand: without a mean of their own the first frame lends it.
    if (mean_.size() != set.columns() || mean_.squaredNorm() == 0)
        mean_ = set.rows() > 0 ? RowVector(set.values().row(0)) : RowVector::Zero(set.columns());
    const Matrix points = points_of(mean_, channels_);
    centre_ = points.colwise().mean();
    axes_ = Matrix::Identity(channels_, channels_);
    const Matrix held = points.rowwise() - centre_;
    if (channels_ == 3) {
        // The two widest axes lie in the picture, a little tilted so that what is flat shows its depth.
        const Eigen::Matrix3d moment = held.transpose() * held;
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(moment);
        Eigen::Matrix3d wide;
        wide << solver.eigenvectors().col(2), solver.eigenvectors().col(1), Eigen::Vector3d::Zero();
        for (int k = 0; k < 2; ++k) {
            Index top = 0;
            wide.col(k).cwiseAbs().maxCoeff(&top);
            if (wide(top, k) < 0) wide.col(k) *= -1;
        }
        wide.col(2) = wide.col(0).cross(wide.col(1));
        axes_ = wide * (Eigen::AngleAxisd(0.45, Eigen::Vector3d::UnitY()) * Eigen::AngleAxisd(-0.35, Eigen::Vector3d::UnitX()))
                           .toRotationMatrix();
    }
    double most = 0;
    for (Index t = 0; t < set.rows(); t += 1 + set.rows() / 16)
        most = std::max(most, (points_of(set.values().row(t), channels_).rowwise() - centre_).rowwise().norm().maxCoeff());
    unit_ = most > 0 ? 1 / most : 1;
}

std::string FramePictures::note() const {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (form_ == Form::Image && every_ > 1)
        add("shown as " + grouped((height_ + every_ - 1) / every_) + " × " + grouped((width_ + every_ - 1) / every_) + " means");
    if (form_ == Form::Image && channels_ > 1) add("planes: mean of colours");
    if (form_ == Form::Curve && set_.columns() > most_entries)
        add("curves are means of " + grouped(block_of(set_.columns())) + " numbers each");
    if (form_ == Form::Shape && every_ > 1) add("arrows at one point of " + grouped(every_));
    return text;
}

Matrix FramePictures::project(const RowVector& row, Matrix* depth) const {
    const Matrix seen = unit_ * ((points_of(row, channels_).rowwise() - centre_) * axes_);
    if (depth) *depth = channels_ == 3 ? Matrix(seen.col(2)) : Matrix(Matrix::Zero(seen.rows(), 1));
    return seen.leftCols(2);
}

PlanePicture FramePictures::image(const RowVector& row, bool colours) const {
    PlanePicture out;
    std::vector<Matrix> parts(std::size_t(channels_), Matrix(height_, width_));
    for (Index i = 0; i < height_; ++i)
        for (Index j = 0; j < width_; ++j)
            for (Index k = 0; k < channels_; ++k) parts[std::size_t(k)](i, j) = row((i * width_ + j) * channels_ + k);
    Matrix mean = Matrix::Zero(height_, width_);
    for (auto& part : parts) mean += part / double(channels_);
    out.cells = block_means(mean, every_);
    if (out.cells.size() == 0) return out;
    out.low = out.cells.minCoeff(), out.high = out.cells.maxCoeff();
    if (!colours || channels_ != 3) return out;
    for (auto& part : parts)
        part = block_means(part, every_), out.low = std::min(out.low, part.minCoeff()),
        out.high = std::max(out.high, part.maxCoeff());
    for (Index i = 0; i < out.cells.rows(); ++i)
        for (Index j = 0; j < out.cells.cols(); ++j) out.colours.push_back({parts[0](i, j), parts[1](i, j), parts[2](i, j)});
    return out;
}

void FramePictures::put_triangles(PlanePicture& picture, const RowVector& row) const {
    const Triangles* all = set_.triangles();
    if (!all || all->rows() == 0 || all->rows() > most_triangles) return;
    Matrix depth;
    const Matrix seen = project(row, &depth);
    std::vector<Index> order(std::size_t(all->rows()));
    std::iota(order.begin(), order.end(), Index(0));
    const auto far = [&](Index t) { return depth((*all)(t, 0)) + depth((*all)(t, 1)) + depth((*all)(t, 2)); };
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return far(a) < far(b); });
    picture.triangles.resize(all->rows(), 3);
    for (std::size_t i = 0; i < order.size(); ++i) {
        picture.triangles.row(Index(i)) = all->row(order[i]);
        const auto corner = [&](int k) {
            const Index v = (*all)(order[i], k);
            return Eigen::Vector3d(seen(v, 0), seen(v, 1), depth(v));
        };
        const Eigen::Vector3d normal = (corner(1) - corner(0)).cross(corner(2) - corner(0)).normalized();
        picture.light.push_back(std::abs(normal.dot(Eigen::Vector3d(0.3, 0.5, 0.81))));
    }
}

PlanePicture FramePictures::frame(const RowVector& row) const {
    if (form_ == Form::Image) return image(row, true);
    if (form_ == Form::Curve) return direction(row);
    PlanePicture out;
    out.from = out.cells = project(row);
    out.low = -1, out.high = 1;
    put_triangles(out, row);
    return out;
}

PlanePicture FramePictures::direction(const RowVector& row, double scale) const {
    if (form_ == Form::Image) return image(row, false);
    PlanePicture out;
    if (form_ == Form::Curve) {
        out.cells = block_means(Matrix(row), block_of(row.size()));
        if (out.cells.size()) out.low = out.cells.minCoeff(), out.high = out.cells.maxCoeff();
        return out;
    }
    const double longest = unit_ * points_of(row, channels_).rowwise().norm().maxCoeff();
    const double factor = scale > 0 ? scale : longest > 0 ? 0.5 / longest : 0;
    out.from = out.cells = project(mean_);
    const Matrix ends = project(mean_ + factor * row);
    out.to = Matrix::Constant(ends.rows(), 2, std::numeric_limits<double>::quiet_NaN());
    for (Index i = 0; i < ends.rows(); i += every_) out.to.row(i) = ends.row(i);
    out.low = -1, out.high = 1;
    put_triangles(out, mean_);
    return out;
}

}  // namespace orthoscope
