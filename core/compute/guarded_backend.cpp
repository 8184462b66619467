#include "core/compute/guarded_backend.h"

namespace orthoscope {
namespace {

class GuardedSet : public MovingSet {
  public:
    GuardedSet(const Matrix& points, std::unique_ptr<MovingSet> first, std::shared_ptr<ComputeBackend> reserve,
               std::shared_ptr<GuardedBackend::State> state, std::string name)
        : points_(points), first_(std::move(first)), reserve_(std::move(reserve)), state_(std::move(state)), name_(std::move(name)) {}
    Index rows() const override { return points_.rows(); }

    Result<Eigen::Matrix3Xf> at(const Matrix& projection, const RowVector& offset, const Context& context) override {
        if (first_ && !state_->failed) {
            auto answer = first_->at(projection, offset, context);
            if (answer || !state_->takes_over(answer.error(), name_)) return answer;
        }
        std::unique_lock lock(mutex_);
        if (!own_) {
            auto held = reserve_->hold(points_, context);
            if (!held) return held.error();
            own_ = std::move(*held);
        }
        lock.unlock();
        return own_->at(projection, offset, context);
    }

  private:
    const Matrix points_;
    std::mutex mutex_;
    std::unique_ptr<MovingSet> first_, own_;
    std::shared_ptr<ComputeBackend> reserve_;
    std::shared_ptr<GuardedBackend::State> state_;
    std::string name_;
};

}  // namespace

bool GuardedBackend::State::takes_over(const Error& error, const std::string& name) {
    if (error.kind != ErrorKind::Output && error.kind != ErrorKind::Memory) return false;
    const std::lock_guard lock(mutex);
    if (error.kind == ErrorKind::Output) {
        if (!failed.exchange(true)) warnings.push_back(name + " failed (" + error.message() + "); the CPU went on in its place");
    } else if (!memory_said) {
        memory_said = true;
        warnings.push_back(name + " has too little memory (" + error.message() + "); the CPU took that part");
    }
    return true;
}

GuardedBackend::GuardedBackend(std::shared_ptr<ComputeBackend> first, std::shared_ptr<ComputeBackend> reserve)
    : first_(std::move(first)), reserve_(std::move(reserve)) {}

template <class Work>
auto GuardedBackend::attempt(const Work& work) -> decltype(work(std::declval<ComputeBackend&>())) {
    if (!state_->failed) {
        auto answer = work(*first_);
        if (answer || !state_->takes_over(answer.error(), first_->name())) return answer;
    }
    return work(*reserve_);
}

Result<Nearest> GuardedBackend::nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                                        const Context& context) {
    return attempt([&](ComputeBackend& b) { return b.nearest(queries, points, k, threads, context); });
}

Result<Sliced> GuardedBackend::sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                                      const SlicedWants& wants, const Context& context) {
    return attempt([&](ComputeBackend& b) { return b.sliced(source, target, directions, wants, context); });
}

Result<Vector> GuardedBackend::half_step(const HalfStep& step, const Context& context) {
    return attempt([&](ComputeBackend& b) { return b.half_step(step, context); });
}

Result<Vector> GuardedBackend::sparse_half_step(const SparseHalfStep& step, const Context& context) {
    return attempt([&](ComputeBackend& b) { return b.sparse_half_step(step, context); });
}

Result<std::unique_ptr<MovingSet>> GuardedBackend::hold(const Matrix& points, const Context& context) {
    std::unique_ptr<MovingSet> first;
    if (!state_->failed) {
        auto held = first_->hold(points, context);
        if (!held && !state_->takes_over(held.error(), first_->name())) return held.error();
        if (held) first = std::move(*held);
    }
    return std::unique_ptr<MovingSet>(
        std::make_unique<GuardedSet>(points, std::move(first), reserve_, state_, first_->name()));
}

std::vector<std::string> GuardedBackend::take_warnings() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->warnings, {});
}

}  // namespace orthoscope
