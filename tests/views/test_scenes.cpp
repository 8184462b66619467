// The arithmetic under the pictures: which rows are drawn, how many dimensions come down to three, where
// points lie.
#include <QtTest>
#include <set>

#include "core/base/random.h"
#include "tests/views/pictures.h"
#include "views/scenes/drawn_rows.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/scenes/shown_space.h"
#include "views/stage/camera.h"

using namespace orthoscope;

class TestScenes : public QObject {
    Q_OBJECT

    static double worst_gap(const SetDrawing& drawing, const Matrix& expected) {
        double worst = 0;
        for (std::size_t i = 0; i < drawing.size(); ++i)
            worst = std::max(worst, (drawing.at(i) - shown(expected.row(drawing.rows()[i]))).norm());
        return worst;
    }

  private slots:
    void projectedMotionAgreesWithTheFullOne_data() {
        QTest::addColumn<int>("dimension");
        for (int d : {1, 2, 3, 4, 50}) QTest::addRow("%d", d) << d;
    }
    void projectedMotionAgreesWithTheFullOne() {
        QFETCH(int, dimension);
        Random random(5);
        const Matrix x = random.normal(300, dimension).array() + 2000.0;  // far from the origin
        const ShownSpace space = principal_space({&x}, dimension);
        SetDrawing drawing({&x, drawn_rows(300, 100), nullptr, Glyph::Disc, {}}, space);
        QCOMPARE(drawing.size(), std::size_t(100));
        QVERIFY(worst_gap(drawing, x * space.axes) < 1e-4);

        AlignmentState from, to;
        from.rotation = std::make_shared<const Matrix>(Matrix::Identity(dimension, dimension));
        from.pivot = from.place = x.colwise().mean();
        to = from;
        const Matrix turn = random_orthogonal(dimension, random, true);
        to.path = std::make_shared<const RotationPath>(turn);
        to.rotation = std::make_shared<const Matrix>(turn);
        to.place = from.place * 0.5;
        to.scale = 1.3;
        for (double weight : {0.0, 0.4, 1.0}) {
            drawing.move(pose_between(from, to, weight, space.axes));
            const Matrix full = pose_between(from, to, weight).apply(x) * space.axes;
            QVERIFY2(worst_gap(drawing, full) < 1e-4, qPrintable(QString::number(worst_gap(drawing, full))));
        }
    }

    void powerIterationFindsTheAxesOfTheCovariance() {
        Random random(6);
        Matrix x = random.normal(700, 500);
        for (Index k = 0; k < 500; ++k) x.col(k) *= 10.0 / (1.0 + double(k));
        const RowVector mean = x.colwise().mean();
        x.rowwise() -= mean;
        const PrincipalAxes found = principal_axes(x, 3);
        for (Index k = 0; k < 3; ++k) {
            const Vector image = x.transpose() * (x * found.axes.col(k));
            QVERIFY((image - found.variances(k) * found.axes.col(k)).norm() < 1e-6 * found.variances(0));
        }
        QVERIFY((found.axes.transpose() * found.axes - Matrix::Identity(3, 3)).norm() < 1e-12);
        QVERIFY(found.variances(0) > found.variances(1) && found.variances(1) > found.variances(2));
    }

    void turningPlanesStandInFront() {
        Random random(8);
        const Matrix turn = random_orthogonal(6, random, true);
        const RotationPath path(turn);
        const Matrix rows = random.normal(40, 6);
        const ShownSpace space = turning_space(path, {&rows});
        QVERIFY((space.axes.transpose() * space.axes - Matrix::Identity(3, 3)).norm() < 1e-10);
        // Within the plane that turns most, the turn is the turn by its angle.
        const Matrix inside = space.axes.leftCols(2).transpose() * turn * space.axes.leftCols(2);
        QVERIFY(std::abs(inside(0, 0) - std::cos(path.planes().front().angle)) < 1e-10);
    }

    void budgetsAreKeptAndPairsStayTogether() {
        Random random(9);
        auto pairs =
            make_pairs({cloud("a", random.normal(900, 3)), cloud("b", random.normal(900, 3))}, {}, {});
        QVERIFY(pairs.ok());
        for (std::size_t budget : {std::size_t(2), std::size_t(101), std::size_t(1800), std::size_t(5000)}) {
            const DrawnRows drawn = drawn_rows(**pairs, budget, false, false);
            QVERIFY(drawn.source.size() + drawn.target.size() <= std::max<std::size_t>(2, budget));
            for (std::size_t k = 0; k < drawn.pairs; ++k) QCOMPARE(drawn.source[k], drawn.target[k]);
            QCOMPARE(std::set<Index>(drawn.source.begin(), drawn.source.end()).size(), drawn.source.size());
        }
        QCOMPARE(drawn_rows(**pairs, 5000, false, false).source.size(), std::size_t(900));
        auto unpaired =
            make_pairs({cloud("a", random.normal(300, 3)), cloud("b", random.normal(900, 3))}, {}, {});
        const DrawnRows drawn = drawn_rows(**unpaired, 400, false, false);
        QCOMPARE(drawn.source.size() + drawn.target.size(), std::size_t(400));
        QCOMPARE(drawn.source.size(), std::size_t(100));
    }

    void fittedPointsAreInTheFreePart_data() {
        QTest::addColumn<bool>("orthographic");
        QTest::addRow("perspective") << false;
        QTest::addRow("orthographic") << true;
    }
    void fittedPointsAreInTheFreePart() {
        QFETCH(bool, orthographic);
        Random random(10);
        const Matrix rows = random.normal(200, 3) * 40.0;
        std::vector<Eigen::Vector3d> points;
        for (Index i = 0; i < rows.rows(); ++i) points.push_back(rows.row(i).transpose());
        const Screen screen{1280, 800, 30, 60, 330, 50};
        CameraControl control;
        control.look_from_default(points, screen);
        control.set_orthographic(orthographic);
        for (CameraView view : {CameraView::Fit, CameraView::Front, CameraView::Top, CameraView::Left}) {
            control.look_from(view, points, screen, false);
            const Projector project(control.camera(), screen);
            double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
            for (auto& p : points) {
                const Eigen::Vector3d at = project(p);
                left = std::min(left, at.x()), right = std::max(right, at.x());
                top = std::min(top, at.y()), bottom = std::max(bottom, at.y());
            }
            QVERIFY(left >= 29.9 && right <= 1280 - 329.9 && top >= 59.9 && bottom <= 800 - 49.9);
            const bool touches = left < 31 || top < 61 || right > 1280 - 331 || bottom > 800 - 51;
            QVERIFY(touches);
        }
    }

    void zoomKeepsWhatIsUnderThePointer() {
        const Screen screen{800, 600, 0, 0, 200, 0};
        CameraControl control;
        control.look_from_default({{-1, -1, -1}, {1, 1, 1}, {0, 0, 0}}, screen);
        const ViewFrame frame = view_frame(control.camera());
        const Eigen::Vector3d point = frame.eye - frame.distance * frame.back + 0.3 * frame.right;
        const Eigen::Vector3d before = Projector(control.camera(), screen)(point);
        control.zoom(1.5, before.x(), before.y(), screen);
        const Eigen::Vector3d after = Projector(control.camera(), screen)(point);
        QVERIFY((after - before).head<2>().norm() < 1e-6);
        QVERIFY(after.z() < before.z());
    }
};

QTEST_APPLESS_MAIN(TestScenes)
#include "test_scenes.moc"
