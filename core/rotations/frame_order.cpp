#include "core/rotations/frame_order.h"

#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

constexpr int shuffles = 3;

// |X1 - X0 A|^2 = |X0|^2 + |X1|^2 - 2 |X0'X1|_* at the polar factor A.
std::optional<double> misfit_of(const Matrix& frames, const Indices& next, const std::vector<Index>& order) {
    const Index t = frames.rows(), k = frames.cols();
    const auto steps = Index((next.head(t).array() >= 0).count());
    Matrix before(steps, k), after(steps, k), cross = Matrix::Zero(k, k);
    for (Index i = 0, at = 0; i < t; ++i) {
        if (next(i) < 0) continue;
        before.row(at) = frames.row(order[std::size_t(i)]), after.row(at) = frames.row(order[std::size_t(next(i))]);
        ++at;
    }
    add_transposed_product(steps, k, k, before.data(), steps, after.data(), steps, cross);
    auto values = singular_values(cross);
    if (!values || after.squaredNorm() == 0) return {};
    const double rest = before.squaredNorm() + after.squaredNorm() - 2 * values->sum();
    return std::sqrt(std::max(0.0, rest) / after.squaredNorm());
}

}  // namespace

std::optional<FrameOrder> frame_order(const PlanesState& s, const FrameSteps& steps, std::uint64_t seed) {
    if (!steps.ordered || steps.maps != 1 || !s.phasors || !s.next) return {};
    const Index t = s.phasors->rows(), lone = s.rest ? s.rest->cols() : 0, k = s.phasors->cols() + lone;
    if (k == 0 || t > 2 * k || s.next->size() < t) return {};
    Matrix frames(t, k);
    frames.leftCols(s.phasors->cols()) = *s.phasors;
    if (lone > 0) frames.rightCols(lone) = *s.rest;
    std::vector<Index> order(static_cast<std::size_t>(t));
    std::iota(order.begin(), order.end(), Index(0));
    const auto found = misfit_of(frames, *s.next, order);
    if (!found) return {};
    FrameOrder result{*found, 0, t, k};
    Random random(seed);
    for (int n = 0; n < shuffles; ++n) {
        const auto other = misfit_of(frames, *s.next, random.permutation(t));
        if (!other) return {};
        result.shuffled += *other / shuffles;
    }
    return result;
}

}  // namespace orthoscope
