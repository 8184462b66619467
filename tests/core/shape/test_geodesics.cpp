// Distances along surfaces whose shortest paths are known, and laws that hold on every surface.
#include <QtTest>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "core/base/random.h"
#include "core/samples/figures.h"
#include "core/samples/shapes.h"
#include "core/shape/geodesics.h"

using namespace orthoscope;

namespace {

Dataset dataset(Matrix points, Triangles triangles) {
    Dataset set;
    set.name = "test", set.payload = Mesh{std::move(points), std::move(triangles)};
    return set;
}
Dataset dataset(Mesh mesh) { return dataset(std::move(mesh.vertices), std::move(mesh.triangles)); }
Dataset cloud(Matrix points) {
    Dataset set;
    set.name = "test", set.payload = PointCloud{std::move(points)};
    return set;
}
Triangles triangles(std::initializer_list<std::array<int, 3>> list) {
    Triangles t(Index(list.size()), 3);
    Index i = 0;
    for (auto& face : list) t.row(i++) << face[0], face[1], face[2];
    return t;
}

Geodesics prepared(const Dataset& set) {
    auto made = Geodesics::prepare(set, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return std::move(*made);
}
Vector distances(const Dataset& set, Index from) { return *prepared(set).from(from, {}); }

// n x n squares of the unit square, each cut in two; `keep` says which; inner vertices are moved about by `jitter`.
template <class Keep>
Mesh flat_grid(int n, double jitter, Keep keep) {
    Mesh mesh{Matrix((n + 1) * (n + 1), 3), {}};
    Random random(3);
    for (int i = 0; i <= n; ++i)
        for (int j = 0; j <= n; ++j) {
            mesh.vertices.row(i * (n + 1) + j) << double(i) / n, double(j) / n, 0;
            if (i > 0 && j > 0 && i < n && j < n)
                for (int c = 0; c < 2; ++c) mesh.vertices(i * (n + 1) + j, c) += jitter / n * (random.uniform() - 0.5);
        }
    std::vector<std::array<int, 3>> faces;
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j)
            if (keep(i, j)) {
                const int a = i * (n + 1) + j, b = a + n + 1;
                faces.push_back({a, b, b + 1}), faces.push_back({a, b + 1, a + 1});
            }
    mesh.triangles.resize(Index(faces.size()), 3);
    for (std::size_t f = 0; f < faces.size(); ++f) mesh.triangles.row(Index(f)) << faces[f][0], faces[f][1], faces[f][2];
    return mesh;
}
bool all(int, int) { return true; }

// Each triangle cut in four of the same plane: the same surface with other triangles; the old vertices come first.
Mesh cut_in_four(const Mesh& mesh) {
    std::map<std::pair<int, int>, int> middle;
    std::vector<Eigen::RowVector3d> added;
    const int n = int(mesh.vertices.rows());
    auto between = [&](int a, int b) {
        auto [place, fresh] = middle.try_emplace(std::minmax(a, b), n + int(added.size()));
        if (fresh) added.push_back((mesh.vertices.row(a) + mesh.vertices.row(b)) / 2);
        return place->second;
    };
    Mesh fine{{}, Triangles(4 * mesh.triangles.rows(), 3)};
    for (Index t = 0; t < mesh.triangles.rows(); ++t) {
        const int a = mesh.triangles(t, 0), b = mesh.triangles(t, 1), c = mesh.triangles(t, 2);
        const int ab = between(a, b), bc = between(b, c), ca = between(c, a);
        fine.triangles.row(4 * t) << a, ab, ca;
        fine.triangles.row(4 * t + 1) << b, bc, ab;
        fine.triangles.row(4 * t + 2) << c, ca, bc;
        fine.triangles.row(4 * t + 3) << ab, bc, ca;
    }
    fine.vertices.resize(n + Index(added.size()), 3);
    fine.vertices.topRows(n) = mesh.vertices;
    for (std::size_t i = 0; i < added.size(); ++i) fine.vertices.row(n + Index(i)) = added[i];
    return fine;
}

Mesh cube() {
    Mesh mesh{Matrix(8, 3), triangles({{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                                       {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}})};
    for (int i = 0; i < 8; ++i) mesh.vertices.row(i) << (i & 1), ((i >> 1) & 1), ((i >> 2) & 1);
    return mesh;
}

// A wrinkled sphere: half of its vertices are saddles.
Mesh rough_sphere(int subdivisions, double roughness) {
    Mesh mesh = sphere_mesh(subdivisions);
    Random random(8);
    for (Index i = 0; i < mesh.vertices.rows(); ++i) mesh.vertices.row(i) *= 1 + roughness * random.normal();
    return mesh;
}

}  // namespace

class TestGeodesics : public QObject {
    Q_OBJECT

  private slots:
    void aPlaneIsEuclidean_data() {
        QTest::addColumn<double>("jitter");
        QTest::newRow("regular") << 0.0;
        QTest::newRow("irregular") << 0.45;
    }
    void aPlaneIsEuclidean() {
        QFETCH(double, jitter);
        const Mesh mesh = flat_grid(40, jitter, all);
        const auto geodesics = prepared(dataset(mesh));
        QVERIFY(geodesics.exact());
        for (Index source : {0, 20, 41 * 20 + 20, 41 * 7 + 31}) {
            const Vector truth = (mesh.vertices.rowwise() - mesh.vertices.row(source)).rowwise().norm();
            QVERIFY(((*geodesics.from(source, {})) - truth).cwiseAbs().maxCoeff() < 1e-9);
        }
    }

    void aPathBendsRoundAReflexCorner() {
        // The upper right quarter is missing; its corner is at (0.5, 0.5).
        const int n = 20;
        const Mesh mesh = flat_grid(n, 0, [&](int i, int j) { return i < n / 2 || j < n / 2; });
        const Vector d = distances(dataset(mesh), n);  // from (0, 1)
        QVERIFY(std::abs(d(n * (n + 1)) - 2 * std::sqrt(0.5)) < 1e-12);  // to (1, 0), through the corner
        QVERIFY(std::abs(d(n * (n + 1) + n / 2) - (std::sqrt(0.5) + 0.5)) < 1e-12);  // to (1, 0.5)
        QVERIFY(std::isinf(d(n * (n + 1) + n)));  // (1, 1) has no face
    }

    void cornerToCornerOfACube() {
        const Vector d = distances(dataset(cube()), 0);
        QVERIFY(std::abs(d(7) - std::sqrt(5.0)) < 1e-12);
        QVERIFY(std::abs(d(3) - std::sqrt(2.0)) < 1e-12 && std::abs(d(5) - std::sqrt(2.0)) < 1e-12);
        QVERIFY(std::abs(d(1) - 1) < 1e-12);
    }

    void aSphereConvergesToGreatCircles() {
        double before = 0;
        for (int level = 2; level <= 4; ++level) {
            const Mesh mesh = sphere_mesh(level);
            const Vector d = distances(dataset(mesh), 5);
            double worst = 0;
            for (Index i = 0; i < d.size(); ++i)
                worst = std::max(worst, std::abs(d(i) - std::acos(std::clamp(mesh.vertices.row(i).dot(mesh.vertices.row(5)), -1.0, 1.0))));
            if (level > 2) QVERIFY(worst < 0.3 * before);  // second order: a quarter
            before = worst;
        }
        QVERIFY2(before < 4e-3, qPrintable(QString::number(before)));
    }

    // The surface stays the same, the triangles that windows cross and are pruned by do not.
    void cuttingTrianglesChangesNothing_data() {
        QTest::addColumn<int>("shape");
        QTest::newRow("cube") << 0;
        QTest::newRow("rough sphere") << 1;
        QTest::newRow("very rough sphere") << 2;
        QTest::newRow("biped") << 3;
        QTest::newRow("with boundary and holes") << 4;
    }
    void cuttingTrianglesChangesNothing() {
        QFETCH(int, shape);
        Mesh mesh = shape == 0   ? cube()
                    : shape == 1 ? rough_sphere(3, 0.03)
                    : shape == 2 ? rough_sphere(2, 0.3)
                    : shape == 3 ? figure_mesh(BodyName::Biped, PoseName::Stride, 700, 2, {})
                                 : flat_grid(16, 0.6, [](int i, int j) { return (i * 7 + j * 3) % 11 != 0; });
        if (shape == 4) mesh.vertices.col(2) = (7 * mesh.vertices.col(0)).array().sin() / 4;
        const Mesh fine = cut_in_four(mesh), finest = cut_in_four(fine);
        const auto coarse_distances = prepared(dataset(mesh)), fine_distances = prepared(dataset(fine)),
                   finest_distances = prepared(dataset(finest));
        const Index n = mesh.vertices.rows();
        for (Index source = 0; source < n; source += std::max<Index>(1, n / 7)) {
            const Vector a = *coarse_distances.from(source, {}), b = (*fine_distances.from(source, {})).head(n),
                         c = (*finest_distances.from(source, {})).head(n);
            double worst = 0;
            for (Index i = 0; i < n; ++i)
                if (!(std::isinf(a(i)) && std::isinf(b(i)) && std::isinf(c(i))))
                    worst = std::max({worst, std::abs(a(i) - b(i)), std::abs(a(i) - c(i))});
            QVERIFY2(worst < 1e-9, qPrintable(QString("%1 from %2").arg(worst).arg(source)));
        }
    }

    // Vertices rounded to few places: many coincide, and many triangles have no area.
    void crowdedMeshes() {
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Random random(seed == 1 ? 1304 : seed);
            Mesh mesh = sphere_mesh(1);
            for (Index i = 0; i < mesh.vertices.rows(); ++i) mesh.vertices.row(i) *= 2 + random.normal();
            mesh.vertices = mesh.vertices.array().round().eval();
            const Index from = Index(random.below(42));
            const Vector a = distances(dataset(mesh), from), b = distances(dataset(cut_in_four(mesh)), from).head(42);
            QVERIFY2((a - b).cwiseAbs().maxCoeff() < 1e-3, qPrintable(QString("%1 of %2").arg((a - b).cwiseAbs().maxCoeff()).arg(seed)));
        }
    }

    void anEndlessTangleEnds() {
        Random random(2);
        Mesh mesh{random.normal(40, 3), Triangles(400, 3)};
        for (Index t = 0; t < 400; ++t)
            for (int c = 0; c < 3; ++c) mesh.triangles(t, c) = std::int32_t(random.below(40));
        const Vector d = distances(dataset(mesh), 0);
        QVERIFY(d.allFinite());
        for (Index i = 0; i < 40; ++i) QVERIFY(d(i) >= (mesh.vertices.row(i) - mesh.vertices.row(0)).norm() - 1e-6);
    }

    void laws() {
        const Mesh mesh = figure_mesh(BodyName::Quadruped, PoseName::Stride, 900, 3, {});
        const auto geodesics = prepared(dataset(mesh));
        const Index n = mesh.vertices.rows();
        std::vector<Index> some;
        for (Index i = 0; i < n; i += n / 25) some.push_back(i);
        Matrix d(Index(some.size()), Index(some.size()));
        for (std::size_t i = 0; i < some.size(); ++i) d.row(Index(i)) = *geodesics.between(some[i], some, {});
        QVERIFY((d - d.transpose()).cwiseAbs().maxCoeff() < 1e-9);
        for (Index i = 0; i < d.rows(); ++i)
            for (Index j = 0; j < d.rows(); ++j) {
                QVERIFY(d(i, j) >= (mesh.vertices.row(some[std::size_t(i)]) - mesh.vertices.row(some[std::size_t(j)])).norm() - 1e-12);
                for (Index k = 0; k < d.rows(); ++k) QVERIFY(d(i, j) <= d(i, k) + d(k, j) + 1e-9);
            }
    }

    void aFewTargetsAgreeWithAll() {
        const Mesh mesh = rough_sphere(4, 0.05);
        const auto geodesics = prepared(dataset(mesh));
        for (Index source : {3, 77, 1500}) {
            const Vector all = *geodesics.from(source, {});
            const std::vector<Index> targets{source, (source * 31 + 7) % 2562, (source * 17 + 5) % 2562, 0, 0};
            const Vector few = *geodesics.between(source, targets, {});
            for (std::size_t i = 0; i < targets.size(); ++i) QVERIFY(std::abs(few(Index(i)) - all(targets[i])) < 1e-12);
        }
    }

    void manyPairsAreNearlyExact() {
        Mesh mesh = rough_sphere(4, 0.02);
        mesh.vertices.conservativeResize(2563, 3), mesh.vertices.row(2562).setZero();  // without a face
        const auto geodesics = prepared(dataset(mesh));
        Random random(6);
        std::vector<std::pair<Index, Index>> pairs{{2562, 0}, {2562, 2562}, {0, 2562}, {4, 4}};
        for (int i = 0; i < 900; ++i) pairs.emplace_back(random.below(40), random.below(2562));
        const Vector d = *geodesics.pairs(pairs, 2, {});
        QVERIFY(std::isinf(d(0)) && d(1) == 0 && std::isinf(d(2)) && d(3) == 0);
        double sum = 0;
        for (Index from = 0; from < 40; ++from) {
            const Vector exact = *geodesics.from(from, {});
            for (std::size_t i = 4; i < pairs.size(); ++i) {
                if (pairs[i].first != from) continue;
                const double excess = d(Index(i)) - exact(pairs[i].second);
                QVERIFY(excess > -1e-9 && excess < 0.012 * exact(pairs[i].second) + 1e-9);
                if (exact(pairs[i].second) < 0.3) QVERIFY(excess < 1e-9);
                sum += excess / std::max(1e-9, exact(pairs[i].second));
            }
        }
        QVERIFY2(sum / 900 < 0.004, qPrintable(QString::number(sum / 900)));
        pairs.resize(200);  // few pairs are exact
        const Vector few = *geodesics.pairs(pairs, 1, {});
        for (std::size_t i = 4; i < pairs.size(); ++i)
            QVERIFY(std::abs(few(Index(i)) - (*geodesics.between(pairs[i].first, std::array{pairs[i].second}, {}))(0)) < 1e-9);
    }

    void orientationOfTrianglesDoesNotMatter() {
        const Mesh mesh = rough_sphere(3, 0.05);
        Mesh mixed = mesh;
        for (Index t = 0; t < mixed.triangles.rows(); t += 3) std::swap(mixed.triangles(t, 0), mixed.triangles(t, 1));
        QVERIFY((distances(dataset(mesh), 9) - distances(dataset(mixed), 9)).cwiseAbs().maxCoeff() < 1e-9);
    }

    void threePagesMeetAtOneEdge() {
        // A book of three pages of 1 x 1 whose spine is the z axis; any two unfold into a plane.
        Matrix v(8, 3);
        v << 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, -0.6, -0.8, 0, -0.6, -0.8, 1;
        const Dataset book = dataset(v, triangles({{0, 2, 3}, {0, 3, 1}, {0, 4, 5}, {0, 5, 1}, {0, 6, 7}, {0, 7, 1}}));
        const Vector d = distances(book, 2);
        QVERIFY(std::abs(d(4) - 2) < 1e-12 && std::abs(d(5) - std::sqrt(5.0)) < 1e-12);
        QVERIFY(std::abs(d(6) - 2) < 1e-12 && std::abs(d(7) - std::sqrt(5.0)) < 1e-12);
    }

    void zeroAreaFacesCarryPaths() {
        // A square whose two halves are sewn together by a triangle without area, 1-2-3 with 3 in the middle of 1-2.
        Matrix v(5, 3);
        v << 0, 0, 0, 1, 0, 0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 0;
        const Dataset square = dataset(v, triangles({{0, 1, 2}, {1, 3, 2}, {1, 4, 3}, {3, 4, 2}}));
        const Vector d = distances(square, 0);
        QVERIFY2(std::abs(d(4) - std::sqrt(2.0)) < 1e-4, qPrintable(QString::number(d(4))));
        QVERIFY(std::abs(d(3) - std::sqrt(0.5)) < 1e-4);
    }

    void oddMeshesGiveAnAnswer() {
        // One triangle, an isolated vertex, a second component of duplicate places, a face that names a vertex twice.
        Matrix v(8, 3);
        v << 0, 0, 0, 3, 0, 0, 0, 4, 0, 9, 9, 9, 1, 1, 1, 1, 1, 1, 2, 1, 1, 5, 5, 5;
        const Dataset odd = dataset(v, triangles({{0, 1, 2}, {4, 5, 6}, {7, 7, 0}}));
        const Vector d = distances(odd, 1);
        QVERIFY(d(1) == 0 && std::abs(d(0) - 3) < 1e-6 && std::abs(d(2) - 5) < 1e-6);
        for (Index i = 3; i < 8; ++i) QVERIFY(std::isinf(d(i)));
        const Vector other = distances(odd, 4);
        QVERIFY(other(5) < 1e-6 && std::abs(other(6) - 1) < 1e-6 && std::isinf(other(0)));
        QVERIFY(distances(odd, 3)(3) == 0 && std::isinf(distances(odd, 3)(0)));
        QVERIFY(distances(dataset(Matrix::Zero(3, 3), triangles({{0, 1, 2}})), 0).maxCoeff() < 1e-6);
        QVERIFY(distances(dataset(Matrix::Zero(2, 3), Triangles(0, 3)), 0)(0) == 0);
    }

    void cloudsHopBetweenNeighbours() {
        const SwissRoll roll = [] { Random random(4); return swiss_roll(4000, 1.5, random); }();
        const auto geodesics = prepared(cloud(roll.points));
        QVERIFY(!geodesics.exact());
        const Vector d = *geodesics.from(10, {}), truth = (roll.sheet.rowwise() - roll.sheet.row(10)).rowwise().norm();
        double sum = 0;
        int count = 0;
        for (Index i = 0; i < 4000; ++i)
            if (truth(i) > 0.5) sum += d(i) / truth(i), ++count;
        QVERIFY2(sum / count > 0.97 && sum / count < 1.1, qPrintable(QString::number(sum / count)));
    }

    void cloudsInPieces() {
        Random random(5);
        Matrix points = random.normal(80, 3);
        points.bottomRows(40).array() += 100;
        points.middleRows(10, 25) = points.row(3).replicate(25, 1);  // more equal rows than neighbours
        const auto geodesics = prepared(cloud(points));
        const Vector d = *geodesics.from(0, {});
        QVERIFY(d.head(40).allFinite() && std::isinf(d(60)));
        QVERIFY(d(3) == d(20));
        const std::vector<Index> targets{60, 3};
        const Vector few = *geodesics.between(0, targets, {});
        QVERIFY(std::isinf(few(0)) && few(1) == d(3));
        const std::vector<std::pair<Index, Index>> pairs{{0, 60}, {0, 3}, {60, 61}};
        const Vector many = *geodesics.pairs(pairs, 2, {});
        QVERIFY(std::isinf(many(0)) && std::abs(many(1) - d(3)) < 1e-12 && many(2) > 0 && many(2) < 100);
        QVERIFY(distances(cloud(Matrix::Zero(1, 3)), 0)(0) == 0);
    }

    void refusals() {
        Matrix v = sphere_mesh(1).vertices;
        v(4, 1) = std::numeric_limits<double>::quiet_NaN();
        auto bad = Geodesics::prepare(dataset(v, sphere_mesh(1).triangles), {});
        QVERIFY(!bad && bad.error().kind == ErrorKind::Input);
        Dataset rows;
        rows.payload = EmbeddingSet{Matrix::Zero(4, 8)};
        QVERIFY(!Geodesics::prepare(rows, {}));
        std::stop_source stop;
        stop.request_stop();
        const Dataset sphere = dataset(sphere_mesh(5));
        auto none = prepared(sphere).from(0, Context{stop.get_token(), {}, 0});
        QVERIFY(!none && none.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestGeodesics)
#include "test_geodesics.moc"
