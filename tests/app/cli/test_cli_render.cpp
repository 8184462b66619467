// `orthoscope render` without a display.
#include <QImage>
#include <QtTest>

#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliRender : public QObject, private CliProgram {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(write_planted()); }

    void aCutOffShowsWhatTheFirstFunctionsHold() {
        QCOMPARE(call({"sample", "figure-biped", "--vertices", "300", "--target-vertices", "300", "-o", "figures"}).status, 0);
        const auto run = call({"run", "functional-map", "figures/source.off", "figures/target.off", "--k", "16", "--truth",
                               "figures/truth.txt", "--out", "matched-figures", "--quiet"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto painted = [&](const QStringList& words) {
            const auto o = call(QStringList{"render", "matched-figures", "-o", "m.png", "--size", "480x300", "--scale", "0.5"} + words);
            return o.status == 0 ? QImage(QString::fromStdString(base_ + "/m.png")).convertToFormat(QImage::Format_RGB888) : QImage();
        };
        const auto plain = painted({});
        if (plain.isNull() && call({"render", "matched-figures", "-o", "m.png"}).err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY(!plain.isNull());
        const auto few = painted({"--cut-off", "3"}), many = painted({"--cut-off", "16"});
        QVERIFY(few != plain && many != plain && few != many);
        QVERIFY(painted({"--cut-off", "0"}) == plain);
        // Before there are two bases nothing is cut off; with every frame each gets its own map.
        QVERIFY(!painted({"--cut-off", "3", "--frame", "0"}).isNull());
        QCOMPARE(call({"render", "matched-figures", "--frames", "all", "--cut-off", "5", "-o", "film", "--size", "96x64"}).status, 0);
        QVERIFY(fs::exists(fs::path(base_) / "film" / "frame_00003.png"));
        for (auto& colours : {"place", "checker", "stripes", "error", "eigenfunction"}) QVERIFY(!painted({"--map-colours", colours}).isNull());
        QVERIFY(painted({"--eigenfunction", "3"}) != painted({"--eigenfunction", "4"}));
        const std::pair<QStringList, const char*> refused[] = {{{"--cut-off", "17"}, "from 2 to 16"},
                                                               {{"--cut-off", "1"}, "2 functions or more"},
                                                               {{"--cut-off", "x"}, "--cut-off"},
                                                               {{"--cut-off", "5", "--scene", "race"}, "--scene race"},
                                                               {{"--eigenfunction", "17"}, "--eigenfunction"},
                                                               {{"--map-colours", "attribute"}, "has no attributes"},
                                                               {{"--by", "magic"}, "map or functional-map"}};
        for (auto& [words, named] : refused) {
            const auto o = call(QStringList{"render", "matched-figures", "-o", "m.png"} + words);
            QVERIFY2(o.status == 2 && o.err.find(named) != std::string::npos, o.err.c_str());
        }
        const auto none = call({"render", "x.npy", "-o", "m.png", "--cut-off", "5"});
        QVERIFY2(none.status == 2 && none.err.find("no eigenbasis") != std::string::npos, none.err.c_str());
        // One shape alone has no map, and is smoothed all the same.
        QCOMPARE(call({"run", "laplacian-eigenbasis", "figures/source.off", "--k", "12", "--out", "basis", "--quiet"}).status, 0);
        QCOMPARE(call({"render", "basis", "--cut-off", "4", "-o", "b.png", "--size", "96x64"}).status, 0);
        QCOMPARE(call({"render", "basis", "--cut-off", "13", "-o", "b.png"}).status, 2);
    }

    void renderPaintsWithoutADisplay() {
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "painted", "--quiet"}).status, 0);
        const auto o = call({"render", "painted", "-o", "p.png", "--size", "320x200", "--theme", "light"});
        if (o.status == 3 && o.err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY2(o.status == 0, o.err.c_str());
        const auto png = slurp(base_ + "/p.png");
        QVERIFY(png.starts_with("\x89PNG"));
        for (auto text : {"procrustes", "seed", "version"}) QVERIFY2(png.find(text) != std::string::npos, text);
        QCOMPARE(call({"render", "painted", "-o", "p.png", "--frame", "99"}).status, 2);
        QCOMPARE(call({"render", "x.npy", "-o", "d.png", "--size", "320x200"}).status, 0);
        // Halos and a selected row change the picture; what is not there is refused by name.
        QCOMPARE(call({"render", "painted", "-o", "h.png", "--size", "320x200", "--theme", "light", "--halos", "--select", "source:1"}).status, 0);
        QVERIFY(slurp(base_ + "/h.png") != png);
        const auto beyond = call({"render", "painted", "-o", "h.png", "--select", "source:99999"});
        QVERIFY2(beyond.status == 2 && beyond.err.find("--select") != std::string::npos, beyond.err.c_str());
        QCOMPARE(call({"render", "x.npy", "-o", "d.png", "--halos"}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliRender)
#include "test_cli_render.moc"
