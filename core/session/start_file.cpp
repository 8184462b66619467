#include "core/session/start_file.h"

#include <Eigen/LU>
#include <cmath>

#include "core/base/json_fields.h"
#include "core/io/npy.h"
#include "core/io/read.h"
#include "core/io/text.h"
#include "core/result/result_arrays.h"
#include "core/result/result_folder.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

struct Wanted {
    fs::path path;
    Index dimension, source_rows;  // of shapes: 0, and the rows of the target
    bool of_shapes() const { return dimension == 0; }

    Error refuse(const std::string& found) const {
        if (of_shapes())
            return input_error(path.string(), "holds " + found + "; expected a functional map of two or more columns, a map of " +
                                                  counted(std::uint64_t(source_rows), "whole number") +
                                                  " (the source vertex of each target vertex), or a results folder");
        const auto d = std::to_string(dimension);
        return input_error(path.string(), "holds " + found + "; expected a " + d + " x " + d + " rotation, " +
                                              (dimension == 3 ? "a 4 x 4 pose, " : "") + "a matching of " +
                                              counted(std::uint64_t(source_rows), "whole number") + ", a stack T x " +
                                              d + " x " + d + ", or a results folder");
    }
};

bool is_pose(const Matrix& m) {
    return m.rows() == 4 && m.cols() == 4 && m.row(3).head(3).isZero() && m(3, 3) == 1;
}

Result<Start> pose_of(const Matrix& m, const Wanted& wanted) {
    const double scale = std::cbrt(std::abs(m.topLeftCorner(3, 3).determinant()));
    if (!(scale > 0)) return wanted.refuse("a 4 x 4 pose whose rotation block is singular");
    Start start;
    start.rotations = {Matrix(m.topLeftCorner(3, 3).transpose()) / scale};
    start.translation = m.topRightCorner(3, 1).transpose();
    start.scale = scale;
    return start;
}

Result<Start> matching_of(const Matrix& m, const Wanted& wanted) {
    Indices matching(m.size());
    Index i = 0;
    for (double value : m.reshaped<Eigen::RowMajor>()) {
        if (value != std::floor(value) || value < -1 || value > 1e15)
            return input_error(wanted.path.string() + ":number " + std::to_string(i + 1),
                               "found " + std::to_string(value) + "; expected a " +
                                   (wanted.of_shapes() ? "source vertex" : "target row") + ", or -1 for none");
        matching(i++) = static_cast<std::int64_t>(value);
    }
    Start start;
    start.matching = std::move(matching);
    return start;
}

Result<Start> meaning_of(const Matrix& m, const Wanted& wanted) {
    const Index d = wanted.dimension;
    if (wanted.of_shapes()) {
        if (m.size() == wanted.source_rows && (m.rows() == 1 || m.cols() == 1)) return matching_of(m, wanted);
        if (m.rows() < 2 || m.cols() < 2) return wanted.refuse("a " + std::to_string(m.rows()) + " x " + std::to_string(m.cols()) + " array");
        Start start;
        start.functional_map = m;
        return start;
    }
    if (m.rows() == d && m.cols() == d) {
        Start start;
        start.rotations = {m};
        return start;
    }
    if (d == 3 && is_pose(m)) return pose_of(m, wanted);
    if (m.size() == wanted.source_rows && (m.rows() == 1 || m.cols() == 1)) return matching_of(m, wanted);
    return wanted.refuse("a " + std::to_string(m.rows()) + " x " + std::to_string(m.cols()) + " array");
}

Result<Matrix> text_numbers(const Source& source, const Wanted& wanted, const Context& context) {
    Lines lines(source, context);
    std::vector<double> values, line;
    Index rows = 0, columns = 0;
    while (lines.next_filled()) {
        if (auto status = lines.all_numbers(line, "numbers"); !status) return status.error();
        values.insert(values.end(), line.begin(), line.end());
        const auto count = static_cast<Index>(line.size());
        if (rows && count != columns)
            return lines.error("found " + std::to_string(count) + " numbers; expected " + std::to_string(columns) +
                               " as in the lines before");
        columns = count, ++rows;
    }
    if (context.stopped()) return cancelled_error();
    if (rows == 0) return wanted.refuse("no numbers");
    return Matrix(Eigen::Map<Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(values.data(), rows, columns));
}

// Names the first iterate that is not finite, as the person who wrote the stack counts them; else `other` stands.
Error name_iterate(const Source& source, const Wanted& wanted, const Error& other) {
    const auto header = parse_npy_header(source, source.bytes().size());
    if (!header || !header->element || header->shape.size() != 3) return other;
    const auto& shape = header->shape;
    const auto strides = header->fortran ? fortran_strides(shape) : c_strides(shape);
    ArrayPlan plan;
    plan.rows = shape[1], plan.columns = shape[2];
    plan.order = {0, 1}, plan.leading = {shape[1]}, plan.frame = {shape[2]};
    for (Index t = 0; t < shape[0]; ++t) {
        const auto offset = header->data_offset + std::uint64_t(t * strides[0]) * size_of(*header->element);
        const ArrayView view{source.bytes().data() + offset, *header->element, header->big_endian,
                             {shape[1], shape[2]}, {strides[1], strides[2]}};
        std::vector<std::string> warnings;
        auto values = matrix_from_view(view, plan, source, offset, {}, warnings);
        if (values || values.error().kind != ErrorKind::Input) continue;
        std::string found = values.error().what;
        if (found.starts_with("found ")) found.replace(0, 6, "iterate " + std::to_string(t) + " holds ");
        return input_error(wanted.path.string(), found + "; the " + std::to_string(t) + " iterates before it are finite");
    }
    return other;
}

Result<Start> read_npy(const Source& source, const Wanted& wanted, const Context& context) {
    const InputSpec input{wanted.path, {}, {}, {}, {}, false};
    auto info = inspect(input, context);
    if (!info) return info.error();
    auto set = read(input, context);
    const auto& shape = info->members.front().shape;
    const Index d = wanted.dimension;
    if (!set) return shape.size() == 3 ? name_iterate(source, wanted, set.error()) : set.error();
    if (shape.size() < 3) return meaning_of((*set)->values(), wanted);
    if (wanted.of_shapes() || shape.size() != 3 || shape[1] != d || shape[2] != d || shape[0] < 1) {
        std::string found = "an array of";
        for (std::size_t i = 0; i < shape.size(); ++i) found += (i ? " x " : " ") + std::to_string(shape[i]);
        return wanted.refuse(found);
    }
    Start start;
    const Matrix& frames = (*set)->values();
    for (Index t = 0; t < frames.rows(); ++t) {
        const RowVector iterate = frames.row(t);  // Eigen misreads a row of a column-major matrix that is reshaped in place
        start.rotations.push_back(iterate.reshaped<Eigen::RowMajor>(d, d));
    }
    return start;
}

Result<Start> read_folder(const Wanted& wanted) {
    Start start;
    std::error_code code;
    const std::string matching_name = wanted.of_shapes() ? "map" : "matching";
    const auto source = Source::open(wanted.path / "result.json");
    if (!source) return source.error();
    auto document = parse_json(source->text(), (wanted.path / "result.json").string());
    if (!document) return document.error();
    if (wanted.of_shapes() && fs::exists(wanted.path / "functional_map.npy", code)) {
        auto map = read_array("functional_map", wanted.path / "functional_map.npy");
        if (!map) return map.error();
        start.functional_map = std::move(map->values);
    }
    if (!wanted.of_shapes() && fs::exists(wanted.path / "rotation.npy", code)) {
        auto rotation = read_array("rotation", wanted.path / "rotation.npy");
        if (!rotation) return rotation.error();
        start.rotations = {std::move(rotation->values)};
    }
    if (!wanted.of_shapes() && fs::exists(wanted.path / "translation.npy", code)) {
        auto translation = read_array("translation", wanted.path / "translation.npy");
        if (!translation) return translation.error();
        start.translation = translation->values.reshaped<Eigen::RowMajor>().transpose();
    }
    if (const auto file = wanted.path / (matching_name + ".npy"); fs::exists(file, code)) {
        auto matching = read_array(matching_name, file);
        if (!matching) return matching.error();
        auto found = matching_of(matching->values, wanted);
        if (!found) return found.error();
        start.matching = std::move(found->matching);
    }
    if (document->is_object())
        if (auto metrics = document->find("metrics"); metrics != document->end() && metrics->is_object())
            if (auto scale = metrics->find("scale"); scale != metrics->end() && scale->is_number())
                start.scale = scale->get<double>();
    if (start.rotations.empty() && !start.matching && !start.functional_map)
        return wanted.refuse(wanted.of_shapes() ? "a results folder without functional map or map"
                                                : "a results folder without rotation or matching");
    return start;
}

Result<Start> read_wanted(const Wanted& wanted, const Context& context) {
    const fs::path& path = wanted.path;
    const auto read_it = [&]() -> Result<Start> {
        if (is_result_folder(path)) return read_folder(wanted);
        auto source = Source::open(path);
        if (!source) return source.error();
        if (source->text().starts_with("\x93NUMPY")) return read_npy(*source, wanted, context);
        auto values = text_numbers(*source, wanted, context);
        if (!values) return values.error();
        return meaning_of(*values, wanted);
    };
    auto start = read_it();
    if (!start) return start.error();
    start->origin = path.string();
    return start;
}

}  // namespace

Result<Start> read_start(const fs::path& path, Index dimension, Index source_rows, const Context& context) {
    return read_wanted({path, dimension, source_rows}, context);
}
Result<Start> read_map_start(const fs::path& path, Index target_rows, const Context& context) {
    return read_wanted({path, 0, target_rows}, context);
}

}  // namespace orthoscope
