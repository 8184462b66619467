// Every method of shape matching on shapes that are hardly any: it answers, or it says what is wrong.
#include <QtTest>
#include <map>

#include "core/base/random.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

using namespace orthoscope;

namespace {

DatasetPtr mesh_of(Matrix vertices, Triangles triangles) {
    auto set = std::make_shared<Dataset>();
    set->name = "mesh", set->payload = Mesh{std::move(vertices), std::move(triangles)};
    return set;
}
DatasetPtr cloud_of(Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = "cloud", set->payload = PointCloud{std::move(points)};
    return set;
}

const Mesh& figure(Index vertices) {
    static std::map<Index, Mesh> made;  // meshing takes longer than matching
    if (auto at = made.find(vertices); at != made.end()) return at->second;
    auto parameters = find_sample("figure-quadruped")->parameters;
    if (!parameters.set("vertices", std::int64_t(vertices)) || !parameters.set("target-vertices", std::int64_t(300))) qFatal("options");
    auto sample = make_sample("figure-quadruped", parameters, 1);
    if (!sample) qFatal("%s", sample.error().message().c_str());
    return made[vertices] = std::get<Mesh>(sample->sets[0]->payload);
}

// A bent sheet with a boundary, its vertices shifted a little.
Mesh sheet(Index side, double shift) {
    Mesh m;
    m.vertices.resize(side * side, 3), m.triangles.resize(2 * (side - 1) * (side - 1), 3);
    for (Index i = 0; i < side; ++i)
        for (Index j = 0; j < side; ++j) m.vertices.row(i * side + j) << double(i) + shift * std::sin(double(j)), 0.6 * double(j), 0.1 * double(i * i) / double(side);
    Index f = 0;
    for (int i = 0; i + 1 < side; ++i)
        for (int j = 0; j + 1 < side; ++j) {
            const int a = i * int(side) + j, b = a + int(side);
            m.triangles.row(f++) << a, b, a + 1;
            m.triangles.row(f++) << b, b + 1, a + 1;
        }
    return m;
}

// A closed, lopsided body of 2 + rings * around vertices: small, so that every method can be tried on many of them.
Mesh body(Index rings, Index around) {
    Mesh m;
    m.vertices.resize(2 + rings * around, 3), m.triangles.resize(2 * rings * around, 3);
    const auto place = [](double up, double turn) {
        const double r = std::sin(up) * (1 + 0.3 * std::cos(turn) + 0.2 * std::sin(2 * turn + up));
        return RowVector(Eigen::RowVector3d(r * std::cos(turn), 0.8 * r * std::sin(turn), 1.7 * std::cos(up) + 0.2 * std::sin(3 * up)));
    };
    m.vertices.row(0) = place(0, 0), m.vertices.row(1) = place(M_PI, 0);
    for (Index i = 0; i < rings; ++i)
        for (Index j = 0; j < around; ++j)
            m.vertices.row(2 + i * around + j) = place(M_PI * double(i + 1) / double(rings + 1), 2 * M_PI * double(j) / double(around));
    Index f = 0;
    const auto at = [&](Index i, Index j) { return std::int32_t(2 + i * around + j % around); };
    for (Index j = 0; j < around; ++j) {
        m.triangles.row(f++) << 0, at(0, j), at(0, j + 1);
        m.triangles.row(f++) << 1, at(rings - 1, j + 1), at(rings - 1, j);
        for (Index i = 0; i + 1 < rings; ++i) {
            m.triangles.row(f++) << at(i, j), at(i + 1, j), at(i + 1, j + 1);
            m.triangles.row(f++) << at(i, j), at(i + 1, j + 1), at(i, j + 1);
        }
    }
    return m;
}

Mesh with_extra_rows(Mesh m, Index count, bool duplicates) {
    const Index n = m.vertices.rows();
    m.vertices.conservativeResize(n + count, 3);
    for (Index i = 0; i < count; ++i) m.vertices.row(n + i) = duplicates ? RowVector(m.vertices.row(i)) : RowVector(RowVector::Constant(3, 2 + double(i)));
    if (duplicates)
        for (Index f = 0; f < m.triangles.rows(); ++f)
            if (m.triangles(f, 0) < count) m.triangles(f, 0) += std::int32_t(n);
    return m;
}
Mesh with_flat_faces(Mesh m) {
    const Index f = m.triangles.rows();
    m.triangles.conservativeResize(f + 3, 3);
    m.triangles.row(f) << 0, 1, 1;
    m.triangles.row(f + 1) << 2, 2, 2;
    m.triangles.row(f + 2) << 3, 4, 3;
    return m;
}
Mesh twice(const Mesh& m) {
    Mesh two;
    const Index n = m.vertices.rows(), f = m.triangles.rows();
    two.vertices.resize(2 * n, 3), two.triangles.resize(2 * f, 3);
    two.vertices << m.vertices, (0.6 * m.vertices).rowwise() + RowVector::Constant(3, 4);
    two.triangles << m.triangles, m.triangles.array() + std::int32_t(n);
    return two;
}
DatasetPtr set_of(const Mesh& m) { return mesh_of(m.vertices, m.triangles); }

DatasetPtr triangle() {
    Matrix v(3, 3);
    v << 0, 0, 0, 1, 0, 0, 0, 2, 0;
    Triangles t(1, 3);
    t << 0, 1, 2;
    return mesh_of(v, t);
}

const char* const odd_names[] = {"one triangle", "a triangle and a body", "disconnected", "duplicates", "isolated vertices",
                                 "zero-area faces", "boundary", "cloud and mesh", "clouds in the plane"};
std::vector<DatasetPtr> odd_pair(int number) {
    switch (number) {
        case 0: return {triangle(), triangle()};
        case 1: return {triangle(), set_of(body(10, 12))};
        case 2: return {set_of(twice(body(10, 12))), set_of(twice(body(11, 13)))};
        case 3: return {set_of(with_extra_rows(body(10, 12), 20, true)), set_of(body(10, 12))};
        case 4: return {set_of(body(10, 12)), set_of(with_extra_rows(body(10, 12), 5, false))};
        case 5: return {set_of(with_flat_faces(body(10, 12))), set_of(body(10, 12))};
        case 6: return {set_of(sheet(13, 0)), set_of(sheet(12, 0.1))};
        case 7: return {cloud_of(body(11, 12).vertices), set_of(body(10, 12))};
        default: return {cloud_of(sheet(13, 0).vertices.leftCols(2)), cloud_of(sheet(12, 0.1).vertices.leftCols(2))};
    }
}

RunRequest request_for(const char* method, const std::vector<DatasetPtr>& sets) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters();
    (void)request.options.set("k", std::int64_t(30));
    if (request.options.find("search")) (void)request.options.set("search", std::string("fast"));
    if (find_method(method)->info().needs_start) {
        request.pairing.start.emplace();
        request.pairing.start->origin = "start";
        Indices map(sets[1]->rows());
        for (Index i = 0; i < map.size(); ++i) map(i) = i % sets[0]->rows();
        request.pairing.start->matching = map;
    }
    return request;
}

}  // namespace

class TestShapeMethods : public QObject {
    Q_OBJECT

    static void each() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("pair");
        for (auto method : {"functional-map", "zoomout", "sliced-refinement"})
            for (int i = 0; i < int(std::size(odd_names)); ++i)
                QTest::newRow((std::string(method) + ", " + odd_names[i]).c_str()) << QString(method) << i;
    }

  private slots:
    void initTestCase() { qputenv("ORTHOSCOPE_CACHE", "off"); }

    void survives_data() { each(); }
    void survives() {
        QFETCH(QString, method);
        QFETCH(int, pair);
        const auto sets = odd_pair(pair);
        const std::string name = method.toStdString();
        auto result = run(request_for(name.c_str(), sets), sets, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        const Indices& map = *result->report.indices("map");
        QCOMPARE(map.size(), sets[1]->rows());
        QVERIFY(map.minCoeff() >= -1 && map.maxCoeff() < sets[0]->rows() && map.maxCoeff() >= 0);
        if (pair == 4) QVERIFY((map.tail(5).array() == -1).all() && (map.head(map.size() - 5).array() >= 0).all());  // on no triangle
        QVERIFY(result->report.matrix("functional_map")->allFinite());
        QVERIFY(!result->report.reasons.empty());
        for (auto& [metric, value] : result->report.metrics)
            QVERIFY2(std::isfinite(value) || std::any_of(result->report.warnings.begin(), result->report.warnings.end(),
                                                         [&](auto& w) { return w.find(metric + " is void") == 0; }), metric.c_str());
        for (auto& frame : result->recording->frames())
            for (auto& [metric, value] : frame->metrics) QVERIFY2(std::isfinite(value), metric.c_str());
    }
    void refusesWhatIsNoShape_data() {
        QTest::addColumn<QString>("method");
        for (auto method : {"functional-map", "zoomout", "sliced-refinement"}) QTest::newRow(method) << QString(method);
    }
    void refusesWhatIsNoShape() {
        QFETCH(QString, method);
        const std::string name = method.toStdString();
        const auto good = set_of(figure(300));
        Mesh broken = figure(300);
        broken.vertices(7, 1) = std::nan("");
        auto embedding = std::make_shared<Dataset>();
        embedding->name = "embedding", embedding->payload = EmbeddingSet{Matrix::Ones(300, 3)};
        for (auto& bad : {set_of(broken), DatasetPtr(embedding), cloud_of(Matrix::Ones(2, 3)), mesh_of(Matrix::Zero(5, 3), Triangles(0, 3)),
                          cloud_of(Matrix::Ones(50, 3))}) {
            const std::vector<DatasetPtr> sets{good, bad};
            auto result = run(request_for(name.c_str(), sets), sets, {});
            QVERIFY(!result.ok());
            QVERIFY2(result.error().kind == ErrorKind::Input, result.error().message().c_str());
        }
    }
    void cloudsSayThatLeftAndRightAreAlike() {
        const std::vector<DatasetPtr> sets{cloud_of(figure(340).vertices), cloud_of(figure(300).vertices)};
        auto result = run(request_for("functional-map", sets), sets, {});
        QVERIFY(result.ok());
        QVERIFY(result->report.verdict != Verdict::Supported);
        QVERIFY(std::any_of(result->report.reasons.begin(), result->report.reasons.end(),
                            [](auto& r) { return r.find("Left and right cannot be told apart") == 0; }));
    }
    void partsThatAreMissingStayUncoveredWhereAsked() {
        const Mesh whole = figure(340);
        Mesh more = twice(whole);  // the target has a second body
        const std::vector<DatasetPtr> sets{set_of(whole), set_of(more)};
        auto request = request_for("zoomout", sets);
        Indices map(sets[1]->rows());
        for (Index i = 0; i < map.size(); ++i) map(i) = i < sets[0]->rows() ? i : -1;
        request.pairing.start->matching = map;
        QVERIFY(request.options.set("uncovered", 3.0).ok());
        auto result = run(request, sets, {});
        QVERIFY(result.ok());
        QVERIFY(result->report.metric("uncovered").value_or(0) > 0);
        auto all = request;
        QVERIFY(all.options.set("uncovered", 0.0).ok());
        auto plain = run(all, sets, {});
        QVERIFY(plain.ok() && *plain->report.metric("uncovered") == 0);
    }
};

QTEST_APPLESS_MAIN(TestShapeMethods)
#include "test_shape_methods.moc"
