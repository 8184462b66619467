#include "views/overlay/text.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace orthoscope {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The longest head of `text` that fits, at least one character, at character boundaries.
std::size_t fitting(const Ink& ink, Type type, std::string_view text, double width) {
    std::size_t fits = 0;
    for (std::size_t end = 1; end <= text.size(); ++end) {
        if (end < text.size() && !starts_character(text[end])) continue;
        if (fits > 0 && ink.width(type, text.substr(0, end)) > width) break;
        fits = end;
    }
    return fits;
}

std::string cut_end(const Ink& ink, Type type, std::string text, double width) {
    while (!text.empty() && ink.width(type, text + "…") > width) {
        std::size_t last = text.size() - 1;
        while (last > 0 && !starts_character(text[last])) --last;
        text.resize(last);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.pop_back();
    return text + "…";
}

// Where a line may break: "37 %" and "20 × 20" stay together.
std::size_t word_end(std::string_view text) {
    constexpr std::string_view times = "×";
    auto space = text.find(' ');
    while (space != std::string_view::npos) {
        const auto after = text.substr(space + 1), before = text.substr(0, space);
        if (!after.starts_with('%') && !after.starts_with(times) && !before.ends_with(times)) return space;
        space = text.find(' ', space + 1);
    }
    return text.size();
}

}  // namespace

std::vector<std::string> wrapped(const Ink& ink, Type type, std::string_view text, double width, std::size_t lines) {
    std::vector<std::string> out;
    std::string line;
    const auto close = [&] {
        out.push_back(line);
        line.clear();
    };
    while (!text.empty()) {
        const auto space = word_end(text);
        std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) continue;
        const std::string longer = line.empty() ? std::string(word) : line + " " + std::string(word);
        if (ink.width(type, longer) <= width) {
            line = longer;
            continue;
        }
        if (!line.empty()) close();
        while (ink.width(type, word) > width) {
            const std::size_t fits = fitting(ink, type, word, width);
            if (fits >= word.size()) break;
            line = std::string(word.substr(0, fits));
            close();
            word.remove_prefix(fits);
        }
        line = std::string(word);
    }
    if (!line.empty()) close();
    if (out.size() > lines && lines > 0) {
        const std::string rest = out[lines - 1] + " " + out[lines];
        out.resize(lines);
        out.back() = cut_end(ink, type, rest, width);
    }
    return out;
}

std::string prose(std::string text) {
    static constexpr std::pair<char, const char*> lowered[] = {
        {'i', "ᵢ"}, {'k', "ₖ"}, {'x', "ₓ"}, {'n', "ₙ"}, {'m', "ₘ"}, {'0', "₀"}, {'1', "₁"}, {'2', "₂"}, {'3', "₃"}};
    const auto letter = [&](std::size_t i) {
        return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i]));
    };
    // From the back, so that what is still to be read keeps its place.
    for (std::size_t i = text.size(); i-- > 0;) {
        const bool alone = !letter(i + 2) && i > 0 && letter(i - 1) && (i < 2 || !letter(i - 2));
        if (text[i] == '_' && letter(i + 1) && alone) {
            for (auto& [plain, small] : lowered)
                if (text[i + 1] == plain) {
                    text.replace(i, 2, small);
                    break;
                }
        } else if (text[i] == 'x' && i >= 2 && text[i - 1] == ' ' && letter(i - 2) && i + 2 < text.size() &&
                   text[i + 1] == ' ' && letter(i + 2) && !letter(i + 3) && (i < 3 || !letter(i - 3))) {
            text.replace(i, 1, "×");
        }
    }
    return text;
}

std::string shortened(const Ink& ink, Type type, const std::string& text, double width) {
    if (ink.width(type, text) <= width) return text;
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (starts_character(text[i])) starts.push_back(i);
    for (std::size_t kept = starts.size() - 1; kept >= 2; --kept) {
        const std::size_t head = (kept + 1) / 2, tail = kept - head;
        const std::string shorter = text.substr(0, starts[head]) + "…" + text.substr(starts[starts.size() - tail]);
        if (ink.width(type, shorter) <= width) return shorter;
    }
    return "…";
}

Extent measure(const Ink& ink, Type type, const std::vector<std::string>& lines) {
    Extent extent{0, ink.line(type) * double(lines.size())};
    for (auto& line : lines) extent.width = std::max(extent.width, ink.width(type, line));
    return extent;
}

void draw(const Ink& ink, double x, double y, Type type, Colour colour, const std::vector<std::string>& lines) {
    for (auto& line : lines) {
        ink.text(x, y, type, colour, line);
        y += ink.line(type);
    }
}

}  // namespace orthoscope
