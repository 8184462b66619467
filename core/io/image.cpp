#include "core/io/image.h"

#include "core/io/array.h"

namespace orthoscope {
namespace {

bool recognises(const Source& source) {
    return is_image(source.head(16));
}

Result<Picture> decode(const Source& source, bool header_only, const Context& context) {
    const auto head = source.head(16);
    if (is_png(head)) return read_png(source, header_only, context);
    if (is_jpeg(head)) return read_jpeg(source, header_only, context);
    if (is_pnm(head)) return read_pnm(source, header_only, context);
    return source.at_byte(0, "found no picture; expected PNG, JPEG, PGM or PPM");
}

Status check_kind(const Source& source, const InputSpec& input) {
    if (input.kind && *input.kind != Kind::Matrix)
        return usage_error("--kind", "found " + std::string(name_of(*input.kind)) + " for the picture " +
                                         source.name() +
                                         "; expected matrix (a folder of pictures is a sequence)");
    if (!input.axes.empty())
        return usage_error("--axes", "found '" + input.axes + "' for the picture " + source.name() +
                                         "; expected none (a folder of pictures is a sequence)");
    return success();
}

// Grey values 0..1; colour by the weights of Rec. 709, applied to the samples as stored.
Result<Matrix> grey_values(const Source& source, const Picture& picture, const Context& context) {
    const auto count = static_cast<std::uint64_t>(picture.height) * static_cast<std::uint64_t>(picture.width);
    if (Status status = context.fits(count * 8 + picture.samples.size() * 2, source.name()); !status)
        return status.error();
    Matrix values(picture.height, picture.width);
    const double scale = 1.0 / picture.most;
    const std::uint16_t* sample = picture.samples.data();
    for (Index y = 0; y < picture.height; ++y) {
        if (y % 256 == 0 && context.stopped()) return cancelled_error();
        for (Index x = 0; x < picture.width; ++x, sample += picture.channels)
            values(y, x) = picture.channels == 1
                               ? sample[0] * scale
                               : (0.2126 * sample[0] + 0.7152 * sample[1] + 0.0722 * sample[2]) * scale;
    }
    return values;
}

Result<FileInfo> inspect_image(const Source& source, const InputSpec& input, const Context& context) {
    if (Status status = check_kind(source, input); !status) return status.error();
    auto picture = read_picture(source, context);  // only the whole shows whether it is truncated
    if (!picture) return picture.error();
    FileInfo info{picture->format, {}, picture->warnings};
    info.members.push_back(
        {"", picture->most > 255 ? "uint16" : "uint8", {picture->height, picture->width}, Kind::Matrix, {}});
    if (picture->channels == 3) info.members[0].shape.push_back(3);
    return info;
}

Result<Dataset> read_image(const Source& source, const InputSpec& input, const Context& context) {
    if (Status status = check_kind(source, input); !status) return status.error();
    auto picture = read_picture(source, context);
    if (!picture) return picture.error();
    auto values = grey_values(source, *picture, context);
    if (!values) return values.error();
    Dataset dataset;
    dataset.payload = MatrixData{std::move(values).value()};
    dataset.warnings = picture->warnings;
    if (picture->channels == 3)
        dataset.warnings.push_back(
            "colour was folded to grey by the Rec. 709 weights (0.2126, 0.7152, 0.0722)");
    dataset.origin.format = picture->format;
    return dataset;
}

}  // namespace

Status Picture::allocate(const Source& source, std::uint64_t samples_per_byte, const Context& context) {
    const auto count = product({height, width, channels});
    const std::uint64_t packed = source.bytes().size();
    if (!count || *count == 0 || *count / samples_per_byte > packed)
        return source.at_byte(0, "found a picture of " + std::to_string(width) + " x " +
                                     std::to_string(height) + " in a file of " + std::to_string(packed) +
                                     " bytes; expected a file that can hold it");
    if (Status status = context.fits(*count * 2, source.name()); !status) return status;
    samples.resize(*count);
    return success();
}

bool is_png(std::string_view head) {
    return head.starts_with(std::string_view("\x89PNG\r\n\x1a\n", 8));
}
bool is_jpeg(std::string_view head) {
    return head.starts_with("\xff\xd8\xff");
}
bool is_pnm(std::string_view head) {
    return head.size() > 2 && head[0] == 'P' &&
           (head[1] == '2' || head[1] == '3' || head[1] == '5' || head[1] == '6') &&
           (head[2] == ' ' || head[2] == '\n' || head[2] == '\r' || head[2] == '\t' || head[2] == '#');
}
bool is_image(std::string_view head) {
    return is_png(head) || is_jpeg(head) || is_pnm(head);
}

Result<Picture> picture_header(const Source& source, const Context& context) {
    return decode(source, true, context);
}
Result<Picture> read_picture(const Source& source, const Context& context) {
    return decode(source, false, context);
}

Format image_format() {
    return {
        "image", {".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".pnm"}, recognises, inspect_image, read_image};
}

}  // namespace orthoscope
