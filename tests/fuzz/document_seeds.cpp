// Seeds of the documents that Orthoscope itself writes: recordings, sessions, result.json.
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/json_fields.h"
#include "core/session/session.h"
#include "tests/fuzz/loose_recording.h"
#include "tests/fuzz/tiny_run.h"

using namespace orthoscope;
namespace fs = std::filesystem;

namespace {

Session session() {
    Session s;
    SessionDataset file, sample;
    file.id = "d1", file.name = "x", file.path = "/fuzz/x.npz", file.member = "a", file.kind = "cloud";
    file.labels = "/fuzz/l.txt", file.drop_missing = true;
    sample.id = "d2", sample.name = "Helix", sample.sample = "helix", sample.sample_options = {{"n", 20}};
    s.datasets = {file, sample}, s.roles = {"d1", "d2"};
    s.options["procrustes"] = {{"scale", true}};
    s.pairing.rows = "unit", s.pairing.truth = "identity", s.pairing.anchors = "0.5", s.pairing.truth_base = 1;
    s.runs = {planned_run(s)}, s.current_run = s.runs[0].id;
    s.views[0].camera = {{"position", {0, 0, 1}}};
    return s;
}

std::string slurp(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// One recording of each kind of state.
std::vector<TinyRun> tiny_runs() {
    Random random(2);
    Matrix turning(5, 3), loop(4, 9);
    for (Index i = 0; i < 5; ++i) turning.row(i) << std::cos(double(i)), std::sin(double(i)), 1;
    for (Index i = 0; i < 4; ++i)
        loop.row(i) << std::cos(double(i)), -std::sin(double(i)), 0, std::sin(double(i)), std::cos(double(i)), 0, 0, 0, 1;
    return {{.method = "generalized-procrustes"},
            {.method = "rotation-planes", .sets = {turning}, .kind = Kind::Sequence},
            {.method = "rotation-representations", .sets = {loop}},
            {.method = "spectral-decay", .sets = {random.normal(4, 3)}},
            {.method = "newton-schulz", .sets = {random.normal(3, 2)}, .options = {{"scheme", "cubic"}, {"steps", 2}}}};
}

}  // namespace

void write_document_seeds(const fs::path& root) {
    for (auto folder : {"recording", "session", "result"}) fs::create_directories(root / folder);
    const auto base = fs::temp_directory_path() / "orthoscope-seeds";
    const auto out = tiny_run(base);
    fs::copy_file(out / "result.json", root / "result" / "center", fs::copy_options::overwrite_existing);
    fs::copy_file(out / "recording.orec", root / "recording" / "procrustes", fs::copy_options::overwrite_existing);
    std::ofstream(root / "recording" / "loose", std::ios::binary) << loosen(slurp(out / "recording.orec"));
    for (auto& run : tiny_runs())
        std::ofstream(root / "recording" / run.method, std::ios::binary)
            << loosen(slurp(tiny_run(base, run) / "recording.orec"));
    std::ofstream(root / "session" / "two") << json_text(to_json(session(), "/fuzz"));
    fs::remove_all(base);
}
