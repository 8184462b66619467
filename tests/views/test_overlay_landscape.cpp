// The panels of the landscape of rotations: they are there, say the cost of the guess, and overlap nothing.
#include <QtTest>

#include "support/example_exhibit.h"
#include "support/panels.h"

using namespace orthoscope;
using example::has;
using example::overlap;

class TestOverlayLandscape : public QObject {
    Q_OBJECT

    Overlay overlay_;

    static SceneNotes notes(const Exhibit& e, std::size_t frame, bool guessed) {
        SceneNotes n = example::notes(e, frame);
        auto& l = n.landscape.emplace();
        l.low = 0.03125, l.high = 12.75, l.cost = 4.5678, l.angle = 1.1;
        l.saddles = {3.25, 8.5};
        l.guessed = guessed, l.centred = true, l.covered = 0.4, l.flattest = 1e-5;
        return n;
    }

  private slots:
    void nothingOverlaps() {
        const struct {
            int width, height;
            double scale;
        } sizes[] = {{1280, 800, 1}, {1280, 720, 1.75}, {800, 600, 1}, {2560, 1440, 2}, {640, 400, 1.75}};
        for (Index d : {2, 3}) {
            Exhibit e = example::exhibit(300, d);
            e.report = example::report(Verdict::Doubtful);
            for (auto& size : sizes)
                for (std::size_t frame = 0; frame < e.frames.size(); ++frame)
                    for (bool guessed : {false, true}) {
                        const Look look{.scale = size.scale, .scene = SceneChoice::Landscape};
                        const auto panels = overlay_.plan(e, {frame, frame, 0}, look, notes(e, frame, guessed),
                                                          size.width, size.height);
                        const QString fault = overlap(panels, size.width, size.height);
                        QVERIFY2(fault.isEmpty(), qPrintable(fault));
                    }
        }
    }

    void theCostIsReadAtTheUsualSizes() {
        Exhibit e = example::exhibit(300, 3);
        e.report = example::report(Verdict::Supported);
        const Look look{.scene = SceneChoice::Landscape};
        for (std::size_t frame = 0; frame < e.frames.size(); ++frame) {
            const auto panels = overlay_.plan(e, {frame, frame, 0}, look, notes(e, frame, true), 1280, 800);
            for (const char* id : {"verdict", "phase", "landscape", "cost colours", "sets"})
                QVERIFY2(has(panels, id), id);
            // What belongs to the alignment alone gives way.
            for (const char* id : {"matrix", "planes", "singular values"}) QVERIFY2(!has(panels, id), id);
        }
        Look room = look;
        room.scale = 1.75;
        const auto panels = overlay_.plan(e, {3, 3, 0}, room, notes(e, 3, true), 1280, 720);
        for (const char* id : {"verdict", "phase", "landscape", "sets"}) QVERIFY2(has(panels, id), id);
        const auto free = overlay_.free_space(e, room, 1280, 720);
        QVERIFY(free && free->width * free->height >= 0.4 * 1280 * 720);
    }
};

QTEST_GUILESS_MAIN(TestOverlayLandscape)
#include "test_overlay_landscape.moc"
