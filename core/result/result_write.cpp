#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/hash.h"
#include "core/io/format.h"
#include "core/io/label_column.h"
#include "core/io/write.h"
#include "core/result/result_arrays.h"
#include "core/result/result_folder.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uintmax_t copy_limit = 64'000'000;

Error output_error(const fs::path& path, const std::string& what) { return {ErrorKind::Output, path.string(), what}; }

// Removes what it made unless released.
struct Temporary {
    fs::path path;
    ~Temporary() {
        std::error_code code;
        if (!path.empty()) fs::remove_all(path, code);
    }
};

std::uintmax_t bytes_of(const fs::path& path) {
    std::error_code code;
    if (!fs::is_directory(path, code)) {
        const auto size = fs::file_size(path, code);
        return code ? 0 : size;
    }
    std::uintmax_t sum = 0;
    for (auto& entry : fs::directory_iterator(path, code))
        if (entry.is_regular_file(code)) sum += entry.file_size(code);
    return sum;
}

Result<std::string> hash_of(const fs::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    return sha256(source->bytes());
}

// Puts inputs into DIR/inputs, a file that serves twice once.
class Copies {
  public:
    explicit Copies(fs::path folder) : folder_(std::move(folder)) {}

    // Where the copy lies, relative to DIR.
    Result<std::string> add(const fs::path& from) {
        std::error_code code;
        const auto whole = fs::weakly_canonical(from, code).string();
        if (auto known = made_.find(whole); known != made_.end()) return known->second;
        const auto name = fresh_name(from);
        fs::create_directories(folder_ / "inputs", code);
        const auto to = folder_ / name;
        if (fs::is_directory(from, code)) {
            fs::create_directory(to, code);
            for (auto& entry : fs::directory_iterator(from, code))
                if (!code && entry.is_regular_file(code))
                    fs::copy_file(entry.path(), to / entry.path().filename(), code);
        } else {
            fs::copy_file(from, to, code);
        }
        if (code) return output_error(to, "the input cannot be copied: " + code.message());
        made_[whole] = name;
        return name;
    }

    std::string fresh_name(const fs::path& from) {
        auto base = (from.has_filename() ? from : from.parent_path()).filename().string();
        if (base.empty() || base == "." || base == "..") base = "input";
        auto name = "inputs/" + base;
        for (int i = 2; !names_.insert(name).second; ++i) name = "inputs/" + std::to_string(i) + "-" + base;
        return name;
    }

  private:
    fs::path folder_;
    std::map<std::string, std::string> made_;
    std::set<std::string> names_;
};

class Writer {
  public:
    Writer(const FinishedRun& run, fs::path folder, InputStorage storage)
        : run_(run), folder_(std::move(folder)), storage_(storage), copies_(folder_), json_(result_json(run)) {}

    Status write() {
        for (auto step : {&Writer::arrays, &Writer::transform, &Writer::recording, &Writer::inputs, &Writer::pairing})
            if (auto status = (this->*step)(); !status) return status;
        return write_text(json_.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", folder_ / "result.json");
    }
    Json json() { return std::move(json_); }

  private:
    Status arrays() {
        for (auto& [name, values] : run_.result.report.matrices)
            if (auto status = write_array(name, values, output(name, name + ".npy")); !status) return status;
        for (auto& [name, values] : run_.result.report.integers)
            if (auto status = write_npy(values, output(name, name + ".npy")); !status) return status;
        return success();
    }

    // 4 x 4 for column vectors: its rotation block is scale times R transposed.
    Status transform() {
        const auto rotation = run_.result.report.matrix("rotation");
        const auto translation = run_.result.report.matrix("translation");
        if (!rotation || !translation || rotation->rows() != 3 || translation->size() != 3) return success();
        const double scale = run_.result.report.metric("scale").value_or(1);
        Eigen::Matrix4d m = Eigen::Matrix4d::Identity();
        m.topLeftCorner<3, 3>() = scale * rotation->transpose();
        m.topRightCorner<3, 1>() = translation->reshaped();
        std::string text;
        char number[40];
        for (int i = 0; i < 4; ++i)
            for (int j = 0; j < 4; ++j) {
                std::snprintf(number, sizeof number, "%.17g%c", m(i, j), j == 3 ? '\n' : ' ');
                text += number;
            }
        return write_text(text, output("transform", "transform.txt"));
    }

    Status recording() { return write_recording(*run_.result.recording, output("recording", "recording.orec")); }

    Status inputs() {
        std::uintmax_t bytes = 0;
        for (auto& input : run_.inputs) {
            if (!input.path.empty()) bytes += bytes_of(input.path);
            if (input.labels && !names_label_column(input.labels)) bytes += bytes_of(*input.labels);
        }
        const bool copy = storage_ == InputStorage::Copy && bytes <= copy_limit;
        for (std::size_t i = 0; i < run_.inputs.size(); ++i)
            if (auto status = input(run_.inputs[i], *run_.result.pairs->sets[i], copy); !status) return status;
        return success();
    }

    Status input(const InputSpec& spec, const Dataset& set, bool copy) {
        const auto rows = rows_in_file(set);
        if (!rows) return rows.error();
        // A matrix that was computed has no file and still says where it comes from.
        Json object{{"path", (spec.path.empty() ? set.origin.path : spec.path).string()}, {"member", set.origin.member}, {"sha256", set.origin.sha256},
                    {"kind", std::string(name_of(set.kind()))}, {"rows", *rows}, {"columns", set.columns()}};
        if (!spec.axes.empty()) object["axes"] = spec.axes;
        if (spec.drop_missing) object["missing"] = "drop-rows";
        // Not read whole: a seeded sample of its rows was kept to be looked at.
        if (is_sampled(set)) object["streamed"] = true;
        auto status = spec.path.empty() ? generated(set, object) : place(spec.path, copy, "file", object);
        if (spec.labels) object["labels"] = spec.labels->string();
        if (status && spec.labels && !names_label_column(spec.labels)) {
            status = place(*spec.labels, copy, "labels_file", object);
            if (!status) return status;
            auto hash = hash_of(*spec.labels);
            if (!hash) return hash.error();
            object["labels_sha256"] = *hash;
        }
        json_["inputs"].push_back(std::move(object));
        return status;
    }

    Status place(const fs::path& path, bool copy, const char* key, Json& object) {
        std::error_code code;
        if (!copy) {
            object[key] = fs::absolute(path, code).lexically_normal().string();
            return success();
        }
        auto name = copies_.add(path);
        if (!name) return name.error();
        object[key] = *name;
        return success();
    }

    // A set that has no file gets one here.
    Status generated(const Dataset& set, Json& object) {
        const char* suffix = set.kind() == Kind::Mesh ? ".off" : set.attribute("color") ? ".ply" : ".npy";
        std::error_code code;
        fs::create_directories(folder_ / "inputs", code);
        const auto name = copies_.fresh_name("set" + std::to_string(json_["inputs"].size() + 1) + suffix);
        if (auto status = orthoscope::write(set, folder_ / name); !status) return status;
        auto hash = hash_of(folder_ / name);
        if (!hash) return hash.error();
        object["sha256"] = *hash, object["file"] = name;
        // Four axes do not say by themselves what they are.
        if (auto sequence = std::get_if<FrameSequence>(&set.payload); sequence && sequence->axes.size() > 3)
            object["axes"] = sequence->axes;
        if (set.labels.empty()) return success();
        std::string text;
        for (auto& label : set.labels) text += label + "\n";
        object["labels_file"] = name + ".labels.txt";
        if (auto status = write_text(text, folder_ / (name + ".labels.txt")); !status) return status;
        auto labels_hash = hash_of(folder_ / (name + ".labels.txt"));
        if (!labels_hash) return labels_hash.error();
        object["labels_sha256"] = *labels_hash;
        return success();
    }

    Status pairing() {
        const auto& options = run_.result.pairs->options;
        auto& object = json_["pairing"];
        object["rows"] = std::string(name_of(options.rows));
        if (options.anchor_fraction) object["anchor_fraction"] = *options.anchor_fraction;
        if (options.weights) {
            object["weights"] = "weights.npy";
            if (auto status = write_npy(*options.weights, output("weights", "weights.npy")); !status) return status;
        }
        if (options.anchors) {
            Indices rows(static_cast<Index>(options.anchors->size()));
            std::copy(options.anchors->begin(), options.anchors->end(), rows.begin());
            object["anchors"] = "anchors.npy";
            if (auto status = write_npy(rows, output("anchors", "anchors.npy")); !status) return status;
        }
        for (auto& l : options.landmarks) object["landmarks"].push_back({l.source, l.target, l.weight});
        if (options.start)
            if (auto status = start(*options.start, object["start"]); !status) return status;
        if (!options.truth) return success();
        object["truth"] = "truth.npy";
        return write_npy(*options.truth, output("truth", "truth.npy"));
    }

    // Rotations of a stack one below the other.
    Status start(const Start& start, Json& object) {
        object = Json{{"origin", start.origin}, {"scale", start.scale}};
        if (start.translation) object["translation"] = std::vector<double>(start.translation->begin(), start.translation->end());
        if (!start.rotations.empty()) {
            const Index d = start.rotations.front().rows();
            Matrix stacked(d * Index(start.rotations.size()), d);
            for (std::size_t k = 0; k < start.rotations.size(); ++k) stacked.middleRows(d * Index(k), d) = start.rotations[k];
            object["rotations"] = "start_rotations.npy";
            if (auto status = write_npy(stacked, output("start_rotations", "start_rotations.npy")); !status) return status;
        }
        if (start.functional_map) {
            object["functional_map"] = "start_functional_map.npy";
            const auto file = output("start_functional_map", "start_functional_map.npy");
            if (auto status = write_npy(*start.functional_map, file); !status) return status;
        }
        if (!start.matching) return success();
        object["matching"] = "start_matching.npy";
        return write_npy(*start.matching, output("start_matching", "start_matching.npy"));
    }

    fs::path output(const std::string& name, const std::string& file) {
        json_["outputs"][name] = file;
        return folder_ / file;
    }

    const FinishedRun& run_;
    fs::path folder_;
    InputStorage storage_;
    Copies copies_;
    Json json_;
};

// Into an empty folder that exists, entry by entry: it may be someone's current one. result.json comes last.
Status move_entries(const fs::path& from, const fs::path& to) {
    std::error_code code;
    std::vector<fs::path> names;
    for (auto& entry : fs::directory_iterator(from, code)) names.push_back(entry.path().filename());
    std::stable_partition(names.begin(), names.end(), [](auto& name) { return name != "result.json"; });
    for (auto& name : names) {
        fs::rename(from / name, to / name, code);
        if (code) return output_error(to / name, "cannot be written: " + code.message());
    }
    return success();
}

}  // namespace

Status check_out_folder(const fs::path& folder) {
    std::error_code code;
    const auto place = "--out " + folder.string();
    if (folder.empty()) return usage_error("--out", "found nothing; expected a folder");
    if (!fs::exists(folder, code)) return success();
    if (!fs::is_directory(folder, code)) return usage_error(place, "found a file; expected a folder, new or empty");
    if (!fs::is_empty(folder, code) || code)
        return usage_error(place, "found a folder that holds files; expected a new or an empty one");
    return success();
}

Result<Json> write_result(const FinishedRun& run, const fs::path& folder, InputStorage storage) {
    if (auto status = check_out_folder(folder); !status) return status.error();
    std::error_code code;
    const bool exists = fs::is_directory(folder, code);
    const auto target = fs::absolute(folder, code).lexically_normal();
    const auto whole = target.has_filename() ? target : target.parent_path();
    const auto name = ".orthoscope-part" + std::to_string(::getpid());
    if (!exists) fs::create_directories(whole.parent_path(), code);
    Temporary part{exists ? whole / name : whole.parent_path() / (whole.filename().string() + name)};
    fs::create_directory(part.path, code);
    if (code) return output_error(folder, "cannot be made: " + code.message());
    Writer writer(run, part.path, storage);
    if (auto status = writer.write(); !status) return status.error();
    if (exists) {
        if (auto status = move_entries(part.path, whole); !status) return status.error();
        return writer.json();
    }
    fs::rename(part.path, whole, code);
    if (code) return output_error(folder, "cannot be made: " + code.message());
    part.path.clear();
    return writer.json();
}

}  // namespace orthoscope
