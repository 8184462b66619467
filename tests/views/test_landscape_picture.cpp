// The landscape of all rotations: its marks stand where the rotation vectors say, the cost is lowest where it is drawn
// lowest, and a dragged guess moves the set.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/alignment/landscape.h"
#include "tests/views/pictures.h"
#include "views/stage/stage.h"

using namespace orthoscope;

class TestLandscapePicture : public QObject {
    Q_OBJECT

    static constexpr int width = 900, height = 520;
    std::unique_ptr<Studio> studio_;

    static Look look(Theme theme = Theme::Dark) {
        Look l;
        l.theme = theme, l.ease_camera = false, l.readout_only = true;
        l.scene = SceneChoice::Landscape;
        return l;
    }
    Stage& stage() { return studio_->stage(); }
    Image picture() { return studio_->picture(width, height); }

    // Of the last painted picture.
    Eigen::Vector2d mark(const std::string& name) {
        for (auto& m : stage().facts().marks)
            if (m.name == name) return {m.x, m.y};
        return {std::nan(""), std::nan("")};
    }
    Eigen::Vector2d place(const Vector& v) {
        stage().set_guess(exp_rotation(v));
        picture();
        return mark("guess");
    }
    void press(const Eigen::Vector2d& at, PointerEvent::Type type) {
        PointerEvent event;
        event.type = type, event.button = PointerEvent::Button::Left, event.x = at.x(), event.y = at.y();
        stage().pointer(event);
    }
    void drag(const Eigen::Vector2d& from, const Eigen::Vector2d& to) {
        press(from, PointerEvent::Type::Press);
        press((from + to) / 2, PointerEvent::Type::Move);
        press(to, PointerEvent::Type::Move);
        press(to, PointerEvent::Type::Release);
    }
    std::shared_ptr<const Exhibit> open(Index d) {
        auto exhibit = turned_clouds(80, d);
        stage().show(exhibit);
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({last, last, 0});
        picture();
        return exhibit;
    }
    static Landscape landscape(const Exhibit& exhibit) {
        return *landscape_of(*exhibit.pairs, std::get<AlignmentState>(*exhibit.frames.back()->state), true);
    }
    static double left_difference(const Image& a, const Image& b) {
        double sum = 0;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width / 3; ++x) sum += std::abs(pixel(a, x, y).r - pixel(b, x, y).r);
        return 255 * sum / (height * width / 3);
    }

  private slots:
    void initTestCase() {
        auto opened = Studio::open(look());
        if (!opened) QSKIP(opened.error().message().c_str());
        studio_ = std::move(*opened);
    }
    void init() {
        stage().set_look(look());
        stage().show(nullptr);
    }
    void cleanupTestCase() { studio_.reset(); }

    void marksStandWhereTheRotationVectorsSay() {
        open(3);
        stage().view(CameraView::Front);
        stage().set_orthographic(true);
        const Eigen::Vector2d centre = place(Vector::Zero(3));
        Eigen::Matrix<double, 2, 3> axes;
        for (int k = 0; k < 3; ++k) axes.col(k) = place(Vector::Unit(3, k)) - centre;
        // From the front x goes right and y up, and z comes towards the eye.
        QVERIFY(axes(0, 0) > 20 && std::abs(axes(1, 0)) < 0.1);
        QVERIFY(axes(1, 1) < -20 && std::abs(axes(0, 1)) < 0.1);
        QVERIFY(axes.col(2).norm() < 0.1);
        QVERIFY(std::abs(axes(0, 0) + axes(1, 1)) < 0.1);
        Random random(3);
        for (int k = 0; k < 6; ++k) {
            const Vector v = random.normal(3, 1).col(0).normalized() * (3 * random.uniform());
            QVERIFY((place(v) - centre - axes * v).norm() < 0.05);
        }
    }

    void theOptimumIsMarkedWhereItIs() {
        for (Index d : {2, 3}) {
            const auto exhibit = open(d);
            const Matrix best = landscape(*exhibit).critical_points(false).front().rotation;
            stage().set_guess(best);
            picture();
            QVERIFY((mark("guess") - mark("optimum")).norm() < 1e-6);
            // Procrustes ends there.
            QVERIFY((mark("end") - mark("optimum")).norm() < 0.1);
            const auto facts = stage().facts();
            QVERIFY(std::abs(facts.cost - facts.best_cost) < 1e-12);
        }
    }

    void theCostIsThatOfTheMovedRows() {
        const auto exhibit = open(3);
        Random random(4);
        for (int k = 0; k < 5; ++k) {
            const Matrix r = random_orthogonal(3, random, true);
            stage().set_guess(r);
            picture();
            Matrix x = *exhibit->pairs->source, y = *exhibit->pairs->target;
            const RowVector mean_x = x.colwise().mean(), mean_y = y.colwise().mean();
            x.rowwise() -= mean_x, y.rowwise() -= mean_y;
            const double expected = (x * r - y).rowwise().squaredNorm().mean();
            QVERIFY(std::abs(stage().facts().cost - expected) < 1e-10);
            QVERIFY(expected >= stage().facts().best_cost);
        }
    }

    void theColoursAreLowestAtTheOptimum() {
        const auto exhibit = open(3);
        const auto points = landscape(*exhibit).critical_points(false);
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            stage().set_look(look(theme));
            const Image image = picture();
            save(image, theme == Theme::Dark ? "landscape_dark" : "landscape_light");
            // Round a place, outside its mark: how far the picture is from its ground there.
            const auto presence = [&](const Eigen::Vector2d& at) {
                double sum = 0;
                for (int k = 0; k < 24; ++k) {
                    const double angle = 2 * std::numbers::pi * k / 24;
                    const Colour c = pixel(image, int(at.x() + 22 * std::cos(angle)), int(at.y() + 22 * std::sin(angle)));
                    const Colour g = pixel(image, width - 3, int(at.y()));
                    sum += std::abs(c.r - g.r) + std::abs(c.g - g.g) + std::abs(c.b - g.b);
                }
                return sum / 24;
            };
            const double best = presence(mark("optimum")), worst = presence(mark("worst"));
            QVERIFY2(best > 1.3 * worst && best > 0.2, qPrintable(QString("%1 %2").arg(best).arg(worst)));
        }
    }

    void aDraggedGuessTurnsTheSet() {
        const auto exhibit = open(3);
        stage().view(CameraView::Front);
        stage().set_orthographic(true);
        const Eigen::Vector2d centre = place(Vector::Zero(3)), right = place(Vector::Unit(3, 0)) - centre;
        stage().set_guess(std::nullopt);
        const Image before = picture();
        QVERIFY(!stage().guess());
        const Eigen::Vector2d to = centre + 1.2 * right + Eigen::Vector2d(0, -0.5 * right.x());
        drag(mark("guess"), to);
        QVERIFY(stage().guess());
        const Vector v = log_rotation(*stage().guess());
        QVERIFY2((v - Eigen::Vector3d(1.2, 0.5, 0)).norm() < 0.02, "the guess is where the pointer left it");
        const Image after = picture();
        save(after, "landscape_guess");
        QVERIFY((mark("guess") - to).norm() < 0.5);
        QVERIFY(left_difference(before, after) > 0.5);
        // Beyond the ball it stays on its surface.
        drag(mark("guess"), centre + 9 * right);
        QVERIFY(std::abs(log_rotation(*stage().guess()).norm() - std::numbers::pi) < 1e-9);
        // Playback takes the cloud back, and the guess stays to be started from.
        stage().seek({0, 0, 0});
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({last, last, 0});
        QVERIFY(left_difference(before, picture()) < 0.05);
        QVERIFY(stage().guess());
        stage().show(turned_clouds(30, 3));
        QVERIFY(!stage().guess());
    }

    void elsewhereTheViewTurnsWithBothParts() {
        open(3);
        const Image before = picture();
        const Camera camera = stage().camera();
        const Eigen::Vector2d at = mark("guess") + Eigen::Vector2d(60, 80);
        drag(at, at + Eigen::Vector2d(40, 10));
        QVERIFY(!stage().guess());
        QVERIFY(stage().camera().position != camera.position);
        QVERIFY(left_difference(before, picture()) > 0.5);
    }

    void inThePlaneTheCurveIsTheCost() {
        const auto exhibit = open(2);
        save(picture(), "landscape_plane");
        const Landscape l = landscape(*exhibit);
        const double low = mark("optimum").y(), high = mark("worst").y();
        QVERIFY(low > high + 50);
        const double range = l.critical_points(false).back().cost - l.critical_points(false).front().cost;
        const double best = l.critical_points(false).front().cost;
        const double zero = place(Vector::Zero(1)).x(), one = place(Vector::Ones(1)).x();
        QVERIFY(one > zero + 20);
        for (double angle : {-3.0, -1.4, 0.3, 2.2}) {
            const Vector v = Vector::Constant(1, angle);
            const Eigen::Vector2d at = place(v);
            QVERIFY(std::abs(at.x() - zero - angle * (one - zero)) < 0.1);
            const double share = (l.cost(v, false) - best) / range;
            QVERIFY(std::abs(at.y() - (low + share * (high - low))) < 0.1);
        }
        stage().set_guess(std::nullopt);
        picture();
        drag(mark("guess"), {mark("guess").x() + 0.8 * (one - zero), mark("guess").y() - 30});
        QVERIFY(stage().guess());
        QVERIFY(std::abs(log_rotation(*stage().guess())[0] - 0.8) < 0.02);
    }

    void mirroredRunsHaveTheirOwnBall() {
        auto exhibit = turned_clouds(60, 3, true);
        stage().show(exhibit);
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({last, last, 0});
        picture();
        QVERIFY((mark("now") - mark("optimum")).norm() < 0.1);
        stage().seek({0, 0, 0});
        picture();
        QVERIFY(mark("start").allFinite());
        QVERIFY(!mark("end").allFinite());  // it lies among the mirrored ones
    }

    void otherDimensionsAreShownAsAlways() {
        stage().show(turned_clouds(60, 5));
        picture();
        QVERIFY(stage().facts().marks.empty());
        QVERIFY(std::isnan(stage().facts().cost));
    }
};

QTEST_GUILESS_MAIN(TestLandscapePicture)
#include "test_landscape_picture.moc"
