// Breakpoints: each condition on planted frames, and a run that is held up by one.
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/run/breakpoints.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

struct Plant {
    double cost = 1;
    Matrix rotation = Matrix::Identity(2, 2);
    Vector sigma{};
    std::vector<std::int64_t> partners{};
    int lane = 0;
};

FramePtr frame(const Plant& plant) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(plant.rotation);
    state.pivot = state.place = RowVector::Zero(2);
    state.sigma = plant.sigma;
    if (!plant.partners.empty())
        state.matching = std::make_shared<const Indices>(
            Eigen::Map<const Indices>(plant.partners.data(), Index(plant.partners.size())));
    Frame f;
    f.lane = plant.lane;
    f.metrics = {{"cost", plant.cost}};
    f.state = std::make_shared<const State>(state);
    return std::make_shared<const Frame>(std::move(f));
}

Matrix mirror() {
    Matrix m = Matrix::Identity(2, 2);
    m(1, 1) = -1;
    return m;
}

std::vector<std::size_t> places(const std::vector<BreakpointHit>& hits, const char* id) {
    std::vector<std::size_t> list;
    for (auto& hit : hits)
        if (hit.id == id) list.push_back(hit.frame);
    return list;
}

}  // namespace

class TestBreakpoints : public QObject {
    Q_OBJECT
  private slots:
    void aCostJumpIsFoundAboveItsFactorAlone() {
        const std::vector<FramePtr> frames{frame({1}), frame({1.9}), frame({4.1}), frame({0.1}), frame({std::nan("")}),
                                           frame({9}), frame({20})};
        QCOMPARE(places(all_hits(frames, {.cost_factor = 2}), "cost-factor"), (std::vector<std::size_t>{2, 6}));
        QCOMPARE(places(all_hits(frames, {.cost_factor = 3}), "cost-factor"), std::vector<std::size_t>{});
        QVERIFY(all_hits(frames, {}).empty());
    }

    void aDeterminantThatTurnsIsFoundOnce() {
        const std::vector<FramePtr> frames{frame({}), frame({.rotation = mirror()}), frame({.rotation = mirror()}),
                                           frame({}), frame({.rotation = mirror()})};
        const auto hits = all_hits(frames, {.determinant = true});
        QCOMPARE(places(hits, "determinant"), (std::vector<std::size_t>{1, 4}));
        QVERIFY(hits[0].sentence.find("negative") != std::string::npos);
    }

    void theGapHitsWhereItFallsUnderTheBound() {
        const auto with = [](double a, double b) { return frame({.sigma = Eigen::Vector2d(a, b)}); };
        const std::vector<FramePtr> frames{frame({}), with(4, 2), with(4, 0.3), with(4, 0.2), with(1, 0.5), with(1, 1e-9)};
        QCOMPARE(places(all_hits(frames, {.gap_below = 0.1}), "gap-below"), (std::vector<std::size_t>{2, 5}));
        QCOMPARE(*spectral_gap(*frames[1]->state), 0.5);
        QVERIFY(!spectral_gap(*frames[0]->state));
    }

    void aPartnerThatChangesIsFoundForItsRowAlone() {
        const std::vector<FramePtr> frames{frame({.partners = {0, 1}}), frame({.partners = {1, 1}}),
                                           frame({.partners = {1, -1}}), frame({.partners = {0, -1}})};
        QCOMPARE(places(all_hits(frames, {.partner_row = 0}), "partner-row"), (std::vector<std::size_t>{1, 3}));
        const auto second = all_hits(frames, {.partner_row = 1});
        QCOMPARE(places(second, "partner-row"), std::vector<std::size_t>{2});
        QVERIFY(second[0].sentence.find("to none") != std::string::npos);
        QVERIFY(all_hits(frames, {.partner_row = 7}).empty());  // no such row: nothing changes
    }

    void lanesAreWatchedApart() {
        const std::vector<FramePtr> frames{frame({.cost = 1}), frame({.cost = 9, .lane = 1}), frame({.cost = 1.1}),
                                           frame({.cost = 30, .lane = 1})};
        QCOMPARE(places(all_hits(frames, {.cost_factor = 2}), "cost-factor"), std::vector<std::size_t>{3});
    }

    void severalConditionsHitTogether() {
        const std::vector<FramePtr> frames{frame({.cost = 1}), frame({.cost = 5, .rotation = mirror()})};
        QCOMPARE(all_hits(frames, {.cost_factor = 2, .determinant = true}).size(), std::size_t(2));
    }

    void jsonComesBackAndWrongValuesAreNamed() {
        for (const Breakpoints b : {Breakpoints{}, {2.5, true, 0.01, 7}, {0, true, 0, 0}}) {
            auto read = breakpoints_from_json(to_json(b), "x");
            QVERIFY(read.ok());
            QVERIFY(*read == b);
        }
        for (auto text : {R"({"cost-factor": 1})", R"({"gap-below": 2})", R"({"partner-row": -1})", R"({"other": 1})",
                          R"({"determinant": 1})", "[]"}) {
            auto read = breakpoints_from_json(nlohmann::json::parse(text), "breakpoints");
            QVERIFY2(!read.ok(), text);
            QVERIFY(read.error().message().find("expected") != std::string::npos);
        }
    }

    // The watch sees every frame of the recording in order, on the caller's thread, and what it waits does not count.
    void aRunIsHeldUpAndGoesOn() {
        Random random(5);
        const Matrix points = random.normal(40, 3);
        std::vector<DatasetPtr> sets;
        for (int i = 0; i < 2; ++i) {
            Dataset set;
            set.payload = PointCloud{points};
            sets.push_back(std::make_shared<const Dataset>(std::move(set)));
        }
        RunRequest request;
        request.method = "procrustes", request.options = find_method("procrustes")->parameters();
        request.max_seconds = 600;
        std::vector<FramePtr> seen;
        auto result = run(request, sets, {}, {}, [&](const FramePtr& frame, const Context&) {
            seen.push_back(frame);
            return 1000.0;  // as if it had waited longer than the limit
        });
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        QVERIFY(result->recording->outcome() == Outcome::Completed);
        QVERIFY(seen == result->recording->frames());
        QVERIFY(seen.back()->seconds < 0);  // 1000 seconds a frame were taken off, though none had passed
    }

    void aRunThatIsStoppedWhileHeldKeepsItsFrames() {
        Random random(5);
        Dataset set;
        set.payload = PointCloud{Matrix(random.normal(40, 3))};
        auto shared = std::make_shared<const Dataset>(std::move(set));
        RunRequest request;
        request.method = "procrustes", request.options = find_method("procrustes")->parameters();
        std::stop_source stop;
        auto result = run(request, {shared, shared}, {stop.get_token(), {}, 0}, {},
                          [&, count = 0](const FramePtr&, const Context&) mutable {
                              if (++count == 2) stop.request_stop();
                              return 0.0;
                          });
        QVERIFY(result.ok());
        QVERIFY(result->recording->outcome() == Outcome::Cancelled);
        QCOMPARE(result->recording->size(), std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TestBreakpoints)
#include "test_breakpoints.moc"
