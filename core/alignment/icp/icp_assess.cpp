#include "core/alignment/icp/icp_assess.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/alignment/assess.h"
#include "core/alignment/icp/icp_solver.h"
#include "core/alignment/icp/slides.h"
#include "core/base/median.h"
#include "core/base/text.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

constexpr int surrogates = 3;


std::optional<double> metric_of(const Frame& frame, std::string_view name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return value;
    return std::nullopt;
}

struct Answer {
    std::string name;
    RigidPose pose;
    double cost = void_metric;
};

Answer answer_of(const std::vector<FramePtr>& frames, int lane, const std::vector<std::string>& names) {
    Answer answer;
    const Frame& last = *lane_frames(frames, lane).back();
    const auto& state = std::get<AlignmentState>(*last.state);
    answer.name = static_cast<std::size_t>(lane) < names.size() ? names[std::size_t(lane)] : "";
    answer.pose = {*state.rotation, state.place};
    answer.cost = metric_of(last, "cost").value_or(void_metric);
    return answer;
}

class IcpAssessor {
  public:
    IcpAssessor(const Pairs& pairs, const IcpOptions& options, const Recording& recording, const RunSettings& settings,
                const Context& context)
        : options_(options), settings_(settings), context_(context), frames_(recording.frames()) {
        // The report outlives nothing of this copy.
        problem_ = icp_problem(std::make_shared<const Pairs>(pairs), true, settings.seed);
        names_ = recording.lanes();
        lane_ = best_lane(frames_);
        best_ = answer_of(frames_, lane_, names_);
        const Frame& last = *lane_frames(frames_, lane_).back();
        share_ = options.trim > 0 ? options.trim : 1;
        for (auto& frame : lane_frames(frames_, lane_))
            if (auto share = metric_of(*frame, "share kept")) share_ = *share;
        kernel_ = options.kernel_rules();
        if (auto width = metric_of(last, "kernel width")) kernel_.width = *width, kernel_.settled = true;
    }

    Result<Report> report(bool fit_only) {
        auto m = match(problem_.all, whole_target(), best_.pose, {share_, options_.max_distance},
                       kernel_.settled ? &kernel_ : nullptr, settings_.threads, context_);
        if (!m) return stopped();
        matches_ = std::move(*m);
        fill_found();
        if (!fit_only && matches_.kept > 0) compare_searches();
        const ProcrustesRules rules{true, true, false};
        auto report = assess_alignment({*problem_.pairs, rules, fit(), settings_.seed, fit_only, Likeness::Distance, &found_},
                                       context_);
        if (!report) return report;
        own_metrics(*report);
        if (matches_.kept == 0) no_pairs(*report);
        else judge(*report, fit_only);
        return report;
    }

  private:
    // Normals serve the report even of a point-to-point run; without room for them the report goes on.
    const IcpTarget& whole_target() {
        if (auto status = add_normals(problem_, settings_.threads, context_); !status) problem_.target.normals.resize(0, 0);
        residual_target_ = problem_.target;
        if (options_.metric != IcpOptions::Metric::Plane) residual_target_.normals.resize(0, 0);
        return residual_target_;
    }

    // The last frame's own matches are all there is time for.
    Result<Report> stopped() {
        const auto& state = std::get<AlignmentState>(*lane_frames(frames_, lane_).back()->state);
        found_.matching = state.matching ? *state.matching : Indices::Constant(problem_.pairs->source->rows(), -1);
        if (state.confidence) found_.confidence = state.confidence->col(0);
        found_.cost = best_.cost;
        ProcrustesFit fit;
        fit.rotation = best_.pose.rotation, fit.pivot = problem_.pivot, fit.place = best_.pose.place;
        return assess_alignment({*problem_.pairs, {true, true, false}, fit, settings_.seed, false, Likeness::Distance, &found_},
                                context_);
    }

    void fill_found() {
        const Index n = problem_.pairs->source->rows();
        found_.matching = Indices::Constant(n, -1);
        found_.confidence = Vector::Zero(n);
        distances_ = Vector::Constant(n, void_metric);
        for (Index i = 0; i < matches_.target.size(); ++i) {
            const Index row = problem_.all.rows.empty() ? i : problem_.all.rows[std::size_t(i)];
            found_.matching(row) = matches_.target(i), found_.confidence(row) = matches_.weight(i);
            if (matches_.target(i) >= 0) distances_(row) = std::sqrt(matches_.squared(i));
        }
        found_.cost = matches_.cost;
        for (int lane : lane_numbers(frames_)) {
            const Answer other = answer_of(frames_, lane, names_);
            const double apart = distance_between(other.pose, best_.pose, problem_.second_moments);
            agreeing_ += apart < 0.02 * problem_.radius;
            if (apart < 0.1 * problem_.radius || std::isnan(other.cost)) continue;
            if (!std::isnan(found_.next_cost) && other.cost >= found_.next_cost) continue;
            found_.next_cost = other.cost;
            found_.next = "a turn by " + brief(std::round(angle_between(other.pose.rotation, best_.pose.rotation) * 180 / std::numbers::pi)) +
                          " degrees away (" + other.name + ")";
        }
    }

    void compare_searches() {
        for (int i = 0; i < surrogates; ++i) {
            context_.report(double(i) / (surrogates + 1), "searching bent targets");
            const auto seed = settings_.seed + 1000 + static_cast<std::uint64_t>(i);
            auto cost = searched_cost(with_target(problem_, bent(*problem_.target.points, seed), settings_.seed), options_, share_,
                                      settings_.threads, context_);
            if (!cost) return;
            found_.null_costs.push_back(*cost);
        }
        auto cost = searched_cost(with_target(problem_, mirrored(*problem_.target.points), settings_.seed), options_, share_,
                                  settings_.threads, context_);
        if (cost) mirrored_cost_ = *cost;
    }

    ProcrustesFit fit() const {
        ProcrustesFit fit;
        fit.rotation = best_.pose.rotation, fit.pivot = problem_.pivot, fit.place = best_.pose.place;
        if (matches_.kept == 0) return fit;
        PointStepDetail detail;
        (void)point_step(problem_.all, problem_.target, matches_, best_.pose, &detail);
        fit.u = detail.u, fit.v = detail.v, fit.sigma = detail.sigma;
        fit.corrected = (detail.u.transpose() * fit.rotation * detail.v)(fit.sigma.size() - 1, fit.sigma.size() - 1) < 0;
        return fit;
    }

    void own_metrics(Report& report) {
        auto put = [&](const char* name, double value, const std::string& why = {}) {
            report.metrics.emplace_back(name, value);
            if (std::isnan(value) && !why.empty()) report.warnings.push_back(std::string(name) + " is void: " + why);
        };
        const double limit = inlier_distance(problem_, options_);
        const bool any = matches_.kept > 0;
        const std::string none = "no source row has a partner";
        std::vector<double> near;
        Index inliers = 0;
        for (Index i = 0; i < matches_.target.size(); ++i)
            if (matches_.target(i) >= 0) near.push_back(std::sqrt(matches_.squared(i))), inliers += near.back() <= limit;
        put("trim_share", share_);
        put("trimmed_rmse", any ? std::sqrt(matches_.cost) : void_metric, none);
        put("median_distance", near.empty() ? void_metric : upper_median(near), none);
        put("inlier_distance", limit);
        put("inliers", double(inliers));
        put("inlier_share", double(inliers) / double(std::max<Index>(1, matches_.target.size())));
        put("agreeing_lanes", double(agreeing_));
        put("lanes", double(lane_numbers(frames_).size()));
        if (!found_.null_costs.empty())
            put("surrogate_rmse", std::sqrt(*std::min_element(found_.null_costs.begin(), found_.null_costs.end())));
        if (!std::isnan(mirrored_cost_)) put("mirrored_search_rmse", std::sqrt(mirrored_cost_));
        surface_metrics(report, put);
        report.matrices.emplace_back("confidence", Matrix(found_.confidence));
        report.matrices.emplace_back("distances", Matrix(distances_));
        const auto starts_notes = notes();
        report.warnings.insert(report.warnings.end(), starts_notes.begin(), starts_notes.end());
    }

    template <class Put>
    void surface_metrics(Report& report, Put& put) {
        const bool surface = problem_.target.normals.rows() > 0 && matches_.kept > 0 &&
                             (problem_.normals_from != Normals::Origin::Neighbours || problem_.variation < surface_variation_limit ||
                              options_.metric == IcpOptions::Metric::Plane);
        const std::string why = matches_.kept == 0 ? "no source row has a partner"
                                                   : "the target's rows are not dense enough to have normals";
        if (!surface) {
            for (auto name : {"plane_rmse", "least_stiffness", "free_directions"}) put(name, void_metric, why);
            return;
        }
        const PlaneSystem system = plane_system(problem_.target, matches_);
        const Slides free = slides(system);
        put("plane_rmse", std::sqrt(system.cost));
        put("least_stiffness", free.stiffness.size() ? free.stiffness(0) : void_metric, why);
        put("free_directions", double(free.free.size()));
        slides_ = free.sentence();
        if (!slides_.empty()) report.warnings.push_back(slides_);
        if (options_.metric == IcpOptions::Metric::Plane && problem_.normals_from == Normals::Origin::Neighbours)
            report.warnings.push_back("the target's normals were estimated from its rows' nearest neighbours (surface variation " +
                                      brief(problem_.variation) + ")");
    }

    std::vector<std::string> notes() const {
        std::vector<std::string> list;
        (void)starts_of(problem_, options_, list);
        const auto& p = problem_.pairs->options;
        if (p.anchors || p.anchor_fraction)
            list.push_back("--anchors was not used: icp finds partners itself");
        return list;
    }

    void no_pairs(Report& report) const {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"No correspondences: no source row comes within " + brief(options_.max_distance) +
                          " of the target (--max-distance), so nothing was fitted."};
    }

    void judge(Report& report, bool fit_only) const {
        auto lower = [&](Verdict to, std::string why) {
            const bool first = to > report.verdict || report.verdict == Verdict::Supported;
            // What supported it no longer stands.
            if (report.verdict == Verdict::Supported) report.reasons.clear();
            report.verdict = std::max(report.verdict, to);
            report.reasons.insert(first ? report.reasons.begin() : report.reasons.end(), std::move(why));
        };
        if (fit_only) return;
        const double floor = 1e-18 * problem_.radius * problem_.radius;
        if (!std::isnan(mirrored_cost_) && matches_.cost > floor && mirrored_cost_ < 0.5 * matches_.cost)
            lower(Verdict::Unsupported, "One set looks mirrored: onto the target in a mirror the same search comes as near as " +
                                            brief(std::sqrt(mirrored_cost_)) + ", here only " + brief(std::sqrt(matches_.cost)) +
                                            " (root mean square); icp turns and shifts, and never mirrors.");
        if (!slides_.empty()) lower(Verdict::Doubtful, slides_ + ".");
    }

    const IcpOptions& options_;
    const RunSettings& settings_;
    const Context& context_;
    std::vector<FramePtr> frames_;
    std::vector<std::string> names_;
    IcpProblem problem_;
    IcpTarget residual_target_;
    int lane_ = 0;
    Answer best_;
    double share_ = 1;
    IcpKernel kernel_;
    Matches matches_;
    FoundMatching found_;
    Vector distances_;
    double mirrored_cost_ = void_metric;
    Index agreeing_ = 0;
    std::string slides_;
};

}  // namespace

Result<Report> assess_icp(const Pairs& pairs, const IcpOptions& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) {
    return IcpAssessor(pairs, options, recording, settings, context).report(fit_only);
}

}  // namespace orthoscope
