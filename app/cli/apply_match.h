// What belongs to the source of a finished run pulled through its match to the target.
#pragma once

#include <filesystem>
#include <optional>

#include "app/cli/apply_functions.h"
#include "core/io/read.h"

namespace orthoscope {

struct Match {
    Indices map;       // of each target row its source row, -1 uncovered
    Index source_rows = 0;
    InputSpec target;  // where its rows lie
    std::string target_hash;
    std::optional<FunctionCarrier> functions;  // instead of the map, where functions were asked for
};

// Of a results folder: `map` of a shape matching; where `any`, also the `matching` of an alignment, turned round. Nothing
// where it has neither.
Result<std::optional<Match>> read_match(const std::filesystem::path& folder, bool any);

// `attribute` names one of FILE: "values" (its rows), "labels", or as the file calls it. Without one: color, else texture,
// else the first of its own, else labels, else values. NPY gets the pulled numbers; PLY, OFF and OBJ the target with colours
// that show them (OBJ with texture coordinates too); CSV the labels beside the target's rows, or the numbers. By functions all
// but labels can be carried: as smooth as the eigenvectors are, colours cut to 0..1.
Status apply_match(const Match& match, const InputSpec& input, const std::string* attribute,
                   const std::filesystem::path& out);

}  // namespace orthoscope
