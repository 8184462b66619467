#include "core/alignment/icp/screen.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/alignment/icp/pose_step.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Shares below this are not believed: a small enough piece of anything fits somewhere.
constexpr double least_share = 0.3, first_share = 0.6;

struct Candidate {
    IcpStart start;
    RigidPose pose;
    double score = 0, share = 1;
};

struct Round {
    Index rows;   // of the coarse source
    int steps;
    bool overlap;  // re-estimate the share at each step
    Index keep;    // candidates left after it
    double apart;  // at least, in radii of the source
    bool planes = false;  // steps to planes, where there are normals: near an answer they arrive sooner
};

class Screening {
  public:
    Screening(const IcpProblem& problem, const ScreenRules& rules, const Context& context)
        : problem_(problem), rules_(rules), context_(context) {}

    bool round(std::vector<Candidate>& list, const Round& round) {
        const IcpSource source = first_rows(round.rows);
        std::atomic<bool> stopped = false;
        const bool heard = in_pieces(std::ssize(list), 1, rules_.threads, context_, [&](Index i, Index) {
            if (!refine(source, round, list[std::size_t(i)])) stopped = true;
        });
        if (!heard || stopped) return false;
        sort(list, round);
        return true;
    }

    // By score, and only what is distinct.
    void sort(std::vector<Candidate>& list, const Round& round) const {
        std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.score < b.score; });
        keep_distinct(list, round);
    }

    // `patient`: where a part overlaps, a good start looks bad until it has moved, and only its overlap tells.
    bool rounds(std::vector<Candidate>& list, bool patient) {
        const Index n = std::ssize(list), second = std::max<Index>(20, n / 5), third = std::max<Index>(rules_.lanes * 2, n / 25);
        const Round first = patient ? Round{128, 10, true, second, 0.1} : Round{128, 3, false, second, 0.05};
        for (const Round& r : {first, Round{256, 8, true, third, 0.2}, Round{512, 30, true, third, 0.1, true}})
            if (!round(list, r)) return false;
        return true;
    }

    // Cost of each at one share, on all coarse rows; sorts by it.
    bool cost_at(std::vector<Candidate>& list, double share) {
        for (auto& c : list) {
            auto m = match(problem_.coarse, problem_.sparse, c.pose, {share, rules_.max_distance}, nullptr, 1, context_);
            if (!m) return false;
            c.score = m->cost;
        }
        std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.score < b.score; });
        return true;
    }

  private:
    // The best of each neighbourhood first: a wide basin is not followed from every side, so that others are seen.
    void keep_distinct(std::vector<Candidate>& list, const Round& round) const {
        std::vector<Candidate> kept;
        Index left = round.keep;
        for (auto& c : list) {
            const bool seen = std::any_of(kept.begin(), kept.end(), [&](auto& other) {
                return !other.start.certain && distance_between(c.pose, other.pose, problem_.second_moments) < round.apart * problem_.radius;
            });
            if (c.start.certain || (!seen && left-- > 0)) kept.push_back(std::move(c));
        }
        list = std::move(kept);
    }

    IcpSource first_rows(Index count) const {
        const auto& all = problem_.coarse;
        const Index n = std::min(count, all.centred.rows());
        return {all.centred.topRows(n), all.weight.size() ? Vector(all.weight.head(n)) : Vector(), {}};
    }

    // Squared distances without what the sampling of the target adds: on a surface a point lies off its plane or far
    // beside its partner, not merely between the rows. Without normals, the distances themselves.
    Vector excess(const Matches& m) const {
        const IcpTarget& target = problem_.sparse;
        if (target.normals.rows() == 0) return m.squared;
        const double allowed = std::pow(1.5 * target.spacing, 2);
        Vector out = m.squared;
        for (Index i = 0; i < out.size(); ++i) {
            if (m.target(i) < 0) continue;
            const SmallRow off = m.moved.row(i) - target.points->row(m.target(i));
            const double across = std::pow(off.dot(target.normals.row(m.target(i))), 2);
            out(i) = across + std::max(0.0, m.squared(i) - across - allowed);
        }
        return out;
    }

    double score(const IcpSource& source, const Matches& m) const {
        if (rules_.trim > 0) return trimmed_mean(excess(m), source.weight, rules_.trim);
        const double floor = (problem_.sparse.normals.rows() ? 0.1 : 0.5) * problem_.sparse.spacing;
        double value = 0;
        (void)overlap_share(excess(m), floor, least_share, &value);
        return value;
    }

    bool refine(const IcpSource& source, const Round& round, Candidate& c) const {
        const double floor = 0.5 * problem_.sparse.spacing;
        for (int step = 0;; ++step) {
            const double share = rules_.trim > 0 ? rules_.trim : round.overlap ? c.share : first_share;
            auto m = match(source, problem_.sparse, c.pose, {share, rules_.max_distance}, nullptr, 1, context_);
            if (!m) return false;
            if (round.overlap && rules_.trim <= 0) c.share = overlap_share(m->squared, floor, least_share);
            if (step == round.steps) {
                c.score = round.overlap ? score(source, *m) : m->cost;
                return true;
            }
            const Matrix before = c.pose.rotation;
            c.pose = round.planes && problem_.sparse.normals.rows() && step % 8 != 0
                         ? plane_step(problem_.sparse, *m, c.pose)
                         : point_step(source, problem_.sparse, *m, c.pose);
            // At rest; where the overlap is read for good, to the last digit.
            if (angle_between(before, c.pose.rotation) < (round.steps > 50 ? 1e-12 : 1e-3)) step = round.steps - 1;
        }
    }

    const IcpProblem& problem_;
    const ScreenRules& rules_;
    const Context& context_;
};

std::vector<Candidate> candidates(const std::vector<IcpStart>& starts) {
    std::vector<Candidate> list;
    for (auto& start : starts) list.push_back({start, start.pose, 0, 0.75});
    return list;
}

// Where the sets overlap in a part only, their means belong apart: every third rotation again, shifted by a standard
// deviation of the target along each of its principal axes, both ways.
std::vector<IcpStart> shifted(const std::vector<IcpStart>& starts, const IcpProblem& problem) {
    const Matrix centred = problem.sparse.points->rowwise() - problem.target_mean;
    auto eigen = symmetric_eigen(centred.transpose() * centred / double(centred.rows()));
    std::vector<IcpStart> out;
    Index i = 0;
    for (auto& start : starts) {
        if (!eigen || start.certain || i++ % 3) continue;
        for (Index axis = 0; axis < centred.cols(); ++axis)
            for (double side : {-1.0, 1.0}) {
                const RowVector by = side * std::sqrt(std::max(0.0, eigen->values(axis))) * eigen->vectors.col(axis).transpose();
                out.push_back({start.name + ", shifted", {start.pose.rotation, start.pose.place + by}, false});
            }
    }
    return out;
}

}  // namespace

Result<Screened> screen(const IcpProblem& problem, std::vector<IcpStart> starts, const ScreenRules& rules,
                        const Context& context) {
    Screened out;
    out.tried = std::ssize(starts);
    for (auto& start : starts)
        if (start.certain) out.starts.push_back(start);
    const Index certain = std::ssize(out.starts);
    Screening screening(problem, rules, context);
    auto list = candidates(starts);
    if (!screening.rounds(list, false)) return cancelled_error();
    const double share = rules.trim > 0 ? rules.trim : list.empty() ? 1 : list.front().share;
    if (share < 0.8) {
        auto more = candidates(shifted(starts, problem));
        out.tried += std::ssize(more);
        if (!screening.rounds(more, true)) return cancelled_error();
        list.insert(list.end(), more.begin(), more.end());
    }
    // The overlap is read where the best has come to rest, so that it does not depend on the start it came from.
    screening.sort(list, {512, 0, true, std::ssize(list), 0.1});
    std::vector<Candidate> best(list.begin(), list.begin() + std::min<std::ptrdiff_t>(1, std::ssize(list)));
    if (!screening.round(best, {512, 100, true, 1, 0})) return cancelled_error();
    if (!list.empty()) list.front() = best.front();
    out.share = rules.trim > 0 ? rules.trim : list.empty() ? 1 : list.front().share;
    // Just outside the overlap rows lie near the target's edge, and pull towards it.
    if (rules.trim <= 0 && out.share < 0.99) out.share *= 0.95;
    if (!screening.cost_at(list, out.share)) return cancelled_error();
    for (auto& c : list) out.costs.push_back(c.score);
    if (!list.empty()) out.best = list.front().pose;
    for (auto& c : list)
        if (!c.start.certain && std::ssize(out.starts) < certain + rules.lanes)
            out.starts.push_back({c.start.name, c.pose, false});
    return out;
}

std::vector<IcpStart> starts_of(const IcpProblem& problem, const IcpOptions& options, std::vector<std::string>& notes) {
    using Starts = IcpOptions::Starts;
    const Pairs& pairs = *problem.pairs;
    const Index d = pairs.dimension();
    std::vector<IcpStart> starts;
    std::string why;
    if (pairs.options.start) {
        if (auto pose = given_pose(pairs, problem.pivot, problem.target_mean, why))
            starts.push_back({"given start", *pose, true});
        if (!why.empty()) notes.push_back(why);
        if (pairs.options.start->scale != 1) notes.push_back("the start's scale was left out: icp moves rigidly");
    }
    why.clear();
    if (!pairs.options.landmarks.empty()) {
        if (auto pose = landmark_pose(pairs, problem.pivot, why)) starts.push_back({"landmarks", *pose, true});
        if (!why.empty()) notes.push_back(why);
    }
    if (options.starts == Starts::Auto || options.starts == Starts::Identity)
        starts.insert(starts.begin(), {"identity", {Matrix::Identity(d, d), problem.pivot}, true});
    if (options.starts == Starts::Auto || options.starts == Starts::PrincipalAxes)
        for (auto& start : principal_axis_starts(problem.all.centred, *problem.target.points, problem.target_mean))
            starts.push_back(std::move(start));
    if (options.uses_grid()) {
        Index i = 0;
        for (auto& rotation : rotation_grid(d, d == 2 ? std::max<Index>(1, options.grid / 8) : options.grid))
            starts.push_back({"grid " + std::to_string(++i), {rotation, problem.target_mean}, false});
    }
    return starts;
}

}  // namespace orthoscope
