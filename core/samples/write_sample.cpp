#include "core/io/write.h"
#include "core/samples/sample.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

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

std::string sample_file_name(const Dataset& set, std::size_t place) {
    const std::string name = place == 0 ? "source" : place == 1 ? "target" : "set" + std::to_string(place + 1);
    return name + suffix(set);
}

Result<std::vector<fs::path>> write_sample(const Sample& sample, const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) return Error{ErrorKind::Output, folder.string(), "cannot be made: " + failure.message()};
    std::vector<fs::path> written;
    for (std::size_t i = 0; i < sample.sets.size(); ++i) {
        const Dataset& set = *sample.sets[i];
        written.push_back(folder / sample_file_name(set, i));
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
