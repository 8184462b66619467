// What the plane methods report alike: arrays and metrics by the names of the command line, and sentences about closure,
// blocks and circles; internal to core/rotations.
#pragma once

#include "core/recording/recording.h"
#include "core/rotations/steps.h"
#include "core/run/report.h"

namespace orthoscope {

// The state of the last frame; null where the recording is empty.
const PlanesState* last_planes(const Recording& recording);
// The value of a metric in the newest frame that has it.
std::optional<double> last_metric(const Recording& recording, std::string_view name);

// Adds a reason; the verdict never rises again. The weightiest reason stands first.
void lower_verdict(Report& report, Verdict to, std::string why);

// Arrays planes, angles_degrees (of the first map; -1: no angle), energies, residuals, phases, fixed, flipped, mean, blocks,
// kinds, and for a second map second_angles_degrees; for closed orbits weights (p x m: turns a round). Metrics plane_count,
// worst_residual, residual_energy, closed_orbit, orthogonality_error. `state` has planes; the metrics that need frames are
// void without phasors.
void report_planes(const PlanesState& state, Report& report);

// Sentences and verdict about closure: what a run on `steps` must warn of.
void judge_closure(const PlanesState& state, const FrameSteps& steps, Report& report);
// Sentences on blocks that are multiple or unresolved.
void note_blocks(const PlanesState& state, Report& report);

// How far a phasor's path is from a circle about its centre: standard deviation of its radius over the mean radius.
double radius_variation(const PlanesState& state, Index plane);

}  // namespace orthoscope
