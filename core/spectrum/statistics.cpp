#include "core/spectrum/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/median.h"

namespace orthoscope {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double tracy_widom_99 = 2.02345;  // 99 % quantile of the law of order 1

}  // namespace

double effective_rank(const Vector& s) {
    const double sum = s.sum();
    if (!(sum > 0)) return nothing;
    double entropy = 0;
    for (double v : s)
        if (v > 0) entropy -= v / sum * std::log(v / sum);
    return std::exp(entropy);
}

double stable_rank(const Vector& s) {
    if (s.size() == 0 || !(s(0) > 0)) return nothing;
    return (s / s(0)).squaredNorm();
}

double participation_ratio(const Vector& s) {
    if (s.size() == 0 || !(s(0) > 0)) return nothing;
    const Eigen::ArrayXd l = (s.array() / s(0)).square();
    return l.sum() * l.sum() / l.square().sum();
}

double marchenko_pastur_end(double b) { return (1 + std::sqrt(b)) * (1 + std::sqrt(b)); }

double marchenko_pastur_share(double x, double b) {
    const double low = (1 - std::sqrt(b)) * (1 - std::sqrt(b)), high = marchenko_pastur_end(b);
    if (x <= low) return 0;
    if (x >= high) return 1;
    const double r = std::sqrt((high - x) / (x - low)), pi = std::numbers::pi;
    double sum = pi * b + std::sqrt((high - x) * (x - low)) - (1 + b) * std::atan((r * r - 1) / (2 * r));
    if (b < 1) sum += (1 - b) * std::atan((low * r * r - high) / (2 * (1 - b) * r));
    return sum / (2 * pi * b);
}

double marchenko_pastur_median(double b) {
    double low = (1 - std::sqrt(b)) * (1 - std::sqrt(b)), high = marchenko_pastur_end(b);
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (marchenko_pastur_share(middle, b) < 0.5 ? low : high) = middle;
    }
    return (low + high) / 2;
}

double gavish_donoho_factor(double b) {
    const double best = std::sqrt(2 * (b + 1) + 8 * b / (b + 1 + std::sqrt(b * b + 14 * b + 1)));
    return best / std::sqrt(marchenko_pastur_median(b));
}

double rounding_bound(const Vector& s, Index m, Index n) {
    return s.size() ? s(0) * double(std::max(m, n)) * std::numeric_limits<double>::epsilon() : 0;
}

NoiseEdge noise_edge(const Vector& s, Index m, Index n) {
    NoiseEdge out;
    const Index q = std::min({m, n, s.size()});
    if (q < fewest_for_noise) return out;
    const double middle = median(Vector(s.head(q)));
    if (!(middle > rounding_bound(s, m, n))) return out;
    const double wide = double(std::max(m, n)), b = double(std::min(m, n)) / wide;
    out.deviation = middle / std::sqrt(wide * marchenko_pastur_median(b));
    out.edge = out.deviation * std::sqrt(wide * marchenko_pastur_end(b));
    const double r = std::sqrt(double(m) - 0.5), c = std::sqrt(double(n) - 0.5);
    out.certain = out.deviation * std::sqrt((r + c) * (r + c) + tracy_widom_99 * (r + c) * std::cbrt(1 / r + 1 / c));
    out.threshold = gavish_donoho_factor(b) * middle;
    return out;
}

double count_above(const Vector& s, double bound) { return bound > 0 ? double((s.array() > bound).count()) : nothing; }

Index leading_above(const Vector& s, const Vector& bounds) {
    Index k = 0;
    while (k < std::min(s.size(), bounds.size()) && s(k) > bounds(k)) ++k;
    return k;
}

Vector broken_stick(const Vector& s) {
    const Index q = s.size();
    Vector out(q);
    double sum = 0;
    for (Index i = q; i-- > 0;) sum += 1 / double(i + 1), out(i) = std::sqrt(sum / double(q)) * s.norm();
    return out;
}

}  // namespace orthoscope
