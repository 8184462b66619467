// Every metric of the alignment family against an answer that was planted or worked out another way.
#include <Eigen/QR>
#include <QtTest>

#include "core/alignment/assess.h"
#include "core/base/random.h"

using namespace orthoscope;

namespace {

std::shared_ptr<const Pairs> pairs(const Matrix& x, const Matrix& y) {
    auto a = std::make_shared<Dataset>(), b = std::make_shared<Dataset>();
    a->name = "a", b->name = "b";
    a->payload = EmbeddingSet{x}, b->payload = EmbeddingSet{y};
    auto made = make_pairs({a, b}, {}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

Report report(const Matrix& x, const Matrix& y, ProcrustesRules rules, Likeness likeness = Likeness::Cosine) {
    auto p = pairs(x, y);
    auto fit = procrustes({*p->source, *p->target, {}, {}, {}}, rules);
    auto made = assess_alignment({*p, rules, *fit, 1, false, likeness}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

// A shuffled target whose true partners are known, and an answer that names `right` of them rightly.
struct Search {
    std::shared_ptr<const Pairs> pairs;
    ProcrustesFit fit;
    FoundMatching found;
};
Search search(Index n, Index d, double noise, Index right, ProcrustesRules rules = {}) {
    Random random(11);
    const Matrix x = random.normal(n, d), r = random_orthogonal(d, random, true);
    const auto order = random.permutation(n);
    Matrix y(n, d);
    Indices truth(n);
    for (Index i = 0; i < n; ++i) {
        truth(i) = order[std::size_t(i)];
        y.row(truth(i)) = x.row(i) * r + noise * random.normal(1, d);
    }
    auto a = std::make_shared<Dataset>(), b = std::make_shared<Dataset>();
    a->name = "a", b->name = "b";
    a->payload = EmbeddingSet{x}, b->payload = EmbeddingSet{y};
    PairingOptions options;
    options.truth = truth;
    auto made = make_pairs({a, b}, options, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    Search s{*made, {}, {}};
    s.found.matching = truth;
    for (Index i = right; i < n; ++i) s.found.matching(i) = truth(i + 1 < n ? i + 1 : right);
    std::vector<Index> rows(static_cast<std::size_t>(n)), partners;
    for (Index i = 0; i < n; ++i) rows[std::size_t(i)] = i, partners.push_back(s.found.matching(i));
    const RowPairs pairs{*s.pairs->source, *s.pairs->target, rows, partners, {}};
    s.fit = *procrustes(pairs, rules);
    s.found.cost = std::pow(rmse(pairs, s.fit), 2);
    return s;
}
Report judged(const Search& s, ProcrustesRules rules = {}) {
    auto made = assess_alignment({*s.pairs, rules, s.fit, 1, false, Likeness::Cosine, &s.found}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

}  // namespace

class TestBaselines : public QObject {
    Q_OBJECT

  private slots:
    void affineAgreesWithLeastSquares() {
        Random random(1);
        const Matrix x = random.normal(80, 6), y = x * random.normal(6, 6) + random.normal(80, 6);
        Matrix wide(80, 7);
        wide << x, Vector::Ones(80);
        const Matrix rest = y - wide * wide.colPivHouseholderQr().solve(y);
        const auto r = report(x, y, {});
        QVERIFY(std::abs(*r.metric("affine_rmse") - std::sqrt(rest.squaredNorm() / 80)) < 1e-10);
        QVERIFY(std::abs(*r.metric("identity_rmse") - std::sqrt((x - y).squaredNorm() / 80)) < 1e-12);
    }
    void gramErrorIsThatOfTheGramMatrices() {
        Random random(2);
        const Matrix x = random.normal(40, 5).rowwise().normalized(), y = random.normal(40, 5).rowwise().normalized();
        const auto r = report(x, y, {});
        const double direct = (x * x.transpose() - y * y.transpose()).norm() / 40;
        QVERIFY(std::abs(*r.metric("gram_rms_error") - direct) < 1e-12);
    }
    // The bound holds, and is tight enough to be worth a line.
    // Near an exact fit the sums of squares cancel; the errors must not.
    void smallErrorsKeepTheirDigits() {
        Random random(21);
        const Matrix x = random.normal(60, 5).rowwise().normalized();
        const Matrix y = x * random_orthogonal(5, random, true) + 1e-9 * random.normal(60, 5);
        const auto r = report(x, y, {});
        const double gram = (x * x.transpose() - y * y.transpose()).norm() / 60;
        QVERIFY(gram < 1e-8);
        QVERIFY(std::abs(*r.metric("gram_rms_error") - gram) < 1e-5 * gram);
        Matrix wide(60, 6);
        wide << x, Vector::Ones(60);
        const Matrix rest = y - wide * wide.colPivHouseholderQr().solve(y);
        const double affine = std::sqrt(rest.squaredNorm() / 60);
        QVERIFY(std::abs(*r.metric("affine_rmse") - affine) < 1e-4 * affine);
        QVERIFY(*r.metric("affine_rmse") <= *r.metric("rmse"));
        QCOMPARE(r.verdict, Verdict::Supported);
    }
    // A path of short steps under noise: one row on, the partner is almost as near, yet surely nearer.
    void aShiftAlongAPathIsSeen() {
        Random random(22);
        const Index n = 3000;
        Matrix path = random.normal(n + 1, 3);
        for (Index i = 1; i <= n; ++i) path.row(i) += path.row(i - 1);
        const Matrix turned = path * random_orthogonal(3, random, true) + 2 * random.normal(n + 1, 3);
        QCOMPARE(report(path.topRows(n), turned.topRows(n), {}).verdict, Verdict::Supported);
        const auto whole = report(path.topRows(n), turned.bottomRows(n), {});
        QCOMPARE(whole.verdict, Verdict::Unsupported);
        QVERIFY2(whole.reasons[0].find("previous row") != std::string::npos, whole.reasons[0].c_str());
        // One row lost in the middle.
        Matrix lost(n, 3);
        lost << turned.topRows(n / 2), turned.bottomRows(n - n / 2);
        const auto half = report(path.topRows(n), lost, {});
        QCOMPARE(half.verdict, Verdict::Unsupported);
        QVERIFY2(half.reasons[0].find("From about pair") != std::string::npos, half.reasons[0].c_str());
    }
    void theBoundHolds() {
        Random random(3);
        const Matrix x = random.normal(300, 8).rowwise().normalized();
        const Matrix y = (x * random_orthogonal(8, random, false) + 0.03 * random.normal(300, 8)).rowwise().normalized();
        const auto r = report(x, y, {});
        const double bound = *r.metric("procrustes_bound");
        QVERIFY(std::abs(bound - 4 * *r.metric("gram_rms_error")) < 1e-12);
        QVERIFY(*r.metric("mean_squared_error") <= bound);
        for (ProcrustesRules rules : {ProcrustesRules{true, false, false}, {false, true, false}, {false, false, true}})
            QVERIFY(std::isnan(*report(x, y, rules).metric("procrustes_bound")));
        QVERIFY(std::isnan(*report(2 * x, y, {}).metric("procrustes_bound")));
    }
    // What cannot be told apart was not found: pairs of equal rows miss rank 1, twelve equal rows rank 10 too.
    void tiesCountAgainstTheRows() {
        Random random(23);
        Matrix target = random.normal(60, 5);
        target.row(1) = target.row(0);
        for (Index i = 10; i < 22; ++i) target.row(i) = target.row(10);
        std::vector<Index> partner(60);
        for (Index i = 0; i < 60; ++i) partner[std::size_t(i)] = i;
        for (auto likeness : {Likeness::Cosine, Likeness::Distance})
            for (double size : {1.0, 1e-7, 1e7}) {
                auto found = retrieval(size * target, partner, size * target, likeness, true, {});
                QVERIFY(found.ok());
                QVERIFY(std::abs(found->top1 - 46.0 / 60) < 1e-12);
                QVERIFY(found->top1_csls <= 46.0 / 60 + 1e-12);
                QVERIFY(std::abs(found->recall_at_10 - 48.0 / 60) < 1e-12);
                QVERIFY(std::abs(found->tied - 14.0 / 60) < 1e-12);
            }
        const auto r = report(target, target * random_orthogonal(5, random, true), {});
        QVERIFY(std::abs(*r.metric("top1") - 46.0 / 60) < 1e-12);
        QVERIFY(*r.metric("heldout_top1") <= 46.0 / 60 + 1e-12);
        const auto said = [](const std::string& w) { return w.starts_with("14 of 60 rows have another target row as near"); };
        QCOMPARE(std::count_if(r.warnings.begin(), r.warnings.end(), said), 1);
        QVERIFY2(r.verdict != Verdict::Supported || r.reasons[0].find("among ten") != std::string::npos, r.reasons[0].c_str());
    }
    void errorsSayOverWhichRowsTheyAre() {
        Random random(24);
        auto a = std::make_shared<Dataset>(), b = std::make_shared<Dataset>();
        a->payload = EmbeddingSet{random.normal(40, 3)}, b->payload = EmbeddingSet{random.normal(40, 3)};
        PairingOptions options;
        options.anchors = std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7};
        options.weights = Vector::LinSpaced(40, 1, 40);
        auto p = make_pairs({a, b}, options, {});
        QVERIFY(p.ok());
        auto fit = procrustes(fit_rows(**p).rows(**p), {});
        auto r = assess_alignment({**p, {}, *fit, 1, false, Likeness::Cosine}, {});
        QVERIFY(r.ok());
        const Matrix off = fit->apply(a->values()) - b->values();
        const Vector w = options.weights->head(8), square = off.topRows(8).rowwise().squaredNorm();
        QVERIFY(std::abs(*r->metric("rmse") - std::sqrt(w.dot(square) / w.sum())) < 1e-12);
        QVERIFY(std::abs(*r->metric("heldout_rmse") - std::sqrt(off.bottomRows(32).rowwise().squaredNorm().mean())) < 1e-12);
        std::string all;
        for (auto& warning : r->warnings) all += warning + "\n";
        QVERIFY2(all.find("over the 8 of 40 pairs that fit, heldout_rmse and its retrieval over the 32 others") != all.npos, all.c_str());
        QVERIFY2(all.find("weighted means over 8 pairs (--weights)") != all.npos, all.c_str());
        // Weights that leave no row to fit.
        options.weights = Vector::LinSpaced(40, 1, 40), options.weights->head(8).setZero();
        QVERIFY(!make_pairs({a, b}, options, {}).ok());
    }
    // Rows that are all alike prove nothing.
    void equalRowsAreNotFound() {
        const Matrix x = RowVector::LinSpaced(4, 1, 4).replicate(50, 1);
        const auto r = report(x, x, {});
        QCOMPARE(*r.metric("top1"), 0.0);
        QCOMPARE(*r.metric("heldout_recall_at_10"), 0.0);
        QVERIFY(r.verdict != Verdict::Supported);
    }
    void retrievalCountsPlantedMisses() {
        Random random(4);
        const Matrix target = random.normal(100, 10);
        Matrix queries = target;
        std::vector<Index> partner(100);
        for (Index i = 0; i < 100; ++i) partner[std::size_t(i)] = i;
        for (Index i = 0; i < 7; ++i) queries.row(i) = target.row(i + 50);  // seven that find another first
        for (auto likeness : {Likeness::Cosine, Likeness::Distance}) {
            auto found = retrieval(queries, partner, target, likeness, true, {});
            QVERIFY(found.ok());
            QVERIFY(std::abs(found->top1 - 0.93) < 1e-12);
            QVERIFY(found->top1_csls <= 0.93 + 1e-12);
        }
    }
    void recallCountsRanks() {
        // On a line, query i sits at 0 and its partner is the (i+1)-th nearest.
        Matrix target(20, 1);
        for (Index i = 0; i < 20; ++i) target(i, 0) = double(i + 1);
        const Matrix queries = Matrix::Zero(20, 1);
        std::vector<Index> partner(20);
        for (Index i = 0; i < 20; ++i) partner[std::size_t(i)] = i;
        auto found = retrieval(queries, partner, target, Likeness::Distance, false, {});
        QVERIFY(found.ok());
        QVERIFY(std::abs(found->top1 - 0.05) < 1e-12);
        QVERIFY(std::abs(found->recall_at_10 - 0.5) < 1e-12);
    }
    void cslsPunishesAHub() {
        // Target 0 is near to everything; by cosine it wins, CSLS takes its popularity off.
        Random random(5);
        const Index n = 60, d = 30;
        Matrix target(n, d), queries(n, d);
        const RowVector hub = RowVector::Ones(d).normalized();
        std::vector<Index> partner(static_cast<std::size_t>(n));
        for (Index i = 0; i < n; ++i) {
            const RowVector own = random.normal(1, d).normalized();
            target.row(i) = (own + 0.2 * hub).normalized();
            queries.row(i) = (0.55 * own + hub).normalized();
            partner[std::size_t(i)] = i;
        }
        target.row(0) = hub;
        auto found = retrieval(queries, partner, target, Likeness::Cosine, true, {});
        QVERIFY(found.ok());
        QVERIFY2(found->top1_csls > found->top1 + 0.3, qPrintable(QString("%1 %2").arg(found->top1).arg(found->top1_csls)));
    }
    void heldoutIsWorseThanTheFitAndNearTheNoise() {
        Random random(6);
        const Matrix x = random.normal(500, 10), r = random_orthogonal(10, random, true);
        const auto rep = report(x, x * r + 0.2 * random.normal(500, 10), {});
        const double noise = 0.2 * std::sqrt(10.0);
        QVERIFY(std::abs(*rep.metric("heldout_rmse") - noise) < 0.03);
        QVERIFY(*rep.metric("heldout_rmse") >= *rep.metric("rmse"));
    }
    void rotationAngleIsTheAngle() {
        const double a = 0.7;
        Matrix r = Matrix::Identity(3, 3);
        r.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
        Random random(7);
        const Matrix x = random.normal(50, 3);
        const auto rep = report(x, x * r, {true, true, false}, Likeness::Distance);
        QVERIFY(std::abs(*rep.metric("rotation_angle_degrees") - a * 180 / M_PI) < 1e-9);
        QVERIFY(std::abs(*rep.metric("determinant") - 1) < 1e-12);
    }
    void aFoundMatchingIsJudgedBySearchesOfUnrelatedRows() {
        auto s = search(200, 8, 0.1, 200);
        s.found.null_costs = {5, 5.5, 5.2};
        auto r = judged(s);
        QCOMPARE(r.verdict, Verdict::Supported);
        QCOMPARE(*r.metric("overlap"), 1.0);
        QCOMPARE(*r.metric("top1"), 1.0);
        QCOMPARE(*r.metric("matched_share"), 1.0);
        QVERIFY(std::abs(*r.metric("mean_squared_error") - s.found.cost) < 1e-12);
        s.found.null_costs = {s.found.cost, 2 * s.found.cost};
        r = judged(s);
        QCOMPARE(r.verdict, Verdict::Unsupported);
        QVERIFY(r.reasons.front().find("unrelated") != std::string::npos);
        s.found.null_costs.clear();
        QCOMPARE(judged(s).verdict, Verdict::Doubtful);
    }
    void anotherAnswerNearlyAsGoodIsDoubtful() {
        auto s = search(200, 8, 0.1, 200);
        s.found.null_costs = {5, 5.5};
        s.found.next_cost = 1.02 * s.found.cost, s.found.next = "a half turn away";
        const auto r = judged(s);
        QCOMPARE(r.verdict, Verdict::Doubtful);
        QVERIFY(r.reasons.front().find("a half turn away") != std::string::npos);
        s.found.next_cost = 4;
        QCOMPARE(judged(s).verdict, Verdict::Supported);
    }
    void wrongPartnersShowInTheOverlapAlone() {
        auto s = search(200, 8, 0.1, 150);
        s.found.null_costs = {50};
        const auto r = judged(s);
        QVERIFY(std::abs(*r.metric("overlap") - 0.75) < 1e-12);
        QVERIFY(*r.metric("top1") > 0.9);  // the rotation is right, and finds the true partners
    }
    void noCorrespondencesAreLoud() {
        auto s = search(50, 4, 0.1, 50);
        s.found.matching.setConstant(-1);
        const auto r = judged(s);
        QCOMPARE(r.verdict, Verdict::Unsupported);
        QVERIFY(!r.metric("rmse"));
        QVERIFY(r.reasons.front().find("No correspondences") != std::string::npos);
    }
    void rowsOfNoConfidenceDoNotCount() {
        auto s = search(100, 5, 0, 90);
        s.found.confidence = Vector::Ones(100);
        s.found.confidence.tail(10).setZero();
        s.fit = *procrustes({*s.pairs->source, *s.pairs->target, {}, {}, {}}, {});
        std::vector<Index> rows, partners;
        for (Index i = 0; i < 90; ++i) rows.push_back(i), partners.push_back((*s.pairs->truth)(i));
        s.fit = *procrustes({*s.pairs->source, *s.pairs->target, rows, partners, {}}, {});
        const auto r = judged(s);
        QVERIFY(*r.metric("rmse") < 1e-12);
        QVERIFY(std::abs(*r.metric("matched_share") - 1) < 1e-12);
    }
    void setsThatLieApartAreToldToBeCentred() {
        Random random(8);
        const Matrix x = random.normal(200, 6), q = random_orthogonal(6, random, true);
        const Matrix y = (x * q + 0.05 * random.normal(200, 6)).rowwise() + RowVector::Constant(6, 9.0);
        const auto said = [](const Report& made) {
            return std::any_of(made.reasons.begin(), made.reasons.end(),
                               [](auto& why) { return why.find("--center on") != std::string::npos; });
        };
        const Report apart = report(x, y, {});
        QVERIFY2(apart.verdict == Verdict::Doubtful && said(apart), apart.reasons.front().c_str());
        const Report centred = report(x, y, {.centred = true});
        QVERIFY2(centred.verdict == Verdict::Supported && !said(centred), centred.reasons.front().c_str());
        QVERIFY(!said(report(x, Matrix(x * q + 0.05 * random.normal(200, 6)), {})));
    }

    void forbiddingAReflectionHasItsPrice() {
        Random random(12);
        const Matrix x = random.normal(300, 3);
        Matrix mirror = Matrix::Identity(3, 3);
        mirror(2, 2) = -1;
        const auto r = report(x, x * mirror + 0.1 * random.normal(300, 3), {true, true, false}, Likeness::Distance);
        const double error = *r.metric("rmse"), mirrored = *r.metric("mirrored_rmse");
        QVERIFY(mirrored < 0.2 && error > 1);
        QVERIFY(std::abs(*r.metric("reflection_price") - (error * error - mirrored * mirrored)) < 1e-12);
        QVERIFY(r.reasons.front().find("eflection") != std::string::npos);
        QVERIFY(!report(x, x, {false, true, false}, Likeness::Distance).metric("reflection_price"));
    }
    void aFlatCloudLeavesTheMirrorOpen() {
        Random random(8);
        Matrix x = random.normal(100, 3);
        x.col(2).setZero();
        const auto free = report(x, x, {false, true, false}, Likeness::Distance);
        QCOMPARE(free.verdict, Verdict::Doubtful);
        QVERIFY(free.reasons.front().find("not unique") != std::string::npos);
        QCOMPARE(report(x, x, {true, true, false}, Likeness::Distance).verdict, Verdict::Supported);
    }
};

QTEST_APPLESS_MAIN(TestBaselines)
#include "test_baselines.moc"
