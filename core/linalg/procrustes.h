// Orthogonal Procrustes in closed form: Schoenemann 1966; Kabsch 1976 for det = +1; Umeyama 1991 for scale.
//
//   minimise  sum_i w_i |s (x_i - mx) R + my - y_i|^2  over orthogonal R (det R = +1 where rotation_only), and
//   over s where scale is asked.  M = (X - mx)' W (Y - my) = U S V',  R = U V'  (last column of U negated where a
//   reflection is forbidden and det U V' < 0),  s = tr(S D) / sum w |x - mx|^2.
#pragma once

#include <functional>
#include <span>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// Weighted sums over pairs of rows.
struct Moments {
    double weight = 0;               // sum w
    Matrix cross;                    // sum w (x - origin_x)' (y - origin_y), d x d
    double source_square = 0, target_square = 0;  // sum w |x - origin_x|^2, sum w |y - origin_y|^2
    RowVector source_origin, target_origin;       // what was subtracted before the products
};

// Pairs of rows (source_row[i], target_row[i]) with weight[i]; empty spans: all rows in order, weights 1.
struct RowPairs {
    const Matrix& source;
    const Matrix& target;
    std::span<const Index> source_row, target_row;
    std::span<const double> weight;
    Index count() const { return source_row.empty() ? source.rows() : static_cast<Index>(source_row.size()); }
};

// Rows rows[first] .. rows[first + count - 1] of `from` (rows first .. where the list is empty), origin subtracted,
// into block (count x d).
void gather_rows(const Matrix& from, std::span<const Index> rows, Index first, const RowVector& origin, Index count,
                 Matrix& block);
// Weighted means of the pairs.
void weighted_means(const RowPairs& pairs, RowVector& source, RowVector& target);
// Blocks of rows are centred in cache and multiplied by dgemm, so nothing of size n x d is copied.
// `after_block` (optional) hears the share of rows done and the sum so far; false stops early.
Moments moments(const RowPairs& pairs, const RowVector& source_origin, const RowVector& target_origin,
                const std::function<bool(double share, const Moments& so_far)>& after_block = {});
// Rows first .. first + count - 1 of the pairs alone.
void add_moments(const RowPairs& pairs, Index first, Index count, Moments& sum);

struct ProcrustesFit {
    Matrix rotation;        // R, d x d
    RowVector pivot, place;  // mx and my (zero where not centred): aligned = scale (x - pivot) R + place
    double scale = 1;
    Matrix u, v;            // of the cross-covariance
    Vector sigma;           // descending
    bool reflected = false;   // det R < 0
    bool corrected = false;   // det U V' < 0 and a reflection was forbidden
    double residual = 0;    // sum w |aligned - y|^2, from the moments
    // What forbidding the reflection adds to the residual where it does (4 s sigma_d at scale 1), else 0.
    double reflection_price = 0;

    RowVector translation() const { return place - scale * (pivot * rotation); }
    Matrix apply(const Matrix& x) const;
};

struct ProcrustesRules {
    bool rotation_only = false, centred = false, scale = false;
};

// Precondition: the moments' origins are the means where centred, else zero.
Result<ProcrustesFit> procrustes(const Moments& moments, const ProcrustesRules& rules);
// Means, moments and fit in one.
Result<ProcrustesFit> procrustes(const RowPairs& pairs, const ProcrustesRules& rules);

}  // namespace orthoscope
