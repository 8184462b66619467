// The stepping solver of `spectral-decay`; internal to core/spectrum.
#pragma once

#include <optional>

#include "core/spectrum/decay_method.h"
#include "core/spectrum/layer.h"

namespace orthoscope {

// Indices of decay_info().phases.
enum class DecayPhase { Matrix, Decompose, Noise, Twin, Tail, Rows, Weyl, Compare };

// One matrix after the other, each through all phases (an iteration each); at the end the one in front comes back, where
// there are several. Numbers that the report needs and the state has no room for are metrics of the frames.
class DecayRun : public Solver {
  public:
    DecayRun(std::shared_ptr<const Pairs> inputs, const DecayOptions& options, const RunSettings& settings);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override;
    std::vector<std::pair<std::string, double>> stage_seconds() const override;

  private:
    using Work = Status (DecayRun::*)(const Context&);
    Status advance(const Context& context);
    Status begin_layer(const Context& context);
    Status find_values(const Context& context);
    Status find_eigenvalues(const Context& context);
    Status find_noise(const Context& context);
    Status find_twin(const Context& context);
    Status find_tail(const Context& context);
    Status look_at_rows(const Context& context);
    Status compare(const Context& context);
    bool last_of_layer() const;
    void show(DecayPhase phase, Metrics metrics);

    std::shared_ptr<const Pairs> inputs_;
    DecayOptions options_;
    RunSettings settings_;
    std::optional<Layer> layer_;
    Spectrum spectrum_;
    double area_ = 0;  // of a shape
    SpectrumState state_;
    SpectrumState front_;   // of the matrix that comes back at the end
    Metrics layer_metrics_, front_metrics_;
    Frame frame_;
    std::vector<double> seconds_;  // by phase
};

}  // namespace orthoscope
