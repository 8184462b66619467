// How many threads the linear algebra takes while scopes of several threads limit it.
#include <QtTest>
#include <thread>

#include "core/linalg/blas_threads.h"
#include "core/linalg/lapack.h"

extern "C" int openblas_get_num_threads();

using namespace orthoscope;

class TestBlasThreads : public QObject {
    Q_OBJECT

  private slots:
    void init() { set_blas_threads(2); }

    void theSmallestLimitHolds() {
        {
            const BlasThreads one(1);
            const BlasThreads two(2);
            QCOMPARE(openblas_get_num_threads(), 1);
            set_blas_threads(4);
            QCOMPARE(openblas_get_num_threads(), 1);
        }
        QCOMPARE(openblas_get_num_threads(), 4);
    }

    void overlappingScopesLeaveNothingBehind() {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([] {
                for (int k = 0; k < 500; ++k) const BlasThreads one(1);
            });
        for (auto& thread : threads) thread.join();
        QCOMPARE(openblas_get_num_threads(), 2);
    }
};

QTEST_APPLESS_MAIN(TestBlasThreads)
#include "test_blas_threads.moc"
