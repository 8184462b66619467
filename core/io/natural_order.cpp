#include "core/io/natural_order.h"

#include <algorithm>

namespace orthoscope {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Takes the digits off the front; leading zeros are left out of the result.
std::string_view take_number(std::string_view& text) {
    const std::size_t count =
        std::size_t(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    auto number = text.substr(0, count);
    text.remove_prefix(count);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return number;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
    const std::string_view whole_a = a, whole_b = b;
    while (!a.empty() && !b.empty()) {
        if (is_digit(a[0]) && is_digit(b[0])) {
            const auto x = take_number(a), y = take_number(b);
            if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
            continue;
        }
        if (a[0] != b[0]) return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
        a.remove_prefix(1), b.remove_prefix(1);
    }
    return a.empty() != b.empty() ? a.empty() : whole_a < whole_b;
}

}  // namespace orthoscope
