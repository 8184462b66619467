#include "core/spectrum/twin.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

void shuffle(double* values, Index count, Random& random) {
    for (Index i = count; i > 1; --i) std::swap(values[i - 1], values[random.below(std::uint64_t(i))]);
}

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double at = share * double(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - double(low)) * (values[high] - values[low]);
}

}  // namespace

Matrix shuffled_entries(const Matrix& a, std::uint64_t seed) {
    Matrix out = a;
    Random random(seed ^ 0x5bd1e995u);
    shuffle(out.data(), out.size(), random);
    return out;
}

Result<Vector> parallel_quantiles(const Matrix& a, Index copies, std::uint64_t seed, const Context& context) {
    Random random(seed ^ 0x2545f491u);
    Matrix copy = a;
    std::vector<Vector> found;
    for (Index c = 0; c < copies; ++c) {
        if (context.stopped()) return cancelled_error();
        context.report(double(c) / double(copies), "column-shuffled copies");
        for (Index j = 0; j < copy.cols(); ++j) shuffle(copy.col(j).data(), copy.rows(), random);
        auto values = gram_singular_values(copy);
        if (!values) return values.error();
        found.push_back(std::move(*values));
    }
    Vector out(found.front().size());
    for (Index i = 0; i < out.size(); ++i) {
        std::vector<double> at;
        for (auto& values : found) at.push_back(values(i));
        out(i) = quantile(std::move(at), 0.95);
    }
    return out;
}

}  // namespace orthoscope
