#include <cmath>

#include "core/transport/sliced.h"

namespace orthoscope {

Result<MaxSliced> max_sliced_wasserstein(const WeightedPoints& source, const WeightedPoints& target, int p,
                                         Index starts, std::uint64_t seed, int threads,
                                         const Context& context) {
    const Index d = source.points.cols();
    Matrix tried = haar_directions(d, starts + 1, seed);
    const Vector apart = (source.points.colwise().mean() - target.points.colwise().mean()).transpose();
    if (apart.norm() > 0) tried.col(starts) = apart.normalized();
    const SlicedWants wants{.p = p, .threads = threads, .direction_gradient = true};
    auto seen = sliced_wasserstein(source, target, tried, wants, context);
    if (!seen) return seen.error();
    MaxSliced best;
    Index at = 0;
    best.cost = seen->costs.maxCoeff(&at);
    best.direction = tried.col(at);
    Vector pull = seen->direction_gradient.col(at);
    double step = 1;  // radians along the tangent
    for (; best.iterations < 200 && !best.converged; ++best.iterations) {
        const Vector tangent = pull - best.direction * best.direction.dot(pull);
        if (tangent.norm() <= 1e-12 * std::max(pull.norm(), 1e-300)) {
            best.converged = true;
            break;
        }
        bool risen = false;
        for (; step > 1e-9 && !risen; step /= 2) {
            const Matrix next = best.direction * std::cos(step) + tangent.normalized() * std::sin(step);
            auto value = sliced_wasserstein(source, target, next, wants, context);
            if (!value) return value.error();
            if (value->cost <= best.cost) continue;
            risen = true, best.cost = value->cost, best.direction = next.col(0);
            pull = value->direction_gradient.col(0);
            step = std::min(1.0, 4 * step) * 2;  // halved once more by the loop
        }
        best.converged = !risen;
    }
    best.distance = p == 2 ? std::sqrt(best.cost) : best.cost;
    return best;
}

}  // namespace orthoscope
