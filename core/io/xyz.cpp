// Tables of numbers parted by white space: XYZ, PTS and plain text. Comments begin with '#' or "//".
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

bool next_row(Lines& lines) {
    while (lines.next_filled())
        if (!trimmed(lines.text()).starts_with("//")) return true;
    return false;
}

// PTS files begin with the number of their points, alone in its line.
bool is_count(const std::vector<double>& first, const std::vector<double>& second) {
    return first.size() == 1 && second.size() > 1 && first[0] >= 1 && first[0] == std::floor(first[0]);
}

bool recognises(const Source& source) {
    if (!looks_like_text(source)) return false;
    const auto head = source.head(65536);
    const bool whole = head.size() == source.bytes().size();
    const Source start(source.name(), source.bytes().first(whole ? head.size() : head.rfind('\n') + 1));
    const Context context;
    Lines lines(start, context);
    std::vector<double> first, row;
    std::size_t count = 0;
    for (; count < 20 && next_row(lines); ++count) {
        std::string_view field;
        row.clear();
        for (double value; lines.field(field); row.push_back(value))
            if (!parse_number(field, value)) return false;
        if (count == 0 || (count == 1 && is_count(first, row))) first = row;
        if (row.size() != first.size()) return false;
    }
    return count > 0;
}

enum class Extra { None, Color, Normal };

// What columns 4 to 6 hold, by their range: unit vectors, bytes, or shares.
Extra judge(const Matrix& extra) {
    const Vector length = extra.rowwise().norm();
    if (((length.array() - 1).abs() < 1e-2).all()) return Extra::Normal;
    if (extra.minCoeff() < 0 || extra.maxCoeff() > 255) return Extra::None;
    if (extra.maxCoeff() <= 1) return Extra::Color;
    return (extra.array() == extra.array().floor()).all() ? Extra::Color : Extra::None;
}

void split_extra(Matrix table, Dataset& dataset) {
    Matrix extra = table.rightCols(3);
    const Extra kind = judge(extra);
    if (kind == Extra::None) {
        dataset.payload = table_payload(std::move(table));
        return;
    }
    const std::string name = kind == Extra::Color ? "color" : "normal";
    if (kind == Extra::Color && extra.maxCoeff() > 1) extra /= 255;
    dataset.attributes.push_back({name, Attribute::Domain::Row, std::move(extra)});
    dataset.payload = PointCloud{table.leftCols(3)};
    dataset.warnings.push_back("Columns 4 to 6 were taken as " + name +
                               "s of the points; with --kind embedding " + "they stay coordinates.");
}

Status reserve(const Source& source, const Context& context, std::size_t width, std::vector<double>& values) {
    const auto text = source.text();
    const auto lines = std::uint64_t(std::count(text.begin(), text.end(), '\n')) + 1;
    const auto count = std::min<std::uint64_t>(lines * width, text.size() / 2 + width);
    if (auto room = context.fits(count * 16, source.name()); !room) return room;
    values.reserve(count);
    return success();
}

Result<std::vector<double>> read_values(const Source& source, const Context& context, std::size_t& width) {
    Lines lines(source, context);
    std::vector<double> values, first, row;
    std::size_t count = 0, announced = 0;
    for (; next_row(lines); ++count) {
        if (auto done = lines.all_numbers(row, count ? std::to_string(width) + " numbers" : "numbers"); !done)
            return done.error();
        if (count == 1 && is_count(first, row))
            announced = std::size_t(std::min(first[0], 1e15)), count = 0, values.clear();
        if (count == 0) {
            first = row;
            width = row.size();
            if (auto room = reserve(source, context, width, values); !room) return room.error();
        }
        if (row.size() != width)
            return lines.error("found " + counted(row.size(), "number") + "; expected " +
                               std::to_string(width));
        values.insert(values.end(), row.begin(), row.end());
    }
    if (lines.stopped() || count == 0) return lines.ended("at least one row of numbers");
    if (announced && announced != count)
        return lines.ended(counted(announced, "point") + " as the first line says, found " +
                           std::to_string(count));
    return values;
}

Result<Dataset> read_xyz(const Source& source, const InputSpec& input, const Context& context) {
    std::size_t width = 0;
    auto values = read_values(source, context, width);
    if (!values) return values.error();
    Dataset dataset;
    dataset.origin.format = "text table";
    Matrix table = from_rows(*values, Index(width));
    if (width == 6 && (!input.kind || *input.kind == Kind::Cloud))
        split_extra(std::move(table), dataset);
    else
        dataset.payload = table_payload(std::move(table));
    return dataset;
}

Result<FileInfo> inspect_xyz(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_xyz(source, input, context), "float64");
}

}  // namespace

Format xyz_format() {
    return {"XYZ", {".xyz", ".txt", ".pts", ".asc"}, recognises, inspect_xyz, read_xyz};
}

}  // namespace orthoscope
