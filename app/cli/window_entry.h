// The door from the command line into the window.
#pragma once

#include <string>
#include <vector>

#include "core/io/read.h"

namespace orthoscope {

// What to open the window with: nothing (start page), a sample that plays, data files, a results folder or a
// session file. At most one of the last three.
struct WindowRequest {
    std::string sample;               // id of core/samples; set by --sample, used by app/start.sh
    std::vector<InputSpec> inputs;
    std::filesystem::path results;    // folder written by `run`
    std::filesystem::path session;    // *.orthoscope
};

// Runs the window until it is closed; the exit status.
int open_window(int& argc, char** argv, const WindowRequest& request);

}  // namespace orthoscope
