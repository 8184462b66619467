// Where the panels of the overlay stand: none overlaps another in any phase at any size, and the weightiest stay.
#include <QtTest>

#include "core/method/method.h"
#include "support/example_exhibit.h"
#include "support/panels.h"

using namespace orthoscope;
using namespace orthoscope::example;

class TestOverlay : public QObject {
    Q_OBJECT

    Overlay overlay_;

    void everyPhase(Index rows, Index d, const Size& size) {
        Exhibit e = example::exhibit(rows, d);
        for (auto& set : e.sets) {
            auto renamed = std::make_shared<Dataset>(*set);
            renamed->name += "-with-a-name-that-is-rather-long-for-any-panel.obj";
            set = renamed;
        }
        e.report = example::report(Verdict::Doubtful);
        const Look look{.scale = size.scale, .device_ratio = size.ratio};
        for (std::size_t frame = 0; frame < e.frames.size(); ++frame)
            for (double weight : {0.0, 0.4, 1.0}) {
                const Cursor cursor{frame == 0 ? 0 : frame - 1, frame, weight};
                const auto panels =
                    overlay_.plan(e, cursor, look, example::notes(e, frame), size.width, size.height);
                const QString fault = overlap(panels, size.width, size.height);
                const QString where = QString(" in frame %1 at %2 x %3").arg(frame).arg(size.width).arg(size.height);
                QVERIFY2(fault.isEmpty(), qPrintable(fault + where));
                QVERIFY2(has(panels, "verdict"), qPrintable("no verdict" + where));
                if (size.width < 640) continue;
                QVERIFY2(has(panels, "phase"), qPrintable("no phase" + where));
                QVERIFY2(has(panels, "sets"), qPrintable("no legend of the sets" + where));
            }
    }

  private slots:
    // A formula that finds no place to break is left out: none may.
    void everyFormulaFitsItsPanel() {
        for (auto method : methods())
            for (std::size_t k = 0; k < method->info().phases.size(); ++k) {
                if (method->info().phases[k].formula.empty()) continue;
                Exhibit e = example::exhibit(20, 3);
                Frame frame = *e.frames.back();
                frame.phase = int(k);
                e.method = &method->info(), e.frames = {std::make_shared<const Frame>(frame)};
                const auto panels = overlay_.plan(e, Cursor{0, 0, 1}, Look{}, example::notes(e, 0), 1280, 1600);
                QVERIFY2(has(panels, "formula"), qPrintable(QString::fromStdString(method->info().id + ", " + method->info().phases[k].id)));
            }
    }

    void nothingOverlapsInAnyPhase() {
        for (auto& size : sizes)
            for (Index d : {2, 3, 40, 100}) everyPhase(200, d, size);
    }

    void everythingShowsAtTheUsualSize() {
        Exhibit e = example::exhibit(2930, 3);
        e.report = example::report(Verdict::Supported);
        const std::size_t last = e.frames.size() - 1;
        const auto at = [&](std::size_t frame) {
            return overlay_.plan(e, {frame, frame, 0}, {}, example::notes(e, frame), 1280, 800);
        };
        for (const char* id : {"verdict", "void", "names", "projection", "phase", "formula", "sentence", "values",
                               "metrics", "sets", "lines", "captions", "cost"})
            QVERIFY2(has(at(2), id), id);
        QVERIFY(has(at(2), "matrix"));
        QVERIFY(has(at(4), "singular values"));
        QVERIFY(has(at(6), "planes"));
        QVERIFY(has(at(last), "residuals"));
        QVERIFY(has(at(last), "residual colours"));
    }

    void aSmallPictureBelongsToTheData() {
        for (Index d : {3, 40}) {
            Exhibit e = example::exhibit(2930, d);
            const Look look{.scale = 1.75};
            const auto before = overlay_.free_space(e, look, 1280, 720);
            e.report = example::report(Verdict::Doubtful);
            const auto free = overlay_.free_space(e, look, 1280, 720);
            QVERIFY(before && free);
            QCOMPARE(before->height, free->height);  // the report, when it comes, moves nothing
            const double share = free->width * free->height / (1280.0 * 720);
            QVERIFY2(share >= 0.45, qPrintable(QString::number(share)));
            for (std::size_t frame = 0; frame < e.frames.size(); ++frame)
                for (double weight : {0.4, 1.0}) {
                    const Cursor cursor{frame == 0 ? 0 : frame - 1, frame, weight};
                    auto panels = overlay_.plan(e, cursor, look, example::notes(e, frame), 1280, 720);
                    QVERIFY(has(panels, "formula") && has(panels, "sets"));
                    for (const char* id : {"sentence", "void", "captions"}) QVERIFY2(!has(panels, id), id);
                    for (auto& panel : panels)
                        if (panel.x > 640 && panel.y < 360) QVERIFY(panel.x >= 0.7 * 1280 - 0.5);
                    panels.push_back({"scene", free->x + 1, free->y + 1, free->width - 2, free->height - 2});
                    const QString fault = overlap(panels, 1280, 720);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault));
                }
        }
        QVERIFY(!overlay_.free_space(example::exhibit(100, 3), {}, 1280, 800));
    }

    void inBetweenOnlyTheErrorIsRead() {
        Exhibit e = example::exhibit(100, 3);
        const auto height = [&](const Cursor& cursor) {
            for (auto& panel : overlay_.plan(e, cursor, {}, example::notes(e, 6), 1280, 800))
                if (panel.id == "metrics") return panel.height;
            return 0.0;
        };
        QVERIFY(height({5, 6, 0.5}) > 0);
        QVERIFY(height({5, 6, 0.5}) < height({6, 6, 0}));
    }

    void theReadoutAloneKeepsPhaseAndVerdict() {
        Exhibit e = example::exhibit(100, 3);
        e.report = example::report(Verdict::Unsupported);
        const auto panels = overlay_.plan(e, {3, 3, 0}, {.readout_only = true}, example::notes(e, 3), 1280, 800);
        QCOMPARE(panels.size(), std::size_t(2));
        QVERIFY(has(panels, "phase") && has(panels, "verdict"));
    }

    void anEmptyPictureSaysWhatToDo() {
        const auto panels = overlay_.plan({}, {}, {}, {}, 1280, 800);
        QCOMPARE(panels.size(), std::size_t(1));
        QCOMPARE(panels[0].id, std::string("empty"));
        QVERIFY(std::abs(panels[0].x + panels[0].width / 2 - 640) < 1);
    }

    void dataAloneShowNamesAndLegend() {
        Exhibit e = example::exhibit(100, 3);
        e.frames.clear();
        e.method = nullptr;
        e.pairs = nullptr;
        SceneNotes notes;
        notes.drawn = notes.total = 200;
        const auto panels = overlay_.plan(e, {}, {}, notes, 1280, 800);
        QVERIFY(has(panels, "names") && has(panels, "sets") && has(panels, "captions"));
        QVERIFY(!has(panels, "phase") && !has(panels, "verdict"));
    }

    void thatAPartIsDrawnIsAlwaysSaid() {
        const Exhibit e = example::exhibit(100, 3);
        const std::size_t last = e.frames.size() - 1;
        for (bool part : {true, false})
            for (bool alone : {false, true})
                for (auto [width, height] : {std::pair{1280, 800}, {700, 450}, {420, 300}}) {
                    SceneNotes notes = example::notes(e, last);
                    notes.drawn = 20000, notes.total = part ? 1000000 : 20000;
                    const auto panels = overlay_.plan(e, {last, last, 0}, {.readout_only = alone}, notes, width, height);
                    const bool whole = !alone && width == 1280;
                    QVERIFY2(has(panels, "captions") == (part || whole), qPrintable(QString("%1 %2 %3").arg(part).arg(alone).arg(width)));
                    const QString fault = overlap(panels, width, height);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault));
                }
    }

    void aCursorBeyondTheFramesIsHeld() {
        const Exhibit e = example::exhibit(20, 3);
        const auto panels = overlay_.plan(e, {90, 91, 0.5}, {}, example::notes(e, 7), 1280, 800);
        QVERIFY(has(panels, "phase"));
    }
};

QTEST_APPLESS_MAIN(TestOverlay)
#include "test_overlay.moc"
