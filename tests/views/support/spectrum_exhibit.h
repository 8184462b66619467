// A run of spectral-decay and truncation as the pictures see it, made of known parts: U S V' with three large values.
#pragma once

#include <cmath>

#include "tests/views/pictures.h"

namespace orthoscope::example {

inline const MethodInfo& spectrum_info() {
    static const MethodInfo info{.id = "spectral-decay", .title = "Spectral decay", .summary = "", .citation = "", .inputs = {"matrix"},
                                 .produces = {"values"},
                                 .phases = {{"matrix", "Matrix", "X", {{"X", "rows"}}, "The numbers as they came."},
                                            {"decompose", "Singular values", "X = U \\Sigma V^T", {{"\\Sigma", "values"}}, "The matrix is a sum of patterns, sorted by size."},
                                            {"noise", "Noise edge", "e = v \\sqrt{n}", {{"e", "edge"}}, "Noise alone makes a bulk with a sharp edge."},
                                            {"tail", "Power-law tail", "\\alpha", {{"\\alpha", "exponent"}}, "A straight line on two logarithmic axes."},
                                            {"rows", "Rows", "\\cos \\theta", {{"\\theta", "angle"}}, "What the rows say."},
                                            {"cut", "Cut", "X_p", {{"p", "cut"}}, "What the first directions rebuild."}},
                                 .family = MethodFamily::Spectrum, .most_inputs = 64};
    return info;
}

struct SpectrumParts {
    Index rows = 30, height = 6, width = 8;  // T frames of images
    Index layers = 1;
    std::uint64_t seed = 5;
    Index columns() const { return height * width; }
};

// Values that fall from a few large ones into a bulk of noise.
inline Vector planted_values(Index count, double strength) {
    Vector s(count);
    for (Index i = 0; i < count; ++i) s(i) = i < 3 ? strength * (20 - 6 * double(i)) : 3.0 - 2.6 * double(i - 3) / double(count - 3);
    return s;
}

// One matrix: the set, and the state that has everything of it in column `layer` of `layers`.
struct PlantedSpectrum {
    DatasetPtr set;
    SpectrumState state;
};

inline PlantedSpectrum planted_spectrum(const SpectrumParts& parts, Index layer = 0) {
    Random random(parts.seed + std::uint64_t(layer));
    const Index n = parts.rows, d = parts.columns(), q = std::min(n, d);
    const Matrix u = random_orthogonal(n, random, true).leftCols(q), v = random_orthogonal(d, random, true).leftCols(q);
    const Vector s = planted_values(q, 1 + 0.3 * double(layer));
    PlantedSpectrum made;
    auto set = std::make_shared<Dataset>();
    set->name = "layer " + std::to_string(layer + 1);
    FrameSequence sequence;
    sequence.frames = u * s.asDiagonal() * v.transpose();
    sequence.shape = {parts.height, parts.width}, sequence.axes = "tyx", sequence.leading = {n};
    set->payload = std::move(sequence);
    made.set = set;
    SpectrumState& state = made.state;
    const auto filled = [&](const RowVector& row) {
        Matrix m = Matrix::Zero(parts.layers, row.size());
        m.row(layer) = row;
        return share(std::move(m));
    };
    const auto column = [&](const Vector& values) {
        Matrix m = Matrix::Zero(values.size(), parts.layers);
        m.col(layer) = values;
        return share(std::move(m));
    };
    state.layer = double(layer);
    state.values = column(s);
    Indices lengths = Indices::Zero(parts.layers);
    lengths(layer) = q;
    state.lengths = share(std::move(lengths));
    state.sizes = share(Matrix(Matrix::Constant(parts.layers, 2, double(n))));
    Matrix sizes(parts.layers, 2);
    sizes.col(0).setConstant(double(n)), sizes.col(1).setConstant(double(d));
    state.sizes = share(sizes);
    state.mean = share(Matrix(Matrix::Zero(1, d)));
    state.right = share(Matrix(v.transpose())), state.left = share(u);
    state.edges = filled(Eigen::RowVector2d(3.2, 4.1));
    Vector twin(q), parallel(q), stick(q);
    for (Index i = 0; i < q; ++i) {
        twin(i) = 6.5 - 6 * double(i) / double(q);
        parallel(i) = 6.8 - 6 * double(i) / double(q);
        stick(i) = 15 / std::sqrt(double(i + 1));
    }
    state.twin = column(twin), state.parallel = share(Matrix(parallel)), state.stick = share(Matrix(stick));
    state.tails = filled(Eigen::RowVector4d(3.0, 10, 0.08, 4.0)), state.twin_tails = filled(Eigen::RowVector4d(9.0, 12, 0.2, 4.0));
    Matrix cosines(21, 3), entries(16, 3), spacings(40, 2), dimensions(5, 2), errors(q + 1, 4);
    for (Index i = 0; i < cosines.rows(); ++i) {
        const double c = -1 + 0.1 * double(i);
        cosines.row(i) << c, std::exp(-8 * c * c) * 1.3, std::exp(-12 * c * c) * 1.9;
    }
    for (Index i = 0; i < entries.rows(); ++i) entries.row(i) << 0.1 * (double(i) + 0.5), std::exp(-0.3 * double(i)), std::exp(-0.28 * double(i));
    for (Index i = 0; i < spacings.rows(); ++i) spacings.row(i) << 0.02 * double(i), 0.1 * double(i);
    for (Index i = 0; i < dimensions.rows(); ++i) dimensions.row(i) << 4.0 * double(i + 1), 5.2 - 0.1 * double(i);
    for (Index p = 0; p <= q; ++p) {
        const double left = std::sqrt(s.tail(q - p).squaredNorm() / s.squaredNorm()), plain = std::sqrt(1 - double(p) / double(q));
        errors.row(p) << left, plain, 0.9 * plain, 0.5 * (plain + left);
    }
    state.cosines = share(cosines), state.entries = share(entries), state.spacings = share(spacings), state.dimensions = share(dimensions);
    state.errors = share(errors);
    return made;
}

// Frames: the matrices one after the other, each by its phases; at the end the first comes back, with a cut of four.
inline Exhibit spectrum_exhibit(const SpectrumParts& parts) {
    Exhibit e;
    SpectrumState all;
    std::vector<SpectrumState> whole;
    const auto push = [&](const SpectrumState& state, int phase, Metrics metrics = {}) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = std::int64_t(state.layer), frame->phase = phase, frame->metrics = std::move(metrics);
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
    };
    for (Index layer = 0; layer < parts.layers; ++layer) {
        const PlantedSpectrum made = planted_spectrum(parts, layer);
        e.sets.push_back(made.set);
        SpectrumState now;
        now.layer = double(layer), now.sizes = made.state.sizes;
        now.values = all.values ? all.values : share(Matrix(Matrix::Zero(made.state.values->rows(), parts.layers)));
        now.lengths = all.lengths ? all.lengths : share(Indices(Indices::Zero(parts.layers)));
        push(now, 0);
        const auto joined = [](const SharedMatrix& a, const SharedMatrix& b) { return a ? share(Matrix(*a + *b)) : b; };
        now.values = share(Matrix(*now.values + *made.state.values)), now.lengths = share(Indices(*now.lengths + *made.state.lengths));
        now.mean = made.state.mean, now.right = made.state.right, now.left = made.state.left;
        now.edges = all.edges, now.twin = all.twin, now.tails = all.tails, now.twin_tails = all.twin_tails;
        push(now, 1);
        now.edges = joined(all.edges, made.state.edges);
        push(now, 2);
        now.twin = joined(all.twin, made.state.twin), now.parallel = made.state.parallel, now.stick = made.state.stick;
        now.tails = joined(all.tails, made.state.tails), now.twin_tails = joined(all.twin_tails, made.state.twin_tails);
        push(now, 3);
        now.cosines = made.state.cosines, now.entries = made.state.entries;
        now.spacings = made.state.spacings, now.dimensions = made.state.dimensions;
        push(now, 4, {{"intrinsic_dimension_twonn", 5.0}, {"weibull_shape", 1.1}});
        all = now;
        whole.push_back(now);
    }
    SpectrumState last = whole.front();
    last.values = all.values, last.lengths = all.lengths, last.edges = all.edges, last.twin = all.twin;
    last.tails = all.tails, last.twin_tails = all.twin_tails;
    last.errors = planted_spectrum(parts).state.errors, last.cut = 4;
    push(last, 5, {{"cut", 4}});
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = pairs->target = std::make_shared<Matrix>(e.sets[0]->values());
    e.pairs = pairs, e.method = &spectrum_info();
    return e;
}

}  // namespace orthoscope::example
