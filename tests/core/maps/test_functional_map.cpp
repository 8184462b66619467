// The methods of shape matching on figures whose answer is known.
#include <QtTest>
#include <map>
#include <set>

#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

using namespace orthoscope;

namespace {

DatasetPtr mesh_of(Matrix vertices, Triangles triangles, const char* name) {
    auto set = std::make_shared<Dataset>();
    set->name = name, set->payload = Mesh{std::move(vertices), std::move(triangles)};
    return set;
}

// One body in two poses and two meshes.
const Sample& figures(Index vertices, const char* pose, std::int64_t figure) {
    static std::map<std::string, Sample> made;  // meshing takes longer than matching
    const std::string key = pose + std::to_string(vertices);
    if (auto at = made.find(key); at != made.end()) return at->second;
    auto parameters = find_sample("figure-biped")->parameters;
    for (auto& [name, value] : std::vector<std::pair<const char*, ParameterValue>>{
             {"pose", std::string(pose)}, {"target-pose", std::string("stride")}, {"vertices", std::int64_t(vertices)},
             {"target-vertices", std::int64_t(vertices - 100)}, {"figure", figure}})
        if (auto status = parameters.set(name, value); !status) qFatal("%s", status.error().message().c_str());
    auto sample = make_sample("figure-biped", parameters, 1);
    if (!sample) qFatal("%s", sample.error().message().c_str());
    return made[key] = std::move(*sample);
}

// The source turned, scaled and with its vertices in another order.
struct Copied {
    std::vector<DatasetPtr> sets;
    Indices truth;  // source vertex of each target vertex
};
Copied copied(Index vertices) {
    const Mesh mesh = std::get<Mesh>(figures(vertices, "wave", 3).sets[0]->payload);
    const Index n = mesh.vertices.rows();
    Random random(5);
    const auto order = random.permutation(n);
    std::vector<std::int32_t> place(std::size_t(n), 0);
    Copied made;
    made.truth.resize(n);
    for (Index i = 0; i < n; ++i) place[std::size_t(order[std::size_t(i)])] = std::int32_t(i), made.truth(i) = order[std::size_t(i)];
    Triangles triangles = mesh.triangles;
    for (Index f = 0; f < triangles.rows(); ++f)
        for (int c = 0; c < 3; ++c) triangles(f, c) = place[std::size_t(mesh.triangles(f, c))];
    const Matrix turn = random_orthogonal(3, random, true);
    made.sets = {mesh_of(mesh.vertices, mesh.triangles, "figure"),
                 mesh_of((2.5 * Matrix(mesh.vertices(order, Eigen::all)) * turn).rowwise() + RowVector::Constant(3, 7), triangles, "copy")};
    return made;
}

Copied posed_pair(Index vertices) {
    const Sample& sample = figures(vertices, "rest", 1);
    Copied made;
    made.sets = sample.sets;
    std::istringstream text(sample.file("truth.txt")->text);
    std::vector<std::int64_t> rows;
    for (std::int64_t v; text >> v;) rows.push_back(v);
    made.truth = Eigen::Map<Indices>(rows.data(), Index(rows.size()));
    return made;
}

RunResult result_of(const char* method, const Copied& pair, const std::vector<std::pair<const char*, ParameterValue>>& options = {},
                    const PairingOptions& pairing = {}, bool fit_only = false) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters(), request.pairing = pairing, request.fit_only = fit_only;
    for (auto& [name, value] : options)
        if (auto status = request.options.set(name, value); !status) qFatal("%s", status.error().message().c_str());
    auto result = run(request, pair.sets, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}

PairingOptions from_map(Indices map) {
    PairingOptions pairing;
    pairing.start.emplace();
    pairing.start->matching = std::move(map), pairing.start->origin = "start";
    return pairing;
}

double value_of(const RunResult& result, const char* name) { return result.report.metric(name).value_or(-1e9); }

}  // namespace

class TestFunctionalMap : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { qputenv("ORTHOSCOPE_CACHE", "off"); }

    void aTurnedAndPermutedCopyIsMatchedExactly() {
        const auto pair = copied(400);
        PairingOptions pairing;
        pairing.truth = pair.truth;
        const auto result = result_of("functional-map", pair, {{"k", std::int64_t(50)}}, pairing);
        QVERIFY(*result.report.indices("map") == pair.truth);
        QCOMPARE(value_of(result, "mean_geodesic_error"), 0.0);
        QCOMPARE(value_of(result, "coverage"), 1.0);
        const Matrix& c = *result.report.matrix("functional_map");
        QCOMPARE(c.rows(), Index(50));
        QVERIFY((c.transpose() * c - Matrix::Identity(50, 50)).norm() < 1e-8);
        QVERIFY(value_of(result, "commutativity_error") < 1e-6 && value_of(result, "bijectivity_error") < 1e-12);
        QVERIFY(std::abs(value_of(result, "dirichlet_energy") - 1) < 1e-6 && value_of(result, "orientation_preserved") > 0.95);
        QVERIFY(value_of(result, "sliced_wasserstein") < 1e-4);
        // What cli.md promises.
        const Matrix& candidates = *result.report.matrix("candidates");
        QVERIFY(candidates.rows() >= 1 && candidates.row(0).transpose() == pair.truth.cast<double>());
        QCOMPARE(result.report.matrix("source_eigenvalues")->rows(), Index(50));
        QCOMPARE(result.report.matrix("target_eigenvalues")->rows(), Index(50));
        QCOMPARE(*result.recording->outcome(), Outcome::Completed);
    }
    void theBestLaneIsTheFirstCandidate() {
        const auto result = result_of("functional-map", posed_pair(500), {{"k", std::int64_t(40)}, {"search", std::string("fast")}}, {}, true);
        const auto frames = result.recording->frames();
        const auto& last = std::get<ShapeState>(*lane_frames(frames, best_lane(frames)).back()->state);
        QVERIFY(last.map && *last.map == *result.report.indices("map"));
        QVERIFY(last.source_vectors && last.source_descriptors && last.functional_map);
        QCOMPARE(result.recording->lanes().size() > 1, true);
        // Phases come in the order in which they are explained.
        int latest = 0;
        for (auto& frame : lane_frames(frames, best_lane(frames))) {
            if (frame->phase >= 4) QVERIFY(frame->phase >= latest || latest == 5);
            latest = std::max(latest, frame->phase);
        }
        QCOMPARE(latest, int(find_method("functional-map")->info().phases.size()) - 1);
        // Every lane opens with what prepared all, and says where it stands to its end.
        for (int lane : lane_numbers(frames)) {
            const auto own = lane_frames(frames, lane);
            QVERIFY(own.size() > 4);
            for (std::size_t i = 0; i < own.size(); ++i) QCOMPARE(own[i]->iteration, std::int64_t(i));
            const int opening[] = {0, 0, 0, 1, 2};
            for (std::size_t i = 0; i < 5; ++i) QCOMPARE(own[i]->phase, opening[i]);
        }
        std::set<double> scores, bends;
        for (auto& frame : lane_frames(frames, best_lane(frames)))
            for (auto& [name, value] : frame->metrics)
                if (frame->phase >= 6 && name == "present score") scores.insert(value);
                else if (frame->phase >= 6 && name == "distortion") bends.insert(value);
        QVERIFY(scores.size() > 3 && bends.size() > 3);
        // All candidates are distinct.
        const Matrix& candidates = *result.report.matrix("candidates");
        for (Index i = 1; i < candidates.rows(); ++i) QVERIFY(candidates.row(i) != candidates.row(0));
    }
    void withoutTruthTheErrorsAreVoidAndSaidSo() {
        const auto result = result_of("zoomout", posed_pair(500), {{"k", std::int64_t(40)}}, from_map(posed_pair(500).truth));
        QVERIFY(std::isnan(value_of(result, "mean_geodesic_error")));
        QVERIFY(std::any_of(result.report.warnings.begin(), result.report.warnings.end(),
                            [](auto& w) { return w.find("mean_geodesic_error is void: there is no truth") == 0; }));
    }
    void zoomOutMendsAScrambledMap() {
        const auto pair = posed_pair(500);
        Indices scrambled = pair.truth;
        Random random(7);
        for (Index i = 0; i < scrambled.size(); ++i)
            if (random.uniform() < 0.4) scrambled(i) = std::int64_t(random.below(std::uint64_t(pair.sets[0]->rows())));
        auto pairing = from_map(scrambled);
        pairing.truth = pair.truth;
        const auto plain = result_of("zoomout", pair, {{"k", std::int64_t(60)}, {"filter", false}}, pairing);
        const auto balanced = result_of("zoomout", pair, {{"k", std::int64_t(60)}}, pairing);
        QVERIFY2(value_of(plain, "mean_geodesic_error") < 0.05, qPrintable(QString::number(value_of(plain, "mean_geodesic_error"))));
        QVERIFY(value_of(balanced, "coverage") > value_of(plain, "coverage"));
        QVERIFY(value_of(balanced, "mean_geodesic_error") < 1.1 * value_of(plain, "mean_geodesic_error"));
    }
    void aFunctionalMapIsAStartToo() {
        const auto pair = posed_pair(500);
        auto map = result_of("zoomout", pair, {{"k", std::int64_t(50)}}, from_map(pair.truth), true);
        PairingOptions pairing;
        pairing.start.emplace();
        pairing.start->functional_map = *map.report.matrix("functional_map"), pairing.start->origin = "C.npy";
        pairing.truth = pair.truth;
        const auto zoomed = result_of("zoomout", pair, {{"k", std::int64_t(70)}, {"filter", false}}, pairing);
        QVERIFY(value_of(zoomed, "mean_geodesic_error") < 0.04);
        QCOMPARE(zoomed.report.matrix("functional_map")->rows(), Index(70));
        const auto sliced = result_of("sliced-refinement", pair, {{"k", std::int64_t(50)}}, pairing);
        QVERIFY(value_of(sliced, "mean_geodesic_error") < 0.05);
        // The direction that was looked along is there to be drawn, and the sliced distance fell.
        double first = -1, last = -1;
        for (auto& frame : sliced.recording->frames()) {
            auto& state = std::get<ShapeState>(*frame->state);
            if (!state.direction) continue;
            QCOMPARE(state.direction->rows(), Index(50));
            for (auto& [name, value] : frame->metrics)
                if (name == "value") last = value, first = first < 0 ? value : first;
        }
        QVERIFY(first >= 0 && last <= first);
    }
    void whatIsNoFunctionalMapIsRefused() {
        const auto pair = posed_pair(500);
        const auto refusal = [&](Matrix c) {
            RunRequest request;
            request.method = "zoomout", request.options = find_method("zoomout")->parameters();
            if (!request.options.set("k", std::int64_t(50))) qFatal("k");
            request.pairing.start.emplace();
            request.pairing.start->functional_map = std::move(c), request.pairing.start->origin = "C.npy";
            auto result = run(request, pair.sets, {});
            return result ? std::string("accepted") : result.error().message();
        };
        const std::string wide = refusal(Matrix::Constant(3, 400, 0.1)), whole = refusal(Matrix::Constant(3, 40, 7));
        QVERIFY2(wide.find("--start") == 0 && wide.find("3 x 400") != std::string::npos, wide.c_str());
        QVERIFY2(whole.find("--start") == 0 && whole.find("whole numbers") != std::string::npos, whole.c_str());
        QCOMPARE(refusal(Matrix::Identity(50, 50)), std::string("accepted"));
    }
    void methodsThatNeedAStartSaySo() {
        RunRequest request;
        for (auto method : {"zoomout", "sliced-refinement"}) {
            request.method = method, request.options = find_method(method)->parameters();
            auto result = run(request, copied(400).sets, {});
            QVERIFY(!result.ok() && result.error().place == "--start");
        }
    }
    void aShapeInTooManyPiecesIsRefused() {
        // Soup: no two triangles share a vertex, so that each is a component of its own.
        const Mesh mesh = std::get<Mesh>(figures(500, "rest", 1).sets[0]->payload);
        Matrix corners(3 * mesh.triangles.rows(), 3);
        Triangles triangles(mesh.triangles.rows(), 3);
        for (Index f = 0; f < triangles.rows(); ++f)
            for (int c = 0; c < 3; ++c) corners.row(3 * f + c) = mesh.vertices.row(mesh.triangles(f, c)), triangles(f, c) = std::int32_t(3 * f + c);
        const auto soup = mesh_of(corners, triangles, "soup");
        RunRequest request;
        request.method = "functional-map", request.options = find_method(request.method)->parameters();
        auto result = run(request, {soup, soup}, {});
        QVERIFY(!result && result.error().place == "soup");
        QVERIFY2(result.error().what.find("components") != std::string::npos, result.error().what.c_str());
    }
    void whatABasisSaysOfItsShapeIsPassedOn() {
        Copied pair = copied(500);
        const Mesh mesh = std::get<Mesh>(pair.sets[0]->payload);
        Matrix more(mesh.vertices.rows() + 1, 3);
        more << mesh.vertices, RowVector::Constant(3, 9);
        pair.sets[0] = mesh_of(more, mesh.triangles, "with a stray");
        const auto result = result_of("functional-map", pair, {{"k", std::int64_t(40)}, {"search", std::string("fast")}});
        QVERIFY(std::any_of(result.report.warnings.begin(), result.report.warnings.end(),
                            [](auto& w) { return w.find("with a stray: 1 vertex has no triangle") == 0; }));
    }
    void landmarksAreFollowed() {
        const auto pair = posed_pair(500);
        PairingOptions pairing;
        pairing.truth = pair.truth;
        for (Index i : {10, 120, 230, 340}) pairing.landmarks.push_back({pair.truth(i), i, 1});
        const auto result = result_of("functional-map", pair, {{"k", std::int64_t(40)}, {"search", std::string("fast")}}, pairing);
        QVERIFY2(value_of(result, "mean_geodesic_error") < 0.05, qPrintable(QString::number(value_of(result, "mean_geodesic_error"))));
        QVERIFY(std::any_of(result.report.reasons.begin(), result.report.reasons.end(),
                            [](auto& r) { return r.find("4 landmarks") != std::string::npos; }));
    }
};

QTEST_APPLESS_MAIN(TestFunctionalMap)
#include "test_functional_map.moc"
