// `--compute`: the same numbers wherever the kernels run, and said where a wish could not be fulfilled.
#include <QtTest>
#include <cmath>

#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliCompute : public QObject, private CliProgram {
    Q_OBJECT

    static bool warns(const Json& result, const char* what) {
        for (auto& sentence : result["warnings"])
            if (sentence.get<std::string>().find(what) != std::string::npos) return true;
        return false;
    }

  private slots:
    void initTestCase() { QVERIFY(write_planted()); }

    void theSoftwareRendererGivesTheSameDigits_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("flow") << QStringList{"run", "sliced-wasserstein-flow", "x.npy", "noise.npy", "--starts", "1", "--iterations", "3"};
        QTest::newRow("plan") << QStringList{"run", "transport-plan", "x.npy", "noise.npy"};
    }
    void theSoftwareRendererGivesTheSameDigits() {
        QFETCH(QStringList, words);
        const std::string cpu = std::string(QTest::currentDataTag()) + "-cpu", gl = std::string(QTest::currentDataTag()) + "-gl";
        // Three iterations of a flow end at their limit (4), a plan is done (0).
        const int expected = call(words + QStringList{"--compute", "cpu", "--out", QString::fromStdString(cpu)}).status;
        QVERIFY(expected == 0 || expected == 4);
        const auto o = call(words + QStringList{"--compute", "gl", "--out", QString::fromStdString(gl)}, {{"LIBGL_ALWAYS_SOFTWARE", "1"}});
        QVERIFY2(o.status == expected, o.err.c_str());
        const auto one = result(cpu.c_str()), other = result(gl.c_str());
        QCOMPARE(one["backend"].get<std::string>(), std::string("cpu"));
        if (warns(other, "OpenGL was wished and is not to be had")) QSKIP("no EGL device here");
        QVERIFY2(other["backend"].get<std::string>().starts_with("gl: "), other["backend"].dump().c_str());
        QVERIFY(!warns(other, "CPU"));
        QCOMPARE(other["iterations"], one["iterations"]);
        int compared = 0;
        for (auto& [name, value] : one["metrics"].items()) {
            if (!value.is_number()) continue;
            const double a = value, b = other["metrics"][name];
            QVERIFY2(std::abs(a - b) <= 1e-6 * (1 + std::abs(a)), qPrintable(QString("%1: %2 and %3").arg(name.c_str()).arg(a).arg(b)));
            ++compared;
        }
        QVERIFY(compared > 3);
    }

    void deniedEglFallsBackAndSaysSo() {
        const auto o = call({"run", "transport-plan", "x.npy", "noise.npy", "--compute", "gl", "--out", "denied"},
                            {{"__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null"}});
        QVERIFY2(o.status == 0, o.err.c_str());
        QCOMPARE(result("denied")["backend"].get<std::string>(), std::string("cpu"));
        QVERIFY(warns(result("denied"), "OpenGL was wished and is not to be had"));
        QVERIFY2(o.err.find("OpenGL was wished and is not to be had") != std::string::npos, o.err.c_str());
    }

    void aMethodWithoutKernelsRunsOnTheCpuAndSaysSo() {
        const auto o = call({"run", "procrustes", "x.npy", "y.npy", "--scale", "--compute", "gl", "--out", "plain"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QCOMPARE(result("plain")["backend"].get<std::string>(), std::string("cpu"));
        QVERIFY2(o.err.find("procrustes makes no use of --compute gl") != std::string::npos, o.err.c_str());
        QVERIFY(warns(result("plain"), "makes no use of --compute gl"));
        QVERIFY(!warns(result("plain"), "OpenGL was wished"));
        // The default says nothing of it.
        QVERIFY(call({"run", "procrustes", "x.npy", "y.npy", "--out", "auto"}).err.find("--compute") == std::string::npos);
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--compute", "cuda", "--out", "u"}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliCompute)
#include "test_cli_compute.moc"
