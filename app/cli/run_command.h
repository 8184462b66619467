// `orthoscope run`: its words, understood before any file is opened.
#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "core/compute/choice.h"
#include "core/result/result_folder.h"
#include "core/session/pairing_spec.h"

namespace orthoscope {

struct Requirement {
    std::string text, metric, relation;  // "rmse<=0.1", "rmse", "<="
    double bound = 0;
};
// METRIC and one of >= <= > < == !=, then a number.
Result<Requirement> parse_requirement(const std::string& text);
bool holds(const Requirement& requirement, double value);  // false where void

struct RunOptions {
    const Method* method = nullptr;
    RunRequest request;  // pairing not yet loaded
    PairingSpec pairing;
    std::vector<InputSpec> inputs;
    std::vector<Requirement> requirements;
    std::string out;
    ComputeWish compute = ComputeWish::Auto;
    InputStorage storage = InputStorage::Copy;
    bool quiet = false, json = false, progress = false, help = false;
};
const std::vector<OptionRule>& common_rules();  // of every method
Result<RunOptions> parse_run(std::span<const std::string> words);

}  // namespace orthoscope
