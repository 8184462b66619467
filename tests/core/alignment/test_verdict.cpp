// What an answer that chose its own partners must show before it is believed.
#include <QtTest>

#include "core/alignment/verdict.h"

using namespace orthoscope;

namespace {

// A sound answer of 450 matches in five dimensions; the tests spoil one thing each.
struct Case {
    FoundMatching found;
    Baselines base;
    Verdict judged() {
        found.null_costs = {1.6, 1.62};
        base.target_rms = 2.2, base.affine_rmse = base.free_scale_rmse = base.free_shift_rmse = base.mirrored_rmse = 0.3;
        base.rows_used = 450;
        Evidence evidence;
        evidence.rmse = 0.3, evidence.pairs = 450, evidence.asked = 500, evidence.dimensions = 5;
        evidence.found = &found;
        Report report;
        judge_found(evidence, base, report);
        return report.verdict;
    }
};

Case sound() {
    Case c;
    c.found.cost = 0.1, c.found.next_cost = 1.3;
    c.base.heldout_top1 = 0.97, c.base.heldout_recall_at_10 = 1;
    return c;
}

}  // namespace

class TestVerdict : public QObject {
    Q_OBJECT
  private slots:
    void aSoundAnswerIsSupported() { QCOMPARE(sound().judged(), Verdict::Supported); }
    void noBetterThanUnrelatedRowsIsUnsupported() {
        auto c = sound();
        c.found.cost = 1.58, c.found.next_cost = void_metric;
        QCOMPARE(c.judged(), Verdict::Unsupported);
    }
    void aNearRivalIsDoubtful() {
        auto c = sound();
        c.found.next_cost = 0.15;
        QCOMPARE(c.judged(), Verdict::Doubtful);
    }
    // Partners were chosen near, so that rank ten comes for nothing: only much less than chance excuses a low first rank.
    void partnersThatAreNotFoundAgainAreDoubtful() {
        auto c = sound();
        c.base.heldout_top1 = 0.42, c.base.heldout_recall_at_10 = 0.95;
        QCOMPARE(c.judged(), Verdict::Supported);  // a dense cloud
        c.found.cost = 0.86;
        QCOMPARE(c.judged(), Verdict::Doubtful);
        c.found.cost = 0.1, c.base.heldout_recall_at_10 = 0.6;
        QCOMPARE(c.judged(), Verdict::Doubtful);
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "test_verdict.moc"
