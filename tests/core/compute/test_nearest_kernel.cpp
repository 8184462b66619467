// The k nearest rows: both backends against all distances in double, and what is refused.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <thread>
#include <numeric>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"

using namespace orthoscope;

namespace {

Nearest by_all_distances(const Matrix& queries, const Matrix& points, Index k) {
    Nearest out{Indices(queries.rows() * k), Vector(queries.rows() * k), k};
    for (Index i = 0; i < queries.rows(); ++i) {
        std::vector<std::pair<double, std::int64_t>> all;
        for (Index j = 0; j < points.rows(); ++j) all.emplace_back((queries.row(i) - points.row(j)).squaredNorm(), j);
        std::sort(all.begin(), all.end());
        for (Index e = 0; e < k; ++e) {
            const bool there = e < points.rows();
            out.row(i * k + e) = there ? all[std::size_t(e)].second : -1;
            out.squared(i * k + e) = there ? all[std::size_t(e)].first : std::numeric_limits<double>::infinity();
        }
    }
    return out;
}

// Distances that are equal but for the last bits may be added up in another order.
void same(const Nearest& got, const Nearest& expected, const Matrix& queries, const Matrix& points) {
    QCOMPARE(got.k, expected.k);
    QCOMPARE(got.row.size(), expected.row.size());
    for (Index e = 0; e < got.row.size(); ++e) {
        if (got.row(e) == expected.row(e)) continue;
        QVERIFY(got.row(e) >= 0 && expected.row(e) >= 0);
        const auto query = queries.row(e / got.k);
        const double a = (query - points.row(got.row(e))).squaredNorm(), b = (query - points.row(expected.row(e))).squaredNorm();
        QVERIFY2(std::abs(a - b) <= 1e-14 * b, qPrintable(QString("entry %1: rows %2 and %3").arg(e).arg(got.row(e)).arg(expected.row(e))));
    }
}

}  // namespace

class TestNearestKernel : public QObject {
    Q_OBJECT
    std::shared_ptr<GlBackend> gl_;

    std::vector<ComputeBackend*> both() { return {cpu_backend().get(), gl_.get()}; }
    void agree(const Matrix& queries, const Matrix& points, Index k) {
        const auto expected = by_all_distances(queries, points, k);
        for (auto* backend : both()) {
            auto got = backend->nearest(queries, points, k, 2, {});
            QVERIFY2(got.ok(), got ? "" : got.error().message().c_str());
            same(*got, expected, queries, points);
        }
    }

  private slots:
    void initTestCase() {
        auto made = GlBackend::open();
        QVERIFY2(made.ok(), made ? "" : made.error().message().c_str());
        gl_ = *made;
        QVERIFY(gl_->name().starts_with("gl: "));
    }

    void sizes_data() {
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("k");
        const int cases[][4] = {{0, 5, 3, 1},   {1, 1, 1, 1},    {1, 1, 1, 4},    {7, 3, 2, 5},   {64, 64, 8, 1},
                                {65, 63, 9, 1}, {101, 257, 3, 1}, {101, 257, 3, 10}, {130, 129, 100, 3}, {97, 331, 17, 40},
                                {3, 1009, 5, 1}, {211, 64, 300, 2}, {10, 200, 4, 200}};
        for (auto& c : cases)
            QTest::addRow("%d queries, %d points, %d columns, k %d", c[0], c[1], c[2], c[3]) << c[0] << c[1] << c[2] << c[3];
    }
    void sizes() {
        QFETCH(int, queries);
        QFETCH(int, points);
        QFETCH(int, columns);
        QFETCH(int, k);
        Random random(std::uint64_t(queries + 31 * points + 997 * columns));
        agree(random.normal(queries, columns), random.normal(points, columns), k);
    }

    // A shader that lifts one row above all others is believed: the lists of the device decide, not a second search.
    void theShaderDecides() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("compute"));
        std::ifstream in(ORTHOSCOPE_SOURCE_DIR "/shaders/compute/nearest.comp");
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::string score = "halves[point] - acc[e]";
        QVERIFY(text.find(score) != std::string::npos);
        text.replace(text.find(score), score.size(), score + " - (point == 3u ? 1000.0 : 0.0)");
        std::ofstream(folder.filePath("compute/nearest.comp").toStdString()) << text;
        GlOptions options;
        options.shaders = folder.path().toStdString();
        auto lifted = GlBackend::open(options);
        QVERIFY(lifted.ok());
        Random random(4);
        auto got = (*lifted)->nearest(random.normal(90, 5), random.normal(120, 5), 1, 2, {});
        QVERIFY(got.ok());
        QVERIFY((got->row.array() == 3).all());
    }

    void noColumnsMeansAllAreEqual() {
        for (auto* backend : both()) {
            auto got = backend->nearest(Matrix(3, 0), Matrix(5, 0), 2, 2, {});
            QVERIFY(got.ok());
            QCOMPARE(got->row, (Indices(6) << 0, 1, 0, 1, 0, 1).finished());
        }
    }

    void tiesTakeTheLowerRow() {
        // A lattice: most queries have several nearest points, and every point is there three times.
        Matrix points(3 * 64, 2), queries(81, 2);
        for (Index i = 0; i < points.rows(); ++i) points.row(i) << double(i % 64 / 8), double(i % 8);
        for (Index i = 0; i < 81; ++i) queries.row(i) << double(i / 9) - 0.5, double(i % 9) - 0.5;
        for (Index k : {1, 6, 13}) {
            const auto expected = by_all_distances(queries, points, k);
            for (auto* backend : both()) {
                auto got = backend->nearest(queries, points, k, 2, {});
                QVERIFY(got.ok());
                QCOMPARE(got->row, expected.row);
            }
        }
    }

    void hugeTinyAndFarValues() {
        Random random(5);
        const Matrix x = random.normal(70, 4), y = random.normal(90, 4);
        agree(x * 1e140, y * 1e140, 2);
        agree(x * 1e-140, y * 1e-140, 2);
        agree((x * 1e-3).array() + 1e6, (y * 1e-3).array() + 1e6, 3);  // float32 alone sees one point
        agree(x * 1e60, y, 2);                                         // beyond float32 once scaled
    }

    void whatIsNotFiniteIsRefused() {
        Random random(6);
        const Matrix x = random.normal(5, 3), y = random.normal(6, 3);
        for (double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
            Matrix broken = y;
            broken(4, 1) = bad;
            for (auto* backend : both()) {
                auto as_points = backend->nearest(x, broken, 1, 2, {}), as_queries = backend->nearest(broken, x, 2, 2, {});
                QVERIFY(!as_points && as_points.error().kind == ErrorKind::Input);
                QVERIFY(!as_queries && as_queries.error().kind == ErrorKind::Input);
            }
        }
        for (auto* backend : both()) {
            auto other_columns = backend->nearest(x, Matrix(y.leftCols(2)), 1, 2, {}), nothing = backend->nearest(x, Matrix(0, 3), 1, 2, {});
            QVERIFY(!other_columns && other_columns.error().kind == ErrorKind::Input);
            QVERIFY(!nothing && nothing.error().kind == ErrorKind::Input);
        }
    }

    void memoryIsAskedForBefore() {
        Random random(7);
        Context context;
        context.memory_limit = 1000;
        auto got = gl_->nearest(random.normal(50, 8), random.normal(500, 8), 1, 2, context);
        QVERIFY(!got && got.error().kind == ErrorKind::Memory);
    }

    void aStopIsHeard() {
        Random random(8);
        const Matrix x = random.normal(20000, 60), y = random.normal(20000, 60);
        std::stop_source stop;
        Context context;
        context.stop = stop.get_token();
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            stop.request_stop();
        });
        QElapsedTimer clock;
        clock.start();
        auto got = gl_->nearest(x, y, 1, 2, context);
        QVERIFY(!got && got.error().kind == ErrorKind::Cancelled);
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestNearestKernel)
#include "test_nearest_kernel.moc"
