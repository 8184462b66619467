// PairingSpec: the common options that shape a method's input, as a person states them: words and file names.
// Command line and session keep it; load_pairing makes PairingOptions of it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/method/method.h"

namespace orthoscope {

struct PairingSpec {
    std::string rows = "as-is";    // as-is, unit, center or unit-center-unit
    std::string weights;           // file: one number a source row
    std::string anchors;           // file: one source row a line, 0-based; or a fraction such as "0.2"
    // File: the target row of each source row, one a line; of shapes the source vertex of each target vertex, or sparse
    // pairs "source target"; or "identity".
    std::string truth;
    int truth_base = 0;            // 0 or 1: the number of the first row in the truth file
    std::string landmarks;         // file: "source target" a line, and a weight where there is one
    int landmarks_base = 0;
    std::string start;             // file or results folder
    std::vector<Landmark> picked;  // clicked on the picture; they follow those of the file

    bool operator==(const PairingSpec&) const = default;
};

// By the names of the command line: "rows", "weights", "anchors", "truth", "truth-base", "landmarks",
// "landmarks-base", "start". Usage errors name the option and its domain; files are not opened here.
Status set_pairing(PairingSpec& spec, std::string_view name, std::string_view value);
std::string pairing_value(const PairingSpec& spec, std::string_view name);
const std::vector<std::string>& pairing_names();

// Reads the files, for a method of this family. Errors name FILE:line N, or the option.
Result<PairingOptions> load_pairing(const PairingSpec& spec, const std::vector<DatasetPtr>& sets, std::uint64_t seed,
                                    MethodFamily family);

// Rows of whole numbers, `columns` a line, separated by blanks, commas or tabs; '#' starts a comment. `base` is
// taken off non-negative values; -1 (none) stays where `allow_none`.
Result<std::vector<Index>> read_integers(const std::filesystem::path& path, int columns, int base, bool allow_none);

}  // namespace orthoscope
