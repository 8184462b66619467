// RotationPath: the geodesic of SO(d) from the identity to an orthogonal matrix, in any dimension.
//
// The real Schur form of an orthogonal Q is block diagonal (Q is normal): Q = B T B' with 2 x 2 rotation blocks,
// ones and minus ones. An even number of minus ones pairs up as half turns (the path is then not unique: see
// ambiguous()). An odd number (determinant -1) leaves one axis over, which no path inside O(d) can reach: it is
// kept apart as `flip`, and the rest of Q turns.
//
// Everything acts on rows from the right: x at(t).
#pragma once

#include <optional>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

class RotationPath {
  public:
    struct Plane {
        Index first;   // columns `first` and `first + 1` of the basis span the plane
        double angle;  // 0 < angle <= pi, from column first towards column first + 1
    };

    RotationPath() = default;
    // Precondition: |Q'Q - I| below about 1e-10. O(d^3) by LAPACK dgees.
    explicit RotationPath(const Matrix& orthogonal);
    RotationPath(Matrix basis, std::vector<Plane> planes, std::optional<Index> flip);  // as stored

    Index dimension() const { return basis_.rows(); }
    const Matrix& basis() const { return basis_; }             // d x d, orthonormal columns
    const std::vector<Plane>& planes() const { return planes_; }  // by falling angle
    std::optional<Index> flip() const { return flip_; }        // column of the axis that is mirrored
    bool ambiguous() const;                                    // an angle within 1e-6 of pi

    // The rotation part at t in 0..1, d x d: at(0) = I, at(1) = Q without its flip. O(d^2 p).
    Matrix at(double t) const;
    // at(t) S for a d x k matrix S, without forming at(t). O(d k p): projections of playback.
    Matrix at_times(double t, const Matrix& s) const;
    // The mirror beat: I - 2 t f f' for the flip axis f; the identity where there is none. Not rigid inside (0, 1).
    Matrix mirror(double t) const;

  private:
    Matrix basis_;
    std::vector<Plane> planes_;
    std::optional<Index> flip_;
};

}  // namespace orthoscope
