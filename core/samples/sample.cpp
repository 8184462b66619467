#include "core/samples/sample.h"

#include <functional>

#include "core/io/write.h"
#include "core/samples/options.h"
#include "core/samples/picture.h"
#include "core/samples/planted.h"
#include "core/samples/surfaces.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

struct Entry {
    SampleInfo info;
    std::function<Result<Sample>(const SampleParameters&, std::uint64_t, const Context&)> make;
};

template <class Options>
Entry entry(const char* id, const char* title, const char* summary,
            Result<Sample> (*make)(const Options&, std::uint64_t, const Context&)) {
    OptionLister lister;
    Options defaults;
    defaults.describe(lister);
    return {{id, title, summary, lister.list, true},
            [make](const SampleParameters& parameters, std::uint64_t seed,
                   const Context& context) -> Result<Sample> {
                Options options;
                OptionReader reader(parameters);
                options.describe(reader);
                if (auto status = reader.finish(); !status) return status.error();
                return make(options, seed, context);
            }};
}

const std::vector<Entry>& entries() {
    static const std::vector<Entry> all{
        entry("planted-pair", "Planted rotation", "A set and its turned, noisy copy; the rotation is known.",
              planted_pair),
        entry("helix", "Helix", "A curve with handedness and its turned or mirrored copy.", helix_pair),
        entry("clusters", "Clustered embeddings", "Clusters in 50 dimensions, seen by two models.",
              clustered_embeddings),
        entry("rotating-picture", "Turning picture",
              "A picture turning in steps: planes of rotation, exactly.", rotating_picture),
        entry("sphere", "Sphere", "A round mesh whose vibrations are known in closed form.", sphere_sample),
        entry("torus", "Torus", "A ring that turns into itself.", torus_sample),
        entry("knot", "Knot", "A tube tied into a torus knot.", knot_sample),
        entry("swiss-roll", "Swiss roll", "A rolled sheet: three coordinates, two dimensions.", roll_sample),
    };
    return all;
}

std::string suffix(const Dataset& set) {
    switch (set.kind()) {
        case Kind::Mesh:
            return ".off";
        case Kind::Cloud:
            return set.attribute("color") ? ".ply" : ".npy";
        default:
            return ".npy";
    }
}

}  // namespace

const SampleFile* Sample::file(std::string_view name) const {
    for (auto& f : extra)
        if (f.name == name) return &f;
    return nullptr;
}

const std::vector<SampleInfo>& samples() {
    static const std::vector<SampleInfo> infos = [] {
        std::vector<SampleInfo> list;
        for (auto& e : entries()) list.push_back(e.info);
        return list;
    }();
    return infos;
}

const SampleInfo* find_sample(std::string_view id) {
    for (auto& info : samples())
        if (info.id == id) return &info;
    return nullptr;
}

Result<Sample> make_sample(std::string_view id, const SampleParameters& parameters, std::uint64_t seed,
                           const Context& context) {
    std::string known;
    for (auto& e : entries()) {
        if (e.info.id == id) return e.make(parameters, seed, context);
        known += " " + e.info.id;
    }
    return usage_error("sample", "found " + std::string(id) + "; expected one of" + known);
}

Result<std::vector<fs::path>> write_sample(const Sample& sample, const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) return Error{ErrorKind::Output, folder.string(), "cannot be made: " + failure.message()};
    std::vector<fs::path> written;
    const char* names[] = {"source", "target"};
    for (std::size_t i = 0; i < sample.sets.size(); ++i) {
        const Dataset& set = *sample.sets[i];
        const std::string name = i < 2 ? names[i] : "set" + std::to_string(i + 1);
        written.push_back(folder / (name + suffix(set)));
        if (auto status = write(set, written.back()); !status) return status.error();
    }
    for (auto& file : sample.extra) {
        written.push_back(folder / file.name);
        const bool text = written.back().extension() != ".npy";
        auto status = text                     ? write_text(file.text, written.back())
                      : file.array.cols() == 1 ? write_npy(Vector(file.array.col(0)), written.back())
                                               : write_npy(file.array, written.back());
        if (!status) return status.error();
    }
    written.push_back(folder / "note.txt");
    if (auto status = write_text(sample.note + "\n", written.back()); !status) return status.error();
    return written;
}

}  // namespace orthoscope
