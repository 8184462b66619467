// A matrix taken apart, and rows turned by its parts.
#include <QtTest>
#include <algorithm>

#include "core/rotations/rebuild.h"
#include "core/samples/sample.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;

namespace {

DatasetPtr matrix(Matrix values) {
    auto set = std::make_shared<Dataset>();
    set->name = "Q", set->payload = MatrixData{std::move(values)};
    return set;
}

std::string error(std::vector<DatasetPtr> sets) {
    auto made = run_on("planes-of-matrix", std::move(sets));
    return made.ok() ? std::string("works") : made.error().message();
}

}  // namespace

class TestPlanesOfMatrix : public QObject {
    Q_OBJECT

  private slots:
    void plantedAnglesAreFound() {
        Random random(1);
        const std::vector<double> truth{4, 17, 60, 61, 120, 179};
        const Matrix step = step_of(truth, random);
        auto made = run_on("planes-of-matrix", {matrix(step)});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const Matrix& angles = *made->report.matrix("angles_degrees");
        QCOMPARE(angles.rows(), Index(6));
        for (Index k = 0; k < 6; ++k) QVERIFY(std::abs(angles(k) - truth[std::size_t(5 - k)]) < 1e-9);
        QVERIFY(*made->report.metric("worst_residual") < 1e-12);
        QVERIFY(std::abs(made->report.matrix("energies")->sum() - 1) < 1e-12);
        QCOMPARE(made->report.verdict, Verdict::Supported);
    }
    void theSampleHoldsWhatItSays() {
        for (std::int64_t d : {9, 8, 2, 5}) {
            auto parameters = find_sample("turning-matrix")->parameters;
            QVERIFY(parameters.set("d", d).ok());
            const auto sample = make_sample("turning-matrix", parameters, 3);
            auto made = run_on("planes-of-matrix", sample->sets);
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
            std::vector<double> truth;
            std::istringstream lines(sample->file("plane_angles.txt")->text);
            for (double a; lines >> a;) truth.push_back(a);
            std::sort(truth.rbegin(), truth.rend());
            const Matrix& angles = *made->report.matrix("angles_degrees");
            QCOMPARE(angles.rows(), Index(truth.size()));
            for (Index k = 0; k < angles.rows(); ++k) QVERIFY(std::abs(angles(k) - truth[std::size_t(k)]) < 1e-9);
            QCOMPARE(made->report.matrix("flipped")->rows(), Index(1));
        }
    }
    void equalAnglesAreABlock() {
        Random random(2);
        auto made = run_on("planes-of-matrix", {matrix(step_of({30, 30, 80}, random))});
        QVERIFY(made.ok());
        const auto &kinds = *made->report.indices("kinds"), &blocks = *made->report.indices("blocks");
        QCOMPARE(kinds(0), std::int64_t(PlanesState::Single));
        QCOMPARE(kinds(1), std::int64_t(PlanesState::Multiple));
        QCOMPARE(blocks(1), blocks(2));
    }
    // One step of the player is one product with the matrix; half a step twice is the same.
    void rowsAreTurnedByTheMatrix() {
        Random random(3);
        Matrix step = Matrix::Identity(9, 9);
        step.topLeftCorner(6, 6) = step_of({12, 95, 150}, random);
        step(8, 8) = -1;
        const Matrix basis = random_orthogonal(9, random, true);
        step = basis.transpose() * step * basis;
        const Matrix x = random.normal(20, 9);
        auto made = run_on("planes-of-matrix", {matrix(step), rows(x)});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        auto state = std::make_shared<PlanesState>(last(*made));
        for (Index i : {0, 7, 19}) {
            const PlanePlayer player(state, i);
            QVERIFY((player.frame({0.0}) - x.row(i)).norm() < 1e-12);
            QVERIFY((player.frame({1.0}) - x.row(i) * step).norm() < 1e-12);
            QVERIFY((player.frame({3.0}) - x.row(i) * step * step * step).norm() < 1e-12);
        }
    }
    void whatIsNotOrthogonalIsRefusedWithItsDefect() {
        Random random(4);
        const Matrix sheared = step_of({20, 40}, random) + 0.1 * Matrix::Ones(4, 4);
        const auto message = error({matrix(sheared)});
        QVERIFY2(message.find("|Q'Q - I| is 0.") != std::string::npos && message.find("nearest") != std::string::npos, message.c_str());
        auto made = run_on("planes-of-matrix", {matrix(sheared)}, {{"nearest", "on"}});
        QVERIFY(made.ok() && made->report.verdict == Verdict::Doubtful && *made->report.metric("worst_residual") < 1e-12);
        QVERIFY(error({matrix(random.normal(3, 4))}).find("square") != std::string::npos);
        QVERIFY(error({matrix(Matrix::Zero(3, 3))}).find("not orthogonal") != std::string::npos);
        Matrix holes = Matrix::Identity(3, 3);
        holes(0, 1) = std::nan("");
        QVERIFY(error({matrix(holes)}).find("not a number") != std::string::npos);
        QVERIFY(error({matrix(Matrix::Identity(3, 3)), rows(random.normal(5, 4))}).find("rows of 4") != std::string::npos);
        QCOMPARE(error({matrix(Matrix::Identity(3, 3))}), std::string("works"));
        QCOMPARE(error({matrix(-Matrix::Identity(1, 1))}), std::string("works"));
        QCOMPARE(error({matrix(step_of({20, 40}, random).cast<float>().cast<double>())}), std::string("works"));
    }
    void aLargeMatrixSplitsToRounding() {
        Random random(5);
        auto made = run_on("planes-of-matrix", {matrix(random_orthogonal(200, random, true))});
        QVERIFY(made.ok());
        QVERIFY(*made->report.metric("worst_residual") < 1e-10 && *made->report.metric("orthogonality_error") < 1e-11);
    }
};

QTEST_APPLESS_MAIN(TestPlanesOfMatrix)
#include "test_planes_of_matrix.moc"
