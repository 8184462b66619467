// What can be said of a map between two shapes without the truth, and lists of maps put in order by it.
#pragma once

#include <string>
#include <vector>

#include "core/base/context.h"
#include "core/maps/shape_pair.h"

namespace orthoscope {

// All but orientation are 0 for a perfect isometry.
struct MapEnergies {
    double orthogonality = 0;  // |C'C - 1| / sqrt(k)
    double commutativity = 0;  // |C L1 - L2 C| over the root mean square of |C L1| and |L2 C|
    double descriptors = 0;    // half the mean squared difference of standardised descriptors; 1: unrelated
    double distortion = 0;     // mean |log stretch| along both principal directions, at most 2 each
    double uncovered = 0;      // share of the source rows looked at that no target row meets
    double bijectivity =
        0;  // biharmonic distance of there and back to the start, over that of rows drawn at random
    double landmarks = 0;    // the same of landmarks' images to their partners
    double orientation = 0;  // share of target rows where the map keeps the orientation; NaN: a cloud
};

struct Candidate {
    std::string name;       // how it was found
    Matrix functional_map;  // k x k
    Indices map;            // m: source vertex of each target vertex
    MapEnergies energies;
    double score = 0;       // lower is better
    bool mirrored = false;  // orientation below 0.5: a reflection of the right map, on meshes
};

// Places where two shapes are looked at, and all that the energies need there.
struct Survey {
    const ShapePair* pair = nullptr;
    std::vector<Index> source_rows, target_rows;
    Matrix source_gradients, target_gradients;  // 2 rows each x K: of the first functions, in a tangent frame
    Matrix source_descriptors, target_descriptors;  // rows x p, standardised
    Matrix source_places;                           // rows x k: biharmonic embedding
    Index landmarks = 0;                            // the first so many rows are landmarks
    bool oriented = false;                          // both are meshes
};

// `samples` farthest points of each shape behind the landmarks; descriptors n x p and m x p. Errors:
// Cancelled.
Result<Survey> make_survey(const ShapePair& pair, const Matrix& source_descriptors,
                           const Matrix& target_descriptors, Index samples, const Context& context);

// Energies of C (k x k) and of its map from the survey's target rows to its source rows; local numbers.
struct Surveyed {
    Indices map;  // of each target row a source row, numbers in the survey
    MapEnergies energies;
};
Result<Surveyed> survey(const Survey& places, const Matrix& functional_map, int threads,
                        const Context& context);

// A sum of the energies, lower is better. Mirrored maps of meshes come behind all others, unless there are
// landmarks: then they lose, by the surcharge, to others that meet the landmarks as well.
inline constexpr double mirror_surcharge = 0.3;
double score_of(const MapEnergies& energies, bool oriented, bool landmarks);

// Mean biharmonic distance between the images of two maps (local numbers), over that of rows drawn at random:
// 0 the same.
double difference(const Survey& places, const Indices& one, const Indices& other);

// +1 where the triangles of a closed mesh look outwards, -1 inwards; +1 where that cannot be told.
double outward(const Dataset& mesh);

}  // namespace orthoscope
