#include "app/cli/run_command.h"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_text.h"
#include "core/maps/matching_cost.h"
#include "core/spectrum/computed.h"
#include "core/spectrum/inputs.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

using Clock = std::chrono::steady_clock;

// One line on standard error, rewritten at most ten times a second.
class ProgressLine {
  public:
    explicit ProgressLine(bool on) : on_(on) {}
    ~ProgressLine() {
        if (shown_) std::cerr << "\r\033[K" << std::flush;
    }
    void operator()(double fraction, std::string_view what) {
        const auto now = Clock::now();
        if (!on_ || now - last_ < std::chrono::milliseconds(100)) return;
        last_ = now, shown_ = true;
        std::cerr << "\r\033[K" << what;
        if (fraction >= 0) std::cerr << " " << static_cast<int>(std::round(fraction * 100)) << " %";
        std::cerr << std::flush;
    }

  private:
    bool on_, shown_ = false;
    Clock::time_point last_ = Clock::now();
};

// Methods on spectra compare all matrices of a file, and stream what is too large.
Result<std::vector<DatasetPtr>> read_inputs(const MethodInfo& info, FinishedRun& finished, const Context& context) {
    const bool spectra = info.family == MethodFamily::Spectrum;
    if (spectra && info.most_inputs > 1) {
        auto layers = expand_layers(finished.inputs, std::size_t(info.most_inputs), context);
        if (!layers) return layers.error();
        finished.inputs = std::move(layers->inputs);
        finished.warnings.insert(finished.warnings.end(), layers->notes.begin(), layers->notes.end());
    }
    std::vector<DatasetPtr> sets;
    for (auto& input : finished.inputs) {
        auto set = streams(info.id) ? read_layer(input, context) : read(input, context);
        if (!set) return set.error();
        for (auto& sentence : (*set)->warnings)
            finished.warnings.push_back(sentence.starts_with((*set)->name) ? sentence : (*set)->name + ": " + sentence);
        // Of a run's folder: no file holds it, so that it is written beside the results.
        if ((*set)->origin.format == computed_format) input = {};
        sets.push_back(std::move(*set));
    }
    return sets;
}

// What was asked for and this method has no use for is said, not dropped silently.
void say_unused(const RunOptions& options, FinishedRun& finished) {
    const auto& info = options.method->info();
    if (!options.pairing.start.empty() && !info.uses_start)
        finished.warnings.push_back(info.id + " makes no use of --start.");
    if (!options.pairing.landmarks.empty() && !info.uses_landmarks)
        finished.warnings.push_back(info.id + " makes no use of --landmarks.");
    if (options.compute == ComputeWish::Gl && !runs_kernels(info.id))
        finished.warnings.push_back(info.id + " makes no use of --compute gl: none of the kernels is part of it, so it ran on the CPU.");
}

// Where kernels run; what was chosen by measurement is said.
void choose(const RunOptions& options, FinishedRun& finished) {
    if (!runs_kernels(options.request.method)) return;
    auto choice = choose_compute(options.compute);
    finished.request.settings.compute = choice.backend;
    for (auto& sentence : choice.warnings) finished.warnings.push_back(sentence);
    if (!options.quiet && options.compute == ComputeWish::Auto && graphics_device_present())
        std::cerr << "orthoscope: note: " << choice.reason << "\n";
}

// Reads, pairs and runs; the error where there is nothing to write.
Status compute(const RunOptions& options, FinishedRun& finished, const Context& context) {
    const auto begin = Clock::now();
    auto sets = read_inputs(options.method->info(), finished, context);
    if (!sets) return sets.error();
    auto pairing = load_pairing(options.pairing, *sets, options.request.settings.seed, options.method->info().family);
    if (!pairing) return pairing.error();
    finished.request.pairing = std::move(*pairing);
    finished.read_seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (auto sentence = cost_sentence(finished.request.method, finished.request.options, finished.request.settings, *sets); sentence && !options.quiet)
        std::cerr << "orthoscope: note: " << *sentence << "\n";
    auto result = run(finished.request, std::move(*sets), context);
    if (!result) return result.error();
    finished.result = std::move(*result);
    return success();
}

// Says each requirement that fails.
bool requirements_hold(const RunOptions& options, const Report& report) {
    bool all = true;
    for (auto& requirement : options.requirements) {
        const auto value = report.metric(requirement.metric);
        if (value && holds(requirement, *value)) continue;
        all = false;
        std::vector<std::string> names;
        for (auto& [name, number] : report.metrics) names.push_back(name);
        const auto near = nearest_name(requirement.metric, names);
        std::string found = "no such metric" + (near.empty() ? "" : " (perhaps " + near + ")");
        if (value) found = std::isnan(*value) ? "void" : to_text(ParameterValue(*value));
        std::cerr << "orthoscope: error: --require " << requirement.metric << ": found " << found << "; expected "
                  << requirement.text << "\n";
    }
    return all;
}

int status_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::Completed:
        case Outcome::Converged: return 0;
        case Outcome::Cancelled: return 130;
        default: return 4;
    }
}

int finish(const RunOptions& options, const FinishedRun& finished, bool interrupted) {
    auto document = write_result(finished, options.out, options.storage);
    if (!document) return fail(document.error());
    if (!options.quiet)
        for (auto& sentence : (*document)["warnings"]) warn(sentence.get<std::string>());
    if (options.json)
        std::cout << document->dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
    else if (!options.quiet)
        std::cout << summary_text(finished, *document, options.out);
    const auto outcome = finished.result.recording->outcome().value_or(Outcome::Cancelled);
    if (interrupted || outcome == Outcome::Cancelled) return 130;
    if (!requirements_hold(options, finished.result.report)) return 6;
    return status_of(outcome);
}

}  // namespace

int run_command(Words words) {
    auto options = parse_run(words);
    if (!options) return fail(options.error());
    if (options->help) return print_help("run");
    if (auto status = check_out_folder(options->out); !status) return fail(status.error());
    FinishedRun finished;
    finished.request = options->request, finished.inputs = options->inputs;
    say_unused(*options, finished);
    choose(*options, finished);
    Interrupt interrupt;
    {
        ProgressLine line(options->progress);
        Context context{interrupt.token(), std::ref(line)};
        if (auto status = compute(*options, finished, context); !status) return fail(status.error());
    }
    return finish(*options, finished, interrupt.requested());
}

}  // namespace orthoscope
