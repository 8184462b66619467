// How far an alternating iteration steps beyond each of its half steps: x += omega (half step - x), 1 <= omega < 2.
//
// Near its end a plain iteration lowers its error by a factor eta each time; over-relaxed by omega = 2 / (1 + sqrt(1 - eta)) it
// falls by omega - 1 instead, often a tenth of the iterations (A. Thibault, L. Chizat, C. Dossal, N. Papadakis, Algorithms 14,
// 143 (2021); T. Lehmann, M. von Renesse, A. Sambale, A. Uschmajew, Optimization Letters 16 (2022)). eta is read off the factor
// lambda that errors have settled to: eta = (lambda + omega - 1)^2 / (lambda omega^2) (D. M. Young 1971), again as it grows.
#pragma once

#include <array>

namespace orthoscope {

class OverRelaxation {
  public:
    double omega() const { return omega_; }
    // After an iteration: its error, and the one at which the iteration may end. Close to that, and at the second last of what
    // it may take, omega returns to 1, so that the last half step is met exactly.
    void observe(double error, double tolerance, bool last_but_one);

  private:
    void set(double omega);

    double omega_ = 1, least_ = 0;
    int since_ = 0;                   // errors seen with this omega
    std::array<double, 3> errors_{};  // the latest first
};

}  // namespace orthoscope
