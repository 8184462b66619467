#include "core/io/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "core/io/array.h"

namespace orthoscope {
namespace {

constexpr std::ptrdiff_t poll_bytes = 1 << 20;
constexpr std::size_t probe_bytes = 1 << 20;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// from_chars, with a leading plus and with C's answer where the value leaves the range of double.
const char* scan_number(const char* begin, const char* end, double& value) {
    const char* start = begin;
    if (end - begin > 1 && *begin == '+' && begin[1] != '-') ++start;
    auto [stop, code] = std::from_chars(start, end, value);
    if (code == std::errc()) return stop;
    if (code != std::errc::result_out_of_range) return nullptr;
    value = std::strtod(std::string(start, stop).c_str(), nullptr);
    return stop;
}

}  // namespace

bool parse_number(std::string_view field, double& value) {
    const char* end = field.data() + field.size();
    return !field.empty() && scan_number(field.data(), end, value) == end;
}

bool parse_integer(std::string_view field, std::int64_t& value) {
    if (field.size() > 1 && field[0] == '+' && field[1] != '-') field.remove_prefix(1);
    const char* end = field.data() + field.size();
    auto [stop, code] = std::from_chars(field.data(), end, value);
    return code == std::errc() && stop == end;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (is_space(text.front()) || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (is_space(text.back()) || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

std::string in_quotes(std::string_view found) {
    constexpr std::size_t most = 40;
    std::string text = "\"";
    for (char c : found.substr(0, most)) text += (static_cast<unsigned char>(c) < 32 || c == 127) ? '?' : c;
    return printable(text) + (found.size() > most ? "...\"" : "\"");
}

bool looks_like_text(const Source& source) {
    const auto head = source.head(4096);
    return !head.empty() && std::none_of(head.begin(), head.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return (u < 32 && !is_space(c) && c != '\n') || u == 127;
    });
}

Lines::Lines(const Source& source, const Context& context, std::size_t offset, std::size_t line)
    : source_(source), context_(context), line_(line) {
    first_ = source.text().data();
    last_ = first_ + source.text().size();
    if (offset == 0 && source.text().starts_with("\xEF\xBB\xBF")) offset = 3;
    begin_ = end_ = cursor_ = next_ = start_ = first_ + std::min(offset, source.text().size());
    poll_ = next_ + poll_bytes;
    // Of a long file its beginning tells: the rest may be gigabytes of something else.
    const auto size = std::min(std::size_t(last_ - next_), probe_bytes);
    const auto feed = static_cast<const char*>(size ? std::memchr(next_, '\r', size) : nullptr);
    if (feed && !std::memchr(next_, '\n', size) && (feed + 1 == last_ || feed[1] != '\n')) ending_ = '\r';
}

bool Lines::next() {
    if (next_ >= poll_) {
        poll_ = next_ + poll_bytes;
        if (context_.stopped()) stopped_ = true;
        context_.report(double(next_ - first_) / double(last_ - first_), "reading");
    }
    if (next_ == last_ || stopped_) return false;
    ++line_;
    start_ = begin_ = cursor_ = next_;
    const auto found = static_cast<const char*>(std::memchr(begin_, ending_, std::size_t(last_ - begin_)));
    end_ = found ? found : last_;
    next_ = found ? found + 1 : last_;
    if (end_ > begin_ && end_[-1] == '\r') --end_;
    return true;
}

bool Lines::next_filled(char comment) {
    while (next()) {
        if (comment)
            if (auto at = std::memchr(begin_, comment, std::size_t(end_ - begin_)))
                end_ = static_cast<const char*>(at);
        while (cursor_ < end_ && is_space(*cursor_)) ++cursor_;
        if (cursor_ < end_) return true;
    }
    return false;
}

void Lines::push_back() {
    next_ = start_;
    --line_;
}

bool Lines::field(std::string_view& field) {
    while (cursor_ < end_ && is_space(*cursor_)) ++cursor_;
    const char* from = cursor_;
    while (cursor_ < end_ && !is_space(*cursor_)) ++cursor_;
    field = {from, std::size_t(cursor_ - from)};
    return !field.empty();
}

Status Lines::numbers(std::span<double> values, std::string_view expected) {
    for (double& value : values) {
        while (cursor_ < end_ && is_space(*cursor_)) ++cursor_;
        const char* stop = scan_number(cursor_, end_, value);
        if (!stop || (stop < end_ && !is_space(*stop)) || !std::isfinite(value)) {
            std::string_view text;
            field(text);
            return found(text, expected);
        }
        cursor_ = stop;
    }
    return success();
}

Status Lines::integer(std::int64_t& value, std::string_view expected) {
    std::string_view text;
    field(text);
    if (!parse_integer(text, value)) return found(text, expected);
    return success();
}

Status Lines::all_numbers(std::vector<double>& values, std::string_view expected) {
    values.clear();
    for (std::string_view text; field(text);) {
        double value;
        if (!parse_number(text, value) || !std::isfinite(value)) return found(text, expected);
        values.push_back(value);
    }
    return success();
}

Error Lines::found(std::string_view what, std::string_view expected) const {
    double value;
    const bool infinite = parse_number(what, value) && !std::isfinite(value);
    return error("found " + (what.empty() ? "the end of the line" : in_quotes(what)) + "; expected " +
                 std::string(expected) + (infinite ? ", finite" : ""));
}

Error Lines::ended(std::string_view expected) const {
    if (stopped_) return cancelled_error();
    return source_.at_line(line_, "the file ends here; expected " + std::string(expected));
}

}  // namespace orthoscope
