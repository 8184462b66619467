#include "core/spectrum/truncation_method.h"

#include <cmath>

#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/spectrum/rebuild.h"
#include "core/spectrum/report.h"
#include "core/spectrum/stream.h"
#include "core/spectrum/truncation_run.h"

namespace orthoscope {
namespace {

constexpr Index most_rebuilt = 10'000'000;  // numbers that are written

// Arrays: values, vectors (D x p, or of a shape n x p), errors (q + 1 x 4: own, random, Hadamard, cosine), mean, rebuilt.
void add_arrays(const SpectrumState& s, const Dataset& set, Report& report) {
    report.matrices.emplace_back("values", Matrix(s.values->col(0).head((*s.lengths)(0))));
    if (s.right) report.matrices.emplace_back("vectors", Matrix(s.right->transpose()));
    if (s.errors) report.matrices.emplace_back("errors", *s.errors);
    if (s.mean) report.matrices.emplace_back("mean", *s.mean);
    if (s.cut <= 0) return;
    if (is_sampled(set)) {
        report.warnings.push_back("The rows were streamed, so rebuilt.npy is not written: project rows on vectors.npy.");
    } else if (set.values().size() > most_rebuilt) {
        report.warnings.push_back("rebuilt.npy is not written: it would hold more than " + std::to_string(most_rebuilt) + " numbers.");
    } else if (most_directions(s) >= Index(s.cut)) {
        report.matrices.emplace_back("rebuilt", rebuilt_rows(s, Index(s.cut)));
    }
}

Report truncation_report(const Dataset& set, const Recording& recording) {
    Report report;
    const auto* s = last_spectrum(recording);
    const Found found = found_by_layer(recording, 1).front();
    for (auto name : {"cut", "relative_error", "random_error", "hadamard_error", "dct_error", "effective_rank", "stable_rank",
                      "participation_ratio", "gavish_donoho_rank"})
        report.metrics.emplace_back(name, value_of(found, name));
    if (!s || !s->errors || s->cut <= 0) {
        report.verdict = Verdict::Unsupported, report.reasons = {"The run was stopped before the cut."};
        if (s && (*s->lengths)(0) > 0) add_arrays(*s, set, report);
        return report;
    }
    const Index p = Index(s->cut), q = (*s->lengths)(0);
    const double error = error_after(*s, p), share = kept_share(*s, p);
    report.metrics.insert(report.metrics.begin() + 2, {{"kept_energy", 1 - error * error}, {"kept_numbers", share}});
    add_arrays(*s, set, report);
    const bool zero = !s->ascending && !((*s->values)(0, 0) > 0);
    report.verdict = zero ? Verdict::Unsupported : error <= 0.5 ? Verdict::Supported : Verdict::Doubtful;
    if (zero) {
        report.reasons = {"The matrix is zero: there is nothing to cut."};
        report.warnings.push_back("effective_rank, stable_rank, participation_ratio and gavish_donoho_rank are void: every value is 0.");
        return report;
    }
    report.reasons = {"The first " + std::to_string(p) + " of " + std::to_string(q) + " directions miss " + in_percent(error) + " (relative error), with " +
                      in_percent(std::min(share, 1.0)) + " of the numbers" + (s->ascending ? "; the place of the centre is free." : ".")};
    report.reasons.push_back("As many of other bases miss: random " + in_percent(error_after(*s, p, 1)) + ", Hadamard " +
                             in_percent(error_after(*s, p, 2)) + ", cosines " + in_percent(error_after(*s, p, 3)) + ".");
    if (share >= 1) report.warnings.push_back("So many directions take more numbers than the matrix itself.");
    if (s->ascending)
        report.warnings.push_back("effective_rank, stable_rank, participation_ratio and gavish_donoho_rank are void: the values are eigenvalues of a Laplacian.");
    else if (std::isnan(value_of(found, "gavish_donoho_rank")))
        report.warnings.push_back("gavish_donoho_rank is void: there are too few values, or half of them are rounding.");
    if (const double kept = value_of(found, "directions"); kept < double(q) && !s->ascending)
        report.warnings.push_back("The recording keeps the first " + brief(kept) + " of " + std::to_string(q) + " directions, to bound its size.");
    return report;
}

class TruncationMethod : public Method {
  public:
    const MethodInfo& info() const override { return truncation_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<TruncationOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs& inputs) const override {
        ParameterSet out = options;
        if (options_from<TruncationOptions>(options).operator_ == Operator::Auto)
            (void)out.set("operator", std::string(inputs.sets.front()->kind() == Kind::Mesh ? "laplacian" : "rows"));
        return out;
    }
    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        return std::unique_ptr<Solver>(
            std::make_unique<TruncationRun>(inputs->sets.front(), options_from<TruncationOptions>(options), settings));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet&, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        return truncation_report(*inputs.sets.front(), recording);
    }
};

}  // namespace

const Method& truncation_method() {
    static const TruncationMethod method;
    return method;
}

}  // namespace orthoscope
