#include "core/alignment/icp/matches.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

// Multiples of the standard deviation: 95 % efficiency on Gaussian residuals (Huber, Tukey), three sigma.
double tuning(IcpKernel::Shape shape) {
    switch (shape) {
        case IcpKernel::Shape::Huber: return 1.345;
        case IcpKernel::Shape::Tukey: return 4.685;
        default: return 3;
    }
}

// The standard deviation over the first quartile of Gaussian residuals' sizes. A median would take half of the kept
// pairs for right ones; with partial overlap they are fewer.
constexpr double gaussian_quarter = 3.1383;

std::vector<double> residuals_of(const Matches& m, const IcpTarget& target) {
    std::vector<double> list(static_cast<std::size_t>(m.target.size()), 0);
    for (Index i = 0; i < m.target.size(); ++i) {
        if (m.target(i) < 0) continue;
        if (target.normals.rows() == 0) list[std::size_t(i)] = std::sqrt(m.squared(i));
        else
            list[std::size_t(i)] = std::abs(
                target.normals.row(m.target(i)).dot(m.moved.row(i) - target.points->row(m.target(i))));
    }
    return list;
}

void apply_kernel(Matches& m, const IcpTarget& target, IcpKernel& kernel) {
    const auto residuals = residuals_of(m, target);
    std::vector<double> kept;
    for (Index i = 0; i < m.weight.size(); ++i)
        if (m.weight(i) > 0) kept.push_back(residuals[std::size_t(i)]);
    kernel.graduate(std::move(kept));
    for (Index i = 0; i < m.weight.size(); ++i) m.weight(i) *= kernel.weight(residuals[std::size_t(i)]);
}

}  // namespace

double IcpKernel::weight(double r) const {
    if (width <= 0) return 1;
    const double u = r / width;
    switch (shape) {
        case Shape::Huber: return u <= 1 ? 1 : 1 / u;
        case Shape::Tukey: return u < 1 ? (1 - u * u) * (1 - u * u) : 0;
        case Shape::GemanMcClure: return 1 / ((1 + u * u) * (1 + u * u));
        default: return 1;
    }
}

void IcpKernel::graduate(std::vector<double> residuals) {
    if (shape == Shape::None || settled || residuals.empty()) return;
    const double largest = *std::max_element(residuals.begin(), residuals.end());
    const auto inner = residuals.begin() + std::ptrdiff_t((residuals.size() - 1) / 4);
    std::nth_element(residuals.begin(), inner, residuals.end());
    // Where copies meet exactly nothing is left of the noise, and a width must be reached.
    const double own = scale > 0 ? scale : std::max(tuning(shape) * gaussian_quarter * *inner, 1e-3 * largest);
    width = width > 0 ? width / std::sqrt(1.4) : std::sqrt(2.0) * largest;
    if (width > own && own > 0) return;
    width = own, settled = true;
}

double trimmed_mean(const Vector& squared, const Vector& weight, double share, double* threshold) {
    const Index n = squared.size();
    if (n == 0) return 0;
    const Index keep = std::clamp<Index>(static_cast<Index>(std::ceil(share * double(n) - 1e-9)), 1, n);
    std::vector<Index> order(static_cast<std::size_t>(n));
    for (Index i = 0; i < n; ++i) order[std::size_t(i)] = i;
    const auto last = order.begin() + (keep - 1);
    std::nth_element(order.begin(), last, order.end(), [&](Index a, Index b) { return squared(a) < squared(b); });
    if (threshold) *threshold = squared(*last);
    double sum = 0, total = 0;
    for (auto it = order.begin(); it <= last; ++it) {
        const double w = weight.size() ? weight(*it) : 1;
        sum += w * squared(*it), total += w;
    }
    return total > 0 ? sum / total : 0;
}

double overlap_share(const Vector& squared, double floor, double least, double* value) {
    std::vector<double> sorted(squared.data(), squared.data() + squared.size());
    std::sort(sorted.begin(), sorted.end());
    const double n = double(sorted.size());
    double sum = 0, best = 1, lowest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        sum += sorted[i];
        const double share = double(i + 1) / n;
        if (share < least) continue;
        const double score = (sum / double(i + 1) + floor * floor) / (share * share * share);
        if (score <= lowest) lowest = score, best = share;
    }
    if (value) *value = lowest;
    return best;
}

double cost_of_pairs(const IcpSource& source, const IcpTarget& target, const Matches& m, const RigidPose& pose) {
    const Matrix moved = pose.apply(source.centred);
    double sum = 0, total = 0;
    for (Index i = 0; i < m.target.size(); ++i) {
        if (m.squared(i) > m.threshold) continue;
        const double w = source.weight.size() ? source.weight(i) : 1;
        sum += w * (m.target(i) < 0 ? m.squared(i) : (moved.row(i) - target.points->row(m.target(i))).squaredNorm());
        total += w;
    }
    return total > 0 ? sum / total : 0;
}

Result<Matches> match(const IcpSource& source, const IcpTarget& target, const RigidPose& pose, const MatchRules& rules,
                      IcpKernel* kernel, int threads, const Context& context) {
    Matches m;
    m.moved = pose.apply(source.centred);
    auto nearest = target.tree->nearest(m.moved, 1, threads, context);
    if (!nearest) return nearest.error();
    m.target = std::move(nearest->row), m.squared = std::move(nearest->squared);
    const Index n = m.target.size();
    const double limit = rules.max_distance * rules.max_distance;
    if (limit > 0)
        for (Index i = 0; i < n; ++i)
            if (m.squared(i) > limit) m.target(i) = -1, m.squared(i) = limit;
    m.cost = trimmed_mean(m.squared, source.weight, rules.share, &m.threshold);
    m.weight = Vector::Zero(n);
    for (Index i = 0; i < n; ++i)
        if (m.target(i) >= 0 && m.squared(i) <= m.threshold) m.weight(i) = source.weight.size() ? source.weight(i) : 1;
    if (kernel && kernel->shape != IcpKernel::Shape::None) apply_kernel(m, target, *kernel);
    m.kept = (m.weight.array() > 0).count();
    return m;
}

}  // namespace orthoscope
