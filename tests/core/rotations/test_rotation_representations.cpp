// Five coordinate systems of one loop: there and back, where they jump, what noise costs.
#include <QtTest>

#include "core/rotations/orientation.h"
#include "core/samples/sample.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;

namespace {

constexpr Coordinates systems[] = {Coordinates::Euler, Coordinates::Quaternion, Coordinates::AxisAngle, Coordinates::SixD, Coordinates::NineD};

}  // namespace

class TestRotationRepresentations : public QObject {
    Q_OBJECT

  private slots:
    void thereAndBack() {
        Random random(1);
        for (int i = 0; i < 200; ++i) {
            const Eigen::Matrix3d r = random_orthogonal(3, random, true);
            for (auto system : systems) {
                const Vector c = coordinates_of(r, system);
                QCOMPARE(int(c.size()), LoopState::widths[int(system)]);
                QVERIFY(angle_between(orientation_of(c, system), r) < 1e-7);
                QVERIFY((orientation_of(c, system) - r).norm() < 1e-12);
            }
        }
    }
    void shortCoordinatesJumpAndLongOnesDoNot() {
        const auto sample = make_sample("rotation-loop", find_sample("rotation-loop")->parameters, 1);
        auto made = run_on("rotation-representations", sample->sets);
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto& r = made->report;
        for (auto name : {"euler_jumps", "quaternion_jumps", "axis_angle_jumps"}) QVERIFY2(*r.metric(name) >= 1, name);
        for (auto name : {"six_d_jumps", "nine_d_jumps"}) QVERIFY2(*r.metric(name) == 0, name);
        // The Frobenius norm moves by 2 sqrt(2) sin(angle / 2), at once and exactly.
        const auto& s = std::get<LoopState>(*made->recording->frame(made->recording->size() - 1)->state);
        QVERIFY(s.closed);
        for (Index i = 0; i < s.steps->rows(); ++i)
            QVERIFY(std::abs((*s.jumps)(i, 4) - 2 * std::sqrt(2) * std::sin((*s.steps)(i) / 2)) < 1e-9);
        QVERIFY(r.verdict == Verdict::Supported);
    }
    void noiseIsMeasuredAndGrows() {
        const auto sample = make_sample("rotation-loop", find_sample("rotation-loop")->parameters, 1);
        auto made = run_on("rotation-representations", sample->sets);
        QVERIFY(made.ok());
        const Matrix &errors = *made->report.matrix("noise_errors"), &noise = *made->report.matrix("noise");
        for (Index s = 0; s < 5; ++s)
            for (Index l = 1; l < noise.rows(); ++l) QVERIFY(errors(l, s) > errors(l - 1, s));
        // A unit quaternion in noise of length sigma: three of its four numbers turn it, by twice their length.
        QVERIFY(std::abs(errors(0, 1) / (2 * noise(0) * std::sqrt(3.0 / 4)) - 1) < 0.05);
        // The nearest rotation of nine numbers uses all; it is never worse than six by Gram-Schmidt.
        QVERIFY(errors(3, 4) < errors(3, 3));
    }
    void quaternionsAndVectorsAreTakenToo() {
        Random random(2);
        Matrix matrices(40, 9), quaternions(40, 4), vectors(40, 3);
        for (Index t = 0; t < 40; ++t) {
            const Eigen::Matrix3d r = (Eigen::AngleAxisd(0.05 * double(t), Eigen::Vector3d(1, 2, 2).normalized())).toRotationMatrix();
            matrices.row(t) = coordinates_of(r, Coordinates::NineD).transpose();
            quaternions.row(t) = coordinates_of(r, Coordinates::Quaternion).transpose() * (t % 3 ? 1 : -1);
            vectors.row(t) = coordinates_of(r, Coordinates::AxisAngle).transpose();
        }
        auto a = run_on("rotation-representations", {rows(matrices)}), b = run_on("rotation-representations", {rows(quaternions)}),
             c = run_on("rotation-representations", {rows(vectors)});
        QVERIFY(a.ok() && b.ok() && c.ok());
        QVERIFY((*a->report.matrix("rotations") - *b->report.matrix("rotations")).norm() < 1e-9);
        QVERIFY((*a->report.matrix("rotations") - *c->report.matrix("rotations")).norm() < 1e-9);
        QCOMPARE(*a->report.metric("closed_orbit"), 0.0);
        matrices(7, 3) += 0.5;
        auto bad = run_on("rotation-representations", {rows(matrices)});
        QVERIFY(!bad.ok() && bad.error().message().find("row 7") != std::string::npos);
        QVERIFY(!run_on("rotation-representations", {rows(random.normal(9, 5))}).ok());
        QVERIFY(!run_on("rotation-representations", {rows(vectors.topRows(2))}).ok());
    }
};

QTEST_APPLESS_MAIN(TestRotationRepresentations)
#include "test_rotation_representations.moc"
