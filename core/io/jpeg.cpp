#include <cstdio>
// jpeglib.h needs stdio's types declared before it.
#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>

#include "core/io/image.h"

namespace orthoscope {
namespace {

constexpr int scan_limit =
    200;  // progressive files of thousands of tiny scans only serve to keep a reader busy
constexpr std::uint64_t best_ratio = 8 * 64 * 3;  // samples a byte: at least a bit for each block of 64

// The library's error manager with the way back; no object in it needs destroying when it jumps.
struct Manager {
    jpeg_error_mgr base;  // first: the library knows only this
    std::jmp_buf back;
    char trouble[JMSG_LENGTH_MAX];
    bool extraneous;
};

[[noreturn]] void fail(j_common_ptr info) {
    auto manager = reinterpret_cast<Manager*>(info->err);
    manager->base.format_message(info, manager->trouble);
    std::longjmp(manager->back, 1);
}

// Most of the library's warnings mean broken data that it would paint over with grey.
void warn(j_common_ptr info, int level) {
    if (level >= 0) return;
    auto manager = reinterpret_cast<Manager*>(info->err);
    switch (manager->base.msg_code) {
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
            manager->extraneous = true;
            break;
        default:
            fail(info);
    }
}

struct Watch {
    jpeg_progress_mgr base;
    const Context* context;
    bool stopped;
};

void watch(j_common_ptr info) {
    auto& progress = *reinterpret_cast<Watch*>(info->progress);
    auto manager = reinterpret_cast<Manager*>(info->err);
    if (progress.context->stopped()) {
        progress.stopped = true;
        std::longjmp(manager->back, 1);
    }
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= scan_limit) return;
    std::snprintf(manager->trouble, sizeof manager->trouble, "more than %d scans", scan_limit);
    std::longjmp(manager->back, 1);
}

// Between setjmp and the calls that may jump live only plain values: no destructor is passed over.
bool start(jpeg_decompress_struct& info, Manager& manager, std::span<const std::byte> bytes) {
    if (setjmp(manager.back)) return false;
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info, TRUE);
    info.out_color_space = info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    return true;
}

bool read_rows(jpeg_decompress_struct& info, Manager& manager, std::uint16_t* samples, JSAMPROW row) {
    if (setjmp(manager.back)) return false;
    jpeg_start_decompress(&info);
    const std::size_t count =
        std::size_t{info.output_width} * static_cast<std::size_t>(info.output_components);
    while (info.output_scanline < info.output_height) {
        std::uint16_t* out = samples + info.output_scanline * count;
        jpeg_read_scanlines(&info, &row, 1);
        for (std::size_t i = 0; i < count; ++i) out[i] = row[i];
    }
    jpeg_finish_decompress(&info);
    return true;
}

class Reader {
  public:
    Reader(const Source& source, const Context& context) : source_(source), context_(context) {
        info_.err = jpeg_std_error(&manager_.base);
        manager_.base.error_exit = fail;
        manager_.base.emit_message = warn;
        std::snprintf(manager_.trouble, sizeof manager_.trouble, "broken data");
    }
    ~Reader() { jpeg_destroy_decompress(&info_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Result<Picture> run(bool header_only) {
        if (!start(info_, manager_, source_.bytes())) return trouble();
        if (info_.num_components != 1 && info_.num_components != 3)
            return source_.at_byte(0, "found " + std::to_string(info_.num_components) +
                                          " colour components; expected 1 (grey) or 3 (colour)");
        Picture picture;
        picture.width = info_.image_width, picture.height = info_.image_height;
        picture.channels = info_.num_components;
        picture.format = "JPEG, 8 bit";
        if (header_only) return picture;
        if (Status status = picture.allocate(source_, best_ratio, context_); !status) return status.error();
        // Progressive files are held as coefficients, two bytes each, beside the samples.
        if (Status status = context_.fits(picture.samples.size() * 4 + 1'000'000, source_.name()); !status)
            return status.error();
        Watch progress{{}, &context_, false};
        progress.base.progress_monitor = watch;
        info_.progress = &progress.base;
        std::vector<JSAMPLE> row(static_cast<std::size_t>(picture.width * picture.channels));
        if (!read_rows(info_, manager_, picture.samples.data(), row.data()))
            return progress.stopped ? cancelled_error() : trouble();
        info_.progress = nullptr;
        if (manager_.extraneous)
            picture.warnings.push_back("the file holds bytes that are no part of the picture");
        return picture;
    }

  private:
    Error trouble() const {
        const std::size_t left = info_.src ? info_.src->bytes_in_buffer : source_.bytes().size();
        const std::size_t size = source_.bytes().size();
        return source_.at_byte(left <= size ? size - left : size,
                               std::string("found ") + manager_.trouble + "; expected a sound JPEG picture");
    }

    const Source& source_;
    const Context& context_;
    jpeg_decompress_struct info_{};
    Manager manager_{};
};

}  // namespace

Result<Picture> read_jpeg(const Source& source, bool header_only, const Context& context) {
    return Reader(source, context).run(header_only);
}

}  // namespace orthoscope
