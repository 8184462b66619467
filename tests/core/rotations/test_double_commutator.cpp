// Symmetries of covariances that are known, and the eigenproblem against its definition.
#include <Eigen/Eigenvalues>
#include <QtTest>

#include "core/rotations/commutator_method.h"
#include "core/rotations/rebuild.h"
#include "core/samples/sample.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;

namespace {

DatasetPtr matrix(Matrix values) {
    auto set = std::make_shared<Dataset>();
    set->name = "C", set->payload = MatrixData{std::move(values)};
    return set;
}

// Circulant, with these weights of waves 0, 1, ...
Matrix circulant(Index n, const std::vector<double>& weights) {
    Matrix c = Matrix::Zero(n, n);
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j)
            for (std::size_t k = 0; k < weights.size(); ++k)
                c(i, j) += weights[k] * std::cos(2 * std::numbers::pi * double(k) * double(i - j) / double(n)) / double(n);
    return c;
}

}  // namespace

class TestDoubleCommutator : public QObject {
    Q_OBJECT

  private slots:
    // Every entry of M and N by their definition, in a basis of all antisymmetric matrices.
    void theShortcutIsTheEigenproblem() {
        Random random(1);
        const Matrix a = random.normal(5, 5);
        const Matrix c = a * a.transpose();
        std::vector<Matrix> generators;
        for (Index i = 0; i < 5; ++i)
            for (Index j = 0; j < i; ++j) {
                Matrix g = Matrix::Zero(5, 5);
                g(i, j) = 1, g(j, i) = -1;
                generators.push_back(g);
            }
        const Index n = Index(generators.size());
        Matrix m(n, n), inner(n, n);
        for (Index i = 0; i < n; ++i)
            for (Index j = 0; j < n; ++j) {
                const Matrix &g = generators[std::size_t(i)], &h = generators[std::size_t(j)];
                m(i, j) = (c * g - g * c).cwiseProduct(c * h - h * c).sum(), inner(i, j) = g.cwiseProduct(h).sum();
            }
        const Eigen::GeneralizedSelfAdjointEigenSolver<Matrix> solved(m, inner);
        const Vector mine = commutator_values(Eigen::SelfAdjointEigenSolver<Matrix>(c).eigenvalues());
        QVERIFY((solved.eigenvalues() - mine).norm() < 1e-9 * mine(n - 1));
    }
    void aRingOfEightHasThreeGenerators() {
        auto made = run_on("double-commutator", {matrix(circulant(8, {9, 5, 3, 2.2, 0.7}))});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto& r = made->report;
        QCOMPARE(*r.metric("null_space"), 3.0);
        QCOMPARE(*r.metric("plane_count"), 3.0);
        QVERIFY(leak(*r.matrix("planes"), [] {
                    Matrix shift = Matrix::Zero(8, 8);
                    for (Index i = 0; i < 8; ++i) shift(i, (i + 1) % 8) = 1;
                    return shift;
                }()) < 1e-10);
        QCOMPARE((*r.indices("kinds"))(0), std::int64_t(PlanesState::Free));
        QCOMPARE(r.verdict, Verdict::Supported);
        const auto& generator = *last(*made).generator;
        QVERIFY((generator + generator.transpose()).norm() == 0);
    }
    void theGeneratorMovesTheRowsAndKeepsTheCovariance() {
        const auto sample = make_sample("hidden-symmetry", find_sample("hidden-symmetry")->parameters, 2);
        auto made = run_on("double-commutator", sample->sets);
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        QCOMPARE(*made->report.metric("plane_count"), 5.0);
        auto state = std::make_shared<PlanesState>(last(*made));
        const Matrix& x = sample->sets[0]->values();
        Matrix moved(x.rows(), x.cols());
        for (Index i = 0; i < x.rows(); ++i) {
            const PlanePlayer player(state, i);
            // What lies in no plane stays.
            moved.row(i) = x.row(i) + (player.phasors({10.0}) - player.phasors({0.0})) * *state->planes;
        }
        const auto covariance = [](const Matrix& m) {
            const Matrix y = m.rowwise() - m.colwise().mean();
            return Matrix(y.transpose() * y / double(m.rows()));
        };
        QVERIFY((moved - x).norm() > 0.5 * x.norm());
        QVERIFY((covariance(moved) - covariance(x)).norm() < 1e-10 * covariance(x).norm());
    }
    void fourEqualValuesAreNotSplit() {
        auto made = run_on("double-commutator", {matrix(circulant(8, {9, 5, 5, 2.2, 0.7}))});
        QVERIFY(made.ok());
        QCOMPARE(*made->report.metric("null_space"), 7.0);
        const auto& kinds = *made->report.indices("kinds");
        QCOMPARE((kinds.array() == PlanesState::Unresolved).count(), Index(2));
        QCOMPARE((kinds.array() == PlanesState::Free).count(), Index(1));
        QCOMPARE((*made->report.matrix("angles_degrees"))(0), -1.0);
    }
    void nothingTurnsWhereNoValuesAgree() {
        auto made = run_on("double-commutator", {matrix(Vector(Vector::LinSpaced(6, 1, 9)).asDiagonal())});
        QVERIFY(made.ok());
        QCOMPARE(made->report.verdict, Verdict::Unsupported);
        QVERIFY(!run_on("double-commutator", {rows(Matrix::Ones(9, 3))}).ok());
        QVERIFY(!run_on("double-commutator", {rows(Matrix::Ones(2, 3))}).ok());
        Matrix holes = Matrix::Identity(4, 4);
        holes(0, 1) = std::nan("");
        QVERIFY(!run_on("double-commutator", {rows(holes)}).ok());
    }
};

QTEST_APPLESS_MAIN(TestDoubleCommutator)
#include "test_double_commutator.moc"
