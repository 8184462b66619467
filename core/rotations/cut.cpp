#include "core/rotations/cut.h"

#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Directions on which before and after both have something to say, under every map.
Index determined(const Vector& values) {
    Index r = 0;
    while (r < values.size() && values(r) > 1e-11 * values(0)) ++r;
    return r;
}

constexpr Index coarse = 192;  // above it a trial costs a second and more

// Cuts to try from the whole span down: each place between unequal values below 48, coarser above.
std::vector<Index> candidates(const Vector& values) {
    std::vector<Index> list{values.size()};
    for (Index k = values.size() - 1; k >= 2;) {
        const Index whole = whole_pairs(values, k);
        if (whole < list.back()) list.push_back(whole);
        k = k > 48 ? std::min(k - 1, Index((k > coarse ? 0.6 : 0.85) * double(k))) : k - 1;
    }
    return list;
}

}  // namespace

Matrix lagged_moments(const FrameSteps& steps, const Matrix& coordinates) {
    const Index k = coordinates.cols();
    Matrix moments = Matrix::Zero(k, k * steps.maps);
    for (Index j = 0; j < steps.maps; ++j) {
        const auto sides = steps.sides(coordinates, j);
        Matrix sum = Matrix::Zero(k, k);
        add_transposed_product(sides.before.rows(), k, k, sides.before.data(), sides.before.rows(), sides.after.data(),
                               sides.after.rows(), sum);
        moments.middleCols(j * k, k) = sum;
    }
    return moments;
}

Result<CutAction> action_in(const FrameSteps& steps, const FrameSpan& span, Index k, std::uint64_t seed) {
    CutAction out;
    const Index asked = k;
    for (;;) {
        out.k = k, out.coordinates = span.coordinates.leftCols(k);
        out.moments = lagged_moments(steps, out.coordinates);
        auto actions = polar_factors(out.moments, steps.maps, &out.moment_values);
        if (!actions) return actions.error();
        const Index sure = determined(out.moment_values);
        out.actions = std::move(*actions);
        if (sure == k || sure == 0) break;
        k = sure;
    }
    out.undetermined = asked - k;
    auto split = split_maps(out.actions, steps.maps, seed);
    if (!split) return split.error();
    out.split = std::move(*split);
    out.planes = measure_split(out.split, steps, out.coordinates, span.energy);
    return out;
}

Result<CutAction> cut_action(const FrameSteps& steps, const FrameSpan& span, const CutRules& rules, std::uint64_t seed,
                             const Context& context) {
    const Index r = span.values.size();
    const Index by_energy = whole_pairs(span.values, kept_by_energy(span.values, rules.energy));
    if (rules.choice == CutChoice::Energy) return action_in(steps, span, by_energy, seed);
    if (rules.choice == CutChoice::Count) return action_in(steps, span, std::min<Index>(r, rules.directions), seed);
    const auto attempt = [&](Index k) -> Result<CutAction> {
        if (context.stopped()) return cancelled_error();
        context.report(-1, "cut at " + std::to_string(k) + " directions");
        return action_in(steps, span, k, seed);
    };
    const auto turns = [](const CutAction& tried) { return tried.planes.count() > 0 && tried.planes.worst() <= CutRules::turns_as_one; };
    Index failed = 0;
    for (Index k : candidates(span.values)) {
        auto tried = attempt(k);
        if (!tried) return tried.error();
        if (!turns(*tried)) {
            failed = k;
            continue;
        }
        // After a wide step down the largest cut that passes lies in between.
        for (int halving = 0; halving < 3 && failed > coarse; ++halving) {
            const Index between = whole_pairs(span.values, (k + failed) / 2);
            if (between <= k || between >= failed) break;
            auto larger = attempt(between);
            if (!larger) return larger.error();
            if (turns(*larger)) k = between, tried = std::move(larger);
            else failed = between;
        }
        return tried;
    }
    auto last = action_in(steps, span, by_energy, seed);
    if (last) last->passed = false;
    return last;
}

}  // namespace orthoscope
