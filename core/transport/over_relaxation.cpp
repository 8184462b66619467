#include "core/transport/over_relaxation.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {

constexpr double largest_omega = 1.98, risen = 10;
constexpr int errors_to_settle = 5;

void OverRelaxation::set(double omega) { omega_ = omega, since_ = 0; }

void OverRelaxation::observe(double error, double tolerance, bool last_but_one) {
    errors_ = {error, errors_[0], errors_[1]};
    least_ = since_++ == 0 ? error : std::min(least_, error);
    if (omega_ > 1 && (error <= 5 * tolerance || last_but_one)) return set(1);
    if (omega_ > 1 && error > risen * least_) return set((1 + omega_) / 2);
    if (since_ < errors_to_settle || error <= 5 * tolerance || last_but_one) return;
    const double now = errors_[0] / errors_[1], before = errors_[1] / errors_[2];
    if (!(now > 0.2 && now < 1) || std::abs(now - before) > 0.05 * (1 - now)) return;
    const double eta = std::min(std::pow(now + omega_ - 1, 2) / (now * omega_ * omega_), 0.99999);
    const double better = std::min(largest_omega, 2 / (1 + std::sqrt(1 - eta)));
    if (better > omega_ + 0.01) set(better);
}

}  // namespace orthoscope
