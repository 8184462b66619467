// Verdicts of maps, from planted evidence: two maps of a solid that is its own mirror image.
#include <QtTest>

#include "core/maps/matching_verdict.h"
#include "core/maps/partial.h"

using namespace orthoscope;

namespace {

Mesh solid() {
    Mesh m;
    m.vertices.resize(6, 3), m.triangles.resize(8, 3);
    m.vertices << 1, 0, 0, -1, 0, 0, 0, 1.3, 0, 0, -1.3, 0, 0, 0, 1.7, 0, 0, -1.7;
    m.triangles << 0, 2, 4, 2, 1, 4, 1, 3, 4, 3, 0, 4, 2, 0, 5, 1, 2, 5, 3, 1, 5, 0, 3, 5;
    return m;
}
DatasetPtr set_of(Mesh mesh) {
    auto set = std::make_shared<Dataset>();
    set->name = "solid", set->payload = std::move(mesh);
    return set;
}

struct Planted {
    Pairs pairs;
    MatchingPlan plan;
    ShapeState states[2];
    std::vector<MatchingAnswer> answers;
    double orientation = 0.9, commutativity = 0.09, dirichlet = 1.2;

    Planted(double best, double next) {
        pairs.sets = {set_of(solid()), set_of(solid())};
        plan.search = true;
        Vector values(6);
        values << 0, 1, 2, 3.5, 5, 7;
        Indices maps[] = {Indices::LinSpaced(6, 0, 5), Indices::LinSpaced(6, 0, 5)};
        std::swap(maps[1](0), maps[1](1));
        for (int i = 0; i < 2; ++i) {
            states[i].source_values = states[i].target_values = share(Matrix(values));
            states[i].map = share(std::move(maps[i]));
        }
        answers = {{"identity", best, &states[0]}, {"swapped", next, &states[1]}};
    }
    Report report() const {
        Report out;
        judge_matching({pairs, plan, answers, 0.9, orientation, commutativity, dirichlet}, out);
        return out;
    }
};

bool says(const Report& report, const char* what) {
    return std::any_of(report.reasons.begin(), report.reasons.end(), [&](auto& r) { return r.find(what) != std::string::npos; });
}

}  // namespace

class TestMatchingVerdict : public QObject {
    Q_OBJECT

  private slots:
    void energiesTellUnrelatedShapes_data() {
        QTest::addColumn<double>("commutativity");
        QTest::addColumn<double>("dirichlet");
        QTest::addColumn<bool>("right");
        QTest::newRow("camel 03") << 0.074 << 1.765 << true;
        QTest::newRow("camel 05") << 0.094 << 1.918 << true;
        QTest::newRow("camel 07") << 0.092 << 1.826 << true;
        QTest::newRow("biped") << 0.090 << 1.265 << true;
        QTest::newRow("quadruped") << 0.079 << 1.252 << true;
        QTest::newRow("cloud and mesh") << 0.176 << 3.928 << true;
        QTest::newRow("cat and lion") << 0.153 << 12.769 << true;
        QTest::newRow("biped and torus") << 0.246 << 20.383 << false;
        QTest::newRow("biped and quadruped") << 0.207 << 13.453 << false;
        QTest::newRow("torus and biped") << 0.254 << 11.965 << false;
        QTest::newRow("sphere and biped") << 0.242 << 10.753 << false;
        QTest::newRow("biped and sphere") << 0.242 << 18.048 << false;
    }
    void energiesTellUnrelatedShapes() {
        QFETCH(double, commutativity);
        QFETCH(double, dirichlet);
        QFETCH(bool, right);
        Planted one(1, 2);
        one.commutativity = commutativity, one.dirichlet = dirichlet;
        QCOMPARE(one.report().verdict, right ? Verdict::Supported : Verdict::Unsupported);
        Planted close(1, 1.02);
        close.commutativity = commutativity, close.dirichlet = dirichlet;
        QCOMPARE(close.report().verdict, right ? Verdict::Doubtful : Verdict::Unsupported);
        QCOMPARE(says(close.report(), "looks symmetric"), right);
    }
    void nearlyPerfectScoresAreAlike() {
        const Report report = Planted(0.053, 0.0595).report();
        QCOMPARE(report.verdict, Verdict::Doubtful);
        QVERIFY(says(report, "hardly worse (0.0595 against 0.053)"));
        QCOMPARE(Planted(1e-9, 1e-3).report().verdict, Verdict::Doubtful);
        QCOMPARE(Planted(1e-9, 0.3).report().verdict, Verdict::Supported);
        QCOMPARE(Planted(1, 1.3).report().verdict, Verdict::Supported);
    }
    void repeatedEigenvaluesAreDoubtful() {
        Planted round(0, 100);
        Matrix values = *round.states[0].source_values;
        values(2) = values(1) * (1 + 1e-4);
        round.states[0].source_values = share(Matrix(values));
        QCOMPARE(round.report().verdict, Verdict::Supported);  // of one shape alone: chance
        round.states[0].target_values = share(Matrix(values));
        QCOMPARE(round.report().verdict, Verdict::Doubtful);
        QVERIFY(says(round.report(), "Eigenvalues 2 and 3 agree"));
    }
    void onlyLandmarksWhereMapsDifferDecide() {
        Planted one(1, 1.02);
        one.pairs.options.landmarks = {{2, 2, 1}};
        QCOMPARE(one.report().verdict, Verdict::Doubtful);
        QVERIFY(says(one.report(), "where they differ") && says(one.report(), "1 landmark"));
        one.pairs.options.landmarks.push_back({0, 0, 1});
        QCOMPARE(one.report().verdict, Verdict::Supported);
        QVERIFY(says(one.report(), "The landmarks tell it from the next map (swapped)"));

        one.orientation = void_metric;
        QCOMPARE(one.report().verdict, Verdict::Supported);
        one.pairs.options.landmarks.pop_back();
        QVERIFY(says(one.report(), "Landmarks decide, but these do not."));
        one.pairs.options.landmarks = {{1, 0, 1}};
        QVERIFY(says(one.report(), "misses the landmarks"));
    }
    // The map is right unless the target is a mirrored copy, and landmarks on the mirror plane do not say.
    void landmarksOnTheMirrorPlaneLeaveTheMirrorImageOpen() {
        Planted one(1, 1.28);
        QCOMPARE(one.report().verdict, Verdict::Supported);  // nobody spoke of landmarks: shapes are not mirrored
        one.pairs.options.landmarks = {{2, 2, 1}, {4, 4, 1}};
        QCOMPARE(one.report().verdict, Verdict::Doubtful);
        QVERIFY(says(one.report(), "The mirror image (candidate 2) meets the landmarks as well"));
        one.answers[1].score = 3;  // as an image it would be a poor one
        QCOMPARE(one.report().verdict, Verdict::Supported);
        one.answers[1].score = 1.28;
        one.pairs.options.landmarks.push_back({0, 0, 1});
        QCOMPARE(one.report().verdict, Verdict::Supported);
    }
    void aMirrorImageThatLandmarksAskForIsRight() {
        Planted one(1, 3);
        one.orientation = 0.05;
        QCOMPARE(one.report().verdict, Verdict::Unsupported);
        one.pairs.options.landmarks = {{0, 0, 1}, {2, 2, 1}};
        QCOMPARE(one.report().verdict, Verdict::Supported);
        QVERIFY(says(one.report(), "mirror image, as the landmarks ask"));
        one.pairs.options.landmarks = {{1, 0, 1}, {0, 1, 1}};
        QCOMPARE(one.report().verdict, Verdict::Unsupported);
        // The image first and the map that is none behind it: where both meet the landmarks nobody asked for the image.
        std::swap(one.answers[0].state, one.answers[1].state);
        QCOMPARE(one.report().verdict, Verdict::Supported);
        one.pairs.options.landmarks = {{2, 2, 1}}, one.answers[1].score = 1.05;
        QCOMPARE(one.report().verdict, Verdict::Doubtful);
        QVERIFY(says(one.report(), "no more than for another"));
    }
    void regionsThatPayMuchHaveNoPartner() {
        // A strip of 2 x 21 vertices; the last 8 columns pay much, and one vertex alone in the middle.
        const Index columns = 21;
        Mesh strip;
        strip.vertices.resize(2 * columns, 3), strip.triangles.resize(2 * (columns - 1), 3);
        for (Index i = 0; i < columns; ++i) strip.vertices.middleRows(2 * i, 2) << double(i), 0, 0, double(i), 1, 0;
        for (std::int32_t i = 0; i + 1 < columns; ++i) {
            strip.triangles.row(2 * i) << 2 * i, 2 * i + 2, 2 * i + 1;
            strip.triangles.row(2 * i + 1) << 2 * i + 1, 2 * i + 2, 2 * i + 3;
        }
        Dataset target;
        target.payload = strip;
        QVERIFY(std::abs(boundary_length(target) - 42 / std::sqrt(20.0)) < 1e-9);
        Vector price = Vector::Ones(2 * columns);
        price.tail(16).setConstant(9), price(12) = 100;
        Indices map = Indices::LinSpaced(2 * columns, 0, 2 * columns - 1);
        map(41) = -1;
        const Index lost = uncover(map, price, target);
        QVERIFY2(lost >= 13 && lost <= 17, qPrintable(QString::number(lost)));
        QVERIFY((map.tail(12).array() == -1).all());
        QVERIFY((map.head(24).array() >= 0).all());
        price.setOnes();
        QCOMPARE(uncover(map, price, target), Index(0));
        // Its reason is said where the source has the boundary.
        Mesh open = solid();
        open.triangles.conservativeResize(6, 3);
        Planted one(1, 3);
        Indices half = *one.states[0].map;
        half(0) = -1;
        one.states[0].map = share(std::move(half));
        QVERIFY(!says(one.report(), "no partner (-1)"));
        one.pairs.sets[0] = set_of(open);
        QVERIFY(may_be_part(*one.pairs.sets[0], *one.pairs.sets[1]) && !may_be_part(*one.pairs.sets[1], *one.pairs.sets[0]));
        QVERIFY(says(one.report(), "16.7 % of the target's vertices have no partner (-1)"));
    }
    void aPartIsDoubtful() {
        QCOMPARE(boundary_length(*set_of(solid())), 0.0);
        Mesh part = solid();
        part.triangles.conservativeResize(6, 3);
        Planted one(1, 3);
        one.pairs.sets[1] = set_of(part);
        const Report report = one.report();
        QCOMPARE(report.verdict, Verdict::Doubtful);
        QVERIFY(says(report, "The target has a boundary") && !report.warnings.empty());
        one.pairs.sets[0] = set_of(part);
        QCOMPARE(one.report().verdict, Verdict::Supported);
        part.vertices *= 2;
        one.pairs.sets[0] = set_of(part);
        QVERIFY(says(one.report(), "their areas differ 4 times"));
    }
};

QTEST_APPLESS_MAIN(TestMatchingVerdict)
#include "test_matching_verdict.moc"
