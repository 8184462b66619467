// The laboratory's board: stairs that lie on the polynomial, curves up to the cursor, closed forms beside the flow, and that
// nothing overlaps.
#include <QtTest>
#include <cmath>
#include <map>
#include <set>

#include "core/descent/mode_curve.h"
#include "core/recording/lanes.h"
#include "core/samples/sample.h"
#include "support/panels.h"
#include "tests/views/pictures.h"
#include "views/charts/chart_map.h"
#include "views/overlay/descent_view.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

struct Ran {
    std::vector<DatasetPtr> sets;
    RunResult result;
};

// The method made for a sample, run once on it.
const Ran& ran(const std::string& sample) {
    static std::map<std::string, Ran> all;
    if (auto found = all.find(sample); found != all.end()) return found->second;
    const auto made = make_sample(sample, find_sample(sample)->parameters, 1);
    RunRequest request;
    request.method = made->method, request.options = find_method(made->method)->parameters();
    auto result = run(request, made->sets, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return all.emplace(sample, Ran{made->sets, std::move(*result)}).first->second;
}

// With the lane of this name shown.
Exhibit shown(const char* sample, const std::string& lane) {
    const auto& [sets, result] = ran(sample);
    Exhibit e;
    e.sets = sets, e.pairs = result.pairs, e.method = &find_method(result.recording->provenance().method)->info();
    e.lanes = result.recording->lanes(), e.all_frames = result.recording->frames();
    for (std::size_t i = 0; i < e.lanes.size(); ++i)
        if (e.lanes[i] == lane) e.lane = int(i);
    e.frames = lane_frames(e.all_frames, e.lane);
    e.report = std::make_shared<const Report>(result.report);
    return e;
}

const ChartSeries* series(const Chart& chart, const std::string& label) {
    for (auto& s : chart.series)
        if (s.label == label) return &s;
    return nullptr;
}
const ChartSeries* cursor_of(const Chart& chart) {
    for (auto& s : chart.series)
        if (s.kind == ChartSeries::Kind::Vertical) return &s;
    return nullptr;
}
const DescentState& state_of(const FramePtr& frame) { return std::get<DescentState>(*frame->state); }

}  // namespace

class TestDescentBoard : public QObject {
    Q_OBJECT

    Overlay overlay_;
    Look look_;
    SceneNotes notes_;

    DescentView view(const Exhibit& e, const Cursor& at) { return descent_view(moment_of(e, at, look_, notes_)); }

  private slots:
    void stairsLieOnThePolynomialAndTheDiagonal() {
        const Exhibit e = shown("graded-matrix", "Muon");
        for (std::size_t k : {std::size_t(1), std::size_t(4), std::size_t(9)}) {
            const auto v = view(e, {k, k, 0});
            QVERIFY(v.kind == DescentView::Kind::Iteration);
            QCOMPARE(v.chosen, Index(47));  // the smallest
            const Chart& chart = *v.chart("cobweb");
            const auto* stairs = series(chart, "value 48");
            QVERIFY(stairs);
            const auto p = [](double s) { return 3.4445 * s - 4.7750 * std::pow(s, 3) + 2.0315 * std::pow(s, 5); };
            for (std::size_t i = 1; i < stairs->x.size(); ++i) {
                const double x = stairs->x[i], y = stairs->y[i];
                QVERIFY2(std::abs(y - x) < 1e-9 || std::abs(y - p(x)) < 1e-9, qPrintable(QString("%1 %2").arg(x).arg(y)));
            }
            const auto& path = *state_of(e.frames[k]).path;
            QVERIFY(std::abs(stairs->y.back() - path(Index(k), 47)) < 1e-15);
            const auto* all = series(chart, "all values");
            QCOMPARE(all->x.size(), std::size_t(48));
            QVERIFY(all->x[10] == path(Index(k) - 1, 10) && all->y[10] == path(Index(k), 10));
            const auto* drawn = series(chart, "polynomial of the step");
            for (std::size_t i = 0; i < drawn->x.size(); i += 13) QVERIFY(std::abs(drawn->y[i] - p(drawn->x[i])) < 1e-12);
        }
    }
    void aStepGoesAcrossThenUp() {
        const Exhibit e = shown("graded-matrix", "Cubic");
        const auto& path = *state_of(e.frames[3]).path;
        const auto at = [&](double weight) {
            const auto v = view(e, {2, 3, weight});
            const auto* all = series(*v.chart("cobweb"), "all values");
            return std::pair{all->x[5], all->y[5]};
        };
        const auto [x1, y1] = at(0.25);
        QVERIFY(std::abs(x1 - (path(1, 5) + path(2, 5)) / 2) < 1e-12 && std::abs(y1 - path(2, 5)) < 1e-12);
        const auto [x2, y2] = at(0.75);
        QVERIFY(std::abs(x2 - path(2, 5)) < 1e-12 && std::abs(y2 - (path(2, 5) + path(3, 5)) / 2) < 1e-12);
    }
    void thePolynomialIsThatOfTheStep() {
        const Exhibit e = shown("graded-matrix", "Polar Express");
        const auto one = view(e, {1, 1, 0}), five = view(e, {5, 5, 0});
        const auto slope = [](const DescentView& v) {
            const auto* p = series(*v.chart("cobweb"), "polynomial of the step");
            return p->y[1] / p->x[1];
        };
        QVERIFY(slope(one) > 7 && slope(five) < 3);
    }
    void theRunawayValueIsTheOneFollowed() {
        const Exhibit e = shown("graded-matrix", "ROOT 2048x2048");
        const std::size_t last = e.frames.size() - 1;
        const auto v = view(e, {last, last, 0});
        QVERIFY(v.diverged);
        QVERIFY(std::abs(v.values[std::size_t(v.chosen)]) > 1.35);
        QVERIFY(!v.chart("bars")->notes.empty());
        for (auto& s : v.chart("bars")->series)
            for (double y : s.y) QVERIFY(std::isnan(y) || y <= 1.35);
    }
    void aPickedValueIsFollowed() {
        for (auto& [sample, lane, plots] : {std::tuple{"graded-matrix", "ROOT 2048x2048", std::vector<std::string>{"bars", "cobweb", "steps"}},
                                            {"weights-and-teacher", "Muon", {"update", "steps"}}, {"tree-of-things", "Gaussian", {"modes"}}}) {
            const Exhibit e = shown(sample, lane);
            const std::size_t last = e.frames.size() - 1;
            look_.direction = 3;
            const auto v = view(e, {last, last, 0});
            look_.direction = 0;
            QCOMPARE(v.chosen, Index(2));
            for (auto& id : plots) {
                const Chart& chart = *v.chart(id);
                QVERIFY2(std::any_of(chart.series.begin(), chart.series.end(), [](auto& s) { return s.tone == Tone::Selection; }), id.c_str());
                if (id == "cobweb") continue;
                // A place on its bar, or on its curve, is its own.
                const ChartMap map = map_of(chart);
                const ChartSeries* own = series(chart, id == "bars" ? "values" : id == "update" ? "step" : id == "modes" ? "mode 3" : "value 3");
                QVERIFY2(own, id.c_str());
                const std::size_t at = id == "bars" || id == "update" ? 2 : own->y.size() / 2;
                const double y = id == "bars" || id == "update" ? own->y[at] / 2 : own->y[at];
                QCOMPARE(value_near(v, chart, map.x.place(own->x[at]), map.y.place(y), 400, 3000).value_or(-1), Index(2));
            }
        }
    }
    // At large text one plot at a time, and marks that lead to the others.
    void everyPlotCanBeReached() {
        for (auto& [sample, lane] : {std::pair{"graded-matrix", "Muon"}, {"weights-and-teacher", "Muon"}, {"tree-of-things", "Gaussian"}}) {
            const Exhibit e = shown(sample, lane);
            const std::size_t last = e.frames.size() - 1;
            Look look{.scale = 1.75};
            std::set<std::string> seen, wanted;
            for (auto& chart : view(e, {last, last, 0}).charts) wanted.insert("plot-" + chart.id);
            for (int step = 0; step < 8; ++step) {
                const auto panels = overlay_.plan(e, {last, last, 0}, look, {}, 1280, 720);
                QVERIFY(overlap(panels, 1280, 720).isEmpty());
                for (auto& panel : panels)
                    for (auto& part : panel.parts) {
                        seen.insert(part.id);
                        if (part.id.starts_with("tab-")) look.plot = part.id.substr(4);
                    }
            }
            for (auto& id : wanted) QVERIFY2(seen.count(id), id.c_str());
            QVERIFY(std::string(sample) != "tree-of-things" || seen.count("matrices"));
        }
    }
    void curvesComeUpToTheCursor() {
        const Exhibit e = shown("weights-and-teacher", "Muon");
        for (double weight : {0.0, 0.4}) {
            const std::size_t k = 20;
            const auto v = view(e, {k, weight > 0 ? k + 1 : k, weight});
            QVERIFY(v.kind == DescentView::Kind::Training);
            const Chart& chart = *v.chart("steps");
            const double time = (*state_of(e.frames[k]).times)(20) + weight * ((*state_of(e.frames[k]).times)(21) - (*state_of(e.frames[k]).times)(20));
            QCOMPARE(v.time, time);
            QCOMPARE(cursor_of(chart)->x[0], time);
            const auto* curve = series(chart, "value 3");
            QVERIFY(curve);
            QCOMPARE(curve->x.back(), time);
            const auto& full = *state_of(e.frames.back()).path;
            QVERIFY(std::abs(curve->y.back() - ((1 - weight) * full(20, 2) + weight * full(21, 2))) < 1e-12);
            const auto* goal = series(chart, "of the target");
            QVERIFY(goal && goal->y.size() == 16);
            const auto* step = series(*v.chart("update"), "step");
            QVERIFY(step && step->y[0] == (*state_of(e.frames[k]).update_values)(0));
        }
    }
    void everyLanesDriftIsThere() {
        const Exhibit e = shown("weights-and-teacher", "Pion, exact");
        const auto v = view(e, {5, 5, 0});
        const Chart& drift = *v.chart("drift");
        int lines = 0;
        for (auto& s : drift.series) lines += s.kind == ChartSeries::Kind::Line;
        QCOMPARE(lines, 11);
        const auto* own = series(drift, "Pion, exact");
        QVERIFY(own && *std::max_element(own->y.begin(), own->y.end()) < 1e-13);
        const auto* muon = series(drift, "Muon");
        QVERIFY(muon && muon->y.back() > 0.01);
    }
    void closedFormsStandBesideTheFlow() {
        const Exhibit e = shown("tree-of-things", "Aligned orthogonal");
        const std::size_t k = 60;
        const auto v = view(e, {k, k, 0});
        QVERIFY(v.kind == DescentView::Kind::Modes);
        const Chart& chart = *v.chart("modes");
        const auto* exact = series(chart, "closed form, aligned start");
        const auto* flow = series(chart, "integrated flow");
        QVERIFY(exact && flow);
        const double s = std::sqrt(15.0), u0 = 0.02 * s;
        QCOMPARE(flow->x.size(), k + 1);
        QVERIFY(exact->x.size() > flow->x.size());
        for (std::size_t i = 0; i < flow->x.size(); ++i) {
            QVERIFY(std::abs(exact->y[i] - mode_strength(exact->x[i], s, u0, 3)) < 1e-9);
            QVERIFY(std::abs(flow->y[i] - exact->y[i]) < 1e-7);
        }
        QVERIFY(v.now.rows() == 15 && v.target.cols() == 8);
        QVERIFY((v.now - *state_of(e.frames[k]).matrix).norm() == 0);
    }
    void nothingOverlapsAndTheBoardIsThere() {
        for (auto& [sample, lane] : {std::pair{"graded-matrix", "Muon"}, {"graded-matrix", "Polar Express"}, {"weights-and-teacher", "Muon"},
                                      {"weights-and-teacher", "SGD"}, {"tree-of-things", "Gaussian"}, {"tree-of-things", "Aligned orthogonal"}}) {
            const Exhibit e = shown(sample, lane);
            for (auto& size : sizes)
                for (std::size_t frame : {std::size_t(0), std::size_t(3), e.frames.size() - 1}) {
                    const Look look{.scale = size.scale, .device_ratio = size.ratio};
                    const auto panels = overlay_.plan(e, {frame, frame, 0}, look, {}, size.width, size.height);
                    const QString fault = overlap(panels, size.width, size.height), where = QString(" at %1 x %2 of %3").arg(size.width).arg(size.height).arg(sample);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault + where));
                    if (size.width / size.scale >= 700) QVERIFY2(has(panels, "descent"), qPrintable("no board" + where));
                }
        }
    }
    void picturesShowThem() {
        const std::tuple<const char*, const char*, std::size_t> pictures[] = {{"graded-matrix", "ROOT 2048x2048", 7},
                                                                              {"weights-and-teacher", "Muon", 60},
                                                                              {"tree-of-things", "Random orthogonal", 60}};
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look;
            look.theme = theme, look.ease_camera = false;
            auto studio = Studio::open(look);
            if (!studio) QSKIP(studio.error().message().c_str());
            Stage& stage = (*studio)->stage();
            for (auto& [sample, lane, frame] : pictures) {
                const auto exhibit = std::make_shared<const Exhibit>(shown(sample, lane));
                stage.show(exhibit);
                stage.seek({frame, frame, 0});
                const Image image = (*studio)->picture(1280, 800);
                std::string name = std::string("descent_") + sample + "_" + lane + (theme == Theme::Dark ? "_dark" : "_light");
                std::replace(name.begin(), name.end(), ' ', '_');
                save(image, name);
                const auto panels = overlay_.plan(*exhibit, {frame, frame, 0}, look, {}, 1280, 800);
                const auto board = std::find_if(panels.begin(), panels.end(), [](auto& p) { return p.id == "descent"; });
                QVERIFY(board != panels.end() && !board->parts.empty());
                const auto& part = board->parts.front();
                int warm = 0;
                for (int y = int(part.y); y < int(part.y + part.height); ++y)
                    for (int x = int(part.x); x < int(part.x + part.width); ++x) warm += near_colour(pixel(image, x, y), palette(theme).source, 40);
                QVERIFY2(warm > 60, qPrintable(QString("%1 of %2").arg(warm).arg(sample)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDescentBoard)
#include "test_descent_board.moc"
