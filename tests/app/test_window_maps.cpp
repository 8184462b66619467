// Two matched shapes in the window: what they are painted with, the slider of eigenfunctions, the cut-off of the basis.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <nlohmann/json.hpp>
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
        for (auto [key, name] : {std::pair{Qt::Key_Up, "error"}, {Qt::Key_Up, "stripes"}, {Qt::Key_Up, "checker"}, {Qt::Key_Up, "place"}}) {
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

    // What the file of the source holds beside its shape is painted on both shapes, by the map or by C, and written.
    void attributesOfTheSourceAreCarriedAndSaved() {
        Dataset source = *planted_.sets[0];
        Matrix colours(source.rows(), 3);
        for (Index i = 0; i < source.rows(); ++i) colours.row(i) << double(i % 5) / 4, double(i % 7) / 6, double(i % 3) / 2;
        source.attributes = {{"color", Attribute::Domain::Row, colours}};
        const QString plain = std::exchange(source_, folder_.filePath("coloured.ply"));
        QVERIFY(write(source, source_.toStdString()).ok());
        auto window = window_with_match();
        const auto places = still(*window);
        auto list = window->findChild<QComboBox*>("map-colours");
        auto by = window->findChild<QCheckBox*>("by-functions");
        QVERIFY(!by->isVisible() && !window->actions()["file.save-carried"].isEnabled());
        QCOMPARE(list->itemText(list->count() - 1), QString("Source: color"));
        list->setFocus(Qt::TabFocusReason);
        QTest::keyClick(list, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(view(*window).map_colours, std::string("attribute"), patience);
        QCOMPARE(view(*window).map_attribute, std::string("color"));
        QVERIFY(window->actions()["map.attribute"].isChecked() && by->isVisible() && by->isEnabled());
        const auto carried = still(*window);
        QVERIFY(difference(places, carried) > 0.01);
        QTest::mouseClick(by, Qt::LeftButton);
        QCOMPARE(view(*window).map_by, std::string("functional-map"));
        QVERIFY(difference(carried, still(*window)) > 0.003);
        QTest::mouseClick(by, Qt::LeftButton);
        QVERIFY(same(carried, still(*window)));
        // Back to the places and on to the attribute by its action; the list follows.
        window->actions()["map.place"].trigger();
        QCOMPARE(list->currentText(), QString("Places"));
        window->actions()["map.attribute"].trigger();
        QCOMPARE(list->currentText(), QString("Source: color"));
        QVERIFY(window->actions()["file.save-carried"].isEnabled());
        auto& bench = window->bench();
        const auto exhibit = bench.feed.exhibit();
        const QString file = folder_.filePath("carried.ply");
        bench.exporter.save_carried(exhibit->frames.back(), window->look(), exhibit->pairs->sets[0], exhibit->pairs->sets[1], file.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.exporter.busy() && QFile::exists(file), patience);
        auto written = read({file.toStdString(), {}, {}, {}, {}, false});
        QVERIFY(written.ok() && (*written)->attribute("color"));
        const auto& map = *std::get<ShapeState>(*exhibit->frames.back()->state).map;
        for (Index j = 0; j < map.size(); ++j)
            for (Index c = 0; c < 3; ++c)
                QVERIFY(std::abs((*written)->attribute("color")->values(j, c) - (map(j) < 0 ? 0.6 : colours(map(j), c))) < 0.01);
        source_ = plain;
    }

    // Click, wheel and drag on the picture of C, at the places where it is painted.
    void theMatrixIsSeenLarge() {
        auto window = window_with_match();
        const auto small = still(*window);
        auto& viewport = window->viewport();
        auto& stage = viewport.stage();
        const auto cells = [&] {
            const double ratio = viewport.devicePixelRatioF();
            QRect found;
            for (int y = 0; y < viewport.height(); y += 2)
                for (int x = 0; x < viewport.width(); x += 2)
                    if (stage.panel_at(x * ratio, y * ratio) == "c-cells") found |= QRect(x, y, 2, 2);
            return found;
        };
        const QRect before = cells();
        QVERIFY(before.width() > 60);
        const auto camera = to_json(stage.camera());
        QTest::mouseClick(&viewport, Qt::LeftButton, {}, before.center());
        QVERIFY(stage.matrix_view().large);
        const auto large = still(*window);
        QVERIFY(difference(small, large) > 0.03);
        const QRect after = cells();
        QVERIFY2(after.height() > 1.5 * before.height(), qPrintable(QString("%1 %2").arg(before.height()).arg(after.height())));
        // The value under the pointer stands below.
        QTest::mouseMove(&viewport, after.center());
        QVERIFY(difference(large, still(*window)) > 0);
        QWheelEvent wheel(after.topLeft() + QPoint(3, 3), viewport.mapToGlobal(after.topLeft() + QPoint(3, 3)), {}, QPoint(0, 480), {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&viewport, &wheel);
        QVERIFY(stage.matrix_view().share < 0.5 && stage.matrix_view().x < 0.02);
        QVERIFY(difference(large, still(*window)) > 0.01);
        const double x = stage.matrix_view().x;
        QTest::mousePress(&viewport, Qt::LeftButton, {}, after.center());
        QTest::mouseMove(&viewport, after.center() - QPoint(20, 0));
        QTest::mouseMove(&viewport, after.center() - QPoint(80, 0));
        QTest::mouseRelease(&viewport, Qt::LeftButton, {}, after.center() - QPoint(80, 0));
        QVERIFY(stage.matrix_view().x > x && stage.matrix_view().large);
        QVERIFY(to_json(stage.camera()) == camera);
        QTest::mouseClick(&viewport, Qt::LeftButton, {}, after.center());
        QVERIFY(!stage.matrix_view().large);
        QTest::mouseMove(&viewport, QPoint(3, 3));
        QVERIFY(difference(small, still(*window)) < 0.002);
        QTest::keyClick(window.get(), Qt::Key_I);
        QVERIFY(stage.matrix_view().large);
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
