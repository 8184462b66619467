#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/maps/candidates.h"
#include "core/maps/descriptors.h"
#include "core/maps/pointwise.h"
#include "core/maps/portfolio.h"
#include "core/samples/figures.h"

using namespace orthoscope;

namespace {

DatasetPtr dataset(Mesh mesh) {
    auto out = std::make_shared<Dataset>();
    out->payload = std::move(mesh);
    return out;
}
DatasetPtr cloud(const Matrix& points) {
    auto out = std::make_shared<Dataset>();
    out->payload = PointCloud{points};
    return out;
}

Mesh mirrored(Mesh mesh) {
    mesh.vertices.col(0) *= -1;
    for (Index t = 0; t < mesh.triangles.rows(); ++t) std::swap(mesh.triangles(t, 1), mesh.triangles(t, 2));
    return mesh;
}

// The same in another order, turned and larger; truth(y) is the vertex of `mesh`.
Mesh shuffled(const Mesh& mesh, Indices& truth) {
    const Index n = mesh.vertices.rows();
    Random random(5);
    const auto order = random.permutation(n);
    const Matrix turn = random_orthogonal(3, random, true);
    Mesh out = mesh;
    truth.resize(n);
    std::vector<std::int32_t> place(static_cast<std::size_t>(n));
    for (Index y = 0; y < n; ++y) {
        truth(y) = order[std::size_t(y)], out.vertices.row(y) = 2 * mesh.vertices.row(truth(y)) * turn;
        place[std::size_t(truth(y))] = std::int32_t(y);
    }
    for (auto& v : out.triangles.reshaped()) v = place[std::size_t(v)];
    return out;
}

ShapePair pair_of(const DatasetPtr& a, const DatasetPtr& b,
                  std::vector<std::pair<Index, Index>> landmarks = {}) {
    return *make_shape_pair(a, b, *shape_basis(*a, LaplacianKind::Intrinsic, 50, 2, {}),
                            *shape_basis(*b, LaplacianKind::Intrinsic, 50, 2, {}), std::move(landmarks));
}

PortfolioOptions small() {
    PortfolioOptions out;
    out.sizes = {20}, out.orientations = {0, 0.5, -0.5}, out.operators = 6, out.samples = 150, out.signs = 3;
    out.coarse = 35, out.fine = 50, out.finalists = 5;
    return out;
}

std::vector<PortfolioStep> run(MapPortfolio& portfolio) {
    std::vector<PortfolioStep> out;
    while (!portfolio.finished()) {
        auto step = portfolio.step({});
        if (!step) return {};
        out.push_back(std::move(*step));
    }
    return out;
}

double error(const Dataset& source, const Indices& map, const Indices& truth) {
    double sum = 0;
    for (Index y = 0; y < map.size(); ++y)
        sum += (source.values().row(map(y)) - source.values().row(truth(y))).norm();
    return sum / double(map.size());
}

}  // namespace

class TestPortfolio : public QObject {
    Q_OBJECT

    Mesh body_;
    QTemporaryDir folder_;

  private slots:
    void initTestCase() {
        qputenv("ORTHOSCOPE_CACHE", folder_.path().toUtf8());
        body_ = figure_mesh(BodyName::Quadruped, PoseName::Wave, 400, 2, {});
    }

    void a_shuffled_copy_is_matched_and_flips_come_behind() {
        Indices truth;
        const DatasetPtr a = dataset(body_), b = dataset(shuffled(body_, truth));
        auto portfolio = MapPortfolio::start(pair_of(a, b), small(), {});
        QVERIFY(portfolio);
        const int expected = portfolio->steps_expected();
        const auto steps = run(*portfolio);
        QVERIFY(!steps.empty());
        QVERIFY(std::abs(double(steps.size()) - expected) < 0.5 * expected);
        const auto& all = portfolio->candidates();
        QVERIFY(all.size() >= 2 && portfolio->gap() > 0);
        QCOMPARE(all[0].map, truth);
        QVERIFY(!all[0].mirrored && all[0].energies.orientation > 0.9);
        QVERIFY(all[0].energies.distortion < 0.05 && all[0].energies.uncovered < 0.05);
        // The body's own symmetry is found, named a mirror image, and stands behind.
        bool flip = false;
        for (std::size_t i = 1; i < all.size(); ++i) {
            QVERIFY(all[i].score >= all[i - 1].score);
            flip |= all[i].mirrored;
        }
        QVERIFY(flip);
        for (auto& step : steps) QVERIFY(step.lane >= 0 && step.lane < int(portfolio->lanes().size()));
    }

    void of_a_mirrored_copy_the_orientation_is_kept() {
        const Mesh other = mirrored(body_);
        const DatasetPtr a = dataset(body_), b = dataset(other);
        auto portfolio = MapPortfolio::start(pair_of(a, b), small(), {});
        QVERIFY(portfolio && !run(*portfolio).empty());
        const auto& all = portfolio->candidates();
        QVERIFY(!all[0].mirrored);
        // Vertex by vertex it is an isometry, and offered as a mirror image.
        const Indices same = Indices::LinSpaced(b->rows(), 0, b->rows() - 1);
        QVERIFY(std::any_of(all.begin(), all.end(),
                            [&](auto& c) { return c.mirrored && error(*a, c.map, same) < 0.01; }));
    }

    void landmarks_decide() {
        // Of the mirrored copy landmarks say that left is left: the mirror image comes first.
        const DatasetPtr a = dataset(body_), b = dataset(mirrored(body_));
        auto far = *farthest(*a);
        std::vector<std::pair<Index, Index>> marks;
        for (Index row : far) marks.emplace_back(row, row);
        auto portfolio = MapPortfolio::start(pair_of(a, b, marks), small(), {});
        QVERIFY(portfolio && !run(*portfolio).empty());
        const Indices same = Indices::LinSpaced(b->rows(), 0, b->rows() - 1);
        QVERIFY(error(*a, portfolio->candidates()[0].map, same) < 0.01);
        QVERIFY(portfolio->candidates()[0].energies.landmarks < 0.05);
    }

    void threads_do_not_matter() {
        Indices truth;
        const ShapePair pair = pair_of(dataset(body_), dataset(shuffled(body_, truth)));
        PortfolioOptions options = small();
        options.signs = 0, options.sizes = {15};
        options.threads = 1;
        auto one = MapPortfolio::start(pair, options, {});
        options.threads = 3;
        auto other = MapPortfolio::start(pair, options, {});
        const auto left = run(*one), right = run(*other);
        QCOMPARE(left.size(), right.size());
        for (std::size_t i = 0; i < left.size(); ++i) {
            QCOMPARE(left[i].lane, right[i].lane);
            QCOMPARE(left[i].phase, right[i].phase);
            QVERIFY((left[i].functional_map - right[i].functional_map).norm() < 1e-9);
        }
        QCOMPARE(one->candidates()[0].map, other->candidates()[0].map);
    }

    void clouds_have_no_orientation() {
        Indices truth;
        const Mesh copy = shuffled(body_, truth);
        auto portfolio = MapPortfolio::start(pair_of(dataset(body_), cloud(copy.vertices)), small(), {});
        QVERIFY(portfolio && !run(*portfolio).empty());
        for (auto& c : portfolio->candidates()) QVERIFY(!c.mirrored && std::isnan(c.energies.orientation));
        // Left and right are equals here: one of the first two is right.
        const auto& all = portfolio->candidates();
        double least = error(*dataset(body_), all[0].map, truth);
        if (all.size() > 1) least = std::min(least, error(*dataset(body_), all[1].map, truth));
        QVERIFY2(least < 0.1, qPrintable(QString::number(least)));
    }

    void energies_of_the_identity_vanish() {
        const DatasetPtr a = dataset(body_);
        const ShapePair pair = pair_of(a, a);
        const Descriptors d = descriptors(pair, {});
        const Survey places = *make_survey(pair, d.source, d.target, 200, {});
        const Surveyed same = *survey(places, Matrix::Identity(40, 40), 2, {});
        QCOMPARE(same.map, Indices(Indices::LinSpaced(Index(places.target_rows.size()), 0,
                                                      Index(places.target_rows.size()) - 1)));
        const MapEnergies& e = same.energies;
        for (double value :
             {e.orthogonality, e.commutativity, e.descriptors, e.distortion, e.uncovered, e.bijectivity})
            QVERIFY(value < 1e-9);
        QCOMPARE(e.orientation, 1.0);
        // The mirror image reverses every place.
        const ShapePair flipped = pair_of(a, dataset(mirrored(body_)));
        const Survey there = *make_survey(flipped, d.source, d.source, 200, {});
        const Matrix c = functional_map_of(Indices::LinSpaced(a->rows(), 0, a->rows() - 1),
                                           *flipped.source_basis, *flipped.target_basis, 40, 40);
        QVERIFY(survey(there, c, 2, {})->energies.orientation < 0.02);
        QVERIFY(survey(there, c, 2, {})->energies.distortion < 0.05);
    }

    void inside_out_is_noticed() {
        QCOMPARE(outward(*dataset(body_)), 1.0);
        Mesh reversed = body_;
        for (Index t = 0; t < reversed.triangles.rows(); ++t)
            std::swap(reversed.triangles(t, 0), reversed.triangles(t, 1));
        QCOMPARE(outward(*dataset(reversed)), -1.0);
    }

    void two_bodies_at_once() {
        const Mesh other = figure_mesh(BodyName::Biped, PoseName::Stride, 300, 1, {});
        const Index n = body_.vertices.rows(), f = body_.triangles.rows();
        Mesh both{Matrix(n + other.vertices.rows(), 3), Triangles(f + other.triangles.rows(), 3)};
        both.vertices << body_.vertices, other.vertices.rowwise() + RowVector::Constant(3, 3.0);
        both.triangles << body_.triangles, (other.triangles.array() + int(n)).matrix();
        Indices truth;
        const DatasetPtr a = dataset(both), b = dataset(shuffled(both, truth));
        PortfolioOptions options = small();
        options.signs = 0;
        auto portfolio = MapPortfolio::start(pair_of(a, b), options, {});
        QVERIFY(portfolio && !run(*portfolio).empty());
        const auto& all = portfolio->candidates();
        QVERIFY(std::isfinite(all[0].score) && all[0].functional_map.allFinite());
        QVERIFY2(error(*a, all[0].map, truth) < 0.02,
                 qPrintable(QString::number(error(*a, all[0].map, truth))));
    }

    void tiny_shapes_and_cancelling() {
        Mesh triangle{Matrix::Random(3, 3), Triangles(1, 3)};
        triangle.triangles << 0, 1, 2;
        const DatasetPtr a = dataset(triangle);
        auto basis = shape_basis(*a, LaplacianKind::Intrinsic, 3, 1, {});
        if (basis && (*basis)->size() >= 2) {
            auto portfolio = MapPortfolio::start(*make_shape_pair(a, a, *basis, *basis, {}), {}, {});
            QVERIFY(portfolio && !run(*portfolio).empty());
            QVERIFY(portfolio->candidates()[0].functional_map.allFinite());
        }
        std::stop_source stop;
        stop.request_stop();
        const ShapePair pair = pair_of(dataset(body_), dataset(body_));
        auto portfolio = MapPortfolio::start(pair, small(), {stop.get_token(), {}, 0});
        QVERIFY(!portfolio && portfolio.error().kind == ErrorKind::Cancelled);
    }

  private:
    static Result<std::vector<Index>> farthest(const Dataset& shape) {
        std::vector<Index> out;
        for (Index i = 0; i < 5; ++i) out.push_back(i * (shape.rows() - 1) / 4);
        return out;
    }
};

QTEST_APPLESS_MAIN(TestPortfolio)
#include "test_portfolio.moc"
