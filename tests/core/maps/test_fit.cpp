#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/maps/fit.h"

using namespace orthoscope;

namespace {

// Orthogonal, with the constant going to the constant.
Matrix planted_map(Index k, Random& random) {
    Matrix out = Matrix::Zero(k, k);
    out(0, 0) = 1;
    out.bottomRightCorner(k - 1, k - 1) = random_orthogonal(k - 1, random, false);
    return out;
}

Matrix symmetric(Index k, Random& random) {
    const Matrix raw = random.normal(k, k);
    return raw + raw.transpose();
}
Matrix skew(Index k, Random& random) {
    const Matrix raw = random.normal(k, k);
    return raw - raw.transpose();
}

FitProblem random_problem(Index k1, Index k2, Random& random) {
    FitProblem out;
    out.source_coefficients = random.normal(k1, 5), out.target_coefficients = random.normal(k2, 5);
    for (int j = 0; j < 3; ++j) {
        out.multiplication.source.push_back(symmetric(k1, random)),
            out.multiplication.target.push_back(symmetric(k2, random));
        out.orientation.source.push_back(skew(k1, random) + 0.1 * symmetric(k1, random));
        out.orientation.target.push_back(skew(k2, random) + 0.1 * symmetric(k2, random));
    }
    out.source_values = Vector::LinSpaced(k1, 0, 10), out.target_values = Vector::LinSpaced(k2, 0, 11);
    return out;
}

// The energy by its formula.
double energy(const FitProblem& p, const FitWeights& w, const Matrix& c) {
    double sum = w.descriptors * (c * p.source_coefficients - p.target_coefficients).squaredNorm() /
                 double(p.source_coefficients.cols());
    for (std::size_t j = 0; j < p.multiplication.source.size(); ++j)
        sum += w.multiplication *
               (c * p.multiplication.source[j] - p.multiplication.target[j] * c).squaredNorm() /
               double(p.multiplication.source.size());
    const double side = w.orientation < 0 ? -1 : 1;
    for (std::size_t j = 0; j < p.orientation.source.size(); ++j)
        sum += std::abs(w.orientation) *
               (c * p.orientation.source[j] - side * p.orientation.target[j] * c).squaredNorm() /
               double(p.orientation.source.size());
    return sum +
           w.laplacian *
               laplacian_mask(p.source_values, p.target_values, w.mask).cwiseProduct(c.cwiseAbs2()).sum();
}

// Two right-angled triangles over the unit square, n x n cells.
DatasetPtr square(Index n, bool mirrored) {
    Matrix x((n + 1) * (n + 1), 3);
    Triangles t(2 * n * n, 3);
    for (Index i = 0; i <= n; ++i)
        for (Index j = 0; j <= n; ++j)
            x.row(i * (n + 1) + j) << (mirrored ? -1.0 : 1.0) * double(i) / double(n), double(j) / double(n),
                0;
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j) {
            const int a = int(i * (n + 1) + j), b = a + int(n) + 1;
            const int at = int(2 * (i * n + j));
            t.row(at) << a, b, b + 1, t.row(at + 1) << a, b + 1, a + 1;
            // A mirrored shape is seen from outside again.
            if (mirrored) std::swap(t(at, 1), t(at, 2)), std::swap(t(at + 1, 1), t(at + 1, 2));
        }
    auto out = std::make_shared<Dataset>();
    out->payload = Mesh{x, t};
    return out;
}

}  // namespace

class TestFit : public QObject {
    Q_OBJECT

  private slots:
    void a_planted_map_is_found() {
        Random random(1);
        const Index k = 12;
        const Matrix truth = planted_map(k, random);
        FitProblem p;
        p.source_coefficients = random.normal(k, 4), p.target_coefficients = truth * p.source_coefficients;
        for (int j = 0; j < 3; ++j) {
            const Matrix x = symmetric(k, random), g = skew(k, random);
            p.multiplication.source.push_back(x),
                p.multiplication.target.push_back(truth * x * truth.transpose());
            p.orientation.source.push_back(g), p.orientation.target.push_back(-truth * g * truth.transpose());
        }
        p.source_values = p.target_values = Vector::LinSpaced(k, 0, 40);
        FitWeights weights;
        weights.laplacian = 0;
        auto fit = fit_functional_map(p, k, k, weights, {});
        QVERIFY(fit && fit->converged && fit->iterations > 0);
        QVERIFY((fit->functional_map - truth).norm() < 1e-4);
        // The mirrored orientation terms agree with it, the others do not.
        weights.orientation = -3;
        fit = fit_functional_map(p, k, k, weights, {});
        QVERIFY((fit->functional_map - truth).norm() < 1e-4);
        weights.orientation = 3;
        fit = fit_functional_map(p, k, k, weights, {});
        QVERIFY((fit->functional_map - truth).norm() > 0.3);
    }

    void no_map_nearby_has_less_energy() {
        Random random(2);
        const FitProblem p = random_problem(7, 9, random);
        for (double orientation : {0.0, 0.7, -0.7})
            for (double multiplication : {0.0, 1.3})
                for (LaplacianMask mask : {LaplacianMask::Slanted, LaplacianMask::Resolvent}) {
                    const FitWeights w{0.4, multiplication, 0.2, orientation, mask};
                    auto fit = fit_functional_map(p, 7, 9, w, {});
                    QVERIFY(fit && fit->converged);
                    FitProblem used = p;
                    if (multiplication == 0) used.multiplication = {};
                    if (orientation == 0) used.orientation = {};
                    const double least = energy(used, w, fit->functional_map);
                    QVERIFY(std::abs(least - fit->energy) < 1e-9 * least);
                    for (int i = 0; i < 30; ++i) {
                        Matrix step = 1e-3 * random.normal(9, 7);
                        step.col(0).setZero();
                        const double up = energy(used, w, fit->functional_map + step),
                                     down = energy(used, w, fit->functional_map - step);
                        QVERIFY(up > least && down > least);
                        // The slope along any direction vanishes beside the curvature.
                        QVERIFY(std::abs(up - down) < 1e-2 * (up + down - 2 * least));
                    }
                }
    }

    void column_of_the_constant_is_fixed() {
        Random random(3);
        const FitProblem p = random_problem(6, 8, random);
        auto fit = fit_functional_map(p, 6, 8, {}, {});
        QCOMPARE(Vector(fit->functional_map.col(0)), Vector(Vector::Unit(8, 0)));
        auto small = fit_functional_map(p, 1, 1, {}, {});
        QVERIFY(small && small->functional_map(0, 0) == 1);
    }

    void turning_eigenvectors_round_turns_the_map() {
        Random random(4);
        const Index k1 = 6, k2 = 8;
        const FitProblem p = random_problem(k1, k2, random);
        Vector s1 = Vector::Ones(k1), s2 = Vector::Ones(k2);
        s1(1) = s1(4) = s2(2) = s2(3) = s2(7) = -1;
        FitProblem turned = p;
        turned.source_coefficients = s1.asDiagonal() * p.source_coefficients;
        turned.target_coefficients = s2.asDiagonal() * p.target_coefficients;
        for (OperatorPairs FitProblem::*family : {&FitProblem::multiplication, &FitProblem::orientation}) {
            for (auto& x : (turned.*family).source) x = s1.asDiagonal() * x * s1.asDiagonal();
            for (auto& y : (turned.*family).target) y = s2.asDiagonal() * y * s2.asDiagonal();
        }
        FitWeights w;
        for (double orientation : {0.0, 0.5}) {
            w.orientation = orientation;
            const Matrix c = fit_functional_map(p, k1, k2, w, {})->functional_map;
            const Matrix d = fit_functional_map(turned, k1, k2, w, {})->functional_map;
            QVERIFY((d - s2.asDiagonal() * c * s1.asDiagonal()).norm() < 1e-9);
        }
    }

    void masks_vanish_where_eigenvalues_agree() {
        const Vector values = Vector::LinSpaced(9, 0, 80);
        for (LaplacianMask mask : {LaplacianMask::Slanted, LaplacianMask::Resolvent}) {
            const Matrix m = laplacian_mask(values, values, mask);
            QCOMPARE(m.diagonal().norm(), 0.0);
            QVERIFY((m - m.transpose()).norm() < 1e-15 && m.maxCoeff() <= 1 && m.minCoeff() >= 0);
            for (Index i = 1; i < 9; ++i) QVERIFY(m(0, i) > m(0, i - 1));
        }
    }

    void multiplication_by_one_is_the_identity() {
        Random random(5);
        Eigenbasis b;
        b.mass = (random.normal(40, 1).array().abs() + 0.1).matrix(), b.area = b.mass.sum();
        b.vectors = b.mass.cwiseSqrt().cwiseInverse().asDiagonal() * svd(random.normal(40, 6))->u;
        b.values = Vector::LinSpaced(6, 0, 5);
        QVERIFY((multiplication_operator(b, Vector::Ones(40), 6) - Matrix::Identity(6, 6)).norm() < 1e-12);
        const Vector f = random.normal(40, 1);
        const Matrix by_hand = b.vectors.transpose() * (b.mass.cwiseProduct(f)).asDiagonal() * b.vectors;
        QVERIFY((multiplication_operator(b, f, 4) - by_hand.topLeftCorner(4, 4)).norm() < 1e-12);
    }

    void orientation_operator_turns_the_gradient() {
        const Index n = 6;
        for (bool mirrored : {false, true}) {
            const DatasetPtr mesh = square(n, mirrored);
            const Matrix& x = mesh->values();
            // "Functions" 1, y and x y, on a square three times as long.
            Eigenbasis b;
            b.mass = Vector::Constant(x.rows(), 9.0 / double(x.rows())), b.area = 9;
            b.vectors.resize(x.rows(), 3);
            b.vectors << Vector::Ones(x.rows()), x.col(1), x.col(0).cwiseProduct(x.col(1));
            b.values = Vector::LinSpaced(3, 0, 2);
            // f = x and the normal z: V g = dg/dy. Its integral over the square of side 3, weighed by the
            // functions.
            const double side = mirrored ? -1 : 1;
            const Vector f = side * x.col(0);
            const Matrix g = orientation_operator(face_geometry(std::get<Mesh>(mesh->payload)), b, f, 3);
            QVERIFY(std::abs(g(0, 0)) < 1e-12);
            QVERIFY(std::abs(g(0, 1) - side * 3) < 1e-12);
            QVERIFY(std::abs(g(1, 1) - side * 1.5) < 1e-12);
            QVERIFY(std::abs(g(0, 2) - side * 1.5 * side) < 1e-12);
        }
    }
};

QTEST_APPLESS_MAIN(TestFit)
#include "test_fit.moc"
