// Which point the eye sees under the pointer: what is in front hides what is behind, whatever the number of points, the
// size of pixels and the way that points are on.
#include <QtTest>

#include "support/map_exhibit.h"
#include "views/stage/camera.h"
#include "views/scenes/scene.h"

using namespace orthoscope;

class TestPicking : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;

    static Look plain() {
        Look look;
        look.readout_only = true;
        look.ease_camera = false;
        look.correspondences = false;
        return look;
    }
    Stage& stage() { return studio_->stage(); }
    void show(std::vector<DatasetPtr> sets) {
        auto exhibit = std::make_shared<Exhibit>();
        exhibit->sets = std::move(sets);
        stage().show(exhibit);
        studio_->picture(640, 480);
    }
    std::optional<Selected> at(const Selected& row) {
        const auto place = stage().place_of(row);
        return place ? stage().row_at((*place)[0], (*place)[1]) : std::nullopt;
    }
    void look_from(double z) {
        Camera camera;
        camera.position = {0, 0, z}, camera.focus = {0, 0, 0}, camera.up = {0, 1, 0};
        stage().set_camera(camera);
        studio_->picture(640, 480);
    }

  private slots:
    void initTestCase() {
        auto opened = Studio::open(plain());
        if (!opened) QSKIP(opened.error().message().c_str());
        studio_ = std::move(*opened);
    }
    void init() {
        stage().set_look(plain());
        stage().show(nullptr);
    }
    void cleanupTestCase() { studio_.reset(); }

    void aNearPointHidesAFarOne() {
        Matrix rows(4, 3);
        rows << 0, 0, 1, 0, 0, -1, 2, 1, 0, -2, -1, 0;
        show({cloud("points", rows)});
        look_from(9);
        QVERIFY((at({0, 0}) == Selected{0, 0}));
        QVERIFY((at({0, 1}) == Selected{0, 0}));
        QVERIFY((at({0, 2}) == Selected{0, 2}));
        look_from(-9);
        QVERIFY((at({0, 0}) == Selected{0, 1}));
        QVERIFY(!stage().row_at(5, 5));
    }

    void aDiscWithinARingIsTheDiscAndItsRimTheRing() {
        Matrix few(3, 3);
        few << 0, 0, 0, 2, 1, 0, -2, -1, 0;
        Matrix rings = few;
        rings.row(1) << 2, -1, 0;
        show({cloud("discs", few), cloud("rings", rings)});
        look_from(9);
        const auto place = *stage().place_of({0, 0});
        QVERIFY((stage().row_at(place[0], place[1]) == Selected{0, 0}));
        bool rim = false;
        for (double x = place[0]; x < place[0] + 20; ++x) rim = rim || stage().row_at(x, place[1]) == Selected{1, 0};
        QVERIFY(rim);
        // Alone, a ring is found by its middle too.
        QVERIFY((at({1, 1}) == Selected{1, 1}));
    }

    void aSurfaceHidesWhatIsBehindIt() {
        const DatasetPtr ring = torus("torus", Eigen::Vector3d::Zero());  // round the y axis
        Matrix rows(3, 3);
        rows << 1, 0, 1.3, 1, 0, -1.3, 2.5, 2, 0;
        show({ring, cloud("points", rows)});
        Camera camera;
        camera.position = {1, 0, 9}, camera.focus = {1, 0, 0}, camera.up = {0, 1, 0};
        camera.orthographic = true, camera.parallel_scale = 2.4;
        stage().set_camera(camera);
        save(studio_->picture(640, 480), "pick_surface");
        QVERIFY((at({1, 0}) == Selected{1, 0}));
        const auto behind = at({1, 1});
        QVERIFY(behind && !(*behind == Selected{1, 1}));
        camera.position = {1, 0, -9};
        stage().set_camera(camera);
        studio_->picture(640, 480);
        QVERIFY((at({1, 1}) == Selected{1, 1}));
        QVERIFY(!(at({1, 0}) == Selected{1, 0}));
        // Of its own vertices those in front are found, and none of those behind.
        const Matrix& vertices = ring->values();
        int front = 0, found = 0;
        for (Index i = 0; i < vertices.rows(); ++i) {
            const double r = std::hypot(vertices(i, 0), vertices(i, 2)), normal = (r - 1) / 0.4 * vertices(i, 2) / r;
            const bool seen = normal < -0.3;
            if (std::abs(vertices(i, 0) - 1) > 0.2 || (!seen && normal < 0.1)) continue;
            const auto hit = at({0, i});
            if (seen) ++front, found += hit == Selected{0, i};
            else QVERIFY2(!(hit == Selected{0, i}), qPrintable(QString::number(i)));
        }
        QVERIFY2(front > 10 && found > 0.9 * front, qPrintable(QString("%1 of %2").arg(found).arg(front)));
    }

    void aDenserScreenFindsTheSame() {
        Random random(4);
        const Matrix rows = random.normal(400, 3);
        show({cloud("points", rows)});
        std::vector<std::pair<std::array<double, 2>, std::optional<Selected>>> asked;
        for (Index i = 0; i < 60; ++i) {
            const auto place = *stage().place_of({0, i});
            asked.push_back({place, stage().row_at(place[0], place[1])});
        }
        const Camera camera = stage().camera();
        Look dense = plain();
        dense.device_ratio = 2;
        stage().set_look(dense);
        stage().set_camera(camera);
        studio_->picture(1280, 960);
        int same = 0;
        for (auto& [place, row] : asked) same += stage().row_at(2 * place[0], 2 * place[1]) == row;
        QVERIFY2(same >= 57, qPrintable(QString::number(same)));  // a rim moves by half a pixel
    }

    void twoMillionPointsAreToldApart() {
        constexpr Index n = 2000000;
        Random random(5);
        const Matrix rows = random.normal(n, 3);
        Look look = plain();
        look.point_budget = std::size_t(n);
        stage().set_look(look);
        auto exhibit = std::make_shared<Exhibit>();
        exhibit->sets = {cloud("points", rows)};
        stage().show(exhibit);
        studio_->picture(160, 120);
        QCOMPARE(stage().facts().drawn, std::size_t(n));
        const Projector project(stage().camera(), Screen{160, 120, 9.6, 9.6, 9.6, 9.6});
        const double distance = project.frame().distance, size = 2 + 30 / std::pow(double(n) + 4, 0.26);
        std::vector<Eigen::Vector3d> spots;
        for (Index i = 0; i < n; ++i) spots.push_back(project(rows.row(i).transpose()));
        const auto last = *stage().place_of({0, n - 1});
        QVERIFY(std::hypot(last[0] - spots.back().x(), last[1] - spots.back().y()) < 1e-3);
        for (int k = 0; k < 12; ++k) {
            const double x = 62.5 + 3 * k, y = 50.5 + 2 * (k % 5);
            const auto hit = stage().row_at(x, y);
            QVERIFY(hit);
            const auto radius = [&](double depth) { return 0.5 * std::clamp(size * distance / depth, 1.5, 64.0); };
            const Eigen::Vector3d found = spots[std::size_t(hit->row)];
            QVERIFY2(std::hypot(found.x() - x, found.y() - y) < radius(found.z()) + 1, qPrintable(QString::number(k)));
            int before = 0, under = 0;
            for (auto& other : spots) {
                if (!(std::hypot(other.x() - x, other.y() - y) < radius(other.z()) - 0.3)) continue;
                ++under, before += other.z() < found.z() - 1e-5 * distance;
            }
            QVERIFY2(before == 0 && under > 100, qPrintable(QString("%1: %2 of %3 lie before it").arg(k).arg(before).arg(under)));
        }
    }

    // The shader moves them, and the numbers with them.
    void pointsOnTheirWayAreFoundWhereTheyAre() {
        Exhibit e = example::shapes({.uncovered = false});
        for (auto& set : e.sets) set = cloud(set->name, set->values());
        auto pairs = std::make_shared<Pairs>(*e.pairs);
        pairs->sets = e.sets;
        e.pairs = pairs;
        const std::size_t last = e.frames.size() - 1;
        stage().show(std::make_shared<const Exhibit>(e));
        int right = 0;
        for (double weight : {0.0, 0.25, 0.5}) {
            stage().seek({last - 1, last, weight});
            save(studio_->picture(900, 600), "pick_way_" + std::to_string(int(100 * weight)));
            for (Index row = 0; row < 380; row += 5) {
                const auto hit = at({1, row});
                QVERIFY(hit);
                const auto a = *stage().place_of({1, row}), b = *stage().place_of(*hit);
                QVERIFY(std::hypot(a[0] - b[0], a[1] - b[1]) < 16);  // itself, or what lies over it
                right += *hit == Selected{1, row};
            }
        }
        QVERIFY2(right > 70, qPrintable(QString::number(right)));
    }
};

QTEST_GUILESS_MAIN(TestPicking)
#include "test_picking.moc"
