// A frame's pose as a start that another run, or another program, can be given: a small folder that --start reads.
#pragma once

#include <filesystem>

#include "core/alignment/start.h"
#include "core/base/result.h"
#include "core/recording/frame.h"

namespace orthoscope {

// Where a frame stands: rotation, translation = place - scale pivot R, scale, and the matching where it has one, on
// the prepared rows as in a results folder. Of a group the pose of its second set; of shapes
// the functional map and the pointwise map, as far as there are any; of planes and loops nothing.
Start start_of(const Frame& frame);

// Writes rotation.npy, translation.npy, matching.npy (of shapes functional_map.npy, map.npy) and a result.json with the scale and what `note` says into
// parent / NAME-HASH, HASH being that of the numbers: what lies there already is the same and is kept. Returns the
// folder. read_start gives the same numbers back.
Result<std::filesystem::path> write_start(const Start& start, const std::filesystem::path& parent,
                                          const std::string& name, const std::string& note);

// Where starts lie as long as a session has no file ($XDG_STATE_HOME or ~/.local/state, /orthoscope/starts), and
// beside a session file: FILE.starts.
std::filesystem::path starts_folder(const std::filesystem::path& session_file);

}  // namespace orthoscope
