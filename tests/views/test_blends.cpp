// Points and vertices on their way: what the vertex shader makes of two uploaded places is what uploading the places
// between them gives, and what the drawing says of itself.
#include <epoxy/gl.h>
#include <vtkRenderer.h>

#include <Eigen/Geometry>
#include <QtTest>

#include "core/compute/gl/context.h"
#include "tests/views/pictures.h"
#include "views/scenes/set_drawing.h"
#include "views/stage/viewport.h"

using namespace orthoscope;

namespace {

constexpr int width = 480, height = 360;

// A viewport without a stage.
struct Easel {
    std::unique_ptr<GlContext> context;
    Viewport viewport;
    GLuint target = 0, colour = 0;

    explicit Easel(std::unique_ptr<GlContext> made) : context(std::move(made)) {
        viewport.open([this] { context->make_current(); });
        glGenFramebuffers(1, &target);
        glGenRenderbuffers(1, &colour);
        glBindRenderbuffer(GL_RENDERBUFFER, colour);
        glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
        glBindFramebuffer(GL_FRAMEBUFFER, target);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
    }
    ~Easel() { viewport.close(); }

    Image picture(SetDrawing& drawing) {
        Camera camera;
        camera.position = {1.2, 2.0, 4.6};
        ViewStyle style;
        style.frame = view_frame(camera);
        style.width = width, style.height = height, style.depth_extent = 4;
        drawing.prepare(style);
        viewport.set_camera(camera, Screen{width, height}, 0.5, 20);
        viewport.paint(target, width, height);
        Image image{width, height, std::vector<std::uint8_t>(3 * width * height)};
        glBindFramebuffer(GL_READ_FRAMEBUFFER, target);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, image.rgb.data());
        return image;
    }
};

double share_of_differing(const Image& a, const Image& b) {
    int count = 0;
    for (std::size_t i = 0; i < a.rgb.size(); i += 3) {
        int most = 0;
        for (std::size_t k = i; k < i + 3; ++k) most = std::max(most, std::abs(int(a.rgb[k]) - int(b.rgb[k])));
        count += most > 8;
    }
    return 3.0 * count / double(a.rgb.size());
}

// A torus, and where it goes: twisted, bent and shifted, so that normals change on the way.
struct Journey {
    DatasetPtr set = torus("torus", Eigen::Vector3d::Zero());
    Matrix homes = set->values(), places = homes;
    Journey() {
        for (Index i = 0; i < homes.rows(); ++i) {
            const double x = homes(i, 0), y = homes(i, 1), z = homes(i, 2), a = 1.3 * y;
            places.row(i) << 0.8 * x * std::cos(a) - z * std::sin(a) + 0.3, 1.8 * y + 0.35 * x * x, x * std::sin(a) + 0.7 * z * std::cos(a);
        }
    }
    SetDrawing drawing(bool surface, Glyph glyph = Glyph::Disc) const {
        std::vector<Index> all(static_cast<std::size_t>(homes.rows()));
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = Index(i);
        return SetDrawing({&homes, all, surface ? set->triangles() : nullptr, glyph, {0.9, 0.6, 0.3}},
                          {Matrix::Identity(3, 3), "", true});
    }
    Ends ends() const {
        Ends found(4, homes.rows());
        found.topRows(3) = places.transpose().cast<float>();
        found.row(3).setOnes();
        return found;
    }
    Positions between(const BlendPose& pose, const Ends& ends) const {
        Positions found(3, homes.rows());
        for (Index i = 0; i < homes.rows(); ++i) {
            const Eigen::Vector3d home = homes.row(i).transpose(), end = ends.col(i).head<3>().cast<double>();
            found.col(i) = (home + pose.weight * ends(3, i) * (pose.turn * end + pose.shift - home)).cast<float>();
        }
        return found;
    }
};

}  // namespace

class TestBlends : public QObject {
    Q_OBJECT

    std::unique_ptr<Easel> easel_;
    Journey journey_;

    // Pictures by the shader, and of the same places uploaded.
    std::pair<Image, Image> both(bool surface, Glyph glyph, const BlendPose& pose, const Ends& ends, const char* name) {
        std::pair<Image, Image> made;
        ProjectedPose turned;
        turned.turn = Eigen::AngleAxisd(0.4, Eigen::Vector3d::UnitX()).toRotationMatrix();
        turned.pivot = RowVector::Constant(3, 0.1), turned.place = RowVector::Zero(3), turned.scale = 1.1;
        std::vector<Eigen::Vector3d> places;
        {
            auto drawing = journey_.drawing(surface, glyph);
            drawing.attach(easel_->viewport.scene());
            drawing.move(turned);
            drawing.set_ends(ends);
            drawing.blend({});
            easel_->picture(drawing);  // both places are there before it goes
            drawing.blend(pose);
            made.first = easel_->picture(drawing);
            for (std::size_t i = 0; i < drawing.size(); ++i) places.push_back(drawing.at(i));
        }
        auto drawing = journey_.drawing(surface, glyph);
        drawing.attach(easel_->viewport.scene());
        drawing.move(turned);
        drawing.bend(journey_.between(pose, ends));
        made.second = easel_->picture(drawing);
        for (std::size_t i = 0; i < drawing.size(); ++i)
            if (!((places[i] - drawing.at(i)).norm() < 1e-5)) qFatal("%s: vertex %zu is elsewhere", name, i);
        save(made.first, std::string("blend_") + name + "_shader");
        save(made.second, std::string("blend_") + name + "_uploaded");
        return made;
    }

  private slots:
    void initTestCase() {
        auto context = GlContext::create(true, GlLevel::Display33);
        if (!context) QSKIP(context.error().message().c_str());
        easel_ = std::make_unique<Easel>(std::move(*context));
    }
    void cleanupTestCase() { easel_.reset(); }

    void whatTheShaderDrawsIsWhatWouldBeUploaded_data() {
        QTest::addColumn<bool>("surface");
        QTest::addColumn<int>("glyph");
        QTest::addColumn<double>("weight");
        for (double weight : {0.25, 0.5, 1.0}) {
            QTest::addRow("discs %g", weight) << false << int(Glyph::Disc) << weight;
            QTest::addRow("rings %g", weight) << false << int(Glyph::Ring) << weight;
            QTest::addRow("surface %g", weight) << true << int(Glyph::Disc) << weight;
        }
    }
    void whatTheShaderDrawsIsWhatWouldBeUploaded() {
        QFETCH(bool, surface);
        QFETCH(int, glyph);
        QFETCH(double, weight);
        const BlendPose pose{weight, Eigen::Matrix3d::Identity(), {0.1, -0.2, 0.05}};
        const auto [shader, uploaded] = both(surface, Glyph(glyph), pose, journey_.ends(), QTest::currentDataTag());
        QVERIFY2(share_of_differing(shader, uploaded) < 1e-3, qPrintable(QString::number(share_of_differing(shader, uploaded))));
        QVERIFY(mean_difference(shader, uploaded) < 0.02);
        auto home = journey_.drawing(surface, Glyph(glyph));
        home.attach(easel_->viewport.scene());
        QVERIFY(share_of_differing(shader, easel_->picture(home)) > 0.05);
    }

    // The other places turned as a whole: places are exact, the shading of a surface nearly so.
    void otherPlacesMayTurnAsAWhole() {
        const BlendPose pose{0.5, Eigen::AngleAxisd(0.15, Eigen::Vector3d::UnitY()).toRotationMatrix(), {0.1, 0, 0}};
        const auto [discs, uploaded] = both(false, Glyph::Disc, pose, journey_.ends(), "turned discs");
        QVERIFY(share_of_differing(discs, uploaded) < 1e-3);
        const auto [surface, exact] = both(true, Glyph::Disc, pose, journey_.ends(), "turned surface");
        QVERIFY(share_of_differing(surface, exact) < 0.01);
        QVERIFY2(mean_difference(surface, exact) < 1.0, qPrintable(QString::number(mean_difference(surface, exact))));
    }

    void someStay() {
        Ends ends = journey_.ends();
        for (Index i = 0; i < ends.cols(); ++i)
            if (journey_.homes(i, 0) < 0) ends(3, i) = 0;
        const BlendPose pose{0.7, Eigen::Matrix3d::Identity(), {0.4, 0, 0}};
        const auto [discs, uploaded] = both(false, Glyph::Disc, pose, ends, "torn discs");
        QVERIFY(share_of_differing(discs, uploaded) < 1e-3);
        const auto [surface, exact] = both(true, Glyph::Disc, pose, ends, "torn surface");
        QVERIFY2(mean_difference(surface, exact) < 1.0, qPrintable(QString::number(mean_difference(surface, exact))));
    }

    // One upload: other ends, and other homes, are seen too.
    void newPlacesAreUploaded() {
        auto drawing = journey_.drawing(true);
        drawing.attach(easel_->viewport.scene());
        drawing.set_ends(journey_.ends());
        drawing.blend({1});
        const Image there = easel_->picture(drawing);
        Ends back = journey_.ends();
        back.topRows(3) = journey_.homes.transpose().cast<float>();
        drawing.set_ends(back);
        const Image home = easel_->picture(drawing);
        QVERIFY(share_of_differing(there, home) > 0.05);
        drawing.blend({0});
        QVERIFY(share_of_differing(home, easel_->picture(drawing)) < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestBlends)
#include "test_blends.moc"
