#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/apply_match.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/alignment/pairs.h"
#include "core/base/json_fields.h"
#include "core/io/format.h"
#include "core/io/npy.h"
#include "core/io/table_columns.h"
#include "core/io/write.h"
#include "core/linalg/lapack.h"
#include "core/result/result_arrays.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

// aligned = scale X R + t on rows prepared as the run prepared its source.
struct Map {
    Matrix rotation;
    RowVector translation, center;
    double scale = 1;
    RowNorm norm = RowNorm::AsIs;
    Index columns = 0;  // of the run's source

    Index dimension() const { return rotation.rows(); }
    Matrix rows(const Matrix& x) const {
        Matrix y = scale * product(prepare_rows(x, norm, center, dimension()), rotation);
        y.rowwise() += translation;
        return y;
    }
};

Result<Matrix> map_array(const fs::path& folder, const nlohmann::json& outputs, const char* name, Index rows,
                         Index columns) {
    const auto file = outputs.find(name);
    if (file == outputs.end() || !file->is_string())
        return input_error((folder / "result.json").string() + ":outputs." + name,
                           "found nothing; expected the results of an alignment");
    auto array = read_array(name, folder / fs::path(file->get<std::string>()).filename());
    if (!array) return array.error();
    if (array->values.rows() != rows || (columns >= 0 && array->values.cols() != columns))
        return input_error((folder / *file).string(), "found " + std::to_string(array->values.rows()) + " x " +
                                                          std::to_string(array->values.cols()) + " values; expected " +
                                                          std::to_string(rows) + " x " + std::to_string(columns));
    return std::move(array->values);
}

// The few fields that a map needs; the inputs of the run are not touched.
Result<Map> read_map(const fs::path& folder) {
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
    auto outputs = fields.object("outputs"), metrics = fields.object("metrics"), pairing = fields.object("pairing");
    if (!error && inputs->empty()) fields.refuse("inputs", "a source and a target");
    if (error) return *error;
    Map map;
    std::string rows;
    std::int64_t columns = 0, target_columns = 0;
    JsonFields(inputs->front(), place + ":inputs[0]", error).whole("columns", columns, 1, 1 << 24);
    JsonFields(inputs->back(), place + ":inputs[1]", error).whole("columns", target_columns, 1, 1 << 24);
    JsonFields(*metrics, place + ":metrics", error).number("scale", map.scale);
    JsonFields(*pairing, place + ":pairing", error).text("rows", rows);
    if (!error && !row_norm_from_name(rows, map.norm))
        error = input_error(place + ":pairing.rows", "found \"" + rows + "\"; expected a way to normalise rows");
    if (error) return *error;
    map.columns = columns;
    const Index d = std::max(columns, target_columns);
    auto rotation = map_array(folder, *outputs, "rotation", d, d);
    if (!rotation) return rotation.error();
    auto translation = map_array(folder, *outputs, "translation", 1, d);
    if (!translation) return translation.error();
    map.rotation = std::move(*rotation), map.translation = translation->row(0), map.center = RowVector::Zero(d);
    if (map.norm == RowNorm::AsIs) return map;
    auto center = map_array(folder, *outputs, "source_center", 1, d);
    if (!center) return center.error();
    map.center = center->row(0);
    return map;
}

Status check_columns(const Map& map, const std::string& name, Index columns) {
    if (columns == map.columns) return success();
    return input_error(name, "found " + std::to_string(columns) + " columns; expected " + std::to_string(map.columns) +
                                 ", as the source of the run has");
}

Status check_rows(const Map& map, const std::string& name, const Matrix& rows, Index first) {
    if (map.norm != RowNorm::Unit && map.norm != RowNorm::UnitCenterUnit) return success();
    for (Index i = 0; i < rows.rows(); ++i)
        if (rows.row(i).squaredNorm() == 0)
            return input_error(name + ":row " + std::to_string(first + i),
                               "is all zeros and has no direction; expected rows of some length, as the run "
                               "normalised them");
    return success();
}

// NPY header as write_npy makes it, for a matrix that is written block by block.
std::string npy_header(Index rows, Index columns) {
    std::string text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                       std::to_string(columns) + "), }";
    text.append(63 - (10 + text.size()) % 64, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() & 0xff);
    header += static_cast<char>(text.size() >> 8);
    return header + text;
}

// An NPY file of two axes in C order, by blocks of rows: memory does not grow with the file.
class NpyStream {
  public:
    // Nothing where the file is no such NPY.
    static std::optional<NpyStream> open(const InputSpec& input) {
        NpyStream s;
        s.name_ = input.path.string();
        s.file_.open(input.path, std::ios::binary);
        std::string head(1 << 16, '\0');
        s.file_.read(head.data(), static_cast<std::streamsize>(head.size()));
        head.resize(static_cast<std::size_t>(s.file_.gcount()));
        s.file_.clear();
        std::error_code code;
        const auto size = fs::file_size(input.path, code);
        if (code || !is_npy(head)) return {};
        auto header = parse_npy_header(Source(s.name_, std::as_bytes(std::span(head))), size);
        if (!header || !header->element || header->fortran || header->shape.size() != 2) return {};
        s.header_ = std::move(*header);
        s.file_.seekg(static_cast<std::streamoff>(s.header_.data_offset));
        return s;
    }
    Index rows() const { return header_.shape[0]; }
    Index columns() const { return header_.shape[1]; }

    Result<Matrix> next(Index count) {
        const auto row_bytes = static_cast<std::size_t>(columns()) * size_of(*header_.element);
        buffer_.resize(static_cast<std::size_t>(count) * row_bytes);
        file_.read(reinterpret_cast<char*>(buffer_.data()), static_cast<std::streamsize>(buffer_.size()));
        const auto offset = header_.data_offset + static_cast<std::uint64_t>(done_) * row_bytes;
        const Source source(name_, buffer_);
        if (!file_) return source.at_byte(offset, "the file ends here; expected more rows");
        const ArrayView view{buffer_.data(), *header_.element, header_.big_endian, {count, columns()}, {columns(), 1}};
        ArrayPlan plan;
        plan.order = {0, 1}, plan.leading = {count}, plan.frame = {columns()};
        plan.rows = count, plan.columns = columns();
        done_ += count;
        std::vector<std::string> warnings;
        return matrix_from_view(view, plan, source, offset, {}, warnings);
    }

  private:
    std::string name_;
    std::ifstream file_;
    NpyHeader header_;
    std::vector<std::byte> buffer_;
    Index done_ = 0;
};

Error unwritten(const fs::path& out) {
    return {ErrorKind::Output, out.string(), "cannot be written; expected a writable place with room"};
}

Status stream(const Map& map, NpyStream& in, const std::string& name, std::ofstream& file, const Interrupt& interrupt) {
    const auto header = npy_header(in.rows(), map.dimension());
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    const Index block = std::max<Index>(1, (Index(4) << 20) / (8 * map.dimension()));
    for (Index first = 0; first < in.rows(); first += block) {
        if (interrupt.requested()) return cancelled_error();
        auto rows = in.next(std::min(block, in.rows() - first));
        if (!rows) return rows.error();
        if (auto status = check_rows(map, name, *rows, first); !status) return status;
        const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> moved = map.rows(*rows);
        file.write(reinterpret_cast<const char*>(moved.data()), static_cast<std::streamsize>(moved.size()) * 8);
        if (!file) return input_error(name, "its rows cannot be written");
    }
    return success();
}

Status apply_stream(const Map& map, NpyStream& in, const std::string& name, const fs::path& out) {
    const Interrupt interrupt;
    const fs::path beside = out.string() + ".part" + std::to_string(::getpid());
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    std::error_code code;
    if (!file) return unwritten(out);
    auto status = stream(map, in, name, file, interrupt);
    file.close();
    if (status && file.fail()) status = unwritten(out);
    if (status) fs::rename(beside, out, code);
    if (status && code) status = unwritten(out);
    if (!status) fs::remove(beside, code);
    return status;
}

// Other formats are read whole; a mesh keeps its faces, and normals turn with it; a table its header and labels.
Status apply_whole(const Map& map, const InputSpec& input, const fs::path& out) {
    const Interrupt interrupt;
    auto set = read(input, {interrupt.token(), {}, 0});
    if (!set) return set.error();
    for (auto& sentence : (*set)->warnings) warn(sentence);
    if (auto status = check_columns(map, input.path.string(), (*set)->columns()); !status) return status;
    if (auto status = check_rows(map, input.path.string(), (*set)->values(), 0); !status) return status;
    Dataset moved = **set;
    auto rows = map.rows((*set)->values());
    if (auto mesh = std::get_if<Mesh>(&moved.payload)) mesh->vertices = std::move(rows);
    else if (auto cloud = std::get_if<PointCloud>(&moved.payload)) cloud->points = std::move(rows);
    else if (auto embedding = std::get_if<EmbeddingSet>(&moved.payload)) embedding->rows = std::move(rows);
    else if (auto matrix = std::get_if<MatrixData>(&moved.payload)) matrix->values = std::move(rows);
    else return input_error(input.path.string(), "found a sequence; expected a cloud, mesh, embedding set or matrix");
    for (auto& attribute : moved.attributes)
        if (attribute.name == "normal" && attribute.values.cols() == map.dimension())
            attribute.values = attribute.values * map.rotation;
    if (out.extension() != ".csv" || !(*set)->origin.format.starts_with("CSV")) return write(moved, out);
    auto source = Source::open(input.path);
    return source ? write_table(moved, table_columns(*source, input), out) : source.error();
}

Status apply_map(const fs::path& folder, const InputSpec& input, const fs::path& out) {
    auto map = read_map(folder);
    if (!map) return map.error();
    auto npy = input.member.empty() && out.extension() == ".npy" ? NpyStream::open(input) : std::nullopt;
    if (!npy) return apply_whole(*map, input, out);
    if (auto status = check_columns(*map, input.path.string(), npy->columns()); !status) return status;
    return apply_stream(*map, *npy, input.path.string(), out);
}

}  // namespace

int apply_command(Words words) {
    auto rules = qualifier_rules();
    rules.push_back({"out", "a file to write: .npy .ply .off .obj .csv"});
    rules.push_back({"attribute", "values, labels, or an attribute of FILE: color, texture, normal, ..."});
    rules.push_back({"by", "map or functional-map"});
    rules.push_back({"help", "", OptionRule::Takes::Nothing});
    auto arguments = parse_arguments(words, rules, "apply");
    if (!arguments) return fail(arguments.error());
    if (has(*arguments, "help")) return print_help("apply");
    const auto given = positionals(*arguments);
    auto out = last_value(*arguments, "out");
    if (given.size() != 2 || !out)
        return fail(usage_error("apply", "found " + std::to_string(given.size()) + " names" +
                                             (out ? "" : " and no -o OUT") + "; expected apply RESULT FILE -o OUT"));
    auto inputs = inputs_of(*arguments, 1);
    if (!inputs) return fail(inputs.error());
    const auto& input = inputs->front();
    std::error_code code;
    if (fs::equivalent(input.path, *out, code))
        return fail(refuse_value("-o", *out, "another file than the one that is read"));
    const auto* attribute = last_value(*arguments, "attribute");
    const auto* by = last_value(*arguments, "by");
    if (by && *by != "map" && *by != "functional-map") return fail(refuse_value("--by", *by, "map or functional-map"));
    auto match = read_match(given[0], attribute != nullptr);
    if (!match) return fail(match.error());
    if (!*match && attribute)
        return fail(input_error((fs::path(given[0]) / "result.json").string(),
                                "found no match; expected the results of a shape matching, or of an alignment with "
                                "--attribute"));
    if (by && *by == "functional-map") {
        const Interrupt interrupt;
        auto functions = read_function_carrier(given[0], {interrupt.token(), {}, 0});
        if (!functions) return fail(functions.error());
        if (*match) (*match)->functions = std::move(*functions);
    }
    const Status status = *match ? apply_match(**match, input, attribute, *out) : apply_map(given[0], input, *out);
    if (!status) return fail(status.error());
    std::cout << *out << "\n";
    return 0;
}

}  // namespace orthoscope
