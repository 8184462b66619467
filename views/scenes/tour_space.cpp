#include "views/scenes/tour_space.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "views/scenes/partners.h"

namespace orthoscope {
namespace {

constexpr Index most_rows = 2000;
constexpr int grand_targets = 12, guided_peaks = 3;

Matrix gathered(const Matrix& rows, const std::vector<Index>& which) {
    Matrix some(static_cast<Index>(which.size()), rows.cols());
    for (std::size_t i = 0; i < which.size(); ++i) some.row(static_cast<Index>(i)) = rows.row(which[i]);
    return some;
}

Matrix gram(const Matrix& rows) {
    const Matrix transposed = rows.transpose();
    return product_transposed(transposed, transposed);
}

// Some rows under the pose of `end`.
Matrix moved(const Matrix& rows, const AlignmentState& end) {
    return pose_between(end, end, 0).apply(rows);
}

Matrix sampled(const Matrix& rows) {
    return gathered(rows, Random(5).choose(rows.rows(), std::min(rows.rows(), most_rows)));
}

struct SampleMoments {
    RowVector mean;
    Matrix covariance;
};
SampleMoments moments_of(Matrix rows) {
    SampleMoments m;
    m.mean = rows.colwise().mean();
    rows.rowwise() -= m.mean;
    m.covariance = gram(rows) / double(std::max<Index>(1, rows.rows()));
    return m;
}

}  // namespace

TourIndex tour_index(const Pairs& pairs, const MethodInfo* method, const AlignmentState& end) {
    Partners partners(pairs, method);
    partners.follow(end);
    std::vector<Index> x, y;
    for (Index i = 0; partners.any() && i < partners.rows(); ++i)
        if (const Index partner = partners.of(i); partner >= 0) x.push_back(i), y.push_back(partner);
    if (!x.empty()) {
        const auto n = static_cast<Index>(x.size());
        std::vector<Index> some_x, some_y;
        for (Index k : Random(5).choose(n, std::min(n, most_rows)))
            some_x.push_back(x[std::size_t(k)]), some_y.push_back(y[std::size_t(k)]);
        return {gram(moved(gathered(*pairs.source, some_x), end) - gathered(*pairs.target, some_y)), "the residual"};
    }
    return tour_index(moved(sampled(*pairs.source), end), sampled(*pairs.target));
}

TourIndex tour_index(const Matrix& source, const Matrix& target) {
    const SampleMoments a = moments_of(sampled(source)), b = moments_of(sampled(target));
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(a.covariance - b.covariance);
    const RowVector apart = a.mean - b.mean;
    return {eigen.eigenvectors() * eigen.eigenvalues().cwiseAbs().asDiagonal() * eigen.eigenvectors().transpose() +
                apart.transpose() * apart,
            "what tells the sets apart"};
}

TourSpace::TourSpace(const ShownSpace& first, std::uint64_t seed)
    : tour_(grand_tour(first.axes, seed, grand_targets)), seed_(seed), guided_(false), space_(first) {
    go(0);
}

TourSpace::TourSpace(const ShownSpace& first, const TourIndex& index, std::uint64_t seed)
    : tour_(guided_tour(first.axes, index.form, seed, guided_peaks)),
      index_(index),
      seed_(seed),
      guided_(true),
      space_(first) {
    go(0);
}

void TourSpace::go(double seconds) {
    place_ = tour_.at(seconds);
    const FramePath& path = tour_.path(place_.leg);
    within_ = path.within(place_.t);
    space_.axes = path.at(place_.t);
    space_.identity = false;
    space_.sentence = sentence();
}

std::string TourSpace::sentence() const {
    const auto& stops = tour_.stops();
    const std::size_t next = (place_.leg + 1) % stops.size();
    const std::string head = std::to_string(space_.axes.rows()) + " dimensions, ";
    const std::string seed = ", seed " + std::to_string(seed_);
    if (!guided_)
        return head + "grand tour, frame " + std::to_string(place_.leg + 1) + " → " + std::to_string(next + 1) + seed;
    const int peak = stops[next].peak;
    const std::string share = std::to_string(std::lround(100 * shown_share(index_.form, space_.axes))) + " % of " +
                              index_.of;
    if (next == 0) return head + "guided tour, on the way back, " + share + seed;
    if (peak == 0) return head + "guided tour, on the way to a new start, " + share + seed;
    return head + "guided tour, climb " + std::to_string(peak) + ", " + share + seed;
}

std::vector<Matrix> TourSpace::samples() const {
    constexpr int most = 10;
    std::vector<Matrix> frames;
    for (int k = 0; k < most; ++k) {
        const Tour::Place place = tour_.at(tour_.seconds() * k / most);
        frames.push_back(tour_.path(place.leg).at(place.t));
    }
    return frames;
}

}  // namespace orthoscope
