// word2vec text and fastText .vec: a line "N D", then N lines of a word and D numbers. GloVe writes the same
// without the first line.
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/io/array.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

constexpr int sampled_lines = 16;    // looked at to recognise a file
constexpr Index least_headless = 8;  // numbers a line, without the first line that says how many

struct Shape {
    Index rows = 0, columns = 0;
    bool headed = false;
};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

std::string_view without_tail(std::string_view line) {
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    return line;
}

// Takes the last field off a line; empty where there is none, or nothing before it.
std::string_view take_last(std::string_view& line) {
    line = without_tail(line);
    std::size_t at = line.size();
    while (at > 0 && !is_blank(line[at - 1])) --at;
    const auto field = line.substr(at);
    line = line.substr(0, at);
    return field;
}

// Splits off the last `values.size()` fields as numbers; what stands before them, blanks inside included, is
// the word. False: a field is no number.
bool split(std::string_view line, std::span<double> values, std::string_view& word, std::string_view& wrong) {
    for (std::size_t i = values.size(); i-- > 0;) {
        wrong = take_last(line);
        if (wrong.empty() || line.empty() || !parse_number(wrong, values[i])) return false;
    }
    word = without_tail(line.substr(0, line.size() - 1));
    return true;
}

Index count_numbers(std::string_view line) {
    Index count = 0;
    double value;
    for (auto field = take_last(line); !field.empty() && !line.empty() && parse_number(field, value);
         field = take_last(line))
        ++count;
    return count;
}

bool header_line(std::string_view line, Shape& shape) {
    std::string_view rest = line;
    const auto columns = take_last(rest), rows = take_last(rest);
    std::int64_t n = 0, d = 0;
    // With D = 1 it would be any table of two columns.
    if (!rest.empty() || !parse_integer(rows, n) || !parse_integer(columns, d) || n < 1 || d < 2)
        return false;
    shape = {n, d, true};
    return true;
}

// The first lines of a text, at most some kilobytes of them; a last line cut short is left out.
std::vector<std::string_view> first_lines(const Source& source) {
    std::string_view text = source.head(1 << 18);
    const bool whole = text.size() == source.bytes().size();
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < sampled_lines) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos && !whole) break;
        lines.push_back(without_tail(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool recognises_headless(const std::vector<std::string_view>& lines, Shape& shape) {
    double value;
    std::unordered_set<std::string_view> words;
    if (lines.size() < 2) return false;
    for (auto line : lines) {
        const auto first = line.substr(0, line.find_first_of(" \t"));
        const Index columns = count_numbers(line);
        if (words.empty()) {
            if (columns < least_headless || parse_number(first, value)) return false;
            shape.columns = columns;
        }
        if (columns < shape.columns || !words.insert(first).second) return false;
    }
    return true;
}

bool shape_of(const Source& source, Shape& shape) {
    const auto lines = first_lines(source);
    if (lines.empty()) return false;
    if (!header_line(lines[0], shape)) return recognises_headless(lines, shape);
    if (lines.size() < 2) return false;
    const auto numbers = count_numbers(lines[1]);
    return numbers == shape.columns || numbers == shape.columns + 1;  // the word itself may be a number
}

bool recognises(const Source& source) {
    Shape shape;
    return shape_of(source, shape);
}

// Fills in the number of rows where no header states it, and holds the header against the file's size.
Result<Shape> checked_shape(const Source& source, const Context& context) {
    Shape shape;
    if (!shape_of(source, shape))
        return source.at_line(
            1, "found no word vectors; expected a line 'N D', then lines of a word and D numbers");
    if (shape.headed) {
        const std::uint64_t size = source.bytes().size();
        const std::uint64_t most_columns = size / 2,
                            most_rows = size / (2 * static_cast<std::uint64_t>(shape.columns));
        if (static_cast<std::uint64_t>(shape.columns) > most_columns ||
            static_cast<std::uint64_t>(shape.rows) > most_rows)
            return source.at_line(1, "found " + std::to_string(shape.rows) + " rows of " +
                                         std::to_string(shape.columns) + " numbers announced in a file of " +
                                         std::to_string(size) + " bytes; expected a file that can hold them");
        return shape;
    }
    Lines lines(source, context);
    while (lines.next()) shape.rows += !without_tail(lines.text()).empty();
    if (lines.stopped()) return cancelled_error();
    return shape;
}

class Reader {
  public:
    Reader(const Source& source, const Context& context, Shape shape)
        : lines_(source, context), shape_(shape), row_(static_cast<std::size_t>(shape.columns)) {}

    Status run() {
        values_.resize(shape_.rows, shape_.columns);
        labels_.reserve(static_cast<std::size_t>(shape_.rows));
        if (shape_.headed) lines_.next();
        Index row = 0;
        while (lines_.next()) {
            if (without_tail(lines_.text()).empty()) continue;
            if (row == shape_.rows)
                return lines_.error("found more rows than the " + std::to_string(shape_.rows) +
                                    " announced in line 1");
            if (Status status = line(row); !status) return status;
            ++row;
        }
        if (lines_.stopped() || row < shape_.rows)
            return lines_.ended(counted(static_cast<std::uint64_t>(shape_.rows), "row") + ", found " +
                                std::to_string(row));
        return success();
    }

    Matrix take_values() { return std::move(values_); }
    std::vector<std::string> take_labels() { return std::move(labels_); }
    std::vector<std::string> warnings() const {
        std::vector<std::string> list;
        if (duplicates_)
            list.push_back(counted(duplicates_, "word") + " occurred before (first: '" + first_twice_ + "')");
        if (odd_) list.push_back(counted(odd_, "word") + " with bytes that are not UTF-8 text were mended");
        return list;
    }

  private:
    Status line(Index row) {
        std::string_view word, wrong;
        if (!split(lines_.text(), row_, word, wrong))
            return lines_.found(wrong, "a word and " + std::to_string(shape_.columns) + " numbers");
        for (std::size_t i = 0; i < row_.size(); ++i)
            if (!std::isfinite(row_[i]))
                return lines_.error("found a value that is not finite at row " + std::to_string(row) +
                                    ", column " + std::to_string(i) + " (from 0); expected finite numbers");
        values_.row(row) = Eigen::Map<const RowVector>(row_.data(), shape_.columns);
        bool changed = false;
        labels_.push_back(printable(word, &changed));
        odd_ += changed;
        if (!seen_.insert(word).second && ++duplicates_ == 1) first_twice_ = labels_.back();
        return success();
    }

    Lines lines_;
    Shape shape_;
    std::vector<double> row_;
    Matrix values_;
    std::vector<std::string> labels_;
    std::unordered_set<std::string_view> seen_;  // words where they lie in the file
    std::uint64_t duplicates_ = 0, odd_ = 0;
    std::string first_twice_;
};

InputSpec as_embedding(InputSpec input) {
    if (!input.kind && input.axes.empty()) input.kind = Kind::Embedding;
    return input;
}

std::string format_text(const Shape& shape) {
    return shape.headed ? "word vectors" : "word vectors without header";
}

Result<Dataset> read_vec(const Source& source, const InputSpec& input, const Context& context) {
    const auto shape = checked_shape(source, context);
    if (!shape) return shape.error();
    const auto rows = static_cast<std::uint64_t>(shape->rows),
               columns = static_cast<std::uint64_t>(shape->columns);
    if (Status status = context.fits(rows * (columns * 8 + 96), source.name()); !status)
        return status.error();
    if (auto plan = plan_array({shape->rows, shape->columns}, as_embedding(input)); !plan)
        return plan.error();
    Reader reader(source, context, *shape);
    if (Status status = reader.run(); !status) return status.error();
    auto dataset = dataset_from_array(source, "", reader.take_values(), {shape->rows, shape->columns},
                                      as_embedding(input));
    if (!dataset) return dataset;
    dataset->labels = reader.take_labels();
    dataset->origin.format = format_text(*shape);
    for (auto& warning : reader.warnings()) dataset->warnings.push_back(warning);
    return dataset;
}

Result<FileInfo> inspect_vec(const Source& source, const InputSpec& input, const Context& context) {
    auto shape = checked_shape(source, context);
    if (!shape) return shape.error();
    if (shape->headed) {
        Index rows = -1;
        Lines lines(source, context);
        while (lines.next()) rows += !without_tail(lines.text()).empty();
        if (lines.stopped() || rows < shape->rows)
            return lines.ended(std::to_string(shape->rows) + " rows, found " + std::to_string(rows));
    }
    auto member = member_from_shape(source, "", "text", {shape->rows, shape->columns}, as_embedding(input));
    if (!member) return member.error();
    return FileInfo{format_text(*shape), {std::move(member).value()}, {}};
}

}  // namespace

Format vec_format() {
    return {"word vectors", {".vec"}, recognises, inspect_vec, read_vec};
}

}  // namespace orthoscope
