#include <png.h>
#include <zlib.h>

#include <cstdio>
// jpeglib.h needs stdio's types declared before it.
#include <jpeglib.h>

#include "core/io/image.h"
#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

void append(png_structp png, png_bytep bytes, std::size_t count) {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(bytes), count);
}

// Rows of raw samples as libpng writes them.
std::string png(png_uint_32 width, png_uint_32 height, int depth, int colour,
                const std::vector<std::string>& rows, bool interlaced = false) {
    std::string text;
    png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(writer);
    png_set_write_fn(writer, &text, append, nullptr);
    png_set_IHDR(writer, info, width, height, depth, colour,
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (colour == PNG_COLOR_TYPE_PALETTE) {
        const png_color palette[2] = {{255, 0, 0}, {0, 0, 255}};
        png_set_PLTE(writer, info, palette, 2);
    }
    png_write_info(writer, info);
    std::vector<png_bytep> pointers;
    for (auto& row : rows) pointers.push_back(reinterpret_cast<png_bytep>(const_cast<char*>(row.data())));
    png_write_image(writer, pointers.data());
    png_write_end(writer, info);
    png_destroy_write_struct(&writer, &info);
    return text;
}

std::string jpeg(unsigned width, unsigned height, bool colour, bool progressive) {
    jpeg_compress_struct info{};
    jpeg_error_mgr manager{};
    info.err = jpeg_std_error(&manager);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long count = 0;
    jpeg_mem_dest(&info, &bytes, &count);
    info.image_width = width, info.image_height = height;
    info.input_components = colour ? 3 : 1;
    info.in_color_space = colour ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    if (progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    for (unsigned y = 0; y < height; ++y) {
        std::string row;
        for (unsigned x = 0; x < width; ++x)
            row +=
                colour ? std::string{char(200), char(y * 8), char(x * 8)} : std::string(1, char(x * 8 + y));
        JSAMPROW pointer = reinterpret_cast<JSAMPROW>(row.data());
        jpeg_write_scanlines(&info, &pointer, 1);
    }
    jpeg_finish_compress(&info);
    std::string text(reinterpret_cast<char*>(bytes), count);
    jpeg_destroy_compress(&info);
    std::free(bytes);
    return text;
}

Result<Picture> picture(const std::string& bytes) {
    return read_picture(Source("test", std::as_bytes(std::span(bytes))), {});
}

}  // namespace

class TestImage : public QObject {
    Q_OBJECT
    const Format format_ = image_format();

  private slots:
    void greyPng() {
        const auto file =
            png(3, 2, 8, PNG_COLOR_TYPE_GRAY, {std::string("\0\x33\xff", 3), std::string("\x66\x99\xcc", 3)});
        auto result = read_bytes(format_, file);
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->kind(), Kind::Matrix);
        QCOMPARE(result->rows(), Index{2});
        QCOMPARE(result->columns(), Index{3});
        QVERIFY(std::abs(result->values()(0, 1) - 0.2) < 1e-12);
        QVERIFY(std::abs(result->values()(1, 2) - 0.8) < 1e-12);
        QVERIFY(result->warnings.empty());
    }
    void deepAndShallowPng() {
        auto deep =
            read_bytes(format_, png(2, 1, 16, PNG_COLOR_TYPE_GRAY, {std::string("\x12\x34\xff\xff", 4)}));
        QCOMPARE(deep->values()(0, 0), 0x1234 / 65535.0);
        QCOMPARE(deep->values()(0, 1), 1.0);
        auto bits = read_bytes(format_, png(8, 1, 1, PNG_COLOR_TYPE_GRAY, {"\xa5"}));
        for (Index x = 0; x < 8; ++x) QCOMPARE(bits->values()(0, x), (0xa5 >> (7 - x) & 1) * 1.0);
    }
    void colourIsFoldedAndSaid() {
        auto result = read_bytes(format_, png(1, 1, 8, PNG_COLOR_TYPE_RGB, {std::string("\xff\0\0", 3)}));
        QVERIFY(std::abs(result->values()(0, 0) - 0.2126) < 1e-12);
        QVERIFY(result->warnings[0].find("Rec. 709") != std::string::npos);
        auto alpha = picture(png(1, 1, 8, PNG_COLOR_TYPE_RGBA, {std::string("\1\2\3\4", 4)}));
        QCOMPARE(alpha->samples, (std::vector<std::uint16_t>{1, 2, 3}));
        QCOMPARE(alpha->warnings[0], std::string("transparency was ignored"));
        auto palette = picture(png(2, 1, 1, PNG_COLOR_TYPE_PALETTE, {"\x40"}));
        QCOMPARE(palette->samples, (std::vector<std::uint16_t>{255, 0, 0, 0, 0, 255}));
    }
    void interlacedPngIsTheSame() {
        for (int depth : {8, 16}) {
            std::vector<std::string> rows;
            for (int y = 0; y < 13; ++y) {
                rows.emplace_back();
                for (int x = 0; x < 11 * depth / 8; ++x) rows.back() += static_cast<char>(x * 7 + y * 31);
            }
            const auto plain = picture(png(11, 13, depth, PNG_COLOR_TYPE_GRAY, rows));
            const auto laced = picture(png(11, 13, depth, PNG_COLOR_TYPE_GRAY, rows, true));
            QVERIFY(plain.ok() && laced.ok());
            QCOMPARE(plain->samples, laced->samples);
        }
    }
    void jpegs() {
        for (bool progressive : {false, true}) {
            auto grey = read_bytes(format_, jpeg(16, 16, false, progressive));
            QVERIFY2(grey.ok(), grey ? "" : grey.error().message().c_str());
            for (Index y = 0; y < 16; ++y)
                for (Index x = 0; x < 16; ++x)
                    QVERIFY(std::abs(grey->values()(y, x) - static_cast<double>(x * 8 + y) / 255) < 0.02);
            auto colour = picture(jpeg(20, 10, true, progressive));
            QCOMPARE(colour->channels, Index{3});
            QCOMPARE(colour->width, Index{20});
            QVERIFY(std::abs(colour->samples[0] - 200) < 4);
            const auto whole = jpeg(16, 16, false, progressive);
            QVERIFY(!read_bytes(format_, whole.substr(0, whole.size() - 20)).ok());
        }
    }
    void netpbm() {
        auto text = read_bytes(format_, "P2\n# made by hand\n3 1\n4\n0 1 4\n");
        QVERIFY2(text.ok(), text ? "" : text.error().message().c_str());
        QCOMPARE(text->values()(0, 1), 0.25);
        auto bytes = read_bytes(format_, "P5 2 2 255\n" + std::string("\0\xff\x33\x66", 4));
        QCOMPARE(bytes->values()(0, 1), 1.0);
        QCOMPARE(bytes->values()(1, 0), 0x33 / 255.0);
        auto deep = read_bytes(format_, "P5 1 1 1000\n" + std::string("\1\xf4", 2));
        QCOMPARE(deep->values()(0, 0), 0.5);
        QCOMPARE(picture("P6 1 1 255\nabc")->samples, (std::vector<std::uint16_t>{'a', 'b', 'c'}));
        QCOMPARE(picture("P3 1 1 9 1 2 3")->channels, Index{3});
        QVERIFY(refusal(format_, "P2 2 1 4\n1").find("sample 2 of 2") != std::string::npos);
        QVERIFY(refusal(format_, "P2 2 1 4\n1 5").find("from 0 to 4") != std::string::npos);
        QVERIFY(refusal(format_, "P5 2 2 255\nabc").find("3 bytes of samples") != std::string::npos);
        QVERIFY(refusal(format_, "P5 1000000000 1000000000 255\nabc").find("can hold it") !=
                std::string::npos);
    }
    void otherKindsAreRefused() {
        InputSpec input;
        input.kind = Kind::Sequence;
        QVERIFY(refusal(format_, "P2 1 1 4\n1", input).find("folder of pictures") != std::string::npos);
    }
    void damageIsSurvived() {
        survives_damage(format_, "P3 2 1 9 1 2 3 4 5 6");
        survives_damage(format_, "P5 2 2 255\nabcd");
        survives_damage(format_, png(3, 2, 8, PNG_COLOR_TYPE_RGB, {"abcdefghi", "123456789"}, true));
        survives_damage(format_, jpeg(8, 8, true, true));
        survives_damage(format_, jpeg(24, 8, false, false));
    }
};

QTEST_APPLESS_MAIN(TestImage)
#include "test_image.moc"
