#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <system_error>

#include "views/capture/picture.h"

namespace orthoscope {
namespace {

Error cannot_write(const std::filesystem::path& path, const std::string& why) {
    return {ErrorKind::Output, path.string(), "cannot be written: " + why};
}

// libpng leaves by longjmp: only plain data live between setjmp and here.
bool encode(std::FILE* file, const Image& image, std::vector<png_text>& chunks) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_init_io(png, file);
    png_set_compression_level(png, 4);
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height), 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (!chunks.empty()) png_set_text(png, info, chunks.data(), static_cast<int>(chunks.size()));
    png_write_info(png, info);
    for (int y = 0; y < image.height; ++y)
        png_write_row(png, image.rgb.data() + std::size_t(3) * image.width * static_cast<std::size_t>(y));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

}  // namespace

Status write_png(const Image& image, const std::filesystem::path& path,
                 const std::vector<std::pair<std::string, std::string>>& text) {
    if (image.width <= 0 || image.height <= 0) return cannot_write(path, "the picture is empty");
    std::vector<png_text> chunks;
    for (auto& [key, value] : text) {
        png_text chunk{};
        chunk.compression = PNG_TEXT_COMPRESSION_NONE;
        chunk.key = const_cast<char*>(key.c_str());
        chunk.text = const_cast<char*>(value.c_str());
        chunk.text_length = value.size();
        chunks.push_back(chunk);
    }
    // Beside the wanted file first, so that a full disk leaves no half picture under its name.
    std::filesystem::path part = path;
    part += ".part";
    std::FILE* file = std::fopen(part.c_str(), "wb");
    if (!file) return cannot_write(path, std::generic_category().message(errno));
    const bool encoded = encode(file, image, chunks);
    const bool closed = std::fclose(file) == 0;
    std::error_code error;
    if (!encoded || !closed) {
        std::filesystem::remove(part, error);
        return cannot_write(path, "writing stopped half way; is the disk full?");
    }
    std::filesystem::rename(part, path, error);
    if (error) return cannot_write(path, error.message());
    return success();
}

}  // namespace orthoscope
