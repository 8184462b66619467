// Records of a delimited table: fields split at the delimiter, quotes removed.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/text.h"

namespace orthoscope {

struct Dialect {
    char delimiter = ',';  // ',', '\t', ';' or ' ' (which any number of spaces and tabs stand for)
    char decimal = '.';    // ',' only where the delimiter is another
};

class Records {
  public:
    Records(const Source& source, const Context& context, Dialect dialect)
        : dialect_(dialect), lines_(source, context) {}

    // To the next record that is not blank; a quoted field may span lines. False at the end, or on an error.
    bool next();
    const std::vector<std::string_view>& fields() const { return fields_; }
    const Lines& lines() const { return lines_; }
    std::size_t line() const { return first_line_; }  // where the record begins
    bool unclosed() const { return unclosed_; }       // a quote was opened and never closed

  private:
    void split_spaces();
    void split(std::string_view text);
    std::string_view quoted_field(std::string_view& text);

    Dialect dialect_;
    Lines lines_;
    std::vector<std::string_view> fields_;
    std::deque<std::string> kept_;  // fields that are no part of the file as they stand
    std::size_t first_line_ = 0;
    bool unclosed_ = false;
};

// A cell as a number in this dialect.
bool parse_cell(std::string_view cell, Dialect dialect, double& value);
// Blank, or one of the usual words for a missing value.
bool is_missing(std::string_view cell);

// The dialect under which the first records fall into the most numbers, and the same number of fields each.
Dialect find_dialect(const Source& source);

}  // namespace orthoscope
