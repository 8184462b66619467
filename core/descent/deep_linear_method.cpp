#include "core/descent/deep_linear_method.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/descent/deep_linear_run.h"
#include "core/method/describe.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

constexpr Index most_side = 512;

std::string key_of(NetworkStart start) {
    return start == NetworkStart::Aligned ? "aligned" : start == NetworkStart::Orthogonal ? "orthogonal" : "gaussian";
}

// When a lane's loss first falls below a twentieth of what it was; void: it does not.
double time_of_learning(const Recording& recording, int lane) {
    double first = -1;
    for (auto& frame : lane_frames(recording.frames(), lane)) {
        const double cost = metric_of(*frame, "cost");
        if (first < 0) first = cost;
        if (cost <= 0.05 * first) return metric_of(*frame, "t");
    }
    return void_metric;
}

void report_lanes(const DeepLinearOptions& options, const Recording& recording, Report& report) {
    const auto starts = network_starts(options);
    std::string list;
    double closed = void_metric, conservation = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto frame = last_frame(recording, int(i));
        if (!frame) continue;
        const auto& s = std::get<DescentState>(*frame->state);
        conservation = std::max(conservation, s.drift->maxCoeff());
        if (starts[i] == NetworkStart::Aligned)
            closed = (*s.path - s.exact->topRows(s.path->rows())).cwiseAbs().maxCoeff() / std::max((*s.target_values)(0), 1e-300);
        const double learned = time_of_learning(recording, int(i));
        report.metrics.emplace_back(key_of(starts[i]) + "_loss", metric_of(*frame, "cost"));
        report.metrics.emplace_back(key_of(starts[i]) + "_learned_at", learned);
        list += (list.empty() ? "" : ", ") + name_of(starts[i]) + (std::isnan(learned) ? " not yet" : " at " + brief(learned));
        if (std::isnan(learned))
            report.warnings.push_back(key_of(starts[i]) + "_learned_at is void: the loss has not fallen to a twentieth.");
    }
    report.metrics.insert(report.metrics.begin(), {{"closed_form_error", closed}, {"conservation_error", conservation}});
    report.verdict = Verdict::Supported;
    if (std::isnan(closed)) {
        report.warnings.push_back("closed_form_error is void: no lane starts aligned with the target.");
    } else if (closed > 1e-8) {
        report.verdict = Verdict::Doubtful;
        report.reasons.push_back("The integrated flow leaves the closed form by " + brief(closed) + " of the strongest mode.");
    } else {
        report.reasons.push_back("The integrated flow keeps to the closed form within " + brief(closed) + " of the strongest mode.");
    }
    if (report.reasons.empty()) report.reasons.emplace_back("No lane has the closed form.");
    report.reasons.front().append(" A twentieth of the loss is left: " + list + ".");
}

class DeepLinearMethod : public Method {
  public:
    const MethodInfo& info() const override { return deep_linear_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<DeepLinearOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const Dataset& set = *inputs->sets.front();
        const Matrix& m = set.values();
        if (!m.allFinite()) return input_error(set.name, "holds a value that is not a number; expected finite entries");
        if (m.norm() == 0) return input_error(set.name, "is all zeros; expected a target with something to learn");
        if (std::max(m.rows(), m.cols()) > most_side)
            return input_error(set.name, "is " + std::to_string(m.rows()) + " x " + std::to_string(m.cols()) + "; expected at most " +
                                             std::to_string(most_side) + " rows and columns, as the flow is followed finely");
        auto parts = svd(m);
        if (!parts) return parts.error();
        return std::unique_ptr<Solver>(
            std::make_unique<DeepLinearRun>(m, std::move(*parts), options_from<DeepLinearOptions>(options), settings));
    }
    Result<Report> assess(const Pairs&, const ParameterSet& options, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        report_lanes(options_from<DeepLinearOptions>(options), recording, report);
        const auto frame = last_frame(recording, best_lane(recording.frames()));
        const auto& s = std::get<DescentState>(*frame->state);
        report.matrices = {{"values", *s.values}, {"times", *s.times}, {"exact", *s.exact}, {"paths", *s.path}};
        if (s.matrix) report.matrices.emplace_back("network", *s.matrix);
        report.metrics.emplace_back("integration_error", metric_of(*frame, "integration_error"));
        return report;
    }
};

}  // namespace

const Method& deep_linear_method() {
    static const DeepLinearMethod method;
    return method;
}

}  // namespace orthoscope
