#include "core/session/result_session.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

std::string file_in(const fs::path& folder, const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? (folder / found->get<std::string>()).string() : "";
}

// A session names one file of a start: a turn with a shift or several turns beside a matching do not fit into one.
std::string start_file(const fs::path& folder, const nlohmann::json& pairing) {
    const auto found = pairing.find("start");
    if (found == pairing.end() || found->contains("translation") || found->value("scale", 1.0) != 1) return "";
    std::string file;
    for (auto key : {"rotations", "functional_map", "matching"})
        if (const auto one = file_in(folder, *found, key); !one.empty()) {
            if (!file.empty()) return "";
            file = one;
        }
    return file;
}

}  // namespace

RunOfResult run_of_result(const LoadedResult& loaded, const fs::path& folder) {
    const auto& request = loaded.run.request;
    RunOfResult of;
    auto& run = of.run;
    run.name = folder.filename().string(), run.method = request.method;
    run.options = request.options.to_json();
    for (auto& parameter : request.options.described())
        if (request.options.is_initial(parameter.name)) run.options.erase(parameter.name);
    run.seed = request.settings.seed, run.threads = request.settings.threads;
    run.fit_only = request.fit_only, run.max_seconds = request.max_seconds;
    if (auto outcome = loaded.run.result.recording->outcome()) run.outcome = name_of(*outcome);
    run.pairing.rows = name_of(request.pairing.rows);
    run.pairing.picked = request.pairing.landmarks;
    const auto pairing = loaded.document.find("pairing");
    if (pairing == loaded.document.end()) return of;
    run.pairing.weights = file_in(folder, *pairing, "weights");
    run.pairing.truth = file_in(folder, *pairing, "truth");
    run.pairing.anchors = file_in(folder, *pairing, "anchors");
    if (auto fraction = pairing->find("anchor_fraction"); fraction != pairing->end()) run.pairing.anchors = fraction->dump();
    run.pairing.start = start_file(folder, *pairing);
    if (run.pairing.start.empty() && pairing->contains("start"))
        of.missed = "The start that this run was given (" + (*pairing)["start"].value("origin", std::string("a pose")) +
                    ") is not carried over: another run would begin without it.";
    return of;
}

}  // namespace orthoscope
