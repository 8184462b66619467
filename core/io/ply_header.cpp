#include "core/io/ply_header.h"

#include <algorithm>

#include "core/io/text.h"

namespace orthoscope::ply {
namespace {

constexpr struct {
    Type type;
    std::string_view name, old_name;
    std::size_t size;
} types[] = {{Type::Int8, "int8", "char", 1},        {Type::UInt8, "uint8", "uchar", 1},
             {Type::Int16, "int16", "short", 2},     {Type::UInt16, "uint16", "ushort", 2},
             {Type::Int32, "int32", "int", 4},       {Type::UInt32, "uint32", "uint", 4},
             {Type::Int64, "int64", "long", 8},      {Type::UInt64, "uint64", "ulong", 8},
             {Type::Float32, "float32", "float", 4}, {Type::Float64, "float64", "double", 8}};

bool parse_type(std::string_view word, Type& type) {
    for (auto& each : types)
        if (word == each.name || word == each.old_name) return type = each.type, true;
    return false;
}

class Parser {
  public:
    explicit Parser(const Source& source) : source_(source), lines_(source, context_) {}

    Result<Header> parse() {
        if (!lines_.next() || trimmed(lines_.text()) != "ply") return lines_.found(lines_.text(), "ply");
        bool ended = false;
        while (!ended && lines_.next_filled(0))
            if (auto done = statement(ended); !done) return done.error();
        if (!ended) return lines_.ended("end_header");
        if (!format_seen_)
            return lines_.error("the header has no format; expected \"format ascii 1.0\" or binary");
        header_.lines = lines_.number();
        header_.data_begin = lines_.offset();
        for (auto& element : header_.elements)
            if (auto done = check_count(element); !done) return done.error();
        return std::move(header_);
    }

  private:
    Status statement(bool& ended) {
        std::string_view word;
        lines_.field(word);
        if (word == "comment" || word == "obj_info") return success();
        if (word == "format") return format();
        if (word == "element") return element();
        if (word == "property") return property();
        if (word != "end_header")
            return lines_.found(word, "format, element, property, comment or end_header");
        ended = true;
        return success();
    }

    Status format() {
        std::string_view word;
        lines_.field(word);
        format_seen_ = true;
        if (word == "ascii")
            header_.encoding = Encoding::Text;
        else if (word == "binary_little_endian")
            header_.encoding = Encoding::LittleEndian;
        else if (word == "binary_big_endian")
            header_.encoding = Encoding::BigEndian;
        else
            return lines_.found(word, "ascii, binary_little_endian or binary_big_endian");
        return success();
    }

    Status element() {
        Element element;
        std::string_view name;
        std::int64_t count = 0;
        if (!lines_.field(name)) return lines_.found(name, "the name of an element");
        if (auto done = lines_.integer(count, "the number of rows of the element"); !done) return done;
        if (count < 0) return lines_.error("found " + std::to_string(count) + " rows; expected 0 or more");
        element.name = name;
        element.count = std::uint64_t(count);
        element.line = lines_.number();
        header_.elements.push_back(std::move(element));
        return success();
    }

    Status property() {
        if (header_.elements.empty()) return lines_.error("found a property; expected an element before it");
        Property property;
        std::string_view word;
        lines_.field(word);
        if (word == "list") {
            property.list = true;
            lines_.field(word);
            if (!parse_type(word, property.count_type))
                return lines_.found(word, "a type (uchar, int, float...)");
            lines_.field(word);
        }
        if (!parse_type(word, property.type)) return lines_.found(word, "a type (uchar, int, float...)");
        if (!lines_.field(word)) return lines_.found(word, "the name of a property");
        property.name = word;
        Element& element = header_.elements.back();
        property.offset = element.least_bytes();
        element.properties.push_back(std::move(property));
        return success();
    }

    Status check_count(const Element& element) const {
        const std::uint64_t bytes = source_.bytes().size() - header_.data_begin;
        // In text each value takes a digit and what parts it from the next; the last newline may lack.
        const std::uint64_t each =
            header_.encoding == Encoding::Text ? 2 * element.properties.size() : element.least_bytes();
        if (each == 0 || element.count <= (bytes + 1) / each) return success();
        return source_.at_line(
            element.line, "found " + std::to_string(element.count) + " rows of " + in_quotes(element.name) +
                              "; expected at most " + std::to_string((bytes + 1) / each) + ", as only " +
                              counted(bytes, "byte") + " follow: the file is cut off or its header wrong");
    }

    const Source& source_;
    Context context_;
    Lines lines_;
    Header header_;
    bool format_seen_ = false;
};

}  // namespace

std::size_t size_of(Type type) {
    return types[std::size_t(type)].size;
}
std::string_view name_of(Type type) {
    return types[std::size_t(type)].name;
}

double color_scale(Type type) {
    if (type == Type::Float32 || type == Type::Float64) return 1;
    return type == Type::Int16 || type == Type::UInt16 ? 1.0 / 65535 : 1.0 / 255;
}

bool Element::has_list() const {
    return std::any_of(properties.begin(), properties.end(), [](auto& p) { return p.list; });
}

std::size_t Element::least_bytes() const {
    std::size_t bytes = 0;
    for (auto& p : properties) bytes += size_of(p.list ? p.count_type : p.type);
    return bytes;
}

const Element* Header::element(std::string_view name) const {
    for (auto& e : elements)
        if (e.name == name) return &e;
    return nullptr;
}

Result<Header> read_header(const Source& source) {
    return Parser(source).parse();
}

}  // namespace orthoscope::ply
