#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestOff : public QObject {
    Q_OBJECT

    const std::string tetrahedron_ =
        "OFF\n# a comment\n\n4 4 6\n0 0 0\n1 0 0 # here too\n0 1 0\n0 0 1e0\n"
        "3 0 2 1\n3 0 1 3\n\n3 1 2 3\n3 0 3 2\n";

  private slots:
    void readsVerticesAndFaces() {
        auto result = read_bytes(off_format(), tetrahedron_);
        QVERIFY(result.ok());
        QCOMPARE(result->kind(), Kind::Mesh);
        QCOMPARE(result->rows(), 4);
        QCOMPARE(result->values()(3, 2), 1.0);
        QCOMPARE((*result->triangles())(3, 1), 3);
        QVERIFY(result->warnings.empty());
    }
    void headerVariants_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("attributes");
        QTest::newRow("counts beside OFF") << QByteArray("OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n") << "";
        QTest::newRow("no edge count") << QByteArray("OFF\n3 1\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2") << "";
        QTest::newRow("CR LF") << QByteArray("OFF\r\n3 1 0\r\n0 0 0\r\n1 0 0\r\n0 1 0\r\n3 0 1 2\r\n") << "";
        QTest::newRow("CR") << QByteArray("OFF\r3 1 0\r0 0 0\r1 0 0\r0 1 0\r3 0 1 2\r") << "";
        QTest::newRow("face colours")
            << QByteArray("OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2 255 0 0\n") << "";
        QTest::newRow("COFF")
            << QByteArray("COFF\n3 1 0\n0 0 0 255 0 0 255\n1 0 0 0 0 0 9\n0 1 0 1 1 1 1\n3 0 1 2\n")
            << "color4";
        QTest::newRow("COFF of 3") << QByteArray(
                                          "COFF\n3 1 0\n0 0 0 1 0 0\n1 0 0 0 0 0\n0 1 0 1 1 .5\n3 0 1 2\n")
                                   << "color3";
        QTest::newRow("NOFF") << QByteArray("NOFF\n3 1 0\n0 0 0 0 0 1\n1 0 0 0 0 1\n0 1 0 0 0 1\n3 0 1 2\n")
                              << "normal3";
        QTest::newRow("STCNOFF") << QByteArray(
                                        "STCNOFF\n3 1 0\n0 0 0 0 0 1 9 9 9 9 0 0\n1 0 0 0 0 1 9 9 9 9 0 1\n"
                                        "0 1 0 0 0 1 9 9 9 9 1 1\n3 0 1 2\n")
                                 << "normal3color4texture2";
    }
    void headerVariants() {
        QFETCH(QByteArray, text);
        QFETCH(QString, attributes);
        QVERIFY(recognised(off_format(), text.toStdString()));
        auto result = read_bytes(off_format(), text.toStdString());
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->rows(), 3);
        QCOMPARE(result->triangles()->rows(), 1);
        QString found;
        for (auto& a : result->attributes) {
            found += QString::fromStdString(a.name) + QString::number(a.values.cols());
            if (a.name == "color") QVERIFY(a.values.maxCoeff() <= 1.0);
        }
        QCOMPARE(found, attributes);
    }
    void polygonsBecomeFansAndNoFacesACloud() {
        auto quad = read_bytes(off_format(), "OFF\n4 1 0\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3\n");
        QVERIFY(quad.ok());
        QCOMPARE(quad->triangles()->rows(), 2);
        QCOMPARE(quad->warnings.size(), 1u);
        auto cloud = read_bytes(off_format(), "OFF\n2 0 0\n0 0 0\n1 0 0\n");
        QVERIFY(cloud.ok());
        QCOMPARE(cloud->kind(), Kind::Cloud);
    }
    void errorsNameThePlace() {
        QCOMPARE(refusal(off_format(), "OFF\n2 0 0\n0 0 0\n1 abc 0\n"),
                 std::string("test:line 4: found \"abc\"; expected 3 coordinates"));
        QCOMPARE(refusal(off_format(), "OFF\n1 0 0\n0 nan 0\n"),
                 std::string("test:line 3: found \"nan\"; expected 3 coordinates, finite"));
        QVERIFY(refusal(off_format(), "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n")
                    .starts_with("test:line 6: found vertex number 3"));
        QVERIFY(refusal(off_format(), "OFF\n99999999999 0 0\n")
                    .starts_with("test:line 2: found 99999999999 vertices"));
        QVERIFY(refusal(off_format(), "OFF\n99999999999999999999 0 0\n").starts_with("test:line 2: found"));
        QVERIFY(refusal(off_format(), "4OFF\n1 0 0\n").starts_with("test:line 1: found \"4OFF\""));
    }
    void survivesDamage() { survives_damage(off_format(), tetrahedron_); }
    void keepsOrderAndCount() {
        Folder folder;
        Dataset mesh;
        Mesh payload;
        payload.vertices = Matrix::Random(50, 3);
        payload.vertices.row(7) = payload.vertices.row(3);  // duplicates stay
        payload.triangles.resize(2, 3);
        payload.triangles << 0, 49, 7, 3, 2, 1;
        mesh.payload = payload;
        for (const char* name : {"a.off", "a.obj", "a.ply"}) {
            QVERIFY(write(mesh, folder.path(name)).ok());
            auto back = read(spec(folder.path(name)));
            QVERIFY(back.ok());
            QCOMPARE((*back)->values(), payload.vertices);
            QCOMPARE(*(*back)->triangles(), payload.triangles);
            QVERIFY((*back)->warnings.empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestOff)
#include "test_off.moc"
