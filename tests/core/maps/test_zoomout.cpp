#include <QtTest>
#include <algorithm>
#include <set>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"
#include "core/maps/zoomout.h"
#include "core/neighbours/farthest_points.h"
#include "core/samples/figures.h"

using namespace orthoscope;

namespace {

DatasetPtr dataset(Mesh mesh) {
    auto out = std::make_shared<Dataset>();
    out->payload = std::move(mesh);
    return out;
}

struct Permuted {
    ShapePair pair;
    Indices truth;
};

// A figure and a copy, larger, in another order, with eigenvectors of other signs.
Permuted permuted(Index k) {
    const Mesh mesh = figure_mesh(BodyName::Biped, PoseName::Wave, 450, 3, {});
    const Index n = mesh.vertices.rows();
    Random random(1);
    const auto order = random.permutation(n);
    Mesh copy = mesh;
    Indices truth(n);
    std::vector<std::int32_t> place(static_cast<std::size_t>(n));
    for (Index y = 0; y < n; ++y) {
        truth(y) = order[std::size_t(y)], copy.vertices.row(y) = 3 * mesh.vertices.row(truth(y));
        place[std::size_t(truth(y))] = std::int32_t(y);
    }
    for (auto& v : copy.triangles.reshaped()) v = place[std::size_t(v)];
    const DatasetPtr a = dataset(mesh), b = dataset(copy);
    auto one = *shape_basis(*a, LaplacianKind::Intrinsic, k, 2, {});
    auto other = std::make_shared<Eigenbasis>(**shape_basis(*b, LaplacianKind::Intrinsic, k, 2, {}));
    for (Index j = 1; j < k; j += 2) other->vectors.col(j) *= -1;
    return {*make_shape_pair(a, b, one, other, {}), truth};
}

double share_right(const Indices& map, const Indices& truth) {
    return double((map.array() == truth.array()).count()) / double(truth.size());
}

}  // namespace

class TestZoomOut : public QObject {
    Q_OBJECT

    Permuted figure_;

  private slots:
    void initTestCase() {
        qputenv("ORTHOSCOPE_CACHE", "off");
        figure_ = permuted(60);
    }

    void a_permuted_copy_is_matched_exactly() {
        const auto& [pair, truth] = figure_;
        const Matrix start = functional_map_of(truth, *pair.source_basis, *pair.target_basis, 8, 8);
        QVERIFY((start.transpose() * start - Matrix::Identity(8, 8)).norm() < 1e-8);
        ZoomOutOptions options;
        options.from = 8, options.to = 60, options.step = 6;
        auto out = zoomout(pair, start, options, {});
        QVERIFY(out);
        QCOMPARE(out->functional_map.rows(), Index(60));
        QCOMPARE(out->map, truth);
        const Matrix& c = out->functional_map;
        QVERIFY((c.transpose() * c - Matrix::Identity(60, 60)).norm() < 1e-8);
    }

    void a_rough_start_gets_better() {
        const auto& [pair, truth] = figure_;
        Random random(2);
        Matrix start = functional_map_of(truth, *pair.source_basis, *pair.target_basis, 10, 10);
        start.bottomRightCorner(9, 9) += 0.15 * random.normal(9, 9);
        ZoomOutOptions options;
        options.from = 10, options.to = 60, options.step = 5;
        const Indices before = *map_of(start, pair.source_basis->vectors, pair.target_basis->vectors, 2, {});
        auto all = zoomout(pair, start, options, {});
        QVERIFY(share_right(before, truth) < 0.2);
        QVERIFY(share_right(all->map, truth) > 0.95);
        // On samples of both the same, less exactly.
        options.source_rows = *farthest_points(pair.source->values(), 200, {});
        options.target_rows = *farthest_points(pair.target->values(), 200, {});
        options.to = 40;
        auto some = zoomout(pair, start, options, {});
        QCOMPARE(some->map.size(), truth.size());
        double moved = 0;
        for (Index y = 0; y < truth.size(); ++y)
            moved += (pair.source->values().row(some->map(y)) - pair.source->values().row(truth(y))).norm();
        QVERIFY2(moved / double(truth.size()) < 0.05,
                 qPrintable(QString::number(moved / double(truth.size()))));
    }

    void from_a_map() {
        const auto& [pair, truth] = figure_;
        ZoomOutOptions options;
        options.from = 20, options.to = 20;
        ZoomOut run(pair, truth, options);
        const Matrix direct = functional_map_of(truth, *pair.source_basis, *pair.target_basis, 20, 20);
        QVERIFY((run.functional_map() - direct).norm() < 1e-10);
        QVERIFY(run.step({}));
        QVERIFY(run.finished());
        QVERIFY(share_right(run.map(), truth) > 0.9);
        // Samples of the target: the map of those alone.
        options.target_rows = *farthest_points(pair.target->values(), 300, {});
        Indices some(300);
        for (Index i = 0; i < 300; ++i) some(i) = truth(options.target_rows[std::size_t(i)]);
        QVERIFY((ZoomOut(pair, some, options).functional_map() - direct).norm() < 1e-4);
    }

    void sizes_grow_by_steps_and_end() {
        const auto& [pair, truth] = figure_;
        ZoomOutOptions options;
        options.from = 7, options.to = 30, options.step = 10;
        ZoomOut run(pair, Matrix(Matrix::Identity(7, 7)), options);
        std::vector<Index> sizes;
        while (!run.finished()) {
            sizes.push_back(run.size());
            QVERIFY(run.step({}));
            QCOMPARE(run.map().size(), truth.size());
        }
        QCOMPARE(sizes, (std::vector<Index>{7, 17, 27, 30}));
        // Never beyond the basis.
        options.to = 1000, options.step = 1000;
        ZoomOut wide(pair, Matrix(Matrix::Identity(7, 7)), options);
        while (!wide.finished()) QVERIFY(wide.step({}));
        QCOMPARE(wide.size(), Index(60));
    }

    void icp_keeps_the_map_orthogonal() {
        const auto& [pair, truth] = figure_;
        Random random(3);
        Matrix start = functional_map_of(truth, *pair.source_basis, *pair.target_basis, 30, 30);
        start += 0.05 * random.normal(30, 30);
        ZoomOutOptions options;
        options.icp = true, options.from = 30, options.to = 38, options.step = 1;
        ZoomOut run(pair, start, options);
        int steps = 0;
        while (!run.finished()) {
            QVERIFY(run.step({}));
            ++steps;
            const Matrix& c = run.functional_map();
            QCOMPARE(c.rows(), Index(30));
            QVERIFY((c.transpose() * c - Matrix::Identity(30, 30)).norm() < 1e-9);
        }
        QCOMPARE(steps, 9);
        QVERIFY(share_right(run.map(), truth) > 0.9);
    }

    void farthest_points_are_distinct() {
        Random random(4);
        const Matrix points = random.normal(200, 3);
        auto rows = farthest_points(points, 50, {});
        QCOMPARE(std::set<Index>(rows->begin(), rows->end()).size(), std::size_t(50));
        // Each is the farthest from those before it.
        for (std::size_t i = 1; i < 50; ++i) {
            auto gap = [&](Index row) {
                double least = 1e300;
                for (std::size_t j = 0; j < i; ++j)
                    least = std::min(least, (points.row(row) - points.row((*rows)[j])).norm());
                return least;
            };
            const double here = gap((*rows)[i]);
            for (Index r = 0; r < 200; r += 7) QVERIFY(gap(r) <= here + 1e-12);
        }
        const auto same = farthest_points(Matrix::Zero(6, 3), 4, {});
        QCOMPARE(std::set<Index>(same->begin(), same->end()).size(), std::size_t(4));
        QCOMPARE(farthest_points(points, 900, {})->size(), std::size_t(200));
    }

    void stops_on_request() {
        std::stop_source stop;
        stop.request_stop();
        ZoomOut run(figure_.pair, Matrix(Matrix::Identity(7, 7)), {});
        auto status = run.step({stop.get_token(), {}, 0});
        QVERIFY(!status && status.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestZoomOut)
#include "test_zoomout.moc"
