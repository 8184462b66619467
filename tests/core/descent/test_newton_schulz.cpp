// Newton-Schulz: the published polynomials, the matrix against the scalar map, and divergence that is seen.
#include <cmath>

#include "core/descent/schemes.h"
#include "core/linalg/lapack.h"
#include "labs.h"

using namespace orthoscope;
using namespace orthoscope::labs;

namespace {

// Largest distance from 1 after five steps, over start values from `low` to 1.
double worst_after_five(const Scheme& scheme, double low) {
    double worst = 0;
    for (int i = 0; i <= 20000; ++i) {
        double s = std::exp(std::log(low) * (1 - i / 20000.0));
        for (std::size_t k = 0; k < 5; ++k) s = scheme.at(k)(s);
        worst = std::max(worst, std::abs(s - 1));
    }
    return worst;
}

}  // namespace

class TestNewtonSchulz : public QObject {
    Q_OBJECT

  private slots:
    void scalarMapsHaveTheirMeasuredErrors() {
        const std::tuple<const char*, double, double> rows[] = {
            {"cubic", 0.92, 0.99},         {"quintic", 0.77, 0.98},        {"muon", 0.32, 0.53},           {"root-2048x3072", 0.21, 0.53},
            {"root-2048x8192", 0.09, 0.77}, {"root-2048x16384", 0.12, 0.67}, {"polar-express", 0.13, 0.15}};
        for (auto& [id, near, far] : rows) {
            const auto scheme = find_scheme(id);
            QVERIFY(scheme);
            QVERIFY2(std::abs(worst_after_five(*scheme, 0.01) - near) < 0.012, qPrintable(QString("%1: %2").arg(id).arg(worst_after_five(*scheme, 0.01))));
            QVERIFY2(std::abs(worst_after_five(*scheme, 0.001) - far) < 0.012, qPrintable(QString("%1: %2").arg(id).arg(worst_after_five(*scheme, 0.001))));
        }
        QVERIFY(!find_scheme("no-such"));
    }
    void aStepActsOnTheValuesAlone() {
        for (auto [rows, columns] : {std::pair<Index, Index>{7, 12}, {12, 7}, {9, 9}}) {
            const Vector values = Vector::LinSpaced(std::min(rows, columns), 1, 0.1);
            const Matrix x = with_values(rows, columns, values, 5);
            for (auto& scheme : schemes()) {
                auto after = svd(polynomial_step(x, scheme.at(0)));
                Vector expected = values.unaryExpr(scheme.at(0)).cwiseAbs();
                std::sort(expected.begin(), expected.end(), std::greater<>());
                QVERIFY2((after->sigma - expected).cwiseAbs().maxCoeff() < 1e-12, scheme.id.c_str());
            }
        }
        // Muon's five steps, spelt out.
        Random random(2);
        const Matrix m = random.normal(6, 9);
        Matrix x = m / (m.norm() + 1e-7);
        for (int k = 0; k < 5; ++k) {
            const Matrix a = x * x.transpose(), b = -4.7750 * a + 2.0315 * a * a;
            x = 3.4445 * x + b * x;
        }
        QVERIFY((orthogonalised(m, *find_scheme("muon"), 5) - x).norm() < 1e-12);
    }
    void rootsTripleGoesByShape() {
        QCOMPARE(root_scheme(8192, 2048).id, std::string("root-2048x8192"));
        QCOMPARE(root_scheme(24, 16).id, std::string("muon"));
    }
    void matrixAndScalarMapAgreeInEveryLane() {
        Vector values(20);
        for (Index i = 0; i < 20; ++i) values(i) = std::pow(10.0, -0.15 * double(i));
        for (auto [rows, columns] : {std::pair<Index, Index>{20, 33}, {33, 20}}) {
            auto result = run_lab("newton-schulz", {matrix_set(with_values(rows, columns, values, 3))});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
            QCOMPARE(result->recording->lanes().size(), schemes().size());
            for (int l = 0; l < int(schemes().size()); ++l) {
                const auto frames = lane(*result, l);
                for (std::size_t k = 0; k < frames.size(); ++k) {
                    const auto& s = state_of(frames[k]);
                    QVERIFY(s.values->allFinite() && s.matrix->allFinite());
                    QVERIFY2(metric(*frames[k], "agreement") < 1e-9, qPrintable(QString("%1 in lane %2").arg(metric(*frames[k], "agreement")).arg(l)));
                    if (!s.diverged) {
                        const double scale = std::max(1.0, s.values->cwiseAbs().maxCoeff());
                        QVERIFY((s.values->col(0).transpose() - s.exact->row(Index(k))).cwiseAbs().maxCoeff() < 1e-9 * scale);
                        if (k > 0) QVERIFY(s.polynomial && (*s.polynomial)(0) == schemes()[std::size_t(l)].at(k - 1).a);
                    }
                    QCOMPARE(s.path->rows(), Index(k) + 1);
                    QVERIFY(s.path->row(Index(k)) == s.values->col(0).transpose());
                }
            }
            QVERIFY(*result->report.metric("agreement") < 1e-9);
            QCOMPARE(result->report.verdict, Verdict::Supported);
        }
    }
    void polarExpressComesToTheOrthogonalFactor() {
        const Matrix m = with_values(12, 15, Vector::LinSpaced(12, 1, 0.05), 4);
        auto result = run_lab("newton-schulz", {matrix_set(m)}, {{"scheme", "polar-express"}});
        QVERIFY(result.ok());
        const auto parts = svd(m);
        const Matrix* x = result->report.matrix("orthogonal");
        QVERIFY(x && (*x - parts->u * parts->v.transpose()).norm() < 1e-8);
        QCOMPARE(*result->report.metric("diverged_lanes"), 0.0);
    }
    // ROOT's published square triple has a peak above its unstable fixed point: from there a value runs away.
    void divergenceIsSeenAndNeverNotANumber() {
        const auto& root = *find_scheme("root-2048x2048");
        double top = 0;
        for (double s = 0; s < 1; s += 1e-5)
            if (root.at(0)(s) > root.at(0)(top)) top = s;
        // One value at the peak's place: the others make up the norm.
        Vector values = Vector::Constant(8, std::sqrt((1 - top * top) / 7));
        values(0) = top;
        auto result = run_lab("newton-schulz", {matrix_set(with_values(8, 8, values, 6))}, {{"scheme", "root-2048x2048"}, {"steps", "30"}});
        QVERIFY(result.ok());
        const auto frames = result->recording->frames();
        const auto& last = state_of(frames.back());
        QVERIFY(last.diverged && last.values->allFinite() && last.values->maxCoeff() > 1.3);
        QVERIFY(!state_of(frames[frames.size() - 2]).diverged);
        QVERIFY(Index(frames.size()) < 31);
        QCOMPARE(*result->recording->outcome(), Outcome::Stalled);
        QCOMPARE(result->report.verdict, Verdict::Unsupported);
        QCOMPARE(*result->report.metric("root_2048x2048_diverged_at"), double(frames.back()->iteration));
        for (auto& [name, value] : result->report.metrics) QVERIFY2(std::isfinite(value), name.c_str());
        for (auto& frame : frames)
            for (auto& [name, value] : frame->metrics) QVERIFY2(std::isfinite(value), name.c_str());
    }
    void theSampleShowsItAtOnce() {
        const auto sample = make_sample("graded-matrix", find_sample("graded-matrix")->parameters, 1);
        auto result = run_lab("newton-schulz", sample->sets);
        QVERIFY(result.ok());
        QVERIFY(*result->report.metric("root_2048x2048_diverged_at") > 0);
        QVERIFY(*result->report.metric("polar_express_worst") < 1e-6);
        QVERIFY(*result->report.metric("cubic_worst") > 0.2);
        QVERIFY(*result->report.metric("muon_rms") > 0.05);
    }
    void zeroValuesStayZeroAndAreLeftOut() {
        Vector values = Vector::LinSpaced(6, 1, 0.5);
        values(5) = 0;
        auto result = run_lab("newton-schulz", {matrix_set(with_values(6, 8, values, 7))}, {{"scheme", "quintic"}});
        QVERIFY(result.ok());
        const auto& s = state_of(result->recording->frames().back());
        QCOMPARE((*s.target_values)(5), 0.0);
        QVERIFY(std::abs((*s.values)(5)) < 1e-12 && *result->report.metric("worst_error") < 1e-6);
        QVERIFY(!run_lab("newton-schulz", {matrix_set(Matrix::Zero(3, 4))}).ok());
        QVERIFY(!run_lab("newton-schulz", {matrix_set(Matrix::Constant(3, 4, NAN))}).ok());
    }
};

QTEST_APPLESS_MAIN(TestNewtonSchulz)
#include "test_newton_schulz.moc"
