#include "core/io/natural_order.h"
#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {
std::string grey(const std::string& samples) {
    return "P5 " + std::to_string(samples.size() / 2) + " 2 255\n" + samples;
}
std::string off(double x, const std::string& face = "3 0 1 2") {
    return "OFF\n3 1 0\n0 0 0\n" + std::to_string(x) + " 0 0\n0 1 0\n" + face + "\n";
}
}  // namespace

class TestFolder : public QObject {
    Q_OBJECT

    static std::string error_of(const Folder& folder) {
        auto result = read(spec(folder.path("")));
        return result ? "" : result.error().message();
    }

  private slots:
    void naturalOrder() {
        QVERIFY(natural_less("frame2.png", "frame10.png"));
        QVERIFY(!natural_less("frame10.png", "frame2.png"));
        QVERIFY(natural_less("a2b10", "a2b11"));
        QVERIFY(natural_less("a", "a1"));
        QVERIFY(natural_less("a01", "a1") != natural_less("a1", "a01"));
        QVERIFY(natural_less("9", "99999999999999999999999999"));
        QVERIFY(!natural_less("same", "same"));
    }
    void pictures() {
        Folder folder;
        folder.file("f10.pgm", grey("abcdef"));
        folder.file("f9.pgm", grey("ABCDEF"));
        folder.file("notes.txt", "x");
        auto result = read(spec(folder.path("")));
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        const auto& sequence = std::get<FrameSequence>((*result)->payload);
        QCOMPARE(sequence.axes, std::string("tyx"));
        QCOMPARE(sequence.shape, (std::vector<Index>{2, 3}));
        QCOMPARE(sequence.leading, (std::vector<Index>{2}));
        QCOMPARE(sequence.frames(0, 4), 'E' / 255.0);
        QCOMPARE(sequence.frames(1, 0), 'a' / 255.0);
        QCOMPARE((*result)->warnings.size(), std::size_t{1});
        QCOMPARE((*result)->origin.sha256.size(), std::size_t{64});
        auto info = inspect(spec(folder.path("")));
        QCOMPARE(info->members[0].shape, (std::vector<Index>{2, 2, 3}));
    }
    void colourIsKept() {
        Folder folder;
        folder.file("1.ppm", "P6 1 2 255\nabcdef");
        folder.file("2.ppm", "P6 1 2 255\nABCDEF");
        auto result = read(spec(folder.path("")));
        const auto& sequence = std::get<FrameSequence>((*result)->payload);
        QCOMPARE(sequence.axes, std::string("tyxc"));
        QCOMPARE(sequence.shape, (std::vector<Index>{2, 1, 3}));
        QCOMPARE(sequence.frames(1, 5), 'F' / 255.0);
    }
    void theFirstOtherSizeIsNamed() {
        Folder folder;
        folder.file("1.pgm", grey("abcdef"));
        folder.file("2.pgm", grey("abcd"));
        folder.file("3.pgm", grey("ab"));
        QVERIFY(error_of(folder).find(
                    "2.pgm: found a picture of 2 x 2 in grey; expected 3 x 2 in grey, as 1.pgm") !=
                std::string::npos);
        QVERIFY(!inspect(spec(folder.path(""))).ok());
    }
    void meshes() {
        Folder folder;
        folder.file("b2.off", off(2));
        folder.file("b1.off", off(1));
        auto result = read(spec(folder.path("")));
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        const auto& sequence = std::get<FrameSequence>((*result)->payload);
        QCOMPARE(sequence.shape, (std::vector<Index>{3, 3}));
        QCOMPARE(sequence.axes, std::string("tyc"));
        QCOMPARE(sequence.frames(0, 3), 1.0);
        QCOMPARE(sequence.frames(1, 3), 2.0);
        QCOMPARE(sequence.triangles.rows(), Index{1});
        QCOMPARE((*result)->triangles()->coeff(0, 2), 2);
        folder.file("b3.off", off(3, "3 0 2 1"));
        QVERIFY(error_of(folder).find("b3.off: found triangles of another numbering") != std::string::npos);
    }
    void mixedAndEmptyFoldersAreRefused() {
        Folder folder;
        QVERIFY(error_of(folder).find("no picture or mesh") != std::string::npos);
        folder.file("1.pgm", grey("ab"));
        folder.file("1.off", off(1));
        QVERIFY(error_of(folder).find("1 picture and 1 mesh file") != std::string::npos);
    }
    void memoryIsAskedFor() {
        Folder folder;
        for (int i = 0; i < 10; ++i) folder.file(std::to_string(i) + ".pgm", grey("abcdef"));
        Context context;
        context.memory_limit = 400;
        QCOMPARE(read(spec(folder.path("")), context).error().kind, ErrorKind::Memory);
    }
};

QTEST_APPLESS_MAIN(TestFolder)
#include "test_folder.moc"
