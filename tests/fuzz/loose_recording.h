// An .orec file as "HEADER, one zero byte, ARRAYS": a fuzzer changes that without having to guess lengths and
// check sums again and again.
#pragma once

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <cstdint>
#include <string>

#include "core/base/json_fields.h"
#include "core/recording/orec_format.h"

namespace orthoscope {

// Precondition: a whole .orec file.
inline std::string loosen(const std::string& orec) {
    std::uint64_t header = 0;
    for (std::size_t i = 24; i-- > 16;) header = header << 8 | static_cast<unsigned char>(orec[i]);
    return orec.substr(orec::fixed_bytes, header) + '\0' +
           orec.substr(orec::aligned(orec::fixed_bytes + header));
}

// Puts right the check sums of arrays that lie inside `arrays`.
inline void sum_up(nlohmann::json& header, const std::string& arrays) {
    if (!header.is_object() || !header.contains("arrays") || !header["arrays"].is_array()) return;
    for (auto& item : header["arrays"]) {
        if (!item.is_object()) continue;
        const auto whole = [&](const char* key) {
            const auto found = item.find(key);
            return found != item.end() && found->is_number_unsigned() ? found->get<std::uint64_t>()
                                                                      : UINT64_MAX;
        };
        const auto at = whole("offset"), rows = whole("rows"), columns = whole("columns");
        if (at > arrays.size() || rows > 4096 || columns > 4096 || rows * columns * 8 > arrays.size() - at)
            continue;
        item["crc32"] = crc32_z(0, reinterpret_cast<const Bytef*>(arrays.data() + at), rows * columns * 8);
    }
}

// The .orec file of any bytes.
inline std::string tighten(const std::string& loose) {
    const auto end = loose.find('\0');
    const std::string arrays = end == std::string::npos ? "" : loose.substr(end + 1);
    std::string header = loose.substr(0, end);
    if (auto json = parse_json(header, "")) sum_up(*json, arrays), header = json_text(*json, -1);
    const auto start = orec::aligned(orec::fixed_bytes + header.size());
    const auto little = [](std::uint64_t value) {
        std::string text;
        for (int i = 0; i < 8; ++i) text += static_cast<char>(value >> (8 * i));
        return text;
    };
    const std::string padding(start - orec::fixed_bytes - header.size(), ' ');
    return std::string(orec::magic) + little(orec::version) + little(header.size()) +
           little(start + arrays.size()) + header + padding + arrays;
}

}  // namespace orthoscope
