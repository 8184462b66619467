// STL, PCD and XYZ.
#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

const std::string stl_text =
    "solid a name\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 "
    "0\nendloop\nendfacet\n"
    "facet normal nan nan nan\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 0 "
    "1\nendloop\nendfacet\nendsolid a name\n";

template <class T>
void append(std::string& bytes, T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string stl_binary(const std::string& start) {
    std::string bytes = start;
    bytes.resize(80, ' ');
    append(bytes, std::uint32_t(2));
    for (int f = 0; f < 2; ++f) {
        for (int i = 0; i < 12; ++i) append(bytes, float(i + f));
        append(bytes, std::uint16_t(0));
    }
    return bytes;
}

std::string pcd_header(const char* data, int points = 3) {
    const std::string n = std::to_string(points);
    return "# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS x y z rgb intensity\nSIZE 4 4 4 "
           "4 2\n"
           "TYPE F F F U U\nCOUNT 1 1 1 1 1\nWIDTH " +
           n + "\nHEIGHT 1\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS " + n + "\nDATA " + data + "\n";
}

const std::string pcd_text = pcd_header("ascii") + "0 0 0 16711680 7\n1 2 3 65280 8\n4 5 6 255 9\n";

std::string pcd_binary() {
    std::string bytes = pcd_header("binary");
    const std::uint32_t colors[] = {0xff0000, 0x00ff00, 0x0000ff};
    const float places[] = {0, 0, 0, 1, 2, 3, 4, 5, 6};
    for (int i = 0; i < 3; ++i) {
        for (int c = 0; c < 3; ++c) append(bytes, places[3 * i + c]);
        append(bytes, colors[i]);
        append(bytes, std::uint16_t(7 + i));
    }
    return bytes;
}

// The fields one after the other; literal runs, and a back reference for the zeros that begin x.
std::string pcd_compressed() {
    std::string plain, packed;
    for (float v : {0.f, 1.f, 4.f, 0.f, 2.f, 5.f, 0.f, 3.f, 6.f}) append(plain, v);
    for (std::uint32_t v : {0xff0000u, 0x00ff00u, 0x0000ffu}) append(plain, v);
    for (std::uint16_t v : {7, 8, 9}) append(plain, v);
    packed += '\0';
    packed += plain[0];
    packed += char(1 << 5);  // three bytes from one byte back
    packed += '\0';
    for (std::size_t at = 4; at < plain.size(); at += 32) {
        const auto run = plain.substr(at, 32);
        packed += char(run.size() - 1);
        packed += run;
    }
    std::string bytes = pcd_header("binary_compressed");
    append(bytes, std::uint32_t(packed.size()));
    append(bytes, std::uint32_t(plain.size()));
    return bytes + packed;
}

}  // namespace

class TestPoints : public QObject {
    Q_OBJECT

  private slots:
    void stlKeepsItsSoup() {
        QVERIFY(recognised(stl_format(), stl_text));
        auto result = read_bytes(stl_format(), stl_text);
        QVERIFY(result.ok());
        QCOMPARE(result->rows(), 6);
        QCOMPARE((*result->triangles())(1, 2), 5);
        QCOMPARE(result->warnings.size(), 1u);
        for (const char* start : {"binary", "solid but binary facet"}) {
            const auto bytes = stl_binary(start);
            QVERIFY(recognised(stl_format(), bytes));
            auto binary = read_bytes(stl_format(), bytes);
            QVERIFY(binary.ok());
            QCOMPARE(binary->rows(), 6);
            QCOMPARE(binary->values()(0, 0), 3.0);
            QCOMPARE(binary->values()(5, 2), 12.0);
        }
    }
    void stlErrorsNameThePlace() {
        auto bytes = stl_binary("b");
        QVERIFY(refusal(stl_format(), bytes.substr(0, 150)).starts_with("test:byte 80: found 2 triangles"));
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(bytes.data() + 84 + 12, &nan, 4);
        QVERIFY(refusal(stl_format(), bytes).starts_with("test:byte 96: found nan in triangle 0"));
        QVERIFY(refusal(stl_format(), "solid\nfacet normal 0 0 1\nouter loop\nvertex 0 x 0\n")
                    .starts_with("test:line 4: found \"x\""));
    }
    void pcdReadsAllThreeForms() {
        for (auto& bytes : {pcd_text, pcd_binary(), pcd_compressed()}) {
            QVERIFY(recognised(pcd_format(), bytes));
            auto result = read_bytes(pcd_format(), bytes);
            QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
            QCOMPARE(result->rows(), 3);
            QCOMPARE(result->values()(2, 1), 5.0);
            QCOMPARE(result->attribute("color")->values, Matrix(Matrix::Identity(3, 3)));
            QCOMPARE(result->attribute("intensity")->values(1, 0), 8.0);
        }
    }
    void pcdRefusesOrDropsMissingPoints() {
        const auto bytes = pcd_header("ascii", 2) + "nan nan nan 0 0\n1 2 3 0 0\n";
        QVERIFY(refusal(pcd_format(), bytes).starts_with("test:vertex 0: found nan"));
        InputSpec drop;
        drop.drop_missing = true;
        QCOMPARE(read_bytes(pcd_format(), bytes, drop)->rows(), 1);
        QVERIFY(refusal(pcd_format(), pcd_header("ascii", 2000000000)).find("expected at most") !=
                std::string::npos);
        QVERIFY(refusal(pcd_format(), pcd_header("binary", 2000000000)).find("expected at most") !=
                std::string::npos);
        QVERIFY(!refusal(pcd_format(), pcd_header("binary_compressed", 2000000000)).empty());
    }
    void xyzReadsTables() {
        QCOMPARE(read_bytes(xyz_format(), "# c\n1 2\n3 4\n")->columns(), 2);
        QCOMPARE(read_bytes(xyz_format(), "// c\n1 2 3\n3 4 5\n")->kind(), Kind::Cloud);
        QCOMPARE(read_bytes(xyz_format(), "2\n1 2 3\n3 4 5\n")->rows(), 2);
        QVERIFY(refusal(xyz_format(), "3\n1 2 3\n3 4 5\n").find("expected 3 points") != std::string::npos);
        QCOMPARE(read_bytes(xyz_format(), "1 2 3 4\n3 4 5 6\n")->kind(), Kind::Embedding);
        auto colors = read_bytes(xyz_format(), "1 2 3 255 0 0\n3 4 5 0 128 0\n");
        QCOMPARE(colors->attribute("color")->values(0, 0), 1.0);
        auto normals = read_bytes(xyz_format(), "1 2 3 0 0 1\n3 4 5 0 1 0\n");
        QCOMPARE(normals->attribute("normal")->values(1, 1), 1.0);
        QCOMPARE(read_bytes(xyz_format(), "1 2 3 0.5 -7 1\n3 4 5 0 1 0\n")->columns(), 6);
        InputSpec embedding;
        embedding.kind = Kind::Embedding;
        QCOMPARE(read_bytes(xyz_format(), "1 2 3 0 0 1\n", embedding)->columns(), 6);
        QCOMPARE(refusal(xyz_format(), "1 2 3\n4 5\n"),
                 std::string("test:line 2: found 2 numbers; expected 3"));
        QVERIFY(refusal(xyz_format(), "1 2 3\n4 nan 5\n").starts_with("test:line 2: found \"nan\""));
    }
    void surviveDamage() {
        survives_damage(stl_format(), stl_text);
        survives_damage(stl_format(), stl_binary("solid"));
        survives_damage(pcd_format(), pcd_text);
        survives_damage(pcd_format(), pcd_binary());
        survives_damage(pcd_format(), pcd_compressed());
        survives_damage(xyz_format(), "# c\n1 2 3\n4 5.5 -6e1\n7 8 9\n");
    }
};

QTEST_APPLESS_MAIN(TestPoints)
#include "test_points.moc"
