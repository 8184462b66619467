// The scanner that all text readers share: lines with their numbers, fields and numbers in them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/io/format.h"

namespace orthoscope {

// The whole field as a number ("+1", "1e-3", "nan"); too large gives infinity, too small zero. False: no
// number.
bool parse_number(std::string_view field, double& value);
bool parse_integer(std::string_view field, std::int64_t& value);

std::string_view trimmed(std::string_view text);
// What was found, for a message: "abc" in quotes, shortened, unprintable bytes as '?'.
std::string in_quotes(std::string_view found);
// No byte of a binary file among the first ones.
bool looks_like_text(const Source& source);

// Walks lines ended by LF, CR LF or CR alone; polls the stop token and reports progress as it goes.
class Lines {
  public:
    Lines(const Source& source, const Context& context, std::size_t offset = 0, std::size_t line = 0);

    bool next();                           // to the next line; false at the end or when stopped
    bool next_filled(char comment = '#');  // past blank lines, comments cut off
    void push_back();                      // the next next() gives this line again

    std::string_view text() const { return {begin_, std::size_t(end_ - begin_)}; }
    std::size_t number() const { return line_; }
    std::size_t offset() const { return std::size_t(next_ - first_); }    // of the byte after this line
    std::size_t remaining() const { return std::size_t(last_ - next_); }  // bytes after this line
    bool stopped() const { return stopped_; }

    // The rest of the line, field by field. False: the line is used up.
    bool field(std::string_view& field);
    // As many finite numbers as `values` holds; `expected` completes the error ("3 coordinates").
    Status numbers(std::span<double> values, std::string_view expected);
    Status integer(std::int64_t& value, std::string_view expected);
    // All fields left, as finite numbers.
    Status all_numbers(std::vector<double>& values, std::string_view expected);

    Error error(std::string what) const { return source_.at_line(line_, std::move(what)); }
    // found "abc"; expected ...
    Error found(std::string_view what, std::string_view expected) const;
    // The file ended (or was stopped) where more was expected.
    Error ended(std::string_view expected) const;

  private:
    const Source& source_;
    const Context& context_;
    const char *first_, *last_, *begin_, *end_, *cursor_, *next_, *start_;
    const char* poll_;
    std::size_t line_;
    char ending_ = '\n';
    bool stopped_ = false;
};

}  // namespace orthoscope
