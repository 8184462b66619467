#include "core/diagnose/robust_fit.h"
#include "core/base/median.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

constexpr Index most_searched = 5000;

double median_of(const Vector& values) { return values.size() ? upper_median(values) : 0; }

// The half of the rows that lie nearest.
FitRows nearest_half(const FitRows& rows, const Vector& square) {
    const double limit = median_of(square);
    std::vector<char> keep(rows.source.size(), 0);
    for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = square(Index(i)) <= limit;
    return chosen(rows, keep);
}

FitRows picked(const FitRows& rows, const std::vector<Index>& which) {
    std::vector<char> keep(rows.source.size(), 0);
    for (Index i : which) keep[std::size_t(i)] = 1;
    return chosen(rows, keep);
}

struct Search {
    Search(const Case& of, const FitRows& in) : c(of), rows(in) {}

    const Case& c;
    const FitRows& rows;
    double best_median = std::numeric_limits<double>::infinity();
    ProcrustesFit best;

    // Fit, keep the nearer half, fit again: the trimmed sum falls with each turn.
    Status descend(FitRows start, int turns) {
        for (int k = 0; k < turns; ++k) {
            auto fit = fit_of_rows(c, start, c.rules);
            if (!fit) return fit.error();
            const Vector square = squared_residuals(c, rows, *fit);
            if (const double median = median_of(square); median < best_median)
                best_median = median, best = std::move(*fit);
            start = nearest_half(rows, square);
        }
        return success();
    }
};

}  // namespace

Vector squared_residuals(const Case& c, const FitRows& rows, const ProcrustesFit& fit) {
    Vector out(static_cast<Index>(rows.source.size()));
    constexpr Index block = 4096;
    Matrix x, y;
    for (Index at = 0; at < out.size(); at += block) {
        const Index count = std::min(block, out.size() - at);
        gather_rows(*c.pairs.source, rows.source, at, RowVector::Zero(c.dimension()), count, x);
        gather_rows(*c.pairs.target, rows.target, at, RowVector::Zero(c.dimension()), count, y);
        out.segment(at, count) = (fit.apply(x) - y).rowwise().squaredNorm();
    }
    return out;
}

double inlier_limit(double median, Index d) {
    const double k = double(d), a = 2 / (9 * k);
    const double middle = std::pow(1 - a, 3), far = std::pow(1 - a + 3.09 * std::sqrt(a), 3);
    return median * far / middle;
}

Result<RobustFit> robust_fit(const Case& c, const FitRows& rows, int starts, const Context& context) {
    const Index n = static_cast<Index>(rows.source.size()), d = c.dimension();
    Random random(c.seed);
    const FitRows some = n > most_searched ? picked(rows, random.choose(n, most_searched)) : rows;
    const Index m = static_cast<Index>(some.source.size());
    Search search(c, some);
    if (auto status = search.descend(some, 10); !status) return status.error();
    for (int k = 0; k < starts; ++k) {
        if (context.stopped()) return cancelled_error();
        if (auto status = search.descend(picked(some, random.choose(m, std::min(m, d + 2))), 4); !status) return status.error();
    }
    RobustFit out;
    out.fit = std::move(search.best);
    // Rounding leaves residuals that have no scale of their own.
    const double floor = 1e-18 * c.spread;
    for (int k = 0; k < 8; ++k) {
        const Vector square = squared_residuals(c, rows, out.fit);
        out.median = median_of(square);
        const double limit = std::max(inlier_limit(out.median, d), floor);
        std::vector<char> inlier(rows.source.size());
        for (Index i = 0; i < n; ++i) inlier[std::size_t(i)] = square(i) <= limit;
        const bool same = inlier == out.inlier;
        out.inlier = std::move(inlier);
        if (same) break;
        auto fit = fit_of_rows(c, chosen(rows, out.inlier), c.rules);
        if (!fit) return fit.error();
        out.fit = std::move(*fit);
    }
    out.inliers = std::count(out.inlier.begin(), out.inlier.end(), 1);
    return out;
}

}  // namespace orthoscope
