// Two matched shapes in the window: what they are painted with, the slider of eigenfunctions, the cut-off of the basis.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStyle>
#include <QStyleOptionSlider>

#include "app/window/features.h"
#include "app/window/map_bar.h"
#include "tests/app/planted_run.h"
#include "tests/views/support/map_exhibit.h"
#include "views/overlay/number.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowMaps : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    Exhibit planted_;
    QString source_, target_;

    // A window with both shapes and the planted match, at its end.
    std::unique_ptr<MainWindow> window_with_match() {
        auto window = open_window();
        open_files(*window, {source_, target_});
        auto& document = window->bench().document;
        LiveRun live;
        auto pairs = make_pairs(document.role_sets(), {}, {});
        if (!pairs) qFatal("no pairs");
        auto known = std::make_shared<Pairs>(**pairs);
        known->truth = planted_.pairs->truth;
        live.pairs = known;
        Provenance provenance;
        provenance.method = "functional-map";
        live.recording = std::make_shared<Recording>(provenance);
        for (auto& frame : planted_.frames) live.recording->append(*frame);
        live.recording->finish(Outcome::Converged);
        live.options = find_method("functional-map")->parameters();
        live.request.method = "functional-map", live.request.options = live.options;
        SessionRun entry;
        entry.id = document.keep(std::move(live));
        entry.name = "Planted", entry.method = "functional-map", entry.datasets = document.session().roles;
        entry.outcome = "converged";
        document.push(add_run(entry));
        picture_at(*window, 1);
        return window;
    }

    static const SessionView& view(MainWindow& window) { return window.bench().document.session().views.front(); }
    static QImage still(MainWindow& window) { return picture_at(window, 1); }
    static QPoint place_on(const QSlider& slider, int value) {
        QStyleOptionSlider option;
        option.initFrom(&slider);
        option.orientation = Qt::Horizontal, option.subControls = QStyle::SC_All;
        option.minimum = slider.minimum(), option.maximum = slider.maximum();
        option.sliderPosition = option.sliderValue = value;
        return slider.style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider).center();
    }
    static FunctionSlider* slider(MainWindow& window, const char* name) { return window.findChild<FunctionSlider*>(name); }
    static QString caption_of(MainWindow& window, int at) {
        return window.findChild<MapBar*>()->findChildren<QLabel*>("caption").at(at)->text();
    }
    // The map of the cut-off has come for what the session asks.
    static bool settled(MainWindow& window) {
        const auto exhibit = window.bench().feed.exhibit();
        return exhibit->cut_off && exhibit->cut_off->map && exhibit->cut_off->functions == view(window).cut_off &&
               exhibit->cut_off->block == view(window).cut_off;
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        planted_ = example::shapes({.uncovered = false});
        source_ = folder_.filePath("source.off"), target_ = folder_.filePath("target.off");
        QVERIFY(write(*planted_.sets[0], source_.toStdString()).ok());
        QVERIFY(write(*planted_.sets[1], target_.toStdString()).ok());
    }

    void theBarStandsUnderShapesAlone() {
        auto window = open_window();
        auto bar = window->findChild<MapBar*>();
        QVERIFY(bar && !bar->isVisible());
        window = nullptr;
        window = window_with_match();
        bar = window->findChild<MapBar*>();
        QVERIFY(bar->isVisible());
        for (auto name : {"eigenfunction", "cut-off"}) {
            QVERIFY(slider(*window, name)->isEnabled());
            QCOMPARE(slider(*window, name)->maximum(), 40);
        }
        // In a room both sliders still have a way to go, below each other if need be.
        auto look = window->look();
        look.scale = 1.75;
        window->set_look(look);
        window->resize(1280, 720);
        QTest::qWait(100);
        std::vector<int> widths;
        for (auto name : {"eigenfunction", "cut-off"}) widths.push_back(slider(*window, name)->width());
        look.scale = 1;
        window->set_look(look);
        for (int width : widths) QVERIFY2(width >= 100, qPrintable(QString::number(width)));
        window->actions()["view.picture-only"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), patience);
        window->actions()["view.picture-only"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
    }

    void theSliderShowsAnEigenfunctionWithItsValue() {
        auto window = window_with_match();
        const auto places = still(*window);
        auto function = slider(*window, "eigenfunction");
        QTest::mouseClick(function, Qt::LeftButton, {}, place_on(*function, 12));
        QCOMPARE(view(*window).map_colours, std::string("eigenfunction"));
        const int shown = view(*window).eigenfunction;
        QVERIFY2(std::abs(shown - 12) <= 1, qPrintable(QString::number(shown)));
        const auto& state = std::get<ShapeState>(*planted_.frames.back()->state);
        const auto text = caption_of(*window, 0);
        QVERIFY2(text.contains(QString("function %1 of 40").arg(shown)), text.toUtf8());
        for (auto& values : {state.source_values, state.target_values})
            QVERIFY2(text.contains(QString::fromStdString(number((*values)(shown - 1), 3))), text.toUtf8());
        const auto wave = still(*window);
        QVERIFY(difference(places, wave) > 0.01);
        // Keys go on from there while the slider has the focus; the timeline stands.
        function->setFocus(Qt::TabFocusReason);
        const double position = window->bench().playback.position();
        QTest::keyClick(function, Qt::Key_Right);
        QCOMPARE(view(*window).eigenfunction, shown + 1);
        QCOMPARE(window->bench().playback.position(), position);
        QTest::keyClick(function, Qt::Key_Home);
        QCOMPARE(view(*window).eigenfunction, 1);
        QVERIFY(difference(wave, still(*window)) > 0.01);
        for (int i = 0; i < 3; ++i) QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view(*window).map_colours, std::string("place"));
        QVERIFY(same(places, still(*window)));
    }

    void keysAndTheListChangeTheColours() {
        auto window = window_with_match();
        auto list = window->findChild<QComboBox*>("map-colours");
        const auto places = still(*window);
        QTest::keyClick(window.get(), Qt::Key_E);
        QCOMPARE(view(*window).map_colours, std::string("eigenfunction"));
        QCOMPARE(list->currentText(), QString("Eigenfunction"));
        QCOMPARE(view(*window).eigenfunction, 2);
        const auto second = still(*window);
        QTest::keyClick(window.get(), Qt::Key_ParenRight);
        QCOMPARE(view(*window).eigenfunction, 3);
        QCOMPARE(slider(*window, "eigenfunction")->value(), 3);
        QVERIFY(difference(second, still(*window)) > 0.01);
        QTest::keyClick(window.get(), Qt::Key_ParenLeft);
        QVERIFY(same(second, still(*window)));
        for (auto [key, name] : {std::pair{Qt::Key_Up, "error"}, {Qt::Key_Up, "checker"}, {Qt::Key_Up, "place"}}) {
            list->setFocus(Qt::TabFocusReason);
            const auto before = still(*window);
            QTest::keyClick(list, key);
            QTRY_COMPARE_WITH_TIMEOUT(view(*window).map_colours, std::string(name), patience);
            QVERIFY2(difference(before, still(*window)) > 0.003, name);
        }
        QVERIFY(same(places, still(*window)));
        for (auto [id, name] : {std::pair{"map.checker", "checker"}, {"map.error", "error"}, {"map.place", "place"}}) {
            window->actions()[id].trigger();
            QCOMPARE(view(*window).map_colours, std::string(name));
            QVERIFY(window->actions()[id].isChecked());
        }
        QCOMPARE(list->currentText(), QString("Places"));
    }

    void theCutOffIsDraggedAndLetGo() {
        auto window = window_with_match();
        const auto whole = still(*window);
        auto cut = slider(*window, "cut-off");
        QTest::mouseClick(window->findChild<QCheckBox*>("cuts"), Qt::LeftButton);
        QCOMPARE(view(*window).cut_off, 20);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*window), patience);
        const auto half = still(*window);
        QVERIFY(difference(whole, half) > 0.01);
        QCOMPARE(caption_of(*window, 1), QString("first 20 of 40"));
        // While it is held the picture follows, the session does not.
        QTest::mousePress(cut, Qt::LeftButton, {}, place_on(*cut, 20));
        QTest::mouseMove(cut, place_on(*cut, 4));
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(window->viewport().look().cut_off - 4) <= 1, patience);
        QCOMPARE(view(*window).cut_off, 20);
        QTest::mouseRelease(cut, Qt::LeftButton, {}, place_on(*cut, 4));
        const int kept = view(*window).cut_off;
        QVERIFY2(std::abs(kept - 4) <= 1, qPrintable(QString::number(kept)));
        QTRY_VERIFY_WITH_TIMEOUT(settled(*window), patience);
        QVERIFY(difference(half, still(*window)) > 0.01);
        // What is shown is what the mathematics says.
        Exhibit here = *window->bench().feed.exhibit();
        const auto expected = example::cut_at(here, here.frames.size() - 1, kept);
        QVERIFY(*here.cut_off->map == *expected->map);
        QVERIFY((*here.cut_off->target_rows - *expected->target_rows).cwiseAbs().maxCoeff() < 1e-12);
        QTest::keyClick(window.get(), Qt::Key_T);
        QCOMPARE(view(*window).cut_off, 0);
        QVERIFY(!window->findChild<QCheckBox*>("cuts")->isChecked());
        QVERIFY(same(whole, still(*window)));
        // And on again where it was; one step of undo for the whole drag.
        QTest::keyClick(window.get(), Qt::Key_T);
        QCOMPARE(view(*window).cut_off, kept);
        QTest::keyClick(window.get(), Qt::Key_BraceRight);
        QCOMPARE(view(*window).cut_off, kept + 1);
        QTest::keyClick(window.get(), Qt::Key_BraceLeft);
        for (int i = 0; i < 4; ++i) QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view(*window).cut_off, kept);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view(*window).cut_off, 20);
    }

    void theCutOffFollowsTheFrames() {
        auto window = window_with_match();
        window->actions()["basis.cut-off"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(settled(*window), patience);
        // The map of eight functions is cut at eight; a frame without a basis shows the shapes as they are.
        auto& playback = window->bench().playback;
        playback.seek_frame(3);
        QTRY_VERIFY_WITH_TIMEOUT(window->bench().feed.exhibit()->cut_off && window->bench().feed.exhibit()->cut_off->block == 8, patience);
        QCOMPARE(window->bench().feed.exhibit()->cut_off->functions, Index(20));
        playback.seek_frame(0);
        QTRY_VERIFY_WITH_TIMEOUT(!window->bench().feed.exhibit()->cut_off, patience);
        playback.seek_frame(7);
        QTRY_VERIFY_WITH_TIMEOUT(settled(*window), patience);
        window->bench().document.start_afresh();
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<MapBar*>()->isVisible(), patience);
        QVERIFY(!window->bench().feed.exhibit()->cut_off);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowMaps)
#include "test_window_maps.moc"
