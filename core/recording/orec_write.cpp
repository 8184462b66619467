#include <unistd.h>
#include <zlib.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/base/json_fields.h"
#include "core/recording/orec_format.h"

namespace orthoscope {
namespace orec {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

struct Block {
    const void* data;
    std::uint64_t bytes;
};

std::uint32_t checksum(const Block& block) {
    uLong sum = crc32_z(0, nullptr, 0);
    if (block.bytes) sum = crc32_z(sum, static_cast<const Bytef*>(block.data), block.bytes);
    return static_cast<std::uint32_t>(sum);
}

// Collects arrays and paths, each once; later gives the header its tables.
class Tables {
  public:
    template <class M>
    std::size_t add(const M& m) {
        static_assert(sizeof(typename M::Scalar) == 8);
        const Block block{m.data(), static_cast<std::uint64_t>(m.size()) * 8};
        blocks_.push_back(block);
        const char* type = std::is_same_v<typename M::Scalar, double> ? "float64" : "int64";
        arrays_.push_back({{"offset", end_}, {"rows", m.rows()}, {"columns", m.cols()}, {"type", type},
                           {"crc32", checksum(block)}});
        end_ += aligned(block.bytes);
        return blocks_.size() - 1;
    }
    template <class M>
    std::size_t shared(const std::shared_ptr<const M>& m) {
        const auto [at, fresh] = numbers_.try_emplace(m.get(), 0);
        if (fresh) at->second = add(*m);
        return at->second;
    }
    // Small rows repeat from frame to frame: equal to the last one of that name, they are stored once too.
    template <class M>
    std::size_t repeated(const std::string& name, const M& m) {
        auto& [number, data, size] = last_[name];
        if (data && size == m.size() && (size == 0 || std::memcmp(data, m.data(), std::size_t(size) * 8) == 0))
            return number;
        number = add(m), data = m.data(), size = m.size();
        return number;
    }
    std::size_t path(const std::shared_ptr<const RotationPath>& path) {
        const auto [at, fresh] = path_numbers_.try_emplace(path.get(), paths_.size());
        if (!fresh) return at->second;
        auto planes = nlohmann::json::array();
        for (auto& plane : path->planes()) planes.push_back({plane.first, plane.angle});
        nlohmann::json flip;
        if (path->flip()) flip = *path->flip();
        paths_.push_back({{"basis", add(path->basis())}, {"planes", planes}, {"flip", flip}});
        return at->second;
    }

    const std::vector<Block>& blocks() const { return blocks_; }
    const nlohmann::json& arrays() const { return arrays_; }
    const nlohmann::json& paths() const { return paths_; }
    std::uint64_t bytes() const { return end_; }

  private:
    struct Last {
        std::size_t number = 0;
        const double* data = nullptr;
        Index size = 0;
    };
    std::vector<Block> blocks_;
    nlohmann::json arrays_ = nlohmann::json::array(), paths_ = nlohmann::json::array();
    std::unordered_map<const void*, std::size_t> numbers_;
    std::unordered_map<const RotationPath*, std::size_t> path_numbers_;
    std::unordered_map<std::string, Last> last_;
    std::uint64_t end_ = 0;
};

struct StateWriter {
    Tables& tables;
    nlohmann::json object = nlohmann::json::object();

    void number(const char* name, double value) { object[name] = value; }
    void flag(const char* name, bool value) { object[name] = value; }
    void row(const char* name, const RowVector& value) {
        if (value.size()) object[name] = tables.repeated(name, value);
    }
    void vector(const char* name, const Vector& value) {
        if (value.size()) object[name] = tables.repeated(name, value);
    }
    void matrix(const char* name, const SharedMatrix& value) {
        if (value) object[name] = tables.shared(value);
    }
    void indices(const char* name, const SharedIndices& value) {
        if (value) object[name] = tables.shared(value);
    }
    void path(const char* name, const std::shared_ptr<const RotationPath>& value) {
        if (value) object[name] = tables.path(value);
    }
    void states(const char* name, const std::vector<AlignmentState>& values) {
        auto& list = object[name] = nlohmann::json::array();
        for (auto& value : values) {
            StateWriter inner{tables};
            describe(inner, value);
            list.push_back(std::move(inner.object));
        }
    }
};

nlohmann::json frame_json(const Frame& frame, Tables& tables) {
    auto metrics = nlohmann::json::array();
    for (auto& [name, value] : frame.metrics)
        metrics.push_back({name, std::isfinite(value) ? nlohmann::json(value) : nlohmann::json()});
    nlohmann::json object{{"iteration", frame.iteration}, {"phase", frame.phase},     {"lane", frame.lane},
                          {"parent", frame.parent},       {"seconds", frame.seconds},       {"metrics", std::move(metrics)}};
    if (!frame.state) return object;
    StateWriter writer{tables};
    std::visit([&](auto& state) { describe(writer, state); }, *frame.state);
    object["state"] = state_names[frame.state->index()];
    object["fields"] = std::move(writer.object);
    return object;
}

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

bool stream(std::ofstream& file, const std::string& header, const Tables& tables) {
    std::string fixed(magic);
    const auto start = aligned(fixed_bytes + header.size());
    put(fixed, version, 4), put(fixed, 0, 4);
    put(fixed, header.size(), 8), put(fixed, start + tables.bytes(), 8);
    file << fixed << header << std::string(start - fixed_bytes - header.size(), '\0');
    for (auto& block : tables.blocks()) {
        file.write(static_cast<const char*>(block.data), static_cast<std::streamsize>(block.bytes));
        file << std::string(aligned(block.bytes) - block.bytes, '\0');
    }
    file.close();
    return !file.fail();
}

}  // namespace

nlohmann::json to_json(const Provenance& p) {
    auto inputs = nlohmann::json::array();
    for (auto& input : p.inputs)
        inputs.push_back({{"path", input.path}, {"member", input.member}, {"sha256", input.sha256},
                          {"kind", input.kind}, {"rows", input.rows},     {"columns", input.columns}});
    return {{"method", p.method},   {"options", nlohmann::json::parse(p.options)}, {"seed", p.seed},    {"threads", p.threads},
            {"backend", p.backend}, {"version", p.version}, {"inputs", inputs}};
}

}  // namespace orec

Status write_recording(const Recording& recording, const std::filesystem::path& path) {
    const auto frames = recording.frames();  // keeps every state alive while its blocks are written
    orec::Tables tables;
    auto list = nlohmann::json::array();
    for (auto& frame : frames) list.push_back(orec::frame_json(*frame, tables));
    nlohmann::json outcome;
    if (auto known = recording.outcome()) outcome = name_of(*known);
    const nlohmann::json header{{"provenance", orec::to_json(recording.provenance())},
                                {"outcome", outcome},
                                {"thinned", recording.thinned()},
                                {"lanes", recording.lanes()},
                                {"arrays", tables.arrays()},
                                {"paths", tables.paths()},
                                {"frames", std::move(list)}};
    const auto beside = std::filesystem::path(path.string() + ".part" + std::to_string(::getpid()));
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    std::error_code code;
    if (file && orec::stream(file, json_text(header, -1), tables)) {
        std::filesystem::rename(beside, path, code);
        if (!code) return success();
    }
    std::filesystem::remove(beside, code);
    return Error{ErrorKind::Output, path.string(), "cannot be written; expected a writable place with room"};
}

}  // namespace orthoscope
