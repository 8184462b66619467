#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json_fields.h"
#include "core/io/format.h"
#include "core/io/label_column.h"
#include "core/result/result_arrays.h"
#include "core/result/result_folder.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

// A file named by result.json that must lie in DIR itself.
bool is_plain_name(const std::string& name) {
    return !name.empty() && name.find('/') == std::string::npos && name.find('\0') == std::string::npos &&
           name != "." && name != "..";
}

// Doubles beyond this cannot be turned back into the integers that they were.
bool are_whole(const Matrix& values) {
    return values.unaryExpr([](double v) { return v == std::floor(v) && std::abs(v) <= 9007199254740992.0; }).all();
}

// What of a recorded state does not belong to these inputs; empty: it fits. Views index by it without looking again.
std::string misfit(const AlignmentState& s, const Pairs& p) {
    const Index d = p.dimension(), n = p.source->rows(), m = p.target->rows();
    if (s.rotation->rows() != d)
        return "found frames in " + std::to_string(s.rotation->rows()) + " dimensions; expected " + std::to_string(d) +
               ", as the inputs have";
    if (s.matching && (s.matching->size() != n || s.matching->maxCoeff() >= m))
        return "found a matching of other rows; expected a target row for each of " + std::to_string(n) + " source rows";
    if (s.confidence && s.confidence->rows() != n)
        return "found a confidence of other rows; expected one for each of " + std::to_string(n) + " source rows";
    if (s.coupling && s.coupling->rows() &&
        (s.coupling->col(0).maxCoeff() > double(n - 1) || s.coupling->col(1).maxCoeff() > double(m - 1)))
        return "found a coupling of other rows; expected rows of the inputs";
    return {};
}

std::string misfit(const GroupState& s, const Pairs& p) {
    if (s.sets.size() != p.sets.size())
        return "found frames of " + std::to_string(s.sets.size()) + " sets; expected " + std::to_string(p.sets.size());
    if (s.mean && s.mean->rows() != p.source->rows()) return "found a mean of other rows; expected those of the inputs";
    for (auto& set : s.sets)
        if (auto why = misfit(set, p); !why.empty()) return why;
    return {};
}

std::string misfit(const ShapeState& s, const Pairs& p) {
    const Index n = p.source->rows(), m = p.target->rows();
    const auto rows = [](const SharedMatrix& values, Index expected) { return !values || values->rows() == expected; };
    if (!rows(s.source_vectors, n) || !rows(s.source_descriptors, n) || !rows(s.target_vectors, m) ||
        !rows(s.target_descriptors, m))
        return "found functions on other vertices; expected " + std::to_string(n) + " source and " + std::to_string(m) +
               " target vertices";
    if (s.map && (s.map->size() != m || (m && s.map->maxCoeff() >= n)))
        return "found a map of other vertices; expected a source vertex for each of " + std::to_string(m) +
               " target vertices";
    return {};
}

// A plane method that is given a matrix, not frames, has no rows to follow.
std::string misfit(const PlanesState& s, const Pairs& p) {
    for (auto directions : {&s.mean, &s.span, &s.planes, &s.fixed, &s.flipped})
        if (*directions && (*directions)->cols() != p.dimension())
            return "found directions of " + std::to_string((*directions)->cols()) + " numbers; expected " +
                   std::to_string(p.dimension()) + ", as the inputs have";
    Index rows = 0;
    for (auto& set : p.sets) rows += set->rows();
    if (s.phasors && s.phasors->rows() > rows)
        return "found phasors of " + std::to_string(s.phasors->rows()) + " frames; expected at most " + std::to_string(rows) +
               ", as the inputs have";
    return {};
}

std::string misfit(const LoopState& s, const Pairs& p) {
    return s.rotations->rows() == p.source->rows()
               ? std::string()
               : "found " + std::to_string(s.rotations->rows()) + " orientations; expected " +
                     std::to_string(p.source->rows()) + ", as the input has";
}

// Both name sizes of their own: several inputs need not agree, and a lab makes its matrix itself.
std::string misfit(const SpectrumState&, const Pairs&) { return {}; }
std::string misfit(const DescentState&, const Pairs&) { return {}; }

std::string misfit(const State& state, const Pairs& p) {
    return std::visit([&](auto& s) { return misfit(s, p); }, state);
}

class Reader {
  public:
    Reader(const fs::path& folder, const Context& context)
        : folder_(folder), name_((folder / "result.json").string()), context_(context) {}

    Result<LoadedResult> read() {
        auto source = Source::open(folder_ / "result.json");
        if (!source) return source.error();
        auto json = parse_json(source->text(), name_);
        if (!json) return json.error();
        out_.document = std::move(*json);
        // The order of metrics and stages is worth keeping; nlohmann::json would sort them.
        const auto ordered = nlohmann::ordered_json::parse(source->text(), nullptr, false);
        JsonFields fields(out_.document, name_ + ":", error_);
        head(fields);
        if (!error_) report(fields, ordered);
        if (!error_) inputs(fields);
        if (!error_) outputs(fields);
        if (!error_) causes(fields);
        if (!error_) pairing(fields);
        if (!error_) check_arrays();
        if (!error_) recording();
        if (error_) return *error_;
        return std::move(out_);
    }

  private:
    void head(JsonFields& fields) {
        int schema = 0;
        fields.whole("schema", schema, 1, INT32_MAX);
        if (fields.ok() && schema != 1) fields.refuse("schema", "1; a later Orthoscope wrote this folder");
        auto& request = out_.run.request;
        fields.text("method", request.method);
        fields.unsigned64("seed", request.settings.seed);
        fields.whole("threads", request.settings.threads, 0, 1 << 20);
        fields.flag("fit_only", request.fit_only, false);
        fields.number("max_seconds", request.max_seconds, false);
        auto options = fields.object("options");
        if (error_) return;
        method_ = find_method(request.method);
        if (!method_) return fields.refuse("method", "a method of this version");
        request.options = method_->parameters();
        if (auto status = request.options.from_json(*options); !status)
            error_ = input_error(fields.place("options") + "." + status.error().place, status.error().what);
        out_.run.result.options = request.options;
    }

    void report(JsonFields& fields, const nlohmann::ordered_json& ordered) {
        auto& report = out_.run.result.report;
        std::string verdict;
        fields.text("verdict", verdict);
        fields.texts("reasons", report.reasons), fields.texts("warnings", report.warnings);
        if (fields.ok() && !verdict_from_name(verdict, report.verdict))
            fields.refuse("verdict", "supported, doubtful or unsupported");
        numbers(fields, ordered, "metrics", report.metrics);
        numbers(fields, ordered, "seconds", report.seconds);
    }

    void numbers(JsonFields& fields, const nlohmann::ordered_json& ordered, const char* key,
                 std::vector<std::pair<std::string, double>>& list) {
        if (!fields.object(key)) return;
        for (auto& [name, value] : ordered.at(key).items()) {
            if (!value.is_number() && !value.is_null()) return fields.refuse(key, "numbers, or null where void");
            list.emplace_back(name, value.is_null() ? void_metric : value.template get<double>());
        }
    }

    // The copy in DIR, or the place where the file lay.
    fs::path locate(const std::string& file) const {
        const fs::path path(file);
        return path.is_absolute() ? path : folder_ / path;
    }

    void inputs(JsonFields& fields) {
        auto list = fields.array("inputs");
        if (!list) return;
        for (auto& item : *list) {
            input(item, fields.place("inputs") + "[" + std::to_string(out_.sets.size()) + "]");
            if (error_) return;
        }
    }

    void input(const nlohmann::json& item, const std::string& place) {
        JsonFields fields(item, place, error_);
        std::string path, member, hash, kind_name, file, labels, labels_hash, column, missing;
        InputSpec spec;
        std::int64_t rows = 0, columns = 0;
        bool streamed = false;
        fields.flag("streamed", streamed, false);
        fields.text("path", path), fields.text("member", member), fields.text("sha256", hash);
        fields.text("kind", kind_name), fields.text("file", file, false), fields.text("axes", spec.axes, false);
        fields.text("labels_file", labels, false), fields.text("labels_sha256", labels_hash, false);
        fields.text("labels", column, false);
        fields.text("missing", missing, false);
        fields.whole("rows", rows, 0, INT64_MAX), fields.whole("columns", columns, 0, INT64_MAX);
        Kind kind{};
        if (fields.ok() && !kind_from_name(kind_name, kind))
            fields.refuse("kind", "cloud, mesh, embedding, matrix or sequence");
        if (fields.ok() && file.empty() && path.empty()) fields.refuse("file", "where the input lies");
        if (error_) return;
        spec.path = locate(file.empty() ? path : file), spec.member = member, spec.kind = kind;
        spec.drop_missing = missing == "drop-rows";
        if (label_column(column)) spec.labels = column;
        if (!labels.empty()) spec.labels = locate(labels), unchanged(*spec.labels, labels_hash);
        if (error_) return;
        auto set = streamed ? read_sampled(spec, context_) : orthoscope::read(spec, context_);
        const auto found = set ? rows_in_file(**set) : Result<Index>(set.error());
        if (!found) {
            error_ = found.error();
        } else if ((*set)->origin.sha256 != hash || *found != rows || (*set)->columns() != columns) {
            error_ = changed(spec.path, (*set)->origin.sha256, hash);
        } else {
            out_.sets.push_back(named(*set, path.empty() ? "" : fs::path(path).filename().string(), member));
            out_.run.inputs.push_back(std::move(spec));
        }
    }

    static DatasetPtr named(const DatasetPtr& set, std::string name, const std::string& member) {
        if (!member.empty()) name += "::" + member;
        if (name.empty() || set->name == name) return set;
        auto copy = std::make_shared<Dataset>(*set);
        copy->name = std::move(name);
        return copy;
    }

    static Error changed(const fs::path& path, const std::string& found, const std::string& expected) {
        return input_error(path.string(), "has changed since the run: found sha256 " + found + "; expected " + expected);
    }

    void unchanged(const fs::path& path, const std::string& expected) {
        auto source = Source::open(path);
        if (!source) error_ = source.error();
        else if (auto found = sha256(source->bytes()); found != expected) error_ = changed(path, found, expected);
    }

    void outputs(JsonFields& fields) {
        auto list = fields.object("outputs");
        if (!list) return;
        auto& report = out_.run.result.report;
        for (auto& [name, file] : list->items()) {
            if (!file.is_string() || !is_plain_name(file.get_ref<const std::string&>()))
                return fields.refuse("outputs", "names of files in the folder");
            const auto path = folder_ / file.get_ref<const std::string&>();
            // These serve the pairing, not the report.
            if (path.extension() != ".npy" || name == "weights" || name == "anchors" || name == "truth" ||
                name.starts_with("start_"))
                continue;
            auto array = read_array(name, path);
            if (!array) {
                error_ = array.error();
                return;
            }
            if (array->integers && !are_whole(array->values)) {
                error_ = input_error(path.string(), "found whole numbers beyond 2^53; expected smaller ones");
                return;
            }
            if (array->integers) report.integers.emplace_back(name, array->values.reshaped().cast<std::int64_t>());
            else report.matrices.emplace_back(name, std::move(array->values));
        }
    }

    // Folders of earlier versions have none.
    void causes(JsonFields& fields) {
        auto list = fields.array("causes", false);
        if (!list) return;
        auto& report = out_.run.result.report;
        for (auto& item : *list) {
            JsonFields inner(item, fields.place("causes") + "[" + std::to_string(report.causes.size()) + "]", error_);
            Cause cause;
            std::string start;
            inner.text("id", cause.id), inner.text("sentence", cause.sentence), inner.text("method", cause.method);
            inner.number("gain", cause.gain), inner.number("rmse", cause.rmse, false);
            inner.text("start", start, false);
            auto options = inner.object("options");
            if (error_) return;
            for (auto& [name, value] : options->items()) {
                if (!value.is_string()) return inner.refuse("options", "texts");
                cause.options.emplace_back(name, value.get<std::string>());
            }
            if (!start.empty()) {
                Start from;
                from.origin = (folder_ / (start + ".npy")).string();
                if (auto matching = report.indices(start)) from.matching = *matching;
                else if (auto rotation = report.matrix(start)) from.rotations = {*rotation};
                else return inner.refuse("start", "the name of one of the outputs");
                cause.start = std::move(from);
            }
            report.causes.push_back(std::move(cause));
        }
    }

    Result<Vector> pairing_array(JsonFields& fields, const char* key) {
        std::string file;
        fields.text(key, file);
        if (fields.ok() && !is_plain_name(file)) fields.refuse(key, "the name of a file in the folder");
        if (error_) return *error_;
        auto array = read_array(key, folder_ / file);
        if (!array) {
            error_ = array.error();
            return *error_;
        }
        return Vector(array->values.reshaped());
    }

    Result<Indices> pairing_rows(JsonFields& fields, const char* key) {
        auto values = pairing_array(fields, key);
        if (!values) return values.error();
        if (are_whole(*values)) return Indices(values->cast<std::int64_t>());
        fields.refuse(key, "a file of whole numbers of rows");
        return *error_;
    }

    void pairing(JsonFields& fields) {
        auto object = fields.object("pairing");
        if (!object) return;
        JsonFields inner(*object, fields.place("pairing"), error_);
        auto& options = out_.run.request.pairing;
        std::string rows;
        inner.text("rows", rows);
        if (inner.ok() && !row_norm_from_name(rows, options.rows))
            inner.refuse("rows", "as-is, unit, center or unit-center-unit");
        if (error_) return;
        if (object->contains("anchor_fraction")) {
            double fraction = 0;
            inner.number("anchor_fraction", fraction);
            if (inner.ok() && !(fraction > 0 && fraction < 1)) inner.refuse("anchor_fraction", "a number between 0 and 1");
            options.anchor_fraction = fraction;
        }
        if (object->contains("weights"))
            if (auto values = pairing_array(inner, "weights")) options.weights = std::move(*values);
        if (object->contains("anchors"))
            if (auto rows = pairing_rows(inner, "anchors")) options.anchors.emplace(rows->begin(), rows->end());
        if (object->contains("truth"))
            if (auto rows = pairing_rows(inner, "truth")) options.truth = std::move(*rows);
        if (auto list = inner.array("landmarks", false))
            for (auto& item : *list) {
                if (!item.is_array() || item.size() != 3 || !item[0].is_number_integer() || !item[1].is_number_integer() ||
                    !item[2].is_number())
                    return inner.refuse("landmarks", "triples of source row, target row and weight");
                options.landmarks.push_back({item[0].get<Index>(), item[1].get<Index>(), item[2].get<double>()});
            }
        if (auto from = inner.object("start", false)) start(JsonFields(*from, inner.place("start"), error_), *from);
        if (error_) return;
        options.seed = out_.run.request.settings.seed;
        auto method = find_method(out_.run.request.method);
        if (method) suit_pairing(options, method->info().family);
        auto pairs = make_pairs(out_.sets, options, context_);
        if (pairs) out_.run.result.pairs = std::move(*pairs);
        else error_ = pairs.error();
    }

    void start(JsonFields fields, const nlohmann::json& object) {
        Start start;
        fields.text("origin", start.origin), fields.number("scale", start.scale);
        if (auto list = fields.array("translation", false)) {
            start.translation = RowVector(Index(list->size()));
            for (std::size_t i = 0; i < list->size(); ++i) {
                if (!(*list)[i].is_number()) return fields.refuse("translation", "numbers");
                (*start.translation)(Index(i)) = (*list)[i].get<double>();
            }
        }
        std::string file;
        fields.text("rotations", file, false);
        if (fields.ok() && !file.empty()) {
            if (!is_plain_name(file)) return fields.refuse("rotations", "the name of a file in the folder");
            auto stacked = read_array("start_rotations", folder_ / file);
            if (!stacked) {
                error_ = stacked.error();
                return;
            }
            const Index d = stacked->values.cols();
            if (d == 0 || stacked->values.rows() % d) return fields.refuse("rotations", "square matrices below each other");
            for (Index at = 0; at < stacked->values.rows(); at += d) start.rotations.push_back(stacked->values.middleRows(at, d));
        }
        fields.text("functional_map", file = {}, false);
        if (fields.ok() && !file.empty()) {
            if (!is_plain_name(file)) return fields.refuse("functional_map", "the name of a file in the folder");
            auto map = read_array("start_functional_map", folder_ / file);
            if (!map) {
                error_ = map.error();
                return;
            }
            start.functional_map = std::move(map->values);
        }
        if (fields.ok() && object.contains("matching")) {
            auto rows = pairing_rows(fields, "matching");
            if (!rows) return;
            start.matching = std::move(*rows);
        }
        if (fields.ok()) out_.run.request.pairing.start = std::move(start);
    }

    // Views index by these without looking again.
    void check_arrays() {
        const auto& result = out_.run.result;
        const auto& p = *result.pairs;
        const auto refuse = [&](const char* file, const std::string& expected) {
            if (!error_) error_ = input_error((folder_ / file).string(), "found another shape or range; expected " + expected);
        };
        if (auto m = result.report.indices("matching"))
            if (m->size() != p.source->rows() || m->maxCoeff() >= p.target->rows() || m->minCoeff() < -1)
                refuse("matching.npy", "a target row, or -1, for each source row");
        if (auto m = result.report.indices("map"))
            if (m->size() != p.target->rows() || (m->size() && (m->maxCoeff() >= p.source->rows() || m->minCoeff() < -1)))
                refuse("map.npy", "a source vertex, or -1, for each target vertex");
        if (auto a = result.report.matrix("aligned"))
            if (a->rows() != p.source->rows() || a->cols() != p.dimension())
                refuse("aligned.npy", "as many rows as the source");
        if (auto r = result.report.matrix("rotation"))
            if (r->rows() != p.dimension() || r->cols() != p.dimension())
                refuse("rotation.npy", "a square matrix of the dimension of the inputs");
    }

    void recording() {
        auto made = read_recording(folder_ / "recording.orec");
        if (!made) {
            error_ = made.error();
            return;
        }
        const auto place = (folder_ / "recording.orec").string() + ":byte 32";
        const auto& request = out_.run.request;
        if ((*made)->provenance().method != request.method || (*made)->size() == 0)
            error_ = input_error(place, "found " + std::to_string((*made)->size()) + " frames of \"" +
                                            (*made)->provenance().method + "\"; expected frames of \"" + request.method +
                                            "\"");
        for (auto& frame : (*made)->frames()) {
            if (error_) return;
            if (frame->phase >= static_cast<int>(method_->info().phases.size()))
                error_ = input_error(place, "found phase " + std::to_string(frame->phase) + "; expected one of the " +
                                                std::to_string(method_->info().phases.size()) + " phases of " +
                                                request.method);
            else if (auto why = misfit(*frame->state, *out_.run.result.pairs); !why.empty())
                error_ = input_error(place, why);
        }
        out_.run.result.recording = std::move(*made);
    }

    fs::path folder_;
    std::string name_;
    const Context& context_;
    const Method* method_ = nullptr;
    std::optional<Error> error_;
    LoadedResult out_;
};

}  // namespace

bool is_result_folder(const fs::path& folder) {
    std::error_code code;
    return fs::is_directory(folder, code) && fs::is_regular_file(folder / "result.json", code);
}

Result<LoadedResult> read_result(const fs::path& folder, const Context& context) {
    try {
        return Reader(folder, context).read();
    } catch (const std::bad_alloc&) {
        return memory_error(folder.string(), "there was not enough memory to read it");
    } catch (const std::exception& problem) {
        return input_error(folder.string(), std::string("cannot be read: ") + problem.what());
    }
}

}  // namespace orthoscope
