#include "core/spectrum/rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_set>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index bin_count = 81;
constexpr Index most_entries = 1'000'000;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// sin^(d-2) over its integral from 0 to pi.
double angle_density(double t, Index d) {
    const double log_area = 0.5 * std::log(std::numbers::pi) + std::lgamma(0.5 * double(d - 1)) - std::lgamma(0.5 * double(d));
    const double s = std::sin(t);
    if (s <= 0) return d == 2 ? std::exp(-log_area) : 0;
    return std::exp(double(d - 2) * std::log(s) - log_area);
}

Matrix unit_rows(const Matrix& rows, Index most, std::uint64_t seed, CosineHistogram& out) {
    std::vector<Index> kept;
    for (Index i = 0; i < rows.rows(); ++i)
        if (rows.row(i).squaredNorm() > 0) kept.push_back(i);
    out.zero_rows = rows.rows() - Index(kept.size());
    if (Index(kept.size()) > most) {
        Random random(seed);
        std::vector<Index> chosen;
        for (Index i : random.choose(Index(kept.size()), most)) chosen.push_back(kept[std::size_t(i)]);
        kept = std::move(chosen);
    }
    out.used = Index(kept.size());
    Matrix unit = rows(kept, Eigen::all);
    unit.rowwise().normalize();
    return unit;
}

// Greatest likelihood: 1 / k = sum x^k ln x / sum x^k - mean ln x, whose right side rises with k.
double weibull_shape(const Eigen::ArrayXd& logs) {
    const double mean = logs.mean(), top = logs.maxCoeff();
    const auto excess = [&](double k) {
        const Eigen::ArrayXd weights = (k * (logs - top)).exp();
        return (weights * logs).sum() / weights.sum() - mean - 1 / k;
    };
    double low = 1e-3, high = 1;
    while (excess(high) < 0 && high < 1e6) high *= 2;
    for (int i = 0; i < 60; ++i) {
        const double middle = std::sqrt(low * high);
        (excess(middle) < 0 ? low : high) = middle;
        if (high / low < 1 + 1e-13) break;
    }
    return std::sqrt(low * high);
}

}  // namespace

double null_cosine_share(double a, double b, Index dimension) {
    const double from = std::acos(std::clamp(b, -1.0, 1.0)), to = std::acos(std::clamp(a, -1.0, 1.0));
    constexpr int steps = 64;  // Simpson
    const double h = (to - from) / steps;
    double sum = angle_density(from, dimension) + angle_density(to, dimension);
    for (int i = 1; i < steps; ++i) sum += (i % 2 ? 4 : 2) * angle_density(from + h * i, dimension);
    return sum * h / 3;
}

Result<CosineHistogram> cosine_histogram(const Matrix& rows, Index most_rows, std::uint64_t seed, const Context& context) {
    CosineHistogram out;
    out.bins = Matrix(0, 3);
    const Index d = rows.cols();
    const Matrix unit = unit_rows(rows, most_rows, seed, out);
    const Index n = unit.rows();
    if (d < 2 || n < 3) return out;
    out.null_spread = 1 / std::sqrt(double(d));
    std::vector<double> cosines;
    cosines.reserve(std::size_t(n * (n - 1) / 2));
    for (Index at = 0; at < n; at += 512) {
        if (context.stopped()) return cancelled_error();
        const Index count = std::min<Index>(512, n - at);
        const Matrix block = product_transposed(Matrix(unit.middleRows(at, count)), unit);
        for (Index i = 0; i < count; ++i)
            for (Index j = at + i + 1; j < n; ++j) cosines.push_back(std::clamp(block(i, j), -1.0, 1.0));
    }
    const Eigen::Map<const Eigen::ArrayXd> all(cosines.data(), Index(cosines.size()));
    out.mean = all.mean(), out.spread = std::sqrt((all - out.mean).square().mean());
    const double reach = std::min(1.0, std::max(all.abs().maxCoeff() * (1 + 1e-9), 5 * out.null_spread));
    const double width = 2 * reach / double(bin_count);
    out.bins = Matrix::Zero(bin_count, 3);
    for (double c : cosines) out.bins(std::clamp<Index>(Index((c + reach) / width), 0, bin_count - 1), 1) += 1;
    out.bins.col(1) /= double(cosines.size()) * width;
    for (Index b = 0; b < bin_count; ++b) {
        const double low = -reach + width * double(b);
        out.bins(b, 0) = low + width / 2, out.bins(b, 2) = null_cosine_share(low, low + width, d) / width;
    }
    return out;
}

EntryHistogram entry_histogram(const Matrix& rows) {
    EntryHistogram out;
    out.bins = Matrix(0, 3), out.shape = out.scale = nothing;
    std::vector<double> sizes;
    std::unordered_set<double> seen;
    Random random(1);
    const Index looked = std::min(rows.size(), most_entries);
    for (Index i = 0; i < looked; ++i) {
        const double v = rows.data()[looked < rows.size() ? Index(random.below(std::uint64_t(rows.size()))) : i];
        if (v != 0) sizes.push_back(std::abs(v));
        if (seen.size() < 257) seen.insert(v);
    }
    out.different = Index(seen.size());
    out.zeros = looked ? 1 - double(sizes.size()) / double(looked) : 0;
    if (sizes.size() < 2) return out;
    const Eigen::Map<const Eigen::ArrayXd> all(sizes.data(), Index(sizes.size()));
    const double largest = all.maxCoeff();
    if (!(all.minCoeff() < largest)) return out;
    const Eigen::ArrayXd logs = (all / largest).log();
    out.shape = weibull_shape(logs);
    out.scale = largest * std::pow((out.shape * logs).exp().mean(), 1 / out.shape);
    const double width = largest / double(bin_count);
    out.bins = Matrix::Zero(bin_count, 3);
    for (double v : sizes) out.bins(std::clamp<Index>(Index(v / width), 0, bin_count - 1), 1) += 1;
    out.bins.col(1) /= double(sizes.size()) * width;
    const auto below = [&](double x) { return -std::expm1(-std::pow(x / out.scale, out.shape)); };
    for (Index b = 0; b < bin_count; ++b) {
        const double low = width * double(b);
        // The mean over the bin: the density itself has a pole at 0 where the shape is under 1.
        out.bins(b, 0) = low + width / 2, out.bins(b, 2) = (below(low + width) - below(low)) / width;
    }
    return out;
}

}  // namespace orthoscope
