// evaluate: answers made elsewhere are graded for what they are, and broken stacks name the iterate.
#include <Eigen/LU>
#include <QtTest>
#include <numbers>

#include "core/base/random.h"
#include "core/evaluate/evaluate_method.h"
#include "core/evaluate/nearest_rows.h"
#include "core/io/write.h"
#include "core/result/result_folder.h"
#include "core/run/run.h"
#include "core/session/start_file.h"

using namespace orthoscope;

namespace {

DatasetPtr set_of(Matrix rows, const char* name, bool space = true) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    if (space) set->payload = PointCloud{std::move(rows)};
    else set->payload = EmbeddingSet{std::move(rows)};
    return set;
}

struct Planted {
    Matrix x, r, y;
    RowVector t;
};
Planted planted(std::uint64_t seed, Index n, Index d, double noise) {
    Random random(seed);
    Planted p;
    p.x = random.normal(n, d), p.r = random_orthogonal(d, random, true), p.t = random.normal(1, d);
    p.y = (p.x * p.r + noise * random.normal(n, d)).rowwise() + p.t;
    return p;
}

Matrix turn(double degrees) {
    const double a = degrees * std::numbers::pi / 180;
    Matrix r = Matrix::Identity(3, 3);
    r.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
    return r;
}

RunRequest request(Start start) {
    RunRequest r;
    r.method = "evaluate", r.options = evaluate_method().parameters();
    start.origin = "made elsewhere";
    r.pairing.start = std::move(start);
    return r;
}
RunRequest request(std::vector<Matrix> rotations) {
    Start start;
    start.rotations = std::move(rotations);
    return request(std::move(start));
}

RunResult must(const RunRequest& r, const Matrix& x, const Matrix& y, bool space = true) {
    auto result = run(r, {set_of(x, "x", space), set_of(y, "y", space)}, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}

QString reasons(const Report& report) {
    QString text;
    for (auto& reason : report.reasons) text += QString::fromStdString(reason) + "\n";
    return text;
}

double metric(const RunResult& r, const char* name) { return r.report.metric(name).value_or(-12345); }

// A loop that walks from the identity to `r` in even turns.
std::vector<Matrix> iterates_to(const Matrix& r, int count) {
    const RotationPath path(r);
    std::vector<Matrix> list;
    for (int k = 0; k < count; ++k) list.push_back(path.at(double(k) / (count - 1)));
    return list;
}

}  // namespace

class TestEvaluate : public QObject {
    Q_OBJECT

  private slots:
    void theRightRotationIsSupportedAndShownAsItIs() {
        const auto p = planted(1, 200, 3, 0.05);
        const auto result = must(request({p.r}), p.x, p.y);
        QVERIFY2(result.report.verdict == Verdict::Supported, qPrintable(reasons(result.report)));
        QCOMPARE(*result.report.matrix("rotation"), p.r);
        QVERIFY(std::abs(metric(result, "rmse") - 0.05 * std::sqrt(3.0)) < 0.01);
        QVERIFY(metric(result, "angle_to_optimum_degrees") < 1);
        QVERIFY(metric(result, "optimal_rmse") <= metric(result, "rmse"));
        QCOMPARE(metric(result, "rank"), 3.0);
        const auto last = result.recording->frame(result.recording->size() - 1);
        QCOMPARE(*std::get<AlignmentState>(*last->state).rotation, p.r);
    }
    void aPoseKeepsItsTranslationAndScale() {
        const auto p = planted(2, 100, 3, 0);
        Start start;
        start.rotations = {p.r}, start.translation = 3 * p.t, start.scale = 3;
        const auto result = must(request(start), p.x, 3 * p.y);
        QVERIFY(metric(result, "rmse") < 1e-12);
        QCOMPARE(metric(result, "scale"), 3.0);
        QVERIFY(result.options.value("scale") == ParameterValue(true));
        start.translation = RowVector::Zero(3);
        QVERIFY(std::abs(metric(must(request(start), p.x, 3 * p.y), "rmse") - 3 * p.t.norm()) < 1e-9);
    }
    void aWrongRotationIsNotBelievedThoughThePairsAreGood() {
        const auto p = planted(3, 200, 3, 0.05);
        const auto off = must(request({Matrix(p.r * turn(30))}), p.x, p.y);
        QCOMPARE(off.report.verdict, Verdict::Doubtful);
        QVERIFY(std::abs(metric(off, "angle_to_optimum_degrees") - 30) < 1);
        QVERIFY(reasons(off.report).contains("not the best"));
        Random random(4);
        const auto p20 = planted(4, 300, 20, 0.05);
        const auto wild = must(request({random_orthogonal(20, random, true)}), p20.x, p20.y, false);
        QCOMPARE(wild.report.verdict, Verdict::Unsupported);
    }
    void theTransposeIsNamed() {
        const auto p = planted(5, 200, 3, 0.05);
        const auto result = must(request({Matrix(p.r.transpose())}), p.x, p.y);
        QVERIFY2(reasons(result.report).contains("transpose"), qPrintable(reasons(result.report)));
        QVERIFY(result.report.verdict != Verdict::Supported);
    }
    void aMatrixThatIsNotOrthogonalIsShownAsItIs() {
        const auto p = planted(6, 200, 3, 0.02);
        Matrix sheared = p.r;
        sheared.col(0) *= 1.3;
        const auto result = must(request({sheared}), p.x, p.y);
        QCOMPARE(*result.report.matrix("rotation"), sheared);
        QVERIFY((*result.report.matrix("nearest_orthogonal") - p.r).norm() < 1e-12);
        QVERIFY(std::abs(metric(result, "nearest_orthogonal_change") - 0.3) < 1e-12);
        QVERIFY(std::abs(metric(result, "orthogonality_error") - (1.69 - 1)) < 1e-12);
        QVERIFY(metric(result, "nearest_orthogonal_rmse") < metric(result, "rmse"));
        QVERIFY(result.report.verdict != Verdict::Supported);
        // The polar parts: a rigid turn, then a straight stretch that is not rigid.
        const auto frames = result.recording->frames();
        const auto& given = std::get<AlignmentState>(*frames.back()->state);
        const auto& turned = std::get<AlignmentState>(*frames[frames.size() - 2]->state);
        QCOMPARE(*given.rotation, sheared);
        QVERIFY(!given.path && turned.path);
        QVERIFY((*turned.rotation - p.r).norm() < 1e-12);
        QVERIFY(!pose_between(turned, given, 0.5).rigid && !pose_between(turned, given, 1).rigid);
        QVERIFY((pose_between(turned, given, 0.5).rotation - (sheared + p.r) / 2).norm() < 1e-12);
        QVERIFY(pose_between(turned, given, 0).rigid);
    }
    void aScaleLeftInTheMatrixAndALostRankAreNamed() {
        const auto p = planted(7, 200, 3, 0.02);
        QVERIFY(reasons(must(request({Matrix(2 * p.r)}), p.x, p.y).report).contains("2 times an orthogonal"));
        Matrix flat = p.r;
        flat.col(2).setZero();
        const auto result = must(request({flat}), p.x, p.y);
        QCOMPARE(metric(result, "rank"), 2.0);
        QCOMPARE(result.report.verdict, Verdict::Unsupported);
    }
    void aMirrorThatWasGivenIsAllowed() {
        auto p = planted(8, 200, 3, 0.02);
        p.r.col(0) *= -1;
        const auto result = must(request({p.r}), p.x, p.x * p.r);
        QVERIFY(result.options.value("mode") == ParameterValue(std::string("orthogonal")));
        QVERIFY2(result.report.verdict == Verdict::Supported, qPrintable(reasons(result.report)));
        QVERIFY(metric(result, "determinant") < 0);
    }
    void aMatchingAloneIsFitted() {
        for (Index d : {3, 10}) {
            const auto p = planted(9, 150, d, 0.05);
            Random random(10);
            const auto order = random.permutation(150);
            Matrix y(150, d);
            Start start;
            start.matching = Indices(150);
            for (Index i = 0; i < 150; ++i)
                y.row(order[std::size_t(i)]) = p.y.row(i), (*start.matching)(i) = order[std::size_t(i)];
            (*start.matching)(7) = -1;
            auto r = request(start);
            QVERIFY(r.options.set("center", std::string("on")).ok());
            const auto result = must(r, p.x, y, d == 3);
            QVERIFY2(result.report.verdict == Verdict::Supported, qPrintable(reasons(result.report)));
            QVERIFY((*result.report.matrix("rotation") - p.r).norm() < 0.1);
            QVERIFY(*result.report.indices("matching") == *start.matching);
            // And a matching that is none.
            for (Index i = 0; i < 150; ++i) (*start.matching)(i) = (i * 7 + 3) % 150;
            r.pairing.start->matching = start.matching;
            QCOMPARE(must(r, p.x, y, d == 3).report.verdict, Verdict::Unsupported);
        }
    }
    void withoutPairsTheNearestRowsAreAsked() {
        Random random(11);
        Matrix x = random.normal(300, 3);
        x.col(0) *= 3, x.col(1) *= 2;
        const Matrix r = random_orthogonal(3, random, true);
        const Matrix y = (x * r).topRows(280);
        auto good = request({r});
        QVERIFY(good.options.set("center", std::string("off")).ok());
        const auto result = must(good, x, y);
        QVERIFY2(result.report.verdict != Verdict::Unsupported, qPrintable(reasons(result.report)));
        for (Index i = 0; i < 280; ++i) QCOMPARE(Index((*result.report.indices("matching"))(i)), i);
        auto bad = good;
        bad.pairing.start->rotations = {random_orthogonal(3, random, true)};
        QVERIFY(must(bad, x, y).report.verdict > result.report.verdict);
    }
    void aSoundStackPlaysWhole() {
        const auto p = planted(12, 100, 3, 0.01);
        const auto result = must(request(iterates_to(p.r, 12)), p.x, p.y);
        QCOMPARE(metric(result, "iterates"), 12.0);
        QCOMPARE(metric(result, "first_broken"), -1.0);
        QCOMPARE(result.recording->size(), std::size_t(13));
        QCOMPARE(result.recording->frame(12)->iteration, std::int64_t(11));
        QVERIFY(result.report.verdict == Verdict::Supported);
        // Between iterates the picture is rigid.
        const auto& a = std::get<AlignmentState>(*result.recording->frame(5)->state);
        const auto& b = std::get<AlignmentState>(*result.recording->frame(6)->state);
        const Matrix middle = pose_between(a, b, 0.5).rotation;
        QVERIFY((middle.transpose() * middle - Matrix::Identity(3, 3)).norm() < 1e-12);
    }
    void brokenStacksNameTheIterate_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("said");
        QTest::newRow("orthogonality") << "stretch" << "not orthogonal";
        QTest::newRow("determinant") << "flip" << "determinant turned";
        QTest::newRow("cost") << "leap" << "cost jumped";
        QTest::newRow("rank") << "flatten" << "rank fell";
        QTest::newRow("overflow") << "overflow" << "not finite";
    }
    void brokenStacksNameTheIterate() {
        QFETCH(QString, fault);
        QFETCH(QString, said);
        for (int at : {1, 7, 11}) {
            const auto p = planted(13, 100, 3, 0.01);
            auto stack = iterates_to(p.r, 12);
            Matrix& r = stack[std::size_t(at)];
            if (fault == "stretch") r.col(1) *= 1.01;
            if (fault == "flip") r.col(2) *= -1;
            if (fault == "flatten") r.col(0) = r.col(1);
            if (fault == "overflow") r *= 1e200;
            if (fault == "leap") {
                stack.assign(12, p.r);
                stack[std::size_t(at)] = p.r * turn(40);
            }
            const auto result = must(request(stack), p.x, p.y);
            QCOMPARE(metric(result, "first_broken"), double(at));
            QVERIFY2(reasons(result.report).contains("iterate " + QString::number(at)), qPrintable(reasons(result.report)));
            QVERIFY2(reasons(result.report).contains(said), qPrintable(reasons(result.report)));
            QVERIFY(result.report.verdict != Verdict::Supported);
        }
    }
    void aStackFromAFileIsTheStackThatWasWritten() {
        QTemporaryDir folder;
        const auto path = folder.filePath("stack.npy").toStdString();
        Random random(8);
        for (Index d : {2, 3, 5}) {
            const auto p = planted(18, 50, d, 0.01);
            const auto iterates = iterates_to(p.r, 12);
            Matrix rows(12, d * d);
            for (Index t = 0; t < 12; ++t)
                for (Index i = 0; i < d; ++i) rows.row(t).segment(i * d, d) = iterates[std::size_t(t)].row(i);
            QVERIFY(write_npy(rows, {12, d, d}, path).ok());
            auto start = read_start(path, d, 50);
            QVERIFY2(start.ok(), start.ok() ? "" : start.error().message().c_str());
            QCOMPARE(start->rotations.size(), std::size_t(12));
            for (std::size_t t = 0; t < 12; ++t) QVERIFY(start->rotations[t] == iterates[t]);
            Start given = *start;
            const auto result = must(request(given), p.x, p.y);
            QCOMPARE(metric(result, "first_broken"), -1.0);
        }
    }
    void aStackWithNaNNamesTheIterate() {
        QTemporaryDir folder;
        const auto path = folder.filePath("stack.npy").toStdString();
        Matrix rows = Matrix::Zero(12, 9);
        for (Index t = 0; t < 12; ++t) rows.row(t) = Matrix(Matrix::Identity(3, 3)).reshaped<Eigen::RowMajor>().transpose();
        QVERIFY(write_npy(rows, {12, 3, 3}, path).ok());
        auto sound = read_start(path, 3, 50);
        QVERIFY(sound.ok());
        QCOMPARE(sound->rotations.size(), std::size_t(12));
        rows(7, 3) = std::nan("");
        rows(9, 0) = std::nan("");
        QVERIFY(write_npy(rows, {12, 3, 3}, path).ok());
        auto start = read_start(path, 3, 50);
        QVERIFY(!start.ok());
        const auto message = start.error().message();
        QVERIFY2(message.find("iterate 7 holds NaN at row 1, column 0") != message.npos, message.c_str());
        rows(7, 3) = 0, rows(9, 0) = std::numeric_limits<double>::infinity();
        QVERIFY(write_npy(rows, {12, 3, 3}, path).ok());
        const auto infinite = read_start(path, 3, 50).error().message();
        QVERIFY2(infinite.find("iterate 9 holds infinity") != infinite.npos, infinite.c_str());
    }
    void textFilesOfSeveralLinesAreRead() {
        QTemporaryDir folder;
        const auto path = folder.filePath("start.txt").toStdString();
        QVERIFY(write_text("# a turn\n0 1 0\n-1 0 0\n0 0 1\n", path).ok());
        auto turn = read_start(path, 3, 50);
        QVERIFY2(turn.ok(), turn.ok() ? "" : turn.error().message().c_str());
        QCOMPARE(turn->rotations.front()(1, 0), -1.0);
        QVERIFY(write_text("0 -2 0 7\n2 0 0 8\n0 0 2 9\n0 0 0 1\n", path).ok());
        auto pose = read_start(path, 3, 50);
        QVERIFY(pose.ok() && std::abs(pose->scale - 2) < 1e-12 && pose->translation->isApprox(Eigen::RowVector3d(7, 8, 9)));
        QCOMPARE(pose->rotations.front()(0, 1), 1.0);  // for rows: the block of the file transposed
        QVERIFY(write_text("2\n0\n-1\n1\n", path).ok());
        auto matching = read_start(path, 3, 4);
        QVERIFY(matching.ok() && matching->matching->size() == 4 && (*matching->matching)(2) == -1);
        QVERIFY(!read_start(path, 3, 5).ok());
    }
    void whatWasGradedIsKeptInTheResultsFolder() {
        QTemporaryDir folder;
        const auto p = planted(16, 60, 3, 0.01);
        Start start;
        start.rotations = iterates_to(p.r, 5), start.translation = p.t, start.scale = 1.5;
        start.matching = Indices::LinSpaced(60, 0, 59);
        FinishedRun finished;
        finished.request = request(start), finished.inputs.resize(2);
        finished.result = must(finished.request, p.x, p.y);
        const auto out = std::filesystem::path(folder.path().toStdString()) / "run";
        QVERIFY(write_result(finished, out).ok());
        auto read = read_result(out);
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        const auto& kept = *read->run.request.pairing.start;
        QCOMPARE(kept.rotations.size(), std::size_t(5));
        for (std::size_t k = 0; k < 5; ++k) QVERIFY(kept.rotations[k] == start.rotations[k]);
        QVERIFY(*kept.translation == *start.translation && kept.scale == 1.5 && *kept.matching == *start.matching);
    }
    void impossibleDemandsAreRefused() {
        const auto p = planted(14, 60, 3, 0.01);
        auto none = request({p.r});
        none.pairing.start.reset();
        const auto no_start = run(none, {set_of(p.x, "x"), set_of(p.y, "y")}, {});
        QVERIFY(!no_start.ok() && no_start.error().kind == ErrorKind::Input);
        auto pairs = request({p.r});
        QVERIFY(pairs.options.set("partners", std::string("pairs")).ok());
        QVERIFY(!run(pairs, {set_of(p.x, "x"), set_of(p.y.topRows(50), "y")}, {}).ok());
        QVERIFY(pairs.options.set("partners", std::string("matching")).ok());
        QVERIFY(!run(pairs, {set_of(p.x, "x"), set_of(p.y, "y")}, {}).ok());
    }
    void nearestRowsAgreeWithBruteForce() {
        Random random(15);
        for (Index d : {2, 3, 12}) {
            const Matrix q = random.normal(200, d), t = random.normal(300, d);
            auto found = nearest_rows(q, t, {});
            QVERIFY(found.ok());
            for (Index i = 0; i < 200; ++i) {
                Index best = 0;
                const double square = (t.rowwise() - q.row(i)).rowwise().squaredNorm().minCoeff(&best);
                QCOMPARE(Index(found->row(i)), best);
                QVERIFY(std::abs(found->square(i) - square) < 1e-12);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestEvaluate)
#include "test_evaluate.moc"
