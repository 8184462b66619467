// Point Cloud Data (version 0.7 and before): text, binary, and binary compressed with LZF.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

struct Field {
    std::string name;
    std::int64_t size = 4, count = 1;
    char type = 'F';

    std::size_t bytes() const { return std::size_t(size * count); }
};

double load(const std::byte* from, const Field& field) {
    const auto as = [&](auto zero) {
        std::memcpy(&zero, from, sizeof zero);
        return double(zero);
    };
    if (field.type == 'F') return field.size == 8 ? as(double{}) : as(float{});
    const bool sign = field.type == 'I';
    switch (field.size) {
        case 1:
            return sign ? as(std::int8_t{}) : as(std::uint8_t{});
        case 2:
            return sign ? as(std::int16_t{}) : as(std::uint16_t{});
        case 4:
            return sign ? as(std::int32_t{}) : as(std::uint32_t{});
        default:
            return sign ? as(std::int64_t{}) : as(std::uint64_t{});
    }
}

bool is_packed_color(const Field& field) {
    return (field.name == "rgb" || field.name == "rgba") && field.count == 1 && field.size == 4;
}

// LZF: runs of literals, and copies from at most 8 kB back. False: damaged.
bool decompress(std::string_view in, std::vector<std::byte>& out) {
    std::size_t at = 0, to = 0;
    while (at < in.size()) {
        const auto control = static_cast<unsigned char>(in[at++]);
        if (control < 32) {
            const std::size_t count = control + 1u;
            if (count > in.size() - at || count > out.size() - to) return false;
            std::memcpy(out.data() + to, in.data() + at, count);
            at += count, to += count;
            continue;
        }
        std::size_t length = control >> 5;
        if (length == 7) {
            if (at == in.size()) return false;
            length += static_cast<unsigned char>(in[at++]);
        }
        if (at == in.size()) return false;
        const std::size_t back = (std::size_t(control & 31) << 8 | static_cast<unsigned char>(in[at++])) + 1;
        length += 2;
        if (back > to || length > out.size() - to) return false;
        for (std::size_t i = 0; i < length; ++i, ++to) out[to] = out[to - back];
    }
    return to == out.size();
}

class Reader {
  public:
    Reader(const Source& source, const InputSpec& input, const Context& context)
        : source_(source), input_(input), context_(context), lines_(source, context) {}

    Result<Dataset> read() {
        if (auto done = header(); !done) return done.error();
        std::int64_t numbers = 0;
        for (auto& field : fields_) numbers += field.count;
        if (numbers > 65536)
            return lines_.error("found " + std::to_string(numbers) +
                                " numbers a point; expected at most 65536");
        for (auto& field : fields_)
            for (std::int64_t i = 0; i < field.count; ++i)
                columns_.push_back(
                    {field.count == 1 ? field.name : field.name + "_" + std::to_string(i), 1.0 / 255});
        const auto least = data_ == "ascii" ? 2 * columns_.size() : data_ == "binary" ? row_bytes() : 0;
        if (least && points_ > (lines_.remaining() + 1) / least)
            return lines_.error("found " + std::to_string(points_) + " points; expected at most " +
                                std::to_string((lines_.remaining() + 1) / least) + ", as only " +
                                counted(lines_.remaining(), "byte") +
                                " follow: the file is cut off or its header wrong");
        if (auto room = context_.fits(points_ * (columns_.size() * 16 + row_bytes()), source_.name()); !room)
            return room.error();
        auto done = data_ == "ascii" ? read_text() : data_ == "binary" ? read_binary() : read_compressed();
        if (!done) return done.error();
        return finish();
    }

  private:
    std::size_t row_bytes() const {
        std::size_t bytes = 0;
        for (auto& field : fields_) bytes += field.bytes();
        return bytes;
    }

    Status header() {
        while (data_.empty()) {
            if (!lines_.next_filled()) return lines_.ended("DATA ascii, binary or binary_compressed");
            if (auto done = statement(); !done) return done;
        }
        if (fields_.empty()) return lines_.error("the header names no FIELDS; expected x y z");
        if (points_ == 0) points_ = width_ * height_;
        if (points_ == 0) return lines_.error("found no points; expected at least one");
        if (points_ > INT32_MAX) return lines_.error("found more points than 2147483647");
        for (auto& field : fields_) {
            const bool whole = field.type == 'I' || field.type == 'U';
            if (field.type == 'F'
                    ? field.size != 4 && field.size != 8
                    : !whole || (field.size != 1 && field.size != 2 && field.size != 4 && field.size != 8))
                return lines_.error("field " + in_quotes(field.name) + " has TYPE " + field.type +
                                    " and SIZE " + std::to_string(field.size) +
                                    "; expected F of 4 or 8, I or U of 1, 2, 4 or 8 bytes");
        }
        return success();
    }

    Status statement() {
        std::string_view key, word;
        lines_.field(key);
        if (key == "VERSION" || key == "VIEWPOINT") return success();
        if (key == "FIELDS" || key == "COLUMNS") {
            while (lines_.field(word)) fields_.push_back({std::string(word), 4, 1, 'F'});
            if (fields_.size() > 4096) return lines_.error("found more than 4096 fields");
            return success();
        }
        if (key == "WIDTH") return number(width_, 0, INT32_MAX);
        if (key == "HEIGHT") return number(height_, 0, INT32_MAX);
        if (key == "POINTS") return number(points_, 0, INT64_MAX);
        if (key == "DATA") {
            lines_.field(word);
            if (word != "ascii" && word != "binary" && word != "binary_compressed")
                return lines_.found(word, "ascii, binary or binary_compressed");
            data_ = word;
            return success();
        }
        for (auto& field : fields_) {
            if (key == "TYPE") {
                if (!lines_.field(word) || word.size() != 1)
                    return lines_.found(word, "F, I or U for each field");
                field.type = word[0];
            } else if (key == "SIZE" || key == "COUNT") {
                std::uint64_t value = 0;
                if (auto done = number(value, 1, key == "SIZE" ? 8 : 4096); !done) return done;
                (key == "SIZE" ? field.size : field.count) = std::int64_t(value);
            }
        }
        if (key == "TYPE" || key == "SIZE" || key == "COUNT") return success();
        return lines_.found(key, "FIELDS, SIZE, TYPE, COUNT, WIDTH, HEIGHT, VIEWPOINT, POINTS or DATA");
    }

    Status number(std::uint64_t& value, std::int64_t least, std::int64_t most) {
        std::int64_t found = 0;
        if (auto done = lines_.integer(found, "a whole number"); !done) return done;
        if (found < least || found > most)
            return lines_.error("found " + std::to_string(found) + "; expected " + std::to_string(least) +
                                " to " + std::to_string(most));
        value = std::uint64_t(found);
        return success();
    }

    Status read_text() {
        table_.resize(Index(points_), Index(columns_.size()));
        for (Index i = 0; i < table_.rows(); ++i) {
            if (!lines_.next_filled())
                return lines_.ended(counted(points_, "point") + ", found " + std::to_string(i));
            for (Index c = 0; c < table_.cols(); ++c) {
                std::string_view word;
                lines_.field(word);
                if (!parse_number(word, table_(i, c)))
                    return lines_.found(word, counted(columns_.size(), "number"));
            }
            std::string_view more;
            if (lines_.field(more)) return lines_.found(more, "the end of the line");
        }
        if (lines_.next_filled())
            return lines_.found(lines_.text(), "the end of the file, as all points were read");
        return success();
    }

    // Numbers of one field, `stride` bytes apart.
    void read_field(const Field& field, const std::byte* from, std::size_t stride, Index column) {
        for (std::int64_t part = 0; part < field.count; ++part)
            for (Index i = 0; i < table_.rows(); ++i)
                table_(i, column + part) =
                    load(from + std::size_t(i) * stride + std::size_t(part * field.size), field);
    }

    Status read_binary() {
        const std::uint64_t bytes = points_ * row_bytes();
        if (bytes > lines_.remaining())
            return source_.at_byte(lines_.offset(), "found " + counted(lines_.remaining(), "byte") +
                                                        "; expected " + std::to_string(bytes) +
                                                        ": the file is cut off");
        const std::byte* from = source_.bytes().data() + lines_.offset();
        table_.resize(Index(points_), Index(columns_.size()));
        Index column = 0;
        for (auto& field : fields_) {
            if (context_.stopped()) return cancelled_error();
            read_field(field, from, row_bytes(), column);
            from += field.bytes();
            column += field.count;
        }
        return success();
    }

    // Two sizes of 4 bytes, then LZF of the fields one after the other.
    Status read_compressed() {
        std::uint32_t sizes[2] = {};
        const std::size_t at = lines_.offset();
        if (lines_.remaining() < 8)
            return source_.at_byte(at, "the file ends here; expected the compressed sizes");
        std::memcpy(sizes, source_.bytes().data() + at, 8);
        const std::uint64_t bytes = points_ * row_bytes();
        if (sizes[0] > lines_.remaining() - 8 || sizes[1] != bytes)
            return source_.at_byte(at, "found " + std::to_string(sizes[0]) + " compressed bytes for " +
                                           std::to_string(sizes[1]) + "; expected at most " +
                                           std::to_string(lines_.remaining() - 8) + " for " +
                                           std::to_string(bytes));
        if (bytes / 400 > sizes[0])
            return source_.at_byte(at, "found " + std::to_string(sizes[0]) +
                                           " compressed bytes, too few for " + std::to_string(bytes));
        std::vector<std::byte> plain(bytes);
        if (!decompress(source_.text().substr(at + 8, sizes[0]), plain))
            return source_.at_byte(at + 8, "the compressed data are damaged; expected LZF of " +
                                               std::to_string(bytes) + " bytes");
        table_.resize(Index(points_), Index(columns_.size()));
        const std::byte* from = plain.data();
        Index column = 0;
        for (auto& field : fields_) {
            if (context_.stopped()) return cancelled_error();
            read_field(field, from, field.bytes(), column);
            from += points_ * field.bytes();
            column += field.count;
        }
        return success();
    }

    // "rgb" holds three bytes in the bits of a float, or in an integer.
    void unpack_color(std::size_t column, const Field& field) {
        Matrix color(table_.rows(), 3);
        for (Index i = 0; i < table_.rows(); ++i) {
            const double value = table_(i, Index(column));
            const bool usable = std::isfinite(value) && std::abs(value) < 4294967296.0;
            const auto bits = field.type == 'F' ? std::bit_cast<std::uint32_t>(float(value))
                                                : std::uint32_t(usable ? std::int64_t(value) : 0);
            for (int c = 0; c < 3; ++c) color(i, c) = double(bits >> (16 - 8 * c) & 255) / 255;
        }
        dataset_.attributes.push_back({"color", Attribute::Domain::Row, std::move(color)});
    }

    // Scanners mark points they did not see with nan.
    void drop_missing() {
        std::vector<Index> kept;
        for (Index i = 0; i < table_.rows(); ++i) {
            bool whole = true;
            for (std::size_t c = 0; c < columns_.size(); ++c)
                if (columns_[c].name == "x" || columns_[c].name == "y" || columns_[c].name == "z")
                    whole = whole && std::isfinite(table_(i, Index(c)));
            if (whole) kept.push_back(i);
        }
        const auto dropped = table_.rows() - Index(kept.size());
        if (dropped == 0) return;
        dataset_.warnings.push_back(counted(std::uint64_t(dropped), "point") +
                                    " without coordinates left out.");
        table_ = Matrix(table_(kept, Eigen::all));
    }

    Result<Dataset> finish() {
        if (input_.drop_missing) drop_missing();
        if (table_.rows() == 0) return input_error(source_.name(), "no point has finite coordinates");
        dataset_.origin.format = "PCD, " + data_;
        std::size_t column = 0;
        for (auto& field : fields_) {
            if (is_packed_color(field)) {
                unpack_color(column, field);
                table_.col(Index(column)).setZero();
                columns_[column].name.clear();
            }
            column += std::size_t(field.count);
        }
        std::vector<Index> kept;
        std::vector<VertexColumn> columns;
        for (std::size_t c = 0; c < columns_.size(); ++c)
            if (!columns_[c].name.empty() && columns_[c].name[0] != '_')
                kept.push_back(Index(c)), columns.push_back(columns_[c]);
        if (kept.size() != columns_.size()) table_ = Matrix(table_(Eigen::all, kept));
        auto points = sort_columns(source_, columns, std::move(table_), dataset_);
        if (!points) return points.error();
        dataset_.payload = PointCloud{std::move(points).value()};
        return std::move(dataset_);
    }

    const Source& source_;
    const InputSpec& input_;
    const Context& context_;
    Lines lines_;
    std::vector<Field> fields_;
    std::vector<VertexColumn> columns_;
    std::uint64_t width_ = 0, height_ = 1, points_ = 0;
    std::string data_;
    Matrix table_;
    Dataset dataset_;
};

bool recognises(const Source& source) {
    const auto head = source.head();
    return head.starts_with("# .PCD") || head.starts_with("VERSION .") || head.starts_with("VERSION 0.") ||
           (head.starts_with('#') && head.find("\nVERSION ") != head.npos &&
            head.find("\nFIELDS ") != head.npos);
}

Result<Dataset> read_pcd(const Source& source, const InputSpec& input, const Context& context) {
    return Reader(source, input, context).read();
}

Result<FileInfo> inspect_pcd(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_pcd(source, input, context), "float32");
}

}  // namespace

Format pcd_format() {
    return {"PCD", {".pcd"}, recognises, inspect_pcd, read_pcd};
}

}  // namespace orthoscope
