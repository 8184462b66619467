#include <zlib.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/json_fields.h"
#include "core/io/format.h"
#include "core/recording/orec_check.h"
#include "core/recording/orec_format.h"

namespace orthoscope {
namespace orec {

bool outcome_from_name(std::string_view name, Outcome& outcome) {
    for (auto o : {Outcome::Completed, Outcome::Converged, Outcome::IterationLimit, Outcome::Stalled,
                   Outcome::TimeLimit, Outcome::Cancelled})
        if (name == name_of(o)) return outcome = o, true;
    return false;
}

namespace {

constexpr std::int64_t largest = std::int64_t(1) << 40;
// Rows are copied into each frame that refers to them; a small file must not grow beyond this.
constexpr std::uint64_t copy_limit = std::uint64_t(1) << 30;

// The tables of the file. Arrays are turned into matrices when first asked for.
class Tables {
  public:
    Tables(std::string_view data, std::uint64_t start, const std::string& name, std::optional<Error>& error)
        : data_(data), start_(start), name_(name), error_(error) {}

    void read(const nlohmann::json& arrays) {
        std::uint64_t free = 0;  // arrays ascend and never overlap, so their sum is bounded by the file
        for (auto& item : arrays) {
            JsonFields fields(item, place("arrays", entries_.size()), error_);
            Entry entry;
            std::int64_t offset = 0, crc = 0;
            std::string type;
            fields.whole("offset", offset, 0, largest);
            fields.whole("rows", entry.rows, 0, largest);
            fields.whole("columns", entry.columns, 0, largest);
            fields.whole("crc32", crc, 0, 0xffffffff);
            fields.text("type", type);
            if (fields.ok() && type != "float64" && type != "int64")
                fields.refuse("type", "\"float64\" or \"int64\"");
            entry.integers = type == "int64";
            if (error_) return;
            entry.offset = static_cast<std::uint64_t>(offset), entry.crc = static_cast<std::uint32_t>(crc);
            std::uint64_t count = 0, bytes = 0, end = 0;
            if (__builtin_mul_overflow(entry.rows, entry.columns, &count) ||
                __builtin_mul_overflow(count, std::uint64_t(8), &bytes) ||
                __builtin_add_overflow(entry.offset, bytes, &end) || end > data_.size() || entry.offset < free ||
                entry.offset % 8 != 0)
                return fields.refuse("offset", "an array inside the " + std::to_string(data_.size()) +
                                                   " bytes of arrays, after the array before");
            entry.bytes = bytes, free = end;
            entries_.push_back(std::move(entry));
        }
    }

    void read_paths(const nlohmann::json& paths) {
        for (auto& item : paths) {
            JsonFields fields(item, place("paths", paths_.size()), error_);
            std::int64_t basis = 0;
            fields.whole("basis", basis, 0, largest);
            auto planes = fields.array("planes");
            if (error_) return;
            auto matrix = shared(fields, "basis", basis);
            if (!matrix) return;
            if (matrix->rows() != matrix->cols()) return fields.refuse("basis", "a square array");
            auto list = read_planes(fields, *planes, matrix->rows());
            std::int64_t flip = -1;
            fields.whole("flip", flip, 0, matrix->rows() - 1, false);
            if (error_) return;
            paths_.push_back(std::make_shared<const RotationPath>(
                *matrix, std::move(list), flip < 0 ? std::optional<Index>() : std::optional<Index>(flip)));
        }
    }

    SharedMatrix shared(JsonFields& fields, const char* key, std::int64_t number) {
        if (static_cast<std::uint64_t>(number) >= entries_.size())
            return fields.refuse(key, "the number of one of the " + std::to_string(entries_.size()) + " arrays"),
                   nullptr;
        auto& entry = entries_[static_cast<std::size_t>(number)];
        if (entry.integers) return fields.refuse(key, "an array of type float64"), nullptr;
        if (!entry.matrix) entry.matrix = load<Matrix>(entry, static_cast<std::size_t>(number));
        return entry.matrix;
    }
    SharedIndices indices(JsonFields& fields, const char* key, std::int64_t number) {
        if (static_cast<std::uint64_t>(number) >= entries_.size())
            return fields.refuse(key, "the number of one of the " + std::to_string(entries_.size()) + " arrays"),
                   nullptr;
        auto& entry = entries_[static_cast<std::size_t>(number)];
        if (!entry.integers || entry.columns != 1) return fields.refuse(key, "an int64 array of one column"), nullptr;
        if (!entry.indices) entry.indices = load<Indices>(entry, static_cast<std::size_t>(number));
        return entry.indices;
    }
    std::shared_ptr<const RotationPath> path(JsonFields& fields, const char* key, std::int64_t number) {
        if (static_cast<std::uint64_t>(number) < paths_.size()) return paths_[static_cast<std::size_t>(number)];
        return fields.refuse(key, "the number of one of the " + std::to_string(paths_.size()) + " paths"), nullptr;
    }
    bool may_copy(JsonFields& fields, const char* key, const Matrix& matrix) {
        copied_ += static_cast<std::uint64_t>(matrix.size()) * 8;
        if (copied_ > copy_limit) fields.refuse(key, "rows of at most 1 GiB in all frames together");
        return fields.ok();
    }
    std::string place(const char* table, std::size_t number) const {
        return name_ + ":byte " + std::to_string(fixed_bytes) + ": " + table + "[" + std::to_string(number) + "]";
    }

  private:
    struct Entry {
        std::uint64_t offset = 0, bytes = 0;
        std::int64_t rows = 0, columns = 0;
        std::uint32_t crc = 0;
        bool integers = false;
        SharedMatrix matrix;
        SharedIndices indices;
    };

    static std::vector<RotationPath::Plane> read_planes(JsonFields& fields, const nlohmann::json& planes, Index d) {
        std::vector<RotationPath::Plane> list;
        for (auto& plane : planes) {
            const bool pair = plane.is_array() && plane.size() == 2 && plane[0].is_number_unsigned() &&
                              plane[1].is_number();
            const auto first = pair ? plane[0].get<std::uint64_t>() : 0;
            const auto angle = pair ? plane[1].get<double>() : 0;
            if (!pair || d < 2 || first > std::uint64_t(d - 2) || !(angle > 0 && angle <= 3.1415926535897936) ||
                list.size() >= std::size_t(d))
                return fields.refuse("planes", "pairs [column, angle in 0..pi] inside the basis"), list;
            list.push_back({static_cast<Index>(first), angle});
        }
        return list;
    }

    template <class M>
    std::shared_ptr<const M> load(const Entry& entry, std::size_t number) {
        const auto bytes = data_.substr(entry.offset, entry.bytes);
        uLong sum = crc32_z(0, nullptr, 0);
        if (entry.bytes) sum = crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
        auto matrix = std::make_shared<M>(entry.rows, entry.columns);
        if (entry.bytes) std::memcpy(matrix->data(), bytes.data(), bytes.size());
        bool whole = sum == entry.crc;
        if constexpr (std::is_same_v<M, Matrix>) whole = whole && matrix->allFinite();
        if (!whole) {
            if (!error_)
                error_ = input_error(name_ + ":byte " + std::to_string(start_ + entry.offset),
                                     "found damaged values in array " + std::to_string(number) +
                                         "; expected the values that were written");
            return nullptr;
        }
        return matrix;
    }

    std::string_view data_;
    std::uint64_t start_;
    const std::string& name_;
    std::optional<Error>& error_;
    std::vector<Entry> entries_;
    std::vector<std::shared_ptr<const RotationPath>> paths_;
    std::uint64_t copied_ = 0;
};

struct StateReader {
    Tables& tables;
    JsonFields& fields;

    void number(const char* name, double& value) { fields.number(name, value); }
    void flag(const char* name, bool& value) { fields.flag(name, value); }
    void row(const char* name, RowVector& value) {
        auto m = find(name);
        if (!m) return;
        if (m->rows() != 1) return fields.refuse(name, "an array of one row");
        if (tables.may_copy(fields, name, *m)) value = m->row(0);
    }
    void vector(const char* name, Vector& value) {
        auto m = find(name);
        if (!m) return;
        if (m->cols() != 1) return fields.refuse(name, "an array of one column");
        if (tables.may_copy(fields, name, *m)) value = m->col(0);
    }
    void matrix(const char* name, SharedMatrix& value) { value = find(name); }
    void indices(const char* name, SharedIndices& value) {
        std::int64_t number = -1;
        fields.whole(name, number, 0, largest, false);
        if (fields.ok() && number >= 0) value = tables.indices(fields, name, number);
    }
    void states(const char* name, std::vector<AlignmentState>& values);
    void path(const char* name, std::shared_ptr<const RotationPath>& value) {
        std::int64_t number = -1;
        fields.whole(name, number, 0, largest, false);
        if (fields.ok() && number >= 0) value = tables.path(fields, name, number);
    }

  private:
    SharedMatrix find(const char* name) {
        std::int64_t number = -1;
        fields.whole(name, number, 0, largest, false);
        return fields.ok() && number >= 0 ? tables.shared(fields, name, number) : nullptr;
    }
};

void StateReader::states(const char* name, std::vector<AlignmentState>& values) {
    auto list = fields.array(name);
    if (!list) return;
    std::optional<Error> error;
    for (auto& item : *list) {
        JsonFields inner(item, fields.place(name), error);
        StateReader reader{tables, inner};
        AlignmentState state;
        if (!error) describe(reader, state);
        if (!error) check(state, inner);
        if (error || !fields.ok()) break;
        values.push_back(std::move(state));
    }
    if (error) fields.refuse(name, "sound alignment states (" + error->message() + ")");
}

// The state of the alternative called `name`; nothing where there is none.
template <std::size_t I = 0>
std::optional<State> read_state(const std::string& name, StateReader& reader) {
    if constexpr (I < std::variant_size_v<State>) {
        if (name != state_names[I]) return read_state<I + 1>(name, reader);
        std::variant_alternative_t<I, State> state;
        describe(reader, state);
        if (reader.fields.ok()) check(state, reader.fields);
        return State(std::move(state));
    } else {
        return {};
    }
}

std::optional<Frame> read_frame(const nlohmann::json& item, std::size_t number, Tables& tables,
                                std::optional<Error>& error) {
    JsonFields fields(item, tables.place("frames", number), error);
    Frame frame;
    fields.whole("iteration", frame.iteration, 0, largest);
    fields.whole("phase", frame.phase, 0, 1000);
    fields.whole("lane", frame.lane, 0, 1000000);
    fields.whole("parent", frame.parent, -1, static_cast<int>(std::min<std::size_t>(number, INT32_MAX)) - 1);
    fields.number("seconds", frame.seconds, false);
    std::string state;
    fields.text("state", state);
    auto values = fields.object("fields");
    auto metrics = fields.array("metrics");
    if (error) return {};
    for (auto& metric : *metrics) {
        if (!metric.is_array() || metric.size() != 2 || !metric[0].is_string() ||
            !(metric[1].is_number() || metric[1].is_null()))
            return fields.refuse("metrics", "pairs [name, number or null]"), std::nullopt;
        frame.metrics.emplace_back(metric[0].get_ref<const std::string&>(),
                                   metric[1].is_null() ? std::nan("") : metric[1].get<double>());
    }
    JsonFields inner(*values, fields.place("fields"), error);
    StateReader reader{tables, inner};
    auto held = read_state(state, reader);
    if (!held) return fields.refuse("state", "\"alignment\", \"group\", \"shape\", \"planes\", \"loop\", \"spectrum\" or \"descent\""), std::nullopt;
    if (error) return {};
    frame.state = std::make_shared<const State>(std::move(*held));
    return frame;
}

std::optional<Provenance> read_provenance(const nlohmann::json& object, const std::string& place,
                                          std::optional<Error>& error) {
    JsonFields fields(object, place, error);
    Provenance p;
    fields.text("method", p.method);
    if (auto options = fields.object("options")) p.options = json_text(*options, -1);
    fields.unsigned64("seed", p.seed);
    fields.whole("threads", p.threads, 0, 1 << 20);
    fields.text("backend", p.backend);
    fields.text("version", p.version);
    if (auto inputs = fields.array("inputs"))
        for (auto& item : *inputs) {
            JsonFields input(item, fields.place("inputs"), error);
            InputRecord record;
            input.text("path", record.path), input.text("member", record.member);
            input.text("sha256", record.sha256), input.text("kind", record.kind);
            input.whole("rows", record.rows, 0, largest), input.whole("columns", record.columns, 0, largest);
            p.inputs.push_back(std::move(record));
        }
    if (error) return {};
    return p;
}

std::uint64_t take(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
        value |= std::uint64_t(static_cast<unsigned char>(bytes[at + std::size_t(i)])) << (8 * i);
    return value;
}

Error at(const std::string& name, std::uint64_t byte, std::string what) {
    return input_error(name + ":byte " + std::to_string(byte), std::move(what));
}

// The bytes of the JSON header, checked against the file.
Result<std::string_view> header_of(std::string_view bytes, const std::string& name) {
    if (bytes.size() < fixed_bytes)
        return at(name, bytes.size(), "found the end of the file; expected a recording's " +
                                          std::to_string(fixed_bytes) + " first bytes");
    if (!bytes.starts_with(magic)) return at(name, 0, "found other bytes; expected \"ORTHOREC\"");
    if (const auto found = take(bytes, 8, 4); found != version)
        return at(name, 8, "found version " + std::to_string(found) + "; expected version " +
                               std::to_string(version) + " (a later Orthoscope may have written it)");
    if (take(bytes, 12, 4) != 0) return at(name, 12, "found a value; expected zero");
    const auto header = take(bytes, 16, 8), total = take(bytes, 24, 8);
    if (total != bytes.size())
        return at(name, std::min<std::uint64_t>(total, bytes.size()),
                  "found a file of " + std::to_string(bytes.size()) + " bytes; expected " + std::to_string(total));
    if (header > bytes.size() - fixed_bytes || aligned(fixed_bytes + header) > bytes.size())
        return at(name, 16, "found a header of " + std::to_string(header) + " bytes; expected at most " +
                                std::to_string(bytes.size() - fixed_bytes));
    return bytes.substr(fixed_bytes, header);
}

}  // namespace
}  // namespace orec

Result<std::shared_ptr<Recording>> parse_recording(std::string_view bytes, const std::string& name) {
    auto header = orec::header_of(bytes, name);
    if (!header) return header.error();
    auto json = parse_json(*header, name, orec::fixed_bytes);
    if (!json) return json.error();
    std::optional<Error> error;
    JsonFields fields(*json, name + ":byte " + std::to_string(orec::fixed_bytes) + ": header", error);
    const auto start = orec::aligned(orec::fixed_bytes + header->size());
    orec::Tables tables(bytes.substr(start), start, name, error);
    auto arrays = fields.array("arrays"), paths = fields.array("paths"), frames = fields.array("frames");
    auto made = fields.object("provenance");
    std::string outcome_name;
    std::int64_t thinned = 0;
    fields.text("outcome", outcome_name, false);
    fields.whole("thinned", thinned, 0, orec::largest);
    std::vector<std::string> lanes;
    fields.texts("lanes", lanes, false);
    Outcome outcome{};
    if (!error && !outcome_name.empty() && !orec::outcome_from_name(outcome_name, outcome))
        fields.refuse("outcome", "null or the name of an outcome");
    if (error) return *error;
    auto provenance = orec::read_provenance(*made, fields.place("provenance"), error);
    if (!error) tables.read(*arrays);
    if (!error) tables.read_paths(*paths);
    if (error) return *error;
    auto recording = std::make_shared<Recording>(std::move(*provenance), SIZE_MAX);
    for (auto& item : *frames) {
        auto frame = orec::read_frame(item, recording->size(), tables, error);
        if (!frame) return *error;
        recording->append(std::move(*frame));
    }
    if (!outcome_name.empty()) recording->finish(outcome);
    recording->restore_thinned(static_cast<std::size_t>(thinned));
    recording->name_lanes(std::move(lanes));
    return recording;
}

Result<std::shared_ptr<Recording>> read_recording(const std::filesystem::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    return parse_recording(source->text(), path.string());
}

}  // namespace orthoscope
