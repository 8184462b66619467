// The torus of two planes: places on it are the phases of the data, the knot winds as the planes turn, and the picture
// shows both.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "support/panels.h"
#include "support/planes_exhibit.h"
#include "views/overlay/torus_view.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

constexpr double pi = std::numbers::pi;

double apart(double a, double b) {
    return std::abs(std::remainder(a - b, 2 * pi));
}

// Two planes on a 5 x 4 grid of frames: the first turns under map one alone, the second under map two alone.
PlanesState grid() {
    PlanesState s = orbit();
    const Index u = 5, v = 4;
    Matrix phasors(u * v, 4);
    Indices next(2 * u * v);
    for (Index i = 0; i < u; ++i)
        for (Index j = 0; j < v; ++j) {
            const double a = 2 * pi * double(i) / double(u), b = 2 * pi * double(j) / double(v);
            phasors.row(i * v + j) << std::cos(a), std::sin(a), std::cos(b), std::sin(b);
            next(i * v + j) = (i + 1) % u * v + j, next(u * v + i * v + j) = i * v + (j + 1) % v;
        }
    Matrix angles(2, 2);
    angles << 2 * pi / double(u), 0, 0, 2 * pi / double(v);
    s.phasors = share(phasors), s.next = share(next), s.angles = share(angles);
    s.rest = share(Matrix(Matrix(u * v, 0)));
    return s;
}

}  // namespace

class TestTorusView : public QObject {
    Q_OBJECT

    static TorusView view(const Exhibit& e, const PlaneLook& planes = {}) {
        Look look;
        look.planes = planes;
        const SceneNotes notes;
        return torus_view(moment_of(e, {2, 2, 0}, look, notes));
    }

  private slots:
    void pointsHaveTheirAnglesBack() {
        for (double a : {-3.0, -0.4, 0.0, 1.3, 3.1})
            for (double b : {-2.5, 0.0, 0.9, 3.0}) {
                const Eigen::Vector3d at = torus_point({a, b});
                const double out = std::hypot(at.x(), at.y());
                QVERIFY(apart(std::atan2(at.y(), at.x()), a) < 1e-12);
                QVERIFY(apart(std::atan2(at.z(), out - 1), b) < 1e-12);
            }
    }

    void placesAreThePhasesOfTheData() {
        const Exhibit e = shown(orbit());
        const auto& s = std::get<PlanesState>(*e.frames.back()->state);
        const TorusView torus = view(e);
        QCOMPARE(torus.recorded.size(), std::size_t(frames));
        for (Index t = 0; t < frames; ++t)
            for (Index k : {0, 1}) {
                const double phase = std::atan2((*s.phasors)(t, 2 * k + 1), (*s.phasors)(t, 2 * k));
                QVERIFY(apart(k == 0 ? torus.recorded[std::size_t(t)].first : torus.recorded[std::size_t(t)].second, phase) <
                        1e-12);
            }
        PlaneLook look;
        for (double time : {0.0, 1.5, 7.25, 40.0}) {
            look.time = time;
            QVERIFY(apart(view(e, look).now.first, first_angle * time) < 1e-9);
            QVERIFY(apart(view(e, look).now.second, second_angle * time) < 1e-9);
        }
        // The other way round.
        look = {};
        look.torus_first = 2, look.torus_second = 1, look.time = 1.0;
        QVERIFY(view(e, look).first == 2 && apart(view(e, look).now.first, second_angle) < 1e-9);
    }

    void theKnotWindsAsThePlanesTurn() {
        const TorusView torus = view(shown(orbit()));
        QCOMPARE(torus.paths.size(), std::size_t(1));
        double first = 0, second = 0;
        for (std::size_t i = 1; i < torus.paths[0].size(); ++i) {
            first += std::remainder(torus.paths[0][i].first - torus.paths[0][i - 1].first, 2 * pi);
            second += std::remainder(torus.paths[0][i].second - torus.paths[0][i - 1].second, 2 * pi);
        }
        QVERIFY(std::abs(first - 2 * pi) < 1e-9 && std::abs(second - 4 * pi) < 1e-9);
        QCOMPARE(torus.windings[0], std::string("turns 1 : 2 in 12 steps"));
    }

    void twoMapsWindEachTheirOwnWay() {
        const Exhibit e = shown(grid());
        const TorusView torus = view(e);
        QCOMPARE(torus.paths.size(), std::size_t(2));
        QCOMPARE(torus.windings[0], std::string("turns 1 : 0 in 5 steps"));
        QCOMPARE(torus.windings[1], std::string("turns 0 : 1 in 4 steps"));
        PlaneLook look;
        look.time = 1.5, look.second_time = 3;
        QVERIFY(apart(view(e, look).now.first, 1.5 * 2 * pi / 5) < 1e-9);
        QVERIFY(apart(view(e, look).now.second, 3 * 2 * pi / 4) < 1e-9);
    }

    void planesThatDoNotTurnHaveNoTorus() {
        PlanesState s = orbit();
        s.kinds = share(Indices{{PlanesState::Single, PlanesState::Unresolved}});
        QCOMPARE(view(shown(s)).first, Index(0));
    }

    // Where the left side has no room for it, it stands beside the rows: in a window of 1024 x 768 (a picture of 642 x 526),
    // and at 1280 x 720 and scale 1.75 with the picture alone.
    void aSmallPictureHasTheTorusBesideTheRows() {
        struct Case {
            int width, height;
            double scale;
            bool alone;
        };
        const Exhibit e = shown(orbit());
        Overlay overlay;
        for (auto& [width, height, scale, alone] : {Case{642, 526, 1, false}, {900, 560, 1, false}, {1280, 720, 1.75, true}, {1280, 500, 1, false}, {1280, 800, 1, true}}) {
            const QString which = QString("%1 x %2, scale %3").arg(width).arg(height).arg(scale);
            const Look look{.scale = scale, .readout_only = alone};
            const auto panels = overlay.plan(e, {2, 2, 0}, look, {}, width, height);
            const PlacedPanel *torus = nullptr, *now = nullptr;
            const auto board = std::find_if(panels.begin(), panels.end(), [](auto& p) { return p.id == "rotation planes"; });
            QVERIFY2(board != panels.end(), qPrintable(which));
            const auto look_in = [&](const std::vector<PlacedPanel>& list) {
                for (auto& p : list) torus = p.id == "torus" ? &p : torus, now = p.id == "torus now" ? &p : now;
            };
            look_in(panels), look_in(board->parts);
            for (auto& p : panels)
                if (p.id == "torus") look_in(p.parts);
            QVERIFY2(torus && now, qPrintable(which));
            QVERIFY2(torus->width >= 104 * scale, qPrintable(which));
            QVERIFY(torus->x >= 0 && torus->x + torus->width <= width && torus->y + torus->height <= height);
            QVERIFY(now->x > torus->x && now->x < torus->x + torus->width && now->y > torus->y && now->y < torus->y + torus->height);
            // It covers no row.
            int rows = 0;
            for (auto& row : board->parts) {
                if (!row.id.starts_with("plane-")) continue;
                ++rows;
                QVERIFY2(row.x + row.width <= torus->x || torus->x + torus->width <= row.x, qPrintable(which));
            }
            QCOMPARE(rows, 2);
        }
    }

    void thePictureShowsWhereThePhasorsStand() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.ease_camera = false, look.planes.time = 1;
            auto studio = Studio::open(look);
            if (!studio) QSKIP(studio.error().message().c_str());
            Stage& stage = (*studio)->stage();
            const auto exhibit = std::make_shared<const Exhibit>(shown(orbit()));
            stage.show(exhibit);
            stage.seek({2, 2, 0});
            stage.view(CameraView::Front);
            const Image image = (*studio)->picture(1280, 800);
            save(image, theme == Theme::Dark ? "torus_dark" : "torus_light");
            // From the front x is to the right and y upwards: the place is that of the formula.
            Overlay overlay;
            SceneNotes notes;
            notes.view = SceneNotes::Axes{{1, 0, 0}, {0, 1, 0}};
            const auto panels = overlay.plan(*exhibit, {2, 2, 0}, look, notes, 1280, 800);
            const auto torus = std::find_if(panels.begin(), panels.end(), [](auto& p) { return p.id == "torus"; });
            QVERIFY(torus != panels.end());
            const auto& now = torus->parts.front();
            const Eigen::Vector3d expected = torus_point({first_angle, second_angle});
            const double scale = 0.45 * torus->width / 1.47;
            QVERIFY(std::abs((now.x - torus->x - torus->width / 2) / scale - expected.x()) < 1e-6);
            QVERIFY(near_colour(pixel(image, int(now.x), int(now.y)), palette(theme).source, 40));
        }
    }
};

QTEST_APPLESS_MAIN(TestTorusView)
#include "test_torus_view.moc"
