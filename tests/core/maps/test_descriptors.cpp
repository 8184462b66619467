#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/maps/descriptors.h"

using namespace orthoscope;

namespace {

// A basis orthonormal under random masses, with eigenvalues that grow as on a surface.
std::shared_ptr<Eigenbasis> basis(Index n, Index k, std::uint64_t seed) {
    Random random(seed);
    auto out = std::make_shared<Eigenbasis>();
    out->mass = (random.normal(n, 1).array().abs() + 0.2).matrix();
    out->mass /= out->mass.sum(), out->area = 1;
    Matrix raw = random.normal(n, k);
    raw.col(0).setOnes();
    const Vector root = out->mass.cwiseSqrt();
    raw = root.asDiagonal() * raw;
    for (Index j = 0; j < k; ++j) {
        for (Index i = 0; i < j; ++i) raw.col(j) -= raw.col(i).dot(raw.col(j)) * raw.col(i);
        raw.col(j).normalize();
    }
    out->vectors = root.cwiseInverse().asDiagonal() * raw;
    out->values = Vector::LinSpaced(k, 0, 12.6 * double(k - 1));
    return out;
}

DatasetPtr rows(Index n) {
    auto out = std::make_shared<Dataset>();
    out->payload = PointCloud{Matrix::Zero(n, 3)};
    return out;
}

ShapePair pair_of(std::shared_ptr<const Eigenbasis> a, std::shared_ptr<const Eigenbasis> b,
                  std::vector<std::pair<Index, Index>> landmarks = {}) {
    return *make_shape_pair(rows(a->vectors.rows()), rows(b->vectors.rows()), a, b, landmarks);
}

}  // namespace

class TestDescriptors : public QObject {
    Q_OBJECT

  private slots:
    void columns_are_scaled_and_counted() {
        const auto pair = pair_of(basis(120, 30, 1), basis(90, 25, 2), {{3, 4}, {7, 80}});
        for (Signature kind : {Signature::Wave, Signature::Heat}) {
            const Descriptors d = descriptors(pair, {kind, 20, 7, 100});
            QCOMPARE(d.own, Index(20));
            QCOMPARE(d.source.cols(), Index(34));
            QCOMPARE(d.target.cols(), Index(34));
            for (Index j = 0; j < 34; ++j) {
                QVERIFY(std::abs(pair.source_basis->mass.dot(d.source.col(j).cwiseAbs2()) - 1) < 1e-12);
                QVERIFY(std::abs(pair.target_basis->mass.dot(d.target.col(j).cwiseAbs2()) - 1) < 1e-12);
            }
            QVERIFY(d.source.leftCols(20).minCoeff() >= 0);
        }
    }

    void the_wave_signature_is_its_formula() {
        const auto a = basis(60, 20, 3);
        const Descriptors d = descriptors(pair_of(a, a), {Signature::Wave, 15, 0, 20});
        const double from = std::log(a->values(1)), to = std::log(a->values(19)),
                     s = 7 * (to - from) / (15 + 28);
        for (Index j : {0, 7, 14}) {
            const double e = from + 2 * s + double(j) / 14 * (to - from - 4 * s);
            Vector direct = Vector::Zero(60);
            for (Index i = 1; i < 20; ++i)
                direct += a->vectors.col(i).cwiseAbs2() *
                          std::exp(-std::pow(e - std::log(a->values(i)), 2) / (2 * s * s));
            direct /= std::sqrt(a->mass.dot(direct.cwiseAbs2()));
            QVERIFY((direct - d.source.col(j)).norm() < 1e-10);
        }
    }

    void signs_of_eigenvectors_do_not_matter() {
        const auto a = basis(80, 20, 4), b = basis(70, 20, 5);
        auto turned = std::make_shared<Eigenbasis>(*b);
        for (Index j = 0; j < 20; j += 3) turned->vectors.col(j) *= -1;
        const std::vector<std::pair<Index, Index>> marks = {{1, 2}, {50, 60}};
        for (Signature kind : {Signature::Wave, Signature::Heat}) {
            const DescriptorOptions options{kind, 10, 6, 20};
            const Descriptors one = descriptors(pair_of(a, b, marks), options),
                              other = descriptors(pair_of(a, turned, marks), options);
            QVERIFY((one.target - other.target).norm() < 1e-10);
        }
    }

    void a_larger_copy_has_the_same() {
        const auto a = basis(80, 20, 6);
        auto large = std::make_shared<Eigenbasis>(*a);
        large->mass *= 9, large->area = 9, large->values /= 9, large->vectors /= 3;
        const Descriptors d = descriptors(pair_of(a, large, {{5, 5}}), {});
        QVERIFY((d.source - d.target).norm() < 1e-9 * d.source.norm());
    }

    void a_landmark_is_where_its_heat_is_highest() {
        const auto a = basis(80, 40, 7);
        const Descriptors d = descriptors(pair_of(a, a, {{33, 33}}), {Signature::Heat, 10, 10, 40});
        Index at = 0;
        d.source.col(10).maxCoeff(&at);  // the shortest time
        QCOMPARE(at, Index(33));
        // Times grow with the column: the landmark's heat falls.
        QVERIFY(d.source(33, 10) > d.source(33, 19));
    }

    void small_bases_do_not_break_it() {
        const auto a = basis(5, 2, 8), b = basis(6, 3, 9);
        const Descriptors d = descriptors(pair_of(a, b, {{0, 0}}), {Signature::Wave, 1, 1, 100});
        QVERIFY(d.source.allFinite() && d.target.allFinite());
        auto zero = std::make_shared<Eigenbasis>(*basis(6, 4, 9));
        zero->values.setZero();  // as many components as functions
        QVERIFY(descriptors(pair_of(zero, zero), {}).source.allFinite());
        QVERIFY(descriptors(pair_of(zero, zero), {Signature::Heat}).source.allFinite());
    }

    void pairs_are_checked() {
        const auto a = basis(5, 2, 8);
        QVERIFY(!make_shape_pair(rows(5), rows(4), a, a, {}));
        QVERIFY(!make_shape_pair(rows(5), rows(5), a, a, {{0, 5}}));
        QVERIFY(!make_shape_pair(rows(5), rows(5), a, a, {{-1, 0}}));
        auto doubled = std::make_shared<Eigenbasis>(*a);
        doubled->mass *= 4, doubled->area = 4, doubled->values /= 4, doubled->vectors /= 2;
        QVERIFY((unit_area(doubled)->vectors - a->vectors).norm() < 1e-12);
        QVERIFY((unit_area(doubled)->values - a->values).norm() < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestDescriptors)
#include "test_descriptors.moc"
