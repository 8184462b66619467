// `truncation`: the errors of a cut, other bases, and data rebuilt from a recorded state at any cut.
#include "core/samples/sample.h"
#include "core/spectrum/bases.h"
#include "core/spectrum/rebuild.h"
#include "spectrum_support.h"

using namespace orthoscope;
using namespace orthoscope::spectra;

namespace {

double relative_error(const Matrix& a, const Matrix& b) { return (a - b).norm() / b.norm(); }

}  // namespace

class TestTruncation : public QObject {
    Q_OBJECT

  private slots:
    void basesAreOrthonormal() {
        for (Index d : {1, 2, 7, 16, 33}) QVERIFY((cosine_basis(d).transpose() * cosine_basis(d) - Matrix::Identity(d, d)).norm() < 1e-12);
        const Matrix h = hadamard_coefficients(Matrix::Identity(16, 16));
        QVERIFY((h * h.transpose() - Matrix::Identity(16, 16)).norm() < 1e-13);
        QVERIFY((h.array().abs() - 0.25).abs().maxCoeff() < 1e-15);
        // In the order of sign changes.
        for (Index s = 0; s < 16; ++s) {
            Index changes = 0;
            for (Index i = 1; i < 16; ++i) changes += h(i, s) * h(i - 1, s) < 0;
            QCOMPARE(changes, s);
        }
        const Matrix a = reference_matrix(9, 20);
        QVERIFY(near(hadamard_coefficients(a).norm(), a.norm(), 1e-13) && hadamard_coefficients(a).cols() == 32);
        QVERIFY(near(random_coefficients(a, 1).norm(), a.norm(), 1e-13) && random_coefficients(a, 1) != random_coefficients(a, 2));
        Random random(3);
        const Matrix wide = random.normal(3, 1500);
        QVERIFY(near(random_coefficients(wide, 1).norm(), wide.norm(), 1e-13));
    }
    void errorsAreThoseOfTheRebuiltRows_data() {
        QTest::addColumn<QString>("center");
        QTest::newRow("as it is") << "none";
        QTest::newRow("principal components") << "columns";
    }
    void errorsAreThoseOfTheRebuiltRows() {
        QFETCH(QString, center);
        const Matrix a = reference_matrix(50, 24);
        const auto result = run_method("truncation", {matrix_set(a)}, {{"center", center.toStdString()}, {"cut", "count"}, {"rank", "7"}});
        const auto& s = last_state(result);
        QCOMPARE(s.cut, 7.0);
        QCOMPARE(most_directions(s), Index(24));
        const Matrix moved = center == "none" ? a : Matrix(a.rowwise() - RowVector(a.colwise().mean()));
        for (Index p : {0, 1, 7, 23, 24}) {
            const double error = (rebuilt_rows(s, p) - a).norm() / moved.norm();
            QVERIFY2(std::abs(error - error_after(s, p)) < 1e-12, qPrintable(QString::number(p)));
            QVERIFY((rebuilt_rows(s, p, 10, 5) - rebuilt_rows(s, p).middleRows(10, 5)).norm() < 1e-12);
            QVERIFY((projected_rows(s, a, p) - rebuilt_rows(s, p)).norm() < 1e-11);
        }
        QVERIFY(error_after(s, 0) == 1 && error_after(s, 24) < 1e-13);
        Matrix terms = s.mean->replicate(50, 1);
        for (Index i = 0; i < 7; ++i) terms += term_rows(s, i);
        QVERIFY((terms - rebuilt_rows(s, 7)).norm() < 1e-12);
        QVERIFY(relative_error(*result.report.matrix("rebuilt"), rebuilt_rows(s, 7)) < 1e-14);
        QCOMPARE(metric(result, "relative_error"), error_after(s, 7));
        QVERIFY(near(metric(result, "kept_energy"), 1 - error_after(s, 7) * error_after(s, 7), 1e-12));
        // No basis of as many directions does better, and each ends at 0.
        for (Index b = 1; b < truncation_bases; ++b)
            for (Index p = 0; p <= 24; ++p) QVERIFY(error_after(s, p, b) >= error_after(s, p) - 1e-12);
        QVERIFY(error_after(s, 24, 1) < 1e-7 && error_after(s, 24, 3) < 1e-7);
        QVERIFY(std::isnan(error_after(s, 25)) && std::isnan(error_after(s, 3, 4)));
    }
    void cosinesFitSmoothRowsAndARandomBasisFitsNone() {
        Random random(4);
        Matrix waves(40, 64);
        const Matrix basis = cosine_basis(64);
        for (Index i = 0; i < 40; ++i) waves.row(i) = (basis.leftCols(5) * random.normal(5, 1)).transpose();
        const auto result = run_method("truncation", {matrix_set(waves)});
        const auto& s = last_state(result);
        QVERIFY(error_after(s, 5, 3) < 1e-12 && error_after(s, 5) < 1e-12);
        QVERIFY(error_after(s, 5, 1) > 0.8);
        // High ones go through the triangular factor.
        const auto tall = run_method("truncation", {matrix_set(waves.replicate(8, 1))});
        QVERIFY(std::abs(error_after(last_state(tall), 3, 3) - error_after(s, 3, 3)) < 1e-12);
    }
    void theCutEndsWhereItWasAskedTo() {
        Random random(5);
        const double edge = std::sqrt(200.0) + std::sqrt(100.0);
        const Matrix a = with_values(200, 100, edge * Vector::LinSpaced(4, 5, 3), random) + random.normal(200, 100);
        const auto by_threshold = run_method("truncation", {matrix_set(a)});
        QCOMPARE(metric(by_threshold, "cut"), 4.0);
        QCOMPARE(metric(by_threshold, "gavish_donoho_rank"), 4.0);
        const auto by_energy = run_method("truncation", {matrix_set(a)}, {{"cut", "energy"}, {"energy", "0.5"}});
        const auto& s = last_state(by_energy);
        QVERIFY(std::pow(error_after(s, Index(s.cut)), 2) <= 0.5 && std::pow(error_after(s, Index(s.cut) - 1), 2) > 0.5);
        QCOMPARE(metric(run_method("truncation", {matrix_set(a)}, {{"cut", "count"}, {"rank", "999"}}), "cut"), 100.0);
        // Frames grow to the cut.
        const auto frames = by_threshold.recording->frames();
        QCOMPARE(std::get<SpectrumState>(*frames[frames.size() - 3]->state).cut, 1.0);
        const auto zero = run_method("truncation", {matrix_set(Matrix::Zero(12, 5))});
        QCOMPARE(zero.report.verdict, Verdict::Unsupported);
        QVERIFY(rebuilt_rows(last_state(zero), 1).isZero(0));
        const auto single = run_method("truncation", {matrix_set(Matrix::Constant(1, 1, 2.5))});
        QVERIFY(rebuilt_rows(last_state(single), 1)(0) == 2.5);
    }
    void aShapeIsRebuiltFromItsSmoothestFunctions() {
        const auto sample = make_sample("torus", find_sample("torus")->parameters, 1);
        const Matrix& v = sample->sets[0]->values();
        const auto result = run_method("truncation", {sample->sets[0]}, {{"k", "60"}});
        const auto& s = last_state(result);
        QVERIFY(s.ascending && most_directions(s) == 60);
        QVERIFY(error_after(s, 0) == 1 && error_after(s, 60) < 0.05);
        for (Index p = 1; p <= 60; ++p) QVERIFY(error_after(s, p) <= error_after(s, p - 1) + 1e-12);
        const Matrix rebuilt = rebuilt_rows(s, 60);
        QVERIFY(rebuilt.rows() == v.rows() && rebuilt.cols() == 3);
        QVERIFY(relative_error(rebuilt, v) < 0.06 && relative_error(rebuilt_rows(s, 3), v) > 0.1);
        QVERIFY(metric(result, "cut") >= 1 && metric(result, "cut") <= 60);
        // The surface's own functions beat those over the numbering of its vertices.
        for (Index b = 1; b < truncation_bases; ++b) QVERIFY(error_after(s, 20, b) > error_after(s, 20));
        QCOMPARE(kept_share(s, 30), 30.0 / double(v.rows()));
    }
    void errorsKeepTheirDigits() {
        Vector energies(4);
        energies << 1, 1e-20, 1e-24, 1e-30;
        const Vector e = errors_in_order(energies, 6);
        QVERIFY(e.size() == 7 && e(0) == 1 && near(e(1), 1e-10, 1e-4) && near(e(3), 1e-15, 1e-12) && e(4) == 0 && e(6) == 0);
        QVERIFY(errors_by_energy(energies.reverse(), 4)(2) == errors_in_order(energies, 4)(2));
        QVERIFY(errors_in_order(Vector::Zero(3), 3).isZero(0));
    }
};

QTEST_APPLESS_MAIN(TestTruncation)
#include "test_truncation.moc"
