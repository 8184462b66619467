// Tours as spaces: points are where the projection of that time puts them, distances never grow.
#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/transport/flow_solver.h"
#include "tests/views/pictures.h"
#include "views/scenes/set_drawing.h"
#include "views/scenes/tour_space.h"
#include "views/stage/stage.h"

using namespace orthoscope;

namespace {

std::vector<Index> first_rows(Index n) {
    std::vector<Index> rows;
    for (Index i = 0; i < n; ++i) rows.push_back(i);
    return rows;
}

ProjectedPose resting(const Matrix& basis) {
    ProjectedPose pose;
    pose.turn = basis;
    pose.pivot = RowVector::Zero(basis.rows()), pose.place = RowVector::Zero(basis.cols());
    return pose;
}

}  // namespace

class TestTourSpace : public QObject {
    Q_OBJECT

  private slots:
    void pointsAreWhereTheProjectionPutsThem() {
        Random random(1);
        const Matrix x = random.normal(60, 12);
        TourSpace tour(principal_space({&x}, 12), 1);
        SetDrawing drawing({&x, first_rows(60), nullptr, Glyph::Disc, {}}, tour.space());
        for (double seconds : {0.0, 1.1, 1.2, 4.0, 17.0, 30.5}) {
            tour.go(seconds);
            const Matrix& axes = tour.space().axes;
            QVERIFY((axes.transpose() * axes - Matrix::Identity(3, 3)).norm() < 1e-12);
            drawing.move_within(resting(tour.basis()), tour.within());
            const Matrix expected = x * axes;
            for (std::size_t i = 0; i < 60; ++i)
                QVERIFY((drawing.at(i) - shown(expected.row(Index(i)))).norm() < 1e-4);
            for (std::size_t i = 1; i < 60; ++i) {
                const double seen = (drawing.at(i) - drawing.at(0)).norm(), real = (x.row(Index(i)) - x.row(0)).norm();
                QVERIFY(seen <= real + 1e-4);
            }
        }
    }

    void theGuidedTourShowsMoreAndMoreOfTheResidual() {
        Random random(2);
        Matrix x = random.normal(300, 15);
        Matrix y = x;
        y.col(11) += 2 * random.normal(300, 1);  // the sets differ in one direction
        auto pairs = make_pairs({cloud("x", x), cloud("y", y)}, {}, {});
        AlignmentState state;
        state.rotation = std::make_shared<const Matrix>(Matrix::Identity(15, 15));
        state.pivot = state.place = RowVector::Zero(15);
        const TourIndex index = tour_index(**pairs, nullptr, state);
        QVERIFY(std::abs(index.form(11, 11) - index.form.trace()) < 1e-9);
        TourSpace tour(principal_space({&x, &y}, 15), index, 1);
        double most = 0;
        for (double s = 0; s < 30; s += 0.1) {
            tour.go(s);
            most = std::max(most, tour.space().axes.row(11).squaredNorm());
        }
        QVERIFY2(most > 0.99, qPrintable(QString::number(most)));
        QVERIFY(tour.space().sentence.find("guided tour") != std::string::npos);
        QVERIFY(tour.space().sentence.find("of the residual") != std::string::npos);
        // Without pairs, what tells the sets apart.
        auto apart = make_pairs({cloud("x", x), cloud("y", Matrix(y.topRows(200)))}, {}, {});
        const TourIndex between = tour_index(**apart, nullptr, state);
        Index strongest = 0;
        between.form.diagonal().maxCoeff(&strongest);
        QCOMPARE(strongest, Index(11));
        QVERIFY(between.of.find("apart") != std::string::npos);
        // Nor does row i belong to row i for a method that searches, though both sets have as many rows.
        const TourIndex searched = tour_index(**pairs, &sliced_flow_info(), state);
        QVERIFY2(searched.of.find("apart") != std::string::npos, searched.of.c_str());
    }

    void thePictureFollowsTheTime() {
        auto opened = Studio::open();
        if (!opened) QSKIP(opened.error().message().c_str());
        Stage& stage = (*opened)->stage();
        Look look;
        look.readout_only = true, look.ease_camera = false, look.projection = Projection::GrandTour;
        stage.set_look(look);
        const auto exhibit = turned_clouds(200, 20);
        stage.show(exhibit);
        const auto at = [&](double seconds) {
            look.tour_time = seconds;
            stage.set_look(look);
            return (*opened)->picture(640, 480);
        };
        const Image start = at(0);
        const Camera camera = stage.camera();
        const Image later = at(2);
        save(later, "grand_tour");
        QVERIFY(mean_difference(start, later) > 0.5);
        QVERIFY(mean_difference(start, at(0)) < 0.05);
        QVERIFY(camera.position == stage.camera().position);
        QVERIFY2(stage.facts().projection.find("grand tour, frame 1 → 2, seed 1") != std::string::npos,
                 stage.facts().projection.c_str());
        look.projection = Projection::GuidedTour;
        save(at(5), "guided_tour");
        QVERIFY(camera.position != stage.camera().position);  // other projections, held by another view
        QVERIFY(stage.facts().projection.find("guided tour") != std::string::npos);
        // Where nothing is projected there is nothing to tour.
        stage.show(turned_clouds(50, 3));
        at(1);
        QVERIFY(stage.facts().projection.find("tour") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTourSpace)
#include "test_tour_space.moc"
