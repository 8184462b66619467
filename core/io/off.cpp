// Geomview's Object File Format in text: OFF with any of the prefixes ST, C and N.
#include <algorithm>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

struct Layout {
    bool texture = false, color = false, normal = false;
    Index color_width = 0;  // 3 or 4 numbers, by the first vertex

    Index width() const { return 3 + 3 * normal + color_width + 2 * texture; }
};

// "STCNOFF" and the like; false: another word.
bool parse_keyword(std::string_view word, Layout& layout) {
    if (!word.ends_with("OFF")) return false;
    word.remove_suffix(3);
    const auto take = [&](std::string_view prefix) {
        if (!word.starts_with(prefix)) return false;
        word.remove_prefix(prefix.size());
        return true;
    };
    layout.texture = take("ST");
    layout.color = take("C");
    layout.normal = take("N");
    return word.empty();
}

std::string_view first_word(const Source& source) {
    const Source head(source.name(),
                      source.bytes().first(std::min<std::size_t>(source.bytes().size(), 65536)));
    const Context context;
    Lines lines(head, context);
    std::string_view word;
    if (lines.next_filled()) lines.field(word);
    return word;
}

bool recognises(const Source& source) {
    Layout layout;
    const auto word = first_word(source);
    return parse_keyword(word, layout) || word == "4OFF" || word == "nOFF" || word == "4nOFF";
}

class Reader {
  public:
    Reader(const Source& source, const Context& context)
        : source_(source), context_(context), lines_(source, context) {}

    Result<Dataset> read() {
        for (auto step : {&Reader::header, &Reader::vertices, &Reader::faces})
            if (auto done = (this->*step)(); !done) return done.error();
        dataset_.origin.format = keyword_;
        finish();
        return std::move(dataset_);
    }

  private:
    Status header() {
        std::string_view word;
        if (!lines_.next_filled()) return lines_.ended("OFF");
        lines_.field(word);
        keyword_ = word;
        if (!parse_keyword(word, layout_)) return lines_.found(word, "OFF, COFF, NOFF or STOFF (3-D, text)");
        std::string_view rest;
        if (Lines ahead = lines_; ahead.field(rest)) {
            if (rest == "BINARY") return lines_.error("found binary OFF; expected text");
        } else if (!lines_.next_filled()) {
            return lines_.ended("the numbers of vertices and faces");
        }
        if (auto done = lines_.integer(vertex_count_, "the number of vertices"); !done) return done;
        if (auto done = lines_.integer(face_count_, "the number of faces"); !done) return done;
        return check_counts();
    }

    // "0 0 0" is the least a vertex takes, "3 0 1 2" or "1 0" a face; each needs its line.
    Status check_counts() {
        const auto bytes = lines_.remaining();
        const auto impossible = [&](std::int64_t count, std::size_t each, const char* noun) {
            return lines_.error("found " + std::to_string(count) + " " + noun + "; expected 0 to " +
                                std::to_string((bytes + 1) / each) + ", as only " + counted(bytes, "byte") +
                                " follow: the file is cut off or its header wrong");
        };
        const auto too_many = [&](std::int64_t count, std::size_t each) {
            return count < 0 || std::uint64_t(count) > (bytes + 1) / each;
        };
        if (too_many(vertex_count_, 6)) return impossible(vertex_count_, 6, "vertices");
        if (too_many(face_count_, 2)) return impossible(face_count_, 2, "faces");
        if (vertex_count_ == 0) return lines_.error("found no vertices; expected at least one");
        if (vertex_count_ > INT32_MAX) return lines_.error("found more vertices than 2147483647");
        return context_.fits(std::uint64_t(vertex_count_) * 8 * 12 + std::uint64_t(face_count_) * 24,
                             source_.name());
    }

    Status vertices() {
        std::vector<double> row;
        for (Index i = 0; i < vertex_count_; ++i) {
            if (!lines_.next_filled())
                return lines_.ended(counted(std::uint64_t(vertex_count_), "vertex") + ", found " +
                                    std::to_string(i));
            if (i == 0)
                if (auto done = first_vertex(row); !done) return done;
            row.resize(std::size_t(layout_.width()));
            const auto expected = layout_.width() == 3 ? "3 coordinates" : counted(row.size(), "number");
            if (auto done = lines_.numbers(row, expected); !done) return done;
            for (Index c = 0; c < layout_.width(); ++c) table_(i, c) = row[std::size_t(c)];
            std::string_view more;
            surplus_ = surplus_ || lines_.field(more);
        }
        return success();
    }

    // Colours have three or four numbers: the first vertex tells.
    Status first_vertex(std::vector<double>& row) {
        if (layout_.color) {
            Lines ahead = lines_;
            if (auto done = ahead.all_numbers(row, "the numbers of a vertex"); !done) return done;
            layout_.color_width = Index(row.size()) - layout_.width() == 4 ? 4 : 3;
        }
        table_.resize(vertex_count_, layout_.width());
        return success();
    }

    Status faces() {
        fans_.reserve(std::size_t(face_count_));
        std::vector<std::int32_t> corners;
        for (Index i = 0; i < face_count_; ++i) {
            if (!lines_.next_filled())
                return lines_.ended(counted(std::uint64_t(face_count_), "face") + ", found " +
                                    std::to_string(i));
            if (auto done = face(corners); !done) return done;
            fans_.add(corners);
        }
        return success();
    }

    Status face(std::vector<std::int32_t>& corners) {
        std::int64_t count = 0, index = 0;
        if (auto done = lines_.integer(count, "the number of corners of a face"); !done) return done;
        if (count < 0 || std::uint64_t(count) > lines_.text().size())
            return lines_.error("found a face of " + std::to_string(count) +
                                " corners; expected as many as follow");
        corners.clear();
        for (std::int64_t c = 0; c < count; ++c) {
            if (auto done = lines_.integer(index, counted(std::uint64_t(count), "vertex") + " of a face");
                !done)
                return done;
            if (index < 0 || index >= vertex_count_)
                return lines_.error("found vertex number " + std::to_string(index) + "; expected 0 to " +
                                    std::to_string(vertex_count_ - 1));
            corners.push_back(std::int32_t(index));
        }
        return success();
    }

    void finish() {
        Index at = 3;
        const auto add = [&](const char* name, Index width) {
            dataset_.attributes.push_back({name, Attribute::Domain::Row, table_.middleCols(at, width)});
            at += width;
        };
        if (layout_.normal) add("normal", 3);
        if (layout_.color_width) {
            add("color", layout_.color_width);
            Matrix& color = dataset_.attributes.back().values;
            if (color.maxCoeff() > 1) color /= 255;
        }
        if (layout_.texture) add("texture", 2);
        Matrix points = layout_.width() == 3 ? std::move(table_) : Matrix(table_.leftCols(3));
        if (surplus_)
            dataset_.warnings.push_back("Numbers after those that " + keyword_ + " announces were left out.");
        fans_.warn(dataset_.warnings);
        if (fans_.count())
            dataset_.payload = Mesh{std::move(points), fans_.triangles()};
        else
            dataset_.payload = PointCloud{std::move(points)};
    }

    const Source& source_;
    const Context& context_;
    Lines lines_;
    Layout layout_;
    std::string keyword_;
    std::int64_t vertex_count_ = 0, face_count_ = 0;
    Matrix table_;
    Fans fans_;
    Dataset dataset_;
    bool surplus_ = false;
};

Result<Dataset> read_off(const Source& source, const InputSpec&, const Context& context) {
    return Reader(source, context).read();
}

Result<FileInfo> inspect_off(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_off(source, input, context), "float64");
}

}  // namespace

Format off_format() {
    return {"OFF", {".off", ".coff", ".noff"}, recognises, inspect_off, read_off};
}

}  // namespace orthoscope
