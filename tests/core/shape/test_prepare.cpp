// Shapes made fit for matching: soup, pieces, duplicates, other sizes; and the numbering that leads back to the file.
#include <QtTest>
#include <Eigen/Geometry>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "../samples/mesh_checks.h"
#include "core/base/random.h"
#include "core/maps/measures.h"
#include "core/method/describe.h"
#include "core/samples/figures.h"
#include "core/samples/shapes.h"
#include "core/shape/prepare.h"

using namespace orthoscope;

namespace {

DatasetPtr dataset(Mesh mesh, std::vector<Attribute> attributes = {}) {
    Dataset set;
    set.name = "test", set.payload = std::move(mesh), set.attributes = std::move(attributes);
    return std::make_shared<const Dataset>(std::move(set));
}
DatasetPtr cloud(Matrix points) {
    Dataset set;
    set.name = "test", set.payload = PointCloud{std::move(points)};
    return std::make_shared<const Dataset>(std::move(set));
}
const Mesh& mesh_of(const Prepared& p) { return std::get<Mesh>(p.data->payload); }

// Every triangle with corners of its own.
Mesh soup_of(const Mesh& mesh) {
    const Index f = mesh.triangles.rows();
    Mesh soup{Matrix(3 * f, 3), Triangles(f, 3)};
    for (Index t = 0; t < f; ++t)
        for (int c = 0; c < 3; ++c) {
            soup.vertices.row(3 * t + c) = mesh.vertices.row(mesh.triangles(t, c));
            soup.triangles(t, c) = std::int32_t(3 * t + c);
        }
    return soup;
}
Mesh together(const Mesh& a, const Mesh& b, double shift) {
    Mesh both{Matrix(a.vertices.rows() + b.vertices.rows(), 3), Triangles(a.triangles.rows() + b.triangles.rows(), 3)};
    both.vertices << a.vertices, b.vertices.rowwise() + RowVector::Constant(3, shift);
    both.triangles << a.triangles, b.triangles.array() + std::int32_t(a.vertices.rows());
    return both;
}
double smallest_angle(const Mesh& mesh) {
    double least = 10;
    for (Index t = 0; t < mesh.triangles.rows(); ++t)
        for (int c = 0; c < 3; ++c) {
            const Eigen::RowVector3d a = mesh.vertices.row(mesh.triangles(t, c)),
                                     u = mesh.vertices.row(mesh.triangles(t, (c + 1) % 3)) - a,
                                     v = mesh.vertices.row(mesh.triangles(t, (c + 2) % 3)) - a;
            least = std::min(least, std::atan2(u.cross(v).norm(), u.dot(v)));
        }
    return least * 180 / std::numbers::pi;
}

}  // namespace

class TestPrepare : public QObject {
    Q_OBJECT

  private slots:
    void nothingAskedNothingDone() {
        const auto set = dataset(soup_of(sphere_mesh(1)));
        const auto p = *prepare(set, {}, {});
        QVERIFY(p.data == set && p.rows == p.back && p.rows(7) == 7 && p.notes.empty() && p.scale == 1);
        QCOMPARE(parameters_of<PrepareOptions>().described().size(), std::size_t(6));
        const auto options = options_from<PrepareOptions>(parameters_of<PrepareOptions>());
        QVERIFY(options == PrepareOptions{});
    }

    void soupIsWelded_data() {
        QTest::addColumn<double>("noise");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("identical") << 0.0 << 0.0;
        QTest::newRow("nearly") << 1e-7 << 1e-5;
    }
    void soupIsWelded() {
        QFETCH(double, noise);
        QFETCH(double, tolerance);
        const Mesh sphere = sphere_mesh(3);
        Mesh soup = soup_of(sphere);
        Random random(1);
        soup.vertices += noise * random.normal(soup.vertices.rows(), 3);
        PrepareOptions options;
        options.weld = true, options.weld_tolerance = tolerance;
        const auto p = *prepare(dataset(soup), options, {});
        QCOMPARE(p.data->rows(), sphere.vertices.rows());
        QVERIFY(watertight(mesh_of(p)) && components(mesh_of(p)) == 1);
        QCOMPARE(p.notes.size(), std::size_t(1));
        for (Index i = 0; i < soup.vertices.rows(); ++i)
            QVERIFY((p.data->values().row(p.back(i)) - soup.vertices.row(i)).norm() <= 10 * noise);
        for (Index i = 0; i < p.rows.size(); ++i) {
            QVERIFY(p.data->values().row(i) == soup.vertices.row(p.rows(i)));
            QCOMPARE(p.back(p.rows(i)), i);
        }
    }

    void collapsedFacesGo() {
        Mesh mesh{Matrix(4, 3), Triangles(2, 3)};
        mesh.vertices << 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0;
        mesh.triangles << 0, 1, 2, 1, 3, 2;
        PrepareOptions options;
        options.weld = true;
        const Attribute faces{"area", Attribute::Domain::Face, (Matrix(2, 1) << 5, 6).finished()},
            corners{"texture", Attribute::Domain::Corner, Matrix::Random(6, 2)};
        const auto p = *prepare(dataset(mesh, {faces, corners}), options, {});
        QVERIFY(p.data->rows() == 3 && mesh_of(p).triangles.rows() == 1 && p.back(3) == 1);
        QVERIFY(p.data->attribute("area")->values(0) == 5);
        QVERIFY(p.data->attribute("texture")->values == corners.values.topRows(3));
    }

    void theLargestComponentStays() {
        const Mesh large = torus_mesh(20, 10, 1, 0.4), small = sphere_mesh(3);  // more vertices, scaled to less area
        Mesh tiny = small;
        tiny.vertices *= 0.1;
        auto both = together(tiny, large, 5);
        both.vertices.conservativeResize(both.vertices.rows() + 1, 3), both.vertices.bottomRows(1).setZero();
        PrepareOptions options;
        options.largest_component = true;
        Dataset set = *dataset(both, {{"height", Attribute::Domain::Row, both.vertices.col(1)}});
        for (Index i = 0; i < both.vertices.rows(); ++i) set.labels.push_back("v" + std::to_string(i));
        const auto p = *prepare(std::make_shared<const Dataset>(set), options, {});
        QCOMPARE(p.data->rows(), large.vertices.rows());
        QVERIFY(watertight(mesh_of(p)) && p.rows(0) == tiny.vertices.rows() && p.back(0) == -1 && p.back(tiny.vertices.rows()) == 0);
        QVERIFY(p.data->attribute("height")->values.col(0) == p.data->values().col(1));
        QCOMPARE(p.data->labels[3], "v" + std::to_string(p.rows(3)));
    }

    void remeshing_data() {
        QTest::addColumn<int>("shape");
        QTest::addColumn<int>("vertices");
        QTest::newRow("biped, fewer") << 0 << 900;
        QTest::newRow("biped, more") << 0 << 4000;
        QTest::newRow("torus of needles") << 1 << 1200;
        QTest::newRow("coarse cube") << 2 << 600;
        QTest::newRow("half a sphere") << 3 << 400;
    }
    void remeshing() {
        QFETCH(int, shape);
        QFETCH(int, vertices);
        Mesh mesh = shape == 0 ? figure_mesh(BodyName::Biped, PoseName::Stride, 2000, 2, {}) : shape == 1 ? torus_mesh(200, 12, 1, 0.4) : sphere_mesh(4);
        if (shape == 2) {
            mesh.vertices.resize(8, 3);
            for (int i = 0; i < 8; ++i) mesh.vertices.row(i) << (i & 1), ((i >> 1) & 1), ((i >> 2) & 1);
            mesh.triangles.resize(12, 3);
            mesh.triangles << 0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5;
        }
        if (shape == 3) {
            std::vector<Index> kept;
            for (Index t = 0; t < mesh.triangles.rows(); ++t)
                if (mesh.vertices(mesh.triangles(t, 0), 1) > 0) kept.push_back(t);
            mesh.triangles = mesh.triangles(kept, Eigen::all).eval();
        }
        PrepareOptions options;
        options.vertices = vertices;
        const auto p = *prepare(dataset(mesh, {{"place", Attribute::Domain::Row, mesh.vertices}}), options, {});
        QCOMPARE(p.data->rows(), Index(vertices));
        if (shape != 3) QVERIFY(watertight(mesh_of(p)) && components(mesh_of(p)) == components(mesh) && euler(mesh_of(p)) == (shape == 1 ? 0 : 2));
        const double area = shape_area(*p.data), before = shape_area(*dataset(mesh));
        QVERIFY2(std::abs(area / before - 1) < 0.06, qPrintable(QString::number(area / before)));
        QVERIFY2(smallest_angle(mesh_of(p)) > (shape == 3 ? 2 : 12), qPrintable(QString::number(smallest_angle(mesh_of(p)))));
        // Vertices lie on the old surface, so an attribute that is linear on its triangles is carried exactly.
        QVERIFY((p.data->attribute("place")->values - p.data->values()).cwiseAbs().maxCoeff() < 1e-9);
        const double edge = std::sqrt(before / vertices);
        double there = 0, back = 0;
        for (Index i = 0; i < p.rows.size(); ++i) there += (mesh.vertices.row(p.rows(i)) - p.data->values().row(i)).norm();
        Index counted = 0;
        for (Index i = 0; i < p.back.size(); ++i)
            if (p.back(i) >= 0) back += (p.data->values().row(p.back(i)) - mesh.vertices.row(i)).norm(), ++counted;
        QVERIFY(back / double(counted) < 0.6 * edge);
        if (shape != 2) QVERIFY(there / double(p.rows.size()) < 0.6 * std::max(edge, std::sqrt(before / double(mesh.vertices.rows()))));
        if (shape == 3) QVERIFY((p.back.array() < 0).any());  // vertices of the other half have no face
    }

    void remeshedMapsLeadBackToTheFile() {
        const auto shape = dataset(figure_mesh(BodyName::Quadruped, PoseName::Rest, 2500, 4, {}));
        PrepareOptions options;
        options.vertices = 1000;
        const auto source = *prepare(shape, options, {});
        options.vertices = 800;
        const auto target = *prepare(shape, options, {});
        const Indices identity = Indices::LinSpaced(shape->rows(), 0, shape->rows() - 1);
        const Indices inner = map_in_prepared_rows(identity, source, target), outer = map_in_file_rows(inner, source, target);
        QVERIFY(inner.size() == 800 && inner.maxCoeff() < 1000 && outer.size() == shape->rows());
        const auto geodesics = *Geodesics::prepare(*shape, {});
        const auto error = geodesic_error(geodesics, shape_area(*shape), outer, identity, 1, 2, {});
        QVERIFY2(error->mean < 0.05, qPrintable(QString::number(error->mean)));  // an edge of 800 vertices is 0.037
        QVERIFY(error->errors.maxCoeff() < 0.2);                                 // and none went to another limb
    }

    void unitArea() {
        PrepareOptions options;
        options.unit_area = true;
        const auto p = *prepare(dataset(torus_mesh(40, 20, 3, 1)), options, {});
        QVERIFY(std::abs(shape_area(*p.data) - 1) < 1e-12 && p.scale < 1);
        Random random(2);
        const auto points = *prepare(cloud(5 * surface_points(sphere_mesh(3), 2000, random)), options, {});
        QVERIFY(std::abs(shape_area(*points.data) - 1) < 1e-9);
        QVERIFY(!prepare(dataset({Matrix::Zero(3, 3), (Triangles(1, 3) << 0, 1, 2).finished()}), options, {}));
    }

    void cloudsAreThinnedOut() {
        Random random(3);
        const Matrix points = surface_points(sphere_mesh(4), 6000, random);
        PrepareOptions options;
        options.vertices = 500;
        const auto p = *prepare(cloud(points), options, {});
        QCOMPARE(p.data->rows(), Index(500));
        double widest = 0, closest = 10;
        for (Index i = 0; i < 6000; ++i) widest = std::max(widest, (points.row(i) - p.data->values().row(p.back(i))).norm());
        for (Index i = 0; i < 500; ++i)
            for (Index j = 0; j < i; ++j) closest = std::min(closest, (p.data->values().row(i) - p.data->values().row(j)).norm());
        QVERIFY2(closest >= 0.95 * widest, qPrintable(QString("%1 %2").arg(closest).arg(widest)));  // what farthest points promise
        options.method = PrepareOptions::Method::Random;
        const auto mesh = *prepare(dataset(sphere_mesh(4)), options, {});
        QVERIFY(mesh.data->kind() == Kind::Cloud && mesh.data->rows() == 500);
        QVERIFY(mesh.data->values().row(3) == sphere_mesh(4).vertices.row(mesh.rows(3)));
        options.vertices = 9000;
        const auto few = *prepare(cloud(points), options, {});
        QVERIFY(few.data->rows() == 6000 && few.notes.size() == 1);
    }

    void cloudsInPieces() {
        Random random(5);
        Matrix points = surface_points(sphere_mesh(3), 900, random);
        points.topRows(300).array() += 50;
        points.row(899) = points.row(898);
        PrepareOptions options;
        options.weld = options.largest_component = true;
        const auto p = *prepare(cloud(points), options, {});
        QVERIFY(p.data->rows() == 599 && p.back(0) == -1 && p.back(898) == p.back(899));
    }

    void oddShapes() {
        PrepareOptions all;
        all.weld = all.largest_component = all.unit_area = true, all.vertices = 60;
        Mesh one{Matrix(3, 3), (Triangles(1, 3) << 0, 1, 2).finished()};
        one.vertices << 0, 0, 0, 3, 0, 0, 0, 4, 0;
        const auto grown = *prepare(dataset(one), all, {});
        QCOMPARE(grown.data->rows(), Index(60));
        QVERIFY(std::abs(shape_area(*grown.data) - 1) < 1e-12);
        all.vertices = 2;  // cannot be: said, not forced
        const auto kept = *prepare(dataset(one), all, {});
        QVERIFY(kept.data->rows() == 3 && !kept.notes.empty() && kept.notes[0].find("not 2") != std::string::npos);
        // Unwelded soup has only boundaries.
        all.weld = all.largest_component = false, all.vertices = 100;
        const auto soup = *prepare(dataset(soup_of(sphere_mesh(2))), all, {});
        QVERIFY(soup.data->rows() == 960 && soup.notes[0].find("not 100") != std::string::npos);
        // Three pages at one edge, and a face that names a vertex twice.
        Mesh book{Matrix(5, 3), Triangles(4, 3)};
        book.vertices << 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, -1, -1, 0;
        book.triangles << 0, 1, 2, 0, 1, 3, 0, 1, 4, 2, 2, 3;
        const auto pages = *prepare(dataset(book), all, {});
        QVERIFY(pages.data->rows() == 100 && components(mesh_of(pages)) == 1);
        Mesh flat = sphere_mesh(1);
        flat.vertices = Matrix::Zero(flat.vertices.rows(), 3);
        QVERIFY(!prepare(dataset(flat), all, {}));
        QVERIFY(!prepare(dataset({Matrix(0, 3), Triangles(0, 3)}), all, {}));
        Mesh bad = sphere_mesh(1);
        bad.vertices(3, 1) = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!prepare(dataset(bad), {}, {}));
    }

    void aPlaneMeshStaysInThePlane() {
        Mesh square{Matrix(4, 2), (Triangles(2, 3) << 0, 1, 2, 0, 2, 3).finished()};
        square.vertices << 0, 0, 1, 0, 1, 1, 0, 1;
        PrepareOptions options;
        options.vertices = 80;
        const auto p = *prepare(dataset(square), options, {});
        QVERIFY(p.data->columns() == 2 && p.data->rows() == 80 && std::abs(shape_area(*p.data) - 1) < 1e-9);
    }

    void cancelled() {
        std::stop_source stop;
        stop.request_stop();
        PrepareOptions options;
        options.vertices = 300;
        const auto none = prepare(dataset(sphere_mesh(3)), options, Context{stop.get_token(), {}, 0});
        QVERIFY(!none && none.error().kind == ErrorKind::Cancelled);
        // In the middle of the work: after the second report.
        std::stop_source later;
        int reports = 0;
        const auto half = prepare(dataset(sphere_mesh(4)), options, Context{later.get_token(), [&](double, std::string_view) {
            if (++reports == 2) later.request_stop();
        }, 0});
        QVERIFY(!half && half.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestPrepare)
#include "test_prepare.moc"
