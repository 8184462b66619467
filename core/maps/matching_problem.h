// What the methods of shape matching share before their first step: checks, options and bases.
#pragma once

#include "core/maps/balanced_map.h"
#include "core/maps/portfolio.h"
#include "core/maps/sliced_refinement.h"
#include "core/method/method.h"

namespace orthoscope {

// Beyond so many pairs of rows a transport takes tens of seconds: the best map gets one, the other candidates none.
inline constexpr double most_balanced_pairs = 4e8;
// Beyond so many target rows ZoomOut grows on a part of them, and the last map alone is of all.
inline constexpr Index most_zoomed_rows = 60000, zoomed_rows = 20000;

// The stages that a method runs, resolved from its own options.
struct MatchingPlan {
    LaplacianKind laplacian = LaplacianKind::Intrinsic;
    Index vectors = 150;         // of each shape, the constant included

    bool search = false;         // a portfolio of starts; else PairingOptions::start
    PortfolioOptions portfolio;
    Index candidates = 3;        // distinct maps that are kept

    bool zoomout = true;
    Index from = 0, step = 5;    // sizes of ZoomOut from a given start (0: that of its C, 20 of a map) up to `vectors`
    bool icp = false;

    bool sliced = false;
    SlicedRefinementRules sliced_rules;

    int balance_rounds = 0;      // transport, and a new C from its plan; 0: nearest rows
    BalancedRules balanced_rules;
    bool area_masses = false;    // a vertex counts as much as its area; else all alike
};

// Meshes and clouds of 2 or 3 columns, finite, 3 rows or more. Errors (Input) name the shape, what was found and what
// was expected.
Status check_shapes(const Pairs& pairs, const std::string& method);

// Landmarks as pairs of vertices.
std::vector<std::pair<Index, Index>> landmark_pairs(const Pairs& pairs);

// The choices that all methods of the family offer, described once.
struct BasisOptions {
    LaplacianKind laplacian = LaplacianKind::Intrinsic;
    std::int64_t k = 150;

    template <class V>
    void describe(V& v) {
        v.choice("laplacian", laplacian, {"cotangent", "intrinsic", "tufted"},
                 "Cotangent weights of the triangles as they are, of the intrinsic Delaunay triangulation (of the tufted "
                 "cover where the mesh is not manifold), or of the tufted cover always. Clouds have one of their own.");
        v.integer("k", k, 2, 1000, "Eigenvectors of each shape, the constant included.");
    }
};

struct FilterOptions {
    bool filter = true;
    std::int64_t filter_rounds = 2, neighbours = 20;
    double epsilon = 0.05, relaxation = 10, uncovered = 0;
    enum class Masses { Vertices, Area } masses = Masses::Vertices;

    template <class V>
    void describe(V& v) {
        v.flag("filter", filter, "Balance the map by entropic transport at the end, so that few source vertices stay without a partner.");
        v.integer("filter-rounds", filter_rounds, 1, 20, "Transports, each from the functional map of the one before; between shapes of more than some 20,000 vertices one, "
                  "of the best map alone.");
        v.integer("neighbours", neighbours, 1, 200, "Nearest rows that each vertex may be transported to, both ways.");
        v.number("epsilon", epsilon, 1e-4, 10, "median squared distances",
                 "Entropy of the last transport, over the median squared distance to the nearest row.");
        v.number("relaxation", relaxation, 0, 10000, "median squared distances",
                 "What it costs to leave a vertex's mass unmet; 0 demands the masses exactly.");
        v.choice("masses", masses, {"vertices", "area"}, "Whether each vertex counts alike or as much as its area.");
        v.number("uncovered", uncovered, 0, 100000, "median squared distances",
                 "A target vertex that pays more than this for its partner has none (-1). 0 gives all one, but where the source has a boundary "
                 "that the target lacks: there regions that pay much have none.");
    }
    void into(MatchingPlan& plan) const;
};

struct SlicedOptions {
    enum class Directions { Haar, Smooth, Worst } directions = Directions::Haar;
    enum class Weights { Mean, Energy } weights = Weights::Mean;
    std::int64_t count = 48, iterations = 6, rows = 1500;
    double coupling = 0.1;

    template <class V>
    void describe(V& v) {
        v.choice("directions", directions, {"haar", "smooth", "worst"},
                 "Directions along which the embeddings are compared: uniform, smooth functions on the target, or the "
                 "worst that gradient ascent finds at each step (max-sliced).");
        v.choice("direction-weights", weights, {"mean", "energy"},
                 "All directions alike, or by the softmax of their distances (energy-based).");
        v.integer("direction-count", count, 1, 10000, "Directions; of the worst the most that are kept.");
        v.integer("sliced-iterations", iterations, 1, 10000, "Steps of descent.");
        v.integer("sliced-rows", rows, 0, 10000000, "Rows of each shape that are compared, drawn with the seed; 0 takes all.");
        v.number("coupling", coupling, 0, 1e6, "",
                 "Weight of the distance to the functional map of the points, |C - A|^2 / k; 0 descends the sliced distance alone.");
    }
    void into(MatchingPlan& plan, const RunSettings& settings) const;
};

}  // namespace orthoscope
