// A loop of orientations on screen: the body stands as the data say, jumps are marked where coordinates jump.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/rotations/loop_jumps.h"
#include "core/rotations/loop_method.h"
#include "core/rotations/orientation.h"
#include "support/panels.h"
#include "tests/views/pictures.h"
#include "views/overlay/loop_view.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

constexpr Index count = 90;
constexpr double pi = std::numbers::pi;

// A full turn about a tilted axis that wobbles: the quaternion changes its sign on the way, six numbers do not jump.
Matrix tumble() {
    Matrix rows(count, 9);
    for (Index t = 0; t < count; ++t) {
        const double s = 2 * pi * double(t) / double(count);
        const Eigen::Matrix3d r = (Eigen::AngleAxisd(s, Eigen::Vector3d(0.3, 0.2, 1).normalized()) *
                                   Eigen::AngleAxisd(0.8 * std::sin(s), Eigen::Vector3d::UnitX()))
                                      .toRotationMatrix();
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) rows(t, 3 * i + j) = r(i, j);
    }
    return rows;
}

std::shared_ptr<const Exhibit> tumbled() {
    auto set = std::make_shared<Dataset>();
    set->name = "tumble", set->payload = EmbeddingSet{tumble()};
    RunRequest request;
    request.method = "rotation-representations", request.options = representations_method().parameters();
    auto result = run(request, {set}, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    auto e = std::make_shared<Exhibit>();
    e->sets = {set}, e->pairs = result->pairs, e->method = &representations_info();
    e->frames = result->recording->frames();
    e->report = std::make_shared<const Report>(result->report);
    return e;
}

}  // namespace

class TestLoopView : public QObject {
    Q_OBJECT

    std::shared_ptr<const Exhibit> exhibit_;

    LoopView at(const Cursor& cursor) {
        const Look look;
        const SceneNotes notes;
        return loop_view(moment_of(*exhibit_, cursor, look, notes));
    }

  private slots:
    void initTestCase() {
        exhibit_ = tumbled();
        QCOMPARE(exhibit_->frames.size(), std::size_t(4));
    }

    void theBodyStandsAsTheDataSay() {
        const Matrix rows = tumble();
        for (Index t : {1, 10, 45, 89}) {
            const LoopView view = at({0, 1, double(t) / double(count)});
            QVERIFY(std::abs(view.time - double(t)) < 1e-9);
            QVERIFY((view.body - orientation_at(rows, t)).norm() < 1e-9);
            QVERIFY((view.trail.back() - orientation_at(rows, t).col(0)).norm() < 1e-9);
        }
        // Between two of them half way along the shortest turn.
        const LoopView half = at({0, 1, 10.5 / double(count)});
        const double whole = angle_between(orientation_at(rows, 10), orientation_at(rows, 11));
        QVERIFY(std::abs(angle_between(orientation_at(rows, 10), half.body) - whole / 2) < 1e-9);
    }

    void whatIsFoundGrows() {
        QVERIFY(at({0, 0, 0}).curves == 0 && at({0, 1, 0.25}).curves == 0.25);
        QVERIFY(at({1, 2, 0.5}).curves == 1 && at({1, 2, 0.5}).jumps == 0.5 && at({1, 2, 0.5}).errors == 0);
        QVERIFY(at({3, 3, 0}).errors == 1);
    }

    void jumpsAreMarkedWhereCoordinatesJump() {
        const auto& s = std::get<LoopState>(*exhibit_->frames.back()->state);
        // A full turn changes the sign of the quaternion and runs through half a turn of axis times angle.
        QVERIFY(!jumps_of(s, 1).empty() && !jumps_of(s, 2).empty());
        QVERIFY(jumps_of(s, 3).empty() && jumps_of(s, 4).empty());
        Index column = 3;  // of the quaternion
        for (Index t : jumps_of(s, 1))
            QVERIFY((s.coordinates->row((t + 1) % count).segment(column, 4) - s.coordinates->row(t).segment(column, 4)).norm() >
                    1);
        for (int system = 0; system < LoopState::systems; ++system) {
            const double marked = double(jumps_of(s, system).size());
            const char* names[] = {"euler_jumps", "quaternion_jumps", "axis_angle_jumps", "six_d_jumps", "nine_d_jumps"};
            for (auto& [name, value] : exhibit_->report->metrics)
                if (name == names[system]) QCOMPARE(marked, value);
        }
    }

    void nothingOverlapsInAnyPhase() {
        Overlay overlay;
        for (auto& size : sizes)
            for (std::size_t frame = 0; frame < exhibit_->frames.size(); ++frame) {
                const Look look{.scale = size.scale, .device_ratio = size.ratio};
                const auto panels = overlay.plan(*exhibit_, {frame, frame, 0}, look, {}, size.width, size.height);
                const QString fault = overlap(panels, size.width, size.height);
                QVERIFY2(fault.isEmpty(), qPrintable(fault + QString(" at %1 x %2").arg(size.width).arg(size.height)));
                if (size.width == 1280 && size.scale == 1) QVERIFY(has(panels, "loop"));
            }
    }

    void thePictureShowsBodyCurvesAndErrors() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.ease_camera = false;
            auto studio = Studio::open(look);
            if (!studio) QSKIP(studio.error().message().c_str());
            Stage& stage = (*studio)->stage();
            stage.show(exhibit_);
            Image last;
            int moved = 0;
            for (double weight : {0.2, 0.4}) {
                stage.seek({2, 3, weight});
                Image image = (*studio)->picture(1280, 800);
                if (last.width) moved = max_difference(last, image);
                last = std::move(image);
            }
            QVERIFY(moved > 40);
            stage.seek({3, 3, 0});
            const Image image = (*studio)->picture(1280, 800);
            save(image, theme == Theme::Dark ? "loop_dark" : "loop_light");
            // The jumps are drawn in their own colour, and nothing else on this board is.
            QVERIFY(count_pixels(image, [&](Colour c) { return near_colour(c, palette(theme).bad, 12); }) > 60);
        }
    }
};

QTEST_APPLESS_MAIN(TestLoopView)
#include "test_loop_view.moc"
