// Which lanes a run tries, in which order, and when one answer is clear enough to leave the others out.
// Internal to core/alignment/wasserstein.
#pragma once

#include <deque>
#include <functional>

#include "core/alignment/wasserstein/openings.h"
#include "core/alignment/wasserstein/wasserstein_method.h"

namespace orthoscope {

class Portfolio {
  public:
    Portfolio(const SearchRows& rows, const WassersteinOptions& options, std::uint64_t seed);

    // The next lane to run; null: none is left.
    std::unique_ptr<Lane> next();
    // Hears how a lane ended: its pose, cost and share of mutual nearest rows.
    void ended(const Lane& lane, double mutual_share);
    bool clear() const { return clear_; }
    int best() const { return best_; }  // which of the lanes that ended; -1: none

  private:
    using Maker = std::function<std::unique_ptr<Opening>()>;
    struct Plan {
        std::string name;
        Maker make;
        bool always = false;  // also when an answer is clear: it looks for a second one
    };
    void given();
    void searches(WassersteinOptions::Starts starts);
    void rival();

    const SearchRows& rows_;
    WassersteinOptions options_;
    std::uint64_t seed_;
    std::deque<Plan> plans_;
    bool clear_ = false, asked_rival_ = false;
    int best_ = -1, count_ = 0;
    double best_cost_ = 0;
    Matrix best_rotation_, best_v_, relaxed_;
};

}  // namespace orthoscope
