// Linear assignment, exact: which column does each row take, every column at most once, at the least total cost?
//
//   R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment
//   problems, Computing 38 (1987): column reduction, augmenting row reduction, then shortest augmenting paths with
//   dual prices. Rectangular and partial problems keep prices of columns <= 0, with 0 where a column stays free.
//
// Costs are float32; prices, sums and all comparisons are double, so the answer is optimal for the costs as stored
// to about 1e-12 of the largest. O(n^2 m) time at worst, n m row scans of a few per row in practice.
#pragma once

#include <limits>
#include <optional>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

using CostMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  // n x m
using PointsMatrix = Eigen::MatrixXf;                                                      // n x d, rows are points

enum class PointCost { NegativeProduct, SquaredDistance };

// Costs of n rows against m columns; a view: what it was made from must outlive it.
class AssignmentCosts {
  public:
    explicit AssignmentCosts(const CostMatrix& dense) : dense_(&dense), rows_(dense.rows()), columns_(dense.cols()) {}
    // -x_i . y_j or |x_i - y_j|^2, each row computed when it is asked for: O((n + m) d) memory.
    AssignmentCosts(const PointsMatrix& x, const PointsMatrix& y, PointCost kind);

    Index rows() const { return rows_; }
    Index columns() const { return columns_; }
    // The m costs of row i; computed into `buffer` (m floats) where they are not stored.
    const float* row(Index i, float* buffer) const;
    AssignmentCosts transposed(CostMatrix& storage) const;  // dense costs are copied into `storage`

  private:
    AssignmentCosts() = default;
    const CostMatrix* dense_ = nullptr;
    const PointsMatrix *x_ = nullptr, *y_ = nullptr;
    PointCost kind_ = PointCost::NegativeProduct;
    Eigen::VectorXf x_square_, y_square_;
    Index rows_ = 0, columns_ = 0;
};

// All costs of points at once by one sgemm: n x m floats. Precondition: the caller has room for them.
CostMatrix dense_costs(const PointsMatrix& x, const PointsMatrix& y, PointCost kind);
// Up to here callers store the block (400 MB: 10,000 x 10,000); beyond it rows are computed when asked for.
constexpr std::uint64_t dense_cost_bytes = 400'000'000;

struct AssignmentRules {
    // A row may stay without a column at this cost. Infinite: min(n, m) matches are made.
    double unmatched_cost = std::numeric_limits<double>::infinity();
    // Exactly so many matches (0 .. min(n, m)) at the least cost; then unmatched_cost is not used.
    std::optional<Index> matches;
};

struct Assignment {
    Indices column_of_row;  // n, -1: none
    Indices row_of_column;  // m, -1: none
    // Duals: row_price(i) + column_price(j) <= cost(i, j), with equality on matches. Where rows or columns may stay
    // free, those prices are bounded by unmatched_cost and 0, and reach the bound where they do.
    Vector row_price, column_price;
    double cost = 0;            // of the matches alone
    double unmatched_cost = std::numeric_limits<double>::infinity();  // in force; what gives the wanted matches
    Index matches = 0;
};

// `start`: column prices of an earlier call on like costs (m entries; empty: none), which make it much faster.
// Errors: Cancelled. Preconditions: finite costs; 0 <= matches <= min(n, m).
Result<Assignment> solve_assignment(const AssignmentCosts& costs, const AssignmentRules& rules, const Vector& start,
                                    const Context& context);

}  // namespace orthoscope
