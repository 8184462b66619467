// Geometry of a transport problem with squared Euclidean costs c_ij = |x_i - y_j|^2, never stored as a
// matrix.
#pragma once

#include <vector>

#include "core/base/context.h"
#include "core/transport/sliced.h"

namespace orthoscope {

// One side: points with the common mean taken off (costs do not change, rounding falls), and what the scores
// need.
struct TransportSide {
    Matrix points;    // n x d
    Vector squares;   // |x_i|^2
    Vector mass;      // sums to 1
    Vector log_mass;  // -700 where the mass is 0
    Index size() const { return mass.size(); }
};

struct TransportGeometry {
    TransportSide source, target;
    bool alike = false;       // all masses of each side are equal
    double mean_cost = 0;     // sum a_i b_j c_ij
    double largest_cost = 0;  // an upper bound: (max |x| + max |y|)^2
    int threads = 2;
    double cost(Index i, Index j) const {
        return (source.points.row(i) - target.points.row(j)).squaredNorm();
    }
};

// Errors: masses of a wrong number, negative or all 0; points too large to square.
Result<TransportGeometry> transport_geometry(const WeightedPoints& source, const WeightedPoints& target,
                                             int threads);

// Rows that a worker takes between two looks at the stop token: some 30 ms of work.
inline Index rows_between_stops(Index columns, Index dimension) {
    return std::max<Index>(1, 40000000 / std::max<Index>(1, columns * (dimension + 12)));
}

}  // namespace orthoscope
