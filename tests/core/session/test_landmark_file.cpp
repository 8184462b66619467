// Files of picked pairs.
#include <QTemporaryDir>
#include <QtTest>

#include "core/io/write.h"
#include "core/session/landmark_file.h"

using namespace orthoscope;

class TestLandmarkFile : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    std::filesystem::path file(const char* text) {
        const auto path = folder_.filePath("pairs.txt").toStdString();
        if (!write_text(text, path)) qFatal("cannot write");
        return path;
    }

  private slots:
    void linesWithAndWithoutWeights() {
        auto read = read_landmarks(file("# picked by hand\n3 4\n\n5,6, 0.25 # far\n7\t8\n"), 0);
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        QVERIFY((*read == std::vector<Landmark>{{3, 4, 1}, {5, 6, 0.25}, {7, 8, 1}}));
        auto from_one = read_landmarks(file("1 1\n"), 1);
        QVERIFY(from_one.ok() && (*from_one == std::vector<Landmark>{{0, 0, 1}}));
    }

    void wrongLinesAreNamed() {
        for (auto text : {"1 2\nx 3\n", "1 2\n4\n", "1 2\n0 -1\n", "1 2\n3 4 -1\n", "1 2\n3 4 1 1\n", "1 2\n3.5 4\n"}) {
            auto read = read_landmarks(file(text), 0);
            QVERIFY2(!read.ok(), text);
            QVERIFY2(read.error().place.find("line 2") != std::string::npos, read.error().message().c_str());
            QVERIFY(read.error().what.find("expected") != std::string::npos);
        }
        QVERIFY(!read_landmarks(file("0 1\n"), 1).ok());
        QVERIFY(!read_landmarks("/nowhere/pairs.txt", 0).ok());
    }

    void whatIsWrittenComesBack() {
        const auto path = folder_.filePath("out.txt").toStdString();
        for (const auto& pairs : {std::vector<Landmark>{}, {{0, 5, 1}, {3, 1, 1}}, {{0, 5, 1.0 / 3}, {3, 1, 1}}}) {
            QVERIFY(write_landmarks(pairs, path).ok());
            auto read = read_landmarks(path, 0);
            QVERIFY(read.ok() && *read == pairs);
        }
    }
};

QTEST_APPLESS_MAIN(TestLandmarkFile)
#include "test_landmark_file.moc"
