// Transport plans between two clouds with squared Euclidean costs: what a plan is, and what can be said of
// one.
#pragma once

#include <functional>
#include <vector>

#include "core/transport/geometry.h"

namespace orthoscope {

struct PlanEntry {
    std::int32_t target;
    double share;  // P_ij / a_i
};
// Entries of one source row, ascending targets not promised. Called from several threads at once.
using PlanRows = std::function<void(Index row, std::vector<PlanEntry>& out)>;

struct Triplet {
    std::int32_t source, target;
    double mass;
};

// A plan as its entries, in no promised order.
struct Coupling {
    Index rows = 0, columns = 0;
    std::vector<Triplet> entries;
    Matrix as_matrix() const;  // k x 3: source row, target row, mass
};

struct PlanSummary {
    double cost = 0;          // <P, C>
    double row_error = 0;     // sum_i |row sum - a_i|
    double column_error = 0;  // sum_j |column sum - b_j|
    double entropy = 0;       // -sum P log P, nats
    double partners = 0;      // exp of the mean entropy of the rows: how many partners a row has, effectively
    double entries = 0;       // entries above 1e-12 of the row's mass
    Indices best;             // n: target row of the largest entry, -1 for an empty row
    Vector share;             // n: its share of the row
    Matrix barycentric;       // n x d: sum_j P_ij y_j / sum_j P_ij, in the coordinates of the geometry
    Coupling largest;         // the `keep` largest entries, by falling mass
    bool cut = false;         // some entries were left out
};

// One pass over the rows, in threads. Error: Cancelled.
Result<PlanSummary> summarise_plan(const TransportGeometry& geometry, const PlanRows& rows, Index keep,
                                   const Context& context);
PlanRows rows_of(const TransportGeometry& geometry, const Coupling& plan);

}  // namespace orthoscope
