// The header of a PLY file: elements, their properties, and where the data begin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/format.h"

namespace orthoscope::ply {

enum class Type : std::uint8_t { Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Float32, Float64 };
std::size_t size_of(Type type);
std::string_view name_of(Type type);
double color_scale(Type type);  // brings a colour to 0..1

struct Property {
    std::string name;
    Type type = Type::Float32;
    bool list = false;
    Type count_type = Type::UInt8;  // of a list
    std::size_t offset = 0;         // in a row, where no list comes before
};

struct Element {
    std::string name;
    std::uint64_t count = 0;
    std::size_t line = 0;
    std::vector<Property> properties;

    bool has_list() const;
    std::size_t least_bytes() const;  // of a row in binary; exact where there is no list
};

enum class Encoding { Text, LittleEndian, BigEndian };

struct Header {
    Encoding encoding = Encoding::Text;
    std::vector<Element> elements;
    std::size_t lines = 0;       // of the header
    std::size_t data_begin = 0;  // byte

    const Element* element(std::string_view name) const;
};

// Also refuses counts that the bytes that follow cannot hold.
Result<Header> read_header(const Source& source);

}  // namespace orthoscope::ply
