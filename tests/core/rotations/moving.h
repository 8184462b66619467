// Frames that move in known ways, for tests of the rotation methods.
#pragma once

#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/run/run.h"

namespace orthoscope::moving {

inline DatasetPtr sequence(Matrix frames, std::vector<Index> shape, std::string axes = "tyx", std::vector<Index> leading = {}) {
    auto set = std::make_shared<Dataset>();
    set->name = "frames";
    if (leading.empty()) leading = {frames.rows()};
    set->payload = FrameSequence{std::move(frames), std::move(shape), std::move(axes), std::move(leading), Triangles(0, 3)};
    return set;
}

inline DatasetPtr rows(Matrix values) {
    auto set = std::make_shared<Dataset>();
    set->name = "rows", set->payload = EmbeddingSet{std::move(values)};
    return set;
}

// A size x size picture without symmetry: smooth waves and some grain, so that every spatial frequency is there.
inline Matrix picture(Index size, Random& random) {
    Matrix p(size, size);
    for (Index y = 0; y < size; ++y)
        for (Index x = 0; x < size; ++x) p(y, x) = std::exp(-0.1 * double((x - 4) * (x - 4) + (y - 7) * (y - 7))) + 0.3 * random.uniform();
    return p;
}

// The picture shifted round by dx columns and dy rows, as a row in C order.
inline RowVector shifted(const Matrix& p, Index dy, Index dx) {
    RowVector out(p.size());
    const Index h = p.rows(), w = p.cols();
    for (Index y = 0; y < h; ++y)
        for (Index x = 0; x < w; ++x) out((y + dy) % h * w + (x + dx) % w) = p(y, x);
    return out;
}

// The matrix S with shifted(p, 0, 1) = shifted(p, 0, 0) S.
inline Matrix shift_matrix(Index size) {
    Matrix s = Matrix::Zero(size * size, size * size);
    for (Index y = 0; y < size; ++y)
        for (Index x = 0; x < size; ++x) s(y * size + x, y * size + (x + 1) % size) = 1;
    return s;
}

inline Matrix cyclic_orbit(Index size, std::uint64_t seed) {
    Random random(seed);
    const Matrix p = picture(size, random);
    Matrix frames(size, size * size);
    for (Index t = 0; t < size; ++t) frames.row(t) = shifted(p, 0, t);
    return frames;
}

// An orthogonal step with these angles (degrees) in 2 n dimensions.
inline Matrix step_of(const std::vector<double>& angles, Random& random) {
    const Index d = 2 * Index(angles.size());
    const Matrix basis = random_orthogonal(d, random, true);
    Matrix turn = Matrix::Zero(d, d);
    for (std::size_t k = 0; k < angles.size(); ++k) {
        const double a = angles[k] * std::numbers::pi / 180;
        turn.block(2 * Index(k), 2 * Index(k), 2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
    }
    return basis.transpose() * turn * basis;
}

inline Matrix orbit(const RowVector& start, const Matrix& step, Index count) {
    Matrix frames(count, start.size());
    frames.row(0) = start;
    for (Index t = 1; t < count; ++t) frames.row(t) = frames.row(t - 1) * step;
    return frames;
}

inline Result<RunResult> run_on(const char* method, std::vector<DatasetPtr> sets,
                                const std::vector<std::pair<std::string, std::string>>& options = {}) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters();
    for (auto& [name, value] : options)
        if (auto status = request.options.set_text(name, value); !status) return status.error();
    return run(request, std::move(sets), {});
}

inline const PlanesState& last(const RunResult& result) {
    return std::get<PlanesState>(*result.recording->frame(result.recording->size() - 1)->state);
}

// How much of the planes a step takes out of them: |P S - P S P' P| for each plane, the largest.
inline double leak(const Matrix& planes, const Matrix& step) {
    double worst = 0;
    for (Index k = 0; k < planes.rows(); k += 2) {
        const Matrix p = planes.middleRows(k, 2), moved = p * step;
        worst = std::max(worst, (moved - moved * p.transpose() * p).norm());
    }
    return worst;
}

}  // namespace orthoscope::moving
