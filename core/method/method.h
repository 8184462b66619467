// Method and Solver: a method describes itself once; a solver steps.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/base/context.h"
#include "core/method/parameters.h"
#include "core/recording/recording.h"
#include "core/run/report.h"

namespace orthoscope {

// A named part of an iteration, as overlay, help and lessons show it.
struct PhaseInfo {
    std::string id;       // "cross-covariance"
    std::string title;    // "Cross-covariance"
    std::string formula;  // markup of views/overlay/formula.h: "M = X^T W Y"
    std::vector<std::pair<std::string, std::string>> symbols;  // {"M", "d x d, how source and target vary together"}
    std::string sentence;  // one plain sentence
    double seconds = 1.5;  // how long playback stays on it at rate 1
};

// What a method's inputs and answers are. Shape: meshes or clouds; its maps, truths and starts name a source row for each
// target row, where those of an alignment name a target row for each source row. Rotations: frames of one moving thing (or
// frames before and after one step), or a matrix; its answers are planes. Spectrum: matrices, each by itself; the answer is
// values.
enum class MethodFamily { Alignment, Shape, Rotations, Spectrum };

// How inputs are made ready for methods of a family.
inline void suit_pairing(PairingOptions& options, MethodFamily family) {
    options.by_target = family == MethodFamily::Shape;
    options.apart = family == MethodFamily::Spectrum;
}

struct MethodInfo {
    std::string id, title, summary, citation;
    std::vector<std::string> inputs;    // captions in order: {"source (moves)", "target (stays)"}
    std::vector<std::string> produces;  // names of arrays
    bool needs_pairs = false;
    bool cost_falls = false;
    std::vector<PhaseInfo> phases;
    MethodFamily family = MethodFamily::Alignment;
    int most_inputs = 2;          // at least as many as `inputs` names
    bool uses_start = false;      // PairingOptions::start
    bool needs_start = false;
    bool uses_landmarks = false;  // PairingOptions::landmarks
    int most_dimensions = 0;      // of the rows; 0: any
};

// Laws that conformance tests on every method that declares them.
struct Laws {
    enum class Equivariance { None, AtConvergence, Exact };
    bool orthogonal_every_frame = false;     // R'R = I to 1e-12
    Equivariance equivariant = Equivariance::None;  // target times Q turns R into R Q
    bool row_permutation_invariant = false;  // of the pairs together
    double planted_basin_degrees = 0;        // finds a planted rotation up to this angle; 0: not declared
};

class ComputeBackend;

struct RunSettings {
    std::uint64_t seed = 1;
    int threads = 2;
    std::shared_ptr<ComputeBackend> compute;  // where named kernels run; null: the CPU
};

enum class StepStatus { Running, Completed, Converged, IterationLimit, Stalled };

class Solver {
  public:
    virtual ~Solver() = default;
    // One phase. Errors: Cancelled when the context stops, Input when a cost is not finite (names the iteration).
    virtual Result<StepStatus> step(const Context& context) = 0;
    virtual Frame snapshot() const = 0;  // of the phase just done; before the first step, the start
    // Wall seconds of the fit alone, without what frames and playback need.
    virtual double fit_seconds() const = 0;
    // Wall seconds by stage, for result.json beside "fit"; empty: the fit is one stage.
    virtual std::vector<std::pair<std::string, double>> stage_seconds() const { return {}; }
    // Names of the lanes by number, as far as they are known; empty: one lane without a name.
    virtual std::vector<std::string> lanes() const { return {}; }
};

class Method {
  public:
    virtual ~Method() = default;
    virtual const MethodInfo& info() const = 0;
    virtual Laws laws() const = 0;
    virtual ParameterSet parameters() const = 0;
    // What `auto` becomes for these inputs; the rest unchanged.
    virtual ParameterSet resolve(const ParameterSet& options, const Pairs& inputs) const = 0;
    // Precondition: options resolved. Errors name the method's demand (kind Input).
    virtual Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                                  const RunSettings& settings) const = 0;
    // Metrics, verdict and arrays of a finished (or stopped) recording. `fit_only`: only what the fit yields.
    virtual Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording,
                                  const RunSettings& settings, bool fit_only, const Context& context) const = 0;
};

// The explicit registry, in the order of the menus.
const std::vector<const Method*>& methods();
const Method* find_method(std::string_view id);  // null: no such method

}  // namespace orthoscope
