// A soft matching: entropic transport of a x b scores, float32, by Sinkhorn's row and column scaling.
// M. Cuturi, Sinkhorn distances, NIPS 2013. Scores are made relative to each row's highest before they are
// exponentiated, so that no row underflows at any sharpness. Internal to core/alignment/wasserstein.
#pragma once

#include "core/alignment/wasserstein/search_rows.h"

namespace orthoscope {

struct SoftPlan {
    Matrix cross;             // X' P Y, d x d
    Vector row_mass, column_mass;
    Indices likeliest;        // a: the column of each row's largest entry
    Vector mass;              // a: that entry's share of its row
    double marginal_error = 0;  // sum of |column mass - wanted| / a after the last row scaling
    double cost = 0;          // sum P |x R - y|^2 / sum P, in the units of the rows
};

struct SoftInput {
    const SearchRows& rows;
    const Matrix& rotation;        // of x onto y
    double sharpness;              // factor of x R . y in the scores
    const PointsMatrix* x_prior = nullptr;  // a x f and b x f: their products are added, times prior_weight
    const PointsMatrix* y_prior = nullptr;
    double prior_weight = 0;
    int rounds = 10;
    // Plan rows and columns used; empty: all.
    Index most_rows = 0, most_columns = 0;
};

// What a plan of `a` rows with this X' P Y, which costs `cost` under the rotation `from`, costs under `to`.
double repriced(double cost, const Matrix& cross, const Matrix& from, const Matrix& to, Index a);

// Rows give mass 1; columns take 1 where a = b, at most 1 where a < b. Errors: Cancelled.
Result<SoftPlan> soft_plan(const SoftInput& input, const Context& context);

}  // namespace orthoscope
