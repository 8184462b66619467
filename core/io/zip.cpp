#include "core/io/zip.h"

#include <zlib.h>

#include <algorithm>

namespace orthoscope {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50, central_signature = 0x02014b50,
                        end_signature = 0x06054b50, end64_signature = 0x06064b50,
                        locator64_signature = 0x07064b50;
constexpr std::uint64_t end_size = 22, central_size = 46, local_size = 30, chunk = 1 << 20;
constexpr std::uint64_t best_ratio = 1040;  // deflate turns at most 1032 bytes into one

// Little-endian fields of an archive; reads past the end give 0 and are noticed.
class Fields {
  public:
    explicit Fields(const Source& source) : bytes_(source.bytes()) {}
    std::uint64_t size() const { return bytes_.size(); }
    bool holds(std::uint64_t at, std::uint64_t count) const { return at <= size() && count <= size() - at; }
    std::uint64_t get(std::uint64_t at, unsigned count) const {
        if (!holds(at, count)) return 0;
        std::uint64_t value = 0;
        for (unsigned i = count; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes_[at + i]);
        return value;
    }
    std::uint32_t u32(std::uint64_t at) const { return static_cast<std::uint32_t>(get(at, 4)); }
    std::string text(std::uint64_t at, std::uint64_t count) const {
        return {reinterpret_cast<const char*>(bytes_.data()) + at, count};
    }

  private:
    std::span<const std::byte> bytes_;
};

struct Directory {
    std::uint64_t offset, size, count;
};

Result<Directory> find_directory(const Source& archive) {
    const Fields fields(archive);
    if (fields.size() < end_size)
        return archive.at_byte(fields.size(), "found the end of the file; expected a ZIP directory");
    std::uint64_t end = fields.size() - end_size;
    const std::uint64_t lowest = end > 65535 ? end - 65535 : 0;  // a comment may follow
    while (fields.u32(end) != end_signature) {
        if (end == lowest)
            return archive.at_byte(fields.size(),
                                   "found no ZIP directory at the end of the file; expected one (is it "
                                   "truncated?)");
        --end;
    }
    Directory directory{fields.get(end + 16, 4), fields.get(end + 12, 4), fields.get(end + 10, 2)};
    const bool wide =
        directory.offset == 0xffffffff || directory.size == 0xffffffff || directory.count == 0xffff;
    if (wide && end >= 20 && fields.u32(end - 20) == locator64_signature) {
        const std::uint64_t end64 = fields.get(end - 12, 8);
        if (!fields.holds(end64, 56) || fields.u32(end64) != end64_signature)
            return archive.at_byte(end - 12, "found a zip64 locator that points at no zip64 directory");
        directory = {fields.get(end64 + 48, 8), fields.get(end64 + 40, 8), fields.get(end64 + 32, 8)};
    }
    if (!fields.holds(directory.offset, directory.size) || directory.count > directory.size / central_size)
        return archive.at_byte(
            end, "found a ZIP directory of " + std::to_string(directory.count) + " entries, " +
                     std::to_string(directory.size) + " bytes at byte " + std::to_string(directory.offset) +
                     "; expected it inside the file of " + std::to_string(fields.size()) + " bytes");
    return directory;
}

// Sizes that pass 32 bits stand in the extra field 1, in this order, only those that need it.
void widen(const Fields& fields, std::uint64_t at, std::uint64_t end, ZipEntry& entry,
           std::uint64_t& offset) {
    while (at + 4 <= end) {
        const auto id = fields.get(at, 2), length = fields.get(at + 2, 2);
        at += 4;
        if (length > end - at) return;
        if (id == 1) {
            std::uint64_t value = at;
            for (std::uint64_t* field : {&entry.size, &entry.packed, &offset}) {
                if (*field != 0xffffffff || value + 8 > at + length) continue;
                *field = fields.get(value, 8);
                value += 8;
            }
        }
        at += length;
    }
}

Status locate(const Source& archive, const Fields& fields, std::uint64_t local, std::uint64_t limit,
              ZipEntry& entry) {
    auto wrong = [&](const std::string& what) {
        return archive.at_byte(std::min(local, fields.size()), what + " for entry '" + entry.name + "'");
    };
    if (!fields.holds(local, local_size) || fields.u32(local) != local_signature)
        return wrong("found no local ZIP header; expected one");
    entry.data_offset = local + local_size + fields.get(local + 26, 2) + fields.get(local + 28, 2);
    if (entry.data_offset > limit || entry.packed > limit - entry.data_offset)
        return wrong("found " + std::to_string(entry.packed) +
                     " packed bytes that pass the directory at byte " + std::to_string(limit) +
                     "; expected them before it");
    if (entry.stored() && entry.packed != entry.size)
        return wrong("found a stored entry of " + std::to_string(entry.packed) + " bytes; expected " +
                     std::to_string(entry.size));
    return success();
}

Status check_crc(const Source& archive, const ZipEntry& entry, std::uint32_t crc) {
    if (crc == entry.crc) return success();
    return archive.at_byte(entry.data_offset, "found another checksum in entry '" + entry.name +
                                                  "' than the directory states; expected unharmed bytes");
}

Status check_readable(const Source& archive, const ZipEntry& entry) {
    if (entry.encrypted)
        return archive.at_byte(entry.data_offset,
                               "found an encrypted entry '" + entry.name + "'; expected a plain one");
    if (entry.method != 0 && entry.method != 8)
        return archive.at_byte(entry.data_offset, "found compression method " + std::to_string(entry.method) +
                                                      " in entry '" + entry.name +
                                                      "'; expected 0 (stored) or 8 (deflate)");
    if (entry.size / best_ratio > entry.packed)
        return archive.at_byte(entry.data_offset,
                               "found entry '" + entry.name + "' of " + std::to_string(entry.packed) +
                                   " packed bytes said to hold " + std::to_string(entry.size) +
                                   "; expected a size deflate can reach");
    return success();
}

class Inflater {
  public:
    Inflater() { ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // Fills `out` from `in`; `ended`: the stream ended exactly when `out` was full. False: broken or too
    // short.
    bool run(std::span<const std::byte> in, std::span<std::byte> out, bool& ended, const Context& context) {
        int code = ready_ ? Z_OK : Z_MEM_ERROR;
        std::size_t taken = 0, made = 0;
        std::byte beyond{};  // room that must stay unused, so that an end right at the last byte is seen
        while (code == Z_OK && made <= out.size()) {
            if (context.stopped()) return false;
            const std::size_t give = std::min<std::size_t>(chunk, in.size() - taken);
            const std::size_t room = std::min<std::size_t>(chunk, out.size() - made);
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data() + taken));
            stream_.avail_in = static_cast<uInt>(give);
            stream_.next_out = reinterpret_cast<Bytef*>(room ? out.data() + made : &beyond);
            stream_.avail_out = static_cast<uInt>(room ? room : 1);
            code = inflate(&stream_, Z_NO_FLUSH);
            taken += give - stream_.avail_in;
            made += (room ? room : 1) - stream_.avail_out;
        }
        ended = code == Z_STREAM_END && made == out.size();
        return made >= out.size();
    }

  private:
    z_stream stream_{};
    bool ready_ = false;
};

Result<std::uint32_t> crc_of(std::span<const std::byte> bytes, const Context& context) {
    auto crc = crc32(0, nullptr, 0);
    for (std::size_t at = 0; at < bytes.size(); at += 16 * chunk) {
        if (context.stopped()) return cancelled_error();
        crc = crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data() + at),
                      std::min<std::size_t>(16 * chunk, bytes.size() - at));
    }
    return static_cast<std::uint32_t>(crc);
}

}  // namespace

bool is_zip(std::string_view head) {
    return head.starts_with("PK\3\4") || head.starts_with("PK\5\6");
}

Result<std::vector<ZipEntry>> zip_entries(const Source& archive) {
    const auto directory = find_directory(archive);
    if (!directory) return directory.error();
    const Fields fields(archive);
    const std::uint64_t end = directory->offset + directory->size;
    std::vector<ZipEntry> entries;
    std::uint64_t at = directory->offset;
    for (std::uint64_t i = 0; i < directory->count; ++i) {
        if (end - at < central_size || fields.u32(at) != central_signature)
            return archive.at_byte(at, "found no ZIP directory entry; expected " +
                                           std::to_string(directory->count) + " entries, this is number " +
                                           std::to_string(i + 1));
        const auto name = fields.get(at + 28, 2), extra = fields.get(at + 30, 2),
                   comment = fields.get(at + 32, 2);
        if (name + extra + comment > end - at - central_size)
            return archive.at_byte(at, "found a ZIP directory entry that passes the directory's end");
        ZipEntry entry{fields.text(at + central_size, name),
                       static_cast<unsigned>(fields.get(at + 10, 2)),
                       (fields.get(at + 8, 2) & 1) != 0,
                       fields.u32(at + 16),
                       fields.get(at + 20, 4),
                       fields.get(at + 24, 4)};
        std::uint64_t local = fields.get(at + 42, 4);
        const std::uint64_t extra_at = at + central_size + name;
        widen(fields, extra_at, extra_at + extra, entry, local);
        if (Status status = locate(archive, fields, local, directory->offset, entry); !status)
            return status.error();
        entries.push_back(std::move(entry));
        at = extra_at + extra + comment;
    }
    return entries;
}

Result<std::vector<std::byte>> zip_unpack(const Source& archive, const ZipEntry& entry, std::uint64_t most,
                                          const Context& context) {
    if (Status status = check_readable(archive, entry); !status) return status.error();
    const std::uint64_t wanted = std::min(most, entry.size);
    if (Status status = context.fits(wanted, archive.name()); !status) return status.error();
    const auto packed = archive.bytes().subspan(entry.data_offset, entry.packed);
    if (entry.stored())
        return std::vector<std::byte>(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(wanted));
    std::vector<std::byte> bytes(wanted);
    bool ended = false;
    if (!Inflater().run(packed, bytes, ended, context) || (wanted == entry.size && !ended)) {
        if (context.stopped()) return cancelled_error();
        return archive.at_byte(entry.data_offset, "found a broken deflate stream in entry '" + entry.name +
                                                      "'; expected " + std::to_string(entry.size) + " bytes");
    }
    if (wanted < entry.size) return bytes;
    const auto crc = crc_of(bytes, context);
    if (!crc) return crc.error();
    if (Status status = check_crc(archive, entry, *crc); !status) return status.error();
    return bytes;
}

Result<std::span<const std::byte>> zip_stored(const Source& archive, const ZipEntry& entry,
                                              const Context& context) {
    if (Status status = check_readable(archive, entry); !status) return status.error();
    const auto bytes = archive.bytes().subspan(entry.data_offset, entry.packed);
    const auto crc = crc_of(bytes, context);
    if (!crc) return crc.error();
    if (Status status = check_crc(archive, entry, *crc); !status) return status.error();
    return bytes;
}

}  // namespace orthoscope
