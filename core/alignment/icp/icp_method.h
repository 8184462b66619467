// The method `icp`: point sets and meshes in two or three dimensions, rigidly, without pairs (Besl and McKay 1992;
// Chen and Medioni 1992; trimmed: Chetverikov et al. 2005), from several starts, each a lane.
#pragma once

#include "core/alignment/icp/matches.h"
#include "core/method/method.h"

namespace orthoscope {

struct IcpOptions {
    enum class Metric { Auto, Point, Plane } metric = Metric::Auto;
    enum class Kernel { None, Huber, Tukey, GemanMcClure } kernel = Kernel::None;
    enum class Starts { Auto, Identity, PrincipalAxes, Grid, Given } starts = Starts::Auto;
    double trim = 0, kernel_scale = 0, max_distance = 0, tolerance = 1e-6;
    std::int64_t grid = 600, lanes = 5, iterations = 200;

    template <class V>
    void describe(V& v) {
        v.choice("metric", metric, {"auto", "point", "plane"},
                 "What a step shortens: distances to the matched points, or to the planes through them (lines in "
                 "2-D); auto is plane where the target has normals or triangles, or is dense enough for normals from "
                 "its rows' neighbours.");
        v.number("trim", trim, 0, 1, "share of the rows",
                 "Share of the source rows that are kept, those nearest to the target; 0: from the overlap that the "
                 "screening finds.");
        v.choice("kernel", kernel, {"none", "huber", "tukey", "geman-mcclure"},
                 "Robust weights of the kept pairs, graduated: the kernel's width falls by the square root of 1.4 an "
                 "iteration from almost least squares to its own.");
        v.number("kernel-scale", kernel_scale, 0, 1e12, "units of the data",
                 "The kernel's own width; 0: from the inner quarter of the kept pairs' distances.");
        v.number("max-distance", max_distance, 0, 1e12, "units of the data",
                 "Pairs further apart are no pairs; 0: no limit.");
        v.choice("starts", starts, {"auto", "identity", "principal-axes", "grid", "given"},
                 "Where the search begins: auto is as loaded, a given start, landmarks, and the best of principal "
                 "axes and a grid of rotations; given is a start or landmarks alone.");
        v.integer("grid", grid, 1, 100000, "Rotations that are screened; in the plane an eighth of it.");
        v.integer("lanes", lanes, 1, 24, "Most screened starts that are followed to their end.");
        v.integer("iterations", iterations, 1, 10000, "Most iterations of a lane.");
        v.number("tolerance", tolerance, 0, 0.1, "radians, and shares of the source's radius",
                 "A lane has converged when a step turns and shifts by less.");
    }
    IcpKernel kernel_rules() const { return {static_cast<IcpKernel::Shape>(kernel), kernel_scale, 0, false}; }
    bool uses_grid() const { return starts == Starts::Auto || starts == Starts::Grid; }
};

const Method& icp_method();
const MethodInfo& icp_info();

// Indices of icp_info().phases.
enum class IcpPhase { Start, Place, Match, Rotate, Judge };

}  // namespace orthoscope
