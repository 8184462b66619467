#include "core/shape/basis_cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "core/base/hash.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

constexpr char magic[8] = {'O', 'R', 'T', 'H', 'O', 'B', 'A', '1'};
// Of the numerics: raised whenever the same shape would give another basis or other notes.
constexpr int computation = 2;

struct Head {
    char magic[8];
    std::int64_t rows, size, asked, components, note_bytes;
    double area;
    std::uint64_t check;  // of all this and what follows, itself 0
};

// 64-bit multiplicative hash over words in four lanes: against damage, not malice.
class Check {
  public:
    void add(const void* bytes, std::size_t count) {
        const char* at = static_cast<const char*>(bytes);
        for (; count >= 8; at += 8, count -= 8) {
            std::uint64_t word;
            std::memcpy(&word, at, 8);
            mix(word);
        }
        std::uint64_t rest = count;
        std::memcpy(&rest, at, count);
        mix(rest);
    }
    std::uint64_t value() const { return lanes_[0] ^ lanes_[1] * 3 ^ lanes_[2] * 5 ^ lanes_[3] * 7; }

  private:
    void mix(std::uint64_t word) {
        auto& lane = lanes_[at_++ % 4];
        lane = (lane ^ word) * 0x9E3779B97F4A7C15ull;
        lane ^= lane >> 29;
    }
    std::uint64_t lanes_[4] = {1, 2, 3, 4};
    std::size_t at_ = 0;
};

std::uint64_t check_of(Head head, const Eigenbasis& basis, const std::string& notes) {
    Check check;
    head.check = 0;
    check.add(&head, sizeof head);
    for (auto* v : {&basis.values, &basis.residuals, &basis.mass}) check.add(v->data(), std::size_t(v->size()) * 8);
    check.add(basis.vectors.data(), std::size_t(basis.vectors.size()) * 8);
    check.add(notes.data(), notes.size());
    return check.value();
}

fs::path default_folder() {
    if (const char* own = std::getenv("ORTHOSCOPE_CACHE"); own && *own) return std::string_view(own) == "off" ? "" : own;
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache) return fs::path(cache) / "orthoscope";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".cache" / "orthoscope";
    return "";
}

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (auto& line : lines) all += line + '\n';
    return all;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t a = 0, b; (b = text.find('\n', a)) != std::string::npos; a = b + 1)
        lines.push_back(text.substr(a, b - a));
    return lines;
}

Eigenbasis shortened(Eigenbasis basis, Index k) {
    if (k >= basis.size()) return basis;
    const double largest = basis.values(basis.size() - 1), now = basis.values(k - 1);
    basis.residuals = Vector(basis.residuals.head(k) * (now > 0 ? largest / now : 1));
    basis.values = Vector(basis.values.head(k));
    basis.vectors.conservativeResize(Eigen::NoChange, k);
    return basis;
}

}  // namespace

BasisCache::BasisCache() : BasisCache(default_folder()) {}
BasisCache::BasisCache(fs::path folder, std::uintmax_t limit) : folder_(std::move(folder)), limit_(limit) {}

std::string BasisCache::key(const Dataset& shape, LaplacianKind kind) const {
    if (folder_.empty()) return "";
    Sha256 hash;
    const Matrix& x = shape.values();
    const std::string head = std::string("orthoscope basis ") + std::to_string(computation) + ' ' +
                             std::string(name_of(shape.kind())) + ' ' + std::string(name_of(kind)) + ' ' +
                             std::to_string(x.rows()) + ' ' + std::to_string(x.cols()) + '\n';
    hash.add(head.data(), head.size());
    hash.add(x.data(), std::size_t(x.size()) * sizeof(double));
    if (const Triangles* t = shape.triangles()) hash.add(t->data(), std::size_t(t->size()) * sizeof(std::int32_t));
    return hash.hex();
}

std::optional<Eigenbasis> BasisCache::load(const std::string& key, Index k) const {
    if (folder_.empty()) return {};
    std::error_code error;
    const auto bytes = fs::file_size(file(key), error);
    std::ifstream in(file(key), std::ios::binary);
    Head head;
    if (error || !in.read(reinterpret_cast<char*>(&head), sizeof head)) return {};
    if (std::memcmp(head.magic, magic, sizeof magic) != 0 || head.rows < 1 || head.rows > (1 << 30) || head.size < 1 ||
        head.size > head.rows || head.note_bytes < 0 || head.note_bytes > (1 << 20))
        return {};
    if (bytes != sizeof head + 8 * std::uintmax_t(head.rows * head.size + head.rows + 2 * head.size) +
                     std::uintmax_t(head.note_bytes))
        return {};
    if (head.size < k && head.asked <= head.size) return {};
    Eigenbasis basis;
    basis.values.resize(head.size), basis.residuals.resize(head.size), basis.mass.resize(head.rows);
    basis.vectors.resize(head.rows, head.size);
    std::string notes(std::size_t(head.note_bytes), '\0');
    auto read = [&](double* to, Index count) { in.read(reinterpret_cast<char*>(to), count * 8); };
    read(basis.values.data(), head.size), read(basis.residuals.data(), head.size), read(basis.mass.data(), head.rows);
    read(basis.vectors.data(), head.rows * head.size);
    in.read(notes.data(), head.note_bytes);
    if (!in || check_of(head, basis, notes) != head.check) return {};
    basis.area = head.area, basis.components = head.components, basis.notes = lines_of(notes), basis.cached = true;
    fs::last_write_time(file(key), fs::file_time_type::clock::now(), error);  // used just now: pruned last
    return shortened(std::move(basis), k);
}

void BasisCache::store(const std::string& key, Index asked, const Eigenbasis& basis) const {
    if (folder_.empty()) return;
    std::error_code error;
    fs::create_directories(folder_, error);
    const std::string notes = joined(basis.notes);
    Head head{};
    std::memcpy(head.magic, magic, sizeof magic);
    head.rows = basis.vectors.rows(), head.size = basis.size(), head.asked = asked, head.components = basis.components;
    head.note_bytes = std::int64_t(notes.size()), head.area = basis.area;
    head.check = check_of(head, basis, notes);
    // Under another name first: other runs never see half a file.
    const fs::path part = folder_ / (key + "." + std::to_string(::getpid()) + ".part");
    {
        std::ofstream out(part, std::ios::binary);
        auto write = [&](const double* from, Index count) { out.write(reinterpret_cast<const char*>(from), count * 8); };
        out.write(reinterpret_cast<const char*>(&head), sizeof head);
        write(basis.values.data(), head.size), write(basis.residuals.data(), head.size);
        write(basis.mass.data(), head.rows), write(basis.vectors.data(), head.rows * head.size);
        out.write(notes.data(), head.note_bytes);
        if (!out.flush()) {
            out.close();
            fs::remove(part, error);
            return;
        }
    }
    fs::rename(part, file(key), error);
    if (error) fs::remove(part, error);
    prune();
}

void BasisCache::prune() const {
    struct Entry {
        fs::file_time_type time;
        std::uintmax_t bytes;
        fs::path path;
    };
    std::error_code error;
    std::vector<Entry> entries;
    std::uintmax_t total = 0;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
        std::error_code gone;
        Entry entry{it->last_write_time(gone), it->file_size(gone), it->path()};
        if (gone || entry.path.extension() != ".basis") continue;
        total += entry.bytes;
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(), [](auto& a, auto& b) { return a.time < b.time; });
    for (auto& entry : entries) {
        if (total <= limit_) return;
        if (fs::remove(entry.path, error)) total -= entry.bytes;
    }
}

}  // namespace orthoscope
