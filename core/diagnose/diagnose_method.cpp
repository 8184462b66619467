#include "core/diagnose/diagnose_method.h"

#include <algorithm>
#include <cmath>

#include "core/alignment/assess.h"
#include "core/diagnose/diagnose_solver.h"
#include "core/alignment/fit_choices.h"
#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

// The pairs as the case takes them, for the usual metrics.
Pairs with_rows(const Pairs& pairs, const Case& c) {
    Pairs out = pairs;
    if (!c.in_order) return out;
    out.paired = true, out.identity_pairing = false;
    out.source_row = c.rows.source, out.target_row = c.rows.target;
    out.notes.push_back("there are no pairs; the first " + std::to_string(c.count()) + " rows were taken in order");
    return out;
}

using Findings = std::vector<std::unique_ptr<const Finding>>;

// Believed causes first, then by score.
Findings ranked(const Recording& recording) {
    Findings list;
    const auto frames = recording.frames();
    const auto names = recording.lanes();
    for (std::size_t lane = 1; lane < names.size(); ++lane)
        if (auto found = finding_of(lane_frames(frames, int(lane)), names[lane]); found && found->gain() >= 0.05)
            list.push_back(std::make_unique<const Finding>(std::move(*found)));
    std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) {
        const bool x = is_believed(a->id, a->gain()), y = is_believed(b->id, b->gain());
        if (x != y) return x;
        return x ? score_of(a->id, a->gain()) > score_of(b->id, b->gain()) : a->gain() > b->gain();
    });
    return list;
}

void add_remedies(Report& report) {
    for (std::size_t k = 0; k < report.causes.size(); ++k) {
        const auto& start = report.causes[k].start;
        const std::string name = "remedy_" + std::to_string(k + 1) + "_";
        if (start && start->matching) report.integers.emplace_back(name + "matching", *start->matching);
        if (start && start->rotation()) report.matrices.emplace_back(name + "rotation", *start->rotation());
    }
}

// What no remedy mends all the same: the copies of a row cannot be told apart.
void say_repeats(Report& report, const Case& c) {
    const Index source = repeating_rows(*c.pairs.source, c.rows.source), target = repeating_rows(*c.pairs.target, c.rows.target);
    for (auto& [set, count] : {std::pair{"source", source}, std::pair{"target", target}})
        if (20 * count > c.count() && source != target)
            report.reasons.push_back(std::to_string(count) + " of " + counted(std::uint64_t(c.count()), "row") + " of the " + set +
                                     " equal another row of it: at most one of those that are equal can be a row's only partner, and nothing"
                                     " here tells which.");
}

void say(Report& report, const Findings& found, bool sound) {
    const bool believed = !found.empty() && is_believed(found.front()->id, found.front()->gain());
    report.metrics.emplace_back("causes_believed", double(std::count_if(found.begin(), found.end(), [](auto& f) {
                                    return is_believed(f->id, f->gain());
                                })));
    report.metrics.emplace_back("likeliest_gain", report.causes.empty() ? 0 : report.causes.front().gain);
    if (believed) {
        report.verdict = Verdict::Doubtful;
        report.reasons.insert(report.reasons.begin(), "Likeliest cause: " + report.causes.front().sentence);
    } else if (sound) {
        report.verdict = Verdict::Supported;
        report.reasons.insert(report.reasons.begin(), "No fault found: the pairs align as they stand.");
    } else if (report.verdict == Verdict::Supported || report.verdict == Verdict::Doubtful) {
        report.reasons.insert(report.reasons.begin(), "No fault found among those that were tried.");
    } else {
        report.reasons.insert(report.reasons.begin(), "The sets do not align, and none of the causes that were tried mends it.");
    }
}

class Diagnose : public Method {
  public:
    const MethodInfo& info() const override { return diagnose_info(); }
    Laws laws() const override { return {}; }  // its lanes hold what is wrong, too
    ParameterSet parameters() const override { return parameters_of<DiagnoseOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        return resolve_fit(options, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        if (std::min(pairs->source->rows(), pairs->target->rows()) < 2)
            return input_error("diagnose", "found a set of one row; expected at least two rows in each");
        const auto own = options_from<DiagnoseOptions>(options);
        auto plain = make_case(*pairs, own.fit.rules(), settings.seed, own.search);
        if (!plain) return plain.error();
        if (!std::isfinite(plain->cost))
            return input_error("diagnose", "the squared error is not finite; values are too large to square");
        return std::unique_ptr<Solver>(std::make_unique<Owner>(std::move(pairs), std::move(*plain)));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto own = options_from<DiagnoseOptions>(options);
        auto plain = make_case(pairs, own.fit.rules(), settings.seed, own.search);
        if (!plain) return plain.error();
        const Pairs taken = with_rows(pairs, *plain);
        auto report = assess_alignment({taken, plain->rules, plain->fit, settings.seed, fit_only, likeness_of(pairs)}, context);
        if (!report) return report;
        const auto found = ranked(recording);
        for (auto& f : found) report->causes.push_back(cause_of(*f, *plain));
        add_remedies(*report);
        if (recording.outcome() != Outcome::Completed)
            report->warnings.push_back("the run was stopped before every cause had been tried");
        if (own.search && !find_method("procrustes-wasserstein"))
            report->warnings.push_back("another order of the rows was not looked for: there is no procrustes-wasserstein here");
        say(*report, found, !fit_only && report->verdict == Verdict::Supported);
        if (found.empty() || !is_believed(found.front()->id, found.front()->gain())) say_repeats(*report, *plain);
        return report;
    }

  private:
    // Keeps the pairs alive that the case refers to.
    class Owner : public Solver {
      public:
        Owner(std::shared_ptr<const Pairs> pairs, Case plain) : pairs_(std::move(pairs)), solver_(std::move(plain)) {}
        Result<StepStatus> step(const Context& context) override { return solver_.step(context); }
        Frame snapshot() const override { return solver_.snapshot(); }
        double fit_seconds() const override { return solver_.fit_seconds(); }
        std::vector<std::string> lanes() const override { return solver_.lanes(); }

      private:
        std::shared_ptr<const Pairs> pairs_;
        DiagnoseSolver solver_;
    };
};

}  // namespace

const Method& diagnose_method() {
    static const Diagnose method;
    return method;
}

}  // namespace orthoscope
