// ShownSpace: how rows of D dimensions are shown in three.
#pragma once

#include <string>
#include <vector>

#include "core/base/types.h"
#include "core/linalg/rotation_path.h"

namespace orthoscope {

struct ShownSpace {
    Matrix axes;           // D x k, orthonormal columns, k = min(D, 3)
    std::string sentence;  // "3 shared principal axes, 41 % of the variance"
    bool identity = true;  // D <= 3: shown as they are
    bool planar() const { return axes.cols() < 3; }
};

// As they are for D <= 3, else the principal axes that the centred rows of all sets share. Sets with fewer
// columns are taken as padded with zeros. At most 5,000 rows a set are looked at (the same ones every time).
// The last few answers are kept, so that one found on a worker is at hand on the window's thread; any thread.
ShownSpace principal_space(const std::vector<const Matrix*>& sets, Index dimension);
// Whether that would answer at once.
bool principal_space_known(const std::vector<const Matrix*>& sets, Index dimension);

// The plane that turns most and the first axis of the next, for D > 3 and a path that turns in at least one
// plane.
ShownSpace turning_space(const RotationPath& path, const std::vector<const Matrix*>& sets);

// The `count` leading eigenvectors of the covariance of `rows`' own columns, by falling eigenvalue, and those
// values; deterministic, signs fixed by the largest component.
struct PrincipalAxes {
    Matrix axes;
    Vector variances;
    double total = 0;
};
PrincipalAxes principal_axes(const Matrix& centred, Index count);

}  // namespace orthoscope
