#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestObj : public QObject {
    Q_OBJECT

    // A square of two triangles whose texture has a seam: vertex 1 has two texture coordinates.
    const std::string seam_ =
        "# comment\nmtllib a.mtl\no square\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 "
        "1\n"
        "vt 0.5 0.5\nvn 0 0 1\ng top\nusemtl red\ns off\nf 1/1/1 2/2/1 3/3/1\nf 1/5/1 3/3/1 4/4/1\n";

  private slots:
    void seamsDoNotSplitVertices() {
        QVERIFY(recognised(obj_format(), seam_));
        auto result = read_bytes(obj_format(), seam_);
        QVERIFY(result.ok());
        QCOMPARE(result->rows(), 4);
        QCOMPARE(result->triangles()->rows(), 2);
        auto texture = result->attribute("texture");
        QVERIFY(texture && texture->domain == Attribute::Domain::Corner);
        QCOMPARE(texture->values.rows(), 6);
        QCOMPARE(texture->values(0, 0), 0.0);
        QCOMPARE(texture->values(3, 0), 0.5);
        QCOMPARE(result->attribute("normal")->values.rows(), 6);
        QVERIFY(result->warnings.empty());
    }
    void cornersAndIndices_data() {
        QTest::addColumn<QByteArray>("faces");
        QTest::newRow("plain") << QByteArray("f 1 2 3\n");
        QTest::newRow("negative") << QByteArray("f -4 -3 -2\n");
        QTest::newRow("no texture") << QByteArray("vn 0 0 1\nf 1//1 2//1 3//1\n");
        QTest::newRow("texture") << QByteArray("vt 0 0\nf 1/1 2/-1 3/1\n");
        QTest::newRow("continued") << QByteArray("f 1 2 \\\n 3\n");
    }
    void cornersAndIndices() {
        QFETCH(QByteArray, faces);
        auto result = read_bytes(obj_format(), "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n" + faces.toStdString());
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->rows(), 4);
        QCOMPARE(result->triangles()->rows(), 1);
        for (int c = 0; c < 3; ++c) QCOMPARE((*result->triangles())(0, c), c);
    }
    void polygonsFacesAheadAndColours() {
        auto result = read_bytes(obj_format(),
                                 "f 1 2 3 4\nv 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 1 1 0 0 0 1\nv 0 1 0 1 1 1\n");
        QVERIFY(result.ok());
        QCOMPARE(result->triangles()->rows(), 2);
        QCOMPARE(result->warnings.size(), 1u);
        QCOMPARE(result->attribute("color")->values(2, 2), 1.0);
        QCOMPARE(read_bytes(obj_format(), "v 0 0 0\nv 1 2 3\n")->kind(), Kind::Cloud);
    }
    void errorsNameThePlace() {
        QCOMPARE(refusal(obj_format(), "v 0 0 0\nv 1 x 0\n"),
                 std::string("test:line 2: found \"x\"; expected 3 coordinates"));
        QVERIFY(refusal(obj_format(), "v 0 inf 0\n").starts_with("test:line 1: found \"inf\""));
        QVERIFY(refusal(obj_format(), "v 0 0\n").starts_with("test:line 1: found the end of the line"));
        QVERIFY(
            refusal(obj_format(), "v 0 0 0\nf 1 1 2\n").starts_with("test:line 2: found number 2 in a face"));
        QVERIFY(refusal(obj_format(), "v 0 0 0\nf 0 1 1\n").starts_with("test:line 2: found number 0"));
        QVERIFY(refusal(obj_format(), "v 0 0 0\nf 1 1").starts_with("test:line 2: found a face of 2 corners"));
        QVERIFY(refusal(obj_format(), "v 0 0 0\nf -2 1 1\n").starts_with("test:line 2: found number -2"));
        QVERIFY(refusal(obj_format(), "v 0 0 0\nf 1/a 1 1\n").starts_with("test:line 2: found \"a\""));
        QVERIFY(refusal(obj_format(), "v 0 0 0\nf 99999999999999999999 1 1\n").starts_with("test:line 2"));
    }
    void survivesDamage() { survives_damage(obj_format(), seam_); }
};

QTEST_APPLESS_MAIN(TestObj)
#include "test_obj.moc"
