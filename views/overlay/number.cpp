#include "views/overlay/number.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace orthoscope {
namespace {

const char* const minus = "\u2212";

std::string raised(int exponent) {
    static const char* const digit[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "⁻" : "";
    for (char c : std::to_string(std::abs(exponent))) text += digit[c - '0'];
    return text;
}

std::string group_digits(std::string digits) {
    const auto point = std::min(digits.find('.'), digits.size());
    for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

void trim_zeros(std::string& digits) {
    if (digits.find('.') == std::string::npos) return;
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
}

// Whatever the C locale has made of the point.
std::string with_point(std::string digits) {
    std::replace(digits.begin(), digits.end(), ',', '.');
    return digits;
}

std::string plain(double magnitude, int decimals) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, "%.*f", std::max(decimals, 0), magnitude);
    return with_point(buffer);
}

}  // namespace

std::string number(double value, int digits) {
    if (std::isnan(value)) return "void";
    if (std::isinf(value)) return value < 0 ? std::string(minus) + "∞" : "∞";
    if (value == 0) return "0";
    const std::string sign = value < 0 ? minus : "";
    const double magnitude = std::abs(value);
    if (magnitude < 1e6 && magnitude == std::floor(magnitude)) return grouped(std::int64_t(value));  // a count is exact
    char scientific[64];
    std::snprintf(scientific, sizeof scientific, "%.*e", digits - 1, magnitude);
    const std::string rounded(scientific);
    const auto split = rounded.find('e');
    const int exponent = std::stoi(rounded.substr(split + 1));  // after rounding: 9.9996 counts as 10
    if (exponent < -4 || exponent >= 6) {
        std::string mantissa = with_point(rounded.substr(0, split));
        trim_zeros(mantissa);
        return sign + mantissa + "×10" + raised(exponent);
    }
    if (exponent >= digits) {
        const double unit = std::pow(10.0, exponent - digits + 1);
        return sign + group_digits(plain(std::round(magnitude / unit) * unit, 0));
    }
    std::string text = plain(magnitude, digits - 1 - exponent);
    trim_zeros(text);
    return sign + group_digits(text);
}

std::string fixed(double value, int decimals) {
    if (!std::isfinite(value)) return number(value);
    const std::string digits = plain(std::abs(value), decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    return (value < 0 && !zero ? minus : "") + group_digits(digits);
}

std::string grouped(std::int64_t count) {
    const std::string text = std::to_string(count);
    return count < 0 ? minus + group_digits(text.substr(1)) : group_digits(text);
}

std::string degrees(double radians) {
    const double angle = radians * 180 / std::numbers::pi;
    if (angle != 0 && std::abs(angle) < 0.05) return number(angle, 2) + "°";
    return fixed(angle, 1) + "°";
}

std::string percent(double share) {
    const double hundred = 100 * share;
    return (hundred > 0 && hundred < 1 ? number(hundred, 2) : fixed(hundred, 0)) + " %";
}

std::string number_list(std::span<const double> values, std::size_t most, int digits) {
    std::string text;
    const bool cut = values.size() > most && most >= 2;
    const std::size_t head = cut ? most - 1 : values.size();
    for (std::size_t i = 0; i < head; ++i) text += (i ? ", " : "") + number(values[i], digits);
    if (cut) text += ", …, " + number(values.back(), digits);
    return text;
}

}  // namespace orthoscope
