// Deep linear networks: closed-form modes against an independent integration, the flow against the closed form.
#include <cmath>

#include "core/descent/deep_linear_run.h"
#include "core/descent/mode_curve.h"
#include "labs.h"

using namespace orthoscope;
using namespace orthoscope::labs;

namespace {

// Fixed steps of the classical rule.
double by_small_steps(double t, double s, double u0, int layers) {
    const int steps = 20000;
    const double h = t / steps;
    const auto slope = [&](double u) { return layers * std::pow(u, 2 - 2.0 / layers) * (s - u); };
    double u = u0;
    for (int i = 0; i < steps; ++i) {
        const double a = slope(u), b = slope(u + h / 2 * a), c = slope(u + h / 2 * b), d = slope(u + h * c);
        u += h / 6 * (a + 2 * b + 2 * c + d);
    }
    return u;
}

}  // namespace

class TestDeepLinear : public QObject {
    Q_OBJECT

  private slots:
    void twoLayersAreTheLogisticCurve() {
        for (double s : {0.3, 1.0, 4.0})
            for (double t : {0.0, 0.4, 2.0, 9.0}) {
                const double u0 = 0.01, e = std::exp(2 * s * t), expected = s * e / (e - 1 + s / u0);
                QVERIFY(std::abs(mode_strength(t, s, u0, 2) - expected) < 1e-13 * s);
            }
        QVERIFY(std::abs(mode_strength(0.7, 2, 0.1, 1) - (2 + (0.1 - 2) * std::exp(-0.7))) < 1e-14);
    }
    void everyDepthAgreesWithSmallSteps() {
        for (int layers : {1, 2, 3, 4, 5, 8})
            for (double s : {0.5, 1.0, 3.0})
                for (double t : {0.2, 1.0, 4.0}) {
                    const double u0 = 0.05, there = mode_strength(t, s, u0, layers), expected = by_small_steps(t, s, u0, layers);
                    QVERIFY2(std::abs(there - expected) < 1e-9, qPrintable(QString("L %1 s %2 t %3: %4").arg(layers).arg(s).arg(t).arg(there - expected)));
                }
    }
    void modesAboveTheirTargetFall() {
        for (int layers : {1, 2, 3, 6})
            for (double s : {0.0, 0.4}) {
                const double there = mode_strength(1.5, s, 0.9, layers);
                QVERIFY2(std::abs(there - by_small_steps(1.5, s, 0.9, layers)) < 1e-9, qPrintable(QString("L %1 s %2").arg(layers).arg(s)));
            }
    }
    void timesAreTheCurveTurnedRound() {
        for (int layers : {1, 2, 3, 7}) {
            const double t = mode_time(0.99, 2, 0.001, layers);
            QVERIFY(std::abs(mode_strength(t, 2, 0.001, layers) - 0.99 * 2) < 1e-9);
        }
        QVERIFY(std::isinf(mode_time(0.5, 0, 0.1, 3)));
    }
    void theFlowIsTheGradient() {
        Random random(3);
        const Matrix target = random.normal(5, 4);
        Weights w{random.normal(6, 4), random.normal(6, 6), random.normal(5, 6)};
        const auto loss = [&](const Weights& at) { return 0.5 * (target - product_of(at)).squaredNorm(); };
        const auto flow = flow_of(w, target);
        for (std::size_t l = 0; l < w.size(); ++l)
            for (Index i : {0, 3, 7}) {
                Weights up = w, down = w;
                up[l].data()[i] += 1e-6, down[l].data()[i] -= 1e-6;
                const double slope = (loss(up) - loss(down)) / 2e-6;
                QVERIFY(std::abs(slope + flow[l].data()[i]) < 1e-6 * (1 + std::abs(slope)));
            }
    }
    void theAlignedStartKeepsToTheClosedForm() {
        const Matrix target = with_values(7, 5, Vector{{3, 2, 1.2, 0.5, 0.1}}, 4);
        for (auto layers : {"1", "2", "3", "5"}) {
            auto result = run_lab("deep-linear", {matrix_set(target)}, {{"layers", layers}, {"initialization", "aligned"}, {"frames", "40"}});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
            QVERIFY2(*result->report.metric("closed_form_error") < 1e-8,
                     qPrintable(QString("%1 layers: %2").arg(layers).arg(*result->report.metric("closed_form_error"))));
            QVERIFY(*result->report.metric("conservation_error") < 1e-9);
            QCOMPARE(result->report.verdict, Verdict::Supported);
        }
    }
    void aNarrowNetworkLearnsItsWidth() {
        const Matrix target = with_values(6, 6, Vector{{3, 2, 1, 0.5, 0.4, 0.3}}, 8);
        auto result = run_lab("deep-linear", {matrix_set(target)}, {{"hidden", "2"}, {"initialization", "aligned"}, {"frames", "30"}});
        QVERIFY(result.ok() && *result->report.metric("closed_form_error") < 1e-8);
        const auto& s = state_of(result->recording->frames().back());
        QVERIFY(std::abs((*s.values)(1) - 2) < 0.05 && std::abs((*s.values)(2)) < 1e-9);
    }
    // Strong modes come first, on every start; each lane keeps what the flow conserves.
    void strongModesComeFirst() {
        const auto sample = make_sample("tree-of-things", find_sample("tree-of-things")->parameters, 1);
        auto result = run_lab("deep-linear", sample->sets, {{"strength", "0.05"}, {"duration", "20"}, {"frames", "200"}});
        QVERIFY(result.ok());
        QCOMPARE(result->recording->lanes().size(), std::size_t(3));
        QVERIFY(*result->report.metric("closed_form_error") < 1e-8);
        for (int l = 0; l < 3; ++l) {
            const auto& s = state_of(lane(*result, l).back());
            QVERIFY(s.path->allFinite() && s.drift->maxCoeff() < 1e-8);
            Index before = 0;
            for (Index k : {0, 1, 2, 4}) {
                Index at = 0;
                while (at < s.path->rows() && (*s.path)(at, k) < 0.5 * (*s.target_values)(k)) ++at;
                QVERIFY2(at < s.path->rows() && at >= before, qPrintable(QString("mode %1 of lane %2").arg(k).arg(l)));
                before = at;
            }
            // What is drawn as the loss falls all the way.
            const auto frames = lane(*result, l);
            for (std::size_t i = 1; i < frames.size(); ++i) QVERIFY(metric(*frames[i], "cost") <= metric(*frames[i - 1], "cost") * (1 + 1e-12) + 1e-15);
        }
    }
    void depthDelaysAGaussianStartMore() {
        const Matrix target = with_values(8, 8, Vector::LinSpaced(8, 2, 1), 9);
        double later[2];
        for (int i = 0; i < 2; ++i) {
            auto result = run_lab("deep-linear", {matrix_set(target)}, {{"layers", i ? "5" : "2"}, {"strength", "0.05"}, {"duration", "40"}, {"frames", "200"}});
            QVERIFY(result.ok());
            const double orthogonal = *result->report.metric("orthogonal_learned_at"), gaussian = *result->report.metric("gaussian_learned_at");
            later[i] = std::isnan(gaussian) ? 1e9 : gaussian / orthogonal;
        }
        QVERIFY2(later[1] > later[0] && later[1] > 1, qPrintable(QString("%1 %2").arg(later[0]).arg(later[1])));
    }
    void theSeedChoosesTheStarts() {
        const Matrix target = with_values(5, 5, Vector::LinSpaced(5, 1, 0.5), 2);
        auto alone = run_lab("deep-linear", {matrix_set(target)}, {{"initialization", "gaussian"}, {"frames", "10"}});
        auto among = run_lab("deep-linear", {matrix_set(target)}, {{"frames", "10"}});
        QVERIFY(*state_of(lane(*alone, 0).back()).path == *state_of(lane(*among, 2).back()).path);
    }
};

QTEST_APPLESS_MAIN(TestDeepLinear)
#include "test_deep_linear.moc"
