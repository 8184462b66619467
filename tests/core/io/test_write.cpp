#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWrite : public QObject {
    Q_OBJECT

    Folder folder_;

  private slots:
    void coloursSurvive() {
        Dataset dataset;
        Matrix points = Matrix::Random(4, 3), color(4, 3);
        color << 0, 0.2, 1, 1, 0, 0, 0.6, 0.4, 0.8, 1, 1, 1;
        dataset.payload = PointCloud{points};
        dataset.attributes.push_back({"color", Attribute::Domain::Row, color});
        for (const char* name : {"c.off", "c.ply", "c.obj"}) {
            QVERIFY(write(dataset, folder_.path(name)).ok());
            auto back = read(spec(folder_.path(name)));
            QVERIFY(back.ok());
            QCOMPARE((*back)->values(), points);
            QVERIFY((*back)->attribute("color")->values.leftCols(3).isApprox(color));
        }
    }
    void textureSeamsSurviveObj() {
        Dataset dataset;
        Mesh mesh{Matrix::Random(4, 3), Triangles(2, 3)};
        mesh.triangles << 0, 1, 2, 0, 2, 3;
        dataset.payload = mesh;
        const Matrix texture = Matrix::Random(6, 2);
        dataset.attributes.push_back({"texture", Attribute::Domain::Corner, texture});
        QVERIFY(write(dataset, folder_.path("t.obj")).ok());
        auto back = read(spec(folder_.path("t.obj")));
        QVERIFY(back.ok());
        QCOMPARE((*back)->rows(), 4);
        QCOMPARE((*back)->attribute("texture")->values, texture);
    }
    void npyHeaders() {
        Matrix values(2, 3);
        values << 1, 2, 3, 4, 5, 6;
        QVERIFY(write_npy(values, folder_.path("a.npy")).ok());
        auto bytes = slurp(folder_.path("a.npy"));
        QVERIFY(bytes.starts_with(std::string("\x93NUMPY\x01\0", 8)));
        QVERIFY(bytes.find("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }") == 10);
        QCOMPARE(bytes.size() % 64, std::size_t(48));
        double second = 0;
        std::memcpy(&second, bytes.data() + bytes.size() - 40, 8);
        QCOMPARE(second, 2.0);
        QVERIFY(write_npy(Indices(Indices::LinSpaced(3, 0, 2)), folder_.path("i.npy")).ok());
        QVERIFY(slurp(folder_.path("i.npy")).find("'<i8', 'fortran_order': False, 'shape': (3,), }") !=
                std::string::npos);
        QVERIFY(write_npy(values, {2, 3, 1}, folder_.path("n.npy")).ok());
        QVERIFY(slurp(folder_.path("n.npy")).find("(2, 3, 1)") != std::string::npos);
        auto back = read(spec(folder_.path("a.npy")));
        QVERIFY(back.ok());
        QCOMPARE((*back)->values(), values);
    }
    void failuresLeaveNothing() {
        Dataset dataset;
        dataset.payload = EmbeddingSet{Matrix::Random(3, 7)};
        QCOMPARE(write(dataset, folder_.path("a.off")).error().kind, ErrorKind::Usage);
        QCOMPARE(write(dataset, folder_.path("a.doc")).error().kind, ErrorKind::Usage);
        QVERIFY(!std::filesystem::exists(folder_.path("a.off")));
        QCOMPARE(write_text("a", folder_.path("absent/a.txt")).error().kind, ErrorKind::Output);
        std::filesystem::create_directory(folder_.path("taken"));
        QCOMPARE(write_text("a", folder_.path("taken")).error().kind, ErrorKind::Output);
        for (auto& entry : std::filesystem::directory_iterator(folder_.dir.path().toStdString()))
            QVERIFY(entry.path().string().find(".part") == std::string::npos);
        QVERIFY(write_text("text", folder_.path("a.txt")).ok());
        QCOMPARE(slurp(folder_.path("a.txt")), std::string("text"));
    }
};

QTEST_APPLESS_MAIN(TestWrite)
#include "test_write.moc"
