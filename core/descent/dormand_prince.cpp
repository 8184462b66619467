#include "core/descent/dormand_prince.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

// The tableau: row i holds what stage i + 1 takes of the stages before; the last is the step itself.
constexpr double weights[6][6] = {
    {1.0 / 5, 0, 0, 0, 0, 0},
    {3.0 / 40, 9.0 / 40, 0, 0, 0, 0},
    {44.0 / 45, -56.0 / 15, 32.0 / 9, 0, 0, 0},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729, 0, 0},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656, 0},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
};
// Order 5 less order 4.
constexpr double differences[7] = {71.0 / 57600,      0,           -71.0 / 16695, 71.0 / 1920,
                                   -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

}  // namespace

double DormandPrince::attempt(const Vector& y, double h, Vector& next, double& largest) {
    flow_(y, k_[0]);
    for (int stage = 0; stage < 6; ++stage) {
        next = y;
        for (int i = 0; i <= stage; ++i)
            if (weights[stage][i] != 0) next += h * weights[stage][i] * k_[i];
        flow_(next, k_[stage + 1]);
    }
    Vector error = Vector::Zero(y.size());
    for (int i = 0; i < 7; ++i) error += h * differences[i] * k_[i];
    largest = error.cwiseAbs().maxCoeff();
    const auto allowed = absolute_ + relative_ * y.cwiseAbs().cwiseMax(next.cwiseAbs()).array();
    return std::sqrt((error.array() / allowed).square().mean());
}

Status DormandPrince::advance(Vector& y, double from, double to, const Context& context) {
    if (h_ <= 0) h_ = (to - from) / 100;
    Vector next;
    for (double t = from; t < to;) {
        if (context.stopped()) return cancelled_error();
        const bool last = t + h_ >= to;
        const double h = last ? to - t : h_;
        double largest = 0;
        const double measure = attempt(y, h, next, largest);
        const bool fine = std::isfinite(measure) && measure <= 1;
        const double factor = std::isfinite(measure) ? std::clamp(0.9 * std::pow(std::max(measure, 1e-10), -0.2), 0.2, 5.0) : 0.1;
        if (fine) {
            y = next, t = last ? to : t + h, error_ += largest, ++accepted_;
            // A step cut short at the end says nothing against the length before.
            if (!last || factor < 1) h_ = h * factor;
        } else {
            ++rejected_, h_ = h * factor;
            if (h_ < 1e-14 * std::max(std::abs(to), to - from))
                return input_error("the flow", "needs ever shorter steps at time " + std::to_string(t) + "; expected one that stays finite");
        }
    }
    return success();
}

}  // namespace orthoscope
