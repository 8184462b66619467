// Procrustes-Wasserstein: planted matchings come back, costs fall, pieces obey their definitions.
#include <Eigen/LU>
#include <QtTest>

#include "core/alignment/wasserstein/far_pairs.h"
#include "core/alignment/wasserstein/openings.h"
#include "core/alignment/wasserstein/wasserstein_method.h"
#include "core/alignment/wasserstein/wasserstein_solver.h"
#include "core/base/random.h"
#include "core/linalg/kernels.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"
#include "core/samples/planted.h"

using namespace orthoscope;

namespace {

DatasetPtr embedding(Matrix rows) {
    auto set = std::make_shared<Dataset>();
    set->name = "rows", set->payload = EmbeddingSet{std::move(rows)};
    return set;
}

struct Posed {
    std::vector<DatasetPtr> sets;
    RunRequest request;
    Matrix map;
};

// n rows, of which `left` stay in the source.
Posed planted(Index n, Index d, double noise, std::uint64_t seed, Index left, bool mirror = false) {
    Random random(seed);
    const Matrix x = random.normal(n, d);
    const Planted pair = plant(x, true, mirror, noise, 0, random);
    const auto kept = random.choose(n, left);
    Posed out{{embedding(x(kept, Eigen::all)), embedding(pair.target)}, {}, pair.map};
    Indices truth(left);
    for (Index i = 0; i < left; ++i) truth(i) = pair.partner[std::size_t(kept[std::size_t(i)])];
    out.request.method = "procrustes-wasserstein", out.request.options = wasserstein_method().parameters();
    out.request.pairing.truth = truth, out.request.fit_only = true;
    return out;
}

Posed with_strays(std::uint64_t seed) {
    Posed p = planted(500, 5, 0.1, seed, 500);
    Random random(seed + 50);
    Matrix rows = p.sets[1]->values();
    for (Index i : random.choose(500, 50)) {
        const Index row = (*p.request.pairing.truth)(i);
        rows.row(row) = 2 * random.normal(1, 5);
        (*p.request.pairing.truth)(i) = -1;
    }
    p.sets[1] = embedding(rows);
    return p;
}

const AlignmentState& state_of(const Frame& frame) { return std::get<AlignmentState>(*frame.state); }

std::shared_ptr<const Pairs> pairs_of(const Posed& p) { return *make_pairs(p.sets, {}, {}); }

}  // namespace

class TestWasserstein : public QObject {
    Q_OBJECT

  private slots:
    void kernelsAgreeWithPlainLoops() {
        Random random(1);
        for (Index n : {1, 7, 64, 203}) {
            const Eigen::VectorXf x = 10 * random.normal(n, 1).cast<float>(), bias = random.normal(n, 1).cast<float>();
            Eigen::VectorXf out(n);
            const float top = highest(x.data(), bias.data(), n);
            QCOMPARE(top, (x + bias).maxCoeff());
            const float sum = exp_row(x.data(), bias.data(), -top, n, out.data());
            QVERIFY(std::abs(sum - out.sum()) < 1e-5f * sum);
            for (Index i = 0; i < n; ++i) {
                const double want = std::exp(double(x(i) + bias(i) - top));
                QVERIFY(std::abs(double(out(i)) - want) <= 1e-5 * want + 1e-30);
            }
            QVERIFY(std::abs(dot(x.data(), bias.data(), n) - x.dot(bias)) < 1e-4f * (1 + x.norm() * bias.norm()));
        }
    }
    void softPlanKeepsItsMarginals() {
        const auto p = planted(80, 4, 0.1, 2, 80);
        const auto rows = search_rows(pairs_of(p), {false, false, false}, 3000, 1);
        const Matrix eye = Matrix::Identity(4, 4);
        const auto plan = *soft_plan({rows, eye, 0.5, nullptr, nullptr, 0, 200}, {});
        QVERIFY(plan.marginal_error < 1e-3);
        QVERIFY((plan.column_mass.array() - 1).abs().maxCoeff() < 1e-2);
        // Sharpness 0 believes in everybody equally: X' P Y is the product of the means.
        const auto flat = *soft_plan({rows, eye, 0, nullptr, nullptr, 0, 5}, {});
        const Eigen::MatrixXf want = rows.x.colwise().sum().transpose() * rows.y.colwise().sum() / 80;
        QVERIFY((flat.cross.cast<float>() - want).norm() < 1e-3f * (1 + want.norm()));
    }
    void signaturesDoNotSeeTheTurn() {
        Random random(3);
        auto p = planted(120, 6, 0, 4, 120);
        const auto rows = search_rows(pairs_of(p), {false, false, false}, 3000, 1);
        const auto s = *signatures(rows, 0.1, 3, 1, {});
        // Without noise a row's own partner has the same features, so no other is likelier by much.
        Index first = 0;
        const auto truth = *p.request.pairing.truth;
        for (Index i = 0; i < 120; ++i) {
            Index at = 0;
            (s.y * s.x.row(i).transpose()).maxCoeff(&at);
            first += at == truth(i);
        }
        QVERIFY2(first > 60, qPrintable(QString::number(first)));
        const Matrix kept = near_diagonal(Matrix::Identity(6, 6), s, 1e6);
        QVERIFY((kept - Matrix::Identity(6, 6)).norm() < 1e-9);
    }
    // A tenth of the rows replaced by strays twice as far out.
    void pairsThatAgreeFindTheTurnAmongStrays() {
        for (std::uint64_t seed : {1, 2, 3}) {
            const Posed p = with_strays(seed);
            const auto rows = search_rows(pairs_of(p), {}, 2000, seed);
            const auto opening = consistent_opening(rows);
            Shown shown;
            shown.fit = rows.pose(Matrix::Identity(5, 5));
            QVERIFY(*opening->step({}, shown));
            const Matrix r = rows.outward(opening->rotation());
            QVERIFY((r.transpose() * r - Matrix::Identity(5, 5)).norm() < 1e-6);
            QVERIFY2((r - p.map).norm() < 0.3, qPrintable(QString::number((r - p.map).norm())));
        }
    }

    void straysStayWithoutPartnersAndFarRightRowsDoNot() {
        const Posed p = with_strays(1);
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        QVERIFY(*result->report.metric("overlap") > 0.995);
        const double matched = *result->report.metric("matched_share");
        QVERIFY2(matched >= 0.9 && matched < 0.91, qPrintable(QString::number(matched)));
        // Student's t with 3 degrees of freedom, one entry at a time.
        Posed heavy = planted(400, 5, 0, 4, 400);
        Random random(4);
        Matrix rows = heavy.sets[1]->values();
        for (Index i = 0; i < rows.size(); ++i) {
            double square = 0;
            for (int k = 0; k < 3; ++k) square += std::pow(random.normal(), 2);
            rows.data()[i] += 0.1 * random.normal() / std::sqrt(square);
        }
        heavy.sets[1] = embedding(rows);
        const auto found = run(heavy.request, heavy.sets, {});
        QVERIFY(found.ok());
        const double overlap = *found->report.metric("overlap");
        QVERIFY2(overlap > 0.995, qPrintable(QString::number(overlap)));
        const auto frames = lane_frames(found->recording->frames(), best_lane(found->recording->frames()));
        QCOMPARE(frames[frames.size() - 2]->phase, int(WassersteinPhase::FarPairs));
        QCOMPARE(frames.back()->phase, int(WassersteinPhase::Rotate));
    }

    // In the true pose: 30 of 300 rows have strays for partners, hardly any of which may be joined; of the others every tenth has
    // an error eight times as long as the rest.
    void farPairsStandWhereChanceSeldomMakesThem() {
        Random random(9);
        const PointsMatrix x = random.normal(300, 6).cast<float>();
        PointsMatrix y = x + 0.03f * random.normal(300, 6).cast<float>();
        for (Index i = 30; i < 300; i += 10) y.row(i) += 0.6f * random.normal(1, 6).cast<float>().normalized();
        y.topRows(30) = 2 * random.normal(30, 6).cast<float>();
        const auto squared = dense_costs(x, y, PointCost::SquaredDistance);
        const auto match = match_with_far_pairs(x, y, squared, 0.0009 * 6, {});
        QVERIFY(match.ok());
        Index joined = 0;
        for (Index i = 0; i < 30; ++i) joined += (*match)(i) >= 0;
        QVERIFY2(joined <= 4, qPrintable(QString::number(joined)));
        for (Index i = 30; i < 300; ++i) QCOMPARE((*match)(i), i);
    }

    void plantedMatchingComesBack_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("d");
        QTest::addColumn<double>("noise");
        QTest::addColumn<int>("left");
        QTest::addColumn<bool>("mirror");
        QTest::newRow("plane") << 60 << 2 << 0.01 << 60 << false;
        QTest::newRow("few dimensions") << 150 << 4 << 0.05 << 150 << false;
        QTest::newRow("many dimensions") << 300 << 20 << 0.2 << 300 << false;
        QTest::newRow("mirror") << 300 << 20 << 0.2 << 300 << true;
        QTest::newRow("fewer source rows") << 300 << 15 << 0.1 << 250 << false;
    }
    void plantedMatchingComesBack() {
        QFETCH(int, n);
        QFETCH(int, d);
        QFETCH(double, noise);
        QFETCH(int, left);
        QFETCH(bool, mirror);
        const auto p = planted(n, d, noise, 11, left, mirror);
        const auto result = run(p.request, p.sets, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        const double overlap = *result->report.metric("overlap");
        QVERIFY2(overlap > 0.97, qPrintable(QString::number(overlap)));
        const Matrix& r = *result->report.matrix("rotation");
        QVERIFY((r - p.map).norm() < 0.2 * std::sqrt(double(d)));
        QCOMPARE(r.determinant() < 0, p.map.determinant() < 0);
        if (left == n) return;
        // The other way round: the larger set is the source.
        auto turned = p.request;
        turned.pairing.truth.reset();
        const auto back = run(turned, {p.sets[1], p.sets[0]}, {});
        QVERIFY(back.ok());
        QVERIFY((*back->report.matrix("rotation") - r.transpose()).norm() < 1e-6);
        QCOMPARE((back->report.indices("matching")->array() >= 0).count(), Index(left));
    }
    void pingPongNeverRises() {
        auto p = planted(150, 6, 0.6, 12, 150);
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        const auto all = result->recording->frames();
        QVERIFY(lane_numbers(all).size() >= 2);
        for (int lane : lane_numbers(all)) {
            double last = std::numeric_limits<double>::infinity();
            bool hard = false;
            for (auto& frame : lane_frames(all, lane)) {
                hard = hard || frame->phase == int(WassersteinPhase::Assign);
                const double cost = frame->metrics.front().second;
                if (hard) QVERIFY2(cost <= last * (1 + 1e-5), qPrintable(QString("%1 after %2").arg(cost).arg(last)));
                last = hard ? cost : last;
            }
        }
    }
    // Noise leaves no cost at 0; what a lane shows before and after it turns is its plan's price in each pose, which is
    // no less than that of the best matching there.
    void noFrameIsPricedBelowItsPlan_data() {
        QTest::addColumn<int>("left");
        QTest::newRow("equal sizes") << 150;
        QTest::newRow("fewer source rows") << 120;
    }
    void noFrameIsPricedBelowItsPlan() {
        QFETCH(int, left);
        auto p = planted(150, 3, 0.3, 21, left);
        for (Index i : {0, 1, 2, 3}) p.request.pairing.landmarks.push_back({i, (*p.request.pairing.truth)(i)});
        Start start;
        start.rotations = {p.map};
        p.request.pairing.start = start;
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        const auto all = result->recording->frames();
        QVERIFY(lane_numbers(all).size() >= 6);
        const double least = *result->report.metric("cost_per_row");
        QVERIFY(least > 0.01);
        for (int lane : lane_numbers(all)) {
            const Frame* before = nullptr;
            for (auto& frame : lane_frames(all, lane)) {
                const double cost = frame->metrics.front().second;
                const auto what = QString("lane %1, phase %2, iteration %3: %4").arg(lane).arg(frame->phase).arg(frame->iteration).arg(cost);
                const bool rows = frame->phase != int(WassersteinPhase::Race) && frame->phase != int(WassersteinPhase::Batch);
                QVERIFY2(cost > (rows ? 0.5 * least : 0), qPrintable(what));
                if (frame->phase == int(WassersteinPhase::Rotate) && before->phase == int(WassersteinPhase::Assign))
                    QVERIFY2(cost <= before->metrics.front().second * (1 + 1e-6), qPrintable(what));
                before = frame.get();
            }
        }
    }
    void pairsThatAgreeArePricedInThePoseThatIsShown() {
        const auto p = planted(200, 3, 0.2, 22, 200);
        const auto rows = search_rows(pairs_of(p), {}, 2000, 1);
        Lane lane("pairs that agree", consistent_opening(rows), rows, {});
        const Matrix before = rows.inward(lane.shown().fit.rotation);
        const auto price = [&](const Matrix& pose) {  // of the plan that the opening ends with
            const Matrix& made_at = lane.opening().rotation();
            const auto plan = *soft_plan({rows, made_at, final_sharpness(rows) / 2, nullptr, nullptr, 0, 5}, {});
            return rows.unit * rows.unit * repriced(plan.cost, plan.cross, made_at, pose, 200);
        };
        QVERIFY(!*lane.step({}));
        QCOMPARE(lane.shown().phase, WassersteinPhase::Agree);
        QVERIFY(std::abs(lane.shown().cost - price(before)) < 1e-9 * price(before));
        QVERIFY(!*lane.step({}));
        QCOMPARE(lane.shown().phase, WassersteinPhase::Rotate);
        const double turned = price(lane.opening().rotation());
        QVERIFY2(turned > 0.01 && std::abs(lane.shown().cost - turned) < 1e-9 * turned,
                 qPrintable(QString("%1 for %2").arg(lane.shown().cost).arg(turned)));
    }
    void pathsLeadFromFrameToFrame() {
        auto p = planted(60, 3, 0.05, 13, 60, true);
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        for (int lane : lane_numbers(result->recording->frames())) {
            const AlignmentState* before = nullptr;
            for (auto& frame : lane_frames(result->recording->frames(), lane)) {
                const auto& state = state_of(*frame);
                if (before && state.path) {
                    const auto pose = pose_between(*before, state, 1 - 1e-9);
                    QVERIFY2((pose.rotation - *state.rotation).norm() < 1e-6, qPrintable(QString::number(frame->phase)));
                }
                before = &state;
            }
        }
    }
    void keepLeavesTheWorstOut() {
        auto p = planted(200, 8, 0.05, 14, 200);
        Matrix target = p.sets[1]->values();
        const auto truth = *p.request.pairing.truth;
        Random random(1);
        for (Index i = 0; i < 20; ++i) target.row(truth(i)) = 3 * random.normal(1, 8);
        QVERIFY(p.request.options.set("keep", 0.9).ok());
        const auto result = run(p.request, {p.sets[0], embedding(target)}, {});
        QVERIFY(result.ok());
        const auto& match = *result->report.indices("matching");
        QCOMPARE((match.array() >= 0).count(), Index(180));
        Index right = 0;
        for (Index i = 20; i < 200; ++i) right += match(i) == truth(i);
        QVERIFY2(right > 170, qPrintable(QString::number(right)));
    }
    void landmarksAndStartsAreLanes() {
        auto p = planted(100, 3, 0.02, 15, 100);
        p.request.pairing.landmarks = {{0, (*p.request.pairing.truth)(0)}, {1, (*p.request.pairing.truth)(1)}, {2, (*p.request.pairing.truth)(2)}};
        Start start;
        start.rotations = {p.map};
        p.request.pairing.start = start;
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        const auto lanes = result->recording->lanes();
        QCOMPARE(lanes[0], std::string("given start"));
        QCOMPARE(lanes[1], std::string("landmarks"));
        QVERIFY(*result->report.metric("overlap") > 0.97);
    }
    void unrelatedRowsAreUnsupported() {
        Random random(5);
        RunRequest request;
        request.method = "procrustes-wasserstein", request.options = wasserstein_method().parameters();
        QVERIFY(request.options.set("starts", std::string("signatures")).ok());
        const auto result = run(request, {embedding(random.normal(150, 10)), embedding(random.normal(150, 10))}, {});
        QVERIFY(result.ok());
        QCOMPARE(result->report.verdict, Verdict::Unsupported);
    }
    void largerSetsAreExtended() {
        auto p = planted(400, 10, 0.1, 16, 400);
        QVERIFY(p.request.options.set("subsample", std::int64_t(300)).ok());
        p.request.fit_only = false;
        const auto result = run(p.request, p.sets, {});
        QVERIFY(result.ok());
        QVERIFY(*result->report.metric("overlap") > 0.9);
        bool said = false;
        for (auto& warning : result->report.warnings) said = said || warning.find("the search took") != std::string::npos;
        QVERIFY(said);
        // Judged over all rows: a part of the rows has met few of its partners.
        QVERIFY2(result->report.verdict == Verdict::Supported, result->report.reasons.front().c_str());
        QVERIFY(*result->report.metric("search_cost") < 0.3 * *result->report.metric("unrelated_cost"));
        Random random(17);
        const auto unrelated = run(p.request, {p.sets[0], embedding(random.normal(400, 10))}, {});
        QVERIFY(unrelated.ok());
        QCOMPARE(unrelated->report.verdict, Verdict::Unsupported);
        // Mutual nearest rows of a set with itself are the rows themselves.
        const auto pairs = *make_pairs({p.sets[0], p.sets[0]}, {}, {});
        ProcrustesFit fit;
        fit.rotation = Matrix::Identity(10, 10), fit.pivot = fit.place = RowVector::Zero(10);
        const auto match = *mutual_nearest(*pairs, fit, 2, {});
        for (Index i = 0; i < 400; ++i) QCOMPARE(Index(match(i)), i);
    }
};

QTEST_APPLESS_MAIN(TestWasserstein)
#include "test_wasserstein.moc"
