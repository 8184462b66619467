#include "core/samples/lab_matrices.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/samples/make.h"

namespace orthoscope {

Result<Sample> graded_matrix(const GradedMatrixOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = context.fits(std::uint64_t(o.rows) * std::uint64_t(o.columns) * 32, "sample"); !status) return status.error();
    Random random(seed);
    const Index r = std::min(o.rows, o.columns);
    Vector values(r);
    for (Index i = 0; i < r; ++i) values(i) = std::pow(o.condition, r > 1 ? -double(i) / double(r - 1) : 0.0);
    const Matrix left = random_orthogonal(o.rows, random, false), right = random_orthogonal(o.columns, random, false);
    std::string text;
    for (double v : values) text += short_number(v, 17) + '\n';
    Sample sample;
    sample.method = "newton-schulz";
    sample.note = "A matrix in random directions whose singular values fall evenly in their logarithms from 1 to " +
                  short_number(1 / o.condition) + " (singular_values.txt).";
    sample.extra = {text_file("singular_values.txt", text)};
    sample.sets = {make_dataset("graded matrix", MatrixData{left.leftCols(r) * values.asDiagonal() * right.topRows(r)})};
    return sample;
}

Result<Sample> weights_and_teacher(const TeacherOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = context.fits(std::uint64_t(o.rows) * std::uint64_t(o.columns) * 32, "sample"); !status) return status.error();
    Random random(seed);
    const double size = 1 / std::sqrt(double(o.columns));
    const Matrix weights = size * random.normal(o.rows, o.columns);
    const Matrix left = random_orthogonal(o.rows, random, true), right = random_orthogonal(o.columns, random, true);
    Matrix target = o.turned ? Matrix(left * weights * right) : Matrix(size * random.normal(o.rows, o.columns));
    Sample sample;
    sample.method = "optimizer-lab";
    sample.note = std::string("Random weights and the target that they should become. ") +
                  (o.turned ? "The target is the first matrix between two rotations: it has the same singular values, so an optimiser that keeps "
                              "them can reach it."
                            : "The target is another random matrix: an optimiser that keeps the singular values cannot reach it.");
    sample.sets = {make_dataset("weights", MatrixData{weights}), make_dataset("teacher", MatrixData{std::move(target)})};
    return sample;
}

Result<Sample> tree_of_things(const TreeOptions& o, std::uint64_t, const Context&) {
    const Index things = Index(1) << o.depth, features = 2 * things - 1;
    Matrix m = Matrix::Zero(features, things);
    Index row = 0;
    for (Index level = 0; level <= o.depth; ++level) {
        const Index span = things >> level;  // things below a node of this level
        for (Index node = 0; node < (Index(1) << level); ++node, ++row) m.row(row).segment(node * span, span).setOnes();
    }
    Sample sample;
    sample.method = "deep-linear";
    sample.note = "Which feature (row) each thing (column) has: one all share, one for each half, one for each quarter, down to what is a thing's "
                  "own. The singular values come in one size a level of the tree, so that broad distinctions are learned first.";
    sample.sets = {make_dataset("tree of things", MatrixData{std::move(m)})};
    return sample;
}

}  // namespace orthoscope
