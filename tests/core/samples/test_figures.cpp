// Posable figures: closed bodies of one piece, well-shaped triangles, one near-symmetry, exact truth.
#include <Eigen/Geometry>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/samples/figure/isosurface.h"
#include "core/samples/figure/nearest.h"
#include "core/samples/figure/remesh.h"
#include "core/samples/figures.h"
#include "tests/core/samples/mesh_checks.h"

using namespace orthoscope;

namespace {

constexpr PoseName all_poses[] = {PoseName::Rest, PoseName::Stride, PoseName::Wave,
                                  PoseName::Sit,  PoseName::Bow,    PoseName::Turn};

Mesh rest(BodyName body, Index vertices = 1500, std::uint64_t figure = 1) {
    return figure_mesh(body, PoseName::Rest, vertices, figure, {});
}

std::vector<double> smallest_angles(const Mesh& mesh) {
    std::vector<double> angles;
    for (Index f = 0; f < mesh.triangles.rows(); ++f) {
        double smallest = 180;
        for (int c = 0; c < 3; ++c) {
            const Point3 a = mesh.vertices.row(mesh.triangles(f, c));
            const Point3 u = mesh.vertices.row(mesh.triangles(f, (c + 1) % 3)).transpose() - a;
            const Point3 v = mesh.vertices.row(mesh.triangles(f, (c + 2) % 3)).transpose() - a;
            smallest = std::min(smallest, std::acos(u.normalized().dot(v.normalized())) * 180 / M_PI);
        }
        angles.push_back(smallest);
    }
    std::sort(angles.begin(), angles.end());
    return angles;
}

// Root mean square distance between a mesh and its image under `map` about its centre, over the root of its
// area.
double difference_from_image(const Mesh& mesh, const Eigen::Matrix3d& map) {
    const RowVector centre = (mesh.vertices.colwise().minCoeff() + mesh.vertices.colwise().maxCoeff()) / 2;
    Mesh centred = mesh;
    centred.vertices.rowwise() -= centre;
    const NearestOnMesh nearest(centred);
    const Matrix image = centred.vertices * map.transpose();
    double sum = 0;
    for (Index i = 0; i < image.rows(); ++i) sum += std::pow(nearest(image.row(i).transpose()).distance, 2);
    return std::sqrt(sum / double(image.rows()) / surface_area(mesh));
}

Sample make(std::string_view id, const nlohmann::json& changes, std::uint64_t seed = 1) {
    ParameterSet parameters = find_sample(id)->parameters;
    if (auto status = parameters.from_json(changes); !status) qFatal("%s", status.error().message().c_str());
    auto made = make_sample(id, parameters, seed);
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

const Mesh& mesh_of(const Sample& sample, std::size_t i) {
    return std::get<Mesh>(sample.sets[i]->payload);
}

template <class T>
std::vector<T> numbers(const Sample& sample, std::string_view name) {
    std::istringstream text(sample.file(name)->text);
    return {std::istream_iterator<T>(text), {}};
}

}  // namespace

class TestFigures : public QObject {
    Q_OBJECT
  private slots:
    void blend_is_a_safe_distance() {
        const Figure figure = biped(3, 1);
        Random random(5);
        for (int i = 0; i < 2000; ++i) {
            Point3 p, q;
            for (int j = 0; j < 3; ++j) p[j] = 2 * random.uniform() - (j == 1 ? 0.2 : 1);
            for (int j = 0; j < 3; ++j) q[j] = p[j] + 1e-4 * random.normal();
            Point3 slope;
            const double a = figure.body.value(p, &slope), b = figure.body.value(q);
            QVERIFY(std::abs(a - b) <= (p - q).norm() * (1 + 1e-9));
            QVERIFY(std::abs(b - a - slope.dot(q - p)) < 1e-5 + 0.02 * (p - q).norm());
        }
    }

    void bodies_are_closed_and_well_shaped_data() {
        QTest::addColumn<int>("body");
        QTest::addColumn<int>("vertices");
        QTest::addColumn<int>("figure");
        for (int body : {0, 1}) {
            const char* name = body ? "quadruped" : "biped";
            for (int vertices : {500, 2000, 6000})
                QTest::addRow("%s of %d", name, vertices) << body << vertices << 1;
            for (int figure = 2; figure < 14; ++figure)
                QTest::addRow("%s number %d", name, figure) << body << 900 << figure;
        }
    }
    void bodies_are_closed_and_well_shaped() {
        QFETCH(int, body);
        QFETCH(int, vertices);
        QFETCH(int, figure);
        const Mesh mesh = rest(BodyName(body), vertices, std::uint64_t(figure));
        QVERIFY(watertight(mesh));
        QCOMPARE(euler(mesh), Index(2));
        QCOMPARE(components(mesh), Index(1));
        QVERIFY(signed_volume(mesh) > 0);
        QVERIFY2(std::abs(double(mesh.vertices.rows()) / vertices - 1) < 0.1,
                 qPrintable(QString::number(mesh.vertices.rows())));
        const auto angles = smallest_angles(mesh);
        QVERIFY2(angles.front() > 5, qPrintable(QString::number(angles.front())));
        QVERIFY2(angles[angles.size() / 50] > 30, qPrintable(QString::number(angles[angles.size() / 50])));
        const Figure made = body ? quadruped(std::uint64_t(figure), 1) : biped(std::uint64_t(figure), 1);
        double farthest = 0;
        for (Index i = 0; i < mesh.vertices.rows(); ++i)
            farthest = std::max(farthest, std::abs(made.body.value(mesh.vertices.row(i).transpose())));
        QVERIFY2(farthest < 1e-4, qPrintable(QString::number(farthest)));
    }

    // Left-right is the only near-symmetry, and it is not exact.
    void left_and_right_alone_are_alike() {
        for (BodyName body : {BodyName::Biped, BodyName::Quadruped})
            for (std::uint64_t figure = 1; figure <= 3; ++figure) {
                const Mesh mesh = rest(body, 700, figure);
                const double mirrored = difference_from_image(mesh, Point3(-1, 1, 1).asDiagonal());
                QVERIFY2(mirrored > 1e-3 && mirrored < 0.02, qPrintable(QString::number(mirrored)));
                for (const Point3& signs : {Point3(1, -1, -1), Point3(-1, 1, -1), Point3(-1, -1, 1),
                                            Point3(1, 1, -1), Point3(1, -1, 1), Point3(-1, -1, -1)}) {
                    const double other = difference_from_image(mesh, signs.asDiagonal());
                    QVERIFY2(other > 3 * mirrored && other > 0.02,
                             qPrintable(QString("%1 against %2").arg(other).arg(mirrored)));
                }
            }
        QVERIFY((rest(BodyName::Biped, 800, 1).vertices - rest(BodyName::Biped, 800, 2).vertices).norm() >
                0.1);
    }

    void poses_bend_without_much_stretch() {
        for (BodyName body : {BodyName::Biped, BodyName::Quadruped}) {
            const Mesh flat = rest(body, 800);
            for (PoseName pose : all_poses) {
                const Mesh bent = figure_mesh(body, pose, 800, 1, {});
                QVERIFY(bent.triangles == flat.triangles);
                std::vector<double> ratios;
                for (Index f = 0; f < flat.triangles.rows(); ++f) {
                    const int a = flat.triangles(f, 0), b = flat.triangles(f, 1);
                    ratios.push_back((bent.vertices.row(a) - bent.vertices.row(b)).norm() /
                                     (flat.vertices.row(a) - flat.vertices.row(b)).norm());
                }
                std::sort(ratios.begin(), ratios.end());
                const auto n = ratios.size();
                QVERIFY2(ratios[n / 4] > 0.97 && ratios[3 * n / 4] < 1.03,
                         qPrintable(QString::number(int(pose))));
                QVERIFY2(ratios[n / 20] > 0.8 && ratios[n * 19 / 20] < 1.3,
                         qPrintable(QString::number(int(pose))));
                if (pose != PoseName::Rest) QVERIFY((bent.vertices - flat.vertices).norm() > 0.5);
            }
        }
    }

    void nearest_points_agree_with_a_full_search() {
        const Mesh mesh = rest(BodyName::Quadruped, 400);
        const NearestOnMesh nearest(mesh);
        Random random(9);
        for (int i = 0; i < 300; ++i) {
            Point3 p;
            for (int j = 0; j < 3; ++j) p[j] = 3 * random.uniform() - 1.5;
            double best = 1e300;
            for (Index f = 0; f < mesh.triangles.rows(); ++f)
                best = std::min(best, nearest_on_triangle(p, mesh.vertices.row(mesh.triangles(f, 0)),
                                                          mesh.vertices.row(mesh.triangles(f, 1)),
                                                          mesh.vertices.row(mesh.triangles(f, 2)))
                                          .distance);
            const SurfacePoint found = nearest(p);
            QVERIFY(std::abs(found.distance - best) < 1e-12);
            Point3 place = Point3::Zero();
            for (int c = 0; c < 3; ++c) {
                QVERIFY(found.weights[std::size_t(c)] >= 0);
                place += found.weights[std::size_t(c)] *
                         mesh.vertices.row(mesh.triangles(found.face, c)).transpose();
            }
            QVERIFY(std::abs((place - p).norm() - best) < 1e-9);
        }
    }

    // In equal poses the true points coincide up to the flatness of triangles; the floor in the note is their
    // rounding.
    void truth_of_a_remeshed_pair() {
        for (const char* id : {"figure-biped", "figure-quadruped"}) {
            const Sample sample = make(
                id, {{"pose", "sit"}, {"target-pose", "sit"}, {"vertices", 3000}, {"target-vertices", 2000}});
            const Mesh &source = mesh_of(sample, 0), &target = mesh_of(sample, 1);
            QVERIFY(watertight(source) && watertight(target));
            const auto exact = numbers<double>(sample, "truth_barycentric.txt");
            const auto rounded = numbers<Index>(sample, "truth.txt");
            QCOMPARE(Index(rounded.size()), target.vertices.rows());
            QCOMPARE(exact.size(), 4 * rounded.size());
            double apart = 0, floor = 0;
            for (std::size_t i = 0; i < rounded.size(); ++i) {
                RowVector place = RowVector::Zero(3);
                bool corner = false;
                for (std::size_t c = 0; c < 3; ++c) {
                    const Index vertex = source.triangles(Index(exact[4 * i]), Index(c));
                    place += exact[4 * i + 1 + c] * source.vertices.row(vertex);
                    corner = corner || vertex == rounded[i];
                }
                QVERIFY(corner);
                apart += (place - target.vertices.row(Index(i))).norm();
                floor += (place - source.vertices.row(rounded[i])).norm();
            }
            const double scale = double(rounded.size()) * std::sqrt(surface_area(source));
            QVERIFY2(apart / scale < 0.001, qPrintable(QString::number(apart / scale)));
            QVERIFY2(floor / scale > 0.002 && floor / scale < 0.02,
                     qPrintable(QString::number(floor / scale)));
            char stated[32];
            std::snprintf(stated, sizeof stated, "error %.3g in", 100 * floor / scale);
            QVERIFY2(sample.note.find(stated) != std::string::npos, sample.note.c_str());
        }
    }

    void remeshings_differ_and_repeat() {
        const nlohmann::json equal{{"vertices", 800}, {"target-vertices", 800}, {"target-pose", "rest"}};
        const Sample first = make("figure-biped", equal, 1), again = make("figure-biped", equal, 1),
                     other = make("figure-biped", equal, 2);
        for (std::size_t i : {0u, 1u}) QVERIFY(mesh_of(first, i).vertices == mesh_of(again, i).vertices);
        auto share_nothing = [](const Mesh& a, const Mesh& b) {
            Index common = 0;
            for (Index i = 0; i < a.vertices.rows(); ++i)
                common += (b.vertices.rowwise() - a.vertices.row(i)).rowwise().norm().minCoeff() < 1e-6;
            return common == 0;
        };
        QVERIFY(share_nothing(mesh_of(first, 0), mesh_of(first, 1)));
        QVERIFY(share_nothing(mesh_of(first, 0), mesh_of(other, 0)));
    }

    void landmarks_lie_on_the_same_places() {
        const Sample sample = make("figure-quadruped", {{"target-pose", "rest"}});
        const auto rows = numbers<Index>(sample, "landmarks.txt");
        QCOMPARE(rows.size(), std::size_t(16));
        for (std::size_t i = 0; i < rows.size(); i += 2)
            QVERIFY((mesh_of(sample, 0).vertices.row(rows[i]) - mesh_of(sample, 1).vertices.row(rows[i + 1]))
                        .norm() < 0.04);
    }

    void turned_figure_keeps_its_faces() {
        const Sample sample =
            make("turned-figure", {{"relabel", true}, {"reflect", true}, {"vertices", 600}});
        const Mesh &source = mesh_of(sample, 0), &target = mesh_of(sample, 1);
        QVERIFY(watertight(target) && signed_volume(target) > 0);
        QVERIFY(std::abs(signed_volume(target) / signed_volume(source) - 1) < 1e-9);
        const auto partner = numbers<Index>(sample, "truth.txt");
        const Matrix moved = (source.vertices * sample.file("rotation.npy")->array).rowwise() +
                             sample.file("translation.npy")->array.col(0).transpose();
        for (Index i = 0; i < moved.rows(); ++i)
            QVERIFY((moved.row(i) - target.vertices.row(partner[std::size_t(i)])).norm() < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestFigures)
#include "test_figures.moc"
