// The default method against motions whose planes, angles and weights are known.
#include <QtTest>
#include <algorithm>
#include <filesystem>

#include "core/io/read.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;

namespace {

std::vector<double> sorted(const Matrix& values) {
    std::vector<double> list(values.data(), values.data() + values.size());
    std::sort(list.begin(), list.end());
    return list;
}

double worst_angle(const Report& report, std::vector<double> truth) {
    std::sort(truth.begin(), truth.end());
    const auto found = sorted(*report.matrix("angles_degrees"));
    if (found.size() != truth.size()) return 1e9;
    double worst = 0;
    for (std::size_t k = 0; k < truth.size(); ++k) worst = std::max(worst, std::abs(found[k] - truth[k]));
    return worst;
}

bool has(const std::vector<std::string>& sentences, const char* part) {
    return std::any_of(sentences.begin(), sentences.end(), [&](auto& s) { return s.find(part) != std::string::npos; });
}

std::string text(const Report& report) {
    std::string all;
    for (auto& s : report.reasons) all += s + " ";
    for (auto& s : report.warnings) all += s + " ";
    for (auto& [name, value] : report.metrics) all += name + "=" + std::to_string(value) + " ";
    return all;
}

DatasetPtr shared(const char* file, const char* axes = "") {
    const auto path = std::filesystem::path(ORTHOSCOPE_SHARED_DATA) / "sequences" / file;
    if (!std::filesystem::exists(path)) return nullptr;
    InputSpec spec;
    spec.path = path, spec.axes = axes;
    auto set = read(spec);
    return set.ok() ? DatasetPtr(*set) : nullptr;
}

}  // namespace

class TestRotationPlanes : public QObject {
    Q_OBJECT

  private slots:
    void aShiftingPictureHasSevenPlanes() {
        auto made = run_on("rotation-planes", {sequence(cyclic_orbit(16, 1), {16, 16})});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto& r = made->report;
        QVERIFY2(worst_angle(r, {22.5, 45, 67.5, 90, 112.5, 135, 157.5}) < 1e-10, text(r).c_str());
        QVERIFY2(leak(*r.matrix("planes"), shift_matrix(16)) < 1e-12, text(r).c_str());
        QCOMPARE(*r.metric("plane_count"), 7.0);
        QCOMPARE(*r.metric("closed_orbit"), 1.0);
        QVERIFY(*r.metric("worst_residual") < 1e-12 && *r.metric("orthogonality_error") < 1e-12);
        QVERIFY(*r.metric("residual_energy") < 1e-12);
        QCOMPARE(r.matrix("flipped")->rows(), Index(1));
        QCOMPARE(r.matrix("fixed")->rows(), Index(0));
        QCOMPARE(r.verdict, Verdict::Supported);
        const Matrix& energies = *r.matrix("energies");
        for (Index k = 1; k < 7; ++k) QVERIFY(energies(k) <= energies(k - 1));
        // Phases advance by the angle, frame after frame.
        const Matrix &phases = *r.matrix("phases"), &angles = *r.matrix("angles_degrees");
        for (Index k = 0; k < 7; ++k)
            for (Index t = 0; t < 16; ++t) {
                const double advance = phases((t + 1) % 16, k) - phases(t, k) - angles(k) * std::numbers::pi / 180;
                QVERIFY(std::abs(std::remainder(advance, 2 * std::numbers::pi)) < 1e-11);
            }
    }
    void aPlantedGroupIsFound() {
        Random random(2);
        const std::vector<double> truth{5, 11, 23, 47, 83, 131};
        const Matrix step = step_of(truth, random);
        RowVector start = random.normal(1, 12);
        for (auto& [count, closed] : {std::pair{720, 1.0}, {100, 0.0}}) {
            auto made = run_on("rotation-planes", {rows(orbit(start, step, count))});
            QVERIFY(made.ok());
            QVERIFY2(worst_angle(made->report, truth) < 1e-9, text(made->report).c_str());
            QVERIFY(leak(*made->report.matrix("planes"), step) < 1e-10);
            QCOMPARE(*made->report.metric("closed_orbit"), closed);
            QCOMPARE(has(made->report.warnings, "Not a closed"), closed == 0);
            QCOMPARE(made->report.verdict, Verdict::Supported);
        }
    }
    // Weights of a torus: every one, exactly.
    void twoShiftsShareTheirPlanes() {
        Random random(3);
        const Index n = 8;
        const Matrix p = picture(n, random);
        Matrix frames(n * n, n * n);
        for (Index a = 0; a < n; ++a)
            for (Index b = 0; b < n; ++b) frames.row(a * n + b) = shifted(p, a, b);
        auto made = run_on("rotation-planes", {sequence(frames, {n, n}, "suyx", {n, n})});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const auto& r = made->report;
        // All characters (a, b) of the torus up to sign, without those of period two.
        std::vector<std::pair<int, int>> expected, found;
        for (int a = 0; a <= 4; ++a)
            for (int b = -3; b <= 4; ++b) {
                if (a % 4 == 0 && b % 4 == 0) continue;
                if (a % 4 == 0 && b < 0) continue;
                expected.emplace_back(a, b);
            }
        QVERIFY2(r.matrix("turn_weights"), text(r).c_str());
        const Matrix& weights = *r.matrix("turn_weights");
        for (Index k = 0; k < weights.rows(); ++k) {
            int a = int(weights(k, 0)), b = int(weights(k, 1));
            if (b == -4) b = 4;
            // A half turn has no sign of its own.
            if (a == 4 && b < 0) b = -b;
            found.emplace_back(a, b);
        }
        std::vector<std::pair<int, int>> unique;
        for (auto& w : expected)
            if (w.first != 4 || w.second > 0) unique.push_back(w);
        std::sort(unique.begin(), unique.end()), std::sort(found.begin(), found.end());
        QCOMPARE(found.size(), unique.size());
        QVERIFY(found == unique);
        QVERIFY(*r.metric("furthest_from_whole_turns") < 1e-9);
        QVERIFY(*r.metric("worst_residual") < 1e-10);
        QCOMPARE(*r.metric("closed_orbit"), 1.0);
        QCOMPARE(r.matrix("flipped")->rows(), Index(3));
    }
    // Many patches, one shift each, in no order: exact, and each angle a block of as many planes as there are rows.
    void patchesBeforeAndAfterAreExact() {
        Random random(4);
        const Index n = 8;
        const Matrix mix = random.normal(n * n, n * n) + 3 * random.normal(n * n, 4) * random.normal(4, n * n);
        Matrix before = random.normal(600, n * n) * mix;
        before.rowwise() += RowVector::Constant(n * n, 5);
        auto made = run_on("rotation-planes", {rows(before), rows(before * shift_matrix(n))});
        QVERIFY(made.ok());
        const auto& r = made->report;
        QCOMPARE(*r.metric("plane_count"), double(3 * n));
        QVERIFY2(*r.metric("worst_residual") < 1e-9, text(r).c_str());
        QVERIFY(leak(*r.matrix("planes"), shift_matrix(n)) < 1e-8);
        std::vector<double> truth;
        for (Index k = 0; k < 3 * n; ++k) truth.push_back(45.0 * double(k / n + 1));
        QVERIFY2(worst_angle(r, truth) < 1e-7, text(r).c_str());
        QCOMPARE(r.indices("blocks")->maxCoeff(), std::int64_t(2));
        QCOMPARE(r.indices("kinds")->minCoeff(), std::int64_t(PlanesState::Multiple));
        QVERIFY(has(r.warnings, "turn by one angle"));
        QCOMPARE(r.matrix("flipped")->rows(), n);
        QCOMPARE(r.verdict, Verdict::Supported);
    }
    void noiseIsCutOff() {
        Random random(5);
        const Matrix step = step_of({10, 40, 75}, random);
        RowVector start = random.normal(1, 6);
        Matrix frames = Matrix::Zero(360, 40);
        frames.leftCols(6) = orbit(start.normalized(), step, 360);
        frames += 0.005 * random.normal(360, 40);
        auto made = run_on("rotation-planes", {rows(frames)});
        QVERIFY(made.ok());
        QVERIFY2(worst_angle(made->report, {10, 40, 75}) < 0.1, text(made->report).c_str());
        QCOMPARE(*made->report.metric("kept_directions"), 6.0);
        QCOMPARE(*made->report.metric("closed_orbit"), 1.0);
    }
    // Nine frames of noise close some orbit in any order: planes of that kind are no finding.
    void framesWhoseOrderDoesNotMatterAreDoubtful() {
        Random random(9);
        auto made = run_on("rotation-planes", {rows(random.normal(9, 400))});
        QVERIFY(made.ok());
        QCOMPARE(made->report.verdict, Verdict::Doubtful);
        QVERIFY2(made->report.reasons[0].find("shuffled order") != std::string::npos, made->report.reasons[0].c_str());
        // As few frames of something that does turn stand apart, even under noise.
        Matrix frames = Matrix::Zero(9, 400);
        frames.leftCols(8) = orbit(RowVector::Ones(8).normalized(), step_of({40, 80, 120, 160}, random), 9);
        auto turning = run_on("rotation-planes", {rows(frames + 0.002 * random.normal(9, 400))});
        QVERIFY(turning.ok());
        QVERIFY2(turning->report.verdict == Verdict::Supported, turning->report.reasons[0].c_str());
    }
    void severalSequencesStepOnlyWithinThemselves() {
        Random random(6);
        const Matrix step = step_of({30, 72}, random);
        Matrix frames(2 * 60, 4);
        frames << orbit(random.normal(1, 4), step, 60), orbit(random.normal(1, 4), step, 60);
        auto made = run_on("rotation-planes", {sequence(frames, {4}, "stc", {2, 60})});
        QVERIFY(made.ok());
        QVERIFY2(worst_angle(made->report, {30, 72}) < 1e-9, text(made->report).c_str());
        QCOMPARE(*made->report.metric("closed_orbit"), 1.0);
    }
    // Energy chooses the planes inside a block: of equal angles, the frames' own.
    void aBlockShowsItsStrongestPlaneFirst() {
        Random random(7);
        Matrix before(400, 4), step = Matrix::Zero(4, 4);
        before << 3 * random.normal(400, 2), random.normal(400, 2);
        for (Index k : {0, 2}) step.block(k, k, 2, 2) << 0.8, 0.6, -0.6, 0.8;
        auto made = run_on("rotation-planes", {rows(before), rows(before * step)});
        QVERIFY(made.ok());
        const Matrix& planes = *made->report.matrix("planes");
        QVERIFY(planes.topLeftCorner(2, 2).norm() > std::sqrt(2) * 0.99);
        QVERIFY((*made->report.matrix("energies"))(0) > 0.8);
        QCOMPARE((*made->report.indices("blocks"))(1), std::int64_t(0));
    }
    void poorInputWorksOrSaysWhy() {
        Random random(8);
        const auto error = [](std::vector<DatasetPtr> sets) {
            auto made = run_on("rotation-planes", std::move(sets));
            return made.ok() ? std::string("works") : made.error().message();
        };
        QVERIFY(error({rows(random.normal(1, 5))}).find("one frame") != std::string::npos);
        QVERIFY(error({rows(Matrix::Ones(9, 5))}).find("all equal") != std::string::npos);
        QVERIFY(error({rows(Matrix::Zero(9, 5))}).find("all zero") != std::string::npos);
        QVERIFY(error({rows(random.normal(2, 5))}).find("expected at least") != std::string::npos);
        QVERIFY(error({rows(random.normal(9, 5)), rows(random.normal(8, 5))}).find("8 frames") != std::string::npos);
        QVERIFY(error({rows(random.normal(9, 5)), rows(random.normal(9, 4))}).find("4 numbers") != std::string::npos);
        Matrix holes = random.normal(9, 5);
        holes(4, 2) = std::nan("");
        QVERIFY(error({rows(holes)}).find("not a number") != std::string::npos);
        // Fewer frames than pixels, a zero frame, colour.
        QCOMPARE(error({rows(random.normal(5, 300))}), std::string("works"));
        Matrix frames = cyclic_orbit(8, 1);
        frames.row(3).setZero();
        QCOMPARE(error({sequence(frames, {8, 8})}), std::string("works"));
        Matrix colour(8, 192);
        colour << cyclic_orbit(8, 1), cyclic_orbit(8, 2), cyclic_orbit(8, 3);
        auto made = run_on("rotation-planes", {sequence(colour, {3, 8, 8}, "tcyx")});
        QVERIFY(made.ok());
        QVERIFY2(worst_angle(made->report, {45, 90, 135}) < 1e-10, text(made->report).c_str());
        // Three frames, equal but for one.
        Matrix three = Matrix::Ones(3, 4);
        three.row(1) *= 2;
        QCOMPARE(error({rows(three)}), std::string("works"));
    }
    void realSequences() {
        const auto cyclic = shared("cyclic_shift_camera_16x16_N16.npy"), flower = shared("rot_flower_16x16_N72.npy"),
                   torus = shared("torus_shift_camera_16x16_N256.npy", "suyx");
        if (!cyclic || !flower || !torus) QSKIP("the shared sequences are not there");
        auto made = run_on("rotation-planes", {cyclic});
        QVERIFY(made.ok());
        QVERIFY2(worst_angle(made->report, {22.5, 45, 67.5, 90, 112.5, 135, 157.5}) < 1e-10, text(made->report).c_str());
        QVERIFY(leak(*made->report.matrix("planes"), shift_matrix(16)) < 1e-12);
        made = run_on("rotation-planes", {flower});
        QVERIFY(made.ok());
        const Matrix& angles = *made->report.matrix("angles_degrees");
        double worst = 0;
        for (double a : angles.reshaped()) worst = std::max(worst, std::abs(std::remainder(a, 5.0)));
        QVERIFY2(worst < 0.05, text(made->report).c_str());
        QVERIFY(angles.rows() >= 8);
        QCOMPARE(*made->report.metric("closed_orbit"), 1.0);
        made = run_on("rotation-planes", {sequence(flower->values().topRows(36), {16, 16})});
        QVERIFY(made.ok());
        QCOMPARE(*made->report.metric("closed_orbit"), 0.0);
        QVERIFY(has(made->report.warnings, "Not a closed") && made->report.verdict != Verdict::Supported);
        made = run_on("rotation-planes", {torus});
        QVERIFY(made.ok());
        QCOMPARE(*made->report.metric("plane_count"), 126.0);
        QVERIFY2(*made->report.metric("furthest_from_whole_turns") < 1e-6, text(made->report).c_str());
    }
};

QTEST_APPLESS_MAIN(TestRotationPlanes)
#include "test_rotation_planes.moc"
