// A backend that may fail, and one that answers in its place.
#pragma once

#include <atomic>
#include <mutex>

#include "core/compute/backend.h"

namespace orthoscope {

// Asks `first`. Where it is lost or a program of it fails (Output) `reserve` answers, from then on always; where it
// refuses for want of memory `reserve` answers that once. Both are said once in take_warnings(). All other errors are
// the caller's.
class GuardedBackend : public ComputeBackend {
  public:
    GuardedBackend(std::shared_ptr<ComputeBackend> first, std::shared_ptr<ComputeBackend> reserve);

    std::string name() const override { return first_->name(); }
    Result<Nearest> nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                            const Context& context) override;
    Result<Sliced> sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                          const SlicedWants& wants, const Context& context) override;
    Result<Vector> half_step(const HalfStep& step, const Context& context) override;
    Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context) override;
    Result<std::unique_ptr<MovingSet>> hold(const Matrix& points, const Context& context) override;
    std::vector<std::string> take_warnings() override;

    bool failed() const override { return state_->failed; }

    // Shared with the sets that are held, which may outlive the backend.
    struct State {
        std::atomic<bool> failed = false;
        std::mutex mutex;
        bool memory_said = false;
        std::vector<std::string> warnings;
        // Whether the reserve answers now.
        bool takes_over(const Error& error, const std::string& name);
    };

  private:
    template <class Work>
    auto attempt(const Work& work) -> decltype(work(std::declval<ComputeBackend&>()));
    std::shared_ptr<ComputeBackend> first_, reserve_;
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace orthoscope
