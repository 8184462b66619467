#include "core/recording/orec_check.h"

#include <numeric>

namespace orthoscope::orec {

void check(const AlignmentState& s, JsonFields& fields) {
    const auto d = s.rotation ? s.rotation->rows() : 0;
    const auto square = [&](const char* name, const SharedMatrix& m) {
        if (m && (m->rows() != d || m->cols() != d)) fields.refuse(name, "a square array like rotation");
    };
    if (d < 1) return fields.refuse("rotation", "the number of a square array");
    square("rotation", s.rotation), square("cross_covariance", s.cross_covariance);
    square("u", s.u), square("v", s.v);
    if (s.pivot.size() != d) fields.refuse("pivot", "as many values as rotation has rows");
    if (s.place.size() != d) fields.refuse("place", "as many values as rotation has rows");
    if (s.target_mean.size() && s.target_mean.size() != d)
        fields.refuse("target_mean", "as many values as rotation has rows");
    if (s.sigma.size() > d) fields.refuse("sigma", "at most as many values as rotation has rows");
    if (s.path && s.path->dimension() != d) fields.refuse("path", "a path of the dimension of rotation");
    if (s.matching && s.matching->size() && s.matching->minCoeff() < -1)
        fields.refuse("matching", "row numbers, or -1 for none");
    if (s.confidence && s.confidence->cols() != 1) fields.refuse("confidence", "an array of one column");
    if (s.coupling && s.coupling->cols() != 3) fields.refuse("coupling", "an array of three columns");
    else if (s.coupling && s.coupling->size() &&
             (s.coupling->leftCols(2).minCoeff() < 0 || s.coupling->leftCols(2).maxCoeff() > 1e12))
        fields.refuse("coupling", "row numbers in its first two columns");
}

void check(const GroupState& s, JsonFields& fields) {
    if (s.sets.size() < 2) return fields.refuse("sets", "at least two sets");
    const auto d = s.sets.front().rotation->rows();
    for (auto& set : s.sets)
        if (set.rotation->rows() != d) return fields.refuse("sets", "rotations of one size");
    if (s.mean && s.mean->cols() != d) fields.refuse("mean", "as many columns as the rotations have");
}

void check(const ShapeState& s, JsonFields& fields) {
    const auto basis = [&](const char* name, const SharedMatrix& vectors, const SharedMatrix& values) {
        if (values && values->cols() != 1) fields.refuse(name, "values of one column");
        if (vectors && (!values || vectors->cols() != values->rows())) fields.refuse(name, "one vector for each value");
    };
    basis("source_vectors", s.source_vectors, s.source_values);
    basis("target_vectors", s.target_vectors, s.target_values);
    const auto rows = [&](const char* name, const SharedMatrix& m, const SharedMatrix& vectors) {
        if (m && vectors && m->rows() != vectors->rows()) fields.refuse(name, "one row a vertex");
    };
    rows("source_descriptors", s.source_descriptors, s.source_vectors);
    rows("target_descriptors", s.target_descriptors, s.target_vectors);
    if (s.source_descriptors && s.target_descriptors && s.source_descriptors->cols() != s.target_descriptors->cols())
        fields.refuse("target_descriptors", "as many columns as source_descriptors");
    if (const auto& c = s.functional_map; c && ((s.source_values && c->cols() > s.source_values->rows()) ||
                                                (s.target_values && c->rows() > s.target_values->rows())))
        fields.refuse("functional_map", "at most as many columns and rows as there are eigenvalues");
    if (s.direction && (s.direction->cols() != 1 || (s.target_values && s.direction->rows() > s.target_values->rows())))
        fields.refuse("direction", "one column of at most as many rows as there are target eigenvalues");
    if (!s.map || !s.map->size()) return;
    if (s.target_vectors && s.map->size() != s.target_vectors->rows()) fields.refuse("map", "one entry a target vertex");
    else if (s.map->minCoeff() < -1 || (s.source_vectors && s.map->maxCoeff() >= s.source_vectors->rows()))
        fields.refuse("map", "source vertices, or -1 for none");
}

namespace {

// Sizes that the first array of a kind sets and all later ones must share.
class Sizes {
  public:
    explicit Sizes(JsonFields& fields) : fields_(fields) {}

    // rows x columns; -1: anything. A null array always fits.
    void expect(const char* name, const SharedMatrix& m, Index rows, Index columns, const char* expected) {
        if (m && ((rows >= 0 && m->rows() != rows) || (columns >= 0 && m->cols() != columns))) fields_.refuse(name, expected);
    }
    void expect(const char* name, const SharedIndices& m, Index rows, Index low, Index high, const char* expected) {
        if (m && ((rows >= 0 && m->size() != rows) || (m->size() && (m->minCoeff() < low || m->maxCoeff() > high))))
            fields_.refuse(name, expected);
    }

  private:
    JsonFields& fields_;
};

Index columns_of(std::initializer_list<const SharedMatrix*> list) {
    for (auto m : list)
        if (*m) return (*m)->cols();
    return -1;
}

void check_found(const PlanesState& s, Index dimension, Index maps, Sizes& sizes, JsonFields& fields) {
    if (s.planes && s.planes->rows() % 2) return fields.refuse("planes", "an even number of rows");
    const Index p = s.planes ? s.planes->rows() / 2 : 0, frames = s.phasors ? s.phasors->rows() : -1;
    sizes.expect("planes", s.planes, -1, dimension, "as many columns as the other directions have");
    sizes.expect("angles", s.angles, p, maps, "a row a plane and a column a map");
    for (auto& [name, m] : {std::pair{"energies", &s.energies}, {"residuals", &s.residuals}})
        sizes.expect(name, *m, p, 1, "one value a plane");
    sizes.expect("blocks", s.blocks, p, 0, p - 1, "a block number for each plane");
    sizes.expect("kinds", s.kinds, p, PlanesState::Single, PlanesState::Free, "0 to 3 for each plane");
    sizes.expect("centres", s.centres, 1, 2 * p, "two coordinates a plane");
    sizes.expect("phasors", s.phasors, -1, 2 * p, "two columns a plane");
    sizes.expect("fixed", s.fixed, -1, dimension, "as many columns as the other directions have");
    sizes.expect("flipped", s.flipped, -1, dimension, "as many columns as the other directions have");
    sizes.expect("rest", s.rest, frames, (s.fixed ? s.fixed->rows() : 0) + (s.flipped ? s.flipped->rows() : 0),
                 "a row a frame and a column for each fixed and flipped direction");
    const Index q = s.reference_planes ? s.reference_planes->rows() / 2 : 0;
    sizes.expect("reference_planes", s.reference_planes, 2 * q, dimension, "pairs of directions");
    sizes.expect("reference_angles", s.reference_angles, q, 1, "one angle a reference plane");
    sizes.expect("overlap", s.overlap, q, p, "a row a reference plane and a column a plane");
    if (s.phasors && s.next)
        sizes.expect("next", s.next, maps > 0 ? frames * maps : -1, -1, frames - 1, "a frame, or -1, for each frame and map");
}

}  // namespace

void check(const PlanesState& s, JsonFields& fields) {
    Sizes sizes(fields);
    const Index dimension = columns_of({&s.mean, &s.span, &s.planes, &s.fixed, &s.flipped});
    sizes.expect("mean", s.mean, 1, dimension, "one row");
    sizes.expect("values", s.values, -1, 1, "one column");
    if (!(s.kept >= 0) || (s.values && s.kept > double(s.values->rows()))) fields.refuse("kept", "a part of the singular values");
    sizes.expect("span", s.span, -1, dimension, "as many columns as the other directions have");
    const Index k = s.span ? s.span->rows() : s.action ? s.action->rows() : s.moment ? s.moment->rows() : -1;
    const Index wide = columns_of({&s.action, &s.schur, &s.moment});
    if (wide >= 0 && (k <= 0 ? wide != 0 : wide % k != 0)) return fields.refuse("action", "one square array a map");
    const Index maps = wide >= 0 && k > 0 ? wide / k : s.angles ? s.angles->cols() : -1;
    if (maps == 0) return fields.refuse("angles", "at least one map");
    for (auto& [name, m] : {std::pair{"moment", &s.moment}, {"action", &s.action}, {"schur", &s.schur}})
        sizes.expect(name, *m, k, wide, "one square array a map, of the size of the kept span");
    sizes.expect("moment_values", s.moment_values, -1, 1, "one column");
    sizes.expect("eigenvalues", s.eigenvalues, -1, maps > 0 ? 2 * maps : -1, "two columns a map");
    sizes.expect("generator", s.generator, k, k, "a square array of the size of the kept span");
    sizes.expect("next", s.next, -1, -1, std::numeric_limits<Index>::max(), "frames, or -1 for none");
    sizes.expect("seen", s.seen, 2, 0, s.phasors ? s.phasors->rows() - 1 : std::numeric_limits<Index>::max(), "two frames");
    check_found(s, dimension, maps, sizes, fields);
}

void check(const LoopState& s, JsonFields& fields) {
    Sizes sizes(fields);
    if (!s.rotations) return fields.refuse("rotations", "the number of an array");
    const Index n = s.rotations->rows();
    sizes.expect("rotations", s.rotations, -1, 9, "nine columns");
    sizes.expect("steps", s.steps, n, 1, "one angle an orientation");
    sizes.expect("coordinates", s.coordinates, n,
                 std::accumulate(std::begin(LoopState::widths), std::end(LoopState::widths), 0), "25 columns");
    sizes.expect("jumps", s.jumps, n, LoopState::systems, "a column for each coordinate system");
    sizes.expect("noise", s.noise, -1, 1, "one column");
    sizes.expect("errors", s.errors, s.noise ? s.noise->rows() : 0, LoopState::systems, "a row for each level of noise");
}

void check(const SpectrumState& s, JsonFields& fields) {
    Sizes sizes(fields);
    if (!s.values || !s.sizes || !s.lengths) return fields.refuse("values", "values, lengths and sizes of every layer");
    const Index r = s.values->rows(), m = s.values->cols();
    if (m < 1) return fields.refuse("values", "at least one layer");
    sizes.expect("lengths", s.lengths, m, 0, r, "a number of values for each layer");
    sizes.expect("sizes", s.sizes, m, 2, "two columns and a row a layer");
    for (auto& [name, a] : {std::pair{"error_bounds", &s.error_bounds}, {"twin", &s.twin}})
        sizes.expect(name, *a, r, m, "one value for each value");
    sizes.expect("edges", s.edges, m, 2, "two columns and a row a layer");
    for (auto& [name, a] : {std::pair{"tails", &s.tails}, {"twin_tails", &s.twin_tails}})
        sizes.expect(name, *a, m, 4, "four columns and a row a layer");
    if (!(s.layer >= 0 && s.layer < double(m))) return fields.refuse("layer", "the number of a layer");
    for (auto& [name, a] : {std::pair{"parallel", &s.parallel}, {"stick", &s.stick}, {"weyl", &s.weyl}})
        sizes.expect(name, *a, -1, 1, "one column");
    for (auto& [name, a] : {std::pair{"cosines", &s.cosines}, {"entries", &s.entries}})
        sizes.expect(name, *a, -1, 3, "three columns");
    for (auto& [name, a] : {std::pair{"spacings", &s.spacings}, {"dimensions", &s.dimensions}})
        sizes.expect(name, *a, -1, 2, "two columns");
    const Index dimension = columns_of({&s.mean, &s.right});
    sizes.expect("mean", s.mean, 1, dimension, "one row");
    sizes.expect("right", s.right, -1, dimension, "as many columns as the mean has");
    sizes.expect("left", s.left, -1, s.right ? s.right->rows() : -1, "one column a right singular vector");
    if (!(s.cut >= 0)) fields.refuse("cut", "a number of directions");
}

void check(const DescentState& s, JsonFields& fields) {
    Sizes sizes(fields);
    if (!s.values) return fields.refuse("values", "the number of an array");
    const Index r = s.values->rows();
    sizes.expect("values", s.values, r, 1, "one column");
    for (auto& [name, a] : {std::pair{"start_values", &s.start_values}, {"target_values", &s.target_values}})
        sizes.expect(name, *a, r, 1, "one value for each value");
    sizes.expect("polynomial", s.polynomial, 1, 3, "three coefficients");
    if (s.matrix) sizes.expect("update", s.update, s.matrix->rows(), s.matrix->cols(), "an array of the size of matrix");
    sizes.expect("update_values", s.update_values, -1, 1, "one column");
    sizes.expect("times", s.times, -1, 1, "one column");
    sizes.expect("path", s.path, -1, r, "a column a value");
    if ((s.path || s.exact) && !s.times) return fields.refuse("times", "the times of path and exact");
    if (s.path && s.path->rows() > s.times->rows()) return fields.refuse("path", "at most one row a time");
    sizes.expect("exact", s.exact, s.times ? s.times->rows() : -1, r, "a row a time and a column a value");
    sizes.expect("drift", s.drift, s.path ? s.path->rows() : -1, 1, "one column and a row a row of path");
}

}  // namespace orthoscope::orec
