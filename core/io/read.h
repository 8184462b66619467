// Reading: the one door through which a file becomes a Dataset. Content decides the format, the suffix only
// breaks ties; a suffix that disagrees with the content gives a warning.
//
// Every reader survives any bytes: corrupted, truncated, empty or gigantic-header files give one Error naming
// FILE:PLACE (line N or byte N), what was found and what was expected; values that are not finite are refused
// the same way (kind Input). Memory is asked for before it is taken (kind Memory). Vertex order and count
// survive: nothing is merged, split or dropped.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

// One input as the command line addresses it: FILE[::MEMBER] and its qualifiers.
struct InputSpec {
    std::filesystem::path path;  // a file or a folder of images or meshes
    std::string member;          // entry of an NPZ or safetensors file
    std::optional<Kind> kind;    // --kind
    std::optional<std::filesystem::path> labels;  // --labels: one label a line
    std::string axes;            // --axes, for 4-D arrays
    bool drop_missing = false;   // --missing drop-rows: blank cells of tables drop their row
};

// Splits "FILE::MEMBER"; a file whose whole name exists wins over the split.
InputSpec parse_input(const std::string& text);

// One thing a file could be opened as.
struct MemberInfo {
    std::string name;          // empty for a file that holds one thing
    std::string type;          // "float64", "int32", ...
    std::vector<Index> shape;
    Kind kind;                 // by the rules of cli.md
    std::vector<Kind> other_kinds;
};

struct FileInfo {
    std::string format;  // "NPZ"
    std::vector<MemberInfo> members;
    std::vector<std::string> warnings;
};

// What the file holds, without reading the values where the format allows that.
Result<FileInfo> inspect(const InputSpec& input, const Context& context = {});

// Reads one dataset. A file of several members needs `member` (the error lists them).
Result<DatasetPtr> read(const InputSpec& input, const Context& context = {});

}  // namespace orthoscope
