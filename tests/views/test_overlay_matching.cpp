// The overlay of methods that search for partners: the sparse image, lanes, curves of all lanes, lists that
// can be clicked; and that nothing overlaps.
#include <QtTest>
#include <set>

#include "support/matching_exhibit.h"
#include "support/panels.h"
#include "views/overlay/cost_curves.h"
#include "views/overlay/lanes_now.h"
#include "views/overlay/moment.h"
#include "views/overlay/residuals.h"
#include "views/overlay/sparse_image.h"

using namespace orthoscope;
using namespace orthoscope::example;

class TestOverlayMatching : public QObject {
    Q_OBJECT

    Overlay overlay_;

    static SceneNotes notes_at_the_end(const Exhibit& e) {
        SceneNotes notes;
        notes.drawn = notes.total = 240;
        notes.lines = 120, notes.lines_total = 120, notes.lines_right = 100;
        notes.residual_colours = true, notes.residual_high = 0.4;
        for (int k = 0; k < 5; ++k) {
            notes.worst.push_back({{0, k}, "a rather long label of row " + std::to_string(k), 1.0 / (k + 1)});
            notes.hubs.push_back({{1, k + 20}, "row " + std::to_string(k + 20), 9.0 - k});
        }
        std::vector<double> residuals;
        for (int k = 0; k < 100; ++k) residuals.push_back(0.01 * k);
        notes.residuals = std::make_shared<Residuals>(residuals);
        notes.halos = e.bootstrap ? 120 : 0;
        return notes;
    }
    static const PlacedPanel* panel(const std::vector<PlacedPanel>& panels, const std::string& id) {
        for (auto& p : panels)
            if (p.id == id) return &p;
        return nullptr;
    }

  private slots:
    void nothingOverlapsWithLanesAndLists() {
        for (auto& size : sizes)
            for (int lanes : {1, 3, 14}) {
                Exhibit e = search({.lanes = std::max(lanes, 2)});
                if (lanes == 1) e.all_frames.clear();
                e.bootstrap = std::make_shared<Bootstrap>(refits(3, {0, 0.1}));
                const Look look{.scale = size.scale, .device_ratio = size.ratio, .halos = true};
                for (std::size_t frame = 0; frame < e.frames.size(); frame += 2) {
                    const SceneNotes notes =
                        frame + 1 == e.frames.size() ? notes_at_the_end(e) : SceneNotes{};
                    const auto panels =
                        overlay_.plan(e, {frame, frame, 0}, look, notes, size.width, size.height);
                    const QString fault = overlap(panels, size.width, size.height);
                    QVERIFY2(fault.isEmpty(),
                             qPrintable(fault + QString(" at %1 x %2").arg(size.width).arg(size.height)));
                    for (auto& p : panels)
                        for (auto& part : p.parts)
                            QVERIFY(part.x >= p.x - 0.5 && part.y >= p.y - 0.5 &&
                                    part.x + part.width <= p.x + p.width + 0.5 &&
                                    part.y + part.height <= p.y + p.height + 0.5);
                }
            }
    }

    void aStartThatLostDoesNotWearTheVerdict() {
        Exhibit e = search({.lanes = 3});
        e.report = std::make_shared<const Report>();
        const int best = best_lane(e.all_frames);
        for (int lane : {0, 1, 2}) {
            e.lane = lane, e.frames = lane_frames(e.all_frames, lane);
            const auto winner = judged_elsewhere(e);
            QCOMPARE(winner.has_value(), lane != best);
            if (winner) QCOMPARE(*winner, best);
            // An overlay that has shown other lanes before says the same as a new one.
            const Cursor last{e.frames.size() - 1, e.frames.size() - 1, 0};
            const auto known = overlay_.plan(e, last, {}, {}, 1280, 800), anew = Overlay().plan(e, last, {}, {}, 1280, 800);
            QCOMPARE(panel(known, "verdict")->height, panel(anew, "verdict")->height);
            QCOMPARE(panel(known, "verdict")->width, panel(anew, "verdict")->width);
        }
        e.all_frames.clear();  // one lane
        QVERIFY(!judged_elsewhere(e));
    }

    void everythingShowsAtTheUsualSize() {
        Exhibit e = search({});
        e.bootstrap = std::make_shared<Bootstrap>(refits(3, {0, 0.1}));
        const std::size_t last = e.frames.size() - 1;
        const auto middle = overlay_.plan(e, {5, 5, 0}, {}, {}, 1280, 800);
        for (const char* id : {"matching", "cost", "lanes", "lane-0", "lane-1", "lane-2"})
            QVERIFY2(has(middle, id), id);
        QVERIFY(!has(middle, "rows"));
        const auto end = overlay_.plan(e, {last, last, 0}, {}, notes_at_the_end(e), 1280, 800);
        for (const char* id : {"rows", "lines", "certainty", "residuals", "matching", "lane-1"})
            QVERIFY2(has(end, id), id);
        std::set<std::string> parts;
        for (auto& part : panel(end, "rows")->parts) parts.insert(part.id);
        QCOMPARE(parts.size(), std::size_t(10));
        QVERIFY(parts.count("worst-0") && parts.count("worst-4") && parts.count("hub-0") &&
                parts.count("hub-4"));
        // Where there is no room the multiples fold, and the picture keeps the middle.
        const auto small = overlay_.plan(e, {5, 5, 0}, {.scale = 1.75}, {}, 1280, 720);
        QVERIFY(!has(small, "lane-0") && has(small, "phase"));
    }

    void manyLanesFoldFromTheWorst() {
        const Exhibit e = search({.lanes = 30});
        const auto panels = overlay_.plan(e, {4, 4, 0}, {}, {}, 1280, 560);
        int shown = 0;
        for (auto& p : panels) shown += p.id.starts_with("lane-");
        QVERIFY(shown >= 2 && shown <= 8);
        QVERIFY(has(panels, "lane-1"));  // the winner
        Exhibit other = e;
        other.lane = 29;
        other.frames = lane_frames(e.all_frames, 29);
        QVERIFY(has(overlay_.plan(other, {4, 4, 0}, {}, {}, 1280, 800), "lane-29"));  // the one shown
    }

    void lanesRankByTheirLastCost() {
        const Exhibit e = search({.lanes = 4});
        const auto lanes = lanes_now(e, *e.frames[4]);
        QCOMPARE(lanes.size(), std::size_t(4));
        QCOMPARE(lanes[0].lane, 1);
        QVERIFY(lanes[0].shown && lanes[0].rank == 1 && lanes[0].frame == e.frames[4]);
        for (std::size_t k = 0; k < 4; ++k) {
            QCOMPARE(lanes[k].rank, int(k) + 1);
            QCOMPARE(lanes[k].frame->iteration, e.frames[4]->iteration);
            QVERIFY(k == 0 || lanes[k].last_cost >= lanes[k - 1].last_cost);
        }
        for (auto& lane : lanes_now(e, *e.frames.back())) QCOMPARE(lane.cost, lane.last_cost);
        Exhibit single = e;
        single.all_frames.clear();
        QVERIFY(lanes_now(single, *e.frames[4]).empty());
    }

    void theCurveHoldsAllLanesAndNamesItsPhases() {
        const Exhibit e = search({.lanes = 3, .rounds = 6});
        const CostCurves curves = cost_curves(e);
        QCOMPARE(curves.name, std::string("cost"));
        QCOMPARE(curves.curves.size(), std::size_t(3));
        QVERIFY(curves.curves.back().shown && curves.curves.back().lane == 1);
        QCOMPARE(curves.curves.back().lane_name, std::string("principal axes +-+"));
        QCOMPARE(curves.longest, std::size_t(13));
        QCOMPARE(curves.recurring, (std::vector<int>{1, 2}));
        QVERIFY(curves.logarithmic);  // 4 down to 0.02
        QVERIFY(curves.height(curves.high) == 1 && curves.height(curves.low) == 0);
        QVERIFY(std::abs(curves.height(std::sqrt(curves.high * curves.low)) - 0.5) < 1e-9);
        // Several frames of one phase in a single iteration are no loop.
        Exhibit once = e;
        for (auto& frame : once.frames) {
            auto same = std::make_shared<Frame>(*frame);
            same->iteration = 1;
            frame = same;
        }
        QVERIFY(cost_curves(once).recurring.empty());
        Exhibit first = e;
        first.frames.resize(1), first.all_frames.clear();
        QVERIFY(!cost_curves(first).any());
    }

    void theSparseImageCountsHitsAndMisses() {
        const Index n = 10;
        Pairs pairs;
        pairs.source = pairs.target = std::make_shared<Matrix>(Matrix::Zero(n, 2));
        pairs.truth = Indices::LinSpaced(n, 0, n - 1);
        AlignmentState state;
        Indices matching = *pairs.truth;
        matching(3) = 7, matching(5) = -1;
        state.matching = std::make_shared<Indices>(matching);
        SparseImage image = sparse_image(state, pairs);
        QCOMPARE(image.block, Index(1));
        QCOMPARE(image.matched, Index(9));
        QCOMPARE(image.right, Index(8));
        QCOMPARE(image.missed, Index(2));  // rows 3 and 5
        QCOMPARE(image.dots.size(), std::size_t(11));
        for (auto& dot : image.dots) {
            if (dot.row == 3 && dot.column == 7)
                QVERIFY(dot.mass == 1 && dot.right == 0);
            else if (dot.row == 3 || dot.row == 5)
                QVERIFY(dot.mass == 0 && dot.row == dot.column);
            else
                QVERIFY(dot.mass == 1 && dot.right == 1 && dot.row == dot.column);
        }
        // A row that does not count has no partner.
        Matrix weights = Matrix::Ones(n, 1);
        weights(0) = 0;
        state.confidence = std::make_shared<Matrix>(weights);
        QCOMPARE(sparse_image(state, pairs).matched, Index(8));
        // A plan of the same content, and no truth.
        state = {};
        Matrix plan(2, 3);
        plan << 1, 2, 0.25, 4, 4, 0.75;
        state.coupling = std::make_shared<Matrix>(plan);
        image = sparse_image(state, pairs);
        QVERIFY(image.soft && image.right_share == 0.75);
        QCOMPARE(image.dots.size(), std::size_t(2));
        QVERIFY(image.dots[0].row == 1 && image.dots[0].column == 2 &&
                std::abs(image.dots[0].mass - 1.0 / 3) < 1e-12);
    }

    void aLargeMatchingIsReduced() {
        const Index n = 1000;
        Pairs pairs;
        pairs.source = pairs.target = std::make_shared<Matrix>(Matrix::Zero(n, 2));
        AlignmentState state;
        state.matching = std::make_shared<Indices>(Indices::LinSpaced(n, 0, n - 1));
        const SparseImage image = sparse_image(state, pairs);
        QCOMPARE(image.block, Index(18));
        QVERIFY(image.rows == 56 && image.columns == 56);
        QCOMPARE(image.dots.size(), std::size_t(56));  // the diagonal
        QVERIFY(!image.truth && image.matched == n);
    }

    void symbolsOfSearchesHaveValues() {
        const Exhibit e = search({});
        const SceneNotes notes;
        const Look look;
        const std::size_t last = e.frames.size() - 1;
        const Moment moment = moment_of(e, {last, last, 0}, look, notes);
        QCOMPARE(value_of("P", moment), std::string("120 of 120 right"));
        QCOMPARE(value_of("\\epsilon", moment), std::string("0.05"));
        QVERIFY(!value_of("cost", moment).empty());
        QCOMPARE(value_of("marginal error", moment), std::string("0.25"));
        const Moment start = moment_of(e, {0, 0, 0}, look, notes);
        QVERIFY(value_of("P", start).empty());
        const Exhibit sets = group(30, 3, 3);
        const Moment met = moment_of(sets, {1, 1, 0}, look, notes);
        QVERIFY(met.group && !met.values);
        QCOMPARE(value_of("cost", met), std::string("0.01"));
    }
};

QTEST_APPLESS_MAIN(TestOverlayMatching)
#include "test_overlay_matching.moc"
