#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/samples/shapes.h"
#include "core/shape/basis_cache.h"
#include "core/shape/eigenbasis.h"

using namespace orthoscope;

namespace {

Dataset dataset(Mesh mesh) { return {"test", std::move(mesh), {}, {}, {}, {}}; }
Dataset cloud(Matrix points) { return {"cloud", PointCloud{std::move(points)}, {}, {}, {}, {}}; }

Mesh rectangle(int columns, int rows, double width, double height) {
    Mesh mesh{Matrix(columns * rows, 3), Triangles(2 * (columns - 1) * (rows - 1), 3)};
    Index t = 0;
    for (int i = 0; i < columns; ++i)
        for (int j = 0; j < rows; ++j) {
            const int a = i * rows + j;
            mesh.vertices.row(a) << width * i / (columns - 1), height * j / (rows - 1), 0;
            if (i + 1 == columns || j + 1 == rows) continue;
            mesh.triangles.row(t++) << a, a + rows, a + rows + 1;
            mesh.triangles.row(t++) << a, a + rows + 1, a + 1;
        }
    return mesh;
}

// `copies` of a mesh side by side.
Mesh row_of(const Mesh& one, int copies) {
    const Index n = one.vertices.rows(), f = one.triangles.rows();
    Mesh all{Matrix(n * copies, 3), Triangles(f * copies, 3)};
    for (int c = 0; c < copies; ++c) {
        all.vertices.middleRows(c * n, n) = one.vertices.rowwise() + RowVector{{5.0 * c, 0, 0}};
        all.triangles.middleRows(c * f, f) = one.triangles.array() + std::int32_t(c * n);
    }
    return all;
}

Mesh bumpy(int subdivisions) {
    Mesh mesh = sphere_mesh(subdivisions);
    for (Index i = 0; i < mesh.vertices.rows(); ++i) {
        const RowVector p = mesh.vertices.row(i);
        mesh.vertices.row(i) *= 1 + 0.3 * std::sin(3 * p(0) + 1) * std::cos(2 * p(1)) + 0.2 * p(2);
    }
    return mesh;
}

Laplacian laplacian_of(const Dataset& shape, LaplacianKind kind = LaplacianKind::Intrinsic) {
    return *make_laplacian(shape, kind, {});
}

double orthonormality(const Eigenbasis& b) {
    return (b.coefficients(b.vectors, b.size()) - Matrix::Identity(b.size(), b.size())).cwiseAbs().maxCoeff();
}

double residual(const Laplacian& l, const Eigenbasis& b) {
    const Matrix r = l.stiffness * b.vectors - l.mass.asDiagonal() * b.vectors * b.values.asDiagonal();
    return std::sqrt((l.mass.cwiseInverse().asDiagonal() * r.cwiseAbs2()).colwise().sum().maxCoeff()) /
           b.values(b.size() - 1);
}

// The largest relative error against l (l + 1), which comes 2 l + 1 times.
double sphere_error(const Eigenbasis& b) {
    double worst = 0;
    for (Index i = 1; i < b.size(); ++i) {
        const double l = std::floor(std::sqrt(double(i)));
        worst = std::max(worst, std::abs(b.values(i) / (l * (l + 1)) - 1));
    }
    return worst;
}

}  // namespace

class TestEigenbasis : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        qputenv("ORTHOSCOPE_CACHE", "off");
        set_blas_threads(1);  // tests share the machine
    }
    void sphere();
    void sphere_cloud();
    void rectangle_by_hand();
    void agrees_with_lapack();
    void copies_of_a_shape();
    void components_start_with_the_constant();
    void tiny_shapes();
    void vertices_without_a_triangle();
    void scale();
    void same_each_time();
    void signs();
    void stops();
    void refuses_what_does_not_fit();
    void cache();
    void cache_damage_data();
    void cache_damage();
    void cache_keeps_to_its_limit();
};

void TestEigenbasis::sphere() {
    const auto l = laplacian_of(dataset(sphere_mesh(5)));
    const auto b = eigenbasis(l, 100, 2, {});
    QVERIFY(b.ok());
    QCOMPARE(b->size(), Index(100));
    QVERIFY2(sphere_error(*b) < 0.01, qPrintable(QString::number(sphere_error(*b))));
    QVERIFY(residual(l, *b) < 1e-8 && b->residuals.maxCoeff() < 1e-8);
    QVERIFY(std::abs(residual(l, *b) / b->residuals.maxCoeff() - 1) < 0.1);
    QVERIFY(orthonormality(*b) < 1e-10);
    QCOMPARE(b->values(0), 0.0);
    QVERIFY((b->vectors.col(0).array() * std::sqrt(b->area) - 1).abs().maxCoeff() < 1e-9);
}

void TestEigenbasis::sphere_cloud() {
    Random random(2);
    Matrix points = sphere_mesh(4).vertices + 0.01 * random.normal(2562, 3);
    points.rowwise().normalize();
    const auto l = laplacian_of(cloud(points));
    const auto b = eigenbasis(l, 50, 2, {});
    QCOMPARE(l.components, Index(1));
    QVERIFY2(sphere_error(*b) < 0.03, qPrintable(QString::number(sphere_error(*b))));
    QVERIFY(residual(l, *b) < 1e-8 && orthonormality(*b) < 1e-10);
}

void TestEigenbasis::rectangle_by_hand() {
    const auto b = eigenbasis(laplacian_of(dataset(rectangle(61, 41, 3, 2.1))), 12, 1, {});
    std::vector<double> expected;
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 8; ++j)
            expected.push_back(std::pow(std::numbers::pi, 2) * (i * i / 9.0 + j * j / (2.1 * 2.1)));
    std::sort(expected.begin(), expected.end());
    for (Index i = 1; i < 12; ++i) QVERIFY(std::abs(b->values(i) / expected[std::size_t(i)] - 1) < 0.01);
}

void TestEigenbasis::agrees_with_lapack() {
    for (auto kind : {LaplacianKind::Cotangent, LaplacianKind::Tufted}) {
        const auto l = laplacian_of(dataset(bumpy(3)), kind);
        const Vector scale = l.mass.cwiseSqrt().cwiseInverse();
        const auto dense = symmetric_eigen(scale.asDiagonal() * Matrix(l.stiffness) * scale.asDiagonal());
        const auto b = eigenbasis(l, 40, 2, {});
        QVERIFY((b->values - dense->values.head(40)).cwiseAbs().maxCoeff() < 1e-9 * b->values(39));
        // Both find the same functions.
        const Matrix overlap = (l.mass.cwiseSqrt().asDiagonal() * b->vectors).transpose() * dense->vectors.leftCols(40);
        QVERIFY((overlap.cwiseAbs() - Matrix::Identity(40, 40)).norm() < 1e-5);
    }
}

// Every value comes as often as there are copies: more often than a block has columns.
void TestEigenbasis::copies_of_a_shape() {
    const Mesh one = bumpy(2);
    const int copies = 21;
    const auto single = eigenbasis(laplacian_of(dataset(one)), 5, 1, {});
    const auto l = laplacian_of(dataset(row_of(one, copies)));
    QCOMPARE(l.components, Index(copies));
    const auto b = eigenbasis(l, 5 * copies, 2, {});
    for (Index i = 0; i < b->size(); ++i)
        QVERIFY2(std::abs(b->values(i) - single->values(i / copies)) < 1e-8 * single->values(4), qPrintable(QString::number(i)));
    QVERIFY(orthonormality(*b) < 1e-10 && residual(l, *b) < 1e-8);
}

void TestEigenbasis::components_start_with_the_constant() {
    Mesh mesh = row_of(bumpy(2), 3);
    mesh.vertices.topRows(162) *= 0.5;
    const auto b = eigenbasis(laplacian_of(dataset(mesh)), 2, 1, {});
    QCOMPARE(b->components, Index(3));
    QVERIFY((b->vectors.col(0).array() - b->vectors(0, 0)).abs().maxCoeff() < 1e-12);
    QVERIFY(std::abs(b->vectors(200, 1) + b->vectors(400, 1)) < 1e-9 && std::abs(b->vectors(0, 1)) < 1e-12);
    QVERIFY(b->values.isZero(0) && !b->notes.empty());
}

void TestEigenbasis::tiny_shapes() {
    Mesh mesh{Matrix{{0, 0, 0}, {2, 0, 0}, {0, 1, 0}, {2, 2, 1}}, Triangles(1, 3)};
    mesh.triangles << 0, 1, 2;
    const Mesh lone{mesh.vertices.topRows(3), mesh.triangles};
    for (Index k : {1, 2, 3, 50}) {
        const auto l = laplacian_of(dataset(lone));
        const auto b = eigenbasis(l, k, 2, {});
        QVERIFY(b.ok());
        QCOMPARE(b->size(), std::min<Index>(k, 3));
        QVERIFY(orthonormality(*b) < 1e-12);
        if (k > 1) QVERIFY(residual(l, *b) < 1e-12);
        QCOMPARE(b->notes.empty(), k <= 3);
    }
    mesh.triangles.resize(2, 3);
    mesh.triangles << 0, 1, 2, 1, 3, 2;
    const auto b = eigenbasis(laplacian_of(dataset(mesh)), 4, 1, {});
    QCOMPARE(b->size(), Index(4));
    // Traces agree.
    const auto l = laplacian_of(dataset(mesh));
    QVERIFY(std::abs(b->values.sum() / l.stiffness.diagonal().cwiseQuotient(l.mass).sum() - 1) < 1e-12);
}

void TestEigenbasis::vertices_without_a_triangle() {
    Mesh mesh = bumpy(3);
    const auto whole = eigenbasis(laplacian_of(dataset(mesh)), 10, 1, {});
    Matrix more(mesh.vertices.rows() + 7, 3);
    more.topRows(3).setConstant(9), more.middleRows(3, mesh.vertices.rows()) = mesh.vertices, more.bottomRows(4).setConstant(2);
    mesh.vertices = more, mesh.triangles.array() += 3;
    const auto b = eigenbasis(laplacian_of(dataset(mesh)), 10, 1, {});
    QVERIFY((b->values - whole->values).cwiseAbs().maxCoeff() < 1e-9 * whole->values(9));
    QVERIFY(b->vectors.topRows(3).isZero(0) && b->vectors.bottomRows(4).isZero(0));
    QCOMPARE(b->components, Index(1));
}

void TestEigenbasis::scale() {
    Mesh mesh = bumpy(3);
    const auto a = eigenbasis(laplacian_of(dataset(mesh)), 20, 1, {});
    mesh.vertices *= 1e6;
    const auto b = eigenbasis(laplacian_of(dataset(mesh)), 20, 1, {});
    QVERIFY((a->values - 1e12 * b->values).norm() < 1e-9 * a->values(19));
}

void TestEigenbasis::same_each_time() {
    const auto l = laplacian_of(dataset(sphere_mesh(4)));
    const auto a = eigenbasis(l, 60, 1, {}), b = eigenbasis(l, 60, 1, {});
    QVERIFY(a->vectors == b->vectors && a->values == b->values);
    const auto c = eigenbasis(l, 60, 2, {});
    QVERIFY((a->values - c->values).norm() < 1e-9 * a->values(59));
}

void TestEigenbasis::signs() {
    const auto b = eigenbasis(laplacian_of(dataset(bumpy(3))), 30, 1, {});
    for (Index j = 0; j < 30; ++j) QVERIFY(b->vectors.col(j).maxCoeff() >= -b->vectors.col(j).minCoeff());
}

void TestEigenbasis::stops() {
    const auto l = laplacian_of(dataset(sphere_mesh(5)));
    std::stop_source stop;
    Context context;
    context.stop = stop.get_token();
    int heard = 0;
    double last = 0;
    bool rises = true;
    context.progress = [&](double fraction, std::string_view) {
        rises = rises && fraction >= last, last = fraction;
        if (++heard == 3) stop.request_stop();
    };
    const auto b = eigenbasis(l, 100, 2, context);
    QVERIFY(!b.ok() && rises);
    QCOMPARE(b.error().kind, ErrorKind::Cancelled);
}

void TestEigenbasis::refuses_what_does_not_fit() {
    Context context;
    context.memory_limit = 3'000'000;
    const auto b = eigenbasis(laplacian_of(dataset(sphere_mesh(4))), 100, 2, context);
    QVERIFY(!b.ok());
    QCOMPARE(b.error().kind, ErrorKind::Memory);
}

void TestEigenbasis::cache() {
    QTemporaryDir folder;
    qputenv("ORTHOSCOPE_CACHE", folder.path().toUtf8());
    const auto shape = dataset(bumpy(3));
    const auto first = *shape_basis(shape, LaplacianKind::Intrinsic, 30, 1, {});
    QVERIFY(!first->cached);
    const auto again = *shape_basis(shape, LaplacianKind::Intrinsic, 30, 1, {});
    QVERIFY(again->cached && again->vectors == first->vectors && again->values == first->values && again->mass == first->mass);
    const auto shorter = *shape_basis(shape, LaplacianKind::Intrinsic, 11, 1, {});
    QVERIFY(shorter->cached && shorter->vectors == first->vectors.leftCols(11));
    QCOMPARE(shorter->size(), Index(11));
    QVERIFY(std::abs(shorter->residuals(10) * shorter->values(10) / (first->residuals(10) * first->values(29)) - 1) < 1e-12);
    QVERIFY(!(*shape_basis(shape, LaplacianKind::Cotangent, 11, 1, {}))->cached);
    QVERIFY(!(*shape_basis(shape, LaplacianKind::Intrinsic, 40, 1, {}))->cached);
    QVERIFY((*shape_basis(shape, LaplacianKind::Intrinsic, 40, 1, {}))->cached);
    auto moved = shape;
    std::get<Mesh>(moved.payload).vertices(5, 1) += 1e-12;
    QVERIFY(!(*shape_basis(moved, LaplacianKind::Intrinsic, 11, 1, {}))->cached);
    // All there are serve any number.
    const auto small = dataset(sphere_mesh(0));
    QVERIFY(!(*shape_basis(small, LaplacianKind::Intrinsic, 50, 1, {}))->cached);
    QCOMPARE((*shape_basis(small, LaplacianKind::Intrinsic, 80, 1, {}))->size(), Index(12));
    QVERIFY((*shape_basis(small, LaplacianKind::Intrinsic, 80, 1, {}))->cached);
    // What a run asked for in vain is said to that run alone.
    QVERIFY((*shape_basis(small, LaplacianKind::Intrinsic, 12, 1, {}))->notes.empty());
    const auto more = *shape_basis(small, LaplacianKind::Intrinsic, 60, 1, {});
    QCOMPARE(more->notes.size(), std::size_t(1));
    QVERIFY(more->notes[0].starts_with("60 eigenvectors"));
    qputenv("ORTHOSCOPE_CACHE", "off");
}

void TestEigenbasis::cache_damage_data() {
    QTest::addColumn<int>("at");
    for (int at : {0, 9, 17, 50, 300, 100'000, -1}) QTest::addRow("%d", at) << at;
}

void TestEigenbasis::cache_damage() {
    QFETCH(int, at);
    QTemporaryDir folder;
    const BasisCache cache(folder.path().toStdString());
    const auto shape = dataset(bumpy(3));
    const auto key = cache.key(shape, LaplacianKind::Intrinsic);
    const auto basis = eigenbasis(laplacian_of(shape), 30, 1, {});
    cache.store(key, 30, *basis);
    QVERIFY(cache.load(key, 30));
    const auto path = cache.folder() / (key + ".basis");
    if (at < 0) std::filesystem::resize_file(path, 5000);
    else {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(at);
        const int old = file.get();
        file.seekp(at);
        file.put(char(old ^ 0x41));
    }
    QVERIFY(!cache.load(key, 30));
    cache.store(key, 30, *basis);
    QVERIFY(cache.load(key, 30));
}

void TestEigenbasis::cache_keeps_to_its_limit() {
    QTemporaryDir folder;
    const BasisCache cache(folder.path().toStdString(), 500'000);
    const auto basis = eigenbasis(laplacian_of(dataset(bumpy(3))), 30, 1, {});
    for (const char* key : {"a", "b", "c", "d", "e"}) {
        cache.store(key, 30, *basis);
        QTest::qSleep(20);
        if (*key > 'a') QVERIFY(cache.load("a", 30));  // what is used stays
        QTest::qSleep(20);
    }
    QVERIFY(cache.load("a", 30) && cache.load("e", 30) && !cache.load("b", 30) && !cache.load("c", 30));
}

QTEST_APPLESS_MAIN(TestEigenbasis)
#include "test_eigenbasis.moc"
