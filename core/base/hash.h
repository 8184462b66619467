// SHA-256 (FIPS 180-4), for content hashes of inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace orthoscope {

class Sha256 {
  public:
    void add(const void* bytes, std::size_t count);
    std::string hex();  // ends the message; call once

  private:
    void blocks(const std::uint8_t* bytes, std::size_t count);
    void block(const std::uint8_t* bytes);
    std::uint32_t state_[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::uint8_t pending_[64];
    std::size_t pending_count_ = 0;
    std::uint64_t total_ = 0;
};

// 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);

}  // namespace orthoscope
