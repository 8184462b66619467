#include "core/io/csv_records.h"

#include <algorithm>
#include <array>

namespace orthoscope {
namespace {

constexpr std::size_t trial_records = 20;

// The share of numeric cells in the first records (the header apart); below 0 where their lengths differ.
double score(const Source& head, Dialect dialect, bool whole) {
    const Context context;
    Records records(head, context, dialect);
    std::size_t width = 0, cells = 0, numbers = 0, row = 0;
    for (; row < trial_records && records.next(); ++row) {
        if (!whole && records.lines().remaining() == 0) break;  // the head may end inside it
        if (row == 0) width = records.fields().size();
        if (records.fields().size() != width) return -1;
        double value;
        std::size_t good = 0;
        for (auto cell : records.fields()) good += parse_cell(cell, dialect, value) || is_missing(cell);
        if (row == 1 && numbers == 0) cells = 0;
        cells += width;
        numbers += good;
    }
    if (!numbers || records.unclosed() || (dialect.decimal == ',' && width < 2)) return -1;
    return double(numbers) / double(cells) + (width > 1 ? 1 : 0);
}

}  // namespace

bool Records::next() {
    fields_.clear();
    kept_.clear();
    if (!lines_.next_filled(0)) return false;
    first_line_ = lines_.number();
    if (dialect_.delimiter == ' ')
        split_spaces();
    else
        split(lines_.text());
    return !unclosed_;
}

void Records::split_spaces() {
    for (std::string_view field; lines_.field(field);) {
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
            field = field.substr(1, field.size() - 2);
        fields_.push_back(field);
    }
}

void Records::split(std::string_view text) {
    for (;;) {
        const auto lead = text.find_first_not_of(' ');
        if (lead != text.npos && text[lead] == '"') {
            text.remove_prefix(lead + 1);
            fields_.push_back(quoted_field(text));
        } else {
            const auto end = std::min(text.find(dialect_.delimiter), text.size());
            fields_.push_back(trimmed(text.substr(0, end)));
            text.remove_prefix(end);
        }
        if (text.empty() || unclosed_) return;
        text.remove_prefix(1);
    }
}

// The text after an opening quote; leaves `text` at the delimiter or the end of the record.
std::string_view Records::quoted_field(std::string_view& text) {
    std::string& field = kept_.emplace_back();
    for (;;) {
        const auto quote = text.find('"');
        field += text.substr(0, quote);
        if (quote == text.npos) {
            unclosed_ = !lines_.next();
            if (unclosed_) return field;
            field += '\n';
            text = lines_.text();
        } else if (text.substr(quote + 1).starts_with('"')) {
            field += '"';
            text.remove_prefix(quote + 2);
        } else {
            text.remove_prefix(quote + 1);
            text.remove_prefix(std::min(text.find(dialect_.delimiter), text.size()));
            return field;
        }
    }
}

bool parse_cell(std::string_view cell, Dialect dialect, double& value) {
    if (dialect.decimal == '.' || cell.find(',') == cell.npos) return parse_number(cell, value);
    std::string text(cell);
    std::replace(text.begin(), text.end(), ',', '.');
    return cell.find('.') == cell.npos && parse_number(text, value);
}

bool is_missing(std::string_view cell) {
    static constexpr std::array<std::string_view, 8> words{"",    "NA",   "N/A",  "NaN",
                                                           "nan", "null", "NULL", "None"};
    return std::find(words.begin(), words.end(), cell) != words.end();
}

Dialect find_dialect(const Source& source) {
    const std::size_t most = 1 << 18;
    const bool whole = source.bytes().size() <= most;
    const Source head(source.name(), source.bytes().first(std::min(source.bytes().size(), most)));
    Dialect best;
    double best_score = -1;
    for (Dialect dialect : {Dialect{',', '.'}, Dialect{'\t', '.'}, Dialect{';', '.'}, Dialect{' ', '.'},
                            Dialect{';', ','}, Dialect{'\t', ','}}) {
        const double found = score(head, dialect, whole);
        if (found > best_score) best = dialect, best_score = found;
    }
    if (best_score >= 0) return best;
    const auto line = head.text().substr(0, head.text().find('\n'));
    for (char delimiter : {',', '\t', ';', ' '})
        if (line.find(delimiter) != line.npos) return {delimiter, '.'};
    return best;
}

}  // namespace orthoscope
