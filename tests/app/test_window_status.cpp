// The line under the window: where kernels run and why, what draws the picture, how much of the data is drawn.
#include "app/window/status_line.h"
#include "app/window/theme.h"
#include "core/compute/choice.h"
#include "core/compute/gl/gl_backend.h"
#include "core/compute/guarded_backend.h"
#include "core/session/commands.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowStatus : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

    static StatusLine& line(MainWindow& window) { return *window.findChild<StatusLine*>(); }
    static QString renderer(MainWindow& window) {
        return QString::fromStdString(short_renderer(window.viewport().stage().facts().renderer));
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void saysWhereItComputesAndDraws() {
        auto window = open_window();
        QVERIFY(!line(*window).isVisible());  // nothing to say on the start page
        open_pair(*window, pair_);
        QTRY_VERIFY_WITH_TIMEOUT(line(*window).text().contains("drawing 120 of 120"), patience);
        QVERIFY(line(*window).isVisible());
        QVERIFY(!renderer(*window).isEmpty());
        const auto text = line(*window).text();
        QVERIFY2(text.contains("Display: " + renderer(*window) + " ·"), qPrintable(text));
        const QString compute = graphics_device_present() ? "Compute: chosen by the first run" : "Compute: CPU (no graphics device)";
        QVERIFY2(text.startsWith(compute), qPrintable(text));
        // Slim, along the whole window, and read by a screen reader.
        QVERIFY2(line(*window).height() <= px(20), qPrintable(QString::number(line(*window).height())));
        QCOMPARE(line(*window).width(), window->width());
        QVERIFY(window->viewport().height() >= 0.7 * 800);
        QCOMPARE(line(*window).accessibleName(), QString("Status"));
        auto look = window->look();
        look.point_budget = 50;
        window->set_look(look);
        QTRY_VERIFY_WITH_TIMEOUT(line(*window).text().contains("drawing 50 of 120"), patience);
        look.point_budget = 0;
        window->set_look(look);
        window->actions()["view.picture-only"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!line(*window).isVisible(), patience);
        window->actions()["view.picture-only"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(line(*window).isVisible(), patience);
    }

    void neverMakesTheWindowWider() {
        auto window = open_window();
        open_pair(*window, pair_);
        QTRY_VERIFY_WITH_TIMEOUT(line(*window).isVisible(), patience);
        const int narrow = window->minimumSizeHint().width();
        line(*window).hide();
        QTest::qWait(20);
        QCOMPARE(narrow, window->minimumSizeHint().width());
    }

    // A real context that is lost amid a run: the CPU goes on, the line says so, the next run may choose anew.
    void tellsThatARunFellBack() {
        auto opened = GlBackend::open();
        if (!opened) QSKIP(opened.error().message().c_str());
        const auto gl = *opened;
        auto window = open_window();
        open_pair(*window, pair_);
        auto& bench = window->bench();
        bench.document.push(set_method("sliced-wasserstein-flow"));
        bench.runner.set_compute_chooser([gl] {
            return ComputeChoice{std::make_shared<GuardedBackend>(gl, cpu_backend()), "gl: as wished", "as wished", {}};
        });
        QStringList said;
        connect(&bench.runner, &RunController::compute_changed, window.get(), [&] { said << bench.runner.compute(); });
        connect(&bench.runner, &RunController::frames_arrived, window.get(), [gl] { gl->lose_context(); });
        run(*window);
        QVERIFY(!said.isEmpty());
        QCOMPARE(said.front(), QString("OpenGL on %1 (as wished)").arg(QString::fromStdString(short_renderer(gl->renderer()))));
        QCOMPARE(said.back(), QString("CPU (OpenGL failed in this run)"));
        QVERIFY2(line(*window).text().startsWith("Compute: CPU (OpenGL failed in this run) · "), qPrintable(line(*window).text()));
        QVERIFY(!bench.runner.device());
        bench.runner.set_compute_chooser([] { return choose_compute(ComputeWish::Cpu); });
        run(*window);
        QVERIFY2(line(*window).text().startsWith("Compute: CPU (as wished) · "), qPrintable(line(*window).text()));
    }

    // Once a run on a device has ended, the device turns sets of many dimensions for the picture.
    void aDeviceIsKeptForThePicture() {
        auto opened = GlBackend::open();
        if (!opened) QSKIP(opened.error().message().c_str());
        auto window = open_window();
        open_pair(*window, pair_);
        auto& bench = window->bench();
        bench.document.push(set_method("sliced-wasserstein-flow"));
        bench.runner.set_compute_chooser([gl = *opened] {
            return ComputeChoice{std::make_shared<GuardedBackend>(gl, cpu_backend()), "gl: as wished", "as wished", {}};
        });
        bool during = false;
        connect(&bench.runner, &RunController::frames_arrived, window.get(), [&] { during |= bench.feed.exhibit()->compute != nullptr; });
        run(*window);
        QVERIFY(!during);
        QVERIFY(bench.runner.device() && bench.runner.device()->name() == (*opened)->name());
        QVERIFY(bench.feed.exhibit()->compute == bench.runner.device());
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowStatus)
#include "test_window_status.moc"
