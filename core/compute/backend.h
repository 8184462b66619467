// ComputeBackend: the four kernels that take most of the time of the methods, by name, and who may run them.
//
// The answers of all backends agree within the tolerance that each kernel states. Errors: Input (what the CPU would
// refuse too: entries that are not finite, unequal columns), Cancelled; of a device besides Memory (refused before
// anything is allocated) and Output (lost, or a program of it failed). GuardedBackend turns the last two into an answer
// of the CPU.
//
// Every member may be called from several threads at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/neighbours/kd_tree.h"
#include "core/transport/half_step.h"
#include "core/transport/sliced.h"

namespace orthoscope {

// A set that is held ready to be moved again and again.
class MovingSet {
  public:
    virtual ~MovingSet() = default;
    virtual Index rows() const = 0;
    // X M + 1 o: 3 x n float32, a column a row, so that it is ready to be drawn. M is d x 3 (a rotation and the projection
    // to 3-D in one: RotationPath::at_times gives it in O(d k p)), o has 3 entries. Error of each entry: below
    // (d + 4) 6e-8 |x - mean| |M column|, and float32's rounding of the answer.
    virtual Result<Eigen::Matrix3Xf> at(const Matrix& projection, const RowVector& offset, const Context& context) = 0;
};

class ComputeBackend {
  public:
    virtual ~ComputeBackend() = default;
    virtual std::string name() const = 0;  // as result.json says it: "cpu" or "gl: RENDERER"

    // For each row of `queries` (q x d) its k nearest rows of `points` (n x d) by rising Euclidean distance, equal ones by
    // rising row; -1 and infinity where there are fewer than k. Found in float32 with bounded rounding; what that
    // cannot decide is compared in double: the answer is that of double arithmetic, exactly. Preconditions: k >= 1.
    virtual Result<Nearest> nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                                    const Context& context) = 0;

    // As sliced_wasserstein. Costs, gradients and projections in double, orders by 32 bits of position between least
    // and largest: off by 1e-9 of the squared spread at most where values lie closer than 2^-32 of it, else by rounding
    // (1e-12). Which of equal values comes first is open.
    virtual Result<Sliced> sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                                  const SlicedWants& wants, const Context& context) = 0;

    // As half_step and sparse_half_step, with their errors; in single precision sums are float32 too on a device: 1e-6
    // of the sum, which moves the answer by 1e-6 eps.
    virtual Result<Vector> half_step(const HalfStep& step, const Context& context) = 0;
    virtual Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context) = 0;

    // Errors: Input (entries that are not finite). The set may outlive the backend.
    virtual Result<std::unique_ptr<MovingSet>> hold(const Matrix& points, const Context& context) = 0;

    // Another answers in its place, from now on.
    virtual bool failed() const { return false; }

    // What a person should know of what happened since this was last asked.
    virtual std::vector<std::string> take_warnings() { return {}; }
};

// The reference: kernels of core/transport, core/maps and core/linalg, vectorised for what the machine has.
std::shared_ptr<ComputeBackend> cpu_backend();

}  // namespace orthoscope
