// Pictures as samples: what the image reader and the reader of folders share.
#pragma once

#include "core/io/format.h"

namespace orthoscope {

struct Picture {
    Index height = 0, width = 0, channels = 1;  // 1 grey, 3 red green blue
    std::uint16_t most = 255;                   // the sample value of white
    std::vector<std::uint16_t> samples;         // C order, height x width x channels
    std::string format;                         // "PNG, 8 bit"
    std::vector<std::string> warnings;
    // Room for the samples; an input error where `packed` bytes of file cannot hold so many, a memory error
    // where they do not fit. `bytes_per_file_byte`: the most samples one byte of the file can stand for.
    Status allocate(const Source& source, std::uint64_t samples_per_byte, const Context& context);
};

bool is_png(std::string_view head);
bool is_jpeg(std::string_view head);
bool is_pnm(std::string_view head);
bool is_image(std::string_view head);
// Size, channels and depth alone.
Result<Picture> picture_header(const Source& source, const Context& context);
Result<Picture> read_picture(const Source& source, const Context& context);

// One decoder each; `header_only` leaves the samples out.
Result<Picture> read_png(const Source& source, bool header_only, const Context& context);
Result<Picture> read_jpeg(const Source& source, bool header_only, const Context& context);
Result<Picture> read_pnm(const Source& source, bool header_only, const Context& context);

}  // namespace orthoscope
