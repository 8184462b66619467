#include "core/maps/matching_report.h"

#include <algorithm>
#include <cmath>

#include "core/maps/matching_verdict.h"
#include "core/maps/measures.h"
#include "core/maps/pointwise.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

std::optional<double> metric_of(const Frame& frame, std::string_view name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return value;
    return std::nullopt;
}

class MatchingAssessor {
  public:
    MatchingAssessor(const Pairs& pairs, const MatchingPlan& plan, const Recording& recording, const RunSettings& settings,
                     bool fit_only, const Context& context)
        : pairs_(pairs), plan_(plan), settings_(settings), fit_only_(fit_only), context_(context),
          source_(*pairs.sets[0]), target_(*pairs.sets[1]), frames_(recording.frames()), names_(recording.lanes()) {}

    Result<Report> report() {
        find_answers();
        arrays();
        if (answers_.empty()) return without_map();
        map_ = *answers_.front().state->map;
        own_metrics();
        if (!fit_only_) judged_metrics();
        judge_matching({pairs_, plan_, answers_, coverage_, orientation_, commutativity_, dirichlet_}, report_);
        return std::move(report_);
    }

  private:
    // Lanes with a rank in that order; without ranks (a given start, or stopped) the best lane that has a map.
    void find_answers() {
        std::vector<std::pair<double, MatchingAnswer>> ranked;
        for (int lane : lane_numbers(frames_)) {
            MatchingAnswer answer;
            double rank = 0;
            for (auto& frame : lane_frames(frames_, lane)) {
                auto state = std::get_if<ShapeState>(frame->state.get());
                if (!state) continue;
                shapes_ = state;
                if (auto r = metric_of(*frame, "rank")) rank = *r;
                if (!state->map || !state->functional_map) continue;
                answer.state = state;
                answer.score = metric_of(*frame, "score").value_or(void_metric);
            }
            answer.name = std::size_t(lane) < names_.size() ? names_[std::size_t(lane)] : "";
            if (answer.state) ranked.emplace_back(rank > 0 ? rank : 1e6 + (std::isnan(answer.score) ? 1e6 : answer.score), answer);
        }
        std::stable_sort(ranked.begin(), ranked.end(), [](auto& a, auto& b) { return a.first < b.first; });
        const bool offered = !ranked.empty() && ranked.front().first < 1e6;
        for (auto& [rank, answer] : ranked) {
            if (offered ? rank >= 1e6 : !answers_.empty()) break;
            answers_.push_back(answer);
        }
    }

    void arrays() {
        if (shapes_ && shapes_->source_values) report_.matrices.emplace_back("source_eigenvalues", *shapes_->source_values);
        if (shapes_ && shapes_->target_values) report_.matrices.emplace_back("target_eigenvalues", *shapes_->target_values);
        const Index m = target_.rows();
        Matrix candidates(Index(answers_.size()), m);
        for (std::size_t i = 0; i < answers_.size(); ++i) candidates.row(Index(i)) = answers_[i].state->map->cast<double>().transpose();
        report_.matrices.emplace_back("candidates", std::move(candidates));
        report_.matrices.emplace_back("functional_map", answers_.empty() ? Matrix() : *answers_.front().state->functional_map);
        report_.integers.emplace_back("map", answers_.empty() ? Indices(Indices::Constant(m, -1)) : *answers_.front().state->map);
    }

    Result<Report> without_map() {
        report_.verdict = Verdict::Unsupported;
        report_.reasons = {"The run ended before there was a map."};
        for (auto name : {"mean_geodesic_error", "median_geodesic_error", "coverage", "bijectivity_error", "orthogonality_error",
                          "commutativity_error", "dirichlet_energy", "orientation_preserved", "sliced_wasserstein"})
            put(name, void_metric, "there is no map");
        return std::move(report_);
    }

    void put(const std::string& name, double value, const std::string& why = {}) {
        report_.metrics.emplace_back(name, std::isfinite(value) ? value : void_metric);
        if (!std::isfinite(value)) report_.warnings.push_back(name + " is void: " + (why.empty() ? "it is not finite" : why));
    }

    void own_metrics() {
        const auto& state = *answers_.front().state;
        coverage_ = coverage(map_, source_.rows());
        put("coverage", coverage_);
        put("orthogonality_error", orthogonality_error(*state.functional_map));
        const Vector l1 = state.source_values->col(0), l2 = state.target_values->col(0);
        commutativity_ = commutativity_error(*state.functional_map, l1, l2);
        put("commutativity_error", commutativity_, "all eigenvalues are 0");
        orientation_ = orientation_preserved(source_, target_, map_);
        put("orientation_preserved", orientation_, "a cloud has no triangles whose sides could be told apart, nor does the plane");
        put("candidates", double(answers_.size()));
        if (answers_.size() > 1) put("candidate_gap", gap(), "scores are missing");
        put("uncovered", double((map_.array() < 0).count()) / double(std::max<Index>(1, map_.size())));
    }

    double gap() const {
        const double best = answers_[0].score, next = answers_[1].score;
        return (next - best) / std::max(std::abs(best), 0.05);  // a perfect map has next to none
    }

    void judged_metrics() {
        context_.report(-1, "measuring the map");
        const auto source = shape_basis(source_, plan_.laplacian, plan_.vectors, settings_.threads, context_);
        const auto target = shape_basis(target_, plan_.laplacian, plan_.vectors, settings_.threads, context_);
        for (auto& [basis, shape] : {std::pair{&source, &source_}, std::pair{&target, &target_}})
            if (*basis)
                for (auto& note : (**basis)->notes) report_.warnings.push_back(shape->name + ": " + note);
        ShapePair pair;
        const std::string stopped = "the run was stopped";
        if (source && target)
            if (auto made = make_shape_pair(pairs_.sets[0], pairs_.sets[1], unit_area(*source), unit_area(*target), {})) pair = std::move(*made);
        const Matrix& c = *answers_.front().state->functional_map;
        double distance = void_metric;
        if (pair.source_basis)
            if (auto d = sliced_distance(pair, c, 128, settings_.seed, settings_.threads, context_)) distance = *d;
        put("sliced_wasserstein", distance, stopped);
        dirichlet(stopped);
        geodesics(pair, c, stopped);
    }

    void dirichlet(const std::string& stopped) {
        auto l1 = make_laplacian(source_, plan_.laplacian, context_), l2 = make_laplacian(target_, plan_.laplacian, context_);
        if (l1 && l2) dirichlet_ = dirichlet_energy(source_.values(), l1->stiffness, l2->stiffness, map_);
        put("dirichlet_energy", dirichlet_, stopped);
    }

    void geodesics(const ShapePair& pair, const Matrix& c, const std::string& stopped) {
        const double area = shape_area(source_);
        auto surface = Geodesics::prepare(source_, context_);
        double away = void_metric;
        if (surface && pair.source_basis) {
            const Matrix moved = pair.source_basis->vectors.leftCols(c.cols()) * c.transpose();
            auto back = nearest_rows(moved, pair.target_basis->vectors.leftCols(c.rows()), settings_.threads, context_);
            if (back)
                if (auto error = bijectivity_error(*surface, area, map_, *back, settings_.threads, context_)) away = *error;
        }
        put("bijectivity_error", away, stopped);
        if (!pairs_.truth) {
            put("mean_geodesic_error", void_metric, "there is no truth (--truth)");
            put("median_geodesic_error", void_metric, "there is no truth (--truth)");
            return;
        }
        double best = void_metric;
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            GeodesicError error{void_metric, void_metric, {}, 0, false};
            if (surface)
                if (auto e = geodesic_error(*surface, area, *answers_[i].state->map, *pairs_.truth, settings_.seed, settings_.threads, context_)) error = std::move(*e);
            if (!(best <= error.mean)) best = error.mean;
            if (i > 0) continue;
            put("mean_geodesic_error", error.mean, stopped), put("median_geodesic_error", error.median, stopped);
            if (error.errors.size()) report_.matrices.emplace_back("geodesic_errors", Matrix(error.errors));
            if (error.sampled) report_.warnings.push_back("geodesic errors are of 5,000 target vertices drawn with the seed");
        }
        if (answers_.size() > 1) put("best_candidate_error", best, stopped);
    }

    const Pairs& pairs_;
    const MatchingPlan& plan_;
    const RunSettings& settings_;
    bool fit_only_;
    const Context& context_;
    const Dataset &source_, &target_;
    std::vector<FramePtr> frames_;
    std::vector<std::string> names_;
    std::vector<MatchingAnswer> answers_;
    const ShapeState* shapes_ = nullptr;
    Indices map_;
    double coverage_ = 0, orientation_ = void_metric, commutativity_ = void_metric, dirichlet_ = void_metric;
    Report report_;
};

}  // namespace

Result<Report> assess_matching(const Pairs& pairs, const MatchingPlan& plan, const Recording& recording,
                               const RunSettings& settings, bool fit_only, const Context& context) {
    auto report = MatchingAssessor(pairs, plan, recording, settings, fit_only, context).report();
    if (report) report->warnings.insert(report->warnings.end(), pairs.notes.begin(), pairs.notes.end());
    return report;
}

}  // namespace orthoscope
