// The board of rotation planes: where phasors stand, what is rebuilt, what is not turned; and that nothing overlaps.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "support/panels.h"
#include "support/planes_exhibit.h"
#include "views/overlay/frequency_view.h"
#include "views/overlay/planes_view.h"
#include "views/stage/panel_places.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

const PlacedPanel* panel(const std::vector<PlacedPanel>& panels, const std::string& id) {
    for (auto& p : panels)
        if (p.id == id) return &p;
    return nullptr;
}

const PlacedPanel* part(const PlacedPanel& of, const std::string& id) { return panel(of.parts, id); }

}  // namespace

class TestPlanesBoard : public QObject {
    Q_OBJECT

    Overlay overlay_;

    std::vector<PlacedPanel> plan(const Exhibit& e, const Cursor& at) { return overlay_.plan(e, at, {}, {}, 1280, 800); }
    // The angle at which the phasor of a plane is drawn; NaN: none is.
    double drawn_angle(const Exhibit& e, const Cursor& at, const std::string& number) {
        const auto panels = plan(e, at);
        const auto* board = panel(panels, "rotation planes");
        if (!board || !part(*board, "phasor " + number)) return NAN;
        const auto *tip = part(*board, "phasor " + number), *circle = part(*board, "path " + number);
        return std::atan2(circle->y + circle->height / 2 - tip->y, tip->x - circle->x - circle->width / 2);
    }

  private slots:
    void phasorsStandWhereTheDataPutThem() {
        const Exhibit e = shown(orbit());
        for (double weight : {0.125, 0.25, 0.5, 0.8}) {
            const double steps = weight * double(frames);
            for (auto& [number, angle] : {std::pair{"1", first_angle}, std::pair{"2", second_angle}}) {
                const double there = drawn_angle(e, {1, 2, weight}, number), expected = angle * steps;
                QVERIFY2(std::abs(std::remainder(there - expected, 2 * std::numbers::pi)) < 1e-6,
                         qPrintable(QString("%1 at %2").arg(there).arg(expected)));
            }
        }
        // Before there are phasors the dial shows one step.
        QVERIFY(std::abs(drawn_angle(e, {1, 1, 0}, "1") - first_angle) < 1e-6);
    }

    void ellipsesStayEllipses() {
        PlanesState s = orbit();
        Matrix squeezed = *s.phasors;
        squeezed.col(1) *= 0.5;
        s.phasors = share(squeezed);
        const Exhibit e = shown(s);
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        double wide = 0, high = 0;
        for (auto& [x, y] : view.rows[0].path) wide = std::max(wide, std::abs(x)), high = std::max(high, std::abs(y));
        QVERIFY(std::abs(wide - 1) < 1e-12 && std::abs(high - 0.5) < 1e-12);
    }

    void whatIsLeftOutOfTheRebuiltFrameIsThatPlane() {
        const Exhibit e = shown(orbit());
        const SceneNotes notes;
        const auto seen = [&](const PlaneLook& planes) {
            Look look;
            look.planes = planes;
            return planes_view(moment_of(e, {2, 2, 0}, look, notes), 2);
        };
        const auto& s = std::get<PlanesState>(*e.frames.back()->state);
        const auto part = [&](Index frame, Index k) {
            const RowVector row = s.phasors->row(frame).segment(2 * k, 2) * s.planes->middleRows(2 * k, 2);
            Matrix cells(side, side);
            for (Index i = 0; i < side; ++i) cells.row(i) = row.segment(i * side, side);
            return cells;
        };
        const PlanesView all = seen({});
        QCOMPARE(all.planes, Index(2));
        QCOMPARE(all.used, Index(2));
        QVERIFY(all.difference.cells.cwiseAbs().maxCoeff() < 1e-12);
        // The first plane alone, and each of the two switched off, at several frames.
        for (Index frame : {0, 3, 7}) {
            PlaneLook look;
            look.time = double(frame);
            const Matrix whole = seen(look).rebuilt.cells;
            look.count = 1;
            QVERIFY((whole - seen(look).rebuilt.cells - part(frame, 1)).cwiseAbs().maxCoeff() < 1e-12);
            QCOMPARE(seen(look).rebuilt_name, std::string("from the first 1 of 2 planes"));
            look.count = 0;
            for (Index k : {0, 1}) {
                look.mix.planes.assign(2, {});
                look.mix.planes[std::size_t(k)].on = false;
                const PlanesView view = seen(look);
                QVERIFY((whole - view.rebuilt.cells - part(frame, k)).cwiseAbs().maxCoeff() < 1e-12);
                QVERIFY((view.difference.cells - part(frame, k)).cwiseAbs().maxCoeff() < 1e-12);
                QVERIFY(!view.rows[std::size_t(k)].on && view.rows[std::size_t(1 - k)].on);
            }
        }
    }

    void planesPlayAtTheirOwnSpeedAndBeyondTheData() {
        const Exhibit e = shown(orbit());
        const SceneNotes notes;
        Look look;
        look.planes.mix.planes = {{true, 0.5, 3}, {}};
        for (double time : {0.0, 2.25, 11.0, 30.75}) {
            look.planes.time = time;
            const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 2);
            const auto angle = [&](std::size_t k) { return std::atan2(view.rows[k].now.second, view.rows[k].now.first); };
            QVERIFY(std::abs(std::remainder(angle(0) - first_angle * (0.5 * time + 3), 2 * std::numbers::pi)) < 1e-9);
            QVERIFY(std::abs(std::remainder(angle(1) - second_angle * time, 2 * std::numbers::pi)) < 1e-9);
            QCOMPARE(view.rows[0].played, std::string("× 0.5, 3 steps ahead"));
            // A closed orbit has a frame at every time; an open one ends.
            QVERIFY(!view.beyond && view.frame.cells.size() > 0);
        }
        PlanesState s = orbit();
        Indices next = *s.next;
        next(frames - 1) = -1;
        s.next = share(next), s.closed = false;
        const Exhibit open = shown(s);
        look.planes = {};
        look.planes.time = 14.5;
        const PlanesView view = planes_view(moment_of(open, {2, 2, 0}, look, notes), 2);
        QVERIFY(view.beyond && view.frame.empty() && view.difference.empty() && !view.rebuilt.empty());
        const double there = std::atan2(view.rows[0].now.second, view.rows[0].now.first);
        QVERIFY(std::abs(std::remainder(there - first_angle * 14.5, 2 * std::numbers::pi)) < 1e-9);
    }

    void aClickFindsSwitchPathAndRow() {
        const Exhibit e = shown(orbit());
        const auto panels = plan(e, {2, 2, 0});
        const auto* board = panel(panels, "rotation planes");
        QVERIFY(board);
        const auto middle = [&](const std::string& id) {
            const auto* p = part(*board, id);
            return std::pair{p->x + p->width / 2, p->y + p->height / 2};
        };
        const auto at = [&](std::pair<double, double> place) { return plane_under(panels, place.first, place.second); };
        const auto flip = at(middle("switch-2"));
        QVERIFY(flip && flip->part == PlaneTarget::Part::Switch && flip->plane == 2);
        const auto* row = part(*board, "plane-1");
        const auto chosen = at({row->x + row->width - 4, row->y + 4});
        QVERIFY(chosen && chosen->part == PlaneTarget::Part::Row && chosen->plane == 1);
        // A quarter turn on from where the phasor stands.
        const auto *tip = part(*board, "phasor 1"), *centre = part(*board, "centre 1");
        const double dx = tip->x - centre->x, dy = tip->y - centre->y;
        const auto quarter = at({centre->x + dy, centre->y - dx});
        QVERIFY(quarter && quarter->part == PlaneTarget::Part::Path && quarter->plane == 1);
        QVERIFY(std::abs(quarter->turn - std::numbers::pi / 2) < 1e-9);
        QVERIFY(!plane_under(panels, 2, 2));
    }

    void coloursAndShapesAreShownAsTheyAre() {
        // Two frames of 2 x 2 pixels in colour: red, green, blue, white.
        Dataset colours;
        FrameSequence sequence;
        sequence.frames = Matrix::Zero(1, 12), sequence.shape = {2, 2, 3}, sequence.axes = "tyxc", sequence.leading = {1};
        sequence.frames << 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1;
        colours.payload = sequence;
        const FramePictures pictures(colours, RowVector::Zero(12));
        const PlanePicture frame = pictures.frame(sequence.frames.row(0));
        QCOMPARE(frame.colours.size(), std::size_t(4));
        QVERIFY(frame.colours[0].r == 1 && frame.colours[0].g == 0 && frame.colours[2].b == 1 && frame.colours[3].g == 1);
        QVERIFY(pictures.note().find("mean of colours") != std::string::npos);
        QVERIFY(std::abs(pictures.direction(sequence.frames.row(0)).cells(0, 0) - 1.0 / 3) < 1e-12);
        // A square of points; the direction moves the first one along x, and nothing else.
        Dataset shape;
        FrameSequence points;
        points.frames = Matrix::Zero(1, 8), points.shape = {4, 2}, points.axes = "tnc", points.leading = {1};
        points.frames << -1, -1, 1, -1, 1, 1, -1, 1;
        shape.payload = points;
        const FramePictures drawn(shape, points.frames.row(0));
        RowVector move = RowVector::Zero(8);
        move(0) = 1;
        const PlanePicture arrows = drawn.direction(move);
        QVERIFY(arrows.shape() && arrows.to.rows() == 4);
        QVERIFY(std::abs(arrows.to(0, 0) - arrows.from(0, 0) - 0.5) < 1e-12 && arrows.to(0, 1) == arrows.from(0, 1));
        QVERIFY((arrows.to - arrows.from).bottomRows(3).cwiseAbs().maxCoeff() < 1e-12);
        // 100 x 100 pixels are means, and it is said.
        Dataset large;
        large.payload = FrameSequence{Matrix::Ones(1, 10000), {100, 100}, "tyx", {1}, Triangles(0, 3)};
        const FramePictures means(large, RowVector());
        QVERIFY(means.frame(RowVector::Ones(10000)).cells.rows() <= 24);
        QVERIFY(means.note().find("20 × 20 means") != std::string::npos);
    }

    void rowsWithoutAnOrderAreNotJoined() {
        PlanesState s = orbit();
        Indices after(frames);  // the second half holds the frames after one step
        for (Index t = 0; t < frames; ++t) after(t) = t < frames / 2 ? t + frames / 2 : -1;
        s.next = share(after), s.closed = false;
        const Exhibit e = shown(s);
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        QVERIFY(!view.rows[0].joined && view.rows[0].path.size() == std::size_t(frames));
        QCOMPARE(view.frame.cells.size(), Index(0));
    }

    void frequenciesAreWholeTurnsOfAClosedOrbit() {
        PlanesState s = orbit();
        const FrequencyView closed = frequency_view(s);
        QVERIFY(closed.whole && closed.round == 12 && closed.bars.size() == 2);
        QVERIFY(std::abs(closed.bars[0].at - 1) < 1e-12 && std::abs(closed.bars[1].at - 2) < 1e-12);
        QVERIFY(closed.bars[0].energy == 0.8 && closed.most == 0.8 && closed.high >= 2 && closed.high <= 6);
        for (double tick : closed.ticks) QVERIFY(tick == std::round(tick) && tick <= closed.high + 1e-9);
        s.closed = false;
        const FrequencyView open = frequency_view(s);
        QVERIFY(!open.whole && std::abs(open.bars[0].at - 30) < 1e-9 && std::abs(open.bars[1].at - 60) < 1e-9);
        s.kinds = share(Indices{{PlanesState::Single, PlanesState::Unresolved}});
        QVERIFY(frequency_view(s).bars.size() == 1 && frequency_view(s).left_out == 1);
    }

    void unresolvedPlanesDoNotTurn() {
        PlanesState s = orbit();
        s.kinds = share(Indices{{PlanesState::Unresolved, PlanesState::Unresolved}}), s.blocks = share(Indices{{0, 0}});
        const Exhibit e = shown(s);
        QVERIFY(std::isnan(drawn_angle(e, {2, 2, 0}, "1")));
        const Look look;
        const SceneNotes notes;
        const PlanesView view = planes_view(moment_of(e, {2, 2, 0}, look, notes), 4);
        QVERIFY(view.rows[0].still && view.rows[0].turns.find("unresolved") != std::string::npos);
    }

    // The board says it in words beside a triangle of its own colour, on every size that has a board.
    void anOpenOrbitIsSaidOnTheBoard() {
        PlanesState s = orbit();
        Indices next = *s.next;
        next(frames - 1) = -1;
        s.next = share(next), s.closed = false, s.closure = 12;
        const auto open = std::make_shared<const Exhibit>(shown(s)), closed = std::make_shared<const Exhibit>(shown(orbit()));
        const Look plain;
        const SceneNotes notes;
        QCOMPARE(planes_view(moment_of(*open, {2, 2, 0}, plain, notes), 2).warning,
                 std::string("Not a closed orbit: the step from the last frame to the first fits 12 times as badly as the others."));
        QVERIFY(planes_view(moment_of(*closed, {2, 2, 0}, plain, notes), 2).warning.empty());
        for (Theme theme : {Theme::Dark, Theme::Light})
            for (auto& [width, height] : {std::pair{1280, 800}, std::pair{900, 560}, std::pair{642, 526}}) {
                Look look;
                look.theme = theme, look.ease_camera = false;
                auto studio = Studio::open(look);
                if (!studio) QSKIP(studio.error().message().c_str());
                Stage& stage = (*studio)->stage();
                const auto caution = [&](const std::shared_ptr<const Exhibit>& e) {
                    stage.show(e);
                    stage.seek({2, 2, 0});
                    const Image image = (*studio)->picture(width, height);
                    const auto panels = overlay_.plan(*e, {2, 2, 0}, look, {}, width, height);
                    const auto* board = panel(panels, "rotation planes");
                    const auto* warning = board ? part(*board, "warning") : nullptr;
                    return warning && near_colour(pixel(image, int(warning->x + 5), int(warning->y + warning->height - 6)), palette(theme).caution, 30);
                };
                QVERIFY2(caution(open), qPrintable(QString("%1 x %2").arg(width).arg(height)));
                QVERIFY(!caution(closed));
            }
    }

    void nothingOverlapsInAnyPhase() {
        const Exhibit e = shown(orbit());
        for (auto& size : sizes)
            for (std::size_t frame = 0; frame < e.frames.size(); ++frame) {
                const Look look{.scale = size.scale, .device_ratio = size.ratio};
                const QString fault = overlap(overlay_.plan(e, {frame, frame, 0}, look, {}, size.width, size.height), size.width, size.height);
                QVERIFY2(fault.isEmpty(), qPrintable(fault + QString(" at %1 x %2").arg(size.width).arg(size.height)));
            }
    }

    void thePictureShowsThePhasor() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.ease_camera = false;
            auto studio = Studio::open(look);
            if (!studio) QSKIP(studio.error().message().c_str());
            Stage& stage = (*studio)->stage();
            const auto exhibit = std::make_shared<const Exhibit>(shown(orbit()));
            stage.show(exhibit);
            const char* names[] = {"planes_schur", "planes_found", "planes_phasors"};
            for (std::size_t frame = 0; frame < 3; ++frame) {
                stage.seek({frame, frame, 0});
                const Image image = (*studio)->picture(1280, 800);
                save(image, std::string(names[frame]) + (theme == Theme::Dark ? "_dark" : "_light"));
                if (frame < 2) continue;
                const auto panels = overlay_.plan(*exhibit, {2, 2, 0}, look, {}, 1280, 800);
                const auto* board = panel(panels, "rotation planes");
                QVERIFY(board);
                const auto* tip = part(*board, "phasor 1");
                QVERIFY(near_colour(pixel(image, int(tip->x), int(tip->y)), palette(theme).source, 24));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanesBoard)
#include "test_planes_board.moc"
