#include "core/descent/newton_schulz_method.h"

#include <cmath>

#include "core/base/text.h"
#include "core/descent/newton_schulz_run.h"
#include "core/method/describe.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

constexpr Index most_side = 4096;

std::string key_of(const std::string& id) {
    std::string key = id;
    for (char& c : key)
        if (c == '-') c = '_';
    return key;
}

// What each lane came to, and the sentences about those that did not settle.
void report_lanes(const NewtonSchulzOptions& options, const Recording& recording, Report& report) {
    const auto chosen = chosen_lanes(std::size_t(options.scheme), schemes().size());
    double disagreement = 0, diverged = 0;
    std::string gone, wandering;
    const auto* first = last_descent(recording, 0);
    Matrix values = Matrix::Zero(Index(chosen.size()), first->values->rows());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const Scheme& scheme = schemes()[chosen[i]];
        const auto frame = last_frame(recording, int(i));
        if (!frame) continue;
        const auto& state = std::get<DescentState>(*frame->state);
        values.row(Index(i)) = state.values->col(0).transpose();
        disagreement = std::max(disagreement, metric_of(*frame, "agreement"));
        report.metrics.emplace_back(key_of(scheme.id) + "_rms", metric_of(*frame, "cost"));
        report.metrics.emplace_back(key_of(scheme.id) + "_worst", metric_of(*frame, "worst"));
        if (!state.diverged) continue;
        ++diverged;
        report.metrics.emplace_back(key_of(scheme.id) + "_diverged_at", double(frame->iteration));
        gone += (gone.empty() ? "" : ", ") + scheme.name + " at step " + std::to_string(frame->iteration);
    }
    report.metrics.emplace_back("agreement", disagreement);
    report.metrics.emplace_back("diverged_lanes", diverged);
    report.matrices.emplace_back("lane_values", std::move(values));
    if (!gone.empty()) report.warnings.push_back("Diverged, a value beyond every bound: " + gone + ". The values shown are the last finite ones.");
}

void report_best(const NewtonSchulzOptions& options, const Recording& recording, Report& report) {
    const int best = best_lane(recording.frames());
    const auto frame = last_frame(recording, best);
    const auto& state = std::get<DescentState>(*frame->state);
    const Scheme& scheme = schemes()[chosen_lanes(std::size_t(options.scheme), schemes().size())[std::size_t(best)]];
    Vector values = state.values->col(0).cwiseAbs();
    std::sort(values.begin(), values.end(), std::greater<>());
    report.matrices.insert(report.matrices.begin(), {{"values", values}, {"start_values", *state.start_values}});
    if (state.matrix) report.matrices.emplace_back("orthogonal", *state.matrix);
    report.metrics.insert(report.metrics.begin(), {{"rms_error", metric_of(*frame, "cost")}, {"worst_error", metric_of(*frame, "worst")}});
    const double agreement = *report.metric("agreement");
    const double gone = *report.metric("diverged_lanes");
    report.verdict = Verdict::Supported;
    if (state.diverged) {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"Every iteration diverges on this matrix."};
    } else {
        report.reasons = {scheme.name + " comes nearest to the orthogonal factor: after " + counted(std::uint64_t(frame->iteration), "step") +
                          " the singular values are off 1 by " + brief(metric_of(*frame, "cost")) + " (root mean square) and by " +
                          brief(metric_of(*frame, "worst")) + " at most" +
                          (gone > 0 ? "; " + std::to_string(int(gone)) + " diverged." : ".")};
    }
    if (agreement > 1e-8) {
        report.verdict = std::max(report.verdict, Verdict::Doubtful);
        report.reasons.push_back("Rounding has come between the matrix and the polynomial on its values: they differ by " + brief(agreement) + ".");
    }
    const auto zero = Index(state.target_values->rows() - Index(state.target_values->sum()));
    if (zero > 0) report.warnings.push_back(counted(std::uint64_t(zero), "singular value") + " of the matrix " + (zero == 1 ? "is" : "are") +
                                            " zero and stay so; errors leave them out.");
}

class NewtonSchulzMethod : public Method {
  public:
    const MethodInfo& info() const override { return newton_schulz_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<NewtonSchulzOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings&) const override {
        const Dataset& set = *inputs->sets.front();
        const Matrix& m = set.values();
        if (!m.allFinite()) return input_error(set.name, "holds a value that is not a number; expected finite entries");
        if (m.norm() == 0) return input_error(set.name, "is all zeros; expected a matrix with some direction to orthogonalise");
        if (std::min(m.rows(), m.cols()) > most_side)
            return input_error(set.name, "has " + std::to_string(std::min(m.rows(), m.cols())) + " singular values; expected at most " + std::to_string(most_side));
        auto parts = svd(m);
        if (!parts) return parts.error();
        return std::unique_ptr<Solver>(std::make_unique<NewtonSchulzRun>(m, std::move(*parts), options_from<NewtonSchulzOptions>(options)));
    }
    Result<Report> assess(const Pairs&, const ParameterSet& options, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        const auto chosen = options_from<NewtonSchulzOptions>(options);
        report_lanes(chosen, recording, report);
        report_best(chosen, recording, report);
        return report;
    }
};

}  // namespace

const Method& newton_schulz_method() {
    static const NewtonSchulzMethod method;
    return method;
}

}  // namespace orthoscope
