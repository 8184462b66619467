// Pictures without a display: what is drawn, where, in which colours, and how the view is moved.
#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"
#include "core/compute/guarded_backend.h"
#include "core/method/method.h"
#include "core/run/run.h"
#include "tests/views/pictures.h"
#include "views/capture/picture.h"
#include "views/stage/stage.h"
#include "views/theme/palette.h"

using namespace orthoscope;

class TestStage : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;

    static Look plain(Theme theme = Theme::Dark) {
        Look look;
        look.theme = theme;
        look.readout_only = true;
        look.ease_camera = false;
        return look;
    }
    Stage& stage() { return studio_->stage(); }
    Image picture() { return studio_->picture(640, 480); }

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

    void emptyPictureShowsTheGround() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            stage().set_look(plain(theme));
            const Image image = picture();
            save(image, theme == Theme::Dark ? "empty_dark" : "empty_light");
            QVERIFY(near_colour(pixel(image, 2, 240), palette(theme).ground_top, 12));
            QVERIFY(near_colour(pixel(image, 2, 2), palette(theme).ground_top, 3));
            QVERIFY(near_colour(pixel(image, 2, 477), palette(theme).ground_bottom, 3));
        }
        QCOMPARE(stage().facts().total, std::size_t(0));
    }

    void bothSetsShowTheirColours() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            stage().set_look(plain(theme));
            stage().show(turned_clouds(60, 3));
            stage().seek({0, 0, 0});
            const Image image = picture();
            save(image, theme == Theme::Dark ? "clouds_dark" : "clouds_light");
            QVERIFY(count_warm(image) > 200);
            QVERIFY(count_cool(image) > 200);
        }
        QCOMPARE(stage().facts().drawn, std::size_t(120));
        QCOMPARE(stage().facts().total, std::size_t(120));
    }

    void loadedDataAreShownBeforeAnyRun() {
        auto exhibit = std::make_shared<Exhibit>();
        exhibit->sets = turned_clouds(60, 3)->sets;
        stage().show(exhibit);
        const Image image = picture();
        QVERIFY(count_warm(image) > 200);
        QVERIFY(count_cool(image) > 200);
    }

    void theMiddleDiffersFromBothEnds() {
        auto exhibit = turned_clouds(60, 3);
        stage().show(exhibit);
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({0, 0, 0});
        const Image first = picture();
        stage().seek({last - 1, last, 0.5});
        const Image middle = picture();
        stage().seek({last, last, 0});
        const Image end = picture();
        save(middle, "middle");
        save(end, "end");
        QVERIFY(mean_difference(first, middle) > 0.5);
        QVERIFY(mean_difference(middle, end) > 0.5);
        stage().seek({0, 0, 0});
        QVERIFY(mean_difference(first, picture()) < 0.05);
    }

    void weightOneIsTheUpperFrame() {
        auto exhibit = turned_clouds(60, 3);
        stage().show(exhibit);
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({last - 1, last, 1});
        const Image upper = picture();
        stage().seek({last, last, 0});
        QVERIFY(max_difference(upper, picture()) <= 2);
    }

    void theBudgetIsKeptAndStated() {
        Look look = plain();
        look.point_budget = 100;
        stage().set_look(look);
        stage().show(turned_clouds(500, 3));
        picture();
        QCOMPARE(stage().facts().drawn, std::size_t(100));
        QCOMPARE(stage().facts().total, std::size_t(1000));
    }

    void thePointerFindsAPoint() {
        auto exhibit = turned_clouds(5, 2);
        Look look = plain();
        look.correspondences = false;
        stage().set_look(look);
        stage().show(exhibit);
        stage().seek({0, 0, 0});
        const Image image = picture();
        // The picture itself says where a warm disc is.
        const auto at = first_warm(image);
        QVERIFY(at.first >= 0);
        PointerEvent event;
        event.x = at.first + 2, event.y = at.second + 2;
        QVERIFY(stage().pointer(event));
        QVERIFY2(stage().facts().hover.find("source") != std::string::npos, stage().facts().hover.c_str());
        event.type = PointerEvent::Type::Leave;
        QVERIFY(stage().pointer(event));
        QVERIFY(stage().facts().hover.empty());
    }

    void aMirroredPoseIsShown() {
        auto exhibit = turned_clouds(60, 3, true);
        stage().show(exhibit);
        std::size_t mirror = 0;
        for (std::size_t k = 0; k < exhibit->frames.size(); ++k)
            if (std::get<AlignmentState>(*exhibit->frames[k]->state).mirrors) mirror = k;
        QVERIFY(mirror > 0);
        stage().seek({mirror - 1, mirror, 0.5});
        const Image half = picture();
        save(half, "mirror_half");
        QVERIFY(count_warm(half) > 100);
        stage().seek({mirror, mirror, 0});
        QVERIFY(mean_difference(half, picture()) > 0.3);
    }

    void manyDimensionsAreProjected() {
        auto exhibit = turned_clouds(200, 50);
        stage().show(exhibit);
        const Image image = picture();
        save(image, "projected");
        const std::string sentence = stage().facts().projection;
        QVERIFY2(sentence.find("50 dimensions") != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find('%') != std::string::npos, sentence.c_str());
        Look look = plain();
        look.projection = Projection::TurningPlanes;
        stage().set_look(look);
        save(picture(), "turning");
        QVERIFY(stage().facts().projection.find("turns most") != std::string::npos);
    }

    // The kernel that turns rows for the picture is the backend's: on a device of its own, too, which may be lost meanwhile.
    void aDeviceProjectsTheSamePicture() {
        auto device = GlBackend::open();
        if (!device) QSKIP(device.error().message().c_str());
        stage().show(turned_clouds(200, 50));
        const Image image = picture();
        Exhibit on_device = *turned_clouds(200, 50);
        on_device.compute = std::make_shared<GuardedBackend>(*device, cpu_backend());
        stage().show(std::make_shared<const Exhibit>(on_device));
        const Image same = picture();
        QVERIFY(count_warm(same) > 50);
        QVERIFY2(mean_difference(image, same) < 0.05, qPrintable(QString::number(mean_difference(image, same))));
        (*device)->lose_context();
        Look look = plain();
        look.projection = Projection::TurningPlanes;
        stage().set_look(look);
        const Image after = picture();
        stage().show(turned_clouds(200, 50));
        QVERIFY2(mean_difference(after, picture()) < 0.05, qPrintable(QString::number(mean_difference(after, picture()))));
        QVERIFY(count_warm(after) > 50);
    }

    void theCameraKeepsItselfThroughJson() {
        stage().show(turned_clouds(60, 3));
        picture();
        PointerEvent event;
        event.type = PointerEvent::Type::Press, event.button = PointerEvent::Button::Left, event.x = 300,
        event.y = 200;
        stage().pointer(event);
        event.type = PointerEvent::Type::Move, event.x = 380, event.y = 250;
        QVERIFY(stage().pointer(event));
        event.type = PointerEvent::Type::Release;
        stage().pointer(event);
        const Camera before = stage().camera();
        const Image image = picture();
        auto read = camera_from_json(nlohmann::json::parse(to_json(before).dump()), "camera");
        QVERIFY(read.ok());
        stage().view(CameraView::Top);
        QVERIFY(mean_difference(image, picture()) > 0.5);
        stage().set_camera(*read);
        QVERIFY(max_difference(image, picture()) <= 1);
        QVERIFY(!camera_from_json({{"position", {0, 0, 1}}}, "camera").ok());
        QVERIFY(
            !camera_from_json({{"position", {0, 0, 1}}, {"focus", {0, 0, 1}}, {"up", {0, 1, 0}}}, "camera")
                 .ok());
    }

    void standardViewsEase() {
        Look look = plain();
        look.ease_camera = true;
        stage().set_look(look);
        stage().show(turned_clouds(60, 3));
        picture();
        const Camera start = stage().camera();
        stage().view(CameraView::Right);
        QVERIFY(stage().animating());
        stage().tick(0.1);
        const Camera between = stage().camera();
        stage().tick(0.2);
        QVERIFY(!stage().animating());
        const Camera end = stage().camera();
        QVERIFY(end.position[0] - end.focus[0] >
                0.99 * std::hypot(end.position[0] - end.focus[0], end.position[2] - end.focus[2]));
        QVERIFY(between.position != start.position && between.position != end.position);
    }

    // A ball would reach under the corner where the verdict stands: the view leaves it free, in every step and from every side.
    void noPlaceLiesBehindTheVerdict() {
        Random random(12);
        const Matrix ball = random.normal(500, 3).rowwise().normalized();
        auto made = std::make_shared<Exhibit>(*aligned({cloud("source", ball), cloud("target", ball * random_orthogonal(3, random, true))}));
        auto report = std::make_shared<Report>();
        report->verdict = Verdict::Doubtful;
        report->reasons = {"A sentence of some length, as verdicts have them, that takes more than one line of this narrow column."};
        made->report = report;
        Look look;
        look.ease_camera = false;
        stage().set_look(look);
        stage().show(made);
        for (auto view : {CameraView::Fit, CameraView::Front, CameraView::Top}) {
            studio_->picture(1280, 800);
            stage().view(view);
            for (std::size_t frame : {std::size_t(0), made->frames.size() - 1}) {
                stage().seek({frame, frame, 0});
                studio_->picture(1280, 800);
                int seen = 0;
                double highest = 800, lowest = 0;
                for (std::size_t set : {0, 1})
                    for (Index row = 0; row < ball.rows(); ++row) {
                        const auto at = stage().place_of({set, row});
                        if (!at) continue;
                        ++seen;
                        highest = std::min(highest, (*at)[1]), lowest = std::max(lowest, (*at)[1]);
                        const auto panel = stage().panel_at((*at)[0], (*at)[1]);
                        QVERIFY2(panel != "verdict" && panel != "names" && panel != "void", panel.c_str());
                    }
                QVERIFY(seen > 500);
                QVERIFY2(lowest - highest > 300, qPrintable(QString::number(lowest - highest)));  // and is large all the same
            }
        }
    }
    void aPlaneIsNeverTurned() {
        stage().show(turned_clouds(60, 2));
        picture();
        QVERIFY(stage().camera().orthographic);
        const Camera before = stage().camera();
        PointerEvent event;
        event.type = PointerEvent::Type::Press, event.button = PointerEvent::Button::Left, event.x = 300,
        event.y = 200;
        stage().pointer(event);
        event.type = PointerEvent::Type::Move, event.x = 340;
        stage().pointer(event);
        event.type = PointerEvent::Type::Release;
        stage().pointer(event);
        const Camera after = stage().camera();
        QVERIFY(after.focus != before.focus);  // shifted instead
        QCOMPARE(after.position[0], after.focus[0]);
        QCOMPARE(after.position[1], after.focus[1]);
    }

    void meshesMatricesAndPicturesAreShown() {
        auto exhibit = std::make_shared<Exhibit>();
        exhibit->sets = {torus("torus", Eigen::Vector3d::Zero()), torus("other", {0.6, 0.3, 0.2})};
        stage().show(exhibit);
        const Image meshes = picture();
        save(meshes, "meshes");
        QVERIFY(count_warm(meshes) > 1000);
        QVERIFY(count_cool(meshes) > 1000);
        auto matrix = std::make_shared<Dataset>();
        matrix->payload = MatrixData{Random(1).normal(12, 20)};
        exhibit = std::make_shared<Exhibit>();
        exhibit->sets = {matrix};
        stage().show(exhibit);
        const Image image = picture();
        save(image, "matrix");
        QVERIFY(mean_difference(image, meshes) > 2);
        QVERIFY(stage().facts().projection.find("12 × 20") != std::string::npos);
    }

    void theStageOpensAgain() {
        stage().show(turned_clouds(60, 3));
        const Image before = picture();
        studio_.reset();
        initTestCase();
        stage().show(turned_clouds(60, 3));
        QVERIFY(max_difference(before, picture()) <= 2);
    }

    void pngKeepsPixelsAndText() {
        stage().show(turned_clouds(60, 3));
        const Image image = picture();
        const auto path = std::filesystem::path(ORTHOSCOPE_BINARY_DIR) / "test_stage.png";
        QVERIFY(write_png(image, path, {{"Method", "procrustes"}}).ok());
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith("\x89PNG"));
        QVERIFY(bytes.contains("procrustes"));
        QVERIFY(!write_png(image, "/nonexistent/x.png").ok());
    }
};

QTEST_GUILESS_MAIN(TestStage)
#include "test_stage.moc"
