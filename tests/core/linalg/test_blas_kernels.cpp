// Products run at the width that the processor has, unless somebody asks for other kernels.
#include <QProcess>
#include <QtTest>

#include "core/linalg/blas_kernels.h"
#include "core/linalg/lapack.h"

using namespace orthoscope;

class TestBlasKernels : public QObject {
    Q_OBJECT

    // What a process of its own says, in which the variable has this value.
    static QString asked_for(const char* value) {
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove("OPENBLAS_CORETYPE");
        if (value) environment.insert("OPENBLAS_CORETYPE", value);
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {"--kernels"});
        if (!child.waitForFinished(30000) || child.exitCode() != 0) return "failed";
        return QString(child.readAllStandardOutput()).trimmed();
    }

  private slots:
    void aProcessorWithWideRegistersUsesThem() {
#if defined(__x86_64__)
        if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) QSKIP("this processor has no AVX2");
        const QString used = asked_for(nullptr);
        QVERIFY2(used != "failed" && used != "Prescott" && used != "Generic", qPrintable(used));
#else
        QSKIP("another kind of processor");
#endif
    }
    void theVariableWins() {
#if defined(__x86_64__)
        QCOMPARE(asked_for("PRESCOTT"), QString("Prescott"));
#else
        QSKIP("another kind of processor");
#endif
    }
};

int main(int count, char** arguments) {
    QCoreApplication application(count, arguments);
    if (application.arguments().contains("--kernels")) {
        // Still right after the change: a product that threads share.
        set_blas_threads(2);
        const Matrix a = Matrix::Random(300, 300), b = Matrix::Random(300, 300);
        const bool right = (product(a, b) - Matrix(a.lazyProduct(b))).cwiseAbs().maxCoeff() < 1e-11;
        std::printf("%s\n", blas_kernels().c_str());
        return right ? 0 : 1;
    }
    TestBlasKernels tests;
    return QTest::qExec(&tests, count, arguments);
}
#include "test_blas_kernels.moc"
