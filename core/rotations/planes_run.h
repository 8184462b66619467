// The stepping solver of `rotation-planes` and the report that the plane methods share; internal to core/rotations.
#pragma once

#include "core/rotations/planes_method.h"

namespace orthoscope {

// Indices of planes_info().phases.
enum class PlanesPhase { Mean, Span, Moment, Polar, Schur, Planes, Phasors };

class PlanesRun : public PlaneRun {
  public:
    PlanesRun(FrameSteps steps, const PlanesOptions& options, const RunSettings& settings);

  protected:
    Result<StepStatus> advance(const Context& context) override;

  private:
    Status find_cut(const Context& context);

    PlanesOptions options_;
    CutAction cut_;
};

// What `rotation-planes` finds at once, as a state with phasors; the reference of the methods that learn.
Result<PlanesState> reference_planes(const FrameSteps& steps, const FrameSpan& span, const CutRules& rules, std::uint64_t seed,
                                     const Context& context);

}  // namespace orthoscope
