// Rotation planes from the command line: the mixer in pictures, the learning rules on a turning picture, and what is said
// where the orbit is open.
#include <QImage>
#include <QtTest>
#include <cmath>

#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliPlanes : public QObject, private CliProgram {
    Q_OBJECT

    // Null where the command fails.
    QImage painted(const QStringList& words) {
        const auto o = call(QStringList{"render", "found", "-o", "p.png", "--size", "1280x800"} + words);
        return o.status == 0 ? QImage(QString::fromStdString(base_ + "/p.png")).convertToFormat(QImage::Format_RGB888) : QImage();
    }
    // How many pixels of two pictures differ.
    static int differing(const QImage& a, const QImage& b) {
        int count = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) count += a.pixel(x, y) != b.pixel(x, y);
        return count;
    }
    static bool warns(const Json& result, const char* what) {
        for (auto& sentence : result["warnings"])
            if (sentence.get<std::string>().find(what) != std::string::npos) return true;
        return false;
    }

  private slots:
    void initTestCase() {
        QCOMPARE(call({"sample", "shifting-picture", "--size", "8", "-o", "shifting"}).status, 0);
        const auto o = call({"run", "rotation-planes", "shifting/source.npy", "--out", "found", "--quiet"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QCOMPARE(result("found")["metrics"]["plane_count"].get<double>(), 3.0);
        QCOMPARE(result("found")["metrics"]["closed_orbit"].get<double>(), 1.0);
        QVERIFY(!warns(result("found"), "Not a closed"));
    }

    void theMixerShowsInThePicture() {
        const QImage plain = painted({});
        if (plain.isNull() && call({"render", "found", "-o", "p.png"}).err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY(!plain.isNull());
        // What changes nothing changes nothing.
        QCOMPARE(painted({"--mix", "2:x1"}), plain);
        QCOMPARE(painted({"--planes", "3"}), plain);
        QCOMPARE(painted({"--torus", "1,2"}), plain);
        const QImage off = painted({"--mix", "2:off"}), slow = painted({"--mix", "2:x0.5", "--plane-time", "3"}),
                     steady = painted({"--plane-time", "3"}), first = painted({"--planes", "1"}), torus = painted({"--torus", "3,1"});
        for (auto* image : {&off, &slow, &steady, &first, &torus}) {
            QVERIFY(!image->isNull());
            QVERIFY2(differing(*image, plain) > 200, qPrintable(QString::number(differing(*image, plain))));
        }
        QVERIFY(slow != steady && off != first);
        // Once round is where it was; half a round on is not, and beyond the data there is no frame.
        QVERIFY(differing(painted({"--plane-time", "8"}), painted({"--plane-time", "16"})) < differing(steady, plain));
        QVERIFY(painted({"--plane-time", "40.5"}) != painted({"--plane-time", "40"}));
    }

    void whatIsNotThereIsRefusedByName() {
        const std::pair<QStringList, const char*> refused[] = {{{"--mix", "4:off"}, "a plane from 1 to 3"},
                                                               {{"--mix", "2:loud"}, "--mix"},
                                                               {{"--planes", "4"}, "a number from 0 to 3"},
                                                               {{"--plane-time", "soon"}, "--plane-time"},
                                                               {{"--torus", "1,1"}, "two planes"},
                                                               {{"--torus", "1,9"}, "a plane from 1 to 3"}};
        for (auto& [words, named] : refused) {
            const auto o = call(QStringList{"render", "found", "-o", "q.png"} + words);
            QVERIFY2(o.status == 2 && o.err.find(named) != std::string::npos, (words.join(' ').toStdString() + ": " + o.err).c_str());
        }
        QVERIFY(write_planted());
        const auto none = call({"render", "x.npy", "-o", "q.png", "--mix", "1:off"});
        QVERIFY2(none.status == 2 && none.err.find("no rotation planes") != std::string::npos, none.err.c_str());
        QVERIFY(!fs::exists(base_ + "/q.png"));
    }

    // A picture turned as a photograph is: both rules read the five strongest planes off it, to a tenth of a degree.
    void bothRulesLearnATurningPicture() {
        QCOMPARE(call({"sample", "turning-patch", "-o", "turning"}).status, 0);
        for (auto rule : {"antisymmetric-svd", "difference-pca"}) {
            const auto o = call({"run", rule, "turning/source.npy", "--out", rule, "--quiet"});
            QVERIFY2(o.status == 0, o.err.c_str());
            const Matrix angles = array(rule, "angles_degrees");
            QVERIFY(angles.size() >= 5);
            for (Index k = 0; k < 5; ++k)
                QVERIFY2(angles(k) > 0 && std::abs(std::remainder(angles(k), 5.0)) < 0.1, qPrintable(QString::number(angles(k))));
            QCOMPARE(result(rule)["metrics"]["rule_fails"].get<double>(), 0.0);
        }
    }

    void anOpenArcAndACameraPanAreSaid() {
        QCOMPARE(call({"sample", "turning-patch", "--turns", "0.5", "--frames", "36", "-o", "arc-frames"}).status, 0);
        // A window that pans across a texture: what leaves it does not come back.
        Random random(5);
        const Index side = 12, frames = 40;
        Matrix texture = random.normal(side, side + frames), pan(frames, side * side);
        for (int pass = 0; pass < 3; ++pass)
            for (Index x = 1; x < texture.cols(); ++x) texture.col(x) = 0.5 * (texture.col(x) + texture.col(x - 1));
        for (Index t = 0; t < frames; ++t)
            for (Index y = 0; y < side; ++y)
                for (Index x = 0; x < side; ++x) pan(t, y * side + x) = texture(y, x + t);
        QVERIFY(write_npy(pan, {frames, side, side}, base_ + "/pan.npy").ok());
        for (auto& [input, out] : {std::pair{"arc-frames/source.npy", "arc"}, std::pair{"pan.npy", "pan"}})
            for (auto method : {"rotation-planes", "antisymmetric-svd"}) {
                const std::string folder = std::string(out) + "-" + method;
                const auto o = call({"run", method, input, "--out", QString::fromStdString(folder)});
                QVERIFY2(o.status == 0, o.err.c_str());
                const auto json = result(folder.c_str());
                QCOMPARE(json["metrics"]["closed_orbit"].get<double>(), 0.0);
                QVERIFY(json["verdict"] != "supported");
                QVERIFY(warns(json, "Not a closed orthogonal orbit"));
                QVERIFY2(o.err.find("Not a closed orthogonal orbit") != std::string::npos, o.err.c_str());
            }
    }
};

QTEST_GUILESS_MAIN(TestCliPlanes)
#include "test_cli_planes.moc"
