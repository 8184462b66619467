// Robust fit: the Procrustes fit of the part of the pairs that agrees best (Rousseeuw 1984, least trimmed squares;
// the inliers by the scale that its median implies).
#pragma once

#include "core/diagnose/suspect.h"

namespace orthoscope {

struct RobustFit {
    ProcrustesFit fit;
    std::vector<char> inlier;  // one a row of the case
    double median = 0;         // of the squared distances
    Index inliers = 0;
};

// `starts`: random subsets that the search begins from, beside all rows; up to 45 % of the rows may be wrong. Above
// 5,000 rows the search sees that many of them; the inliers are of all.
Result<RobustFit> robust_fit(const Case& c, const FitRows& rows, int starts, const Context& context);

// Squared distances of the rows under a pose.
Vector squared_residuals(const Case& c, const FitRows& rows, const ProcrustesFit& fit);

// The squared distance that one row in 1,000 of Gaussian residuals in d dimensions exceeds, where they have this median
// (Wilson and Hilferty 1931).
double inlier_limit(double median, Index d);

}  // namespace orthoscope
