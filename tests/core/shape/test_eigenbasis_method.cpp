#include <QtTest>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/run/run.h"
#include "core/samples/shapes.h"
#include "core/shape/sparse_factor.h"

using namespace orthoscope;

namespace {

DatasetPtr dataset(Mesh mesh) {
    return std::make_shared<Dataset>(Dataset{"shape", std::move(mesh), {}, {}, {}, {}});
}

Result<RunResult> run_on(DatasetPtr shape, std::int64_t k, const Context& context = {}) {
    RunRequest request;
    request.method = "laplacian-eigenbasis";
    request.options = find_method(request.method)->parameters();
    request.settings.threads = 1;
    if (!request.options.set("k", k)) return usage_error("k", "refused");
    return run(request, {std::move(shape)}, context);
}

bool has(const std::vector<std::string>& sentences, const char* part) {
    for (auto& s : sentences)
        if (s.find(part) != std::string::npos) return true;
    return false;
}

}  // namespace

class TestEigenbasisMethod : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { set_blas_threads(1); }
    void sphere();
    void values_settle_from_frame_to_frame();
    void two_components();
    void what_is_no_shape();
    void factor_solves_and_counts();
};

void TestEigenbasisMethod::sphere() {
    const auto result = run_on(dataset(sphere_mesh(4)), 50);
    QVERIFY(result.ok());
    const auto& report = result->report;
    QCOMPARE(report.verdict, Verdict::Supported);
    QVERIFY(*report.metric("largest_residual") < 1e-8);
    QVERIFY(std::abs(*report.metric("weyl_ratio") - 56.0 / 49) < 0.03);  // l = 7 begins there
    const Matrix &values = *report.matrix("values"), &vectors = *report.matrix("vectors"), &mass = *report.matrix("mass");
    QCOMPARE(values.rows(), Index(50));
    QCOMPARE(vectors.rows(), Index(2562));
    QVERIFY((vectors.transpose() * Vector(mass).asDiagonal() * vectors - Matrix::Identity(50, 50)).norm() < 1e-9);
    QVERIFY(has(report.warnings, "Eigenvalues agree"));
}

// Ritz values come from above, each at most what it was before.
void TestEigenbasisMethod::values_settle_from_frame_to_frame() {
    const auto result = run_on(dataset(sphere_mesh(4)), 40);
    std::vector<int> phases;
    Matrix before;
    for (auto& frame : result->recording->frames()) {
        if (phases.empty() || phases.back() != frame->phase) phases.push_back(frame->phase);
        const auto& values = std::get<ShapeState>(*frame->state).source_values;
        if (!values) continue;
        const Index shared = std::min(before.rows(), values->rows());
        for (Index i = 0; i < shared; ++i) QVERIFY((*values)(i) <= before(i) * (1 + 1e-9) + 1e-9);
        before = *values;
    }
    QVERIFY((phases == std::vector<int>{0, 1, 2, 3, 4}));
    QVERIFY(std::get<ShapeState>(*result->recording->frames().back()->state).source_vectors);
}

void TestEigenbasisMethod::two_components() {
    const Mesh one = sphere_mesh(2);
    Mesh two{Matrix(324, 3), Triangles(640, 3)};
    two.vertices << one.vertices, one.vertices.array() + 5;
    two.triangles << one.triangles, one.triangles.array() + 162;
    const auto result = run_on(dataset(two), 6);
    QCOMPARE(result->report.verdict, Verdict::Doubtful);
    QCOMPARE(*result->report.metric("components"), 2.0);
    QVERIFY(has(result->report.warnings, "components") && has(result->report.warnings, "1 to 2"));
}

void TestEigenbasisMethod::what_is_no_shape() {
    auto rows = std::make_shared<Dataset>(Dataset{"rows", EmbeddingSet{Matrix::Random(20, 5)}, {}, {}, {}, {}});
    const auto result = run_on(rows, 5);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, ErrorKind::Input);
}

void TestEigenbasisMethod::factor_solves_and_counts() {
    const auto l = make_laplacian(*dataset(torus_mesh(40, 20, 1, 0.4)), LaplacianKind::Intrinsic, {});
    auto factor = SparseFactor::make(l->stiffness, 0.3, {});
    Random random(1);
    for (Index columns : {1, 7, 8, 21}) {
        const Matrix b = random.normal(800, columns);
        Matrix x = b;
        QVERIFY(factor->solve(x, 2, {}).ok());
        QVERIFY((l->stiffness * x + 0.3 * x - b).norm() < 1e-11 * b.norm());
    }
    const auto dense = symmetric_eigen(Matrix(l->stiffness));
    for (double value : {-1.0, 0.01, 0.5, 3.0}) {
        const auto count = factor->count_below(l->stiffness, value, {});
        QCOMPARE(*count, Index((dense->values.array() < value).count()));
    }
    QVERIFY(!SparseFactor::make(l->stiffness, -0.5, {}).ok());
}

QTEST_APPLESS_MAIN(TestEigenbasisMethod)
#include "test_eigenbasis_method.moc"
