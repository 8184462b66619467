// How `icp` explains itself: overlay, help, command line and lessons read this.
#include "core/alignment/icp/icp_method.h"

namespace orthoscope {

const MethodInfo& icp_info() {
    static const MethodInfo info = [] {
        MethodInfo i;
        i.id = "icp";
        i.title = "Iterative closest points";
        i.summary =
            "Lays one point set or mesh onto another without pairs, rigidly: match nearest points, move, repeat, from "
            "several starts. Metrics of its own: trim_share, trimmed_rmse (root mean squared distance of that share "
            "to the target), median_distance, inlier_share (of the source rows, within inlier_distance of the "
            "target), inliers, plane_rmse, free_directions and least_stiffness (how firmly the matched planes hold "
            "the pose), lanes and agreeing_lanes, mirrored_search_rmse and surrogate_rmse (the same search on the mirrored target, and "
            "the best on bent ones).";
        i.citation =
            "P. Besl, N. McKay, A method for registration of 3-D shapes, IEEE PAMI 14 (1992); Y. Chen, G. Medioni, "
            "Object modelling by registration of multiple range images, Image and Vision Computing 10 (1992); "
            "D. Chetverikov, D. Stepanov, P. Krsek, Robust Euclidean alignment of 3D point sets, Image and Vision "
            "Computing 23 (2005); H. Yang, P. Antonante, V. Tzoumas, L. Carlone, Graduated non-convexity for robust "
            "spatial perception, IEEE RA-L 5 (2020)";
        i.inputs = {"source (moves)", "target (stays)"};
        i.produces = {"rotation", "translation", "matching", "aligned", "confidence", "distances"};
        i.uses_start = i.uses_landmarks = true;
        i.most_dimensions = 3;
        i.phases = {
            {"start", "As loaded", "min_R \\sum w_i \\|x_i R + t - y_{c(i)}\\|^2",
             {{"X", "source points"}, {"Y", "target points; which belongs to which is not known"},
              {"R", "the rotation wanted"}, {"c", "the unknown partner of each source point"}},
             "Both sets stand where their files put them, and nobody knows which point belongs to which.", 0.8},
            {"place", "Take a start", "R_0 , t_0",
             {{"R", "one of the rotations that the screening found promising"}},
             "This lane begins at a start of its own; the lane that ends with the lowest cost wins.", 1.2},
            {"match", "Match nearest points", "c(i) = \\argmin_j \\|x_i R + t - y_j\\|",
             {{"c", "target row nearest to each source point"},
              {"w_i", "0 for the pairs furthest apart, which are trimmed, and less than 1 where a kernel doubts"},
              {"cost", "mean squared distance of the pairs that are kept"}},
             "Every source point takes the target point nearest to it for its partner, and the pairs furthest apart are set "
             "aside.", 1.2},
            {"rotate", "Move", "min_{R, t} \\sum w_i (n_{c(i)} \\cdot (x_i R + t - y_{c(i)}))^2",
             {{"R", "the turn that brings the kept pairs together"},
              {"n", "normals of the target, where it is a surface; without them whole distances count"},
              {"\\theta", "how far this step turns"}},
             "With the pairs held fixed, the best turn and shift follow in one step, the shortest way round.", 1.5},
            {"judge", "Weigh on all points", "\\frac{1}{k} \\sum_{i \\le k} \\|x_i R + t - y_{c(i)}\\|^2",
             {{"k", "the share of the rows that every lane keeps"}, {"cost", "what the lanes are compared by"}},
             "The lane was followed on a sample of the points; now all of them say how well it fits.", 1.2},
        };
        return i;
    }();
    return info;
}

}  // namespace orthoscope
