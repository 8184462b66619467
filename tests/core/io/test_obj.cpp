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
    // Two pixels wide and high: red and green above, blue and white below.
    void texturesColourTheVertices() {
        QTemporaryDir folder;
        const auto put = [&](const char* name, const std::string& bytes) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes.data(), qint64(bytes.size())) == qint64(bytes.size()));
        };
        using namespace std::string_literals;
        put("my skin.ppm", "P6 2 2 255\n\xff\0\0\0\xff\0\0\0\xff\xff\xff\xff"s);
        put("a.mtl", "newmtl skin\nKd 0 0 0\nmap_Kd my skin.ppm\nnewmtl plain\nKd 0.25 0.5 0.75\nnewmtl lost\nmap_Kd none.png\n");
        put("a.obj", "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\nv 3 0 0\nv 9 9 9\n"
                     "vt 0.25 0.25\nvt 0.75 0.25\nvt 0.75 0.75\nvt 1.25 1.75\nvt 0.5 0.5\n"
                     "usemtl skin\nf 1/1 2/2 3/3 4/4\nf 1/5 2/5 3/5\nusemtl plain\nf 2/1 5/1 6/1\nusemtl lost\nf 5/1 6/1 7/1\n");
        auto set = read({folder.filePath("a.obj").toStdString(), {}, {}, {}, {}, false});
        QVERIFY2(set.ok(), set ? "" : set.error().message().c_str());
        const Attribute* color = (*set)->attribute("color");
        QVERIFY(color && color->domain == Attribute::Domain::Row && color->values.rows() == 8);
        // The first corner of a vertex counts; beyond 1 the picture is repeated; without a picture Kd; without a face grey.
        const double expected[8][3] = {{0, 0, 1}, {1, 1, 1}, {0, 1, 0}, {1, 0, 0}, {0.25, 0.5, 0.75}, {0.25, 0.5, 0.75}, {0.6, 0.6, 0.6}, {0.6, 0.6, 0.6}};
        for (Index i = 0; i < 8; ++i)
            for (Index c = 0; c < 3; ++c) QVERIFY2(std::abs(color->values(i, c) - expected[i][c]) < 1e-12, qPrintable(QString("%1 %2: %3").arg(i).arg(c).arg(color->values(i, c))));
        QCOMPARE((*set)->rows(), 8);
        const auto& said = (*set)->warnings;
        QVERIFY(std::any_of(said.begin(), said.end(), [](auto& w) { return w == "Colours come from the texture my skin.ppm, sampled at the vertices."; }));
        QVERIFY(std::any_of(said.begin(), said.end(), [](auto& w) { return w.starts_with("The texture none.png cannot be read"); }));
        // Between the pixels it is their mean; own colours of the vertices go first.
        put("b.obj", "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0.5 0.5\nusemtl skin\nf 1/1 2/1 3/1\n");
        auto mixed = read({folder.filePath("b.obj").toStdString(), {}, {}, {}, {}, false});
        QVERIFY(mixed.ok() && std::abs((*mixed)->attribute("color")->values(0, 0) - 0.5) < 1e-12);
        put("c.obj", "mtllib a.mtl\nv 0 0 0 1 1 0\nv 1 0 0 1 1 0\nv 0 1 0 1 1 0\nusemtl plain\nf 1 2 3\n");
        auto own = read({folder.filePath("c.obj").toStdString(), {}, {}, {}, {}, false});
        QVERIFY(own.ok() && (*own)->attribute("color")->values(1, 1) == 1);
        put("d.obj", "mtllib gone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl skin\nf 1 2 3\n");
        auto gone = read({folder.filePath("d.obj").toStdString(), {}, {}, {}, {}, false});
        QVERIFY(gone.ok() && !(*gone)->attribute("color"));
        QCOMPARE((*gone)->warnings.front(), std::string("The materials in gone.mtl cannot be read, so that they were left out."));
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
