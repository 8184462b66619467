// Report: what a finished run says of itself, beside its frames. result.json is written from it.
#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/alignment/start.h"
#include "core/base/types.h"

namespace orthoscope {

enum class Verdict { Supported, Doubtful, Unsupported };
std::string_view name_of(Verdict verdict);  // "supported", ...
bool verdict_from_name(std::string_view name, Verdict& verdict);

constexpr double void_metric = std::numeric_limits<double>::quiet_NaN();  // null in JSON, a line in warnings

// A possible reason why two sets do not align, and what to run to try its remedy.
struct Cause {
    std::string id;        // "row-shift", "units", "mirror", ...
    std::string sentence;  // what was found, with numbers
    double rmse = void_metric;  // after the remedy, on the pairs of the run
    double gain = 0;       // share of the squared error that the remedy takes away, 0..1
    // The remedy as a run on the same data.
    std::string method;    // "procrustes", "icp", ...
    std::vector<std::pair<std::string, std::string>> options;  // of the method and of pairing ("rows"), as text
    std::optional<Start> start;
};

struct Report {
    Verdict verdict = Verdict::Doubtful;
    std::vector<std::string> reasons;                     // sentences, the weightiest first
    std::vector<std::pair<std::string, double>> metrics;  // void_metric where void
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, double>> seconds;  // wall, a stage each
    // Arrays to be written as NAME.npy, or shown.
    std::vector<std::pair<std::string, Matrix>> matrices;
    std::vector<std::pair<std::string, Indices>> integers;
    std::vector<Cause> causes;  // the likeliest first; of `diagnose`

    std::optional<double> metric(std::string_view name) const;  // none: absent; may hold void_metric
    const Matrix* matrix(std::string_view name) const;
    const Indices* indices(std::string_view name) const;
};

}  // namespace orthoscope
