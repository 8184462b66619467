// What all lanes of an ICP run share: the target's tree and normals, and nested samples of the source.
#pragma once

#include "core/alignment/icp/icp_method.h"
#include "core/alignment/icp/matches.h"

namespace orthoscope {

struct IcpProblem {
    std::shared_ptr<const Pairs> pairs;
    RowVector pivot, target_mean;  // means of the source rows of positive weight, and of the target
    Matrix second_moments;         // of those source rows about the pivot
    double radius = 1;             // root mean square distance of them from the pivot
    IcpSource all, working;        // working: at most `working_rows` of all, which lanes are followed on
    IcpSource coarse;              // at most 512, for the screening; any first part of it is a sample too
    IcpTarget target, sparse;      // sparse: at most 4,000 rows of the target, for the screening
    std::vector<Index> sparse_rows;  // of the target; empty: all
    Normals::Origin normals_from = Normals::Origin::Neighbours;
    double variation = 0;          // of normals estimated from neighbours
    bool plane = false;

    bool subsampled() const { return working.centred.rows() < all.centred.rows(); }
};
constexpr Index working_rows = 3000;

// Rows in an order that depends on their values and the seed alone, so that renumbered sets give the same samples.
std::vector<Index> shuffled_by_value(const Matrix& rows, std::uint64_t seed);

// Everything but the normals. Precondition: checked by icp_method().start(). Builds two kd-trees: O(m log m).
IcpProblem icp_problem(std::shared_ptr<const Pairs> pairs, bool plane, std::uint64_t seed);
// The same for another target of that many dimensions, without the pairs' own normals; for comparison searches.
IcpProblem with_target(const IcpProblem& problem, Matrix target, std::uint64_t seed);
// Normals of both targets, where the metric needs them. Errors: Cancelled.
Status add_normals(IcpProblem& problem, int threads, const Context& context);

}  // namespace orthoscope
