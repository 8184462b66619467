#include <algorithm>
#include <bit>

#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

template <class T>
void append(std::string& bytes, T value, bool big) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    if (big) std::reverse(raw, raw + sizeof(T));
    bytes.append(raw, sizeof(T));
}

// Three vertices with colours and a scalar, an unknown element with lists before the faces, one triangle, one
// quad.
std::string binary(bool big, const char* newline = "\n") {
    std::string bytes =
        std::string("ply\nformat ") + (big ? "binary_big_endian" : "binary_little_endian") +
        " 1.0\ncomment made here\nelement vertex 4\nproperty float x\nproperty double y\nproperty short z\n"
        "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty int quality\n"
        "element strange 2\nproperty list ushort double numbers\nproperty int8 k\n"
        "element face 2\nproperty uchar flag\nproperty list uchar uint vertex_indices\nend_header\n";
    if (std::string(newline) != "\n")
        for (std::size_t at = 0; (at = bytes.find('\n', at)) != bytes.npos; at += 2)
            bytes.replace(at, 1, newline);
    for (int i = 0; i < 4; ++i) {
        append(bytes, float(i) + 0.5f, big);
        append(bytes, -double(i), big);
        append(bytes, short(i * 300), big);
        for (int c = 0; c < 3; ++c) append(bytes, std::uint8_t(51 * i), big);
        append(bytes, 70000 + i, big);
    }
    for (int i = 0; i < 2; ++i) {
        append(bytes, std::uint16_t(i + 1), big);
        for (int k = 0; k <= i; ++k) append(bytes, 1.5, big);
        append(bytes, std::int8_t(-1), big);
    }
    for (std::uint32_t corners : {3u, 4u}) {
        append(bytes, std::uint8_t(1), big);
        append(bytes, std::uint8_t(corners), big);
        for (std::uint32_t c = 0; c < corners; ++c) append(bytes, c, big);
    }
    return bytes;
}

const std::string text =
    "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
    "property float nx\nproperty float ny\nproperty float nz\nelement face 1\n"
    "property list uchar int vertex_index\nend_header\n0 0 0 0 0 1\n1 0 0 0 0 1\n0 1 0 0 0 1\n3 0 1 2\n";

std::string replaced(std::string bytes, const std::string& from, const std::string& to) {
    return bytes.replace(bytes.find(from), from.size(), to);
}

}  // namespace

class TestPly : public QObject {
    Q_OBJECT

  private slots:
    void readsBothEndians_data() {
        QTest::addColumn<bool>("big");
        QTest::addColumn<QByteArray>("newline");
        QTest::newRow("little") << false << QByteArray("\n");
        QTest::newRow("big") << true << QByteArray("\n");
        QTest::newRow("little, CR LF header") << false << QByteArray("\r\n");
    }
    void readsBothEndians() {
        QFETCH(bool, big);
        QFETCH(QByteArray, newline);
        const std::string bytes = binary(big, newline.constData());
        QVERIFY(recognised(ply_format(), bytes));
        auto result = read_bytes(ply_format(), bytes);
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->rows(), 4);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(result->values()(i, 0), i + 0.5);
            QCOMPARE(result->values()(i, 1), -double(i));
            QCOMPARE(result->values()(i, 2), 300.0 * i);
            QCOMPARE(result->attribute("color")->values(i, 1), 0.2 * i);
            QCOMPARE(result->attribute("quality")->values(i, 0), 70000.0 + i);
        }
        QCOMPARE(result->triangles()->rows(), 3);
        QCOMPARE((*result->triangles())(2, 2), 3);
        QCOMPARE(result->warnings.size(), 1u);
    }
    void readsText() {
        auto result = read_bytes(ply_format(), text);
        QVERIFY(result.ok());
        QCOMPARE(result->kind(), Kind::Mesh);
        QCOMPARE(result->attribute("normal")->values(2, 2), 1.0);
        auto cloud =
            read_bytes(ply_format(),
                       "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\n"
                       "property float z\nproperty float red\nproperty float green\nproperty float "
                       "blue\nend_header\n1 2 3 0.25 1 0\n");
        QVERIFY(cloud.ok());
        QCOMPARE(cloud->kind(), Kind::Cloud);
        QCOMPARE(cloud->attribute("color")->values(0, 0), 0.25);
    }
    void errorsNameThePlace() {
        QCOMPARE(refusal(ply_format(), replaced(text, "1 0 0 0 0 1", "1 abc 0 0 0 1")),
                 std::string("test:line 14: found \"abc\"; expected a number (y)"));
        QVERIFY(refusal(ply_format(), replaced(text, "1 0 0 0 0 1", "1 nan 0 0 0 1"))
                    .starts_with("test:line 14: found \"nan\""));
        QVERIFY(refusal(ply_format(), replaced(text, "3 0 1 2", "3 0 1 3"))
                    .starts_with("test:line 16: found \"3\""));
        QVERIFY(refusal(ply_format(), replaced(text, "vertex 3", "vertex 1000000000000000000"))
                    .starts_with("test:line 3: found 1000000000000000000 rows"));
        QVERIFY(refusal(ply_format(), replaced(text, "vertex 3", "vertex 99999999999999999999"))
                    .starts_with("test:line 3"));
        QVERIFY(refusal(ply_format(), replaced(binary(false), "face 2", "face 4000000000"))
                    .starts_with("test:line 15"));
        QVERIFY(refusal(ply_format(), replaced(text, "float nx", "quad nx"))
                    .starts_with("test:line 7: found \"quad\""));
        std::string nan = binary(false);
        const float value = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(nan.data() + nan.find("end_header\n") + 11, &value, 4);
        QVERIFY(refusal(ply_format(), nan).starts_with("test:vertex 0: found nan in column 0"));
    }
    void attributesThatAreNotFiniteAreLeftOut() {
        auto result = read_bytes(ply_format(), replaced(text, "1 0 0 0 0 1", "1 0 0 nan 0 1"));
        QVERIFY(result.ok());
        QVERIFY(!result->attribute("normal"));
        QCOMPARE(result->warnings.size(), 1u);
    }
    void survivesDamage() {
        survives_damage(ply_format(), text);
        survives_damage(ply_format(), binary(false));
        survives_damage(ply_format(), binary(true));
    }
    void largeListsAreRefusedBeforeTheyAreTaken() {
        Context small;
        small.memory_limit = 100;
        auto result = read_bytes(ply_format(), binary(false), {}, small);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, ErrorKind::Memory);
    }
};

QTEST_APPLESS_MAIN(TestPly)
#include "test_ply.moc"
