#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/version.h"
#include "core/recording/lanes.h"
#include "core/result/result_folder.h"

namespace orthoscope {
namespace {

using Json = nlohmann::ordered_json;

Json numbers(const std::vector<std::pair<std::string, double>>& list) {
    auto object = Json::object();
    for (auto& [name, value] : list) object[name] = std::isfinite(value) ? Json(value) : Json();
    return object;
}

// Reading counts as a stage; truth and metrics stand apart from the total.
Json seconds(const FinishedRun& run) {
    double total = 0;
    bool known = false;
    auto object = Json{{"read", run.read_seconds}};
    for (auto& [name, value] : run.result.report.seconds) {
        if (name == "total") known = true, total = value;
        else if (!known && name != "truth" && name != "metrics") total += value;
    }
    for (auto& [name, value] : run.result.report.seconds)
        if (name != "total" && name != "truth" && name != "metrics") object[name] = value;
    object["total"] = total + run.read_seconds;
    for (auto& [name, value] : run.result.report.seconds)
        if (name == "truth" || name == "metrics") object[name] = value;
    return object;
}

// `start` names the output that a remedy starts from (remedy_1_matching, ...).
Json causes(const Report& report) {
    auto list = Json::array();
    for (std::size_t k = 0; k < report.causes.size(); ++k) {
        const Cause& cause = report.causes[k];
        auto options = Json::object();
        for (auto& [name, value] : cause.options) options[name] = value;
        Json item{{"id", cause.id}, {"sentence", cause.sentence},
                  {"rmse", std::isfinite(cause.rmse) ? Json(cause.rmse) : Json()}, {"gain", cause.gain},
                  {"method", cause.method}, {"options", options}};
        if (cause.start)
            item["start"] = "remedy_" + std::to_string(k + 1) + (cause.start->matching ? "_matching" : "_rotation");
        list.push_back(std::move(item));
    }
    return list;
}

}  // namespace

Json result_json(const FinishedRun& run) {
    const auto& recording = *run.result.recording;
    const auto& report = run.result.report;
    const auto& made = recording.provenance();
    std::int64_t iterations = 0, frames = 0;
    const auto all = recording.frames();
    for (auto& frame : lane_frames(all, best_lane(all))) ++frames, iterations = std::max(iterations, frame->iteration);
    auto warnings = run.warnings;
    warnings.insert(warnings.end(), report.warnings.begin(), report.warnings.end());
    const auto outcome = recording.outcome();
    return {{"schema", 1},
            {"orthoscope", ORTHOSCOPE_VERSION},
            {"method", made.method},
            {"options", Json(run.result.options.to_json())},
            {"seed", made.seed},
            {"threads", made.threads},
            {"backend", made.backend},
            {"inputs", Json::array()},
            {"status", std::string(outcome ? name_of(*outcome) : "cancelled")},
            {"verdict", std::string(name_of(report.verdict))},
            {"reasons", report.reasons},
            {"iterations", iterations},
            {"frames", frames},
            {"metrics", numbers(report.metrics)},
            {"seconds", seconds(run)},
            {"outputs", Json::object()},
            {"warnings", warnings},
            {"causes", causes(report)},
            {"pairing", Json::object()},
            {"fit_only", run.request.fit_only},
            {"max_seconds", run.request.max_seconds}};
}

}  // namespace orthoscope
