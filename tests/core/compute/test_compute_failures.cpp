// What goes wrong with a device: the answer is the CPU's, and it is said.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <thread>
#include <fstream>

#include "core/base/random.h"
#include "core/compute/choice.h"
#include "core/compute/gl/gl_backend.h"
#include "core/compute/guarded_backend.h"
#include "core/io/read.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

Matrix x_of(Index n) { return Random(1).normal(n, 3); }
Matrix y_of(Index n) { return 1.2 * Random(2).normal(n, 3); }

double cost_on(ComputeBackend& backend) {
    const Matrix x = x_of(700), y = y_of(700);
    auto made = backend.sliced({x}, {y}, haar_directions(3, 12, 5), {}, {});
    return made ? made->cost : -1;
}

DatasetPtr cloud(const Matrix& rows, const char* name) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    set->payload = PointCloud{rows};
    return set;
}

RunResult flow_on(std::shared_ptr<ComputeBackend> backend, const std::function<void()>& first_frame = {}) {
    Random random(9);
    Matrix x = random.normal(400, 3);
    x.col(0) *= 3, x.col(1) *= 2;
    x.col(2) += x.col(0).cwiseAbs2() * 0.2;
    const Matrix y = x * random_orthogonal(3, random, true);
    RunRequest request;
    request.method = "sliced-wasserstein-flow";
    request.options = find_method(request.method)->parameters();
    if (!request.options.set_text("starts", "2") || !request.options.set_text("iterations", "25")) qFatal("options");
    request.settings.compute = std::move(backend);
    request.fit_only = true;
    auto result = run(request, {cloud(x, "x"), cloud(y, "y")}, {}, {}, [&](const FramePtr& frame, const Context&) {
        if (first_frame && frame->iteration == 3) first_frame();
        return 0.0;
    });
    if (!result) qFatal("%s", result.error().message().c_str());
    return *result;
}

double last_cost(const RunResult& result) { return result.recording->frames().back()->metrics.front().second; }

}  // namespace

class TestComputeFailures : public QObject {
    Q_OBJECT

    static std::shared_ptr<GlBackend> open(const GlOptions& options = {}) {
        auto made = GlBackend::open(options);
        if (!made) qFatal("%s", made.error().message().c_str());
        return *made;
    }

  private slots:
    void aLostContextIsAnError() {
        auto gl = open();
        QVERIFY(cost_on(*gl) > 0);
        gl->lose_context();
        const Matrix x = x_of(10);
        auto made = gl->sliced({x}, {x}, haar_directions(3, 2, 5), {}, {});
        QVERIFY(!made && made.error().kind == ErrorKind::Output);
        auto found = gl->nearest(x, x, 1, 2, {});
        QVERIFY(!found && found.error().kind == ErrorKind::Output);
    }

    void theCpuGoesOnWhereAContextIsLost() {
        auto gl = open();
        GuardedBackend guarded(gl, cpu_backend());
        const double expected = cost_on(*cpu_backend()), before = cost_on(guarded);
        QVERIFY(std::abs(before - expected) < 1e-9 * expected);
        QVERIFY(guarded.take_warnings().empty());
        gl->lose_context();
        QCOMPARE(cost_on(guarded), expected);
        QVERIFY(guarded.failed());
        const auto said = guarded.take_warnings();
        QCOMPARE(said.size(), std::size_t(1));
        QVERIFY(said[0].find("context was lost") != std::string::npos);
        QCOMPARE(cost_on(guarded), expected);
        QVERIFY(guarded.take_warnings().empty());
    }

    // Between the pieces of one kernel, not between two kernels.
    void aContextLostAmidAKernelIsTheCpusTurn() {
        auto made = GlBackend::open();
        if (!made) QSKIP(made.error().message().c_str());
        const auto gl = *made;
        const Matrix x = x_of(60000), y = y_of(50000), directions = haar_directions(3, 40, 5);
        const SlicedWants wants{.source_gradient = true, .turn_gradient = true, .direction_gradient = true};
        GuardedBackend guarded(gl, cpu_backend());
        std::thread loses([gl] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            gl->lose_context();
        });
        const auto answer = guarded.sliced({x}, {y}, directions, wants, {});
        loses.join();
        QVERIFY(answer.ok());
        QVERIFY(guarded.failed());
        const auto expected = cpu_backend()->sliced({x}, {y}, directions, wants, {});
        QCOMPARE(answer->cost, expected->cost);
        QVERIFY(guarded.take_warnings().size() == 1);
    }

    void aHeldSetSurvivesItsContextAndItsBackend() {
        auto gl = open();
        auto guarded = std::make_unique<GuardedBackend>(gl, cpu_backend());
        const Matrix x = x_of(100), m = Matrix::Identity(3, 3);
        auto set = guarded->hold(x, {});
        QVERIFY(set.ok());
        auto before = (*set)->at(m, RowVector::Zero(3), {});
        gl->lose_context();
        auto after = (*set)->at(m, RowVector::Zero(3), {});
        QVERIFY(before.ok() && after.ok());
        QVERIFY((*before - *after).cwiseAbs().maxCoeff() < 1e-6f);
        guarded.reset(), gl.reset();
        QVERIFY((*set)->at(m, RowVector::Zero(3), {}).ok());
    }

    void aRunEndsWithTheSameAnswer() {
        const auto expected = flow_on(nullptr);
        QCOMPARE(expected.recording->provenance().backend, std::string("cpu"));
        auto gl = open();
        const auto on_gl = flow_on(std::make_shared<GuardedBackend>(gl, cpu_backend()));
        QVERIFY(on_gl.recording->provenance().backend.starts_with("gl: "));
        const auto broken_off = flow_on(std::make_shared<GuardedBackend>(gl, cpu_backend()), [&] { gl->lose_context(); });
        QVERIFY(std::abs(last_cost(on_gl) - last_cost(expected)) <= 1e-6 * std::abs(expected.recording->frame(0)->metrics.front().second));
        QVERIFY(std::abs(last_cost(broken_off) - last_cost(expected)) <= 1e-6 * std::abs(expected.recording->frame(0)->metrics.front().second));
        const auto& said = broken_off.report.warnings;
        QVERIFY(std::any_of(said.begin(), said.end(), [](auto& w) { return w.find("context was lost") != std::string::npos; }));
        QVERIFY(std::none_of(on_gl.report.warnings.begin(), on_gl.report.warnings.end(), [](auto& w) { return w.find("CPU") != std::string::npos; }));
    }

    void aCorruptedShaderIsSaidWithTheLog() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("compute"));
        std::ofstream(folder.filePath("compute/sliced_project.comp").toStdString()) << "void main() { this is no shader }\n";
        GlOptions options;
        options.shaders = folder.path().toStdString();
        auto gl = open(options);
        GuardedBackend guarded(gl, cpu_backend());
        QCOMPARE(cost_on(guarded), cost_on(*cpu_backend()));
        const auto said = guarded.take_warnings();
        QCOMPARE(said.size(), std::size_t(1));
        QVERIFY2(said[0].find("sliced_project.comp: does not compile: ") != std::string::npos, said[0].c_str());
        QVERIFY2(said[0].find("error") != std::string::npos, said[0].c_str());
    }

    void anOverridingShaderIsUsed() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("compute"));
        std::ifstream in(ORTHOSCOPE_SOURCE_DIR "/shaders/compute/motion.comp");
        std::string text{std::istreambuf_iterator<char>(in), {}};
        text.replace(text.find("place += offset"), 15, "place += 2.0 * offset");
        std::ofstream(folder.filePath("compute/motion.comp").toStdString()) << text;
        GlOptions options;
        options.shaders = folder.path().toStdString();
        auto gl = open(options);
        auto set = gl->hold(Matrix::Zero(3, 2), {});
        QVERIFY(set.ok());
        auto moved = (*set)->at(Matrix::Ones(2, 3), RowVector::Ones(3), {});
        QVERIFY(moved.ok());
        QCOMPARE((*moved)(0, 0), 2.f);
    }

    void tooLittleMemoryIsTheCpusTurnOnce() {
        GuardedBackend guarded(open(), cpu_backend());
        Context tight;
        tight.memory_limit = 2000;
        const Matrix x = x_of(500), y = y_of(500);
        QVERIFY(guarded.nearest(x, y, 1, 2, tight).ok());
        QVERIFY(guarded.nearest(x, y, 1, 2, tight).ok());
        QVERIFY(!guarded.failed());
        const auto said = guarded.take_warnings();
        QCOMPARE(said.size(), std::size_t(1));
        QVERIFY(said[0].find("too little memory") != std::string::npos);
    }

    void twoRunsAtOnce() {
        const double expected = cost_on(*cpu_backend());
        std::vector<double> costs(4, 0);
        auto shared = open();
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < costs.size(); ++i)
                threads.emplace_back([&costs, &shared, i] {
                    auto own = i < 2 ? shared : open();
                    for (int again = 0; again < 3; ++again) costs[i] = cost_on(*own);
                });
        }
        for (double cost : costs) QVERIFY(std::abs(cost - expected) < 1e-9 * expected);
    }

    // Two whole runs on one device: each ends with the answer that it has alone, and one that loses it says so.
    void twoWholeRunsShareADevice() {
        const double expected = last_cost(flow_on(nullptr));
        auto gl = open();
        std::vector<RunResult> results(2);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < results.size(); ++i)
                threads.emplace_back([&, i] { results[i] = flow_on(std::make_shared<GuardedBackend>(gl, cpu_backend())); });
        }
        for (auto& result : results) {
            QVERIFY(std::abs(last_cost(result) - expected) <= 1e-6 * std::abs(result.recording->frame(0)->metrics.front().second));
            QVERIFY(std::none_of(result.report.warnings.begin(), result.report.warnings.end(), [](auto& w) { return w.find("CPU") != std::string::npos; }));
        }
    }

    void deniedEglIsSaid() {
        // EGL reads its vendors once a process: asked in a process of its own.
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null");
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {"--without-egl"});
        QVERIFY(child.waitForFinished(30000));
        QCOMPARE(child.exitStatus(), QProcess::NormalExit);
        const QString said = child.readAllStandardOutput();
        QVERIFY2(said.contains("backend cpu"), qPrintable(said));
        QVERIFY2(said.contains("OpenGL was wished and is not to be had"), qPrintable(said));
    }

    void autoPrefersTheCpuToASoftwareRenderer() {
        QTemporaryDir cache;
        const auto choice = choose_compute(ComputeWish::Auto, {}, cache.path().toStdString());
        QVERIFY(choice.reason.starts_with("auto: "));
        auto gl = open();
        if (gl->software()) QCOMPARE(choice.backend->name(), std::string("cpu"));
        QVERIFY(choose_compute(ComputeWish::Gl).backend->name().starts_with("gl: "));
        QCOMPARE(choose_compute(ComputeWish::Cpu).backend->name(), std::string("cpu"));
        // The measurement itself, on whatever renderer there is.
        auto times = measure_compute(*gl, {});
        QVERIFY(times.ok());
        QVERIFY(times->cpu > 0 && times->gl > 0);
        if (gl->software()) QVERIFY2(!times->gl_wins(), qPrintable(QString("cpu %1 s, gl %2 s").arg(times->cpu).arg(times->gl)));
    }
};

int main(int count, char** arguments) {
    QCoreApplication application(count, arguments);
    if (application.arguments().contains("--without-egl")) {
        const auto choice = choose_compute(ComputeWish::Gl);
        std::printf("backend %s\n", choice.backend->name().c_str());
        for (auto& sentence : choice.warnings) std::printf("%s\n", sentence.c_str());
        return cost_on(*choice.backend) > 0 ? 0 : 1;
    }
    TestComputeFailures tests;
    return QTest::qExec(&tests, count, arguments);
}
#include "test_compute_failures.moc"
