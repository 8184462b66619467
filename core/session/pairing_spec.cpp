#include "core/session/pairing_spec.h"

#include <algorithm>
#include <cmath>

#include "core/io/format.h"
#include "core/io/text.h"
#include "core/session/landmark_file.h"
#include "core/session/start_file.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

Error refuse(std::string_view name, std::string_view found, std::string expected) {
    return usage_error("--" + std::string(name),
                       "found \"" + std::string(found) + "\"; expected " + std::move(expected));
}

std::string* file_of(PairingSpec& spec, std::string_view name) {
    if (name == "weights") return &spec.weights;
    if (name == "anchors") return &spec.anchors;
    if (name == "truth") return &spec.truth;
    if (name == "landmarks") return &spec.landmarks;
    if (name == "start") return &spec.start;
    return nullptr;
}

// A number such as "0.2" and no file of that name.
bool is_fraction(const std::string& text, double& value) {
    std::error_code ignored;
    return parse_number(text, value) && !fs::exists(text, ignored);
}

// A vector or table file of another format (NPY, NPZ...), read by content.
bool is_array_file(const Source& source) { return source.text().starts_with("\x93NUMPY"); }

Result<Matrix> read_array(const fs::path& path) {
    InputSpec input{path, {}, Kind::Matrix, {}, {}, false};
    auto set = read(input);
    if (!set) return set.error();
    return (*set)->values();
}

Status whole_values(const Matrix& values, const fs::path& path) {
    for (Index i = 0; i < values.rows(); ++i)
        for (Index j = 0; j < values.cols(); ++j)
            if (values(i, j) != std::floor(values(i, j)) || std::abs(values(i, j)) > 1e15)
                return input_error(path.string() + ":row " + std::to_string(i),
                                   "found " + std::to_string(values(i, j)) + "; expected a whole number");
    return success();
}

Result<Vector> read_weights(const fs::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    if (is_array_file(*source)) {
        auto values = read_array(path);
        if (!values) return values.error();
        return Vector(values->reshaped<Eigen::RowMajor>());
    }
    const Context context;
    Lines lines(*source, context);
    std::vector<double> weights;
    while (lines.next_filled()) {
        double value = 0;
        if (auto status = lines.numbers({&value, 1}, "one weight"); !status) return status.error();
        if (std::string_view more; lines.field(more)) return lines.found(more, "one weight a line");
        weights.push_back(value);
    }
    return Vector(Eigen::Map<Vector>(weights.data(), static_cast<Index>(weights.size())));
}

Result<std::vector<Index>> take_base(std::vector<Index> numbers, int base, bool allow_none, const fs::path& path) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] == -1 && allow_none) continue;
        if (numbers[i] < base)
            return input_error(path.string() + ":number " + std::to_string(i + 1),
                               "found " + std::to_string(numbers[i]) + "; expected " + std::to_string(base) +
                                   " or more" + (allow_none ? ", or -1 for none" : ""));
        numbers[i] -= base;
    }
    return numbers;
}

Result<std::vector<Landmark>> load_landmarks(const PairingSpec& spec) {
    std::vector<Landmark> landmarks;
    if (!spec.landmarks.empty()) {
        auto read = read_landmarks(spec.landmarks, spec.landmarks_base);
        if (!read) return read.error();
        landmarks = std::move(*read);
    }
    landmarks.insert(landmarks.end(), spec.picked.begin(), spec.picked.end());
    return landmarks;
}

// Whether the first line that says something holds two numbers: a truth of sparse pairs.
Result<bool> holds_pairs(const fs::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    if (is_array_file(*source)) {
        auto values = read_array(path);
        if (!values) return values.error();
        return values->cols() == 2;
    }
    const Context context;
    Lines lines(*source, context);
    if (!lines.next_filled()) return false;
    std::string spaced(lines.text());
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    const Source line(source->name(), std::as_bytes(std::span(spaced)));
    Lines fields(line, context);
    std::string_view text;
    return fields.next() && fields.field(text) && fields.field(text);
}

// Of shapes: the source vertex of each target vertex, -1 where the file says nothing.
Result<Indices> load_map_truth(const PairingSpec& spec, const std::vector<DatasetPtr>& sets) {
    if (sets.size() < 2) return usage_error("--truth", "found fewer than two inputs; expected source and target");
    auto sparse = holds_pairs(spec.truth);
    if (!sparse) return sparse.error();
    auto rows = read_integers(spec.truth, *sparse ? 2 : 1, spec.truth_base, !*sparse);
    if (!rows) return rows.error();
    if (!*sparse) return Indices(Eigen::Map<const Eigen::Matrix<Index, -1, 1>>(rows->data(), Index(rows->size())).cast<std::int64_t>());
    Indices truth = Indices::Constant(sets[1]->rows(), -1);
    for (std::size_t i = 0; i + 1 < rows->size(); i += 2) {
        const Index source = (*rows)[i], target = (*rows)[i + 1];
        if (source >= sets[0]->rows() || target >= truth.size())
            return input_error(spec.truth + ":pair " + std::to_string(i / 2 + 1),
                               "found " + std::to_string(source + spec.truth_base) + " " +
                                   std::to_string(target + spec.truth_base) + "; expected a source vertex up to " +
                                   std::to_string(sets[0]->rows() - 1 + spec.truth_base) + " and a target vertex up to " +
                                   std::to_string(truth.size() - 1 + spec.truth_base));
        truth(target) = source;
    }
    return truth;
}

Result<Indices> load_truth(const PairingSpec& spec, const std::vector<DatasetPtr>& sets, MethodFamily family) {
    if (sets.size() < 2) return usage_error("--truth", "found fewer than two inputs; expected source and target");
    if (spec.truth != "identity") {
        auto rows = read_integers(spec.truth, 1, spec.truth_base, true);
        if (!rows) return rows.error();
        Indices truth(static_cast<Index>(rows->size()));
        std::copy(rows->begin(), rows->end(), truth.begin());
        return truth;
    }
    const std::size_t asks = family == MethodFamily::Shape ? 1 : 0;
    Indices truth(sets[asks]->rows());
    for (Index i = 0; i < truth.size(); ++i) truth(i) = i < sets[1 - asks]->rows() ? i : -1;
    return truth;
}

}  // namespace

const std::vector<std::string>& pairing_names() {
    static const std::vector<std::string> names{"rows",      "weights",        "anchors", "truth", "truth-base",
                                                "landmarks", "landmarks-base", "start"};
    return names;
}

Status set_pairing(PairingSpec& spec, std::string_view name, std::string_view value) {
    if (name == "rows") {
        RowNorm norm;
        if (!row_norm_from_name(value, norm))
            return refuse(name, value, "as-is, unit, center or unit-center-unit");
        spec.rows = value;
        return success();
    }
    if (name == "truth-base" || name == "landmarks-base") {
        if (value != "0" && value != "1") return refuse(name, value, "0 or 1");
        (name == "truth-base" ? spec.truth_base : spec.landmarks_base) = value == "1";
        return success();
    }
    if (name == "anchors") {
        double fraction = 0;
        if (is_fraction(std::string(value), fraction) && !(fraction > 0 && fraction < 1))
            return refuse(name, value, "a file of row numbers, or a fraction between 0 and 1");
    }
    auto file = file_of(spec, name);
    if (!file) return usage_error("--" + std::string(name), "is not an option here");
    *file = value;
    return success();
}

std::string pairing_value(const PairingSpec& spec, std::string_view name) {
    if (name == "rows") return spec.rows;
    if (name == "truth-base") return std::to_string(spec.truth_base);
    if (name == "landmarks-base") return std::to_string(spec.landmarks_base);
    auto file = file_of(const_cast<PairingSpec&>(spec), name);
    return file ? *file : std::string();
}

Result<std::vector<Index>> read_integers(const fs::path& path, int columns, int base, bool allow_none) {
    auto source = Source::open(path);
    if (!source) return source.error();
    std::vector<Index> numbers;
    if (is_array_file(*source)) {
        auto values = read_array(path);
        if (!values) return values.error();
        if (auto status = whole_values(*values, path); !status) return status.error();
        if (columns > 1 && values->cols() != columns)
            return input_error(path.string(), "found " + std::to_string(values->cols()) + " columns; expected " +
                                                  std::to_string(columns));
        for (double value : values->reshaped<Eigen::RowMajor>()) numbers.push_back(static_cast<Index>(value));
        return take_base(std::move(numbers), base, allow_none, path);
    }
    const Context context;
    Lines lines(*source, context);
    const auto expected = columns == 1 ? std::string("one whole number a line")
                                       : std::to_string(columns) + " whole numbers a line";
    while (lines.next_filled()) {
        std::string spaced(lines.text());
        std::replace(spaced.begin(), spaced.end(), ',', ' ');
        const Source line(source->name(), std::as_bytes(std::span(spaced)));
        Lines fields(line, context);
        if (!fields.next()) continue;
        for (int i = 0; i < columns; ++i) {
            std::string_view text;
            std::int64_t value = 0;
            fields.field(text);
            if (!parse_integer(text, value)) return lines.found(text, expected);
            if (value < base && !(value == -1 && allow_none))
                return lines.found(text, "row numbers from " + std::to_string(base) + " on" +
                                             (allow_none ? ", or -1 for none" : ""));
            numbers.push_back(value == -1 ? -1 : value - base);
        }
        if (std::string_view more; fields.field(more)) return lines.found(more, expected);
    }
    return numbers;
}

Result<PairingOptions> load_pairing(const PairingSpec& spec, const std::vector<DatasetPtr>& sets,
                                    std::uint64_t seed, MethodFamily family) {
    PairingOptions options;
    options.seed = seed, suit_pairing(options, family);
    if (!row_norm_from_name(spec.rows, options.rows))
        return refuse("rows", spec.rows, "as-is, unit, center or unit-center-unit");
    if (!spec.weights.empty()) {
        auto weights = read_weights(spec.weights);
        if (!weights) return weights.error();
        options.weights = std::move(*weights);
    }
    if (double fraction = 0; !spec.anchors.empty() && is_fraction(spec.anchors, fraction)) {
        if (!(fraction > 0 && fraction < 1))
            return refuse("anchors", spec.anchors, "a file of row numbers, or a fraction between 0 and 1");
        options.anchor_fraction = fraction;
    } else if (!spec.anchors.empty()) {
        auto anchors = read_integers(spec.anchors, 1, 0, false);
        if (!anchors) return anchors.error();
        options.anchors = std::move(*anchors);
    }
    if (!spec.truth.empty()) {
        auto truth = options.by_target && spec.truth != "identity" ? load_map_truth(spec, sets) : load_truth(spec, sets, family);
        if (!truth) return truth.error();
        options.truth = std::move(*truth);
    }
    auto landmarks = load_landmarks(spec);
    if (!landmarks) return landmarks.error();
    options.landmarks = std::move(*landmarks);
    if (!spec.start.empty() && !sets.empty()) {
        Index d = 0;
        for (auto& set : sets) d = std::max(d, set->columns());
        auto start = options.by_target ? read_map_start(spec.start, sets.back()->rows())
                                       : read_start(spec.start, d, sets.front()->rows());
        if (!start) return start.error();
        options.start = std::move(*start);
    }
    return options;
}

}  // namespace orthoscope
