// PLY: text, binary little and big endian; any scalar type, lists of any type, unknown elements passed over.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/ply_header.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

using ply::Element;
using ply::Encoding;
using ply::Header;
using ply::Property;
using ply::Type;

constexpr Index chunk_rows = 65536;

template <class T>
T load(const std::byte* from, bool swap) {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), from, sizeof(T));
    if (swap) std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<T>(bytes);
}

// Calls the visitor with a value of the C++ type that `type` names.
template <class Visitor>
auto with_type(Type type, Visitor&& visit) {
    switch (type) {
        case Type::Int8:
            return visit(std::int8_t{});
        case Type::UInt8:
            return visit(std::uint8_t{});
        case Type::Int16:
            return visit(std::int16_t{});
        case Type::UInt16:
            return visit(std::uint16_t{});
        case Type::Int32:
            return visit(std::int32_t{});
        case Type::UInt32:
            return visit(std::uint32_t{});
        case Type::Int64:
            return visit(std::int64_t{});
        case Type::UInt64:
            return visit(std::uint64_t{});
        case Type::Float32:
            return visit(float{});
        case Type::Float64:
            break;
    }
    return visit(double{});
}

double load_any(const std::byte* from, Type type, bool swap) {
    return with_type(type, [&](auto zero) { return double(load<decltype(zero)>(from, swap)); });
}

bool is_face_list(const Element& element, const Property& property) {
    return element.name == "face" && property.list &&
           (property.name == "vertex_indices" || property.name == "vertex_index");
}

class Reader {
  public:
    Reader(const Source& source, const Header& header, const Context& context)
        : source_(source),
          header_(header),
          context_(context),
          at_(header.data_begin),
          swap_((header.encoding == Encoding::LittleEndian) != (std::endian::native == std::endian::little)),
          lines_(source, context, header.data_begin, header.lines) {}

    Result<Dataset> read() {
        const Element* vertex = header_.element("vertex");
        if (!vertex || vertex->count == 0)
            return input_error(source_.name(), "no vertices were found; expected some");
        if (vertex->count > INT32_MAX)
            return source_.at_line(vertex->line, "found more vertices than 2147483647");
        vertex_count_ = Index(vertex->count);
        if (auto room = fits(); !room) return room.error();
        for (auto& element : header_.elements) {
            auto done = header_.encoding == Encoding::Text ? read_text(element) : read_binary(element);
            if (!done) return done.error();
        }
        return finish();
    }

  private:
    Status fits() const {
        std::uint64_t bytes = 0;
        for (auto& e : header_.elements) {
            if (e.name == "vertex") bytes += e.count * e.properties.size() * 16;
            if (e.name == "face") bytes += e.count * 24;
        }
        return context_.fits(bytes, source_.name());
    }

    // The scalar properties of the vertices become the columns of one table.
    void begin_vertices(const Element& element) {
        columns_.clear();
        for (auto& p : element.properties)
            if (!p.list) columns_.push_back({p.name, ply::color_scale(p.type)});
        table_.resize(vertex_count_, Index(columns_.size()));
    }

    Status read_binary(const Element& element) {
        const bool vertices = element.name == "vertex" && !seen_vertices_;
        if (vertices) begin_vertices(element), seen_vertices_ = true;
        if (element.has_list()) return read_binary_lists(element, vertices);
        const std::uint64_t bytes = element.count * element.least_bytes();
        if (bytes > source_.bytes().size() - at_) return truncated(element, bytes);
        if (vertices)
            if (auto done = read_binary_table(element); !done) return done;
        at_ += bytes;
        return success();
    }

    Error truncated(const Element& element, std::uint64_t bytes) const {
        return source_.at_byte(at_, "found " + counted(source_.bytes().size() - at_, "byte") + "; expected " +
                                        std::to_string(bytes) + " for " + in_quotes(element.name) +
                                        ": the file is cut off");
    }

    // Rows of one width: each property is copied with its own tight loop, in pieces that stay in the cache.
    Status read_binary_table(const Element& element) {
        const std::size_t stride = element.least_bytes();
        const std::byte* base = source_.bytes().data() + at_;
        for (Index first = 0; first < vertex_count_; first += chunk_rows) {
            if (context_.stopped()) return cancelled_error();
            context_.report(double(first) / double(vertex_count_), "reading vertices");
            const Index count = std::min(chunk_rows, vertex_count_ - first);
            for (std::size_t p = 0; p < element.properties.size(); ++p)
                with_type(element.properties[p].type, [&](auto zero) {
                    using T = decltype(zero);
                    const std::byte* from = base + std::size_t(first) * stride + element.properties[p].offset;
                    double* to = &table_(first, Index(p));
                    if (swap_)
                        for (Index i = 0; i < count; ++i)
                            to[i] = double(load<T>(from + std::size_t(i) * stride, true));
                    else
                        for (Index i = 0; i < count; ++i)
                            to[i] = double(load<T>(from + std::size_t(i) * stride, false));
                });
        }
        return success();
    }

    Status read_binary_lists(const Element& element, bool vertices) {
        for (std::uint64_t row = 0; row < element.count; ++row) {
            if (row % chunk_rows == 0) {
                if (context_.stopped()) return cancelled_error();
                context_.report(double(row) / double(element.count), "reading " + element.name);
            }
            Index column = 0;
            for (auto& property : element.properties) {
                auto done = property.list
                                ? read_binary_list(element, property)
                                : read_binary_scalar(element, property, vertices, Index(row), column);
                if (!done) return done;
            }
        }
        return success();
    }

    Status read_binary_scalar(const Element& element, const Property& property, bool vertices, Index row,
                              Index& column) {
        const std::size_t size = size_of(property.type);
        if (size > source_.bytes().size() - at_) return truncated(element, size);
        if (vertices) table_(row, column++) = load_any(source_.bytes().data() + at_, property.type, swap_);
        at_ += size;
        return success();
    }

    Status read_binary_list(const Element& element, const Property& property) {
        const auto bytes = source_.bytes();
        const std::size_t size = size_of(property.type), head = size_of(property.count_type);
        if (head > bytes.size() - at_) return truncated(element, head);
        const double count = load_any(bytes.data() + at_, property.count_type, swap_);
        if (!(count >= 0) || count > double((bytes.size() - at_ - head) / size) || count != std::floor(count))
            return source_.at_byte(at_, "found a list of " + std::to_string(count) +
                                            " values; expected at most " +
                                            std::to_string((bytes.size() - at_ - head) / size) +
                                            ": the file is cut off or damaged");
        at_ += head;
        const auto n = std::size_t(count);
        if (is_face_list(element, property)) {
            polygon_.resize(n);
            const std::byte* from = bytes.data() + at_;
            const bool inside =
                with_type(property.type, [&](auto zero) { return load_polygon<decltype(zero)>(from); });
            if (!inside) return source_.at_byte(at_, "found " + outside_ + in_range());
            fans_.add(polygon_);
        }
        at_ += n * size;
        return success();
    }

    template <class T>
    bool load_polygon(const std::byte* from) {
        for (std::size_t i = 0; i < polygon_.size(); ++i) {
            const T value = load<T>(from + i * sizeof(T), swap_);
            if (!(value >= T(0)) || !(double(value) < double(vertex_count_))) {
                outside_ = std::to_string(value);
                return false;
            }
            polygon_[i] = std::int32_t(value);
        }
        return true;
    }

    std::string in_range() const {
        return " as a vertex number of a face; expected 0 to " + std::to_string(vertex_count_ - 1);
    }

    Status read_text(const Element& element) {
        const bool vertices = element.name == "vertex" && !seen_vertices_;
        if (vertices) begin_vertices(element), seen_vertices_ = true;
        if (element.properties.empty()) return success();
        for (std::uint64_t row = 0; row < element.count; ++row) {
            if (!lines_.next_filled(0))
                return lines_.ended(std::to_string(element.count) + " rows of " + in_quotes(element.name) +
                                    ", found " + std::to_string(row));
            Index column = 0;
            for (auto& property : element.properties) {
                auto done = property.list ? read_text_list(element, property)
                                          : read_text_scalar(property, vertices, Index(row), column);
                if (!done) return done;
            }
            std::string_view more;
            if (lines_.field(more)) return lines_.found(more, "the end of the line");
        }
        return success();
    }

    // Attributes may be "nan": they are judged by sort_columns.
    Status read_text_scalar(const Property& property, bool vertices, Index row, Index& column) {
        std::string_view text;
        double value = 0;
        lines_.field(text);
        if (!parse_number(text, value)) return lines_.found(text, "a number (" + property.name + ")");
        if (!vertices) return success();
        const bool place = property.name == "x" || property.name == "y" || property.name == "z";
        if (place && !std::isfinite(value)) return lines_.found(text, "a coordinate (" + property.name + ")");
        table_(row, column++) = value;
        return success();
    }

    Status read_text_list(const Element& element, const Property& property) {
        std::int64_t count = 0;
        if (auto done = lines_.integer(count, "the length of " + in_quotes(property.name)); !done)
            return done;
        if (count < 0 || std::uint64_t(count) > lines_.text().size())
            return lines_.error("found a list of " + std::to_string(count) +
                                " values; expected as many as follow");
        const bool face = is_face_list(element, property);
        polygon_.clear();
        for (std::int64_t i = 0; i < count; ++i) {
            std::string_view text;
            double value = 0;
            lines_.field(text);
            if (!parse_number(text, value))
                return lines_.found(text, std::to_string(count) + " values of " + in_quotes(property.name));
            if (!face) continue;
            if (!(value >= 0 && value < double(vertex_count_)) || value != std::floor(value))
                return lines_.error("found " + in_quotes(text) + in_range());
            polygon_.push_back(std::int32_t(value));
        }
        if (face) fans_.add(polygon_);
        return success();
    }

    Result<Dataset> finish() {
        const auto end = header_.encoding == Encoding::Text ? source_.bytes().size() : at_;
        if (end < source_.bytes().size())
            dataset_.warnings.push_back(counted(source_.bytes().size() - end, "byte") +
                                        " after the last element left out.");
        if (header_.encoding == Encoding::Text && lines_.next_filled(0))
            return lines_.found(lines_.text(), "the end of the file, as all elements were read");
        if (auto strips = header_.element("tristrips"); strips && strips->count)
            dataset_.warnings.push_back("Triangle strips are not read: only the vertices are kept.");
        dataset_.origin.format = header_.encoding == Encoding::Text           ? "PLY, text"
                                 : header_.encoding == Encoding::LittleEndian ? "PLY, binary little endian"
                                                                              : "PLY, binary big endian";
        auto points = sort_columns(source_, columns_, std::move(table_), dataset_);
        if (!points) return points.error();
        fans_.warn(dataset_.warnings);
        Matrix vertices = std::move(points).value();
        if (fans_.count())
            dataset_.payload = Mesh{std::move(vertices), fans_.triangles()};
        else
            dataset_.payload = PointCloud{std::move(vertices)};
        return std::move(dataset_);
    }

    const Source& source_;
    const Header& header_;
    const Context& context_;
    std::size_t at_;  // byte of the next binary value
    bool swap_;
    Lines lines_;
    Index vertex_count_ = 0;
    bool seen_vertices_ = false;
    std::vector<VertexColumn> columns_;
    Matrix table_;
    std::vector<std::int32_t> polygon_;
    std::string outside_;
    Fans fans_;
    Dataset dataset_;
};

bool recognises(const Source& source) {
    const auto head = source.head(5);
    return head.starts_with("ply\n") || head.starts_with("ply\r") || head.starts_with("ply ");
}

Result<Dataset> read_ply(const Source& source, const InputSpec&, const Context& context) {
    const auto header = ply::read_header(source);
    if (!header) return header.error();
    return Reader(source, *header, context).read();
}

Result<FileInfo> inspect_ply(const Source& source, const InputSpec& input, const Context& context) {
    const auto header = ply::read_header(source);
    if (!header) return header.error();
    std::string type = "float64";
    if (auto vertex = header->element("vertex"))
        for (auto& p : vertex->properties)
            if (p.name == "x") type = name_of(p.type);
    return describe(read_ply(source, input, context), type);
}

}  // namespace

Format ply_format() {
    return {"PLY", {".ply"}, recognises, inspect_ply, read_ply};
}

}  // namespace orthoscope
