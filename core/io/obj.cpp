// Wavefront OBJ: positions, colours (its own, else of its materials), normals, texture coordinates and faces. Vertices keep the file's order
// and count; what differs between the faces of one vertex (texture seams) becomes an attribute of corners.
#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io/assemble.h"
#include "core/io/obj_materials.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

bool is_statement(std::string_view word) {
    static constexpr std::string_view known[] = {"v",      "vt",  "vn",   "vp",   "f",      "g",
                                                 "o",      "s",   "l",    "p",    "usemtl", "mtllib",
                                                 "cstype", "deg", "curv", "surf", "parm",   "end"};
    return std::find(std::begin(known), std::end(known), word) != std::end(known);
}

bool recognises(const Source& source) {
    if (!looks_like_text(source)) return false;
    const std::size_t most = 65536, size = source.bytes().size();
    const Source head(source.name(), source.bytes().first(std::min(size, most)));
    const Context context;
    Lines lines(head, context);
    bool vertex = false;
    for (std::string_view word; lines.next_filled();) {
        if (lines.remaining() == 0 && size > most) break;
        lines.field(word);
        if (!is_statement(word)) return false;
        vertex = vertex || word == "v";
    }
    return vertex;
}

// The numbers after one keyword, for all its lines.
struct Series {
    std::vector<double> values;
    std::size_t width = 0;

    std::size_t count() const { return width ? values.size() / width : 0; }
};

class Reader {
  public:
    Reader(const Source& source, const Context& context)
        : source_(source), context_(context), lines_(source, context) {}

    Result<Dataset> read() {
        if (auto room = context_.fits(std::uint64_t(source_.bytes().size()) * 8, source_.name()); !room)
            return room.error();
        while (lines_.next_filled())
            if (auto done = statement(); !done) return done.error();
        if (lines_.stopped()) return cancelled_error();
        if (auto done = check_ahead(); !done) return done.error();
        if (positions_.count() == 0) return lines_.ended("at least one vertex (v x y z)");
        return finish();
    }

  private:
    Status statement() {
        std::string_view word;
        lines_.field(word);
        if (word == "v") return vertex();
        if (word == "vt") return coordinates(texture_, 2, "2 texture coordinates");
        if (word == "vn") return coordinates(normals_, 3, "3 components of a normal");
        if (word == "f") return face();
        if (word == "mtllib") materials_.library(rest_of(lines_.text(), word));
        if (word == "usemtl") materials_.use(rest_of(lines_.text(), word));
        if (!is_statement(word)) ++unknown_;
        return success();
    }

    Status vertex() {
        if (auto done = lines_.all_numbers(row_, "3 coordinates"); !done) return done;
        if (row_.size() < 3) return lines_.found("", "3 coordinates");
        const bool colored = row_.size() == 6 || row_.size() == 7;
        if (positions_.count() == 0) colored_ = colored;
        colored_ = colored_ && colored;
        if (colored) colors_.values.insert(colors_.values.end(), row_.end() - 3, row_.end());
        positions_.width = 3;
        positions_.values.insert(positions_.values.end(), row_.begin(), row_.begin() + 3);
        if (positions_.count() > INT32_MAX) return lines_.error("found more vertices than 2147483647");
        return success();
    }

    // A third texture coordinate, or a lacking second one, is legal.
    Status coordinates(Series& series, std::size_t width, std::string_view expected) {
        if (auto done = lines_.all_numbers(row_, expected); !done) return done;
        if (row_.empty() || (width == 3 && row_.size() != 3)) return lines_.found("", expected);
        row_.resize(width);
        series.width = width;
        series.values.insert(series.values.end(), row_.begin(), row_.end());
        return success();
    }

    // One of v, v/vt, v//vn, v/vt/vn.
    Status corner(std::string_view text) {
        const std::array<const Series*, 3> series{&positions_, &texture_, &normals_};
        for (std::size_t part = 0; part < 3; ++part) {
            const auto slash = std::min(text.find('/'), text.size());
            const auto number = text.substr(0, slash);
            text.remove_prefix(std::min(slash + 1, text.size()));
            if (number.empty() && part > 0) {
                polygon_[part].push_back(-1);
                continue;
            }
            std::int64_t index = 0;
            if (!parse_integer(number, index)) return lines_.found(number, "a vertex number");
            const auto count = std::int64_t(series[part]->count());
            if (index == 0 || index > INT32_MAX || index < -count)
                return lines_.error("found number " + std::to_string(index) + " in a face; expected 1 to " +
                                    std::to_string(count) + " or -1 to -" + std::to_string(count));
            if (index < 0) index += count + 1;
            if (index > highest_[part]) highest_[part] = index, highest_line_[part] = lines_.number();
            polygon_[part].push_back(std::int32_t(index - 1));
        }
        if (!text.empty()) return lines_.found(text, "at most three numbers a corner");
        return success();
    }

    Status face() {
        for (auto& part : polygon_) part.clear();
        std::string_view text;
        for (bool any = lines_.field(text); any || text == "\\"; any = lines_.field(text)) {
            if (text == "\\") {
                if (!lines_.next()) return lines_.ended("the rest of a face");
                continue;
            }
            if (auto done = corner(text); !done) return done;
        }
        if (polygon_[0].size() < 3)
            return lines_.error("found a face of " + std::to_string(polygon_[0].size()) +
                                " corners; expected 3 corners or more");
        for (std::size_t part = 0; part < 3; ++part) fans_[part].add(polygon_[part]);
        materials_.faces(fans_[0].count());
        return success();
    }

    // Faces may name vertices that come later in the file, but they must come.
    Status check_ahead() const {
        const std::array<const Series*, 3> series{&positions_, &texture_, &normals_};
        static constexpr const char* nouns[] = {"vertices", "texture coordinates", "normals"};
        for (std::size_t part = 0; part < 3; ++part)
            if (highest_[part] > std::int64_t(series[part]->count()))
                return source_.at_line(highest_line_[part], "found number " + std::to_string(highest_[part]) +
                                                                " in a face; expected at most " +
                                                                std::to_string(series[part]->count()) +
                                                                ", the number of " + nouns[part]);
        return success();
    }

    void add_corners(std::size_t part, const char* name, const Series& series) {
        const auto& corners = fans_[part].corners();
        if (series.count() == 0 || corners.empty()) return;
        if (std::all_of(corners.begin(), corners.end(), [](auto i) { return i < 0; })) return;
        if (std::any_of(corners.begin(), corners.end(), [](auto i) { return i < 0; })) {
            dataset_.warnings.push_back("Some faces have no " + std::string(name) +
                                        ", so that it was left out.");
            return;
        }
        if (series.count() == positions_.count() && corners == fans_[0].corners()) {
            dataset_.attributes.push_back(
                {name, Attribute::Domain::Row, from_rows(series.values, Index(series.width))});
            return;
        }
        Matrix values(Index(corners.size()), Index(series.width));
        for (std::size_t i = 0; i < corners.size(); ++i)
            for (std::size_t c = 0; c < series.width; ++c)
                values(Index(i), Index(c)) = series.values[std::size_t(corners[i]) * series.width + c];
        dataset_.attributes.push_back({name, Attribute::Domain::Corner, std::move(values)});
    }

    // Only of a file: bytes in memory have nothing beside them.
    Status add_material_colours() {
        std::error_code none;
        if (colored_ || !fans_[0].count() || !std::filesystem::is_regular_file(source_.name(), none)) return success();
        auto colours = materials_.colours(Index(positions_.count()), fans_[0].corners(), fans_[1].corners(), texture_.values,
                                          source_.name(), dataset_.warnings, context_);
        if (!colours) return colours.error();
        if (colours->rows() > 0) dataset_.attributes.push_back({"color", Attribute::Domain::Row, std::move(*colours)});
        return success();
    }

    Result<Dataset> finish() {
        dataset_.origin.format = "OBJ";
        if (colored_) {
            Matrix color = from_rows(colors_.values, 3);
            if (color.maxCoeff() > 1) color /= 255;
            dataset_.attributes.push_back({"color", Attribute::Domain::Row, std::move(color)});
        }
        if (auto done = add_material_colours(); !done) return done.error();
        add_corners(1, "texture", texture_);
        add_corners(2, "normal", normals_);
        fans_[0].warn(dataset_.warnings);
        if (unknown_) dataset_.warnings.push_back(counted(unknown_, "unknown statement") + " left out.");
        Matrix points = from_rows(positions_.values, 3);
        if (fans_[0].count())
            dataset_.payload = Mesh{std::move(points), fans_[0].triangles()};
        else
            dataset_.payload = PointCloud{std::move(points)};
        return std::move(dataset_);
    }

    const Source& source_;
    const Context& context_;
    Lines lines_;
    Series positions_, texture_, normals_, colors_;
    std::vector<double> row_;
    std::array<std::vector<std::int32_t>, 3> polygon_;  // vertex, texture and normal numbers of one face
    std::array<Fans, 3> fans_;
    std::array<std::int64_t, 3> highest_{};
    std::array<std::size_t, 3> highest_line_{};
    ObjMaterials materials_;
    bool colored_ = false;
    std::size_t unknown_ = 0;
    Dataset dataset_;
};

Result<Dataset> read_obj(const Source& source, const InputSpec&, const Context& context) {
    return Reader(source, context).read();
}

Result<FileInfo> inspect_obj(const Source& source, const InputSpec& input, const Context& context) {
    return describe(read_obj(source, input, context), "float64");
}

}  // namespace

Format obj_format() {
    return {"OBJ", {".obj"}, recognises, inspect_obj, read_obj};
}

}  // namespace orthoscope
