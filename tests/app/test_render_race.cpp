// `orthoscope render DIR --scene race`: panes in one picture, without a display.
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "app/cli/render_race.h"
#include "core/result/result_folder.h"
#include "tests/app/planted_run.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestRenderRace : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    // A results folder whose frames are those planted.
    std::string write_folder(const char* name, const std::vector<FramePtr>& frames, const std::vector<std::string>& lanes) {
        Random random(3);
        const Matrix points = random.normal(200, 3);
        std::vector<DatasetPtr> sets;
        for (int i = 0; i < 2; ++i) {
            Dataset set;
            set.name = i ? "staying" : "moving";
            set.payload = PointCloud{Matrix(i ? points * planted_turn(3, 0.5) : points)};
            sets.push_back(std::make_shared<const Dataset>(std::move(set)));
        }
        FinishedRun finished;
        finished.request.method = "procrustes", finished.request.options = find_method("procrustes")->parameters();
        finished.inputs.resize(2);
        auto result = run(finished.request, sets, {});
        if (!result) qFatal("no run");
        auto recording = std::make_shared<Recording>(result->recording->provenance());
        for (auto& frame : frames) recording->append(*frame);
        recording->name_lanes(lanes);
        recording->finish(Outcome::Converged);
        finished.result = std::move(*result);
        finished.result.recording = recording;
        const auto path = folder_.filePath(name).toStdString();
        if (auto written = write_result(finished, path); !written) qFatal("%s", written.error().message().c_str());
        return path;
    }

    RenderOptions options(const std::vector<std::string>& words) {
        std::vector<std::string> all = words;
        all.insert(all.end(), {"--scene", "race", "--size", "640x400", "-o", folder_.filePath("race.png").toStdString()});
        auto arguments = parse_arguments(all, render_rules(), "render");
        if (!arguments) qFatal("%s", arguments.error().message().c_str());
        auto parsed = parse_render(*arguments);
        if (!parsed) qFatal("%s", parsed.error().message().c_str());
        return *parsed;
    }

    QImage render(const std::vector<std::string>& words) {
        const auto status = render_race(options(words), interrupt_);
        if (!status) qWarning("%s", status.error().message().c_str());
        return status ? QImage(folder_.filePath("race.png")) : QImage();
    }

    std::string lanes_, alone_;
    Interrupt interrupt_;

  private slots:
    void initTestCase() {
        lanes_ = write_folder("lanes", planted_lanes(), {"first", "second", "third"});
        alone_ = write_folder("alone", {planted_frame(0, 0, 0, 8, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 2, planted_turn(3, 1))}, {});
    }

    void threeLanesStandInThreePanes() {
        const auto image = render({lanes_});
        QCOMPARE(image.size(), QSize(640, 400));
        const auto quarter = [&](int x, int y) { return image.copy(x * 321, y * 201, 319, 199); };
        for (auto& pane : {quarter(0, 0), quarter(1, 0), quarter(0, 1)}) {
            QVERIFY(difference(pane, pane.mirrored(true, false)) > 0.01);  // points, not an empty ground
        }
        QVERIFY(difference(quarter(0, 0), quarter(1, 0)) > 0.01);
        const auto empty = quarter(1, 1);
        QVERIFY(difference(empty, empty.mirrored(true, true)) == 0);
    }

    void placesDiffer() {
        const auto start = render({lanes_, "--frame", "0"}), end = render({lanes_});
        QVERIFY(difference(start, end) > 0.01);
        QVERIFY(difference(render({lanes_, "--frame", "7"}), end) == 0);
        QVERIFY(render({lanes_, "--frame", "8"}).isNull());
        QVERIFY(render({lanes_, "--time", "1"}).isNull());  // only a race by time has a time
        QVERIFY(!render({lanes_, "--race-by", "time", "--time", "0.4"}).isNull());
        QVERIFY(!render({lanes_, "--race-by", "cost"}).isNull());
    }

    void severalFoldersRaceByTheirWinners() {
        const auto image = render({lanes_, alone_});
        QCOMPARE(image.size(), QSize(640, 400));
        QVERIFY(difference(image.copy(0, 0, 319, 400), image.copy(321, 0, 319, 400)) > 0.01);
    }

    void oneRacerIsNoRace() {
        QVERIFY(render({alone_}).isNull());
        QVERIFY(render({folder_.path().toStdString(), alone_}).isNull());
    }
};

QTEST_GUILESS_MAIN(TestRenderRace)
#include "test_render_race.moc"
