// The mixer of rotation planes in the window: clicks on the board, keys and the bar, and what they leave of the frame.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStyle>
#include <QStyleOptionSlider>
#include <numbers>

#include "app/window/map_bar.h"
#include "app/window/planes_bar.h"
#include "core/rotations/mix_text.h"
#include "tests/app/planted_run.h"
#include "tests/views/support/planes_exhibit.h"
#include "views/overlay/planes_view.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowPlanes : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    Exhibit planted_;
    QString file_;

    // A window with twelve frames and the two planes that they turn in, at the end of the run.
    std::unique_ptr<MainWindow> window_with_planes() {
        auto window = open_window();
        open_files(*window, {file_});
        auto& document = window->bench().document;
        LiveRun live;
        auto pairs = std::make_shared<Pairs>();
        pairs->sets = document.role_sets();
        pairs->source = pairs->target = std::make_shared<Matrix>(pairs->sets[0]->values());
        live.pairs = pairs;
        Provenance provenance;
        provenance.method = "rotation-planes";
        live.recording = std::make_shared<Recording>(provenance);
        for (auto& frame : planted_.frames) live.recording->append(*frame);
        live.recording->finish(Outcome::Completed);
        live.options = find_method("rotation-planes")->parameters();
        live.request.method = "rotation-planes", live.request.options = live.options;
        SessionRun entry;
        entry.id = document.keep(std::move(live));
        entry.name = "Planted", entry.method = "rotation-planes", entry.datasets = document.session().roles;
        entry.outcome = "completed";
        document.push(add_run(entry));
        // Axes of the frames are found in the background; then the exhibit is there.
        const auto bar = window->findChild<PlanesBar*>();
        if (!QTest::qWaitFor([&] { return bar->isVisible() && window->bench().playback.timeline().frames() == 3; }, patience)) qFatal("no planes");
        picture_at(*window, 1);
        return window;
    }

    static const SessionView& view(MainWindow& window) { return window.bench().document.session().views.front(); }
    static const PlaneLook& planes(MainWindow& window) { return window.viewport().look().planes; }
    static FunctionSlider* slider(MainWindow& window, const char* name) { return window.findChild<FunctionSlider*>(name); }
    static QPoint place_on(const QSlider& slider, int value) {
        QStyleOptionSlider option;
        option.initFrom(&slider);
        option.orientation = Qt::Horizontal, option.subControls = QStyle::SC_All;
        option.minimum = slider.minimum(), option.maximum = slider.maximum();
        option.sliderPosition = option.sliderValue = value;
        return slider.style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider).center();
    }
    // What the picture shows, as the overlay finds it.
    static PlanesView seen(MainWindow& window) {
        const auto exhibit = window.bench().feed.exhibit();
        const SceneNotes notes;
        return planes_view(moment_of(*exhibit, window.bench().playback.cursor(), window.viewport().look(), notes), 8);
    }
    // A click on the first place of the picture, from the middle outwards, that has this part of a plane.
    static bool click(MainWindow& window, PlaneTarget::Part part, int plane, double turn = 0) {
        auto& viewport = window.viewport();
        QTest::qWait(20);
        viewport.grabFramebuffer();
        const double ratio = viewport.devicePixelRatioF();
        QPoint best;
        double nearest = 0.2;
        for (int y = 0; y < viewport.height(); y += 2)
            for (int x = 0; x < viewport.width(); x += 2) {
                const auto target = viewport.stage().plane_at(x * ratio, y * ratio);
                if (!target || target->part != part || target->plane != plane) continue;
                const double off = part == PlaneTarget::Part::Path ? std::abs(target->turn - turn) : 0;
                if (off < nearest) nearest = off, best = {x, y};
            }
        if (best.isNull()) return false;
        QTest::mouseMove(&viewport, best);
        QTest::mouseClick(&viewport, Qt::LeftButton, {}, best);
        return true;
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        planted_ = example::shown(example::orbit());
        file_ = folder_.filePath("orbit.npy");
        QVERIFY(write_npy(planted_.sets[0]->values(), {example::frames, example::side, example::side}, file_.toStdString()).ok());
    }

    void aClickOnASwitchLeavesThePlaneOut() {
        auto window = window_with_planes();
        QVERIFY(window->findChild<PlanesBar*>()->isVisible());
        const auto& s = std::get<PlanesState>(*planted_.frames.back()->state);
        const PlanesView whole = seen(*window);
        QCOMPARE(whole.used, Index(2));
        const auto before = picture_at(*window, 1);
        QVERIFY(click(*window, PlaneTarget::Part::Switch, 2));
        QCOMPARE(view(*window).plane_mix, std::string("2:off"));
        QCOMPARE(planes(*window).chosen, 2);
        const PlanesView without = seen(*window);
        const RowVector part = s.phasors->row(0).tail(2) * s.planes->bottomRows(2);
        for (Index i = 0; i < 8; ++i)
            for (Index j = 0; j < 8; ++j)
                QVERIFY(std::abs(whole.rebuilt.cells(i, j) - without.rebuilt.cells(i, j) - part(i * 8 + j)) < 1e-12);
        QVERIFY(difference(before, picture_at(*window, 1)) > 0.003);
        QVERIFY(!window->findChild<QCheckBox*>("plane-on")->isChecked());
        // And in again by the checkbox; undo takes back both.
        QTest::mouseClick(window->findChild<QCheckBox*>("plane-on"), Qt::LeftButton);
        QCOMPARE(view(*window).plane_mix, std::string());
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view(*window).plane_mix, std::string("2:off"));
        QVERIFY(!planes(*window).mix.planes[1].on);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view(*window).plane_mix, std::string());
    }

    void aClickOnAPathTurnsThePlaneThere() {
        auto window = window_with_planes();
        const double before = std::atan2(seen(*window).rows[0].now.second, seen(*window).rows[0].now.first);
        QVERIFY(click(*window, PlaneTarget::Part::Path, 1, std::numbers::pi / 2));
        const auto row = seen(*window).rows[0];
        const double turned = std::remainder(std::atan2(row.now.second, row.now.first) - before, 2 * std::numbers::pi);
        QVERIFY2(std::abs(turned - std::numbers::pi / 2) < 0.2, qPrintable(QString::number(turned)));
        // 30 degrees a step: a quarter turn is three steps.
        QVERIFY(std::abs(planes(*window).mix.planes[0].offset - 3) < 0.4);
        QTest::keyClick(window.get(), Qt::Key_U);
        QVERIFY(view(*window).plane_mix.empty() && planes(*window).mix == PlaneMix());
    }

    void keysWorkOnTheChosenPlane() {
        auto window = window_with_planes();
        QVERIFY(click(*window, PlaneTarget::Part::Row, 2));
        QCOMPARE(planes(*window).chosen, 2);
        QVERIFY(view(*window).plane_mix.empty());
        QTest::keyClick(window.get(), Qt::Key_M);
        QCOMPARE(view(*window).plane_mix, std::string("2:off"));
        QTest::keyClick(window.get(), Qt::Key_N);
        QCOMPARE(planes(*window).chosen, 1);
        QTest::keyClick(window.get(), Qt::Key_Less);
        QTest::keyClick(window.get(), Qt::Key_D);
        QTest::keyClick(window.get(), Qt::Key_D);
        QCOMPARE(view(*window).plane_mix, std::string("1:x0.75+0.5,2:off"));
        QTest::keyClick(window.get(), Qt::Key_Minus);
        QCOMPARE(view(*window).plane_count, 1);
        QTest::keyClick(window.get(), Qt::Key_Equal);
        QCOMPARE(view(*window).plane_count, 0);
    }

    void slidersSetTimeSpeedAndCount() {
        auto window = window_with_planes();
        auto time = slider(*window, "plane-time"), speed = slider(*window, "plane-speed"), count = slider(*window, "plane-count");
        const int ticks = PlanesBar::ticks;
        // Beyond the data: twice round and a half.
        QTest::mouseClick(time, Qt::LeftButton, {}, place_on(*time, 18 * ticks));
        QVERIFY(planes(*window).time && std::abs(*planes(*window).time - 18) < 0.5);
        const double now = *planes(*window).time;
        const auto row = seen(*window).rows[0];
        const double there = std::atan2(row.now.second, row.now.first);
        QVERIFY(std::abs(std::remainder(there - example::first_angle * now, 2 * std::numbers::pi)) < 1e-9);
        QVERIFY(click(*window, PlaneTarget::Part::Row, 1));
        QCOMPARE(*planes(*window).time, now);  // choosing keeps the time
        // While it is held the picture follows, the session does not.
        QTest::mousePress(speed, Qt::LeftButton, {}, place_on(*speed, ticks));
        QTest::mouseMove(speed, place_on(*speed, 2 * ticks));
        QTRY_VERIFY_WITH_TIMEOUT(
            planes(*window).mix.planes.size() == 1 && std::abs(planes(*window).mix.planes[0].speed - 2) < 0.2, patience);
        QVERIFY(view(*window).plane_mix.empty());
        QTest::mouseRelease(speed, Qt::LeftButton, {}, place_on(*speed, 2 * ticks));
        QCOMPARE(view(*window).plane_mix, text_of(planes(*window).mix));
        QCOMPARE(*planes(*window).time, now);
        QTest::mouseClick(count, Qt::LeftButton, {}, place_on(*count, 1));
        QCOMPARE(view(*window).plane_count, 1);
        QCOMPARE(seen(*window).used, Index(1));
        // The timeline takes over again where it is moved.
        picture_at(*window, 0.9);
        QVERIFY(!planes(*window).time);
    }

    void thePlanesPlayOn() {
        auto window = window_with_planes();
        QTest::keyClick(window.get(), Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(planes(*window).time && *planes(*window).time > 1, patience);
        QVERIFY(window->actions()["planes.play"].isChecked());
        QTest::keyClick(window.get(), Qt::Key_W);
        const double stopped = *planes(*window).time;
        QTest::qWait(150);
        QCOMPARE(*planes(*window).time, stopped);
    }

    void theTorusShowsThePairThatIsChosen() {
        auto window = window_with_planes();
        QVERIFY(click(*window, PlaneTarget::Part::Row, 2));
        auto torus = window->findChild<QComboBox*>("torus-second");
        QCOMPARE(torus->count(), 1);
        torus->setFocus(Qt::TabFocusReason);
        emit torus->activated(0);
        QCOMPARE(view(*window).torus_first, 2);
        QCOMPARE(view(*window).torus_second, 1);
        QVERIFY(planes(*window).torus_first == 2 && planes(*window).torus_second == 1);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowPlanes)
#include "test_window_planes.moc"
