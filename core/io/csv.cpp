// CSV and TSV: the delimiter is found by trial, the header and the column of labels by what the cells hold.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/csv_records.h"
#include "core/io/label_column.h"
#include "core/io/table_columns.h"

namespace orthoscope {
namespace {

constexpr std::size_t trial_rows = 20;

struct Layout {
    Dialect dialect;
    bool header = false;
    std::vector<std::string> names;  // of the columns; empty without header
    std::vector<bool> numeric;
    std::size_t label = SIZE_MAX;  // column; the first one that is not numeric

    std::size_t width() const { return numeric.size(); }
    Index number_count() const { return Index(std::count(numeric.begin(), numeric.end(), true)); }
    std::string column(std::size_t at) const {
        return "column " + std::to_string(at + 1) + (header ? " (" + names[at] + ")" : std::string());
    }
};

// ",0,1,2": the header of a data frame whose columns have no names.
bool counts_columns(const std::vector<std::string>& cells, Dialect dialect) {
    if (cells.size() < 3 || !cells[0].empty()) return false;
    double number = 0;
    for (std::size_t c = 1; c < cells.size(); ++c)
        if (!parse_cell(cells[c], dialect, number) || number != double(c - 1)) return false;
    return true;
}

// A column is numeric where most cells of the first rows are numbers, so that a stray word is found and
// named.
Layout find_layout(const Source& source) {
    Layout layout{find_dialect(source), false, {}, {}, SIZE_MAX};
    const Context context;
    Records records(source, context, layout.dialect);
    if (!records.next()) return layout;
    const std::vector<std::string> first(records.fields().begin(), records.fields().end());
    std::vector<int> balance(first.size());
    const auto weigh = [&](const auto& cells) {
        double value;
        for (std::size_t c = 0; c < std::min(cells.size(), balance.size()); ++c)
            if (!is_missing(cells[c])) balance[c] += parse_cell(cells[c], layout.dialect, value) ? 1 : -1;
    };
    std::size_t rows = 0;
    for (; rows < trial_rows && records.next(); ++rows) weigh(records.fields());
    if (rows == 0) weigh(first);
    double number;
    for (std::size_t c = 0; rows > 0 && c < first.size(); ++c)  // a header would hold no number
        balance[c] += parse_cell(first[c], layout.dialect, number) ? 1 : 0;
    bool any_number = false;
    for (std::size_t c = 0; c < first.size(); ++c) {
        layout.numeric.push_back(balance[c] > 0);
        double value;
        any_number = any_number || (balance[c] > 0 && parse_cell(first[c], layout.dialect, value));
        if (balance[c] < 0 && layout.label == SIZE_MAX) layout.label = c;
    }
    layout.header = rows > 0 && !any_number && layout.number_count() > 0;
    layout.header = layout.header || (rows > 0 && counts_columns(first, layout.dialect));
    // A column without a name under a header is the number of the row, as data frames are written.
    if (layout.header && first.size() > 1 && first[0].empty() && layout.numeric[0]) {
        layout.numeric[0] = false;
        if (layout.label == SIZE_MAX) layout.label = 0;
    }
    if (layout.header) layout.names = first;
    return layout;
}

class Reader {
  public:
    Reader(const Source& source, const InputSpec& input, const Context& context)
        : source_(source),
          input_(input),
          context_(context),
          layout_(find_layout(source)),
          records_(source, context, layout_.dialect) {}

    Result<Dataset> read() {
        if (auto chosen = choose_labels(); !chosen) return chosen.error();
        if (layout_.number_count() == 0) {
            if (!records_.next() && records_.unclosed()) return unclosed();
            return source_.at_line(1, "no column of numbers was found; expected at least one");
        }
        if (auto room = reserve(); !room) return room.error();
        if (layout_.header) records_.next();
        while (records_.next())
            if (auto done = row(); !done) return done.error();
        if (records_.lines().stopped()) return cancelled_error();
        if (records_.unclosed()) return unclosed();
        if (values_.empty()) return records_.lines().ended("at least one whole row");
        return finish();
    }

  private:
    // The column that the person names, instead of the first one without numbers.
    Status choose_labels() {
        const auto column = input_.labels ? label_column(input_.labels->string()) : std::nullopt;
        if (!column) return success();
        if (*column >= layout_.width())
            return usage_error("--labels", "found " + input_.labels->string() + "; the table has " +
                                               counted(layout_.width(), "column"));
        layout_.label = *column;
        layout_.numeric[*column] = false;
        return success();
    }

    Status reserve() {
        const auto text = source_.text();
        const auto lines = std::uint64_t(std::count(text.begin(), text.end(), '\n')) + 1;
        const auto count =
            std::min<std::uint64_t>(lines * std::uint64_t(layout_.number_count()), text.size() / 2 + 1);
        if (auto room = context_.fits(count * 16, source_.name()); !room) return room;
        values_.reserve(count);
        return success();
    }

    Error unclosed() const { return error("a quote is opened and never closed"); }
    Error error(std::string what) const { return source_.at_line(records_.line(), std::move(what)); }

    Status row() {
        const auto& cells = records_.fields();
        if (cells.size() != layout_.width())
            return error("found " + counted(cells.size(), "field") + "; expected " +
                         std::to_string(layout_.width()));
        const std::size_t before = values_.size();
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (!layout_.numeric[c]) continue;
            double value = 0;
            if (is_missing(cells[c])) {
                if (!input_.drop_missing) return missing(c);
                values_.resize(before);
                ++dropped_;
                return success();
            }
            if (!parse_cell(cells[c], layout_.dialect, value) || !std::isfinite(value))
                return error("found " + in_quotes(cells[c]) + " in " + layout_.column(c) +
                             "; expected a finite number");
            values_.push_back(value);
        }
        if (layout_.label != SIZE_MAX) dataset_.labels.emplace_back(cells[layout_.label]);
        return success();
    }

    Error missing(std::size_t column) const {
        const auto cell = records_.fields()[column];
        return error("found " + (cell.empty() ? "a blank cell" : "the missing value " + in_quotes(cell)) +
                     " in " + layout_.column(column) +
                     "; expected a number (--missing drop-rows leaves such rows out)");
    }

    Dataset finish() {
        if (dropped_) dataset_.warnings.push_back(counted(dropped_, "row") + " with blank cells left out.");
        for (std::size_t c = 0; c < layout_.width(); ++c)
            if (!layout_.numeric[c] && c != layout_.label)
                dataset_.warnings.push_back(
                    "The text of " + layout_.column(c) + " was left out" +
                    (layout_.label == SIZE_MAX
                         ? "."
                         : "; the labels are those of " + layout_.column(layout_.label) + "."));
        static constexpr std::pair<char, const char*> names[] = {
            {',', "commas"}, {'\t', "tabs"}, {';', "semicolons"}, {' ', "spaces"}};
        for (auto [delimiter, name] : names)
            if (delimiter == layout_.dialect.delimiter) dataset_.origin.format = std::string("CSV, ") + name;
        dataset_.payload = table_payload(from_rows(values_, layout_.number_count()));
        return std::move(dataset_);
    }

    const Source& source_;
    const InputSpec& input_;
    const Context& context_;
    Layout layout_;
    Records records_;
    std::vector<double> values_;
    std::size_t dropped_ = 0;
    Dataset dataset_;
};

// Text whose first records have one length and hold numbers.
bool recognises(const Source& source) {
    if (!looks_like_text(source) || obj_format().recognises(source)) return false;
    const auto head = source.head(1 << 18);
    const auto whole = head.size() == source.bytes().size() ? head : head.substr(0, head.rfind('\n') + 1);
    const Source start(source.name(), source.bytes().first(whole.size()));
    const Layout layout = find_layout(start);
    if (layout.number_count() == 0) return false;
    const Context context;
    Records records(start, context, layout.dialect);
    for (std::size_t row = 0; row < trial_rows && records.next(); ++row)
        if (records.fields().size() != layout.width()) return false;
    return true;
}

Result<Dataset> read_csv(const Source& source, const InputSpec& input, const Context& context) {
    return Reader(source, input, context).read();
}

Result<FileInfo> inspect_csv(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_csv(source, input, context), "float64");
}

}  // namespace

TableColumns table_columns(const Source& source, const InputSpec& input) {
    Layout layout = find_layout(source);
    const auto chosen = input.labels ? label_column(input.labels->string()) : std::nullopt;
    if (chosen && *chosen < layout.width()) layout.numeric[layout.label = *chosen] = false;
    TableColumns out;
    for (std::size_t c = 0; c < layout.width(); ++c) {
        if (c < layout.label && layout.label != SIZE_MAX && layout.numeric[c]) ++out.before_labels;
        if (layout.header && layout.numeric[c]) out.names.push_back(layout.names[c]);
    }
    if (layout.header && layout.label != SIZE_MAX) out.label_name = layout.names[layout.label];
    return out;
}

Format csv_format() {
    return {"CSV", {".csv", ".tsv", ".tab"}, recognises, inspect_csv, read_csv};
}

}  // namespace orthoscope
