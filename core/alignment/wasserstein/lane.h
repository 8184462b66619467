// A lane: one start of the search, then an annealed soft matching, then Ping-Pong to a fixed point.
//
// At the fixed point, rows that lie more than eight times the median squared distance from their partner are taken
// for strays: from then on leaving a row out costs that much, and Ping-Pong goes on to its next fixed point. There
// pairs that heavy tails left far apart come back, for one last turn (far_pairs.h). Without
// strays nothing changes (in five dimensions of Gaussian noise one row in a million lies that far).
// Internal to core/alignment/wasserstein.
#pragma once

#include <memory>
#include <string>

#include "core/alignment/wasserstein/signatures.h"
#include "core/alignment/wasserstein/soft_plan.h"
#include "core/recording/frame.h"

namespace orthoscope {

// Indices of wasserstein_info().phases.
enum class WassersteinPhase { Start, Compare, Agree, Race, Relax, Batch, Soften, Assign, Rotate, FarPairs, Extend };

// What one step shows. The matching is over the search's rows (a entries).
struct Shown {
    WassersteinPhase phase = WassersteinPhase::Start;
    ProcrustesFit fit;      // the pose; u, v and sigma where just computed
    Matrix cross;           // of x and y, in the search's units; empty where not computed
    Indices matching;       // empty: none yet
    Vector mass;            // a: how much each match is believed; empty: fully
    double cost = 0;        // mean squared distance a row, in the run's units
    Metrics extra;
};

// Where a lane begins.
class Opening {
  public:
    virtual ~Opening() = default;
    // One piece of work; fills `shown` but for its fit's means. True: done, rotation() holds.
    virtual Result<bool> step(const Context& context, Shown& shown) = 0;
    virtual Matrix rotation() const = 0;                           // of x onto y
    virtual const Signatures* prior() const { return nullptr; }    // stays in force while the matching is soft
    virtual const ProcrustesFit* pose() const { return nullptr; }  // a whole pose instead
    virtual double first_sharpness() const { return 0.15; }
};

struct LaneLimits {
    Index iterations = 100;  // of Ping-Pong
    double keep = 1;         // share of x's rows that get a partner
};

class Lane {
  public:
    Lane(std::string name, std::unique_ptr<Opening> opening, const SearchRows& rows, LaneLimits limits);

    Result<bool> step(const Context& context);  // true: at a fixed point, or at the limit
    const std::string& name() const { return name_; }
    const Shown& shown() const { return shown_; }
    std::int64_t iteration() const { return iteration_; }
    const Opening& opening() const { return *opening_; }
    bool limited() const { return limited_; }
    bool settled() const { return settled_; }  // the last step only confirmed: shown() is what it was
    const Matrix& cross() const { return cross_; }
    // Share of matches that are each other's nearest rows in the present pose: near 1 only where the pose is right.
    Result<double> mutual_share(const Context& context) const;

  private:
    enum class Stage { Open, Turn, Soften, Assign, Rotate, Done };
    Result<bool> open(const Context& context);
    Result<bool> soften(const Context& context);
    Result<Assignment> match(CostMatrix& costs, const Context& context);
    Result<bool> assign(const Context& context);
    Result<bool> rotate();
    void turn();
    Vector residuals(const ProcrustesFit& fit, const Indices& match) const;
    bool leave_strays_out();
    void show_match(WassersteinPhase phase, Indices match);
    Result<bool> take_far_pairs(const CostMatrix& squared, const Context& context);

    std::string name_;
    std::unique_ptr<Opening> opening_;
    const SearchRows& rows_;
    LaneLimits limits_;
    Stage stage_ = Stage::Open;
    Shown shown_;
    Matrix rotation_, cross_;
    double sharpness_ = 0, last_sharpness_ = 0, objective_ = 0;
    double stray_cost_ = 0;  // squared distance beyond which a row stays without partner; 0: not in force
    Vector prices_;
    std::int64_t iteration_ = 1;
    Index hard_iterations_ = 0;
    bool limited_ = false, settled_ = false, took_far_ = false;
};

// The sharpness at which a soft matching tells neighbouring rows apart: 7, more where few dimensions crowd them.
double final_sharpness(const SearchRows& rows);

}  // namespace orthoscope
