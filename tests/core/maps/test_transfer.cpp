// What belongs to the source on the target.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/maps/carry.h"

using namespace orthoscope;

namespace {

using RowVector3 = Eigen::RowVector3d;

Indices indices(std::initializer_list<std::int64_t> list) {
    Indices out(Index(list.size()));
    std::copy(list.begin(), list.end(), out.begin());
    return out;
}

}  // namespace

class TestTransfer : public QObject {
    Q_OBJECT

  private slots:
    void valuesAndLabelsFollowTheMap() {
        const Matrix values = (Matrix(3, 2) << 1, 2, 3, 4, 5, 6).finished();
        const Indices map = indices({2, -1, 0, 2});
        const Matrix out = pull_rows(values, map);
        QVERIFY(out.rows() == 4 && out.row(0) == values.row(2) && out.row(2) == values.row(0) && out.row(3) == values.row(2));
        QVERIFY(std::isnan(out(1, 0)) && std::isnan(out(1, 1)));
        QVERIFY((pull_labels({"a", "b", "c"}, map) == std::vector<std::string>{"c", "", "a", "c"}));
        QVERIFY(pull_rows(values, Indices(0)).rows() == 0);
    }

    void attributesOfEveryDomain() {
        Dataset source;
        source.payload = Mesh{Matrix::Zero(5, 3), (Triangles(2, 3) << 0, 1, 2, 2, 1, 3).finished()};
        const Indices map = indices({3, 4, 2, -1, 0});
        const Attribute corner{"texture", Attribute::Domain::Corner, Vector::LinSpaced(6, 0, 5)};
        const auto texture = pull_attribute(source, corner, map);
        QVERIFY(texture.domain == Attribute::Domain::Row && texture.name == "texture");
        QCOMPARE(texture.values(0, 0), 5.0);  // vertex 3 stands in one corner, the last
        QCOMPARE(texture.values(2, 0), 2.0);  // vertex 2 first in corner 2
        QVERIFY(std::isnan(texture.values(1, 0)) && std::isnan(texture.values(3, 0)));  // no face; uncovered
        const Attribute face{"part", Attribute::Domain::Face, (Matrix(2, 1) << 7, 8).finished()};
        const auto part = pull_attribute(source, face, map);
        QVERIFY(part.values(0, 0) == 8 && part.values(2, 0) == 7 && part.values(4, 0) == 7);
        const Attribute color{"color", Attribute::Domain::Row, Matrix::Constant(5, 4, 0.25)};
        const auto colors = pull_attribute(source, color, map);
        QVERIFY(colors.values.allFinite() && colors.values(0, 3) == 0.25);
        QVERIFY(colors.values(3, 0) == uncovered_grey[0] && colors.values(3, 3) == 1);
    }

    void coefficientsOfAnyIndependentBasis() {
        const Matrix phi = (Matrix(4, 2) << 1, 0, 1, 1, 1, 2, 1, 3).finished();
        const Vector mass = (Vector(4) << 1, 2, 3, 4).finished();
        const Matrix wanted = (Matrix(2, 1) << 3, -2).finished();
        QVERIFY((coefficients_of(phi * wanted, phi, mass) - wanted).cwiseAbs().maxCoeff() < 1e-12);
        // Of what lies outside nothing is left that the functions could take up.
        const Matrix f = (Matrix(4, 1) << 1, 0, 0, 5).finished();
        const Matrix rest = f - phi * coefficients_of(f, phi, mass);
        QVERIFY((phi.transpose() * mass.asDiagonal() * rest).cwiseAbs().maxCoeff() < 1e-12);
    }

    void bothShapesAreOnOneScale() {
        Dataset source, target;
        source.payload = Mesh{Matrix::Zero(3, 3), (Triangles(1, 3) << 0, 1, 2).finished()};
        source.attributes = {{"height", Attribute::Domain::Row, (Matrix(3, 1) << 0, 5, 10).finished()}, {"color", Attribute::Domain::Row, Matrix::Constant(3, 3, 0.5)}};
        source.labels = {"arm", "leg", "arm"};
        target.payload = Mesh{Matrix::Zero(3, 3), (Triangles(1, 3) << 0, 1, 2).finished()};
        target.attributes = {{"color", Attribute::Domain::Row, Matrix::Zero(3, 3)}};
        QVERIFY((names_to_carry(source) == std::vector<std::string>{"color", "height", "labels"}));
        const Indices map = indices({1, 1, -1});
        const auto heights = carry_by_map(source, "height", map), own_heights = own(source, "height");
        const auto colours = colours_of(own_heights, heights);
        QVERIFY(colours.source.row(1) == colours.target.row(0));  // by itself the target has one value: the same by chance
        const auto low = carry_by_map(source, "height", indices({0, 1, 0}));
        QVERIFY(colours_of(own_heights, low).target.row(1) == colours.source.row(1));  // by itself that would be the highest
        const auto labels = colours_of(own(source, "labels"), carry_by_map(source, "labels", map));
        QVERIFY(labels.target.row(0) == labels.source.row(1) && labels.source.row(0) == labels.source.row(2));
        QVERIFY(labels.target(2, 0) == uncovered_grey[0]);
        const Dataset out = painted(target, heights, own_heights);
        QCOMPARE(out.attributes.size(), std::size_t(1));
        QVERIFY(out.attribute("color")->values == colours.target);
        QVERIFY(painted(target, carry_by_map(source, "labels", map), own(source, "labels")).labels[1] == "leg");
    }

    // On circles the Fourier basis is known: a function turned by C, the turn in that basis, is the function moved.
    void functionsFollowC() {
        const Index n = 400, m = 250, k = 9;
        auto basis = [&](Index rows) {
            Matrix phi(rows, k);
            for (Index i = 0; i < rows; ++i) {
                const double t = 2 * std::numbers::pi * double(i) / double(rows);
                phi(i, 0) = 1 / std::sqrt(2 * std::numbers::pi);
                for (Index j = 1; j <= k / 2; ++j)
                    phi(i, 2 * j - 1) = std::cos(double(j) * t) / std::sqrt(std::numbers::pi),
                    phi(i, 2 * j) = std::sin(double(j) * t) / std::sqrt(std::numbers::pi);
            }
            return phi;
        };
        const Vector mass = Vector::Constant(n, 2 * std::numbers::pi / double(n));
        const double turn = 0.7;
        Matrix c = Matrix::Identity(k, k);
        for (Index j = 1; j <= k / 2; ++j)
            c.block(2 * j - 1, 2 * j - 1, 2, 2) << std::cos(double(j) * turn), -std::sin(double(j) * turn),
                std::sin(double(j) * turn), std::cos(double(j) * turn);
        auto f = [](double t) { return 2 + std::cos(t) - 0.5 * std::sin(3 * t) + 0.25 * std::cos(4 * t); };
        Matrix functions(n, 2);
        for (Index i = 0; i < n; ++i) functions.row(i) << f(2 * std::numbers::pi * double(i) / double(n)), 1;
        const Matrix g = transfer_functions(functions, c, basis(n), mass, basis(m));
        QVERIFY(g.rows() == m && g.cols() == 2);
        for (Index i = 0; i < m; ++i) {
            QVERIFY(std::abs(g(i, 0) - f(2 * std::numbers::pi * double(i) / double(m) - turn)) < 1e-12);
            QVERIFY(std::abs(g(i, 1) - 1) < 1e-12);
        }
    }

    void aMatchingTurnedRound() {
        QVERIFY(map_of_matching(indices({3, -1, 0, 3}), 5) == indices({2, -1, -1, 0, -1}));
    }

    void valuesAsColors() {
        Vector values(5);
        values << -1, 0, 1, 3, std::nan("");
        const Matrix colors = colors_of_values(values);
        QVERIFY(colors.minCoeff() >= 0 && colors.maxCoeff() <= 1 && colors(4, 1) == uncovered_grey[1]);
        auto light = [&](Index i) { return 0.2126 * colors(i, 0) + 0.7152 * colors(i, 1) + 0.0722 * colors(i, 2); };
        QVERIFY(light(0) < light(1) && light(1) < light(2) && light(2) < light(3));
        QVERIFY(colors_of_values(Vector::Constant(3, 4.0)).allFinite());
        const Matrix rgb = colors_of_attribute("values", (Matrix(3, 4) << 1, 5, 7, 9, 3, 5, 9, 9, std::nan(""), 5, 8, 9).finished());
        QVERIFY(rgb.row(0) == RowVector3(0, 0.5, 0) && rgb.row(1) == RowVector3(1, 0.5, 1) && rgb(2, 1) == uncovered_grey[1]);
        const Matrix squares = colors_of_attribute("texture", (Matrix(3, 2) << 0.05, 0.05, 0.15, 0.05, 0.15, -0.05).finished());
        QVERIFY(squares.row(0) == squares.row(2) && squares.row(0) != squares.row(1));
        QVERIFY(colors_of_attribute("normal", (Matrix(1, 3) << -1, 0, 1).finished()).row(0) == RowVector3(0, 0.5, 1));
        const Matrix parts = colors_of_labels({"a", "b", "", "a"});
        QVERIFY(parts.row(0) == parts.row(3) && (parts.row(0) - parts.row(1)).norm() > 0.3 && parts(2, 0) == uncovered_grey[0]);
    }
};

QTEST_APPLESS_MAIN(TestTransfer)
#include "test_transfer.moc"
