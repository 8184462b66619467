#include "core/descent/mode_curve.h"

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace orthoscope {
namespace {

// A place on a mode's way: w = s^(1/L) (1 - side e^-z), so that the last approach to s keeps its digits.
struct Place {
    double side = 1, z = 0;
    double y() const { return side > 0 ? -std::expm1(-z) : 1 + std::exp(-z); }
};

Place place_of(double y) { return y < 1 ? Place{1, -std::log1p(-y)} : Place{-1, -std::log(y - 1)}; }

// F(y); the term of the root 1 is z itself.
double primitive(const Place& at, int layers) {
    double sum = -at.z;
    const double y = at.y();
    for (int j = 1; j < layers; ++j) {
        const std::complex<double> root = std::polar(1.0, 2 * std::numbers::pi * j / layers);
        sum += std::real(root * root * std::log(1.0 - y * std::conj(root)));
    }
    return -sum / layers;
}

// Time from `from` to `to`, of a target s = 1 scaled out: t = s^(2/L - 2) times this.
double scaled_time(const Place& from, const Place& to, int layers) {
    const double flow = primitive(to, layers) - primitive(from, layers);
    if (layers == 1) return to.z - from.z;
    if (layers == 2) return std::log(to.y() / from.y()) + flow;
    return (std::pow(from.y(), 2 - layers) - std::pow(to.y(), 2 - layers)) / (layers - 2) + flow;
}

double without_target(double t, double u0, int layers) {
    if (layers == 1) return u0 * std::exp(-t);
    const double power = 2.0 * layers - 2, w0 = std::pow(u0, 1.0 / layers);
    return std::pow(std::pow(w0, -power) + power * t, -layers / power);
}

}  // namespace

double mode_strength(double t, double s, double u0, int layers) {
    if (u0 <= 0 && layers > 1) return 0;
    if (s <= 0) return without_target(t, u0, layers);
    const double whole = t * std::pow(s, 2 - 2.0 / layers);
    const Place from = place_of(std::pow(u0 / s, 1.0 / layers));
    if (!std::isfinite(from.z) || whole <= 0) return u0;
    double low = from.z, high = from.z + 1;
    const auto short_of = [&](double z) { return scaled_time(from, {from.side, z}, layers) < whole; };
    while (short_of(high) && high < 80) high += high - from.z;
    for (int i = 0; i < 200 && high - low > 1e-15 * (1 + std::abs(high)); ++i) {
        const double middle = (low + high) / 2;
        (short_of(middle) ? low : high) = middle;
    }
    return s * std::pow(Place{from.side, (low + high) / 2}.y(), layers);
}

double mode_time(double share, double s, double u0, int layers) {
    if (s <= 0 || (u0 <= 0 && layers > 1)) return std::numeric_limits<double>::infinity();
    const Place from = place_of(std::pow(u0 / s, 1.0 / layers)), to = place_of(std::pow(share, 1.0 / layers));
    return std::max(0.0, scaled_time(from, to, layers)) / std::pow(s, 2 - 2.0 / layers);
}

}  // namespace orthoscope
