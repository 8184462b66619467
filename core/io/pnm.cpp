// Netpbm greys and colours: P2 and P3 in digits, P5 and P6 in bytes, up to 16 bits.
#include "core/io/image.h"

namespace orthoscope {
namespace {

class Reader {
  public:
    Reader(const Source& source, const Context& context)
        : source_(source), context_(context), text_(source.text()) {}

    Result<Picture> run(bool header_only) {
        Picture picture;
        const char kind = text_[1];
        at_ = 2;
        std::uint64_t width, height, most;
        if (!number(width) || !number(height) || !number(most))
            return wrong("width, height and the value of white");
        if (width < 1 || height < 1 || width > 1u << 30 || height > 1u << 30 || most < 1 || most > 65535)
            return wrong(
                "a width and height from 1 to 2^30 and a value of white from 1 to 65535 before here");
        picture.width = static_cast<Index>(width), picture.height = static_cast<Index>(height);
        picture.channels = kind == '3' || kind == '6' ? 3 : 1;
        picture.most = static_cast<std::uint16_t>(most);
        picture.format =
            std::string(picture.channels == 3 ? "PPM" : "PGM") + (most > 255 ? ", 16 bit" : ", 8 bit");
        if (header_only) return picture;
        if (Status status = picture.allocate(source_, 1, context_); !status) return status.error();
        Status status = kind < '5' ? digits(picture) : bytes(picture);
        if (!status) return status.error();
        return picture;
    }

  private:
    Error wrong(const std::string& expected) const {
        return source_.at_byte(
            at_, std::string(at_ < text_.size() ? "found other bytes" : "found the end of the file") +
                     "; expected " + expected);
    }

    static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

    // The next number, past blanks and comments; false: none is there, or it is beyond 2^32.
    bool number(std::uint64_t& value) {
        const std::size_t before = at_;
        while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == '#')) {
            if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size() - 1);
            ++at_;
        }
        if (at_ == before) return false;
        const std::size_t begin = at_;
        value = 0;
        for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
            value = value * 10 + static_cast<std::uint64_t>(text_[at_] - '0');
            if (value >> 32) return false;
        }
        return at_ > begin;
    }

    Status digits(Picture& picture) {
        std::size_t done = 0;
        for (auto& sample : picture.samples) {
            std::uint64_t value;
            if (!number(value) || value > picture.most)
                return wrong("sample " + std::to_string(done + 1) + " of " +
                             std::to_string(picture.samples.size()) + ", from 0 to " +
                             std::to_string(picture.most));
            sample = static_cast<std::uint16_t>(value);
            if (++done % (1 << 20) == 0 && context_.stopped()) return cancelled_error();
        }
        return success();
    }

    Status bytes(Picture& picture) {
        if (at_ >= text_.size() || !is_blank(text_[at_])) return wrong("one blank before the samples");
        ++at_;
        const std::size_t item = picture.most > 255 ? 2 : 1, count = picture.samples.size();
        if ((text_.size() - at_) / item < count)
            return source_.at_byte(text_.size(), "found " + std::to_string(text_.size() - at_) +
                                                     " bytes of samples; expected " +
                                                     std::to_string(count * item));
        for (std::size_t i = 0; i < count; ++i, at_ += item) {
            if (i % (1 << 22) == 0 && context_.stopped()) return cancelled_error();
            unsigned value = static_cast<unsigned char>(text_[at_]);
            if (item == 2) value = value << 8 | static_cast<unsigned char>(text_[at_ + 1]);
            if (value > picture.most) return wrong("a sample from 0 to " + std::to_string(picture.most));
            picture.samples[i] = static_cast<std::uint16_t>(value);
        }
        return success();
    }

    const Source& source_;
    const Context& context_;
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Picture> read_pnm(const Source& source, bool header_only, const Context& context) {
    return Reader(source, context).run(header_only);
}

}  // namespace orthoscope
