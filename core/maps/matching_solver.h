// The stepping solver of `functional-map`, `zoomout` and `sliced-refinement`; internal to core/maps.
#pragma once

#include <deque>
#include <map>
#include <optional>

#include "core/maps/matching_problem.h"
#include "core/maps/zoomout.h"

namespace orthoscope {

// The first metric of a frame is the score of its lane's map without a truth (portfolio.h), lower is better. A lane that
// was only screened on samples counts `screened_only` more, so that it never wins over one refined on all rows.
inline constexpr double screened_only = 10;

class MatchingSolver : public Solver {
  public:
    // `info` outlives the solver; the phases it lacks are not shown.
    MatchingSolver(std::shared_ptr<const Pairs> pairs, const MethodInfo& info, MatchingPlan plan, const RunSettings& settings);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override;
    std::vector<std::pair<std::string, double>> stage_seconds() const override { return seconds_; }
    std::vector<std::string> lanes() const override { return names_; }

  private:
    enum class Stage { SourceBasis, TargetBasis, Descriptors, Given, Search, Offer, Zoom, Sliced, Balance, Done };
    // A map on its way.
    struct Lane {
        int number = 0;
        double score = 0;
        Matrix functional_map;
        Indices map;
        ShapeState shown;
    };

    Status advance(const Context& context);
    Status find_basis(bool of_source, const Context& context);
    Status prepare(const Context& context);
    Status take_given(const Context& context);
    Status search(const Context& context);
    void offer();
    Status zoom(const Context& context);
    Status slice(const Context& context);
    Status balance(const Context& context);
    Status begin_balance(const Context& context);
    Status judge(const Matrix& functional_map, Metrics& metrics, const Context& context);
    Stage after(Stage stage) const;
    void next_lane();
    void show(const char* phase, Lane& lane, Metrics metrics);
    std::string name_of_stage() const;

    std::shared_ptr<const Pairs> pairs_;
    const MethodInfo& info_;
    MatchingPlan plan_;
    RunSettings settings_;
    Stage stage_ = Stage::SourceBasis;
    std::shared_ptr<const Eigenbasis> source_basis_, target_basis_;
    ShapePair pair_;
    ShapeState shapes_;  // what all lanes share
    std::optional<MapPortfolio> portfolio_;
    std::optional<ZoomOut> zoomout_;
    std::optional<SlicedRefinement> sliced_;
    std::optional<BalancedTransport> transport_;
    int round_ = 0, refined_ = 0;
    bool balance_others_ = true;
    std::size_t offered_ = 0;
    std::deque<Lane> waiting_;  // the one at the front is refined
    bool part_ = false;         // the source may be a part of the target
    std::vector<Index> alone_;  // target vertices that lie on no triangle: they have no partner
    std::map<int, std::int64_t> iterations_;
    std::int64_t prepared_ = 0;  // frames that all lanes share
    std::vector<std::string> names_;
    Frame frame_;
    std::vector<std::pair<std::string, double>> seconds_;
};

}  // namespace orthoscope
