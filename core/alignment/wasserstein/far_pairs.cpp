#include "core/alignment/wasserstein/far_pairs.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace orthoscope {
namespace {

constexpr double farthest = 512;     // times the median squared distance
constexpr double false_share = 0.2;         // of the far pairs that stand
constexpr Index chance_pairs = 200;         // at least so many tell what chance does

Result<Indices> likeliest(const CostMatrix& squared, double median, bool all, const Context& context) {
    const CostMatrix costs = (squared.array() / float(median)).log1p().matrix();
    AssignmentRules rules;
    if (!all) rules.unmatched_cost = std::log1p(farthest);
    auto best = solve_assignment(AssignmentCosts(costs), rules, {}, context);
    if (!best) return best.error();
    return std::move(best->column_of_row);
}

// Of pairs by rising value, how many stand against the values of chance, which rise too.
std::size_t standing(const std::vector<std::pair<double, Index>>& far, const std::vector<double>& chance) {
    if (chance.empty()) return 0;
    const auto share_upto = [&](double v) {
        return double(std::upper_bound(chance.begin(), chance.end(), v) - chance.begin()) / double(chance.size());
    };
    const double count = double(far.size()), median = chance[chance.size() / 2];
    const auto beyond = std::count_if(far.begin(), far.end(), [&](auto& pair) { return pair.first > median; });
    const double wrong = std::min(1.0, 2 * double(beyond + 1) / count);  // half of the wrong ones lie beyond the median of chance
    std::size_t out = 0;
    for (std::size_t k = 0; k < far.size(); ++k)
        if (wrong * count * share_upto(far[k].first) <= false_share * double(k + 1)) out = k + 1;
    return out;
}

}  // namespace

Result<Indices> match_with_far_pairs(const PointsMatrix& x, const PointsMatrix& y, const CostMatrix& squared, double median,
                                     const Context& context) {
    auto found = likeliest(squared, median, false, context);
    if (!found) return found;
    Indices& match = *found;
    std::vector<Index> lone, taken;
    for (Index i = 0; i < match.size(); ++i)
        if (match(i) >= 0 && double(squared(i, match(i))) <= stray_factor * median) taken.push_back(match(i));
        else lone.push_back(i);
    const Eigen::VectorXf x_square = x.rowwise().squaredNorm(), y_square = y.rowwise().squaredNorm();
    const auto apart = [&](Index i, Index j) { return double(squared(i, j)) / std::max(1e-30, double(x_square(i)) + double(y_square(j))); };

    std::vector<double> chance;
    const Index others = std::min(y.rows() - Index(taken.size()), Index(taken.size()));
    Random random(1);
    // Where fewer rows have found a partner than not, nothing tells chance from truth.
    const bool enough = !lone.empty() && taken.size() > lone.size() && others > 0;
    while (enough && Index(chance.size()) < chance_pairs) {
        std::vector<Index> drawn;
        for (Index k : random.choose(Index(taken.size()), others)) drawn.push_back(taken[std::size_t(k)]);
        const auto wrong = likeliest(squared(lone, drawn), median, true, context);
        if (!wrong) return wrong;
        for (std::size_t r = 0; r < lone.size(); ++r)
            if (const auto c = (*wrong)(Index(r)); c >= 0) chance.push_back(apart(lone[r], drawn[std::size_t(c)]));
    }
    std::vector<std::pair<double, Index>> far;
    for (Index i : lone)
        if (match(i) >= 0) far.emplace_back(apart(i, match(i)), i);
    std::sort(far.begin(), far.end()), std::sort(chance.begin(), chance.end());
    for (std::size_t k = standing(far, chance); k < far.size(); ++k) match(far[k].second) = -1;
    return found;
}

}  // namespace orthoscope
