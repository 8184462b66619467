// The stepping solver of `truncation`; internal to core/spectrum.
#pragma once

#include "core/spectrum/layer.h"
#include "core/spectrum/truncation_method.h"

namespace orthoscope {

// Indices of truncation_info().phases.
enum class TruncationPhase { Matrix, Decompose, Bases, Cut };

class TruncationRun : public Solver {
  public:
    TruncationRun(DatasetPtr set, const TruncationOptions& options, const RunSettings& settings);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override;
    std::vector<std::pair<std::string, double>> stage_seconds() const override;

  private:
    Status decompose_rows(const Context& context);
    Status decompose_shape(const Context& context);
    Status compare_bases(const Context& context);
    void plan_cuts();  // 1, 2, 4, ... and the cut that was asked for
    Index chosen_cut() const;
    void show(TruncationPhase phase, Metrics metrics);

    DatasetPtr set_;
    TruncationOptions options_;
    RunSettings settings_;
    Layer layer_;          // of a matrix
    Vector values_;
    Matrix weighted_;      // of a shape: coordinates about their centre, times the roots of the masses
    double threshold_ = 0; // Gavish and Donoho's
    std::vector<Index> cuts_;
    std::size_t next_cut_ = 0;
    SpectrumState state_;
    Frame frame_;
    std::vector<double> seconds_;  // by phase
};

}  // namespace orthoscope
