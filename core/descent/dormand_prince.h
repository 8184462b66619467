// An adaptive Runge-Kutta integrator of order 5 with an error estimate of order 4 (J. Dormand and P. Prince, A family of
// embedded Runge-Kutta formulae, 1980).
#pragma once

#include <functional>

#include "core/base/context.h"
#include "core/base/types.h"

namespace orthoscope {

class DormandPrince {
  public:
    using Flow = std::function<void(const Vector& y, Vector& slope)>;  // dy/dt, of time alone through y
    // Each step's estimated error stays below relative |y| + absolute, root mean square over the entries.
    DormandPrince(Flow flow, double relative, double absolute)
        : flow_(std::move(flow)), relative_(relative), absolute_(absolute) {}

    // y(from) becomes y(to). Errors: Cancelled; Input where the steps would have to become too short.
    Status advance(Vector& y, double from, double to, const Context& context);

    std::int64_t accepted() const { return accepted_; }
    std::int64_t rejected() const { return rejected_; }
    double estimated_error() const { return error_; }  // sum over the accepted steps of their largest estimated errors

  private:
    double attempt(const Vector& y, double h, Vector& next, double& largest);

    Flow flow_;
    double relative_, absolute_, h_ = 0, error_ = 0;
    std::int64_t accepted_ = 0, rejected_ = 0;
    Vector k_[7];
};

}  // namespace orthoscope
