// The optimiser laboratory as a run: lanes, drifts, given gradients, refusals.
#include <cmath>

#include "core/descent/lab_problem.h"
#include "core/linalg/lapack.h"
#include "labs.h"

using namespace orthoscope;
using namespace orthoscope::labs;

namespace {

std::vector<DatasetPtr> sample_sets() { return make_sample("weights-and-teacher", find_sample("weights-and-teacher")->parameters, 1)->sets; }

}  // namespace

class TestOptimizerLab : public QObject {
    Q_OBJECT

  private slots:
    void theSampleShowsWhoMovesTheSpectrum() {
        auto result = run_lab("optimizer-lab", sample_sets());
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        QCOMPARE(result->recording->lanes().size(), rule_count);
        const auto& r = result->report;
        QVERIFY2(*r.metric("pion_exact_drift") < 1e-13, qPrintable(QString::number(*r.metric("pion_exact_drift"))));
        QVERIFY2(*r.metric("pion_cayley_drift") < 1e-13, qPrintable(QString::number(*r.metric("pion_cayley_drift"))));
        QVERIFY(*r.metric("pion_truncated_drift") > 1e-12 && *r.metric("pion_truncated_drift") <= *r.metric("pion_truncated_bound"));
        for (auto name : {"sgd", "adam", "muon", "normuon", "rmnp", "auon", "root", "spectra"})
            QVERIFY2(*r.metric(std::string(name) + "_drift") > 0.01, name);
        const double first = metric(*result->recording->frame(0), "cost");
        for (int l = 0; l < int(rule_count); ++l) {
            const auto frames = lane(*result, l);
            QVERIFY2(metric(*frames.back(), "cost") < 0.5 * first, result->recording->lanes()[std::size_t(l)].c_str());
            const auto& s = state_of(frames.back());
            QCOMPARE(s.path->rows(), s.times->rows());
            QVERIFY(s.values && s.update_values && s.update && (*s.values - svd(*s.matrix)->sigma).norm() < 1e-12);
        }
    }
    void everyFirstStepHasOneLength() {
        const auto sets = sample_sets();
        auto result = run_lab("optimizer-lab", sets, {{"rate", "0.001"}, {"steps", "5"}});
        QVERIFY(result.ok());
        for (int l = 0; l < int(rule_count); ++l) {
            const auto& s = state_of(lane(*result, l)[1]);
            // A turn's chord is a little shorter than its arc.
            QVERIFY2(std::abs(s.update->norm() / (0.001 * sets[0]->values().norm()) - 1) < 1e-4, result->recording->lanes()[std::size_t(l)].c_str());
        }
    }
    void theGradientIsThatOfTheLoss() {
        const auto sets = sample_sets();
        auto pairs = make_pairs(sets, {}, {});
        LabOptions options;
        options.condition = 50;
        auto problem = lab_problem(**pairs, options, 3);
        QVERIFY(problem.ok());
        const auto eigen = symmetric_eigen(problem->covariance);
        QVERIFY(std::abs(eigen->values(eigen->values.size() - 1) - 1) < 1e-12 && std::abs(eigen->values(0) - 0.02) < 1e-12);
        const Matrix w = problem->start, g = problem->gradient(w, 0);
        for (Index i : {0, 17, 100}) {
            Matrix up = w, down = w;
            up.data()[i] += 1e-6, down.data()[i] -= 1e-6;
            QVERIFY(std::abs((problem->loss(up) - problem->loss(down)) / 2e-6 - g.data()[i]) < 1e-7);
        }
    }
    void givenGradientsAreFollowed() {
        const Matrix w = Random(2).normal(4, 3);
        const Matrix given = Random(3).normal(6, 12);  // row after row
        auto sequence = std::make_shared<Dataset>();
        sequence->name = "gradients";
        sequence->payload = FrameSequence{given, {4, 3}, "tyx", {6}, Triangles(0, 3)};
        auto result = run_lab("optimizer-lab", {matrix_set(w), sequence}, {{"optimizer", "sgd"}, {"steps", "100"}, {"decay", "none"}, {"rate", "0.01"}});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        const auto frames = result->recording->frames();
        QCOMPARE(frames.back()->iteration, std::int64_t(6));
        Matrix v = Matrix::Zero(4, 3), at = w;
        double change = 0, unit = 0;
        for (Index t = 0; t < 6; ++t) {
            Matrix g(4, 3);
            for (Index i = 0; i < 12; ++i) g(i / 3, i % 3) = given(t, i);
            v = 0.9 * v + g;
            if (t == 0) unit = w.norm() / g.norm();
            change -= 0.01 * unit * g.cwiseProduct(v).sum();
            at -= 0.01 * unit * v;
        }
        QVERIFY((*state_of(frames.back()).matrix - at).norm() < 1e-12);
        QVERIFY(std::abs(metric(*frames.back(), "cost") - change) < 1e-12);
    }
    void exactTurnsReachATurnedTarget() {
        auto result = run_lab("optimizer-lab", sample_sets(), {{"optimizer", "pion-exact"}, {"steps", "600"}, {"condition", "1"}});
        QVERIFY(result.ok());
        const double first = metric(*result->recording->frame(0), "cost"), last = metric(*result->recording->frames().back(), "cost");
        QVERIFY2(last < 0.1 * first, qPrintable(QString("%1 of %2").arg(last).arg(first)));
    }
    // Turning alone cannot come nearer than the singular values differ (Mirsky).
    void turnsCannotReachOtherValues() {
        auto result = run_lab("optimizer-lab", {sample_sets()[0]}, {{"optimizer", "pion-cayley"}, {"target", "decaying"}, {"condition", "1"}});
        QVERIFY(result.ok());
        const auto& s = state_of(result->recording->frames().back());
        const double floor = 0.5 * (*s.start_values - *s.target_values).squaredNorm();
        for (auto& frame : result->recording->frames()) QVERIFY(metric(*frame, "cost") >= floor * (1 - 1e-9));
    }
    void aTooLongStepDivergesAndIsSeen() {
        auto result = run_lab("optimizer-lab", sample_sets(), {{"optimizer", "sgd"}, {"rate", "10"}, {"decay", "none"}, {"steps", "2000"}});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        const auto& s = state_of(result->recording->frames().back());
        QVERIFY(s.diverged && s.values->allFinite());
        QCOMPARE(result->report.verdict, Verdict::Unsupported);
    }
    void manyStepsKeepFewFrames() {
        auto result = run_lab("optimizer-lab", sample_sets(), {{"optimizer", "auon"}, {"steps", "1000"}});
        QVERIFY(result.ok() && result->recording->size() < 300);
        const auto& s = state_of(result->recording->frames().back());
        QCOMPARE((*s.times)(s.times->rows() - 1), 1000.0);
        QCOMPARE(result->recording->frames().back()->iteration, std::int64_t(1000));
    }
    void otherSizesAreRefused() {
        const auto sets = sample_sets();
        for (auto& wrong : {matrix_set(Matrix::Ones(16, 24)), matrix_set(Matrix::Constant(24, 16, NAN))}) {
            auto result = run_lab("optimizer-lab", {sets[0], wrong});
            QVERIFY(!result.ok());
            QCOMPARE(result.error().kind, ErrorKind::Input);
        }
        QVERIFY(!run_lab("optimizer-lab", {matrix_set(Matrix::Zero(3, 3))}).ok());
    }
};

QTEST_APPLESS_MAIN(TestOptimizerLab)
#include "test_optimizer_lab.moc"
