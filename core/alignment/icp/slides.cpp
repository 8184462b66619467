#include "core/alignment/icp/slides.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <Eigen/SVD>
#include <cmath>
#include <cstdio>

namespace orthoscope {
namespace {

std::string text_of(const RowVector& v, double unit) {
    std::string text = "(";
    for (Index i = 0; i < v.size(); ++i) {
        char number[32];
        std::snprintf(number, sizeof number, "%.3g", std::abs(v(i)) < 5e-4 * unit ? 0.0 : v(i));
        text += (i ? ", " : "") + std::string(number);
    }
    return text + ")";
}

// The largest number of a direction is positive, as its sign means nothing.
RowVector directed(RowVector v) {
    v.normalize();
    Index largest = 0;
    v.cwiseAbs().maxCoeff(&largest);
    return v(largest) < 0 ? RowVector(-v) : v;
}

Slide shift_along(const Vector& shift) {
    Slide slide;
    slide.direction = directed(shift.transpose());
    slide.sentence = "slides along " + text_of(slide.direction, 1);
    return slide;
}

Slide turn_about(const Vector& turn, const Vector& shift, const PlaneSystem& system) {
    Slide slide;
    slide.turns = true;
    if (turn.size() == 1) {
        // A point p stands still where turn (-p_y, p_x) + shift = 0.
        RowVector p(2);
        p << -shift(1) / turn(0), shift(0) / turn(0);
        slide.through = system.centre + system.radius * p;
        slide.sentence = "turns about " + text_of(slide.through, system.radius);
        return slide;
    }
    const Eigen::Vector3d w = turn, t = shift;
    slide.direction = directed(turn.transpose());
    slide.through = system.centre + system.radius * w.cross(t).transpose() / w.squaredNorm();
    slide.pitch = system.radius * w.dot(t) / w.squaredNorm();
    slide.sentence = "turns about " + text_of(slide.direction, 1) + " through " + text_of(slide.through, system.radius);
    if (std::abs(slide.pitch) > 0.05 * system.radius) slide.sentence += ", as a screw";
    return slide;
}

}  // namespace

std::string Slides::sentence() const {
    if (free.empty()) return {};
    std::string text = "The pose is not held in " + std::to_string(free.size()) + " of " +
                       std::to_string(stiffness.size()) + " directions: it ";
    for (std::size_t i = 0; i < free.size(); ++i)
        text += (i == 0 ? "" : i + 1 == free.size() ? " and " : ", ") + free[i].sentence;
    return text;
}

Slides slides(const PlaneSystem& system, double limit) {
    Slides out;
    const Index unknowns = system.gradient.size(), turns = unknowns == 6 ? 3 : 1;
    if (!(system.weight > 0)) return out;
    Eigen::SelfAdjointEigenSolver<Matrix> eigen(system.hessian);
    out.stiffness = eigen.eigenvalues().cwiseMax(0.0);
    Index count = 0;
    while (count < unknowns && out.stiffness(count) < limit) ++count;
    if (count == 0) return out;
    // Of the free motions, first those that turn least: shifts, where there are any. What is left turns, freed of
    // the shifts.
    const Matrix basis = eigen.eigenvectors().leftCols(count);
    Eigen::JacobiSVD<Matrix> svd(basis.topRows(turns), Eigen::ComputeFullV);
    const Index values = svd.singularValues().size();
    Matrix shifts(unknowns - turns, 0);
    std::vector<Vector> turning;
    for (Index i = 0; i < count; ++i) {
        const Vector motion = basis * svd.matrixV().col(i);
        if (i < values && svd.singularValues()(i) > 0.2) {
            turning.push_back(motion);
            continue;
        }
        const Vector shift = motion.tail(unknowns - turns).normalized();
        shifts.conservativeResize(Eigen::NoChange, shifts.cols() + 1);
        shifts.col(shifts.cols() - 1) = shift;
        out.free.push_back(shift_along(shift));
    }
    for (auto& motion : turning) {
        Vector shift = motion.tail(unknowns - turns);
        shift -= shifts * (shifts.transpose() * shift);
        out.free.push_back(turn_about(motion.head(turns), shift, system));
    }
    return out;
}

}  // namespace orthoscope
