#include "core/session/start_write.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json_fields.h"
#include "core/base/version.h"
#include "core/io/write.h"
#include "core/result/result_arrays.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

std::string hash_of(const Start& start) {
    Sha256 sum;
    const auto add = [&](const auto& values) { sum.add(values.data(), std::size_t(values.size()) * sizeof(values(0))); };
    if (auto rotation = start.rotation()) add(*rotation);
    if (start.translation) add(*start.translation);
    sum.add(&start.scale, sizeof start.scale);
    if (start.matching) add(*start.matching);
    if (start.functional_map) add(*start.functional_map);
    return sum.hex().substr(0, 12);
}

Status write_parts(const Start& start, const fs::path& folder, const std::string& note) {
    if (auto rotation = start.rotation())
        if (auto status = write_array("rotation", *rotation, folder / "rotation.npy"); !status) return status;
    if (start.translation)
        if (auto status = write_array("translation", *start.translation, folder / "translation.npy"); !status) return status;
    if (start.functional_map)
        if (auto status = write_npy(*start.functional_map, folder / "functional_map.npy"); !status) return status;
    if (start.matching)
        if (auto status = write_npy(*start.matching, folder / (start.functional_map ? "map.npy" : "matching.npy")); !status) return status;
    const nlohmann::json document{{"schema", 1},
                                  {"orthoscope", ORTHOSCOPE_VERSION},
                                  {"start", note},
                                  {"metrics", {{"scale", start.scale}}}};
    return write_text(json_text(document) + "\n", folder / "result.json");
}

}  // namespace

Start start_of(const Frame& frame) {
    Start start;
    if (auto shape = std::get_if<ShapeState>(frame.state.get())) {
        if (shape->functional_map) start.functional_map = *shape->functional_map;
        if (shape->map) start.matching = *shape->map;
        return start;
    }
    const auto group = std::get_if<GroupState>(frame.state.get());
    const auto pose = group ? &group->sets.at(1) : std::get_if<AlignmentState>(frame.state.get());
    if (!pose) return start;
    const AlignmentState& state = *pose;
    start.rotations = {*state.rotation};
    start.scale = state.scale;
    start.translation = state.place - state.scale * state.pivot * *state.rotation;
    if (state.matching) start.matching = *state.matching;
    return start;
}

Result<fs::path> write_start(const Start& start, const fs::path& parent, const std::string& name,
                             const std::string& note) {
    const auto folder = parent / (name + "-" + hash_of(start));
    std::error_code code;
    if (fs::is_regular_file(folder / "result.json", code)) return folder;
    // result.json comes last, so that a folder that has it is whole.
    fs::create_directories(folder, code);
    if (code) return Error{ErrorKind::Output, folder.string(), "cannot be made: " + code.message()};
    if (auto status = write_parts(start, folder, note); !status) return status.error();
    return folder;
}

fs::path starts_folder(const fs::path& session_file) {
    if (!session_file.empty()) return session_file.string() + ".starts";
    const char *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
    const fs::path base = state && *state ? fs::path(state) : fs::path(home ? home : ".") / ".local" / "state";
    return base / "orthoscope" / "starts";
}

}  // namespace orthoscope
