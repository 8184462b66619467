// icp on planted poses: from anywhere, with partial overlap, outliers, mirrors, slides and no correspondences at all.
#include <QtTest>
#include <filesystem>

#include "core/alignment/icp/pose_step.h"
#include "core/alignment/icp/slides.h"
#include "core/io/read.h"
#include "icp_support.h"

using namespace orthoscope;
using namespace icp_test;

class TestIcp : public QObject {
    Q_OBJECT

    static const AlignmentState& state(const FramePtr& frame) { return std::get<AlignmentState>(*frame->state); }

  private slots:
    void manyDimensionsAreRefused() {
        Random random(1);
        auto result = run(icp(), {cloud(random.normal(30, 5), "a"), cloud(random.normal(40, 5), "b")}, {});
        QVERIFY(!result.ok());
        QVERIFY(says({result.error().message()}, "5 dimensions") && says({result.error().message()}, "procrustes-wasserstein"));
    }

    void aPlantedPoseIsFoundFromAnywhere_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 5; ++seed) QTest::addRow("pose %d", seed) << seed;
    }
    void aPlantedPoseIsFoundFromAnywhere() {
        QFETCH(int, seed);
        const auto truth = pose(3, std::uint64_t(seed));
        const Matrix x = body(1200, 5);
        // Other points of the same surface, so that no row has an exact partner.
        auto result = run(icp(), {cloud(x, "x"), cloud(truth.apply(body(2500, 6)), "y")}, {});
        QVERIFY(result.ok());
        QCOMPARE(*result->recording->outcome(), Outcome::Converged);
        QVERIFY2(degrees_off(result->report, truth.rotation) < 0.7, qPrintable(QString::number(degrees_off(result->report, truth.rotation))));
        QVERIFY(shift_off(result->report, x, truth) < 0.01);
    }

    void anExactCopyIsFoundExactly() {
        const auto truth = pose(3, 20);
        const Matrix x = body(900, 5);
        for (auto metric : {"point", "plane"}) {
            auto result = run(icp({{"metric", metric}}), {cloud(x, "x"), cloud(truth.apply(x), "y")}, {});
            QVERIFY(result.ok());
            QVERIFY((*result->report.matrix("rotation") - truth.rotation).norm() < 1e-9);
            QVERIFY(*result->report.metric("trimmed_rmse") < 1e-9);
            QCOMPARE(*result->report.metric("trim_share"), 1.0);
        }
    }

    void partialOverlapIsTrimmed() {
        const auto truth = pose(3, 21);
        const Matrix all = body(5000, 7), other = body(5000, 8);
        std::vector<Index> left, right;
        for (Index i = 0; i < 5000; ++i) {
            if (all(i, 0) < 0.7) left.push_back(i);
            if (other(i, 0) > -0.7) right.push_back(i);
        }
        const Matrix x = all(left, Eigen::all), y = other(right, Eigen::all);
        auto result = run(icp(), {cloud(x, "x"), cloud(truth.apply(y), "y")}, {});
        QVERIFY(result.ok());
        QVERIFY2(degrees_off(result->report, truth.rotation) < 1, qPrintable(QString::number(degrees_off(result->report, truth.rotation))));
        // The share that has a counterpart is known: those right of the cut.
        const double share = double((x.col(0).array() > -0.7).count()) / double(x.rows());
        const double inliers = *result->report.metric("inlier_share");
        QVERIFY2(std::abs(inliers - share) < 0.1, qPrintable(QString("%1 of %2").arg(inliers).arg(share)));
        QVERIFY(*result->report.metric("trim_share") < 0.95 && *result->report.metric("trim_share") > 0.5 * share);
    }

    // A third of the pairs is right, the others lie far apart.
    void aKernelFindsItsWidthAmongFewRightPairs() {
        IcpKernel kernel{IcpKernel::Shape::GemanMcClure, 0, 0, false};
        Random noise(3);
        std::vector<double> residuals;
        for (int i = 0; i < 300; ++i) residuals.push_back(0.01 * std::abs(noise.normal()));
        for (int i = 0; i < 600; ++i) residuals.push_back(0.1 + noise.uniform());
        for (int round = 0; round < 60 && !kernel.settled; ++round) kernel.graduate(residuals);
        QVERIFY(kernel.settled);
        QVERIFY2(kernel.width > 0.03 && kernel.width < 0.15, qPrintable(QString::number(kernel.width)));
    }

    void outliersDoNotPull_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addColumn<QString>("trim");
        QTest::newRow("trimmed") << "none" << "0";
        QTest::newRow("geman-mcclure") << "geman-mcclure" << "1";
        QTest::newRow("tukey") << "tukey" << "1";
        QTest::newRow("huber, trimmed") << "huber" << "0.7";
    }
    void outliersDoNotPull() {
        QFETCH(QString, kernel);
        QFETCH(QString, trim);
        const auto truth = pose(3, 22);
        Random random(2);
        Matrix x = body(1000, 5);
        for (Index i : random.choose(1000, 200)) x.row(i) = 2.5 * random.normal(1, 3).row(0);
        auto result = run(icp({{"kernel", kernel.toStdString()}, {"trim", trim.toStdString()}, {"grid", "200"}}),
                          {cloud(x, "x"), cloud(truth.apply(body(2500, 6)), "y")}, {});
        QVERIFY(result.ok());
        QVERIFY2(degrees_off(result->report, truth.rotation) < 1.5, qPrintable(QString::number(degrees_off(result->report, truth.rotation))));
    }

    void weightsAreHeard() {
        const auto truth = pose(3, 27);
        const Matrix x = body(600, 5);
        Matrix spoilt = x;
        Vector weight = Vector::Ones(600);
        Random random(3);
        for (Index i : random.choose(600, 60)) spoilt.row(i) = 3 * random.normal(1, 3).row(0), weight(i) = 0;
        auto request = icp({{"trim", "1"}, {"grid", "200"}});
        request.pairing.weights = weight;
        auto result = run(request, {cloud(spoilt, "x"), cloud(truth.apply(x), "y")}, {});
        QVERIFY(result.ok());
        QVERIFY(degrees_off(result->report, truth.rotation) < 1e-6);
        // Sets of unequal size are not paired, and their weights are checked all the same.
        request.pairing.weights = Vector(Vector::Ones(599));
        auto wrong = run(request, {cloud(spoilt, "x"), cloud(body(700, 5), "y")}, {});
        QVERIFY(!wrong.ok());
        QCOMPARE(wrong.error().place, std::string("--weights"));
    }

    void inThePlaneToo() {
        for (int seed = 1; seed <= 4; ++seed) {
            const auto truth = pose(2, std::uint64_t(30 + seed));
            auto result = run(icp(), {cloud(outline(400, 1), "x"), cloud(truth.apply(outline(900, 2)), "y")}, {});
            QVERIFY(result.ok());
            QVERIFY2(degrees_off(result->report, truth.rotation) < 1, qPrintable(QString::number(degrees_off(result->report, truth.rotation))));
        }
    }

    void theVerdictKnowsRightFromWrong() {
        const auto truth = pose(3, 23);
        const Matrix x = body(1200, 5), y = truth.apply(body(2500, 6));
        auto right = run(icp({{"grid", "200"}}, false), {cloud(x, "x"), cloud(y, "y")}, {});
        QVERIFY(right.ok());
        QVERIFY2(right->report.verdict == Verdict::Supported, right->report.reasons.front().c_str());

        Matrix flipped = y;
        flipped.col(0) *= -1;
        auto mirrored = run(icp({{"grid", "200"}}, false), {cloud(x, "x"), cloud(flipped, "mirrored")}, {});
        QVERIFY(mirrored.ok());
        QVERIFY2(mirrored->report.verdict == Verdict::Unsupported, mirrored->report.reasons.front().c_str());
        QVERIFY(says(mirrored->report.reasons, "mirror"));

        Random random(5);
        auto unrelated = run(icp({{"grid", "200"}}, false), {cloud(x, "x"), cloud(random.normal(2500, 3), "a ball of dust")}, {});
        QVERIFY(unrelated.ok());
        QVERIFY2(unrelated->report.verdict != Verdict::Supported, unrelated->report.reasons.front().c_str());
    }

    void aSphereTurnsFreelyAndAPlaneSlides() {
        Random random(6);
        auto sphere = [&](Index n) {
            Matrix m = random.normal(n, 3);
            m.rowwise().normalize();
            return m;
        };
        auto round = run(icp({}, false), {cloud(sphere(1500), "x"), cloud(sphere(3000), "y")}, {});
        QVERIFY(round.ok());
        QCOMPARE(*round->report.metric("free_directions"), 3.0);
        QVERIFY(says(round->report.warnings, "turns about"));
        QVERIFY(round->report.verdict != Verdict::Supported);

        auto sheet = [&](Index n) {
            Matrix m = Matrix::Zero(n, 3);
            for (Index i = 0; i < n; ++i) m(i, 0) = 2 * random.uniform(), m(i, 1) = 2 * random.uniform();
            return m;
        };
        auto flat = run(icp({}, false), {cloud(sheet(1000), "x"), cloud(sheet(3000), "y")}, {});
        QVERIFY(flat.ok());
        QCOMPARE(*flat->report.metric("free_directions"), 3.0);
        QVERIFY(says(flat->report.warnings, "slides along") && says(flat->report.warnings, "turns about (0, 0, 1)"));
        QVERIFY(flat->report.verdict != Verdict::Supported);
    }

    void aCylinderSlidesAndTurnsAboutItsAxis() {
        // Exact normals, so that the answer is exact.
        IcpTarget target;
        Matches m;
        Matrix points(400, 3);
        target.normals.resize(400, 3);
        for (Index i = 0; i < 400; ++i) {
            const double a = 0.7 * double(i);
            target.normals.row(i) << std::cos(a), std::sin(a), 0;
            points.row(i) << 2 + std::cos(a), 5 + std::sin(a), double(i) / 100;
        }
        target.points = std::make_shared<const Matrix>(points);
        m.moved = points, m.weight = Vector::Ones(400), m.target = Indices::LinSpaced(400, 0, 399), m.kept = 400;
        const auto found = slides(plane_system(target, m));
        QCOMPARE(found.free.size(), std::size_t(2));
        QVERIFY(!found.free[0].turns && found.free[1].turns);
        for (auto& slide : found.free) QVERIFY(std::abs(slide.direction(2) - 1) < 1e-6);
        QVERIFY(std::abs(found.free[1].through(0) - 2) < 1e-6 && std::abs(found.free[1].through(1) - 5) < 1e-6);
        QVERIFY(std::abs(found.free[1].pitch) < 1e-6);
        QVERIFY(says({found.sentence()}, "slides along (0, 0, 1)"));
    }

    void noCorrespondencesAreSaidLoudly() {
        Matrix far = body(500, 6);
        far.col(0).array() += 100;
        auto result = run(icp({{"max-distance", "0.01"}, {"starts", "identity"}}, false), {cloud(body(400, 5), "x"), cloud(far, "y")}, {});
        QVERIFY(result.ok());
        QCOMPARE(result->report.verdict, Verdict::Unsupported);
        QVERIFY(says(result->report.reasons, "No correspondences"));
        QVERIFY(!result->report.metric("rmse") || std::isnan(*result->report.metric("rmse")));
        QVERIFY(std::isnan(*result->report.metric("trimmed_rmse")));
        QCOMPARE(*result->report.metric("inliers"), 0.0);
        QCOMPARE(*result->recording->outcome(), Outcome::Stalled);
    }

    void landmarksAreAStart() {
        const auto truth = pose(3, 24);
        const Matrix x = body(900, 5);
        auto request = icp({{"starts", "given"}});
        request.pairing.landmarks = {{3, 3, 1}, {200, 200, 1}, {700, 700, 2}};
        auto result = run(request, {cloud(x, "x"), cloud(truth.apply(x), "y")}, {});
        QVERIFY(result.ok());
        QCOMPARE(result->recording->lanes(), std::vector<std::string>{"landmarks"});
        QVERIFY(degrees_off(result->report, truth.rotation) < 1e-6);

        // Three on one line fix no turn: said, and the other starts go on.
        Matrix line = x;
        line.row(1) = 2 * line.row(0), line.row(2) = 3 * line.row(0);
        auto collinear = icp();
        collinear.pairing.landmarks = {{0, 0, 1}, {1, 1, 1}, {2, 2, 1}};
        auto told = run(collinear, {cloud(line, "x"), cloud(truth.apply(line), "y")}, {});
        QVERIFY(told.ok());
        QVERIFY(says(told->report.warnings, "on one line"));
        QVERIFY(!says(told->recording->lanes(), "landmarks"));
        QVERIFY(degrees_off(told->report, truth.rotation) < 1e-6);
        collinear.pairing.landmarks.pop_back();
        auto few = run(collinear, {cloud(line, "x"), cloud(truth.apply(line), "y")}, {});
        QVERIFY(few.ok() && says(few->report.warnings, "at least 3"));
    }

    void aGivenPoseIsAStart() {
        const auto truth = pose(3, 25);
        const Matrix x = body(900, 5);
        auto request = icp({{"starts", "given"}});
        QVERIFY(!run(request, {cloud(x, "x"), cloud(truth.apply(x), "y")}, {}).ok());
        Vector tilt(3);
        tilt << 0.05, -0.1, 0.08;
        Start start;
        start.rotations = {truth.rotation * turn_of(tilt)}, start.translation = truth.shift, start.origin = "pose.txt";
        request.pairing.start = start;
        auto result = run(request, {cloud(x, "x"), cloud(truth.apply(x), "y")}, {});
        QVERIFY(result.ok());
        QCOMPARE(result->recording->lanes(), std::vector<std::string>{"given start"});
        QVERIFY(degrees_off(result->report, truth.rotation) < 1e-6);
    }

    void framesTellTheWholeStory() {
        const auto truth = pose(3, 26);
        const Matrix x = body(4000, 5);  // more than the working sample
        auto result = run(icp(), {cloud(x, "x"), cloud(truth.apply(body(5000, 6)), "y")}, {});
        QVERIFY(result.ok());
        const auto frames = result->recording->frames();
        const auto lanes = lane_numbers(frames);
        QVERIFY(lanes.size() >= 3 && result->recording->lanes().size() == lanes.size());
        QCOMPARE(result->recording->lanes().front(), std::string("identity"));
        std::vector<double> costs;
        for (int lane : lanes) {
            const auto mine = lane_frames(frames, lane);
            QVERIFY(state(mine.front()).rotation->isIdentity());
            for (std::size_t i = 1; i < mine.size(); ++i) {
                const auto &a = state(mine[i - 1]), &b = state(mine[i]);
                const Matrix reached = b.path ? Matrix(*a.rotation * b.path->at(1)) : *a.rotation;
                QVERIFY((reached - *b.rotation).norm() < 1e-12);
                QCOMPARE(mine[i]->metrics.front().first, std::string("cost"));
                QVERIFY(b.matching && b.confidence && b.matching->size() == 4000);
                for (Index r = 0; r < 4000; ++r) QVERIFY((*b.matching)(r) >= 0 || (*b.confidence)(r, 0) == 0);
            }
            costs.push_back(mine.back()->metrics.front().second);
        }
        // The winner was weighed on all rows, and at the share of all others.
        const auto last = lane_frames(frames, best_lane(frames)).back();
        QVERIFY((state(last).matching->array() >= 0).count() == 4000);
        QCOMPARE(last->metrics.front().second, *std::min_element(costs.begin(), costs.end()));
        QVERIFY(std::abs(std::sqrt(last->metrics.front().second) - *result->report.metric("trimmed_rmse")) < 1e-12);
    }

    void theBunnyScansMeetWithoutAStart() {
        const std::filesystem::path folder = ORTHOSCOPE_SHARED_DATA "/clouds";
        if (!std::filesystem::exists(folder / "stanford_bun045.ply")) QSKIP("the bunny scans are not there");
        auto source = read({folder / "stanford_bun045.ply", {}, {}, {}, {}, false});
        auto target = read({folder / "stanford_bun000.ply", {}, {}, {}, {}, false});
        QVERIFY(source.ok() && target.ok());
        // bun.conf: translation and the conjugate of a quaternion; turned about by a random pose before the search.
        Planted published{from_quaternion(-0.00548449, 0.294635, 0.0038555, 0.955586), RowVector(3)};
        published.shift << -0.0520211, -0.000383981, -0.0109223;
        const auto moved = pose(3, 40);
        const Matrix x = moved.apply((*source)->values());
        Planted truth{moved.rotation.transpose() * published.rotation, {}};
        truth.shift = published.shift - moved.shift * truth.rotation;
        auto result = run(icp(), {cloud(x, "045, turned"), *target}, {});
        QVERIFY(result.ok());
        QVERIFY(degrees_off(result->report, truth.rotation) < 0.3);
        QVERIFY(shift_off(result->report, x, truth) < 0.0004);
    }

    void aShiftedBunnyIsFoundToTheLastDigitOfItsFile() {
        const std::filesystem::path folder = ORTHOSCOPE_SHARED_DATA "/clouds";
        if (!std::filesystem::exists(folder / "pycpd_bunny_source.txt")) QSKIP("the clouds of pycpd are not there");
        auto source = read({folder / "pycpd_bunny_source.txt", {}, {}, {}, {}, false});
        auto target = read({folder / "pycpd_bunny_target.txt", {}, {}, {}, {}, false});
        QVERIFY(source.ok() && target.ok());
        auto result = run(icp(), {*source, *target}, {});
        QVERIFY(result.ok());
        QVERIFY(*result->report.metric("trimmed_rmse") < 1e-6);
        QVERIFY((*result->report.matrix("translation") - Matrix::Constant(1, 3, -1)).norm() < 1e-5);
    }

    void kernelsAreGraduatedByTheFactorOfThePaper() {
        IcpKernel kernel{IcpKernel::Shape::GemanMcClure, 0.1, 0, false};
        kernel.graduate({0.1, 0.2, 2.0});
        QVERIFY(std::abs(kernel.width - 2 * std::sqrt(2.0)) < 1e-12);
        kernel.graduate({0.1, 0.2, 2.0});
        QVERIFY(std::abs(kernel.width * kernel.width - 8 / 1.4) < 1e-12);
        for (int i = 0; i < 40; ++i) kernel.graduate({0.1, 0.2, 2.0});
        QVERIFY(kernel.settled);
        QCOMPARE(kernel.width, 0.1);
        QVERIFY(std::abs(kernel.weight(0.1) - 0.25) < 1e-12 && kernel.weight(0) == 1);
    }

    void overlapIsEstimated() {
        Vector squared(1000);
        for (Index i = 0; i < 1000; ++i) squared(i) = i < 700 ? 1e-4 : double(i - 690) * 0.01;
        QCOMPARE(overlap_share(squared, 0.01, 0.3), 0.7);
        QCOMPARE(overlap_share(Vector::Zero(100), 0.01, 0.3), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestIcp)
#include "test_icp.moc"
