// Each optimiser's first updates against a plain rendering of its published formula, entry by entry.
#include <Eigen/LU>
#include <cmath>

#include "core/descent/optimizers.h"
#include "core/descent/skew_maps.h"
#include "core/linalg/lapack.h"
#include "labs.h"

using namespace orthoscope;
using namespace orthoscope::labs;

namespace {

using Rows = std::vector<std::vector<double>>;

Rows rows_of(const Matrix& m) {
    Rows out(std::size_t(m.rows()), std::vector<double>(std::size_t(m.cols())));
    for (Index i = 0; i < m.rows(); ++i)
        for (Index j = 0; j < m.cols(); ++j) out[std::size_t(i)][std::size_t(j)] = m(i, j);
    return out;
}
Matrix matrix_of(const Rows& r) {
    Matrix out(Index(r.size()), Index(r[0].size()));
    for (Index i = 0; i < out.rows(); ++i)
        for (Index j = 0; j < out.cols(); ++j) out(i, j) = r[std::size_t(i)][std::size_t(j)];
    return out;
}
Rows times(const Rows& a, const Rows& b) {
    Rows out(a.size(), std::vector<double>(b[0].size(), 0));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < b.size(); ++k)
            for (std::size_t j = 0; j < b[0].size(); ++j) out[i][j] += a[i][k] * b[k][j];
    return out;
}
Rows turned(const Rows& a) {
    Rows out(a[0].size(), std::vector<double>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[0].size(); ++j) out[j][i] = a[i][j];
    return out;
}
double length(const Rows& a) {
    double sum = 0;
    for (auto& row : a)
        for (double v : row) sum += v * v;
    return std::sqrt(sum);
}
template <class F>
Rows each(Rows a, F f) {
    for (auto& row : a)
        for (double& v : row) v = f(v);
    return a;
}
// Five steps of Muon's quintic, transposed where tall.
Rows ns5(const Rows& g, double a = 3.4445, double b = -4.7750, double c = 2.0315) {
    const bool tall = g.size() > g[0].size();
    Rows x = tall ? turned(g) : g;
    const double norm = length(x) + 1e-7;
    x = each(x, [&](double v) { return v / norm; });
    for (int k = 0; k < 5; ++k) {
        const Rows gram = times(x, turned(x)), square = times(gram, gram), cube = times(gram, x), fifth = times(square, x);
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t j = 0; j < x[0].size(); ++j) x[i][j] = a * x[i][j] + b * cube[i][j] + c * fifth[i][j];
    }
    return tall ? turned(x) : x;
}
double stretch(const Rows& g) { return std::sqrt(std::max(1.0, double(g.size()) / double(g[0].size()))); }

Matrix gradient(Index m, Index n, std::uint64_t seed = 11) { return Random(seed).normal(m, n); }

bool agree(const Matrix& a, const Rows& b, double tolerance = 1e-12) {
    const double off = (a - matrix_of(b)).cwiseAbs().maxCoeff();
    if (off >= tolerance) qWarning("off by %g", off);
    return off < tolerance;
}

constexpr std::pair<Index, Index> shapes[] = {{5, 8}, {8, 5}, {6, 6}};

}  // namespace

class TestOptimizers : public QObject {
    Q_OBJECT

    static Matrix first(Rule rule, const Matrix& w, const Matrix& g) { return make_optimizer(rule, g.rows(), g.cols())->direction(w, g); }

  private slots:
    void sgdAddsUpGradients() {
        const Matrix g = gradient(4, 3), h = gradient(4, 3, 12), w = gradient(4, 3, 13);
        auto sgd = make_optimizer(Rule::Sgd, 4, 3);
        QVERIFY(sgd->direction(w, g) == g);
        QVERIFY((sgd->direction(w, h) - (0.9 * g + h)).norm() < 1e-15);
        QVERIFY((sgd->moved(w, g, 0.1) - (w - 0.1 * g)).norm() < 1e-15);
    }
    void adamsFirstStepIsTheSign() {
        const Matrix g = gradient(4, 6), h = gradient(4, 6, 12);
        auto adam = make_optimizer(Rule::Adam, 4, 6);
        QVERIFY(agree(adam->direction(g, g), each(rows_of(g), [](double v) { return v / (std::abs(v) + 1e-8); })));
        Rows second = rows_of(g);
        for (Index i = 0; i < 4; ++i)
            for (Index j = 0; j < 6; ++j) {
                const double m = (0.9 * 0.1 * g(i, j) + 0.1 * h(i, j)) / (1 - 0.81);
                const double v = (0.999 * 0.001 * g(i, j) * g(i, j) + 0.001 * h(i, j) * h(i, j)) / (1 - 0.999 * 0.999);
                second[std::size_t(i)][std::size_t(j)] = m / (std::sqrt(v) + 1e-8);
            }
        QVERIFY(agree(adam->direction(g, h), second));
    }
    void muonOrthogonalisesItsLookAhead() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n), h = gradient(m, n, 12);
            auto muon = make_optimizer(Rule::Muon, m, n);
            // 0.95 (0.05 G) + 0.05 G, only its length differs from G.
            Rows seen = each(rows_of(g), [](double v) { return 0.95 * 0.05 * v + 0.05 * v; });
            QVERIFY(agree(muon->direction(g, g), each(ns5(seen), [&](double v) { return stretch(seen) * v; })));
            for (Index i = 0; i < m; ++i)
                for (Index j = 0; j < n; ++j)
                    seen[std::size_t(i)][std::size_t(j)] = 0.95 * (0.95 * 0.05 * g(i, j) + 0.05 * h(i, j)) + 0.05 * h(i, j);
            QVERIFY(agree(muon->direction(g, h), each(ns5(seen), [&](double v) { return stretch(seen) * v; })));
        }
    }
    void normuonEvensItsRows() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n);
            Rows o = ns5(each(rows_of(g), [](double v) { return 0.0975 * v; }));
            const double before = length(o);
            for (auto& row : o) {
                double mean = 0;
                for (double v : row) mean += v * v / double(n);
                for (double& v : row) v /= std::sqrt(0.05 * mean) + 1e-10;
            }
            const double after = length(o);
            QVERIFY(agree(first(Rule::NorMuon, g, g), each(o, [&](double v) { return v * before / (after + 1e-10) * stretch(o); })));
        }
        // Row lengths come out equal, and a dead row stays dead instead of becoming noise.
        Matrix g = gradient(8, 5);
        g.row(3).setZero();
        const Matrix d = first(Rule::NorMuon, g, g);
        QVERIFY(d.allFinite() && d.row(3).norm() < 1e-6);
        QVERIFY(std::abs(d.row(0).norm() - d.row(5).norm()) < 1e-6 * d.row(0).norm());
    }
    void rmnpNormalisesRows() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n);
            Rows d = rows_of(g);
            for (auto& row : d) {
                const double size = length({row});
                for (double& v : row) v *= stretch(d) / size;
            }
            QVERIFY(agree(first(Rule::Rmnp, g, g), d));
        }
        Matrix dead = gradient(3, 4);
        dead.row(1).setZero();
        QVERIFY(first(Rule::Rmnp, dead, dead).allFinite());
    }
    void auonDividesByItsCosh() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n);
            Rows u = each(rows_of(g), [](double v) { return 0.0975 * v; });
            const double size = length(u) + 1e-7;
            u = each(u, [&](double v) { return v / size; });
            double mean = 0;
            for (auto& row : u)
                for (double v : row) mean += std::pow(std::cosh(v), 2) / double(m * n);
            QVERIFY(agree(first(Rule::AuOn, g, g), each(u, [&](double v) { return stretch(u) * v / (std::sqrt(mean) + 1e-8); })));
        }
    }
    void rootClipsOutliersFirst() {
        for (auto [m, n] : shapes) {
            Matrix g = gradient(m, n);
            g(1, 2) = 40;
            Rows seen = each(rows_of(g), [](double v) { return v + 0.95 * v; });
            std::vector<double> sizes;
            for (auto& row : seen)
                for (double v : row) sizes.push_back(std::abs(v));
            std::sort(sizes.begin(), sizes.end());
            const double at = 0.9 * double(sizes.size() - 1), low = sizes[std::size_t(at)], high = sizes[std::size_t(at) + 1];
            const double edge = low + (at - std::floor(at)) * (high - low) + 1e-9;
            // x less what lies beyond the edge.
            const Rows kept = each(seen, [&](double v) { return v - (v > 0 ? 1 : -1) * std::max(std::abs(v) - edge, 0.0); });
            QVERIFY(agree(first(Rule::Root, g, g), each(ns5(kept), [&, m = m, n = n](double v) { return 0.2 * std::sqrt(double(std::max(m, n))) * v; })));
        }
    }
    void spectraClipsSingularValuesSoftly() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n);
            const Matrix adam = first(Rule::Adam, g, g);
            const auto parts = svd(adam);
            const double c = parts->sigma(parts->sigma.size() / 2);
            // (I + U U' / c^2)^(-1/2) U, by the eigenvectors of U U'.
            const auto eigen = symmetric_eigen(Matrix(Matrix::Identity(m, m) + adam * adam.transpose() / (c * c)));
            const Matrix root = eigen->vectors * eigen->values.array().rsqrt().matrix().asDiagonal() * eigen->vectors.transpose();
            QVERIFY((first(Rule::Spectra, g, g) - root * adam).norm() < 1e-11);
        }
    }
    void pionTurnsBothSides() {
        for (auto [m, n] : shapes) {
            const Matrix g = gradient(m, n), w = gradient(m, n, 13);
            const Rows wr = rows_of(w), gr = rows_of(g);
            const auto skew = [](const Rows& p) {
                Rows out = p;
                for (std::size_t i = 0; i < p.size(); ++i)
                    for (std::size_t j = 0; j < p.size(); ++j) out[i][j] = p[i][j] - p[j][i];
                return out;
            };
            const auto adaptive = [](const Rows& s) { return each(s, [](double v) { return -0.1 * v / (std::sqrt(0.001 * v * v) + 1e-8); }); };
            const Rows in = adaptive(skew(times(turned(wr), gr))), out = adaptive(skew(times(gr, turned(wr))));
            const Matrix a_in = matrix_of(in), a_out = matrix_of(out);
            const Matrix tangent = a_out * w + w * a_in;
            const double rate = 0.02, alpha = 0.2 * std::sqrt(double(m * n)) / (tangent.norm() + 1e-8);
            for (auto rule : {Rule::PionExponential, Rule::PionCayley, Rule::PionTruncated}) {
                auto pion = make_optimizer(rule, m, n);
                const Matrix d = pion->direction(w, g);
                QVERIFY((d + alpha * tangent).norm() < 1e-11);
                const auto map = [&](const Matrix& x) -> Matrix {
                    const Matrix one = Matrix::Identity(x.rows(), x.cols());
                    if (rule == Rule::PionTruncated) return one + x + x * x / 2;
                    if (rule == Rule::PionCayley) return (one - x / 2).inverse() * (one + x / 2);
                    Matrix sum = one, term = one;  // the series
                    for (int k = 1; k < 40; ++k) term = term * x / k, sum += term;
                    return sum;
                };
                const Matrix expected = map(rate * alpha * a_out) * w * map(rate * alpha * a_in);
                QVERIFY((pion->moved(w, d, rate) - expected).norm() < 1e-12 * w.norm());
            }
        }
    }
    void skewMapsAreOrthogonal() {
        Random random(3);
        for (double size : {0.01, 0.7, 5.0, 40.0}) {
            Matrix x = random.normal(9, 9);
            x = Matrix(size * (x - x.transpose()) / 9);
            const Matrix q = skew_exponential(x), c = cayley(x), one = Matrix::Identity(9, 9);
            QVERIFY2((q.transpose() * q - one).norm() < 1e-13, qPrintable(QString::number((q.transpose() * q - one).norm())));
            QVERIFY((c.transpose() * c - one).norm() < 1e-12);
            const auto values = svd(truncated_exponential(x))->sigma;
            const double a = largest_angle(x);
            QVERIFY(std::abs(values(0) - std::sqrt(1 + std::pow(a, 4) / 4)) < 1e-9 * values(0));
        }
        Matrix turn(2, 2);
        turn << 0, -2.5, 2.5, 0;
        const Matrix q = skew_exponential(turn);
        QVERIFY(std::abs(q(0, 0) - std::cos(2.5)) < 1e-14 && std::abs(q(1, 0) - std::sin(2.5)) < 1e-14);
    }
    // 200 steps of random gradients: the exact turns keep the spectrum, the truncation drifts within its bound.
    void pionKeepsTheSpectrum() {
        for (auto [m, n] : {std::pair<Index, Index>{64, 64}, {48, 20}}) {
            const Matrix start = gradient(m, n, 21);
            const Vector before = svd(start)->sigma;
            for (auto rule : {Rule::PionExponential, Rule::PionCayley, Rule::PionTruncated}) {
                Random random(22);
                auto pion = make_optimizer(rule, m, n);
                Matrix w = start;
                double bound = 1;
                for (int t = 0; t < 200; ++t) {
                    const Matrix d = pion->direction(w, random.normal(m, n));
                    w = pion->moved(w, d, 0.2);
                    const auto [out, in] = pion->angles(0.2);
                    bound *= std::sqrt(1 + std::pow(out, 4) / 4) * std::sqrt(1 + std::pow(in, 4) / 4);
                }
                const double drift = (svd(w)->sigma - before).cwiseAbs().maxCoeff() / before(0);
                if (rule == Rule::PionTruncated) QVERIFY2(drift > 1e-12 && drift <= bound - 1, qPrintable(QString("%1 of %2").arg(drift).arg(bound - 1)));
                else QVERIFY2(drift < 1e-13, qPrintable(QString::number(drift)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestOptimizers)
#include "test_optimizers.moc"
