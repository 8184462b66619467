// Session: the document behind the window, as one versioned JSON file (*.orthoscope). It names data, choices, runs
// and views; it holds no samples and knows no widget. Commands (core/session/commands.h) change it.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/io/read.h"
#include "core/run/breakpoints.h"
#include "core/run/run.h"
#include "core/session/pairing_spec.h"

namespace orthoscope {

// One dataset: a file with its qualifiers, or one set of a generated sample.
struct SessionDataset {
    std::string id;    // "d1"; unique in the session
    std::string name;  // shown to a person
    // A file. `path` and `labels` are as the person gave them in memory; in the JSON they are relative.
    std::string path, member, kind, axes, labels;
    bool drop_missing = false;
    bool streamed = false;  // too large to be read whole: a sample of its rows is kept (core/spectrum/stream.h)
    std::string sha256;  // when it was added; empty: unknown
    // A generated one; `sample` empty: a file.
    std::string sample;
    nlohmann::json sample_options = nlohmann::json::object();
    std::uint64_t sample_seed = 1;
    int sample_set = 0;  // 0 source, 1 target, ...
    // Of PrepareOptions (core/shape/prepare.h), what is not at its default: done after reading. Empty: as it is.
    nlohmann::json preparation = nlohmann::json::object();
    bool as_in_file() const { return sample.empty() && preparation.empty(); }

    InputSpec input() const;  // of a file
    bool operator==(const SessionDataset&) const = default;
};
SessionDataset session_dataset(std::string id, const InputSpec& input, const Dataset& data);

// What of a spectrum is in front.
struct SpectrumView {
    int layer = 0;      // of several matrices, from 1; 0: as the run has it
    int direction = 0;  // the brushed value, from 1; 0: none
    int kept = -1;      // directions that a cut keeps; -1: as the run has it
    bool operator==(const SpectrumView&) const = default;
};

// A run that was made, and where its frames are.
struct SessionRun {
    std::string id, name;               // "r1"
    std::string method;
    nlohmann::json options = nlohmann::json::object();  // as set (auto not resolved)
    std::vector<std::string> datasets;  // ids, source first
    PairingSpec pairing;
    std::uint64_t seed = 1;
    int threads = 2;
    bool fit_only = false;
    double max_seconds = 0;
    std::string outcome;                // "converged", ...; empty: it was still running
    std::string results;                // results folder with its recording; empty: to be computed again
    int lane = -1;                      // the lane that is shown; -1: the one that wins
    SpectrumView spectrum;
    std::string parent;                 // id of the run from which it branched; empty: from none
    std::int64_t parent_frame = -1;     // frame of that run's recording; its pose is pairing.start

    bool operator==(const SessionRun&) const = default;
};

// One pane of a race: a run, and the lane of it (-1: the one that wins).
struct RacePane {
    std::string run;
    int lane = -1;
    bool operator==(const RacePane&) const = default;
};

struct SessionView {
    std::string scene = "alignment", theme = "dark", projection = "auto";
    bool orthographic = false;
    nlohmann::json camera;  // to_json(Camera) of views/stage/stage.h; null: fit
    std::vector<RacePane> race{};    // panes, at most four; used where the scene is "race"
    std::string race_by = "iteration";  // names of core/recording/race.h
    std::string map_colours = "place";  // of two matched shapes: names of views/stage/exhibit.h
    int eigenfunction = 2;              // the one painted, from 1
    std::string map_attribute;          // of the source, where map_colours is "attribute"; empty: its first
    std::string map_by = "map";         // what carries it: "map" or "functional-map"
    int cut_off = 0;                    // shapes and map by the first so many functions; 0: as they are
    std::string plane_mix;              // of rotation planes: the text of core/rotations/mix_text.h
    int plane_count = 0;                // frames are rebuilt from the first so many planes; 0: from all
    int torus_first = 1, torus_second = 2;  // planes whose angles are shown on a torus, from 1
    std::string decay_axes = "auto";    // of decay plots: names of views/stage/exhibit.h
    bool operator==(const SessionView&) const = default;
};

struct Session {
    static constexpr int version = 1;

    std::vector<SessionDataset> datasets;
    std::vector<std::string> roles;  // dataset ids in the order of the method's inputs: source, target
    std::string method = "procrustes";
    std::map<std::string, nlohmann::json> options;  // method id -> option -> value; what is absent is the default
    PairingSpec pairing;
    std::uint64_t seed = 1;
    int threads = 2;
    bool fit_only = false;
    double max_seconds = 0;
    Breakpoints breakpoints;  // where a run pauses in the window
    std::vector<SessionRun> runs;
    std::string current_run;  // id; empty: none is shown
    std::vector<SessionView> views{SessionView{}};
    double position = 0;  // of the timeline, seconds

    const SessionDataset* dataset(std::string_view id) const;
    const SessionRun* run(std::string_view id) const;
    std::string next_dataset_id() const;  // "d1", "d2", ...: never one in use by a dataset or a run
    std::string next_run_id() const;
    // The method's options with what is set here. Errors: no such method, a value outside its domain.
    Result<ParameterSet> method_options(std::string_view method) const;

    bool operator==(const Session&) const = default;
};

// Paths are written relative to `folder` (the session file's), so that both can move together.
nlohmann::json to_json(const Session& session, const std::filesystem::path& folder);
// Any bytes are survived. Errors (kind Input): FILE:byte N or FILE:key, what was found, what was expected; a
// version later than this program's is refused.
Result<Session> parse_session(std::string_view text, const std::filesystem::path& path);

Result<Session> read_session(const std::filesystem::path& path);
Status write_session(const Session& session, const std::filesystem::path& path);  // beside, then renamed
bool is_session_file(const std::filesystem::path& path);  // by its first bytes

// The data of an entry: read, or generated. A file that has changed since gives a warning in the dataset.
Result<DatasetPtr> open_dataset(const SessionDataset& entry, const Context& context = {});
// What `run` needs to make `entry` again, once its datasets are open (source first).
Result<RunRequest> run_request(const SessionRun& entry, const std::vector<DatasetPtr>& sets);
// The run that the session's present choices ask for, ready for run_request.
SessionRun planned_run(const Session& session);

// Where the autosave of a session lies: beside the file as ".NAME.autosave", or for a session without a file in
// the person's state folder ($XDG_STATE_HOME or ~/.local/state, /orthoscope).
std::filesystem::path autosave_path(const std::filesystem::path& session_file);

}  // namespace orthoscope
