// Tours: paths of projections. A frame is a d x k matrix F with orthonormal columns, k <= d; rows are seen as x F.
//
// Between two frames the path is the geodesic of the Grassmann manifold, plane by plane (Buja, Cook, Asimov, Hurley,
// Computational methods for high-dimensional rotations in data visualization, 2005): with Fa' Fb = Va L Vb' the
// columns of Fa Va turn towards those of Fb Vb by the principal angles acos L, all at constant speed. What is left, a
// turn within the picture, is either carried out at constant speed too, or left out.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/linalg/rotation_path.h"

namespace orthoscope {

class FramePath {
  public:
    // With: at(1) = to. Without: at(1) spans the plane of `to`, turned within it so that nothing spins on the way;
    // this is the default of a tour, which need not end at a given pose of the picture.
    enum class Spin { With, Without };
    FramePath(const Matrix& from, const Matrix& to, Spin spin);

    // d x k, orthonormal to rounding; exactly `from` at 0 and end() at 1.
    Matrix at(double t) const;
    // at(t) = basis() within(t): all frames of the path lie in 2 k dimensions, so rows are multiplied by the basis
    // once and by a small matrix at every t. basis is d x 2 k, within 2 k x k.
    const Matrix& basis() const { return basis_; }
    Matrix within(double t) const;

    const Matrix& end() const { return end_; }
    const Vector& angles() const { return angles_; }  // k principal angles, 0..pi/2, one up to pi where a spin asks
    double length() const { return length_; }         // Frobenius norm of d at(t) / dt, the same at every t

  private:
    Matrix from_, end_, basis_;
    Matrix va_;      // k x k
    Vector angles_;  // k
    std::optional<RotationPath> spin_;
    double length_ = 0;
};

// Stops and the ways between them, from the last back to the first, at one angular speed.
class Tour {
  public:
    struct Stop {
        Matrix frame;
        double index = 0;  // of a guided tour: what it climbs
        int peak = 0;      // of a guided tour: which summit this stop leads to, from 1; 0 on the way to a new start
    };
    struct Place {
        std::size_t leg = 0;  // from stop `leg` to the next
        double t = 0;         // 0..1 on it
    };
    // Every stop but the first is turned within its plane where that saves a spin; only the way home may spin.
    // Precondition: at least one stop; radians_per_second > 0.
    Tour(std::vector<Stop> stops, double radians_per_second);

    Place at(double seconds) const;  // any seconds >= 0: the tour goes round
    double seconds() const { return starts_.back(); }
    const std::vector<Stop>& stops() const { return stops_; }
    const FramePath& path(std::size_t leg) const { return paths_[leg]; }
    double start(std::size_t leg) const { return starts_[leg]; }

  private:
    std::vector<Stop> stops_;
    std::vector<FramePath> paths_;  // one a stop
    std::vector<double> starts_;    // one more
};

inline constexpr double tour_speed = 0.5;  // radians a second

// `first`, then `targets` random frames (Haar distributed, drawn with the seed) and back (Asimov, The grand tour,
// 1985).
Tour grand_tour(const Matrix& first, std::uint64_t seed, int targets);

// The share tr(F' A F) / tr A of a positive semidefinite A that a frame shows.
double shown_share(const Matrix& a, const Matrix& frame);
// Geodesic steepest ascent of shown_share from `from`, each step at most 0.35 radians, within the complement of the
// columns of `avoid` (d x m, orthonormal, m may be 0; `from` is orthogonal to it). The share rises at every step. Ends
// where a step gains less than 1e-5 of what is shown, or after 60.
std::vector<Matrix> climb(const Matrix& a, const Matrix& from, const Matrix& avoid);
// From `first` up to the highest share; then from random starts to the highest in what has not been seen yet, as long
// as there are dimensions for it, `peaks` in all (Cook, Buja, Cabrera, Hurley, Grand tour and projection pursuit,
// 1995).
Tour guided_tour(const Matrix& first, const Matrix& a, std::uint64_t seed, int peaks);

}  // namespace orthoscope
