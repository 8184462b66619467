// Numbers as the picture shows them: at most four significant digits, a real minus, the decimal point.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace orthoscope {

// 0.03142, 42.3, 12,350, 1.234×10⁻⁷; trailing zeros dropped. Not a number is "void", infinities "∞" and "−∞".
std::string number(double value, int digits = 4);
// As many digits behind the point as asked, no scientific form: axis ticks and dials ("42.30").
std::string fixed(double value, int decimals);
std::string grouped(std::int64_t count);  // 1,234,567
std::string degrees(double radians);      // "42.3°"
std::string percent(double share);        // 0.37 -> "37 %"
// "98.2, 44.1, 3.02"; above `most` entries the first ones, an ellipsis and the last.
std::string number_list(std::span<const double> values, std::size_t most = 4, int digits = 3);

}  // namespace orthoscope
