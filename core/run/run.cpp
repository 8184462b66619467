#include "core/run/run.h"

#include <chrono>
#include <cmath>
#include <exception>
#include <nlohmann/json.hpp>

#include "core/base/version.h"
#include "core/compute/backend.h"
#include "core/linalg/lapack.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Outcome outcome_of(StepStatus status) {
    switch (status) {
        case StepStatus::Converged: return Outcome::Converged;
        case StepStatus::IterationLimit: return Outcome::IterationLimit;
        case StepStatus::Stalled: return Outcome::Stalled;
        default: return Outcome::Completed;
    }
}

Provenance provenance_of(const RunRequest& request, const ParameterSet& resolved, const Pairs& pairs) {
    Provenance p;
    p.method = request.method, p.options = resolved.to_json().dump();
    p.seed = request.settings.seed, p.threads = request.settings.threads, p.version = ORTHOSCOPE_VERSION;
    if (request.settings.compute) p.backend = request.settings.compute->name();
    for (auto& set : pairs.sets)
        p.inputs.push_back({set->origin.path.string(), set->origin.member, set->origin.sha256,
                            std::string(name_of(set->kind())), set->rows(), set->columns()});
    return p;
}

// Waking a second BLAS thread costs more than it brings on small products, and much more beside a software renderer.
int blas_threads(const Pairs& pairs, int asked) {
    const double d = double(pairs.dimension()), work = double(pairs.source->rows()) * d * d;
    return work < 5e8 && d < 300 ? 1 : asked;
}

Result<RunResult> run_checked(const RunRequest& request, std::vector<DatasetPtr> sets, const Context& context,
                              const std::function<void(std::shared_ptr<const Pairs>, std::shared_ptr<Recording>)>& on_start,
                              const FrameWatch& watch) {
    const Method* method = find_method(request.method);
    if (!method) return usage_error("method", "found \"" + request.method + "\"; see `orthoscope methods`");
    const auto begin = Clock::now();
    RunResult result;
    if (const int most = method->info().most_inputs; static_cast<int>(sets.size()) > most)
        return usage_error("", "found " + std::to_string(sets.size()) + " inputs; " + request.method + " expects " +
                                   (most == 2 ? "two: source, then target" : most == 1 ? "one" : "at most " + std::to_string(most)));
    if (sets.size() < method->info().inputs.size())
        return usage_error("", "found " + std::to_string(sets.size()) + " input" + (sets.size() == 1 ? "" : "s") +
                                   "; " + request.method + " expects " +
                                   (method->info().inputs.size() == 1 ? "one" : "two: source, then target"));
    for (auto& set : sets)
        if (is_sampled(*set) && !streams(request.method))
            return input_error(set->name, "was opened to be streamed, so only some of its rows are here; " + request.method + " expects all: open it whole");
    auto pairing = request.pairing;
    pairing.seed = request.settings.seed;
    suit_pairing(pairing, method->info().family);
    auto pairs = make_pairs(std::move(sets), pairing, context);
    if (!pairs) return pairs.error();
    result.pairs = std::move(*pairs);
    set_blas_threads(blas_threads(*result.pairs, request.settings.threads));
    result.options = method->resolve(request.options, *result.pairs);
    auto solver = method->start(result.pairs, result.options, request.settings);
    if (!solver) return solver.error();
    const double prepare = since(begin);
    result.recording = std::make_shared<Recording>(provenance_of(request, result.options, *result.pairs));
    if (on_start) on_start(result.pairs, result.recording);
    const auto solving = Clock::now();
    double waited = 0;
    const auto counted = [&](const FramePtr& frame, const Context& c) {
        const double seconds = watch(frame, c);
        waited += seconds;
        return seconds;
    };
    if (auto status = record(**solver, *result.recording, context, request.max_seconds,
                             watch ? FrameWatch(counted) : FrameWatch());
        !status)
        return status.error();
    const double solve = since(solving) - waited, fit = (*solver)->fit_seconds();
    const double total = since(begin) - waited;
    const auto assessing = Clock::now();
    auto report = method->assess(*result.pairs, result.options, *result.recording, request.settings, request.fit_only,
                                 context);
    if (!report) return report.error();
    result.report = std::move(*report);
    auto& seconds = result.report.seconds;
    seconds = {{"prepare", prepare}};
    for (auto& stage : (*solver)->stage_seconds()) seconds.push_back(stage);
    for (auto& last : {std::pair{"fit", fit}, {"frames", solve - fit}, {"total", total}, {"metrics", since(assessing)}})
        seconds.emplace_back(last);
    if (auto& compute = request.settings.compute)
        for (auto& sentence : compute->take_warnings()) result.report.warnings.push_back(std::move(sentence));
    if (auto thinned = result.recording->thinned())
        result.report.warnings.push_back(std::to_string(thinned) + " frames were thinned out to bound memory");
    return result;
}

}  // namespace

Status record(Solver& solver, Recording& recording, const Context& context, double max_seconds,
              const FrameWatch& watch) {
    const auto start = Clock::now();
    double waited = 0;
    recording.append(solver.snapshot());
    recording.name_lanes(solver.lanes());
    if (watch) waited += watch(recording.frame(0), context);
    for (;;) {
        if (max_seconds > 0 && since(start) - waited > max_seconds) return recording.finish(Outcome::TimeLimit), success();
        auto status = solver.step(context);
        if (!status) {
            recording.finish(Outcome::Cancelled);
            return status.error().kind == ErrorKind::Cancelled ? success() : Status(status.error());
        }
        Frame frame = solver.snapshot();
        if (!frame.metrics.empty() && !std::isfinite(frame.metrics.front().second)) {
            recording.finish(Outcome::Cancelled);
            return input_error("iteration " + std::to_string(frame.iteration),
                               "the " + frame.metrics.front().first + " is not finite; the run was stopped");
        }
        frame.seconds = since(start) - waited;
        recording.append(std::move(frame));
        if (auto names = solver.lanes(); names != recording.lanes()) recording.name_lanes(std::move(names));
        if (watch) waited += watch(recording.frame(recording.size() - 1), context);
        if (*status != StepStatus::Running) return recording.finish(outcome_of(*status)), success();
        context.report(-1, "fit");
    }
}

Result<RunResult> run(const RunRequest& request, std::vector<DatasetPtr> sets, const Context& context,
                      const std::function<void(std::shared_ptr<const Pairs>, std::shared_ptr<Recording>)>& on_start,
                      const FrameWatch& watch) {
    try {
        return run_checked(request, std::move(sets), context, on_start, watch);
    } catch (const std::bad_alloc&) {
        return memory_error(request.method, "ran out of memory; use fewer rows or dimensions");
    } catch (const std::exception& e) {
        return input_error(request.method, std::string("failed unexpectedly: ") + e.what());
    }
}

}  // namespace orthoscope
