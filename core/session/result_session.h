// What a results folder says of its run, in the words of a session: so that it can be looked at, changed and made again.
#pragma once

#include <filesystem>
#include <string>

#include "core/result/result_folder.h"
#include "core/session/session.h"

namespace orthoscope {

struct RunOfResult {
    SessionRun run;      // id, datasets and results are left to the caller; files of its pairing lie in the folder
    std::string missed;  // what a session has no words for and does not carry over, a sentence; empty: nothing
};
RunOfResult run_of_result(const LoadedResult& loaded, const std::filesystem::path& folder);

}  // namespace orthoscope
