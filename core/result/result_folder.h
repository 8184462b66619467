// The results folder of a run (cli.md, "What `run` writes into DIR"): result.json, arrays, recording, inputs.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/run/run.h"

namespace orthoscope {

enum class InputStorage { Copy, Reference };  // Copy: up to 64 MB in all, else Reference

// A finished (or stopped) run with what it came from.
struct FinishedRun {
    RunRequest request;
    std::vector<InputSpec> inputs;  // one a set; an empty path: generated, and then always written into the folder
    RunResult result;
    double read_seconds = 0;
    std::vector<std::string> warnings;  // of reading; before those of the report
};

// The object of result.json, keys in the order of cli.md. `inputs` and `outputs` are filled by write_result.
nlohmann::ordered_json result_json(const FinishedRun& run);

// An empty folder is accepted, one that holds files is refused (kind Usage), as is a path that is no folder.
Status check_out_folder(const std::filesystem::path& folder);

// Beyond the keys of cli.md: "causes" (of diagnose, the likeliest first: id, sentence, rmse, gain, and the method, options
// and start of the remedy), "pairing" (rows, start, and files of weights, anchors and truth in DIR), "fit_only" and
// "max_seconds", so that the run can be made again, and of each input "file": its copy, or where it lies.
// Writes into a temporary folder and renames: a failure leaves no half. Returns the object of result.json.
Result<nlohmann::ordered_json> write_result(const FinishedRun& run, const std::filesystem::path& folder,
                                            InputStorage storage = InputStorage::Copy);

bool is_result_folder(const std::filesystem::path& folder);

// Reads it back, computing nothing but the pairs. `run.inputs` hold the paths that were found: the copies where
// there are, else the originals. Errors: a file that is missing, damaged, or whose hash has changed.
struct LoadedResult {
    FinishedRun run;
    std::vector<DatasetPtr> sets;
    nlohmann::json document;
};
Result<LoadedResult> read_result(const std::filesystem::path& folder, const Context& context = {});

}  // namespace orthoscope
