#include "core/alignment/icp/icp_solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }


AlignmentState state_at(const RigidPose& pose, const RowVector& pivot) {
    AlignmentState state;
    state.rotation = share(pose.rotation), state.pivot = pivot, state.place = pose.place;
    return state;
}

}  // namespace

double inlier_distance(const IcpProblem& problem, const IcpOptions& options) {
    return options.max_distance > 0 ? options.max_distance : 3 * problem.target.spacing;
}

IcpSolver::IcpSolver(IcpProblem problem, std::vector<IcpStart> starts, const IcpOptions& options,
                     const RunSettings& settings)
    : problem_(std::move(problem)), starts_(std::move(starts)), options_(options), settings_(settings) {
    rules_ = {options_.trim > 0 ? options_.trim : 1, options_.max_distance};
    // As loaded; the lanes are not known yet, and the share is the one asked for or all.
    Lane loaded;
    loaded.pose = {Matrix::Identity(problem_.pivot.size(), problem_.pivot.size()), problem_.pivot};
    auto m = match(problem_.working, problem_.target, loaded.pose, rules_, nullptr, settings_.threads, {});
    loaded.shown = state_at(loaded.pose, problem_.pivot);
    if (m) loaded.matches = std::move(*m);
    show_matches(loaded, IcpPhase::Start);
}

std::vector<std::string> IcpSolver::lanes() const {
    std::vector<std::string> names;
    for (auto& lane : lanes_) names.push_back(lane.start.name);
    return names;
}

Status IcpSolver::prepare(const Context& context) {
    const auto begin = Clock::now();
    context.report(-1, "screening starts");
    if (auto status = add_normals(problem_, settings_.threads, context); !status) return status;
    auto screened = screen(problem_, std::move(starts_),
                           {options_.trim, options_.max_distance, Index(options_.lanes), settings_.threads}, context);
    if (!screened) return screened.error();
    rules_.share = screened->share;
    const RigidPose loaded{Matrix::Identity(problem_.pivot.size(), problem_.pivot.size()), problem_.pivot};
    for (auto& start : screened->starts) {
        Lane lane;
        lane.start = start, lane.pose = loaded;
        lane.whole = !problem_.subsampled();
        lane.kernel = options_.kernel_rules();
        lane.shown = state_at(loaded, problem_.pivot);
        // Lane 0 has been shown as loaded already.
        if (lanes_.empty()) lane.stage = Stage::Place;
        lanes_.push_back(std::move(lane));
    }
    fit_seconds_ += since(begin);
    return success();
}

IcpSolver::Lane* IcpSolver::next_lane() {
    Lane* next = nullptr;
    for (auto& lane : lanes_) {
        if (lane.stage == Stage::Judge || lane.stage == Stage::Done) continue;
        const bool between = lane.stage != Stage::Match;  // an iteration that has begun is ended first
        if (!next || lane.iteration < next->iteration || (between && next->stage == Stage::Match && lane.iteration == next->iteration))
            next = &lane;
    }
    if (next) return next;
    for (auto& lane : lanes_)
        if (lane.stage == Stage::Judge) return &lane;
    auto best = std::min_element(lanes_.begin(), lanes_.end(),
                                 [](auto& a, auto& b) { return a.matches.cost < b.matches.cost; });
    if (best == lanes_.end() || best->status != StepStatus::Running) return nullptr;
    best->stage = Stage::Rotate;
    return &*best;
}

Result<StepStatus> IcpSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    if (!ready_) {
        if (auto status = prepare(context); !status) return status.error();
        ready_ = true;
    }
    Lane* lane = next_lane();
    if (!lane) return StepStatus::Completed;
    if (auto status = advance(*lane, context); !status) return status.error();
    if (next_lane()) return StepStatus::Running;
    auto best = std::min_element(lanes_.begin(), lanes_.end(),
                                 [](auto& a, auto& b) { return a.matches.cost < b.matches.cost; });
    return best->status;
}

Status IcpSolver::advance(Lane& lane, const Context& context) {
    switch (lane.stage) {
        case Stage::Start: {
            auto m = match(rows_of(lane), problem_.target, lane.pose, rules_, nullptr, settings_.threads, context);
            if (!m) return m.error();
            lane.matches = std::move(*m);
            lane.stage = Stage::Place;
            show_matches(lane, IcpPhase::Start);
            return success();
        }
        case Stage::Place: {
            lane.pose = lane.start.pose;
            auto m = match(rows_of(lane), problem_.target, lane.pose, rules_, nullptr, settings_.threads, context);
            if (!m) return m.error();
            lane.matches = std::move(*m);
            lane.stage = Stage::Match;
            show_matches(lane, IcpPhase::Place);
            return success();
        }
        case Stage::Match: return do_match(lane, context);
        case Stage::Judge: return do_judge(lane, context);
        default: do_rotate(lane); return success();
    }
}

bool IcpSolver::at_rest(Lane& lane) const {
    if (lane.steps == 0) {
        lane.lowest = lane.matches.cost, lane.since_lowest = 0;
        return false;
    }
    const bool fell = lane.matches.cost < lane.lowest * (1 - 1e-6);
    lane.since_lowest = fell ? 0 : lane.since_lowest + 1;
    lane.lowest = std::min(lane.lowest, lane.matches.cost);
    if (options_.kernel != IcpOptions::Kernel::None && !lane.kernel.settled) return false;
    // A sample's answer is only the start of the search on all rows.
    const double tolerance = lane.whole ? options_.tolerance : std::max(options_.tolerance, 1e-4);
    if (lane.angle <= tolerance && lane.shift <= tolerance) return true;
    return lane.since_lowest >= 6 && lane.angle <= 100 * tolerance && lane.shift <= 100 * tolerance;
}

void IcpSolver::rest(Lane& lane, StepStatus status) {
    const bool to_judge = !lane.whole;
    lane.stage = to_judge ? Stage::Judge : Stage::Done;
    // On a sample only what ends the search counts.
    if (!to_judge || status != StepStatus::Converged) lane.status = status;
}

Status IcpSolver::do_match(Lane& lane, const Context& context) {
    const auto begin = Clock::now();
    auto m = match(rows_of(lane), problem_.target, lane.pose, rules_, &lane.kernel, settings_.threads, context);
    if (!m) return m.error();
    lane.matches = std::move(*m);
    ++lane.iteration;
    lane.stage = Stage::Rotate;
    if (lane.matches.kept == 0) rest(lane, StepStatus::Stalled);
    else if (at_rest(lane)) rest(lane, StepStatus::Converged);
    else if (lane.iteration > options_.iterations) rest(lane, StepStatus::IterationLimit);
    fit_seconds_ += since(begin);
    show_matches(lane, IcpPhase::Match);
    return success();
}

Status IcpSolver::do_judge(Lane& lane, const Context& context) {
    const auto begin = Clock::now();
    lane.whole = true;
    auto m = match(rows_of(lane), problem_.target, lane.pose, rules_, &lane.kernel, settings_.threads, context);
    if (!m) return m.error();
    lane.matches = std::move(*m);
    ++lane.iteration;
    lane.stage = Stage::Done, lane.steps = 0;
    lane.lowest = lane.matches.cost, lane.since_lowest = 0;
    if (lane.matches.kept == 0) lane.status = StepStatus::Stalled;
    fit_seconds_ += since(begin);
    show_matches(lane, IcpPhase::Judge);
    return success();
}

void IcpSolver::do_rotate(Lane& lane) {
    const auto begin = Clock::now();
    const RigidPose before = lane.pose;
    PointStepDetail detail;
    // Far away the planes point anywhere; the points themselves pull the right way.
    const bool far = lane.steps < 10 && std::sqrt(lane.matches.cost) > 0.05 * problem_.radius;
    const bool plane = problem_.plane && !far;
    lane.pose = plane ? plane_step(problem_.target, lane.matches, before)
                      : point_step(rows_of(lane), problem_.target, lane.matches, before, &detail);
    ++lane.steps;
    lane.angle = angle_between(before.rotation, lane.pose.rotation);
    lane.shift = (lane.pose.place - before.place).norm() / problem_.radius;
    lane.stage = Stage::Match;
    fit_seconds_ += since(begin);
    if (!plane) {
        lane.shown.cross_covariance = share(std::move(detail.cross_covariance));
        lane.shown.u = share(std::move(detail.u)), lane.shown.v = share(std::move(detail.v));
        lane.shown.sigma = detail.sigma;
    }
    const double cost = cost_of_pairs(rows_of(lane), problem_.target, lane.matches, lane.pose);
    show(lane, IcpPhase::Rotate, cost,
         {{"step angle (degrees)", lane.angle * 180 / std::numbers::pi},
          {"step shift", lane.shift * problem_.radius},
          {"to planes", plane ? 1.0 : 0.0}});
}

void IcpSolver::show_matches(Lane& lane, IcpPhase phase) {
    const Matches& m = lane.matches;
    const IcpSource& source = rows_of(lane);
    const Index n = problem_.pairs->source->rows();
    Indices matching = Indices::Constant(n, -1);
    Matrix confidence = Matrix::Zero(n, 1);
    Index inliers = 0;
    const double limit = std::pow(inlier_distance(problem_, options_), 2);
    for (Index i = 0; i < m.target.size(); ++i) {
        const Index row = source.rows.empty() ? i : source.rows[std::size_t(i)];
        matching(row) = m.target(i), confidence(row, 0) = m.weight(i);
        inliers += m.target(i) >= 0 && m.squared(i) <= limit;
    }
    lane.shown.matching = std::make_shared<const Indices>(std::move(matching));
    lane.shown.confidence = share(std::move(confidence));
    lane.shown.cross_covariance.reset(), lane.shown.u.reset(), lane.shown.v.reset(), lane.shown.sigma = {};
    Metrics extra{{"inlier share", m.target.size() ? double(inliers) / double(m.target.size()) : 0},
                  {"pairs", double(m.kept)},
                  {"rows", double(m.target.size())},
                  {"share kept", rules_.share}};
    if (lane.kernel.width > 0) extra.emplace_back("kernel width", lane.kernel.width);
    show(lane, phase, m.cost, std::move(extra));
}

void IcpSolver::show(Lane& lane, IcpPhase phase, double cost, Metrics extra) {
    const RigidPose before{*lane.shown.rotation, lane.shown.place};
    lane.shown.path.reset();
    if (before.rotation != lane.pose.rotation) {
        lane.shown.path = std::make_shared<const RotationPath>(tightened(before.rotation.transpose() * lane.pose.rotation));
        lane.shown.rotation = share(lane.pose.rotation);
    }
    lane.shown.pivot = problem_.pivot, lane.shown.place = lane.pose.place;
    lane.shown.covered = lane.shown.cross_covariance ? rules_.share : 0;
    frame_ = {};
    frame_.iteration = lane.iteration, frame_.phase = static_cast<int>(phase);
    frame_.lane = lanes_.empty() ? 0 : static_cast<int>(&lane - lanes_.data());
    frame_.metrics = {{"cost", cost}};
    frame_.metrics.insert(frame_.metrics.end(), extra.begin(), extra.end());
    frame_.state = std::make_shared<const State>(lane.shown);
}

}  // namespace orthoscope
