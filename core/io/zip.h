// Reading of ZIP archives (PKWARE APPNOTE 6.3): stored and deflated entries, with and without zip64.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/format.h"

namespace orthoscope {

struct ZipEntry {
    std::string name;
    unsigned method = 0;  // 0 stored, 8 deflated
    bool encrypted = false;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;       // bytes in the archive
    std::uint64_t size = 0;         // bytes unpacked
    std::uint64_t data_offset = 0;  // of the packed bytes, which lie inside the archive

    bool stored() const { return method == 0; }
};

bool is_zip(std::string_view head);
// From the central directory. Every entry's place is checked; a truncated archive is refused.
Result<std::vector<ZipEntry>> zip_entries(const Source& archive);

// The first `most` bytes of an entry (fewer where it is shorter). Where that is all of it, the checksum is
// verified. Asks for memory first, and refuses a size that its packed bytes cannot hold.
Result<std::vector<std::byte>> zip_unpack(const Source& archive, const ZipEntry& entry, std::uint64_t most,
                                          const Context& context);
// A stored entry where it lies, its checksum verified.
Result<std::span<const std::byte>> zip_stored(const Source& archive, const ZipEntry& entry,
                                              const Context& context);

}  // namespace orthoscope
