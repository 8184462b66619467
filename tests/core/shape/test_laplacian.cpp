#include <QtTest>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/samples/shapes.h"
#include "core/shape/intrinsic_mesh.h"
#include "core/shape/laplacian.h"

using namespace orthoscope;

namespace {

constexpr LaplacianKind kinds[] = {LaplacianKind::Cotangent, LaplacianKind::Intrinsic, LaplacianKind::Tufted};

Dataset mesh_of(Matrix vertices, std::initializer_list<std::array<int, 3>> faces) {
    Mesh mesh{std::move(vertices), Triangles(Index(faces.size()), 3)};
    Index t = 0;
    for (auto& f : faces) mesh.triangles.row(t++) << f[0], f[1], f[2];
    return {"test", mesh, {}, {}, {}, {}};
}

Dataset dataset(Mesh mesh) { return {"test", std::move(mesh), {}, {}, {}, {}}; }
Dataset cloud(Matrix points) { return {"cloud", PointCloud{std::move(points)}, {}, {}, {}, {}}; }

Matrix rows(std::initializer_list<std::array<double, 3>> points) {
    Matrix m(Index(points.size()), 3);
    Index i = 0;
    for (auto& p : points) m.row(i++) << p[0], p[1], p[2];
    return m;
}

Dataset moebius(int around, int across) {
    Mesh mesh{Matrix(around * across, 3), Triangles(2 * around * (across - 1), 3)};
    auto at = [&](int i, int j) { return i < around ? i * across + j : across - 1 - j; };
    Index t = 0;
    for (int i = 0; i < around; ++i)
        for (int j = 0; j < across; ++j) {
            const double u = 2 * std::numbers::pi * i / around, w = 0.6 * (j / (across - 1.0) - 0.5);
            const double r = 1 + w * std::cos(u / 2);
            mesh.vertices.row(i * across + j) << r * std::cos(u), r * std::sin(u), w * std::sin(u / 2);
            if (j + 1 == across) continue;
            mesh.triangles.row(t++) << at(i, j), at(i + 1, j), at(i + 1, j + 1);
            mesh.triangles.row(t++) << at(i, j), at(i + 1, j + 1), at(i, j + 1);
        }
    return dataset(mesh);
}

struct Odd {
    const char* name;
    Dataset shape;
    Index components, alone;
};

std::vector<Odd> odd_shapes() {
    const Matrix square = rows({{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0.5, 0.5, 1}, {2, 3, 4}});
    Mesh noisy = sphere_mesh(2);
    Random random(3);
    noisy.vertices += 0.3 * random.normal(noisy.vertices.rows(), 3);
    auto first = [&](Index n) { return Matrix(square.topRows(n)); };
    std::vector<Odd> all;
    all.push_back({"one triangle", mesh_of(first(3), {{0, 1, 2}}), 1, 0});
    all.push_back({"two triangles on an edge", mesh_of(first(4), {{0, 1, 2}, {0, 2, 3}}), 1, 0});
    all.push_back({"turned against each other", mesh_of(first(4), {{0, 1, 2}, {0, 3, 2}}), 1, 0});
    all.push_back({"three faces on an edge", mesh_of(first(5), {{0, 1, 2}, {0, 2, 3}, {0, 2, 4}}), 1, 0});
    all.push_back({"one face twice", mesh_of(first(3), {{0, 1, 2}, {0, 1, 2}}), 1, 0});
    all.push_back({"bow tie", mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {-1, 0, 0}, {-1, -1, 0}}),
                                      {{0, 1, 2}, {0, 3, 4}}), 1, 0});
    all.push_back({"two components", mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {5, 0, 0}, {7, 0, 0}, {5, 2, 0}}),
                                             {{0, 1, 2}, {3, 4, 5}}), 2, 0});
    all.push_back({"duplicate vertices", mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 0, 0}, {1, 1, 0}, {0, 1, 0}}),
                                                 {{0, 1, 2}, {3, 4, 5}, {0, 3, 1}}), 1, 0});
    all.push_back({"faces without area", mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {0, 2, 0}, {1, 0, 0}}),
                                                 {{0, 1, 2}, {0, 2, 3}, {1, 4, 2}, {1, 1, 3}}), 1, 0});
    all.push_back({"isolated vertices", mesh_of(square, {{0, 1, 2}, {0, 2, 3}}), 1, 2});
    all.push_back({"needle", mesh_of(rows({{0, 0, 0}, {1000, 0, 0}, {500, 1e-6, 0}, {500, -400, 0}}),
                                     {{0, 1, 2}, {1, 0, 3}}), 1, 0});
    all.push_back({"Moebius strip", moebius(24, 5), 1, 0});
    all.push_back({"noisy sphere", dataset(noisy), 1, 0});
    all.push_back({"small", dataset({1e-120 * noisy.vertices, noisy.triangles}), 1, 0});
    all.push_back({"large", dataset({1e140 * noisy.vertices, noisy.triangles}), 1, 0});
    all.push_back({"cloud", cloud(random.normal(300, 3)), 1, 0});
    all.push_back({"flat cloud", cloud(random.normal(200, 2)), 1, 0});
    Matrix doubled(60, 3);
    doubled.topRows(30) = random.normal(30, 3), doubled.bottomRows(30) = doubled.topRows(30);
    all.push_back({"cloud of pairs", cloud(doubled), 1, 0});
    return all;
}

Matrix dense(const SparseMatrix& a) { return Matrix(a); }

double energy(const Laplacian& l, const Vector& f) { return f.dot(l.stiffness * f); }

}  // namespace

class TestLaplacian : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { set_blas_threads(1); }
    void odd_shapes_keep_the_laws();
    void area_is_kept();
    void linear_functions_have_their_energy();
    void right_triangle_by_hand();
    void delaunay_edges_have_positive_weights();
    void intrinsic_does_not_see_the_diagonal();
    void tufted_equals_intrinsic_on_closed_manifolds();
    void turned_faces_change_nothing();
    void cloud_of_a_grid();
    void refusals();
    void stops();
};

void TestLaplacian::odd_shapes_keep_the_laws() {
    for (auto& odd : odd_shapes())
        for (auto kind : kinds) {
            const auto made = make_laplacian(odd.shape, kind, {});
            QVERIFY2(made.ok(), odd.name);
            const Matrix w = dense(made->stiffness);
            const double scale = w.diagonal().maxCoeff();
            QVERIFY2(w.allFinite() && scale > 0, odd.name);
            QVERIFY2((w - w.transpose()).norm() <= 1e-12 * scale, odd.name);
            QVERIFY2(w.rowwise().sum().cwiseAbs().maxCoeff() <= 1e-12 * scale, odd.name);
            const auto eigen = symmetric_eigen(w);
            QVERIFY2(eigen->values(0) >= -1e-11 * scale, odd.name);
            QVERIFY2(made->mass.minCoeff() > 0 && made->mass.allFinite(), odd.name);
            QVERIFY2(made->components == odd.components || odd.shape.kind() == Kind::Cloud, odd.name);
            QCOMPARE(made->alone, odd.alone);
            for (Index i = 0; i < w.rows(); ++i) {
                QVERIFY(made->component[std::size_t(i)] < made->components);
                if (made->component[std::size_t(i)] < 0) QVERIFY(w.row(i).isZero(0));
            }
        }
}

void TestLaplacian::area_is_kept() {
    const auto mesh = torus_mesh(30, 12, 1, 0.3);
    for (auto kind : kinds) {
        const auto made = make_laplacian(dataset(mesh), kind, {});
        QVERIFY(std::abs(made->mass.sum() / surface_area(mesh) - 1) < (kind == LaplacianKind::Cotangent ? 1e-12 : 0.02));
        QCOMPARE(made->area, made->mass.sum());
    }
}

// On a flat shape every choice of triangles gives a linear function its exact energy: area times squared slope.
void TestLaplacian::linear_functions_have_their_energy() {
    Random random(5);
    for (int sides : {2, 3}) {
        Matrix x = Matrix::Zero(121, sides);
        Triangles t(200, 3);
        Index f = 0;
        for (int i = 0; i < 11; ++i)
            for (int j = 0; j < 11; ++j) {
                x(11 * i + j, 0) = i + (i % 10 && j % 10 ? 0.4 * (random.uniform() - 0.5) : 0);
                x(11 * i + j, 1) = j + (i % 10 && j % 10 ? 0.4 * (random.uniform() - 0.5) : 0);
                if (i == 10 || j == 10) continue;
                t.row(f++) << 11 * i + j, 11 * i + j + 11, 11 * i + j + 12;
                t.row(f++) << 11 * i + j, 11 * i + j + 12, 11 * i + j + 1;
            }
        for (auto kind : {LaplacianKind::Cotangent, LaplacianKind::Intrinsic}) {
            const auto made = make_laplacian(dataset({x, t}), kind, {});
            const Vector linear = 3 * x.col(0) - 2 * x.col(1);
            QVERIFY(std::abs(energy(*made, linear) / (13 * 100) - 1) < 1e-10);
            QVERIFY(std::abs(made->area - 100) < 1e-8);
        }
    }
}

void TestLaplacian::right_triangle_by_hand() {
    const auto made = make_laplacian(mesh_of(rows({{0, 0, 0}, {3, 0, 0}, {0, 3, 0}}), {{0, 1, 2}}),
                                     LaplacianKind::Cotangent, {});
    Matrix expected(3, 3);
    expected << 1, -0.5, -0.5, -0.5, 0.5, 0, -0.5, 0, 0.5;
    QVERIFY((dense(made->stiffness) - expected).norm() < 1e-12);
    QVERIFY((made->mass - Vector::Constant(3, 1.5)).norm() < 1e-12);
}

void TestLaplacian::delaunay_edges_have_positive_weights() {
    Mesh mesh = sphere_mesh(3);
    Random random(7);
    mesh.vertices += 0.05 * random.normal(mesh.vertices.rows(), 3);
    auto lowest = [&](LaplacianKind kind) {
        Matrix w = dense(make_laplacian(dataset(mesh), kind, {})->stiffness);
        w.diagonal().setZero();
        return -w.maxCoeff();
    };
    QVERIFY(lowest(LaplacianKind::Cotangent) < -0.01);
    QVERIFY(lowest(LaplacianKind::Intrinsic) > -1e-9);
    QVERIFY(lowest(LaplacianKind::Tufted) > -1e-9);
}

// A long thin rectangle cut along either diagonal of each cell is one flat surface with one Delaunay triangulation.
void TestLaplacian::intrinsic_does_not_see_the_diagonal() {
    Random random(11);
    Matrix x(64, 3);
    for (Index i = 0; i < 64; ++i) x.row(i) << double(i / 8) + 0.3 * random.uniform(), 5 * double(i % 8) + random.uniform(), 0;
    // One boundary for both triangulations.
    Triangles one(98, 3), other(98, 3);
    Index f = 0;
    for (int i = 0; i < 7; ++i)
        for (int j = 0; j < 7; ++j, f += 2) {
            const int a = 8 * i + j, b = a + 8, c = a + 9, d = a + 1;
            one.row(f) << a, b, c, one.row(f + 1) << a, c, d;
            other.row(f) << a, b, d, other.row(f + 1) << b, c, d;
        }
    const auto w = [&](const Triangles& t, LaplacianKind k) { return dense(make_laplacian(dataset({x, t}), k, {})->stiffness); };
    QVERIFY((w(one, LaplacianKind::Cotangent) - w(other, LaplacianKind::Cotangent)).norm() > 1);
    QVERIFY((w(one, LaplacianKind::Intrinsic) - w(other, LaplacianKind::Intrinsic)).norm() < 1e-9);
}

void TestLaplacian::tufted_equals_intrinsic_on_closed_manifolds() {
    const auto mesh = torus_mesh(40, 9, 1, 0.4);
    const auto a = make_laplacian(dataset(mesh), LaplacianKind::Intrinsic, {});
    const auto b = make_laplacian(dataset(mesh), LaplacianKind::Tufted, {});
    QVERIFY(a->notes.empty() && b->notes.empty());
    QVERIFY((dense(a->stiffness) - dense(b->stiffness)).norm() < 1e-9);
    QVERIFY((a->mass - b->mass).norm() < 1e-9);
}

void TestLaplacian::turned_faces_change_nothing() {
    Mesh mesh = torus_mesh(30, 14, 1, 0.4);
    const auto a = make_laplacian(dataset(mesh), LaplacianKind::Tufted, {});
    for (Index t = 0; t < mesh.triangles.rows(); t += 3) std::swap(mesh.triangles(t, 0), mesh.triangles(t, 1));
    const auto b = make_laplacian(dataset(mesh), LaplacianKind::Intrinsic, {});
    QCOMPARE(b->notes.size(), std::size_t(1));
    QVERIFY((dense(a->stiffness) - dense(b->stiffness)).norm() < 1e-9);
}

void TestLaplacian::cloud_of_a_grid() {
    Random random(13);
    Matrix x(400, 2);
    for (Index i = 0; i < 400; ++i)
        x.row(i) << double(i / 20) + 0.2 * random.uniform(), double(i % 20) + 0.2 * random.uniform();
    const auto made = make_laplacian(cloud(x), LaplacianKind::Intrinsic, {});
    QCOMPARE(made->components, Index(1));
    QVERIFY(std::abs(made->area / 361 - 1) < 0.03);
    QVERIFY(std::abs(energy(*made, x.col(0) + x.col(1)) / (2 * 361) - 1) < 0.03);
}

void TestLaplacian::refusals() {
    auto refused = [](const Dataset& shape, ErrorKind kind = ErrorKind::Input) {
        for (auto k : kinds) {
            const auto made = make_laplacian(shape, k, {});
            if (made.ok() || made.error().kind != kind) return false;
        }
        return true;
    };
    Matrix bad = rows({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}});
    bad(1, 2) = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(refused(mesh_of(bad, {{0, 1, 2}})));
    bad(1, 2) = std::numeric_limits<double>::infinity();
    QVERIFY(refused(mesh_of(bad, {{0, 1, 2}})));
    QVERIFY(refused(mesh_of(rows({{0, 0, 0}, {1, 0, 0}}), {})));
    QVERIFY(refused(mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}), {{0, 1, 2}})));
    QVERIFY(refused(mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}), {})));
    QVERIFY(refused(mesh_of(rows({{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}), {{0, 1, 2}})));
    QVERIFY(refused(mesh_of(rows({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}), {{0, 1, 3}})));
    // An area or its inverse that is no number.
    for (double size : {1e-160, 1e160})
        QVERIFY(refused(mesh_of(size * rows({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}), {{0, 1, 2}})));
    QVERIFY(refused(cloud(Matrix::Zero(10, 3))));
    QVERIFY(refused(cloud(Vector::LinSpaced(10, 0, 1) * RowVector::Ones(3))));
    QVERIFY(refused(cloud(Matrix::Random(10, 4))));
    QVERIFY(refused({"rows", EmbeddingSet{Matrix::Random(10, 3)}, {}, {}, {}, {}}));
    Context small;
    small.memory_limit = 1000;
    QCOMPARE(make_laplacian(dataset(sphere_mesh(2)), LaplacianKind::Intrinsic, small).error().kind, ErrorKind::Memory);
}

void TestLaplacian::stops() {
    std::stop_source stop;
    stop.request_stop();
    Context context;
    context.stop = stop.get_token();
    const auto made = make_laplacian(dataset(sphere_mesh(3)), LaplacianKind::Intrinsic, context);
    QVERIFY(!made.ok());
    QCOMPARE(made.error().kind, ErrorKind::Cancelled);
    QVERIFY(!make_laplacian(cloud(sphere_mesh(3).vertices), LaplacianKind::Intrinsic, context).ok());
}

QTEST_APPLESS_MAIN(TestLaplacian)
#include "test_laplacian.moc"
