// Neighbours, worst rows, hubs and picked pairs on planted data.
#include <QtTest>
#include <cmath>

#include "core/alignment/landmark_status.h"
#include "core/alignment/neighbours.h"
#include "core/base/random.h"

using namespace orthoscope;

namespace {

Pose pose_of(const Matrix& rotation, double scale = 1) {
    return {rotation, RowVector::Zero(rotation.rows()), RowVector::Zero(rotation.rows()), scale, true};
}

using Kind = LandmarkStatus::Kind;

}  // namespace

class TestNeighbours : public QObject {
    Q_OBJECT
  private slots:
    void afterTheAlignmentARowFindsItself() {
        Random random(6);
        const Matrix source = random.normal(300, 8), turn = random_orthogonal(8, random, true);
        const Matrix target = source * turn;
        int before = 0;
        for (auto likeness : {Likeness::Cosine, Likeness::Distance})
            for (bool of_target : {false, true})
                for (Index row = 0; row < 300; row += 37) {
                    auto found = neighbours(source, target, pose_of(turn), of_target, row, likeness, 5, {});
                    QVERIFY(found.ok());
                    QCOMPARE(found->other_after.size(), std::size_t(5));
                    QCOMPARE(found->other_after[0].row, row);
                    QVERIFY(std::abs(found->other_after[0].value - (likeness == Likeness::Cosine ? 1 : 0)) < 1e-7);
                    before += found->other_before[0].row == row;
                    for (auto& own : found->own) QVERIFY(own.row != row);
                    // A turn changes no distance inside a set: the rest of the list is the row's own neighbours.
                    for (std::size_t i = 0; i < 4; ++i) QCOMPARE(found->other_after[i + 1].row, found->own[i].row);
                }
        QVERIFY(before < 6);  // of 36: by chance at most
    }

    void ordersAreAsOneByOne() {
        Random random(8);
        const Matrix set = random.normal(50, 4);
        const RowVector query = random.normal(1, 4);
        auto by_distance = nearest_rows(set, query, Likeness::Distance, 50);
        for (std::size_t i = 0; i < 50; ++i) {
            QVERIFY(std::abs(by_distance[i].value - (set.row(by_distance[i].row) - query).norm()) < 1e-12);
            if (i) QVERIFY(by_distance[i].value >= by_distance[i - 1].value);
        }
        auto by_cosine = nearest_rows(set, query, Likeness::Cosine, 3, by_distance[0].row);
        for (auto& found : by_cosine) {
            QVERIFY(std::abs(found.value - set.row(found.row).dot(query) / set.row(found.row).norm() / query.norm()) < 1e-12);
            QVERIFY(found.row != by_distance[0].row);
        }
        QCOMPARE(nearest_rows(Matrix::Zero(2, 4), query, Likeness::Cosine, 5).size(), std::size_t(2));
        QCOMPARE(nearest_rows(Matrix::Zero(2, 4), query, Likeness::Cosine, 5)[0].value, 0.0);
    }

    void wrongRowsAreRefused() {
        const Matrix set = Matrix::Zero(3, 2);
        QVERIFY(!neighbours(set, set, {}, false, 3, Likeness::Distance, 5, {}).ok());
        QVERIFY(!neighbours(set, set, {}, true, -1, Likeness::Distance, 5, {}).ok());
        auto other_dimension = neighbours(set, Matrix::Zero(3, 4), {}, false, 0, Likeness::Distance, 5, {});
        QVERIFY(other_dimension.ok() && other_dimension->other_before.empty());
    }

    void worstRowsAreThePlantedOnes() {
        Random random(3);
        const Matrix source = random.normal(5000, 3), turn = random_orthogonal(3, random, true);
        Matrix target = 2 * source * turn;
        target.row(4321).array() += 5;
        target.row(17).array() += 3;
        std::vector<Index> rows(5000);
        for (Index i = 0; i < 5000; ++i) rows[std::size_t(i)] = i;
        const auto worst = worst_rows(source, target, pose_of(turn, 2), rows, rows, 4);
        QCOMPARE(worst.size(), std::size_t(4));
        QCOMPARE(worst[0].row, Index(4321));
        QCOMPARE(worst[1].row, Index(17));
        QVERIFY(std::abs(worst[0].value - 5 * std::sqrt(3.0)) < 1e-9);
        QVERIFY(worst[2].value < 1e-9);
    }

    void aPlantedHubIsFound() {
        Random random(11);
        Matrix target = random.normal(200, 6);
        Matrix source = target;
        for (Index i = 0; i < 30; ++i) source.row(i) = target.row(77) + 1e-3 * random.normal(1, 6);
        for (auto likeness : {Likeness::Cosine, Likeness::Distance}) {
            auto found = hubs(source, target, pose_of(Matrix::Identity(6, 6)), likeness, 5, {});
            QVERIFY(found.ok());
            QCOMPARE(found->asked, Index(200));
            QCOMPARE(found->rows.size(), std::size_t(1));
            QCOMPARE(found->rows[0].row, Index(77));
            QCOMPARE(found->rows[0].value, 31.0);
        }
        auto some = hubs(source, target, pose_of(Matrix::Identity(6, 6)), Likeness::Distance, 5, {}, 200 * 6 * 50);
        QVERIFY(some.ok());
        QCOMPARE(some->asked, Index(50));
    }

    void pairsGiveAStartFromThreeOffALine() {
        Matrix source(5, 3), target(5, 3);
        source << 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1;
        target = source;
        QVERIFY(landmark_status(source, target, {}).kind == Kind::TooFew);
        QCOMPARE(landmark_status(source, target, {{0, 0}, {1, 1}}).sentence, std::string("2 of 3 needed"));
        QVERIFY(landmark_status(source, target, {{0, 0}, {1, 1}, {2, 2}}).kind == Kind::Collinear);
        QVERIFY(landmark_status(source, target, {{0, 0}, {1, 1}, {3, 2}}).sentence.find("stays") != std::string::npos);
        QVERIFY(landmark_status(source, target, {{0, 0}, {1, 1}, {3, 3}}).kind == Kind::GivesStart);
        QVERIFY(landmark_status(source, target, {{0, 0}, {1, 1}, {3, 3, 0}}).kind == Kind::TooFew);  // weighs nothing
        QVERIFY(landmark_status(source, target, {{0, 0}, {0, 0}, {0, 0}}).kind == Kind::Collinear);
        QVERIFY(landmark_status(source, target, {{0, 0}, {1, 9}, {3, 3}}).kind == Kind::OutOfRange);
        QCOMPARE(landmark_status(source, target, {}, 1).sentence, std::string("0 of 1 needed"));
        QVERIFY(landmark_status(source, target, {{1, 1}}, 1).kind == Kind::GivesStart);
    }
};

QTEST_APPLESS_MAIN(TestNeighbours)
#include "test_neighbours.moc"
