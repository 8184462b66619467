#include <algorithm>

#include "core/io/npy.h"
#include "core/io/zip.h"

namespace orthoscope {
namespace {

constexpr std::uint64_t header_room = 12 + npy_header_limit;

bool recognises(const Source& source) {
    return is_zip(source.head(4));
}

std::string member_name(const ZipEntry& entry) {
    return entry.name.ends_with(".npy") ? entry.name.substr(0, entry.name.size() - 4) : entry.name;
}

struct Member {
    ZipEntry entry;
    NpyHeader header;
};

Result<NpyHeader> header_of(const Source& archive, const ZipEntry& entry, const Context& context) {
    auto head = zip_unpack(archive, entry, header_room, context);
    if (!head) return head.error();
    return parse_npy_header(Source(archive.name() + "::" + member_name(entry), *head), entry.size);
}

// The arrays of an archive; other entries are counted, not read.
Result<std::vector<Member>> members_of(const Source& archive, const Context& context, std::size_t& others) {
    auto entries = zip_entries(archive);
    if (!entries) return entries.error();
    std::vector<Member> members;
    for (auto& entry : *entries) {
        if (context.stopped()) return cancelled_error();
        if (!entry.name.ends_with(".npy")) {
            ++others;
            continue;
        }
        auto header = header_of(archive, entry, context);
        if (!header) return header.error();
        members.push_back({entry, std::move(header).value()});
    }
    if (members.empty())
        return input_error(archive.name(), "found a ZIP archive of " + std::to_string(others) +
                                               " entries without an .npy array; expected an NPZ file");
    return members;
}

Result<FileInfo> inspect_npz(const Source& source, const InputSpec& input, const Context& context) {
    std::size_t others = 0;
    auto members = members_of(source, context, others);
    if (!members) return members.error();
    FileInfo info{"NPZ", {}, {}};
    for (auto& [entry, header] : *members) {
        const std::string name = printable(member_name(entry));
        auto member = member_from_shape(source, name, header.type, header.shape, input);
        if (!member) return member.error();
        if (!header.element)
            info.warnings.push_back("member '" + name + "' holds " + header.type +
                                    ", which cannot be read as numbers");
        info.members.push_back(std::move(member).value());
    }
    if (others)
        info.warnings.push_back(std::to_string(others) + " entries that are no .npy arrays were ignored");
    return info;
}

// The entry that `input` asks for, or the only array.
Result<ZipEntry> choose(const Source& source, const InputSpec& input) {
    auto entries = zip_entries(source);
    if (!entries) return entries.error();
    std::erase_if(*entries, [](const ZipEntry& entry) { return !entry.name.ends_with(".npy"); });
    if (input.member.empty() && entries->size() == 1) return entries->front();
    std::vector<std::string> names;
    for (auto& entry : *entries) {
        if (!input.member.empty() && (entry.name == input.member || member_name(entry) == input.member))
            return entry;
        names.push_back(member_name(entry));
    }
    if (names.empty())
        return input_error(source.name(), "found a ZIP archive without an .npy array; expected an NPZ file");
    return member_error(source, input.member, names);
}

Result<Dataset> read_npz(const Source& source, const InputSpec& input, const Context& context) {
    auto entry = choose(source, input);
    if (!entry) return entry.error();
    auto header = header_of(source, *entry, context);
    if (!header) return header.error();
    const std::string name = member_name(*entry), place = source.name() + "::" + printable(name);
    std::vector<std::byte> unpacked;
    std::span<const std::byte> bytes;
    if (entry->stored()) {
        auto stored = zip_stored(source, *entry, context);
        if (!stored) return stored.error();
        bytes = *stored;
    } else {
        const auto values = header->element ? header->data_bytes / size_of(*header->element) * 8 : 0;
        if (Status status = context.fits(entry->size + values, place); !status) return status.error();
        auto inflated = zip_unpack(source, *entry, entry->size, context);
        if (!inflated) return inflated.error();
        unpacked = std::move(inflated).value();
        bytes = unpacked;
    }
    auto dataset = read_npy(Source(place, bytes), "", input, context);
    if (!dataset) return dataset;
    dataset->origin.member = name;
    dataset->origin.format = "NPZ, " + dataset->origin.format;
    return dataset;
}

}  // namespace

Format npz_format() {
    return {"NPZ", {".npz"}, recognises, inspect_npz, read_npz};
}

}  // namespace orthoscope
