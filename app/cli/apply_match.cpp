#include "app/cli/apply_match.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/base/json_fields.h"
#include "core/io/format.h"
#include "core/io/write.h"
#include "core/maps/carry.h"
#include "core/result/result_arrays.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

Result<Indices> read_indices(const fs::path& folder, const nlohmann::json& outputs, const char* name, Index rows,
                             Index below) {
    const fs::path path = folder / fs::path(outputs.at(name).get<std::string>()).filename();
    auto array = read_array(name, path);
    if (!array) return array.error();
    const bool fits = array->values.rows() == rows && array->values.cols() == 1;
    if (!fits || (rows > 0 && (array->values.minCoeff() < -1 || array->values.maxCoeff() >= double(below))))
        return input_error(path.string(), "found another shape or range; expected " + std::to_string(rows) +
                                              " rows of -1 to " + std::to_string(below - 1));
    return Indices(array->values.col(0).cast<std::int64_t>());
}

struct Side {
    InputSpec spec;
    std::string hash;
    Index rows = 0;
};

std::optional<Side> side_of(const nlohmann::json& item, const fs::path& folder, const std::string& place,
                            std::optional<Error>& error) {
    JsonFields fields(item, place, error);
    std::string path, member, kind_name, file, missing;
    std::int64_t rows = 0;
    Side side;
    fields.text("path", path), fields.text("member", member, false), fields.text("kind", kind_name);
    fields.text("file", file, false), fields.text("axes", side.spec.axes, false), fields.text("sha256", side.hash);
    fields.text("missing", missing, false), fields.whole("rows", rows, 0, INT64_MAX);
    Kind kind{};
    if (!error && !kind_from_name(kind_name, kind)) fields.refuse("kind", "cloud, mesh, embedding, matrix or sequence");
    if (error) return {};
    const fs::path at(file.empty() ? path : file);
    side.spec.path = at.is_absolute() ? at : folder / at;
    side.spec.member = member, side.spec.kind = kind, side.spec.drop_missing = missing == "drop-rows", side.rows = rows;
    return side;
}

std::string names_of(const Dataset& set) {
    std::string names = "values";
    if (!set.labels.empty()) names += ", labels";
    for (auto& a : set.attributes) names += ", " + a.name;
    return names;
}

// A function must have a value at each vertex; where no face gives one it counts for nothing.
Result<Carried> pull(const Match& match, const Dataset& set, const std::string& name) {
    const bool labels = name == "labels" && !set.labels.empty();
    if (labels && match.functions)
        return refuse_value("--attribute", name, "numbers, since labels are no function; without --by the map carries them");
    if (!labels && !set.attribute(name) && name != "values")
        return refuse_value("--attribute", name, "one that " + set.name + " has: " + names_of(set));
    if (!match.functions) return carry_by_map(set, name, match.map);
    auto functions = functions_of(set, name);
    if (!functions) return functions.error();
    return carried_functions(name, match.functions->carried(*functions));
}

// The target, painted by what was pulled to it.
Result<Dataset> painted_target(const Match& match, const Carried& pulled, const Carried& source, const Context& context) {
    auto target = read(match.target, context);
    if (!target) return target.error();
    const auto place = match.target.path.string();
    if ((*target)->origin.sha256 != match.target_hash || (*target)->rows() != match.map.size())
        return input_error(place, "has changed since the run; expected the target that it was made with");
    if ((*target)->columns() > 3)
        return input_error(place, "found " + std::to_string((*target)->columns()) +
                                      " columns; expected 2 or 3 to draw, or an OUT that ends in .npy or .csv");
    return painted(**target, pulled, source);
}

}  // namespace

Result<std::optional<Match>> read_match(const fs::path& folder, bool any) {
    const auto place = (folder / "result.json").string();
    auto source = Source::open(folder / "result.json");
    if (!source) return source.error();
    auto json = parse_json(source->text(), place);
    if (!json) return json.error();
    std::optional<Error> error;
    JsonFields fields(*json, place + ":", error);
    int schema = 0;
    fields.whole("schema", schema, 1, 1);
    auto inputs = fields.array("inputs");
    auto outputs = fields.object("outputs");
    if (error) return *error;
    auto names_file = [&](const char* name) { return outputs->contains(name) && outputs->at(name).is_string(); };
    const bool shapes = names_file("map");
    if ((!shapes && !(any && names_file("matching"))) || inputs->size() < 2) return std::optional<Match>();
    const auto from = side_of(inputs->at(0), folder, place + ":inputs[0]", error);
    const auto to = side_of(inputs->at(1), folder, place + ":inputs[1]", error);
    if (error) return *error;
    auto found = shapes ? read_indices(folder, *outputs, "map", to->rows, from->rows)
                        : read_indices(folder, *outputs, "matching", from->rows, to->rows);
    if (!found) return found.error();
    return std::optional(Match{shapes ? std::move(*found) : map_of_matching(*found, to->rows), from->rows, to->spec, to->hash, {}});
}

Status apply_match(const Match& match, const InputSpec& input, const std::string* attribute, const fs::path& out) {
    const Interrupt interrupt;
    const Context context{interrupt.token(), {}, 0};
    auto set = read(input, context);
    if (!set) return set.error();
    for (auto& sentence : (*set)->warnings) warn(sentence);
    if ((*set)->rows() != match.source_rows)
        return input_error(input.path.string(), "found " + std::to_string((*set)->rows()) + " rows; expected " +
                                                    std::to_string(match.source_rows) +
                                                    ", one for each row of the run's source");
    const auto names = names_to_carry(**set);
    const std::string name = attribute ? *attribute : names.empty() ? "values" : names.front();
    auto pulled = pull(match, **set, name);
    if (!pulled) return pulled.error();
    if (const Index bare = (match.map.array() < 0).count(); bare > 0 && !match.functions)
        warn(std::to_string(bare) + " of " + std::to_string(match.map.size()) + " target rows are uncovered.");
    const auto suffix = out.extension();
    if (suffix == ".npy") {
        if (!pulled->labels.empty()) return refuse_value("-o", out.string(), "a .csv or .ply file for labels");
        return write_npy(pulled->attribute.values, out);
    }
    if (suffix == ".csv" && pulled->labels.empty()) {
        Dataset table;
        table.payload = EmbeddingSet{pulled->attribute.values};
        return write(table, out);
    }
    auto target = painted_target(match, *pulled, own(**set, name), context);
    return target ? write(*target, out) : target.error();
}

}  // namespace orthoscope
