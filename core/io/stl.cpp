// STL, text and binary: a soup of triangles. Each triangle keeps its own three vertices, nothing is merged.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

constexpr std::size_t header_bytes = 84, triangle_bytes = 50;

// What the binary header announces.
std::uint64_t announced(const Source& source) {
    std::uint32_t count = 0;
    if (source.bytes().size() >= header_bytes) std::memcpy(&count, source.bytes().data() + 80, 4);
    return count;
}

std::uint64_t binary_size(std::uint64_t triangles) {
    return header_bytes + triangle_bytes * triangles;
}

// By the size alone: many binary files begin with "solid" too.
bool is_binary(const Source& source) {
    return source.bytes().size() >= header_bytes && announced(source) > 0 &&
           source.bytes().size() == binary_size(announced(source));
}

bool is_text(const Source& source) {
    return trimmed(source.head(256)).starts_with("solid") && looks_like_text(source) &&
           source.head(4096).find("facet") != std::string_view::npos;
}

bool recognises(const Source& source) {
    return is_binary(source) || is_text(source);
}

Dataset soup(Matrix vertices, std::string format) {
    Dataset dataset;
    Mesh mesh;
    const auto count = std::int32_t(vertices.rows());
    mesh.triangles.resize(count / 3, 3);
    for (std::int32_t f = 0; f < count / 3; ++f) mesh.triangles.row(f) << 3 * f, 3 * f + 1, 3 * f + 2;
    mesh.vertices = std::move(vertices);
    dataset.payload = std::move(mesh);
    dataset.origin.format = std::move(format);
    dataset.warnings.push_back("STL shares no vertices between triangles: each of the " +
                               counted(std::uint64_t(count / 3), "triangle") + " keeps three of its own.");
    return dataset;
}

Result<Dataset> read_binary(const Source& source, const Context& context) {
    const std::uint64_t count = announced(source), size = source.bytes().size();
    if (size < header_bytes)
        return source.at_byte(size,
                              "the file ends here; expected a header of 84 bytes, or \"solid\" and facets");
    if (count == 0) return source.at_byte(80, "found 0 triangles; expected at least one");
    if (count > (size - header_bytes) / triangle_bytes)
        return source.at_byte(80, "found " + counted(count, "triangle") + "; expected at most " +
                                      std::to_string((size - header_bytes) / triangle_bytes) +
                                      " in a file of " + counted(size, "byte") +
                                      ": it is cut off or its header wrong");
    if (count > INT32_MAX / 3) return source.at_byte(80, "found more triangles than 715827882");
    if (auto room = context.fits(count * (9 * 8 + 12), source.name()); !room) return room.error();
    Matrix vertices(Index(count) * 3, 3);
    for (std::uint64_t f = 0; f < count; ++f) {
        if (f % 65536 == 0) {
            if (context.stopped()) return cancelled_error();
            context.report(double(f) / double(count), "reading triangles");
        }
        const std::size_t at = header_bytes + f * triangle_bytes + 12;
        float corner[9];
        std::memcpy(corner, source.bytes().data() + at, sizeof corner);
        for (int i = 0; i < 9; ++i) {
            if (!std::isfinite(corner[i]))
                return source.at_byte(at + 4 * std::size_t(i), "found " + std::to_string(corner[i]) +
                                                                   " in triangle " + std::to_string(f) +
                                                                   "; expected finite coordinates");
            vertices(Index(3 * f) + i / 3, i % 3) = corner[i];
        }
    }
    Dataset dataset = soup(std::move(vertices), "STL, binary");
    if (size > binary_size(count))
        dataset.warnings.push_back(counted(size - binary_size(count), "byte") +
                                   " after the last triangle left out.");
    return dataset;
}

Status expect(Lines& lines, std::string_view first, std::string_view second) {
    const std::string both = std::string(first) + (second.empty() ? "" : " ") + std::string(second);
    if (!lines.next_filled(0)) return lines.ended(both);
    for (auto wanted : {first, second}) {
        std::string_view word;
        if (!wanted.empty() && (!lines.field(word) || word != wanted)) return lines.found(word, both);
    }
    return success();
}

// After "facet": "outer loop", three vertices, "endloop", "endfacet". The normal is not needed and often
// wrong.
Status read_facet(Lines& lines, std::vector<double>& values) {
    if (auto done = expect(lines, "outer", "loop"); !done) return done;
    for (int i = 0; i < 3; ++i) {
        if (auto done = expect(lines, "vertex", ""); !done) return done;
        double place[3];
        if (auto done = lines.numbers(place, "3 coordinates"); !done) return done;
        values.insert(values.end(), place, place + 3);
    }
    if (auto done = expect(lines, "endloop", ""); !done) return done;
    return expect(lines, "endfacet", "");
}

Result<Dataset> read_text(const Source& source, const Context& context) {
    if (auto room = context.fits(source.bytes().size() * 2, source.name()); !room) return room.error();
    Lines lines(source, context);
    std::vector<double> values;
    bool inside = false;
    while (lines.next_filled(0)) {
        std::string_view word;
        lines.field(word);
        if (word == "solid" || word == "endsolid") {
            if (inside == (word == "solid")) return lines.found(word, inside ? "facet or endsolid" : "solid");
            inside = !inside;
        } else if (word == "facet" && inside) {
            if (auto done = read_facet(lines, values); !done) return done.error();
            if (values.size() / 3 > INT32_MAX) return lines.error("found more triangles than 715827882");
        } else {
            return lines.found(word, inside ? "facet or endsolid" : "solid");
        }
    }
    if (inside || lines.stopped()) return lines.ended("facet or endsolid");
    if (values.empty()) return lines.ended("at least one facet");
    return soup(from_rows(values, 3), "STL, text");
}

Result<Dataset> read_stl(const Source& source, const InputSpec&, const Context& context) {
    const bool text = !is_binary(source) && looks_like_text(source);
    return text ? read_text(source, context) : read_binary(source, context);
}

Result<FileInfo> inspect_stl(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_stl(source, input, context), is_binary(source) ? "float32" : "float64");
}

}  // namespace

Format stl_format() {
    return {"STL", {".stl"}, recognises, inspect_stl, read_stl};
}

}  // namespace orthoscope
