#include <png.h>

#include <csetjmp>
#include <cstring>

#include "core/io/image.h"

namespace orthoscope {
namespace {

constexpr png_uint_32 size_limit = 1u << 20;
constexpr std::uint64_t best_ratio = 1040 * 8;  // samples a byte: deflate's bound, one bit a sample

// What the library's callbacks see; no object in it needs destroying when they jump.
struct Feed {
    std::span<const std::byte> bytes;
    std::size_t at = 0;
    char trouble[96] = "broken data";
};

void give(png_structp png, png_bytep out, std::size_t count) {
    auto& feed = *static_cast<Feed*>(png_get_io_ptr(png));
    if (count > feed.bytes.size() - feed.at) png_error(png, "the end of the file");
    std::memcpy(out, feed.bytes.data() + feed.at, count);
    feed.at += count;
}

[[noreturn]] void fail(png_structp png, png_const_charp what) {
    auto& feed = *static_cast<Feed*>(png_get_error_ptr(png));
    std::snprintf(feed.trouble, sizeof feed.trouble, "%s", what);
    png_longjmp(png, 1);
}

void ignore(png_structp, png_const_charp) {}

struct Header {
    png_uint_32 width = 0, height = 0;
    int depth = 0, channels = 0, passes = 1;
    bool transparent = false;
};

// Between setjmp and the calls that may jump live only plain values: no destructor is passed over.
bool start(png_structp png, png_infop info, Header& header) {
    if (setjmp(png_jmpbuf(png))) return false;
    png_read_info(png, info);
    header.width = png_get_image_width(png, info), header.height = png_get_image_height(png, info);
    header.depth = png_get_bit_depth(png, info) == 16 ? 16 : 8;
    const int colour = png_get_color_type(png, info);
    header.transparent = (colour & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
    if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (colour == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_alpha(png);
    header.passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    header.channels = png_get_channels(png, info);
    return true;
}

bool read_rows(png_structp png, const Header& header, std::uint16_t* samples, png_bytep row,
               const Context& context, volatile bool& stopped) {
    if (setjmp(png_jmpbuf(png))) return false;
    const std::size_t count = std::size_t{header.width} * static_cast<std::size_t>(header.channels);
    for (int pass = 0; pass < header.passes; ++pass) {
        for (png_uint_32 y = 0; y < header.height; ++y) {
            if (y % 64 == 0 && context.stopped()) return stopped = true, false;
            std::uint16_t* out = samples + y * count;
            // A later pass fills the gaps of an earlier one: the row goes back as it was.
            for (std::size_t i = 0; pass && i < count; ++i) {
                if (header.depth == 16) row[2 * i] = static_cast<png_byte>(out[i] >> 8);
                row[header.depth == 16 ? 2 * i + 1 : i] = static_cast<png_byte>(out[i]);
            }
            png_read_row(png, row, nullptr);
            for (std::size_t i = 0; i < count; ++i)
                out[i] = header.depth == 16 ? static_cast<std::uint16_t>(row[2 * i] << 8 | row[2 * i + 1])
                                            : row[i];
        }
    }
    png_read_end(png, nullptr);
    return true;
}

class Reader {
  public:
    explicit Reader(const Source& source) : source_(source), feed_{source.bytes()} {
        png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &feed_, fail, ignore);
        if (png_) info_ = png_create_info_struct(png_);
        if (!info_) return;
        png_set_user_limits(png_, size_limit, size_limit);
        png_set_chunk_malloc_max(png_, 8'000'000);
        png_set_read_fn(png_, &feed_, give);
    }
    ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Result<Picture> run(bool header_only, const Context& context) {
        Header header;
        if (!info_ || !start(png_, info_, header)) return trouble();
        if (header.channels != 1 && header.channels != 3) return trouble();
        Picture picture;
        picture.width = header.width, picture.height = header.height, picture.channels = header.channels;
        picture.most = header.depth == 16 ? 65535 : 255;
        picture.format = "PNG, " + std::to_string(header.depth) + " bit";
        if (header.transparent) picture.warnings.push_back("transparency was ignored");
        if (header_only) return picture;
        if (Status status = picture.allocate(source_, best_ratio, context); !status) return status.error();
        std::vector<png_byte> row(png_get_rowbytes(png_, info_));
        volatile bool stopped = false;
        if (!read_rows(png_, header, picture.samples.data(), row.data(), context, stopped))
            return stopped ? cancelled_error() : trouble();
        return picture;
    }

  private:
    Error trouble() const {
        return source_.at_byte(feed_.at,
                               std::string("found ") + feed_.trouble + "; expected a sound PNG picture");
    }

    const Source& source_;
    Feed feed_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
};

}  // namespace

Result<Picture> read_png(const Source& source, bool header_only, const Context& context) {
    return Reader(source).run(header_only, context);
}

}  // namespace orthoscope
