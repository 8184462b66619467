#include "core/alignment/wasserstein/wasserstein_evidence.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/alignment/wasserstein/openings.h"
#include "core/base/random.h"
#include "core/compute/backend.h"
#include "core/linalg/lapack.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

const AlignmentState& state_of(const Frame& frame) { return std::get<AlignmentState>(*frame.state); }

// The last frame of a lane before its pose was carried to rows that the search did not match: what costs compare.
const Frame& end_of_search(const std::vector<FramePtr>& lane) {
    for (auto frame = lane.rbegin(); frame != lane.rend(); ++frame)
        if ((*frame)->phase != int(WassersteinPhase::Extend)) return **frame;
    return *lane.back();
}

double agreement(const Indices& a, const Indices& b) {
    return a.size() && a.size() == b.size() ? double((a.array() == b.array()).count()) / double(a.size()) : 0;
}

std::string difference(const Matrix& from, const Matrix& to) {
    const Matrix turn = from.transpose() * to;
    const RotationPath path(turn);
    const double angle = path.planes().empty() ? 0 : path.planes().front().angle * 180 / std::numbers::pi;
    std::string text = "its largest turn from here is " + std::to_string(int(std::lround(angle))) + " degrees";
    return path.flip() ? text + ", with a mirror" : text;
}

ProcrustesFit fit_of(const AlignmentState& state) {
    ProcrustesFit fit;
    fit.rotation = *state.rotation, fit.pivot = state.pivot, fit.place = state.place;
    return fit;
}

std::optional<ProcrustesFit> find_next(const std::vector<FramePtr>& frames, int best, FoundMatching& found) {
    const auto& answer = state_of(end_of_search(lane_frames(frames, best)));
    const double d = double(answer.rotation->rows());
    const AlignmentState* other = nullptr;
    for (int lane : lane_numbers(frames)) {
        const auto& end = end_of_search(lane_frames(frames, lane));
        const auto& state = state_of(end);
        if (lane == best || !state.matching || !answer.matching || end.phase != int(WassersteinPhase::Rotate)) continue;
        const bool distinct = (*state.rotation - *answer.rotation).norm() > 0.1 * std::sqrt(d) &&
                              agreement(*state.matching, *answer.matching) < 0.9;
        const double cost = end.metrics.front().second;
        if (distinct && (std::isnan(found.next_cost) || cost < found.next_cost)) found.next_cost = cost, other = &state;
    }
    if (!other) return {};
    found.next = difference(*answer.rotation, *other->rotation);
    return fit_of(*other);
}

// Every principal coordinate shuffled among rows of like length, so that strays stay strays.
Matrix shuffled_coordinates(const Matrix& rows, Random& random) {
    constexpr std::size_t like = 25;
    const RowVector mean = rows.colwise().mean();
    const Matrix centred = rows.rowwise() - mean;
    auto eigen = symmetric_eigen(product(Matrix(centred.transpose()), centred));
    const Matrix axes = eigen ? eigen->vectors : Matrix::Identity(rows.cols(), rows.cols());
    const Matrix seen = product(centred, axes);
    const Vector length = seen.rowwise().squaredNorm();
    std::vector<Index> by_length(static_cast<std::size_t>(seen.rows()));
    std::iota(by_length.begin(), by_length.end(), Index{0});
    std::stable_sort(by_length.begin(), by_length.end(), [&](Index a, Index b) { return length(a) < length(b); });
    Matrix mixed(seen.rows(), seen.cols());
    for (std::size_t first = 0; first < by_length.size(); first += like) {
        const std::size_t count = std::min(like, by_length.size() - first);
        for (Index j = 0; j < seen.cols(); ++j) {
            const auto order = random.permutation(Index(count));
            for (std::size_t i = 0; i < count; ++i)
                mixed(by_length[first + i], j) = seen(by_length[first + std::size_t(order[i])], j);
        }
    }
    return product(mixed, Matrix(axes.transpose())).rowwise() + mean;
}

}  // namespace

WassersteinAnswer wasserstein_answer(const Pairs& pairs, const Recording& recording, const ProcrustesRules& rules) {
    const auto frames = recording.frames();
    const int best = best_lane(frames);
    const auto lane = lane_frames(frames, best);
    const auto& state = state_of(*lane.back());
    WassersteinAnswer out;
    out.fit = fit_of(state);
    out.fit.sigma = state.sigma;
    if (state.u && state.v) out.fit.u = *state.u, out.fit.v = *state.v;
    out.fit.reflected = out.fit.rotation.determinant() < 0;
    if (out.fit.u.size() && rules.rotation_only)
        out.fit.corrected = product_transposed(out.fit.u, out.fit.v).determinant() < 0;
    out.found.matching = state.matching ? *state.matching : Indices::Constant(pairs.source->rows(), -1);
    out.found.cost = end_of_search(lane).metrics.front().second;
    out.next = find_next(frames, best, out.found);
    return out;
}

Result<std::vector<double>> unrelated_costs(const Pairs& pairs, const WassersteinOptions& options, const RunSettings& settings,
                                            int count, bool sampled, const Context& context) {
    std::vector<double> costs;
    const auto seed = settings.seed;
    Random random(seed ^ 0x0ff);
    for (int k = 0; k < count; ++k) {
        auto surrogate = std::make_shared<Pairs>(pairs);
        surrogate->target = std::make_shared<const Matrix>(shuffled_coordinates(*pairs.target, random));
        const auto rows = search_rows(surrogate, options.rules(), Index(options.subsample), seed);
        const bool low = rows.dimension() <= most_race_dimensions;
        auto opening = low ? race_opening(rows, make_race(rows, RaceField::Axes, seed), 0) : signature_opening(rows, 0.4, 3, seed);
        Lane lane("unrelated target", std::move(opening), rows, {std::min<Index>(5, Index(options.iterations)), options.keep});
        for (bool done = false; !done;) {
            auto status = lane.step(context);
            if (!status) return status.error();
            done = *status;
        }
        const auto cost = sampled ? nearest_cost(*surrogate, lane.shown().fit, options.keep, settings, context) : Result<double>(lane.shown().cost);
        if (!cost) return cost.error();
        costs.push_back(*cost);
    }
    return costs;
}

Result<double> nearest_cost(const Pairs& pairs, const ProcrustesFit& fit, double keep, const RunSettings& settings, const Context& context) {
    constexpr Index most = 2000;
    const Matrix source = fit.apply(*pairs.source);
    const bool swapped = source.rows() > pairs.target->rows();
    const Matrix &smaller = swapped ? *pairs.target : source, &larger = swapped ? source : *pairs.target;
    Random random(settings.seed ^ 0xc057);
    const auto rows = random.choose(smaller.rows(), std::min(smaller.rows(), most));
    auto near = cpu_backend()->nearest(smaller(rows, Eigen::all), larger, 1, settings.threads, context);
    if (!near) return near.error();
    std::sort(near->squared.begin(), near->squared.end());
    return near->squared.head(std::max<Index>(1, Index(keep * double(rows.size())))).mean();
}

}  // namespace orthoscope
