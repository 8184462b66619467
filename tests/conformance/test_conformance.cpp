// The laws of the house, over every method of the registry: nothing here knows a method by name.
#include <QtTest>
#include <atomic>
#include <nlohmann/json.hpp>
#include <numbers>
#include <thread>

#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

using namespace orthoscope;

namespace {

DatasetPtr set_of(Matrix rows, bool space, const char* name) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    if (space) set->payload = PointCloud{std::move(rows)};
    else set->payload = EmbeddingSet{std::move(rows)};
    return set;
}

// A noisy planted pair: clouds where d = 3, else embeddings.
std::vector<DatasetPtr> planted(Index n, Index d, double noise, std::uint64_t seed, const Matrix* turn = nullptr) {
    Random random(seed);
    const Matrix x = random.normal(n, d);
    const Matrix r = turn ? *turn : random_orthogonal(d, random, true);
    return {set_of(x, d == 3, "source"), set_of(x * r + noise * random.normal(n, d), d == 3, "target")};
}

RunRequest request_for(const Method& method) {
    RunRequest r;
    r.method = method.info().id, r.options = method.parameters(), r.fit_only = true;
    return r;
}
// The same, with an answer to start from where the method demands one.
RunRequest request_for(const Method& method, Index dimension, const std::vector<DatasetPtr>& sets = {}) {
    auto r = request_for(method);
    if (!method.info().needs_start) return r;
    Start start;
    if (method.info().family == MethodFamily::Shape) {
        start.origin = "start", start.matching = Indices(sets.back()->rows());
        for (Index i = 0; i < start.matching->size(); ++i) (*start.matching)(i) = i % sets.front()->rows();
        r.pairing.start = std::move(start);
        return r;
    }
    start.rotations = {Matrix::Identity(dimension, dimension)}, start.origin = "start";
    r.pairing.start = std::move(start);
    return r;
}

// The first sample that was made for a method.
std::vector<DatasetPtr> sample_for(const Method& method, std::uint64_t seed) {
    for (auto& info : samples())
        if (info.method == method.info().id)
            if (auto made = make_sample(info.id, info.parameters, seed); made.ok()) return made->sets;
    return {};
}

// What a method of this family is tried on: a planted pair, one figure in two meshes, or the sample made for it; as many
// as it takes.
std::vector<DatasetPtr> inputs_for(const Method& method, Index n, Index dimension, double noise, std::uint64_t seed) {
    std::vector<DatasetPtr> sets;
    if (method.info().family == MethodFamily::Alignment) {
        sets = planted(n, dimension, noise, seed);
    } else if (method.info().family == MethodFamily::Rotations || method.info().family == MethodFamily::Spectrum) {
        sets = sample_for(method, seed);
    } else {
        auto parameters = find_sample("figure-biped")->parameters;
        if (!parameters.set("vertices", std::int64_t(3 * n)) || !parameters.set("target-vertices", std::int64_t(3 * n - 40)))
            return {};
        sets = make_sample("figure-biped", parameters, seed)->sets;
    }
    sets.resize(std::min(sets.size(), method.info().inputs.size()));
    return sets;
}

bool same(const SharedMatrix& a, const SharedMatrix& b) { return !a == !b && (!a || *a == *b); }
bool same(const SharedIndices& a, const SharedIndices& b) { return !a == !b && (!a || *a == *b); }
// What a frame shows, number by number.
bool same_state(const Frame& a, const Frame& b);

// The dimension asked for, or the most that the method takes.
Index taken(const Method& method, Index dimension) {
    const Index most = method.info().most_dimensions;
    return most > 0 ? std::min(dimension, most) : dimension;
}

// The pose of the set that moves; of a group the map from its first set to its second, whatever the gauge.
AlignmentState state_of(const Frame& frame) {
    auto group = std::get_if<GroupState>(frame.state.get());
    if (!group) return std::get<AlignmentState>(*frame.state);
    AlignmentState state = group->sets[0];
    state.rotation = std::make_shared<const Matrix>(*group->sets[0].rotation * group->sets[1].rotation->transpose());
    return state;
}
bool same_state(const Frame& a, const Frame& b) {
    if (auto planes = std::get_if<PlanesState>(a.state.get())) {
        auto other = std::get_if<PlanesState>(b.state.get());
        return other && same(planes->planes, other->planes) && same(planes->angles, other->angles) &&
               same(planes->phasors, other->phasors) && same(planes->moment, other->moment) && same(planes->kinds, other->kinds);
    }
    if (auto loop = std::get_if<LoopState>(a.state.get())) {
        auto other = std::get_if<LoopState>(b.state.get());
        return other && same(loop->coordinates, other->coordinates) && same(loop->errors, other->errors);
    }
    if (auto spectrum = std::get_if<SpectrumState>(a.state.get())) {
        auto other = std::get_if<SpectrumState>(b.state.get());
        return other && same(spectrum->values, other->values) && same(spectrum->twin, other->twin) &&
               same(spectrum->errors, other->errors);
    }
    if (auto descent = std::get_if<DescentState>(a.state.get())) {
        auto other = std::get_if<DescentState>(b.state.get());
        return other && same(descent->values, other->values) && same(descent->path, other->path);
    }
    auto shape = std::get_if<ShapeState>(a.state.get()), other = std::get_if<ShapeState>(b.state.get());
    if (!shape || !other) return !shape && !other && *state_of(a).rotation == *state_of(b).rotation;
    return same(shape->functional_map, other->functional_map) && same(shape->map, other->map) &&
           same(shape->source_vectors, other->source_vectors) && same(shape->target_values, other->target_values);
}
// Of the lane that won.
AlignmentState last_state(const RunResult& r) {
    const auto frames = r.recording->frames();
    return state_of(*lane_frames(frames, best_lane(frames)).back());
}

bool refused(ParameterSet& set, const Parameter& p, const ParameterValue& value) {
    auto status = set.set(p.name, value);
    return !status.ok() && status.error().kind == ErrorKind::Usage && status.error().place == "--" + p.name &&
           status.error().what.find("expected") != std::string::npos;
}

}  // namespace

class TestConformance : public QObject {
    Q_OBJECT

    static void each_method() {
        QTest::addColumn<int>("unused");
        for (auto m : methods()) QTest::newRow(m->info().id.c_str()) << 0;
    }
    static const Method& method() { return *find_method(QTest::currentDataTag()); }

  private slots:
    void explainsItself_data() { each_method(); }
    void explainsItself() {
        auto& info = method().info();
        QVERIFY(!info.title.empty() && !info.summary.empty() && !info.citation.empty());
        QVERIFY(!info.inputs.empty() && !info.produces.empty() && !info.phases.empty());
        for (auto& phase : info.phases) {
            QVERIFY2(!phase.formula.empty() && !phase.sentence.empty() && !phase.symbols.empty(), phase.id.c_str());
            QCOMPARE(phase.sentence.back(), '.');
            QVERIFY(phase.seconds > 0);
        }
    }
    void defaultsAreValid_data() { each_method(); }
    void defaultsAreValid() {
        auto set = method().parameters();
        for (auto& p : set.described()) {
            QVERIFY2(!p.help.empty(), p.name.c_str());
            QVERIFY2(set.set(p.name, p.initial).ok(), p.name.c_str());
        }
    }
    void domainEndsAreAcceptedAndBeyondRefused_data() { each_method(); }
    void domainEndsAreAcceptedAndBeyondRefused() {
        auto set = method().parameters();
        const auto described = set.described();
        for (auto& p : described) {
            if (std::holds_alternative<double>(p.initial)) {
                QVERIFY(set.set(p.name, p.low).ok() && set.set(p.name, p.high).ok());
                QVERIFY(refused(set, p, p.low - 1 - std::abs(p.low)) && refused(set, p, std::nan("")));
            } else if (std::holds_alternative<std::int64_t>(p.initial)) {
                QVERIFY(set.set(p.name, std::int64_t(p.low)).ok() && set.set(p.name, std::int64_t(p.high)).ok());
                QVERIFY(refused(set, p, std::int64_t(p.low) - 1) && refused(set, p, std::int64_t(p.high) + 1));
            } else if (std::holds_alternative<std::string>(p.initial)) {
                for (auto& choice : p.choices) QVERIFY(set.set(p.name, choice).ok());
                QVERIFY(refused(set, p, std::string("no such choice")));
            } else {
                QVERIFY(set.set(p.name, true).ok() && set.set(p.name, false).ok());
                QVERIFY(refused(set, p, std::string("perhaps")));
            }
        }
        QVERIFY(!set.set("no-such-option", true).ok());
    }
    void optionsSurviveJsonAndFlags_data() { each_method(); }
    void optionsSurviveJsonAndFlags() {
        auto set = method().parameters();
        const auto described = set.described();
        for (auto& p : described) {
            if (p.choices.size() > 1) QVERIFY(set.set(p.name, p.choices.back()).ok());
            else if (std::holds_alternative<double>(p.initial)) QVERIFY(set.set(p.name, p.low + (p.high - p.low) / 3).ok());
            else if (auto flag = std::get_if<bool>(&p.initial)) QVERIFY(set.set(p.name, !*flag).ok());
        }
        auto by_json = method().parameters(), by_flags = method().parameters();
        QVERIFY(by_json.from_json(nlohmann::json::parse(set.to_json().dump())).ok());
        for (auto& p : described) QVERIFY(by_flags.set_text(p.name, to_text(set.value(p.name))).ok());
        QVERIFY(by_json == set && by_flags == set);
    }
    void sameSeedSameFrames_data() { each_method(); }
    void sameSeedSameFrames() {
        const Index d = taken(method(), 5);
        const auto sets = inputs_for(method(), 120, d, 0.1, 3);
        auto a = run(request_for(method(), d, sets), sets, {});
        auto b = run(request_for(method(), d, sets), sets, {});
        QVERIFY(a.ok() && b.ok());
        QCOMPARE(a->recording->size(), b->recording->size());
        for (std::size_t i = 0; i < a->recording->size(); ++i) {
            auto fa = a->recording->frame(i), fb = b->recording->frame(i);
            QCOMPARE(fa->phase, fb->phase);
            QVERIFY(fa->metrics == fb->metrics);
            QVERIFY(same_state(*fa, *fb));
        }
    }
    void costFallsWhereTheMethodSaysSo_data() { each_method(); }
    void costFallsWhereTheMethodSaysSo() {
        if (!method().info().cost_falls) QSKIP("declares no falling cost");
        for (Index d : {Index(3), taken(method(), 8)}) {
            const auto sets = inputs_for(method(), 150, d, 0.4, 4);
            auto result = run(request_for(method(), d, sets), sets, {});
            QVERIFY(result.ok());
            // Phases inside an iteration may pass through anything; no iteration ends higher than the one before.
            const auto all = result->recording->frames();
            for (int lane : lane_numbers(all)) {
                double last = std::numeric_limits<double>::infinity();
                const auto frames = lane_frames(all, lane);
                for (std::size_t i = 0; i < frames.size(); ++i) {
                    if (i + 1 < frames.size() && frames[i + 1]->iteration == frames[i]->iteration) continue;
                    const double cost = frames[i]->metrics.front().second;
                    QVERIFY2(cost <= last * (1 + 1e-12) + 1e-300, qPrintable(QString("%1 after %2").arg(cost).arg(last)));
                    last = cost;
                }
            }
        }
    }
    void orthogonalInEveryFrame_data() { each_method(); }
    void orthogonalInEveryFrame() {
        if (!method().laws().orthogonal_every_frame) QSKIP("not declared");
        const Index d = taken(method(), 20);
        auto result = run(request_for(method(), d), planted(100, d, 0.2, 5), {});
        QVERIFY(result.ok());
        for (auto& f : result->recording->frames()) {
            const Matrix r = *state_of(*f).rotation;
            QVERIFY((r.transpose() * r - Matrix::Identity(r.rows(), r.cols())).norm() < 1e-12);
        }
    }
    void turningTheTargetTurnsTheAnswer_data() { each_method(); }
    void turningTheTargetTurnsTheAnswer() {
        if (method().laws().equivariant == Laws::Equivariance::None) QSKIP("not declared");
        Random random(6);
        for (Index d : {Index(3), taken(method(), 12)}) {
            auto sets = planted(200, d, 0.1, 7);
            const Matrix q = random_orthogonal(d, random, true);
            auto plain = run(request_for(method(), d), sets, {});
            auto turned = run(request_for(method(), d), {sets[0], set_of(sets[1]->values() * q, d == 3, "turned")}, {});
            QVERIFY(plain.ok() && turned.ok());
            const double error = (*last_state(*turned).rotation - *last_state(*plain).rotation * q).norm();
            QVERIFY2(error < 1e-10, qPrintable(QString::number(error)));
        }
    }
    void orderOfTheRowsDoesNotMatter_data() { each_method(); }
    void orderOfTheRowsDoesNotMatter() {
        if (!method().laws().row_permutation_invariant) QSKIP("not declared");
        const Index d = taken(method(), 6);
        auto sets = planted(200, d, 0.1, 8);
        Random random(9);
        const auto order = random.permutation(200);
        Matrix x(200, d), y(200, d);
        for (Index i = 0; i < 200; ++i) {
            x.row(i) = sets[0]->values().row(order[std::size_t(i)]);
            y.row(i) = sets[1]->values().row(order[std::size_t(i)]);
        }
        auto a = run(request_for(method(), d), sets, {});
        auto b = run(request_for(method(), d), {set_of(x, d == 3, "x"), set_of(y, d == 3, "y")}, {});
        QVERIFY(a.ok() && b.ok());
        QVERIFY((*last_state(*a).rotation - *last_state(*b).rotation).norm() < 1e-11);
    }
    void aPlantedRotationIsFound_data() { each_method(); }
    void aPlantedRotationIsFound() {
        const double basin = method().laws().planted_basin_degrees;
        if (basin <= 0) QSKIP("not declared");
        for (double share : {0.1, 0.5, 0.99}) {
            const double a = share * basin * std::numbers::pi / 180;
            Matrix r = Matrix::Identity(3, 3);
            r.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
            auto result = run(request_for(method(), 3), planted(100, 3, 0, 10, &r), {});
            QVERIFY(result.ok());
            QVERIFY((*last_state(*result).rotation - r).norm() < 1e-10);
        }
    }
    void cancelIsHeardAndTheRecordingStaysReadable_data() { each_method(); }
    void cancelIsHeardAndTheRecordingStaysReadable() {
        const Index d = taken(method(), 40);
        std::stop_source stop;
        Context context;
        context.stop = stop.get_token();
        std::shared_ptr<Recording> seen;
        std::atomic<bool> ended_well = false;
        const bool pose = method().info().family == MethodFamily::Alignment;
        const auto sets = inputs_for(method(), pose ? 20000 : 1000, d, 0.1, 11);
        {
            std::jthread worker([&] {
                auto result = run(request_for(method(), d, sets), sets, context,
                                  [&](auto, auto recording) { seen = recording, stop.request_stop(); });
                ended_well = result.ok();
            });
        }
        QVERIFY(ended_well && seen);
        QCOMPARE(*seen->outcome(), Outcome::Cancelled);
        QVERIFY(seen->size() >= 1 && (!pose || state_of(*seen->frame(0)).rotation));
    }
    void tooFewInputsAreRefused_data() { each_method(); }
    void tooFewInputsAreRefused() {
        auto none = run(request_for(method()), {}, {});
        QVERIFY(!none.ok());
        QCOMPARE(none.error().kind, ErrorKind::Usage);
    }
};

QTEST_APPLESS_MAIN(TestConformance)
#include "test_conformance.moc"
