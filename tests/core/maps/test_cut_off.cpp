// A basis cut off: what is left of shapes and of the map between them.
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/maps/cut_off.h"
#include "core/shape/vertex_areas.h"
#include "map_support.h"

using namespace orthoscope;

namespace {

Pairs pairs_of(const PlantedPair& planted) {
    Pairs pairs;
    pairs.sets = {planted.pair.source, planted.pair.target};
    return pairs;
}

ShapeState state_of(const PlantedPair& planted) {
    ShapeState state;
    state.source_vectors = share(Matrix(planted.pair.source_basis->vectors));
    state.target_vectors = share(Matrix(planted.pair.target_basis->vectors));
    state.functional_map = share(Matrix(Matrix::Identity(state.target_vectors->cols(), state.source_vectors->cols())));
    return state;
}

double distance(const Matrix& a, const Matrix& b, const Vector& masses) {
    return ((a - b).rowwise().squaredNorm().array() * masses.array()).sum();
}

}  // namespace

class TestCutOff : public QObject {
    Q_OBJECT
  private slots:
    void moreFunctionsComeNearer() {
        const auto planted = planted_pair(300, 10, 5);
        const Eigenbasis& basis = *planted.pair.source_basis;
        const Matrix rows = planted.pair.source->values();
        const Reconstruction made(rows, share(Matrix(basis.vectors)), basis.mass);
        double before = std::numeric_limits<double>::infinity();
        for (Index k = 1; k <= 10; ++k) {
            const Matrix shown = made.rows(k);
            // Under the masses of the basis this is Phi Phi^+ X.
            QVERIFY((shown - basis.vectors.leftCols(k) * basis.coefficients(rows, k)).cwiseAbs().maxCoeff() < 1e-9);
            const double away = distance(shown, rows, basis.mass);
            QVERIFY2(away <= before + 1e-15, qPrintable(QString::number(k)));
            before = away;
        }
        // The constant alone leaves the mean; x, y and z, which are among these functions, leave the rows.
        const RowVector mean = (basis.mass.transpose() * rows) / basis.mass.sum();
        QVERIFY((made.rows(1).rowwise() - mean).cwiseAbs().maxCoeff() < 1e-9);
        QVERIFY((made.rows(4) - rows).cwiseAbs().maxCoeff() < 1e-9);
        QVERIFY((made.rows(3) - rows).cwiseAbs().maxCoeff() > 1e-2);
    }

    void anyMassesGiveTheNearestCombination() {
        const auto planted = planted_pair(200, 6, 8);
        const Matrix phi = planted.pair.source_basis->vectors, rows = planted.pair.source->values();
        Random random(2);
        Vector masses(200);
        for (double& m : masses) m = 0.1 + random.uniform();
        const Matrix shown = Reconstruction(rows, share(Matrix(phi)), masses).rows(3);
        // What is left over has no part along the functions.
        const Matrix left = phi.leftCols(3).transpose() * masses.asDiagonal() * (rows - shown);
        QVERIFY(left.cwiseAbs().maxCoeff() < 1e-9);
    }

    void rowsWithoutAFunctionStay() {
        const auto planted = planted_pair(100, 6, 9);
        Matrix phi = planted.pair.source_basis->vectors, rows = planted.pair.source->values();
        Vector masses = planted.pair.source_basis->mass;
        phi.row(7).setZero(), masses(7) = 0;
        rows(8, 0) = std::numeric_limits<double>::quiet_NaN();
        phi(9, 2) = std::numeric_limits<double>::infinity();
        const Matrix shown = Reconstruction(rows, share(Matrix(phi)), masses).rows(2);
        QVERIFY(shown.row(7) == rows.row(7) && shown.row(9) == rows.row(9));
        QVERIFY(std::isnan(shown(8, 0)) && shown(8, 1) == rows(8, 1));
        QVERIFY(shown.topRows(7).allFinite() && shown.bottomRows(90).allFinite());
        // Functions that are all the same, or nothing: still numbers.
        for (const Matrix& basis : {Matrix(Matrix::Ones(100, 4)), Matrix(Matrix::Zero(100, 4))}) {
            rows(8, 0) = 0;
            QVERIFY(Reconstruction(rows, share(Matrix(basis)), masses).rows(4).allFinite());
        }
    }

    void theBlockOfThePermutationFindsIt() {
        const auto planted = planted_pair(250, 8, 11);
        const ShapeState state = state_of(planted);
        for (Index k : {4, 8}) {
            const auto map = cut_map(state, cut_block(state, k), 2, {});
            QVERIFY(map.ok());
            for (Index j = 0; j < 250; ++j) QCOMPARE((**map)(j), planted.order[std::size_t(j)]);
        }
        // The constant and one function: many share a nearest point, and none is farther than the right one.
        const auto coarse = cut_map(state, 2, 2, {});
        QVERIFY(coarse.ok());
        const Matrix &source = *state.source_vectors, &target = *state.target_vectors;
        for (Index j = 0; j < 250; ++j)
            QVERIFY(std::abs(source((**coarse)(j), 1) - target(j, 1)) <= 1e-12);
    }

    void aCutKeepsToWhatThereIs() {
        const auto planted = planted_pair(120, 8, 12);
        ShapeState state = state_of(planted);
        const auto shapes = CutShapes::make(pairs_of(planted), state);
        QVERIFY(CutShapes::possible(pairs_of(planted), state) && shapes && shapes->fits(state));
        QCOMPARE(shapes->most(), Index(8));
        QCOMPARE(shapes->at(100).functions, Index(8));
        QCOMPARE(shapes->at(0).functions, Index(1));
        QCOMPARE(shapes->at(3).target_rows->rows(), Index(120));
        state.functional_map = share(Matrix(Matrix::Identity(5, 6)));
        QCOMPARE(cut_block(state, 3), Index(3));
        QCOMPARE(cut_block(state, 8), Index(5));
        state.functional_map = nullptr;
        QCOMPARE(cut_block(state, 8), Index(0));
        state.target_vectors = share(Matrix(Matrix::Zero(7, 8)));  // of another shape
        QVERIFY(!shapes->fits(state));
        QVERIFY(!CutShapes::possible(pairs_of(planted), state) && !CutShapes::make(pairs_of(planted), state));
        // One shape alone.
        Pairs alone;
        alone.sets = {planted.pair.source};
        state.target_vectors = nullptr;
        const auto one = CutShapes::make(alone, state);
        QVERIFY(one && one->fits(state) && !one->at(3).target_rows);
    }

    void aStoppedSearchSaysSo() {
        const auto planted = planted_pair(250, 8, 11);
        std::stop_source stop;
        stop.request_stop();
        const auto map = cut_map(state_of(planted), 8, 1, {stop.get_token(), {}, 0});
        QVERIFY(!map.ok() && map.error().kind == ErrorKind::Cancelled);
    }

    void areasAreAThirdOfEachTriangle() {
        Dataset set;
        Mesh mesh;
        mesh.vertices.resize(5, 3);
        mesh.vertices << 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 9, 9, 9;
        mesh.triangles.resize(3, 3);
        mesh.triangles << 0, 1, 2, 1, 3, 2, 0, 1, 77;
        set.payload = mesh;
        const Vector areas = vertex_areas(set);
        Vector expected(5);
        expected << 1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6, 0;
        QVERIFY((areas - expected).cwiseAbs().maxCoeff() < 1e-15);
        QVERIFY((vertex_shares(set) - expected).cwiseAbs().maxCoeff() < 1e-15);
        set.payload = PointCloud{mesh.vertices};
        QVERIFY(vertex_areas(set).isZero(0));
        QVERIFY((vertex_shares(set) - Vector::Constant(5, 0.2)).cwiseAbs().maxCoeff() < 1e-15);
    }
};

QTEST_APPLESS_MAIN(TestCutOff)
#include "test_cut_off.moc"
