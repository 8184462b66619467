// Normals of a target: from its file, from its triangles, or from the plane (line in 2-D) of nearest neighbours.
#pragma once

#include "core/alignment/pairs.h"
#include "core/neighbours/kd_tree.h"

namespace orthoscope {

struct Normals {
    enum class Origin { File, Triangles, Neighbours };
    Origin origin = Origin::Neighbours;
    Matrix directions;    // m x d, unit rows; zero where a row has none
    // Median over rows of the surface variation (Pauly, Gross, Kobbelt 2002): least eigenvalue of the neighbours'
    // covariance over its trace. 0 is a plane, 1/d a ball. 0 where the normals are given.
    double variation = 0;
};

// Below this the neighbours lie in planes well enough to have normals.
constexpr double surface_variation_limit = 0.05;

// Where the normals of pairs.target come from without estimating them: File or Triangles, else Neighbours.
Normals::Origin origin_of_normals(const Pairs& pairs);
// Median surface variation over at most 400 rows; 1 where there are too few rows.
double surface_variation(const Matrix& points, const KdTree& tree);
// Precondition: tree of the points, which are pairs.target or stand for it. Errors: Cancelled.
Result<Normals> normals_of(const Pairs& pairs, const KdTree& tree, int threads, const Context& context);
Result<Normals> normals_of_neighbours(const Matrix& points, const KdTree& tree, int threads, const Context& context);

}  // namespace orthoscope
