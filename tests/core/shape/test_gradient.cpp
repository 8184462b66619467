#include <QtTest>

#include "core/base/random.h"
#include "core/samples/shapes.h"
#include "core/shape/gradient.h"

using namespace orthoscope;

namespace {

Dataset dataset(Mesh mesh) { return {"test", std::move(mesh), {}, {}, {}, {}}; }

Mesh noisy(double size, Index columns = 3) {
    Random random(4);
    Mesh mesh = sphere_mesh(3);
    mesh.vertices += 0.03 * random.normal(mesh.vertices.rows(), 3);
    mesh.vertices = size * Matrix(mesh.vertices.leftCols(columns));
    return mesh;
}

}  // namespace

class TestGradient : public QObject {
    Q_OBJECT
  private slots:
    void laplacian_is_divergence_of_gradient();
    void linear_functions_have_their_slope();
    void gradient_and_divergence_are_adjoint();
    void faces_without_area();
    void rotation_about_an_axis();
    void mirrored_shapes_turn_the_other_way();
};

// W = grad' M grad: for the cotangent weights, at any size.
void TestGradient::laplacian_is_divergence_of_gradient() {
    Random random(1);
    for (double size : {1e-50, 1.0, 1e40}) {
        const Mesh mesh = noisy(size);
        const auto l = make_laplacian(dataset(mesh), LaplacianKind::Cotangent, {});
        const auto faces = face_geometry(mesh);
        const Vector f = random.normal(mesh.vertices.rows(), 1);
        const Vector w = l->stiffness * f, d = divergence(faces, f.size(), face_gradients(faces, f));
        QVERIFY((w + d).norm() < 1e-11 * w.norm());
        QVERIFY(std::abs(faces.areas.sum() / surface_area(mesh) - 1) < 1e-12);
    }
}

void TestGradient::linear_functions_have_their_slope() {
    for (Index columns : {2, 3}) {
        const Mesh mesh = noisy(2, columns);
        const auto faces = face_geometry(mesh);
        Vector slope(3);
        slope << 3, -1, columns == 3 ? 2 : 0;
        const Matrix g = face_gradients(faces, mesh.vertices * slope.head(columns));
        for (Index t = 0; t < faces.faces(); ++t) {
            const RowVector n = faces.normals.row(t), expected = slope.transpose() - slope.dot(n.transpose()) * n;
            QVERIFY((g.row(t) - expected).norm() < 1e-9);
            QVERIFY(std::abs(n.norm() - 1) < 1e-12 && std::abs(g.row(t).dot(n)) < 1e-9);
        }
    }
}

void TestGradient::gradient_and_divergence_are_adjoint() {
    Random random(2);
    const Mesh mesh = noisy(1);
    const auto faces = face_geometry(mesh);
    const Vector f = random.normal(mesh.vertices.rows(), 1);
    const Matrix v = random.normal(faces.faces(), 3), g = face_gradients(faces, f);
    const double integral = (faces.areas.asDiagonal() * g.cwiseProduct(v)).sum();
    QVERIFY(std::abs(f.dot(divergence(faces, f.size(), v)) + integral) < 1e-10 * std::abs(integral) + 1e-10);
}

void TestGradient::faces_without_area() {
    Mesh mesh{Matrix{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {0, 1, 0}}, Triangles(3, 3)};
    mesh.triangles << 0, 1, 2, 0, 2, 3, 1, 1, 1;
    const auto faces = face_geometry(mesh);
    const Vector f = mesh.vertices.col(1);
    QVERIFY(face_gradients(faces, f).row(0).isZero(0) && faces.areas(0) == 0 && faces.areas(2) == 0);
    QVERIFY(Matrix(directional_derivative(faces, 4, turned_directions(faces, f))).allFinite());
    QVERIFY(face_gradients(faces, Vector::Ones(4)).isZero(1e-12));
}

// On the unit sphere n x grad z / |grad z| is the unit field along the parallels: the derivative of x is y / r.
void TestGradient::rotation_about_an_axis() {
    const Mesh mesh = sphere_mesh(4);
    const auto faces = face_geometry(mesh);
    const Matrix& p = mesh.vertices;
    const SparseMatrix v = directional_derivative(faces, p.rows(), turned_directions(faces, p.col(2)));
    const Vector dx = v * p.col(0), dz = v * p.col(2);
    for (Index i = 0; i < p.rows(); ++i) {
        const double r = p.row(i).head(2).norm();
        if (r < 0.3) continue;
        QVERIFY(std::abs(dx(i) - p(i, 1) / r) < 0.05);
        QVERIFY(std::abs(dz(i)) < 1e-9);
    }
}

void TestGradient::mirrored_shapes_turn_the_other_way() {
    const Mesh mesh = noisy(1);
    Mesh mirror = mesh;
    mirror.vertices.col(0) *= -1;
    mirror.triangles.col(0).swap(mirror.triangles.col(1));  // still outward
    Random random(3);
    const Vector f = random.normal(mesh.vertices.rows(), 1);
    auto operator_of = [&](const Mesh& m) {
        const auto faces = face_geometry(m);
        return Matrix(directional_derivative(faces, m.vertices.rows(), turned_directions(faces, f)));
    };
    const Matrix a = operator_of(mesh), b = operator_of(mirror);
    QVERIFY((a + b).norm() < 1e-9 * a.norm());
}

QTEST_APPLESS_MAIN(TestGradient)
#include "test_gradient.moc"
