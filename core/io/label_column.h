// "column:3": the third column of a table holds the labels of the rows. It stands where a file of labels could.
#pragma once

#include <charconv>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace orthoscope {

// Counted from 0; none: `labels` names a file.
inline std::optional<std::size_t> label_column(std::string_view labels) {
    constexpr std::string_view word = "column:";
    if (!labels.starts_with(word)) return {};
    std::size_t number = 0;
    const auto digits = labels.substr(word.size());
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code != std::errc() || end != digits.data() + digits.size() || number == 0) return {};
    return number - 1;
}

inline bool names_label_column(const std::optional<std::filesystem::path>& labels) {
    return labels && label_column(labels->string()).has_value();
}

}  // namespace orthoscope
