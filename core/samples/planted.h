// Pairs with a planted transformation: target = (rows of the source, reordered) R + t + noise.
#pragma once

#include "core/base/random.h"
#include "core/samples/sample.h"

namespace orthoscope {

// target[partner[i]] = source[i] map + shift + noise, where partner is a permutation.
struct Planted {
    Matrix target;
    Matrix map;                  // d x d, orthogonal; in three dimensions it turns by 70 to 130 degrees
    RowVector shift;             // of the wanted length, in a random direction
    std::vector<Index> partner;  // target row of each source row
};
Planted plant(const Matrix& source, bool relabel, bool reflect, double noise, double shift, Random& random);
// truth.txt, rotation.npy and translation.npy.
void add_planted_truth(Sample& sample, const Planted& pair);

enum class PlantedShape { Knot, Torus, Figure, Gaussian };

// Lengths are in units of the root mean square coordinate of the source, which is 1 for every shape.
struct PlantedOptions {
    Index n = 1500, d = 3;
    PlantedShape shape = PlantedShape::Knot;
    double noise = 0.03, outliers = 0, shift = 0;
    bool relabel = false, reflect = false;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("n", n, 2, 2'000'000, "points of each set");
        v.integer("d", d, 1, 4096, "dimensions; knot, torus and figure need 3");
        v.choice("shape", shape, {"knot", "torus", "figure", "gaussian"},
                 "where the points lie; gaussian has another spread along each axis");
        v.number("noise", noise, 0, 100, "rms coordinates", "standard deviation of each target coordinate");
        v.number("outliers", outliers, 0, 0.95, "",
                 "share of target rows replaced by strays, which have no partner");
        v.number("shift", shift, 0, 100, "rms coordinates", "length of the translation");
        v.flag("relabel", relabel, "target rows in another order than the source's");
        v.flag("reflect", reflect, "a planted map of determinant -1");
    }
};

// Extra files: truth.txt (target row of each source row, -1 where that row is a stray), rotation.npy (d x d,
// acts on the right), translation.npy (d).
Result<Sample> planted_pair(const PlantedOptions& options, std::uint64_t seed, const Context& context);

// A curve with handedness, and its turned copy; rows keep their order.
struct HelixOptions {
    Index n = 600;
    double turns = 4, height = 2, noise = 0.02;
    bool reflect = false;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("n", n, 2, 1'000'000, "points of each set");
        v.number("turns", turns, 0.25, 100, "", "turns of the helix");
        v.number("height", height, 0.01, 100, "radii", "height of the helix; its widest radius is 1");
        v.number("noise", noise, 0, 100, "rms coordinates", "standard deviation of each target coordinate");
        v.flag("reflect", reflect, "the copy winds the other way: no rotation fits it, a reflection does");
    }
};
Result<Sample> helix_pair(const HelixOptions& options, std::uint64_t seed, const Context& context);

// Clusters in many dimensions, seen twice, as by two embedding models that differ by an orthogonal map.
struct ClustersOptions {
    Index n = 1200, d = 50, clusters = 8;
    double spread = 0.35, noise = 0.1;
    bool relabel = false;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("n", n, 2, 1'000'000, "rows of each set");
        v.integer("d", d, 2, 4096, "dimensions");
        v.integer("clusters", clusters, 1, 1000, "clusters");
        v.number("spread", spread, 0, 10, "", "radius of a cluster, where the centres lie at radius 1");
        v.number("noise", noise, 0, 10, "", "length of the noise on each row of the second view");
        v.flag("relabel", relabel, "target rows in another order than the source's");
    }
};

// Also source_labels.txt and target_labels.txt (a name of each row, "cluster 3, row 17") and the attribute
// "cluster" (its number), written as source_cluster.npy and target_cluster.npy.
Result<Sample> clustered_embeddings(const ClustersOptions& options, std::uint64_t seed,
                                    const Context& context);

}  // namespace orthoscope
