// Measures of maps that are right, mirrored, collapsed or empty by construction.
#include <QtTest>
#include <Eigen/Geometry>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/maps/measures.h"
#include "core/neighbours/kd_tree.h"
#include "core/samples/figures.h"
#include "core/samples/shapes.h"

using namespace orthoscope;

namespace {

Dataset dataset(Mesh mesh) {
    Dataset set;
    set.name = "test", set.payload = std::move(mesh);
    return set;
}
Dataset cloud(Matrix points) {
    Dataset set;
    set.name = "test", set.payload = PointCloud{std::move(points)};
    return set;
}
Indices identity(Index n) { return Indices::LinSpaced(n, 0, n - 1); }

// Cotangent stiffness, for meshes without degenerate triangles.
Eigen::SparseMatrix<double> stiffness(const Mesh& mesh) {
    std::vector<Eigen::Triplet<double>> entries;
    for (Index t = 0; t < mesh.triangles.rows(); ++t)
        for (int c = 0; c < 3; ++c) {
            const int a = mesh.triangles(t, c), b = mesh.triangles(t, (c + 1) % 3), o = mesh.triangles(t, (c + 2) % 3);
            const Eigen::RowVector3d u = mesh.vertices.row(a) - mesh.vertices.row(o), v = mesh.vertices.row(b) - mesh.vertices.row(o);
            const double w = u.dot(v) / u.cross(v).norm() / 2;
            entries.insert(entries.end(), {{a, b, -w}, {b, a, -w}, {a, a, w}, {b, b, w}});
        }
    Eigen::SparseMatrix<double> stiffness(mesh.vertices.rows(), mesh.vertices.rows());
    stiffness.setFromTriplets(entries.begin(), entries.end());
    return stiffness;
}

// A body whose left and right are alike, at rest, and the map of each vertex to the one nearest its mirror image.
struct Symmetric {
    Dataset body;
    Indices mirrored;
    const Mesh& mesh() const { return std::get<Mesh>(body.payload); }
};
Symmetric symmetric() {
    FigurePairOptions options;
    options.target_pose = PoseName::Rest, options.vertices = 1500, options.target_vertices = 300, options.asymmetry = 0;
    Symmetric s{*biped_pair(options, 4, {})->sets[0], {}};
    Matrix mirror = s.mesh().vertices;
    mirror.col(0) *= -1;
    s.mirrored = KdTree(s.mesh().vertices).nearest(mirror, 1, 1, {})->row;
    return s;
}

}  // namespace

class TestMeasures : public QObject {
    Q_OBJECT

    Symmetric s_ = symmetric();
    Index n_ = s_.body.rows();
    double area_ = shape_area(s_.body);
    Geodesics geodesics_ = *Geodesics::prepare(s_.body, {});

  private slots:
    void theIdentityIsPerfect() {
        const Indices map = identity(n_);
        Mesh larger = s_.mesh();
        larger.vertices = (3 * larger.vertices).eval();
        larger.vertices.rowwise() += RowVector::Constant(3, 5.0);
        const Dataset target = dataset(larger);
        QCOMPARE(coverage(map, n_), 1.0);
        QCOMPARE(orientation_preserved(s_.body, target, map), 1.0);
        QVERIFY(edge_stretch(s_.body, target, map) < 1e-12);  // sizes do not count
        QVERIFY(std::abs(dirichlet_energy(s_.mesh().vertices, stiffness(s_.mesh()), stiffness(larger), map) - 1) < 1e-9);
        const auto error = geodesic_error(geodesics_, area_, map, map, 1, 2, {});
        QVERIFY(error->mean == 0 && error->median == 0 && error->judged == n_ && !error->sampled);
        QVERIFY(*bijectivity_error(geodesics_, area_, map, map, 2, {}) == 0);
    }

    void aMirroredMapTurnsTrianglesRound() {
        QVERIFY(coverage(s_.mirrored, n_) > 0.5);
        QVERIFY(orientation_preserved(s_.body, s_.body, s_.mirrored) < 0.2);
        Mesh inside_out = s_.mesh();
        inside_out.triangles.col(0).swap(inside_out.triangles.col(1));
        QVERIFY(orientation_preserved(s_.body, dataset(inside_out), s_.mirrored) > 0.8);
        QVERIFY(edge_stretch(s_.body, s_.body, s_.mirrored) < 0.6);
        const auto error = geodesic_error(geodesics_, area_, s_.mirrored, identity(n_), 1, 2, {});
        // Each vertex is off by the way round to its mirror image, at least twice its distance to the middle plane.
        const double straight = 2 * s_.mesh().vertices.col(0).cwiseAbs().mean() / std::sqrt(area_);
        QVERIFY2(error->mean > 0.95 * straight && error->mean < 3 * straight, qPrintable(QString::number(error->mean)));
        // There and back again is nearly home.
        QVERIFY(*bijectivity_error(geodesics_, area_, s_.mirrored, s_.mirrored, 2, {}) < 0.02);
    }

    void errorsAreDistancesVertexByVertex() {
        Random random(2);
        Indices map(n_), truth = identity(n_);
        for (auto& v : map) v = std::int64_t(random.below(std::uint64_t(n_)));
        for (Index i = 0; i < n_; i += 2) truth(i) = -1;
        truth(1) = 7, map(1) = 7;
        const auto error = geodesic_error(geodesics_, area_, map, truth, 1, 2, {});
        QCOMPARE(error->judged, n_ / 2);
        QVERIFY(std::isnan(error->errors(0)) && error->errors(1) == 0);
        double sum = 0;
        for (Index i = 1; i < n_; i += 2) {
            sum += error->errors(i);
            if (i > 60) continue;
            const double exact = (*geodesics_.from(truth(i), {}))(map(i)) / std::sqrt(area_);
            QVERIFY(error->errors(i) > exact - 1e-9 && error->errors(i) < exact * 1.01 + 1e-9);
        }
        QVERIFY(std::abs(sum / double(n_ / 2) - error->mean) < 1e-12);
    }

    void allToOneVertex() {
        const Indices map = Indices::Constant(n_, 11);
        QVERIFY(std::abs(coverage(map, n_) - 1.0 / double(n_)) < 1e-15);
        QVERIFY(std::isnan(orientation_preserved(s_.body, s_.body, map)));
        QVERIFY(std::abs(edge_stretch(s_.body, s_.body, map) - std::log(100.0)) < 0.5);
        QVERIFY(dirichlet_energy(s_.mesh().vertices, stiffness(s_.mesh()), stiffness(s_.mesh()), map) == 0);
        const Vector d = *geodesics_.from(11, {});
        const auto error = geodesic_error(geodesics_, area_, map, identity(n_), 1, 2, {});
        QVERIFY(std::abs(error->mean * std::sqrt(area_) / d.mean() - 1) < 0.004);
        QVERIFY(std::abs(*bijectivity_error(geodesics_, area_, map, identity(n_), 2, {}) - error->mean) < 1e-12);
    }

    void nothingCovered() {
        const Indices map = Indices::Constant(n_, -1);
        QCOMPARE(coverage(map, n_), 0.0);
        QVERIFY(std::isnan(orientation_preserved(s_.body, s_.body, map)));
        QVERIFY(std::isnan(edge_stretch(s_.body, s_.body, map)));
        QVERIFY(std::isnan(*bijectivity_error(geodesics_, area_, map, map, 2, {})));
        const double diameter = *geodesics_.diameter({});
        QVERIFY(diameter >= geodesics_.from(11, {})->maxCoeff() * 0.9);
        const auto error = geodesic_error(geodesics_, area_, map, identity(n_), 1, 2, {});
        QVERIFY(std::abs(error->mean - diameter / std::sqrt(area_)) < 1e-12 && std::isnan(error->errors(5)));
        const auto silent = geodesic_error(geodesics_, area_, map, map, 1, 2, {});
        QVERIFY(silent->judged == 0 && std::isnan(silent->mean));
    }

    void aHoleInTheMapLeavesTheRest() {
        Indices map = identity(n_);
        map.head(n_ / 3).setConstant(-1);
        QVERIFY(std::abs(coverage(map, n_) - 2.0 / 3) < 0.01);
        QCOMPARE(orientation_preserved(s_.body, s_.body, map), 1.0);
        QVERIFY(edge_stretch(s_.body, s_.body, map) < 1e-12);
    }

    void sparseAndManyTruths() {
        // 40,962 vertices: 5,000 rows are drawn, the same for the same seed.
        const Dataset sphere = dataset(sphere_mesh(6));
        const auto geodesics = *Geodesics::prepare(sphere, {});
        const Index n = sphere.rows();
        Indices map = identity(n);
        const Triangles& t = *sphere.triangles();
        for (Index f = 0; f < t.rows(); ++f) map(t(f, 0)) = t(f, 1);  // to a neighbour
        const auto error = geodesic_error(geodesics, 4 * std::numbers::pi, map, identity(n), 3, 2, {});
        QVERIFY(error->sampled && error->judged == 5000);
        const double edge = std::sqrt(4 * std::numbers::pi / (double(t.rows()) * std::sqrt(3.0) / 4));
        QVERIFY(std::abs(error->mean * std::sqrt(4 * std::numbers::pi) / edge - 1) < 0.1);
        QCOMPARE(geodesic_error(geodesics, 4 * std::numbers::pi, map, identity(n), 3, 1, {})->mean, error->mean);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!geodesic_error(geodesics, 1, map, identity(n), 3, 2, Context{stop.get_token(), {}, 0}));
    }

    void cloudsHaveStretchAndNoOrientation() {
        Random random(3);
        const Mesh sphere = sphere_mesh(3);
        const Dataset points = cloud(surface_points(sphere, 3000, random));
        QVERIFY(std::abs(shape_area(points) / (4 * std::numbers::pi) - 1) < 0.15);
        QVERIFY(std::isnan(orientation_preserved(points, points, identity(3000))));
        QVERIFY(edge_stretch(points, points, identity(3000)) < 1e-12);
        Indices shuffled = identity(3000);
        for (Index i = 0; i < 3000; ++i) std::swap(shuffled(i), shuffled(Index(random.below(3000))));
        QVERIFY(edge_stretch(points, points, shuffled) > 2);
        QVERIFY(std::isnan(shape_area(cloud(Matrix::Zero(2, 3)))));
    }

    void functionalMaps() {
        Random random(4);
        const Matrix rotation = random_orthogonal(6, random, false);
        QVERIFY(orthogonality_error(rotation) < 1e-14);
        QVERIFY(orthogonality_error(rotation.leftCols(4)) < 1e-14);  // columns orthonormal
        QVERIFY(orthogonality_error(rotation.topRows(4)) < 1e-14);
        QVERIFY(std::abs(orthogonality_error(Matrix::Identity(5, 5) * 2) - 3) < 1e-14);
        Vector l(6);
        l << 0, 1, 1, 2, 5, 5;
        Matrix c = Matrix::Identity(6, 6);
        c(2, 2) = -1;
        QVERIFY(commutativity_error(c, l, l) < 1e-15);
        c.block(1, 1, 2, 2) << 0.6, -0.8, 0.8, 0.6;  // turns inside an eigenspace
        QVERIFY(commutativity_error(c, l, l) < 1e-15);
        c.setZero(), c(3, 4) = 1;  // value 5 to value 2
        QVERIFY(std::abs(commutativity_error(c, l, l) - 0.6) < 1e-14);
    }
};

QTEST_APPLESS_MAIN(TestMeasures)
#include "test_measures.moc"
