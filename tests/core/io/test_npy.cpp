#include <QtTest>
#include <bit>
#include <cstring>

#include "core/base/random.h"
#include "core/io/array.h"
#include "core/io/read.h"

using namespace orthoscope;

namespace {

std::string npy(const std::string& descr, const std::string& shape, const std::string& data,
                bool fortran = false, char version = 1) {
    std::string dict = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
                       ", 'shape': " + shape + ", }";
    const std::size_t begin = version == 1 ? 10 : 12;
    while ((begin + dict.size() + 1) % 64) dict += ' ';
    dict += '\n';
    std::string text{"\x93NUMPY", 6};
    text += version;
    text += '\0';
    for (std::size_t i = 0; i < begin - 8; ++i) text += static_cast<char>(dict.size() >> 8 * i & 255);
    return text + dict + data;
}

template <class T>
std::string raw(const std::vector<T>& values, bool big = false) {
    std::string text;
    for (T value : values) {
        char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof value);
        if (big) std::reverse(bytes, bytes + sizeof bytes);
        text.append(bytes, sizeof bytes);
    }
    return text;
}

Source source(const std::string& text) {
    return {"x.npy", std::as_bytes(std::span(text))};
}
Result<Dataset> load(const std::string& text, InputSpec input = {}, const Context& context = {}) {
    return npy_format().read(source(text), input, context);
}
Result<FileInfo> look(const std::string& text, InputSpec input = {}) {
    return npy_format().inspect(source(text), input, {});
}
InputSpec axes(const std::string& letters) {
    InputSpec input;
    input.axes = letters;
    return input;
}
InputSpec kind(Kind kind) {
    InputSpec input;
    input.kind = kind;
    return input;
}

// 2 x 4 x 3 values i -> i, in C or Fortran order.
std::vector<double> counted(const std::vector<Index>& shape, bool fortran) {
    std::vector<double> data(*product(shape));
    const auto strides = fortran ? fortran_strides(shape) : c_strides(shape);
    for (std::size_t i = 0; i < data.size(); ++i) {
        Index rest = static_cast<Index>(i), at = 0;
        for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis])
            at += rest % shape[axis] * strides[axis];
        data[static_cast<std::size_t>(at)] = static_cast<double>(i);
    }
    return data;
}

}  // namespace

class TestNpy : public QObject {
    Q_OBJECT

    template <class T>
    void check(const char* code, std::vector<T> values, std::vector<double> expected = {}) {
        if (expected.empty()) expected.assign(values.begin(), values.end());
        for (bool big : {false, true}) {
            auto dataset = load(npy((big ? ">" : "<") + std::string(code), "(2, 2)", raw(values, big)));
            QVERIFY2(dataset.ok(), dataset ? "" : dataset.error().message().c_str());
            QCOMPARE(dataset->kind(), Kind::Cloud);
            for (Index i = 0; i < 4; ++i)
                QCOMPARE(dataset->values()(i / 2, i % 2), expected[static_cast<std::size_t>(i)]);
        }
    }

  private slots:
    void everyElementTypeAndByteOrder() {
        check<std::int8_t>("i1", {-128, 0, 1, 127});
        check<std::int16_t>("i2", {-32768, 0, 1, 258});
        check<std::int32_t>("i4", {-2147483647, 0, 1, 66051});
        check<std::int64_t>("i8", {-9007199254740991, 0, 1, 4328719365});
        check<std::uint8_t>("u1", {0, 1, 128, 255});
        check<std::uint16_t>("u2", {0, 1, 258, 65535});
        check<std::uint32_t>("u4", {0, 1, 66051, 4294967295u});
        check<std::uint64_t>("u8", {0, 1, 258, 9007199254740991});
        check<std::uint8_t>("b1", {0, 1, 0, 1});
        check<float>("f4", {-1.5f, 0, 0.1f, 3e38f});
        check<double>("f8", {-1.5, 0, 0.1, 1e308});
        check<std::uint16_t>("f2", {0x3c00, 0xc000, 0x0001, 0x7bff}, {1, -2, std::ldexp(1, -24), 65504});
        check<std::uint16_t>("V2", {0x3f80, 0xc000, 0x0001, 0x4049}, {1, -2, std::ldexp(1, -133), 3.140625});
    }
    void everyHalfIsRight() {
        for (unsigned bits = 0; bits < 0x7c00; ++bits) {
            auto dataset = load(npy("<f2", "(1,)", raw<std::uint16_t>({static_cast<std::uint16_t>(bits)})));
            const int exponent = static_cast<int>(bits >> 10), mantissa = bits & 1023;
            QCOMPARE(dataset->values()(0, 0),
                     exponent ? std::ldexp(1024 + mantissa, exponent - 25) : std::ldexp(mantissa, -24));
        }
    }
    void kindsByShape() {
        const std::string data = raw(counted({24}, false));
        auto kind_of = [&](const std::string& shape) { return load(npy("<f8", shape, data))->kind(); };
        QCOMPARE(kind_of("(12, 2)"), Kind::Cloud);
        QCOMPARE(kind_of("(8, 3)"), Kind::Cloud);
        QCOMPARE(kind_of("(6, 4)"), Kind::Embedding);
        QCOMPARE(kind_of("(24, 1)"), Kind::Embedding);
        QCOMPARE(kind_of("(24,)"), Kind::Matrix);
        QCOMPARE(kind_of("(2, 3, 4)"), Kind::Sequence);
        QCOMPARE(load(npy("<f8", "(24,)", data))->columns(), Index{1});
        QCOMPARE(load(npy("<f8", "()", data))->rows(), Index{1});
    }
    void ordersAgree() {
        for (const std::vector<Index>& shape :
             std::vector<std::vector<Index>>{{24}, {70, 40}, {3, 5, 7}, {2, 3, 4, 5}, {1, 6, 1}}) {
            for (bool fortran : {false, true}) {
                auto input = shape.size() == 4 ? axes("suyx") : InputSpec{};
                auto dataset =
                    load(npy("<f8", shape_text(shape), raw(counted(shape, fortran)), fortran), input);
                QVERIFY2(dataset.ok(), dataset ? "" : dataset.error().message().c_str());
                const Matrix& values = dataset->values();
                for (Index i = 0; i < values.size(); ++i)
                    QCOMPARE(values(i / values.cols(), i % values.cols()), static_cast<double>(i));
            }
        }
    }
    void axesOfFourDimensions() {
        const std::vector<Index> shape{2, 3, 4, 5};
        const auto text = npy("<f8", "(2, 3, 4, 5)", raw(counted(shape, false)));
        auto refused = load(text);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, ErrorKind::Usage);
        QVERIFY(refused.error().message().find("--axes") != std::string::npos);

        auto two = load(text, axes("suyx"));
        auto& actions = std::get<FrameSequence>(two->payload);
        QCOMPARE(actions.leading, (std::vector<Index>{2, 3}));
        QCOMPARE(actions.shape, (std::vector<Index>{4, 5}));
        QCOMPARE(actions.axes, std::string("suyx"));
        QCOMPARE(actions.frames.rows(), Index{6});

        auto colour = load(text, axes("tcyx"));  // brought to t y x c
        auto& film = std::get<FrameSequence>(colour->payload);
        QCOMPARE(film.axes, std::string("tyxc"));
        QCOMPARE(film.shape, (std::vector<Index>{4, 5, 3}));
        QCOMPARE(film.frames(1, (2 * 5 + 3) * 3 + 1), 60.0 + 20 + 2 * 5 + 3);

        QCOMPARE(load(text, kind(Kind::Matrix))->columns(), Index{60});
        for (const char* wrong : {"suy", "suyq", "suyy", "yxct", "stu", "yxcy", "tsuv"})
            if (std::string(wrong) != "yxct")
                QCOMPARE(load(text, axes(wrong)).error().kind, ErrorKind::Usage);
        QCOMPARE(std::get<FrameSequence>(load(text, axes("yxct"))->payload).frames(4, 0), 4.0);
    }
    void kindOverrides() {
        const auto text = npy("<f8", "(8, 3)", raw(counted({8, 3}, false)));
        for (Kind wanted : {Kind::Cloud, Kind::Embedding, Kind::Matrix, Kind::Sequence})
            QCOMPARE(load(text, kind(wanted))->kind(), wanted);
        QCOMPARE(load(text, kind(Kind::Mesh)).error().kind, ErrorKind::Usage);
        QCOMPARE(std::get<FrameSequence>(load(text, kind(Kind::Sequence))->payload).axes, std::string("tc"));
        const auto wide = npy("<f8", "(6, 4)", raw(counted({6, 4}, false)));
        QCOMPARE(load(wide, kind(Kind::Cloud)).error().kind, ErrorKind::Usage);
    }
    void notFiniteNamesTheElement() {
        std::vector<double> data = counted({300, 40}, false);
        data[290 * 40 + 33] = std::nan("");
        auto error = load(npy("<f8", "(300, 40)", raw(data))).error();
        QVERIFY2(error.message().find("row 290, column 33") != std::string::npos, error.message().c_str());
        QVERIFY(error.message().find("x.npy:byte " + std::to_string(128 + 8 * (290 * 40 + 33))) !=
                std::string::npos);
        data[290 * 40 + 33] = 0, data[299] = -INFINITY;
        auto in_columns = load(npy("<f8", "(300, 40)", raw(data), true)).error();
        QVERIFY(in_columns.message().find("infinity at row 299, column 0") != std::string::npos);
    }
    void refusals() {
        auto message = [&](const std::string& text) {
            auto result = load(text);
            return QString::fromStdString(result ? "read" : result.error().message());
        };
        QVERIFY(message(npy("|O", "(2,)", "12345678")).contains("Python objects"));
        QVERIFY(message(npy("<U3", "(2,)", std::string(24, 'a'))).contains("strings"));
        QVERIFY(message(npy("<c16", "(2,)", std::string(32, 'a'))).contains("complex"));
        QVERIFY(message(npy("<f8", "(0, 3)", "")).contains("empty"));
        QVERIFY(message(npy("<f8", "(0, 4611686018427387904, 4611686018427387904)", "")).contains("2^62"));
        QVERIFY(message(npy("<f8", "(4611686018427387904, 4)", "")).contains("2^62"));
        QVERIFY(message(npy("<f8", "(100000000, 100000)", "12345678")).contains("8 bytes of data"));
        QVERIFY(message(npy("<f8", "(-1, 3)", "")).contains("expected a size"));
        std::string record = npy("<f8", "(2,)", "12345678");
        record.replace(record.find("'<f8'"), 5, "[('x', '<f4'), ('y', '<f4')]");
        QVERIFY(!load(record).ok());
        std::string longer = npy("<f8", "(1,)", "12345678");
        longer[8] = static_cast<char>(0xe8), longer[9] = static_cast<char>(0xfd);
        QVERIFY2(message(longer).startsWith("x.npy:byte 8: found header length 65000 in a file of"),
                 qPrintable(message(longer)));
    }
    void memoryIsAskedFor() {
        Context context;
        context.memory_limit = 100;
        auto refused = load(npy("|u1", "(20,)", std::string(20, 'a')), {}, context);
        QCOMPARE(refused.error().kind, ErrorKind::Memory);
    }
    void roundedAndTrailingAreSaid() {
        QCOMPARE(load(npy("<i8", "(1,)", raw<std::int64_t>({9007199254740993})))->warnings.size(),
                 std::size_t{1});
        QCOMPARE(load(npy("<i8", "(1,)", raw<std::int64_t>({5}) + "tail"))->warnings.size(), std::size_t{1});
    }
    void versionsTwoAndThree() {
        for (char version : {2, 3})
            QCOMPARE(load(npy("<f8", "(2,)", raw<double>({4, 5}), false, version))->values()(1, 0), 5.0);
        QVERIFY(!load(npy("<f8", "(2,)", raw<double>({4, 5}), false, 4)).ok());
    }
    void inspectReadsTheHeader() {
        auto info = look(npy(">f4", "(7, 2, 3)", std::string(168, 'a')));
        QCOMPARE(info->members[0].type, std::string("float32"));
        QCOMPARE(info->members[0].shape, (std::vector<Index>{7, 2, 3}));
        QCOMPARE(info->members[0].kind, Kind::Sequence);
        QVERIFY(!look(npy(">f4", "(7, 2, 3)", std::string(167, 'a'))).ok());
        QCOMPARE(look(npy("<f8", "(4, 3)", std::string(96, 'a')), kind(Kind::Embedding))->members[0].kind,
                 Kind::Embedding);
    }
    void truncatedAtEveryByte() {
        const auto text = npy("<f4", "(3, 4)", raw(std::vector<float>(12, 1.0f)));
        QVERIFY(load(text).ok());
        for (std::size_t size = 0; size < text.size(); ++size) {
            QVERIFY(!load(text.substr(0, size)).ok());
            QVERIFY(!look(text.substr(0, size)).ok());
        }
    }
    void flippedBytesAreSurvived() {
        const auto text = npy("<f2", "(3, 4)", raw(std::vector<std::uint16_t>(12, 0x3c00)));
        Random random(7);
        for (int trial = 0; trial < 20000; ++trial) {
            std::string broken = text;
            for (std::uint64_t k = 0, n = 1 + random.below(4); k < n; ++k)
                broken[random.below(broken.size())] = static_cast<char>(random.below(256));
            auto dataset = load(broken);
            if (dataset)
                QVERIFY(dataset->values().allFinite());
            else
                QVERIFY(!dataset.error().message().empty());
        }
    }
    void matrixAsArray() {
        Matrix values(6, 4);
        for (Index i = 0; i < 24; ++i) values(i / 4, i % 4) = static_cast<double>(i);
        const Source none("made", {});
        auto regrouped = dataset_from_array(none, "made", values, {6, 2, 2}, axes("tcy"));
        QCOMPARE(std::get<FrameSequence>(regrouped->payload).axes, std::string("tyc"));
        QCOMPARE(regrouped->values()(1, 1), 6.0);
        values(2, 3) = INFINITY;
        QVERIFY(!dataset_from_array(none, "made", values, {6, 4}, {}).ok());
    }
    void realFiles() {
        const std::filesystem::path folder = std::filesystem::path(ORTHOSCOPE_SHARED_DATA);
        const auto words = folder / "embeddings/kjv_reseed_50d_A.npy";
        if (!std::filesystem::exists(words)) QSKIP("no shared data beside this tree");
        auto open = [&](const std::filesystem::path& path, InputSpec input) {
            auto file = Source::open(path);
            return npy_format().read(*file, input, {});
        };
        auto embedding = open(words, {});
        QCOMPARE(embedding->kind(), Kind::Embedding);
        QCOMPARE(embedding->rows(), Index{2333});
        QCOMPARE(embedding->columns(), Index{50});
        auto torus = open(folder / "sequences/torus_shift_camera_16x16_N256.npy", axes("suyx"));
        QCOMPARE(torus->rows(), Index{256});
        QCOMPARE(torus->columns(), Index{256});
        auto weights = open(folder / "weights/ppocr_linear_77_w_0.npy", kind(Kind::Matrix));
        QCOMPARE(weights->rows(), Index{120});
    }
};

QTEST_APPLESS_MAIN(TestNpy)
#include "test_npy.moc"
