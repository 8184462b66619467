// Pictures of methods that search for partners: lines by the truth, lanes, selections, halos, several sets.
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QElapsedTimer>
#include <QtTest>
#include <set>

#include "support/matching_exhibit.h"
#include "views/overlay/residuals.h"
#include "views/scenes/alignment_scene.h"
#include "views/scenes/group_scene.h"

using namespace orthoscope;
using namespace orthoscope::example;

namespace {

bool is_bad(Colour c) {
    return c.r > c.g + 0.12 && c.r > c.b + 0.08 && c.b > c.g - 0.02;
}

// A scene without a screen.
struct Bench {
    vtkNew<vtkRenderer> scene, marks;
    std::shared_ptr<Exhibit> exhibit;
    std::unique_ptr<Scene> shown;
    Look look;
    std::size_t budget = 20000;
    explicit Bench(Exhibit e, std::unique_ptr<Scene> with = make_alignment_scene())
        : exhibit(std::make_shared<Exhibit>(std::move(e))), shown(std::move(with)) {
        feed();
    }
    ~Bench() { shown->clear(); }
    void feed() { shown->set_inputs({exhibit, look, budget}, scene, marks); }
    SceneNotes at(std::size_t frame, double weight = 0) {
        shown->show({frame, weight > 0 ? frame + 1 : frame, weight});
        SceneNotes notes;
        shown->tell(notes, Projector(Camera{}, Screen{640, 480}));
        return notes;
    }
};

double reach(const std::vector<Eigen::Vector3d>& places, const Eigen::Vector3d& direction) {
    double most = -1e300;
    for (auto& p : places) most = std::max(most, p.dot(direction));
    return most;
}

}  // namespace

class TestMatchingPictures : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;

    static Look plain(Theme theme = Theme::Dark) {
        Look look;
        look.theme = theme;
        look.readout_only = true;
        look.ease_camera = false;
        return look;
    }
    Stage& stage() { return studio_->stage(); }
    Image picture(int width = 640, int height = 480) { return studio_->picture(width, height); }
    std::shared_ptr<const Exhibit> shared(Exhibit e) { return std::make_shared<const Exhibit>(std::move(e)); }

  private slots:
    void initTestCase() {
        auto opened = Studio::open(plain());
        if (!opened) QSKIP(opened.error().message().c_str());
        studio_ = std::move(*opened);
    }
    void init() {
        stage().set_look(plain());
        stage().show(nullptr);
    }
    void cleanupTestCase() { studio_.reset(); }

    void wrongLinesAreRedAndFade() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            stage().set_look(plain(theme));
            stage().show(shared(search({})));
            std::vector<int> red;
            for (std::size_t frame : {0, 1, 5, 9}) {  // before any matching, then assigned better and better
                stage().seek({frame, frame, 0});
                const Image image = picture();
                save(image, "lines_" + std::to_string(frame) + (theme == Theme::Dark ? "_dark" : "_light"));
                red.push_back(count_pixels(image, is_bad));
            }
            QVERIFY2(red[1] > 500, qPrintable(QString::number(red[1])));
            QVERIFY2(red[0] < red[1] / 20, qPrintable(QString::number(red[0])));
            QVERIFY2(red[2] < 0.9 * red[1], qPrintable(QString::number(red[2])));
            QVERIFY2(red[3] < red[1] / 20, qPrintable(QString::number(red[3])));
        }
    }

    // Equal row counts are no pairs: a search that ends without a matching shows the residuals of the one that its report
    // found, and nothing before.
    void aSearchWithoutPairsShowsThePartnersItFound() {
        Random random(12);
        Matrix x = random.normal(150, 3), y(150, 3);
        x.col(0) *= 3, x.col(1) *= 2, x.array() += x.array().square() * 0.3;
        const auto order = random.permutation(150);
        Matrix turn = Matrix::Identity(3, 3);
        turn.topLeftCorner(2, 2) << std::cos(0.4), std::sin(0.4), -std::sin(0.4), std::cos(0.4);
        RunRequest request;
        request.method = "sliced-wasserstein-flow", request.options = find_method(request.method)->parameters();
        request.pairing.truth = Indices(150);
        for (Index i = 0; i < 150; ++i) {
            y.row(order[std::size_t(i)]) = x.row(i) * turn + 1e-3 * random.normal(1, 3);
            (*request.pairing.truth)(i) = order[std::size_t(i)];
        }
        Exhibit e;
        e.sets = {cloud("x", x), cloud("shuffled", y)};
        auto result = run(request, e.sets, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        QVERIFY(result->pairs->paired && result->pairs->identity_pairing);
        e.pairs = result->pairs, e.method = &find_method(request.method)->info();
        e.all_frames = result->recording->frames(), e.lane = best_lane(e.all_frames);
        e.frames = lane_frames(e.all_frames, e.lane);
        e.report = std::make_shared<const Report>(result->report);
        const std::size_t last = e.frames.size() - 1;
        Bench bench(e);
        const auto first = bench.at(0), end = bench.at(last);
        QCOMPARE(first.lines, std::size_t(0));
        QVERIFY(first.worst.empty());
        QVERIFY(!end.worst.empty());
        QVERIFY2(end.worst.front().value < 0.01, qPrintable(QString::number(end.worst.front().value)));
        QVERIFY(end.lines == 150 && end.lines_right && *end.lines_right > 145);
        double farthest = 0;
        for (Index i = 0; i < 150; ++i)
            farthest = std::max(farthest, (e.report->matrix("aligned")->row(i) - y.row((*e.report->indices("matching"))(i))).norm());
        QVERIFY(std::abs(end.worst.front().value - farthest) < 1e-9);
        // Of a lane that the report does not speak of there are none.
        for (int lane : lane_numbers(e.all_frames)) {
            Exhibit other = e;
            other.lane = lane, other.frames = lane_frames(e.all_frames, lane);
            const auto& state = std::get<AlignmentState>(*other.frames.back()->state);
            if ((*state.rotation - *result->report.matrix("rotation")).norm() < 1e-6) continue;
            Bench elsewhere(other);
            QVERIFY(elsewhere.at(other.frames.size() - 1).worst.empty());
        }
    }

    void linesFollowEachFramesMatching() {
        Bench bench(search({.rows = 120}));
        QCOMPARE(bench.at(0).lines, std::size_t(0));  // nobody has a partner yet
        std::size_t before = 0;
        for (std::size_t round = 1; round <= 5; ++round) {
            const SceneNotes notes = bench.at(2 * round - 1);
            QCOMPARE(notes.lines, std::size_t(120));
            QVERIFY(notes.lines_right && *notes.lines_right > before);
            before = *notes.lines_right;
        }
        QCOMPARE(before, std::size_t(120));
        // Rows that do not count have no line; without a truth nothing is right.
        Exhibit e = search({.rows = 120, .truth = false});
        AlignmentState s = std::get<AlignmentState>(*e.frames[3]->state);
        Matrix weights = Matrix::Ones(120, 1);
        weights.topRows(30).setZero();
        s.confidence = std::make_shared<Matrix>(weights);
        auto frame = std::make_shared<Frame>(*e.frames[3]);
        frame->state = std::make_shared<State>(s);
        e.frames = {e.frames[0], frame};
        e.all_frames.clear();
        Bench partial(e);
        QCOMPARE(partial.at(1).lines, std::size_t(90));
        QVERIFY(!partial.at(1).lines_right);
        QCOMPARE(partial.at(1).residuals->total, std::size_t(90));
    }

    void noMoreThanFiveHundredLines() {
        Bench bench(search({.rows = 900, .lanes = 2, .rounds = 2}));
        const SceneNotes notes = bench.at(1);
        QCOMPARE(notes.lines, std::size_t(500));
        QCOMPARE(notes.lines_total, std::size_t(900));
    }

    void worstRowsAndHubsAreFound() {
        Exhibit e = search({.rows = 60});
        AlignmentState s = std::get<AlignmentState>(*e.frames.back()->state);
        Indices matching = *s.matching;
        for (Index i : {10, 11, 12, 13}) matching(i) = 7;
        matching(20) = matching(21);
        s.matching = std::make_shared<Indices>(matching);
        auto pairs = std::make_shared<Pairs>(*e.pairs);
        Matrix source = *pairs->source;
        source.row(33) *= 40;  // far from everybody
        pairs->source = std::make_shared<Matrix>(source);
        e.pairs = pairs;
        auto frame = std::make_shared<Frame>(*e.frames.back());
        frame->state = std::make_shared<State>(s);
        e.frames.back() = frame;
        Bench bench(e);
        QVERIFY(bench.at(3).worst.empty() && bench.at(3).hubs.empty());
        const SceneNotes notes = bench.at(e.frames.size() - 1);
        QCOMPARE(notes.worst.size(), std::size_t(5));
        QCOMPARE(notes.worst[0].row, (Selected{0, 33}));
        const Pose pose = pose_between(s, s, 0);
        const double away = (pose.apply(source.row(33)) - pairs->target->row(26)).norm();
        QVERIFY(std::abs(notes.worst[0].value - away) < 1e-9 * away);
        QCOMPARE(notes.worst[0].label, std::string("row 33"));
        for (std::size_t k = 1; k < 5; ++k) QVERIFY(notes.worst[k].value <= notes.worst[k - 1].value);
        QCOMPARE(notes.hubs[0].row, (Selected{1, 7}));
        QCOMPARE(notes.hubs[0].value, 5.0);  // the four, and row 52 whose partner it is
        QCOMPARE(notes.hubs[1].value, 2.0);
    }

    void smallMultiplesCanBeClicked() {
        Look look;
        look.ease_camera = false;
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            look.theme = theme;
            stage().set_look(look);
            auto exhibit = shared(search({.lanes = 4}));
            stage().show(exhibit);
            stage().seek({7, 7, 0});
            const Image image = picture(1280, 800);
            save(image, theme == Theme::Dark ? "lanes_dark" : "lanes_light");
            std::map<int, std::pair<int, int>> span;  // of each lane along x = 40
            for (int y = 0; y < 800; ++y)
                if (auto lane = stage().lane_at(40, y)) {
                    if (!span.count(*lane)) span[*lane] = {y, y};
                    span[*lane].second = y;
                }
            QCOMPARE(span.size(), std::size_t(4));
            QVERIFY(span[1].first < span[0].first);  // the lowest in cost stands first
            for (auto& [lane, ys] : span) {
                int warm = 0, cool = 0;
                for (int y = ys.first + 4; y < ys.second - 4; ++y)
                    for (int x = 20; x < 78; ++x) {
                        warm += is_warm(pixel(image, x, y));
                        cool += is_cool(pixel(image, x, y));
                    }
                QVERIFY2(warm > 20 && cool > 20,
                         qPrintable(QString("lane %1: %2 %3").arg(lane).arg(warm).arg(cool)));
                const Colour edge = pixel(image, 120, ys.first);
                QCOMPARE(near_colour(edge, palette(theme).accent, 40), lane == exhibit->lane);
            }
            QVERIFY(!stage().lane_at(640, 400) && stage().panel_at(640, 400).empty());
        }
    }

    void lanesWithoutRoomAreBehindTheMarks() {
        Look look;
        look.ease_camera = false;
        stage().set_look(look);
        for (int height : {640, 800, 1400}) {
            std::set<int> met;
            Exhibit e = search({.lanes = 11});
            // From one page to the next by the mark at the right end of the list's head.
            for (int page = 0; page < 11; ++page) {
                stage().show(shared(e));
                stage().seek({7, 7, 0});
                save(picture(1280, height), "lanes_paged");
                std::set<int> seen;
                std::optional<int> next;
                for (int y = 0; y < height; ++y) {
                    if (auto lane = stage().lane_at(60, y)) seen.insert(*lane);
                    if (stage().panel_at(120, y) == "lanes") next = stage().lane_at(238, y);
                }
                QVERIFY2(seen.size() >= 2 && seen.count(e.lane), qPrintable(QString("%1: %2").arg(height).arg(seen.size())));
                met.insert(seen.begin(), seen.end());
                if (met.size() == 11) break;
                QVERIFY2(next, qPrintable(QString("%1: page %2, lane %3, %4 seen").arg(height).arg(page).arg(e.lane).arg(seen.size())));
                e.lane = *next, e.frames = lane_frames(e.all_frames, *next);
            }
            QCOMPARE(met.size(), std::size_t(11));
        }
    }

    void aSelectionIsOutlinedWithItsPartner() {
        Look look = plain();
        look.correspondences = false;
        Exhibit e = search({.rows = 12});
        auto exhibit = shared(e);
        stage().set_look(look);
        stage().show(exhibit);
        stage().seek({0, 0, 0});
        const Colour mark = palette(Theme::Dark).selection;
        const auto marked = [&](Colour c) { return near_colour(c, mark, 20); };
        const int none = count_pixels(picture(), marked);
        look.selected = Selected{0, 4};
        stage().set_look(look);
        const int alone = count_pixels(picture(), marked);
        QVERIFY2(alone > none + 40, qPrintable(QString("%1 %2").arg(none).arg(alone)));
        stage().seek({1, 1, 0});
        const Image both = picture();
        save(both, "selected");
        QVERIFY(count_pixels(both, marked) > alone + 40);
        // A row that is on the list is the row that a click on the list finds.
        look = {};
        look.ease_camera = false;
        stage().set_look(look);
        stage().show(exhibit);
        const std::size_t last = exhibit->frames.size() - 1;
        stage().seek({last, last, 0});
        save(picture(1280, 800), "listed");
        std::optional<Selected> worst;
        for (int y = 0; y < 800 && !worst; ++y)
            if (stage().panel_at(1100, y) == "worst-0") worst = stage().row_at(1100, y);
        Bench bench(e);
        QVERIFY(worst);
        QCOMPARE(*worst, bench.at(last).worst[0].row);
    }

    void partnersOfASelection() {
        Exhibit e = search({.rows = 30});
        Bench bench(e);
        bench.look.selected = Selected{0, 4};
        bench.feed();
        const std::size_t last = e.frames.size() - 1;
        bench.at(last);
        const auto marks = bench.shown->marked();
        QCOMPARE(marks.size(), std::size_t(2));
        QCOMPARE(marks[0].row, (Selected{0, 4}));
        QCOMPARE(marks[1].row, (Selected{1, 25}));
        QVERIFY((marks[0].place - marks[1].place).norm() < 0.1);  // they have met
        bench.look.selected = Selected{1, 25};
        bench.feed();
        bench.at(last);
        QCOMPARE(bench.shown->marked()[1].row, (Selected{0, 4}));
        bench.look.selected = Selected{0, 400};
        bench.feed();
        bench.at(last);
        QVERIFY(bench.shown->marked().empty());
    }

    void tightDataHaveTightHalosAndSymmetriesDoubleOnes() {
        Random random(3);
        const Matrix rows = random.normal(100, 3);
        std::vector<Index> drawn(100);
        for (Index i = 0; i < 100; ++i) drawn[std::size_t(i)] = i;
        const Matrix axes = Matrix::Identity(3, 3);
        std::vector<double> tight, twofold;
        for (int k = 0; k < 50; ++k)
            tight.push_back(0.002 * (k - 25)),
                twofold.push_back((k % 2 ? std::numbers::pi : 0) + 0.002 * (k - 25));
        const auto spread = [&](const std::vector<double>& angles, double& near, double& far) {
            const Bootstrap fits = refits(3, angles);
            const Halos halos(fits, rows, drawn, axes, palette(Theme::Dark));
            QCOMPARE(halos.points(), std::size_t(100));
            QCOMPARE(halos.images().cols(), Index(5000));
            QCOMPARE(halos.shuffled().cols(), Index(2000));
            near = far = 0;
            for (Index i = 0; i < 100; ++i) {
                double here = 0, there = 0;  // farthest from the point, and from its half turn
                for (Index k = 0; k < 50; ++k) {
                    const Eigen::Vector3d image = halos.images().col(k * 100 + i).cast<double>();
                    const Eigen::Vector3d at = rows.row(i).transpose(), turned(-at[0], -at[1], at[2]);
                    here = std::max(here, std::min((image - at).norm(), (image - turned).norm()));
                    there = std::max(there, (image - at).norm() / at.head<2>().norm());
                }
                near = std::max(near, here), far += there / 100;
            }
        };
        double near = 0, far = 0;
        spread(tight, near, far);
        QVERIFY2(far < 0.06, qPrintable(QString::number(far)));
        spread(twofold, near, far);
        QVERIFY2(near < 0.2 && far > 1.9, qPrintable(QString("%1 %2").arg(near).arg(far)));
    }

    void halosAreSeen() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look = plain(theme);
            look.correspondences = false;
            Exhibit e = search({.rows = 8, .truth = false});
            const auto warm = [&](const std::vector<double>& angles, bool on, const char* name) {
                Bootstrap fits = refits(3, angles);
                for (auto& f : fits.refits) {  // about the answer of the run
                    const auto& end = std::get<AlignmentState>(*e.frames.back()->state);
                    f.rotation = *end.rotation * f.rotation;
                }
                e.bootstrap = std::make_shared<Bootstrap>(fits);
                look.halos = on;
                stage().set_look(look);
                stage().show(shared(e));
                const std::size_t last = e.frames.size() - 1;
                stage().seek({last, last, 0});
                const Image image = picture();
                save(image, std::string(name) + (theme == Theme::Dark ? "_dark" : "_light"));
                return count_warm(image);
            };
            std::vector<double> tight, loose;
            for (int k = 0; k < 50; ++k) tight.push_back(0.0004 * (k - 25)), loose.push_back(0.02 * (k - 25));
            const int off = warm(tight, false, "halos_off"), close = warm(tight, true, "halos_tight"),
                      wide = warm(loose, true, "halos_loose");
            QVERIFY2(wide > close + 300, qPrintable(QString("%1 %2 %3").arg(off).arg(close).arg(wide)));
            QVERIFY2(close - off < 0.4 * (wide - off),
                     qPrintable(QString("%1 %2 %3").arg(off).arg(close).arg(wide)));
        }
    }

    void boundsGrowWithTheRecording() {
        Exhibit whole = search({.rows = 200, .lanes = 3, .rounds = 8});
        Exhibit part = whole;
        part.all_frames.resize(4), part.frames = lane_frames(part.all_frames, 1);
        Bench growing(part), at_once(whole);
        for (std::size_t n = 5; n <= whole.all_frames.size(); ++n) {
            auto next = std::make_shared<Exhibit>(whole);
            next->all_frames.resize(n);
            next->frames = lane_frames(next->all_frames, 1);
            growing.exhibit = next;
            growing.feed();
        }
        const auto grown = growing.shown->bounds(), found = at_once.shown->bounds();
        QVERIFY(grown.size() > 20 && grown.size() < 200);
        // Every row at every computed frame lies inside, up to the width between two directions.
        Random random(4);
        for (int k = 0; k < 20; ++k) {
            const Matrix drawn = random.normal(1, 3);
            const Eigen::Vector3d direction = Eigen::Vector3d(drawn(0), drawn(1), drawn(2)).normalized();
            double most = reach(grown, direction);
            for (auto& frame : whole.all_frames) {
                const auto& s = std::get<AlignmentState>(*frame->state);
                const Matrix placed = pose_between(s, s, 0).apply(*whole.pairs->source);
                const Vector along = placed * direction;
                const double need = along.maxCoeff();
                QVERIFY2(most > 0.95 * need, qPrintable(QString("%1 %2").arg(most).arg(need)));
            }
            QVERIFY(most > 0.97 * reach(found, direction));
        }
    }

    // Reported, never asserted: frames of 20,000 points, and what each batch of frames costs the window.
    void timesAreReported() {
        for (Index d : {3, 50}) {
            const Exhibit whole =
                search({.rows = 10000, .dimension = d, .lanes = 3, .rounds = d == 3 ? 60 : 12});
            Look look;
            look.ease_camera = false;
            stage().set_look(look);
            double showing = 0, most = 0;
            int batches = 0;
            for (std::size_t n = 3; n <= whole.all_frames.size(); n += 4, ++batches) {
                auto next = std::make_shared<Exhibit>(whole);
                next->all_frames.resize(n);
                next->frames = lane_frames(next->all_frames, 1);
                next->running = "running";
                QElapsedTimer timer;
                timer.start();
                stage().show(next);
                const double took = 1e-6 * double(timer.nsecsElapsed());
                if (batches > 0) showing += took, most = std::max(most, took);
            }
            picture(1280, 800);
            double painting = 0;
            for (int k = 0; k < 8; ++k) {
                stage().seek({7, 8, 0.1 * k + 0.05});
                picture(1280, 800);
                painting += stage().facts().frame_seconds / 8;
            }
            qInfo("%ld dimensions: %.1f ms a batch of frames (at most %.1f), %.1f ms a picture of %zu points",
                  long(d), showing / std::max(batches - 1, 1), most, 1e3 * painting, stage().facts().drawn);
        }
    }

    void severalSetsMeetInTheirMean() {
        const Exhibit e = group(60, 3, 4);
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            Look look = plain(theme);
            look.correspondences = false;
            stage().set_look(look);
            stage().show(shared(e));
            stage().seek({0, 0, 0});
            const Image start = picture();
            save(start, theme == Theme::Dark ? "group_0_dark" : "group_0_light");
            for (std::size_t k = 0; k < 4; ++k) {
                const Palette& p = palette(theme);
                const Colour c = k == 0 ? p.source : k == 1 ? p.target_bright : p.further[k - 2];
                const int count = count_pixels(start, [&](Colour seen) { return near_colour(seen, c, 40); });
                QVERIFY2(count > 60, qPrintable(QString("set %1: %2").arg(k).arg(count)));
            }
            stage().seek({1, 1, 0});
            const Image end = picture();
            save(end, theme == Theme::Dark ? "group_1_dark" : "group_1_light");
            QVERIFY(mean_difference(start, end) > 0.5);
        }
        Look whole;
        whole.ease_camera = false;
        stage().set_look(whole);
        save(picture(1280, 800), "group_whole");
        QCOMPARE(stage().facts().total, std::size_t(240));
        QCOMPARE(stage().facts().drawn, std::size_t(240));
    }

    void groupsCanBePickedAndAreBounded() {
        Exhibit e = group(60, 5, 3);
        Bench bench(e, make_group_scene());
        QVERIFY(bench.shown->accepts(e.frames[0]->state.get()));
        bench.at(1);
        const auto sets = bench.shown->pickable();
        QCOMPARE(sets.size(), std::size_t(3));
        QCOMPARE(sets[2].set, e.sets[2]);
        // Where the three sets have met, a row of each lies at the same place, and that of the mean.
        for (std::size_t i = 0; i < 60; i += 7) {
            QVERIFY((sets[0].drawing->at(i) - sets[1].drawing->at(i)).norm() < 0.6);
            QVERIFY((sets[0].drawing->at(i) - sets[2].drawing->at(i)).norm() < 0.6);
        }
        const SceneNotes notes = bench.at(1);
        QVERIFY(!notes.worst.empty() && notes.worst[0].value < 1);
        for (std::size_t frame : {0, 1}) {
            bench.at(frame);
            for (auto& set : bench.shown->pickable())
                for (std::size_t i = 0; i < set.drawing->size(); ++i)
                    for (int axis = 0; axis < 3; ++axis) {
                        const Eigen::Vector3d direction = Eigen::Vector3d::Unit(axis);
                        QVERIFY(set.drawing->at(i).dot(direction) <=
                                reach(bench.shown->bounds(), direction) + 1e-4);
                    }
        }
        bench.look.selected = Selected{1, 9};
        bench.feed();
        bench.at(1);
        const auto marks = bench.shown->marked();
        QCOMPARE(marks.size(), std::size_t(3));
        QCOMPARE(marks[0].row, (Selected{1, 9}));
    }
};

QTEST_GUILESS_MAIN(TestMatchingPictures)
#include "test_matching_pictures.moc"
