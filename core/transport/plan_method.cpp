#include "core/transport/plan_method.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/method/describe.h"
#include "core/transport/plan_solver.h"

namespace orthoscope {
namespace {

std::string in_effect(double partners) {
    const auto number = brief(partners);
    return number + (number == "1" ? " partner in effect" : " partners in effect");
}

const double* metric(const Frame& frame, std::string_view name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return &value;
    return nullptr;
}

// The report of one finished (or stopped) plan.
class PlanReport {
  public:
    PlanReport(const Pairs& pairs, const PlanOptions& options, const Recording& recording,
               const RunSettings& settings)
        : pairs_(pairs),
          options_(options),
          settings_(settings),
          outcome_(recording.outcome()),
          last_(recording.frame(recording.size() - 1)),
          first_(recording.frame(0)),
          state_(std::get<AlignmentState>(*last_->state)) {}

    Result<Report> make(bool fit_only, const Context& context) {
        report_.warnings = pairs_.notes;
        pose();
        if (!finished()) {
            report_.verdict = Verdict::Unsupported;
            report_.reasons = {"The run was stopped before a plan was found."};
            return std::move(report_);
        }
        arrays();
        metrics();
        if (!fit_only)
            if (auto status = gaps(context); !status && status.error().kind != ErrorKind::Cancelled)
                return status.error();
        judge(fit_only);
        return std::move(report_);
    }

  private:
    bool finished() const {
        return last_->phase == static_cast<int>(PlanPhase::Plan) && state_.coupling && state_.matching;
    }
    double value(std::string_view name) const {
        const double* found = metric(*last_, name);
        return found ? *found : void_metric;
    }

    void pose() {
        aligned_ = product(pairs_.source->rowwise() - state_.pivot, *state_.rotation) * state_.scale;
        aligned_.rowwise() += state_.place;
        report_.matrices.emplace_back("rotation", *state_.rotation);
        report_.matrices.emplace_back(
            "translation", Matrix(state_.place - state_.scale * (state_.pivot * *state_.rotation)));
        report_.matrices.emplace_back("aligned", aligned_);
    }

    void arrays() {
        const Matrix& plan = *state_.coupling;
        Matrix map = Matrix::Zero(aligned_.rows(), aligned_.cols());
        Vector sum = Vector::Zero(aligned_.rows());
        for (Index k = 0; k < plan.rows(); ++k) {
            const auto i = Index(plan(k, 0)), j = Index(plan(k, 1));
            map.row(i) += plan(k, 2) * pairs_.target->row(j), sum(i) += plan(k, 2);
        }
        for (Index i = 0; i < map.rows(); ++i)
            if (sum(i) > 0)
                map.row(i) /= sum(i);
            else if ((*state_.matching)(i) >= 0)
                map.row(i) = pairs_.target->row((*state_.matching)(i));
        report_.matrices.emplace_back("plan", plan);
        report_.matrices.emplace_back("barycentric", std::move(map));
        report_.integers.emplace_back("matching", *state_.matching);
        if (value("cut") > 0)
            report_.warnings.push_back(
                "the plan has more entries than are kept: `plan` and `barycentric` rest on the " +
                std::to_string(plan.rows()) + " largest");
    }

    void put(const char* name, double number, const std::string& void_why = {}) {
        report_.metrics.emplace_back(name, number);
        if (std::isnan(number) && !void_why.empty())
            report_.warnings.push_back(std::string(name) + " is void: " + void_why);
    }

    void metrics() {
        put("transport_cost", value("cost"));
        put("cost_per_row", value("cost"));
        put("independent_cost", *metric(*first_, "cost"));
        put("row_error", value("row error"));
        put("column_error", value("column error"));
        put("entropy", value("entropy"));
        put("effective_partners", value("partners"));
        put("entries", value("entries"));
        if (options_.plan == PlanOptions::Kind::Exact) put("duality_gap", value("gap"));
        put("mean_confidence", state_.confidence->mean());
        if (pairs_.truth) {
            double hits = 0, asked = 0;
            for (Index i = 0; i < pairs_.truth->size(); ++i)
                if ((*pairs_.truth)(i) >= 0) asked += 1, hits += (*state_.matching)(i) == (*pairs_.truth)(i);
            put("overlap", asked > 0 ? hits / asked : void_metric, "the truth names no row");
        }
    }

    // How far the map onto the heaviest partners, and the start pose as a map, are from optimal onto their
    // images.
    Status gaps(const Context& context) {
        constexpr Index rows = 1000;
        Matrix images = aligned_;
        for (Index i = 0; i < images.rows(); ++i)
            if (const Index j = Index((*state_.matching)(i)); j >= 0) images.row(i) = pairs_.target->row(j);
        auto own = monge_gap(aligned_, images, rows, settings_.seed, settings_.threads, context);
        if (!own) return put("monge_gap", void_metric, own.error().what), Status(own.error());
        put("monge_gap", own->gap);
        if (pairs_.options.start && pairs_.options.start->rotation()) {
            auto pose = monge_gap(*pairs_.source, aligned_, rows, settings_.seed, settings_.threads, context);
            if (!pose) return put("monge_gap_of_start", void_metric, pose.error().what), Status(pose.error());
            put("monge_gap_of_start", pose->gap);
        }
        if (own->rows < aligned_.rows())
            report_.warnings.push_back("the Monge gap was taken on " + std::to_string(own->rows) + " of " +
                                       std::to_string(aligned_.rows()) + " rows, drawn with the seed");
        return success();
    }

    void judge(bool fit_only) {
        const double cost = value("cost"), independent = *metric(*first_, "cost"),
                     error = value("marginal error");
        const double partners = value("partners");
        report_.verdict = Verdict::Supported;
        const auto lower = [&](Verdict to, std::string why) {
            report_.reasons.insert(to > report_.verdict ? report_.reasons.begin() : report_.reasons.end(),
                                   std::move(why));
            report_.verdict = std::max(report_.verdict, to);
        };
        if (error > 0.1)
            lower(Verdict::Unsupported,
                  "This is no plan yet: " + brief(100 * error) +
                      " % of the mass is missing or too much at the margins. More --iterations, or a "
                      "larger --epsilon or --partners, may mend that.");
        else if (error > 1e-3 && error > 4 * options_.tolerance)
            lower(Verdict::Doubtful, "The margins are off by " + brief(100 * error) + " % of the mass.");
        else if (outcome_ == Outcome::IterationLimit || outcome_ == Outcome::Stalled)
            lower(Verdict::Doubtful,
                  (outcome_ == Outcome::Stalled ? std::string("The search stalled")
                                                : "The search stopped at its limit of " + std::to_string(options_.iterations) + " iterations") +
                      ": the margins are off by " + brief(error) + " of the mass, where " + brief(options_.tolerance) +
                      " was asked for.");
        if (options_.plan == PlanOptions::Kind::Exact && value("gap") > 1e-6 * independent)
            lower(Verdict::Doubtful, "The lower bound is " + brief(value("gap")) +
                                         " below the cost, so the plan is not proven.");
        if (partners > 0.1 * double(pairs_.target->rows()) && partners > 2)
            lower(Verdict::Doubtful,
                  "The plan is a blur: a row has " + in_effect(partners) +
                      ", so the matching says little (a smaller --epsilon sharpens it).");
        if (cost > 0.9 * independent)
            lower(Verdict::Doubtful, "The plan costs " + brief(cost) +
                                         ", hardly less than giving every row to all (" + brief(independent) +
                                         "): the clouds lie apart, or look alike from everywhere.");
        if (report_.verdict == Verdict::Supported)
            report_.reasons.push_back("The plan keeps its margins to " + brief(error) + " and costs " +
                                      brief(cost) + " against " + brief(independent) +
                                      " without a plan; a row has " + in_effect(partners) + ".");
        if (fit_only) report_.reasons.push_back("The Monge gap was not asked for (--metrics fit).");
        report_.reasons.push_back(
            "A cheap plan does not prove that partners belong together: only a truth or pairs can.");
    }

    const Pairs& pairs_;
    const PlanOptions& options_;
    const RunSettings& settings_;
    std::optional<Outcome> outcome_;
    FramePtr last_, first_;
    const AlignmentState& state_;
    Matrix aligned_;
    Report report_;
};

class TransportPlan : public Method {
  public:
    const MethodInfo& info() const override { return transport_plan_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::None, true, 0}; }
    ParameterSet parameters() const override { return parameters_of<PlanOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        auto solver =
            std::make_unique<PlanSolver>(std::move(pairs), options_from<PlanOptions>(options), settings);
        if (auto status = solver->begin(); !status) return status.error();
        return std::unique_ptr<Solver>(std::move(solver));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto chosen = options_from<PlanOptions>(options);
        return PlanReport(pairs, chosen, recording, settings).make(fit_only, context);
    }
};

}  // namespace

const Method& transport_plan_method() {
    static const TransportPlan method;
    return method;
}

}  // namespace orthoscope
