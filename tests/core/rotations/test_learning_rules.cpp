// The learning rules where they are exact, where they are blind, and where they fail and must say so.
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/io/read.h"
#include "core/samples/sample.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;

namespace {

bool has(const std::vector<std::string>& sentences, const char* part) {
    return std::any_of(sentences.begin(), sentences.end(), [&](auto& s) { return s.find(part) != std::string::npos; });
}

std::string text(const Report& report) {
    std::string all;
    for (auto& s : report.reasons) all += s + " ";
    for (auto& s : report.warnings) all += s + " ";
    for (auto& [name, value] : report.metrics) all += name + "=" + std::to_string(value) + " ";
    for (double a : report.matrix("angles_degrees")->reshaped()) all += std::to_string(a) + " ";
    for (auto k : *report.indices("kinds")) all += std::to_string(k) + " ";
    return all;
}

Sample sample_of(const char* id, const nlohmann::json& changes = nlohmann::json::object()) {
    auto parameters = find_sample(id)->parameters;
    if (!parameters.from_json(changes).ok()) qFatal("no such option");
    return *make_sample(id, parameters, 1);
}

}  // namespace

class TestLearningRules : public QObject {
    Q_OBJECT

    static void both_rules() {
        QTest::addColumn<int>("unused");
        for (auto id : {"antisymmetric-svd", "difference-pca"}) QTest::newRow(id) << 0;
    }

  private slots:
    void aClosedOrbitIsExact_data() { both_rules(); }
    void aClosedOrbitIsExact() {
        auto made = run_on(QTest::currentDataTag(), {sequence(cyclic_orbit(16, 1), {16, 16})});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto& r = made->report;
        std::vector<double> angles(r.matrix("angles_degrees")->data(), r.matrix("angles_degrees")->data() + r.matrix("angles_degrees")->size());
        std::sort(angles.begin(), angles.end());
        QVERIFY2(angles.size() == 7, text(r).c_str());
        for (int k = 0; k < 7; ++k) QVERIFY2(std::abs(angles[std::size_t(k)] - 22.5 * (k + 1)) < 1e-10, text(r).c_str());
        QVERIFY(leak(*r.matrix("planes"), shift_matrix(16)) < 1e-12);
        QCOMPARE(*r.metric("rule_fails"), 0.0);
        QCOMPARE(*r.metric("reference_planes_found"), 7.0);
        // Each reference plane is one of the rule's.
        QVERIFY((r.matrix("reference_overlap")->rowwise().maxCoeff().array() > 1 - 1e-10).all());
        const bool blind = has(r.warnings, "turn over in each step");
        QCOMPARE(blind, std::string(QTest::currentDataTag()) == "antisymmetric-svd");
        QCOMPARE(r.matrix("flipped")->rows(), Index(blind ? 0 : 1));
    }
    // A photograph-like texture, turned: the five strongest planes.
    void aTurningPatchIsLearned_data() { both_rules(); }
    void aTurningPatchIsLearned() {
        const auto patch = sample_of("turning-patch");
        auto made = run_on(QTest::currentDataTag(), patch.sets);
        QVERIFY(made.ok());
        const auto& r = made->report;
        QVERIFY(r.matrix("planes")->rows() >= 10);
        for (Index k = 0; k < 5; ++k) {
            QVERIFY2((*r.indices("kinds"))(k) == PlanesState::Single, text(r).c_str());
            QVERIFY2(std::abs(std::remainder((*r.matrix("angles_degrees"))(k), 5.0)) < 0.1, text(r).c_str());
        }
        QCOMPARE(*r.metric("rule_fails"), 0.0);
    }
    // Not closed under the action: the default is exact, the rules say that they fail.
    void patchesMakeTheRulesFail_data() { both_rules(); }
    void patchesMakeTheRulesFail() {
        const auto patches = sample_of("shifted-patches", {{"n", 600}, {"size", 6}});
        auto made = run_on(QTest::currentDataTag(), patches.sets);
        QVERIFY(made.ok());
        QCOMPARE(*made->report.metric("rule_fails"), 1.0);
        QCOMPARE(made->report.verdict, Verdict::Unsupported);
        QVERIFY2(made->report.reasons.front().find("fails") != std::string::npos, text(made->report).c_str());
        QVERIFY(*made->report.metric("reference_residual") < 1e-9);
        QVERIFY(leak(*made->report.matrix("planes"), shift_matrix(6)) > 0.1);
    }
    // Two planes of one weight in noisy frames are a block without angles; the third keeps its own.
    void equalWeightsAreOneBlock() {
        Random random(3);
        const double s = std::sin(50 * std::numbers::pi / 180) / std::sin(20 * std::numbers::pi / 180);
        Matrix frames(360, 6);
        const double angles[] = {20, 50, 5}, radius[] = {std::sqrt(s), 1, 4};
        for (Index t = 0; t < 360; ++t)
            for (int k = 0; k < 3; ++k) {
                const double a = angles[k] * double(t) * std::numbers::pi / 180;
                frames.block(t, 2 * k, 1, 2) << radius[k] * std::cos(a), radius[k] * std::sin(a);
            }
        frames = frames * random_orthogonal(6, random, true) + 0.01 * random.normal(360, 6);
        auto made = run_on("antisymmetric-svd", {rows(frames)});
        QVERIFY(made.ok());
        const auto& r = made->report;
        QVERIFY2(r.matrix("planes")->rows() == 6, text(r).c_str());
        const Matrix& found = *r.matrix("angles_degrees");
        QVERIFY2(std::abs(found(0) - 5) < 0.05, text(r).c_str());
        QCOMPARE(found(1), -1.0);
        QCOMPARE(found(2), -1.0);
        QCOMPARE((*r.indices("kinds"))(1), std::int64_t(PlanesState::Unresolved));
        QCOMPARE((*r.indices("blocks"))(1), (*r.indices("blocks"))(2));
        QVERIFY(has(r.warnings, "unresolved block"));
        // What is determined is right: the sum of the two planes is invariant.
        QVERIFY(r.verdict == Verdict::Doubtful);
    }
    void neuronsLearnFrameByFrame_data() { both_rules(); }
    void neuronsLearnFrameByFrame() {
        // Five planes of falling weight under both rules; the neurons are fewer and must choose.
        Random random(4);
        Matrix orbit = Matrix::Zero(72, 10);
        const double turns[] = {40, 80, 120, 100, 150}, square[] = {4, 0.4, 0.1, 0.02, 0.01};
        for (Index t = 0; t < 72; ++t)
            for (int k = 0; k < 5; ++k) {
                const double a = turns[k] * double(t) * std::numbers::pi / 180;
                orbit.block(t, 2 * k, 1, 2) << std::sqrt(square[k]) * std::cos(a), std::sqrt(square[k]) * std::sin(a);
            }
        const auto sets = std::vector<DatasetPtr>{rows(orbit * random_orthogonal(10, random, true))};
        auto made = run_on(QTest::currentDataTag(), sets, {{"learning", "online"}, {"planes", "2"}});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto frames = made->recording->frames();
        std::vector<double> learned;
        std::int64_t last_iteration = 0;
        for (auto& frame : frames) {
            if (find_method(QTest::currentDataTag())->info().phases[std::size_t(frame->phase)].id != "learn") continue;
            QVERIFY(frame->iteration > last_iteration);
            last_iteration = frame->iteration;
            const auto& s = std::get<PlanesState>(*frame->state);
            QVERIFY((*s.planes * s.planes->transpose() - Matrix::Identity(4, 4)).norm() < 1e-10);
            QVERIFY(s.seen && (*s.seen)(1) == ((*s.seen)(0) + 1) % 72);
            learned.push_back(frame->metrics.front().second);
        }
        QVERIFY(learned.size() > 100);
        QVERIFY2(learned.front() < 0.6 && learned.back() > 0.95, qPrintable(QString("%1 to %2").arg(learned.front()).arg(learned.back())));
        const Matrix& angles = *made->report.matrix("angles_degrees");
        QCOMPARE(angles.rows(), Index(2));
        QVERIFY2(std::abs(angles(0) - 40) < 0.1 && std::abs(angles(1) - 80) < 0.1, text(made->report).c_str());
    }
    void aGridFollowsItsFirstStep() {
        const auto grid = sample_of("two-shifts", {{"size", 6}});
        auto made = run_on("antisymmetric-svd", grid.sets);
        QVERIFY(made.ok());
        QVERIFY(has(made->report.warnings, "follows the first"));
    }
    void realFlower() {
        const auto path = std::filesystem::path(ORTHOSCOPE_SHARED_DATA) / "sequences/rot_flower_16x16_N72.npy";
        if (!std::filesystem::exists(path)) QSKIP("the shared sequence is not there");
        InputSpec spec;
        spec.path = path;
        auto set = read(spec);
        QVERIFY(set.ok());
        auto made = run_on("antisymmetric-svd", {DatasetPtr(*set)}, {{"planes", "9"}});
        QVERIFY(made.ok());
        const auto& kinds = *made->report.indices("kinds");
        QVERIFY2((kinds.array() == PlanesState::Unresolved).count() == 3, text(made->report).c_str());
        std::int64_t block = -1;
        for (Index k = 0; k < kinds.size(); ++k) {
            if (kinds(k) != PlanesState::Unresolved) continue;
            QCOMPARE((*made->report.matrix("angles_degrees"))(k), -1.0);
            if (block >= 0) QCOMPARE((*made->report.indices("blocks"))(k), block);
            block = (*made->report.indices("blocks"))(k);
        }
        // A photograph, turned by 5 degrees a frame: of the planes that are told apart the five strongest, by either rule.
        for (auto rule : {"antisymmetric-svd", "difference-pca"}) {
            auto learned = run_on(rule, {DatasetPtr(*set)});
            QVERIFY(learned.ok());
            const Matrix& angles = *learned->report.matrix("angles_degrees");
            int strongest = 0;
            for (Index k = 0; k < angles.rows() && strongest < 5; ++k) {
                if ((*learned->report.indices("kinds"))(k) != PlanesState::Single) continue;
                QVERIFY2(std::abs(std::remainder(angles(k), 5.0)) < 0.1, text(learned->report).c_str());
                ++strongest;
            }
            QCOMPARE(strongest, 5);
            QCOMPARE(*learned->report.metric("rule_fails"), 0.0);
        }
    }
};

QTEST_APPLESS_MAIN(TestLearningRules)
#include "test_learning_rules.moc"
