// A spectrum in the window: values and the cut under the mouse, keys, the bar, plots as files.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QMenu>
#include <QPushButton>

#include <set>

#include "app/window/map_bar.h"
#include "app/window/spectrum_bar.h"
#include "core/linalg/singular_values.h"
#include "tests/app/window_helpers.h"
#include "tests/views/support/spectrum_exhibit.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowSpectra : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    Exhibit planted_;
    QString file_;

    // A window with the frames of a planted spectrum, at its end.
    std::unique_ptr<MainWindow> window_with_spectrum() {
        auto window = open_window();
        open_files(*window, {file_});
        auto& document = window->bench().document;
        LiveRun live;
        PairingOptions pairing;
        suit_pairing(pairing, MethodFamily::Spectrum);
        auto pairs = make_pairs(document.role_sets(), pairing, {});
        if (!pairs) qFatal("no pairs: %s", pairs.error().message().c_str());
        live.pairs = *pairs;
        Provenance provenance;
        provenance.method = "spectral-decay";
        live.recording = std::make_shared<Recording>(provenance);
        for (auto& frame : planted_.frames) live.recording->append(*frame);
        live.recording->finish(Outcome::Converged);
        live.options = find_method("spectral-decay")->parameters();
        live.request.method = "spectral-decay", live.request.options = live.options;
        SessionRun entry;
        entry.id = document.keep(std::move(live));
        entry.name = "Planted", entry.method = "spectral-decay", entry.datasets = document.session().roles;
        entry.outcome = "converged";
        document.push(add_run(entry));
        picture_at(*window, 1);
        return window;
    }

    // Where on the picture a question is answered; in widget coordinates.
    template <class Question>
    static QPoint find(MainWindow& window, Question holds) {
        auto& view = window.viewport();
        const double ratio = view.devicePixelRatioF();
        for (int y = 0; y < view.height(); y += 7)
            for (int x = 0; x < view.width(); x += 1)
                if (holds(x * ratio, y * ratio)) return {x, y};
        return {-1, -1};
    }
    static QPoint value(MainWindow& window, int number) {
        auto& stage = window.viewport().stage();
        const auto at = find(window, [&](double x, double y) { return stage.value_at(x, y) == number; });
        return at.x() < 0 ? at : at + QPoint(3, 60);  // well inside the plot
    }
    static FunctionSlider* slider(MainWindow& window, const char* name) { return window.findChild<FunctionSlider*>(name); }

  private slots:
    void initTestCase() {
        prepare(folder_);
        planted_ = example::spectrum_exhibit({});
        file_ = folder_.filePath("frames.npy");
        QVERIFY(write_npy(planted_.sets[0]->values(), {30, 6, 8}, file_.toStdString()).ok());
    }

    void clicksBrushAValueAndDragTheCut() {
        auto window = window_with_spectrum();
        auto bar = window->findChild<SpectrumBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && !window->findChild<MapBar*>()->isVisible(), patience);
        const auto before = picture(*window);
        const auto place = value(*window, 9);
        QVERIFY2(place.x() > 0, "no ninth value on the picture");
        QTest::mouseClick(&window->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(window->look().direction, 9);
        QCOMPARE(slider(*window, "direction")->value(), 9);
        QVERIFY(difference(before, picture(*window)) > 0.001);
        // The frame has a cut of four; the picture follows the mouse, and where it is let go it stays.
        auto& stage = window->viewport().stage();
        const auto cut = find(*window, [&](double x, double y) { return stage.panel_at(x, y) == "cut"; }) + QPoint(6, 30);
        QVERIFY(cut.x() > 6);
        const auto there = value(*window, 15);
        QTest::mousePress(&window->viewport(), Qt::LeftButton, {}, cut);
        QTest::mouseMove(&window->viewport(), QPoint(there.x(), cut.y()));
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(window->viewport().look().kept - 15) <= 1, patience);
        QCOMPARE(window->look().kept, -1);
        QTest::mouseRelease(&window->viewport(), Qt::LeftButton, {}, QPoint(there.x(), cut.y()));
        const int kept = window->look().kept;
        QVERIFY2(std::abs(kept - 15) <= 1, qPrintable(QString::number(kept)));
        QCOMPARE(slider(*window, "kept")->value(), kept);
        QCOMPARE(window->look().direction, 9);
        // Each is taken back by itself.
        auto& document = window->bench().document;
        QCOMPARE(document.shown_entry()->spectrum, (SpectrumView{0, 9, kept}));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(window->look().kept, -1);
        QCOMPARE(slider(*window, "direction")->value(), 9);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(window->look().direction, 0);
        QTest::keyClick(window.get(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(window->look().direction, 9);
    }

    // What is in front is part of the session, and comes back with it.
    void theSessionKeepsTheLook() {
        auto window = window_with_spectrum();
        for (auto code : {Qt::Key_D, Qt::Key_D, Qt::Key_BraceRight, Qt::Key_A}) QTest::keyClick(window.get(), code);
        QVERIFY(window->look().axes == DecayAxes::LogLog);
        const auto look = window->look();
        const auto file = folder_.filePath("spectrum.orthoscope");
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        answer_file_dialog(*window, file);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file) && !window->bench().document.modified(), patience);
        auto back = open_window();
        drop(*back, {file});
        QTRY_VERIFY_WITH_TIMEOUT(back->bench().document.shown_run(), patience);
        QCOMPARE(back->bench().document.shown_entry()->spectrum, (SpectrumView{0, 3, 5}));
        QTRY_COMPARE_WITH_TIMEOUT(back->look().direction, 3, patience);
        QVERIFY(back->look().kept == 5 && back->look().axes == look.axes && back->look().layer == look.layer);
        QCOMPARE(slider(*back, "kept")->value(), 5);
        QCOMPARE(back->findChild<QComboBox*>("decay-axes")->currentText(), QString("Axes: log-log"));
    }

    // At large text the board shows one plot at a time; keys and marks lead to the others.
    void plotsAreReachedWhereThereIsNoRoom() {
        auto window = window_with_spectrum();
        window->resize(1280, 720);
        auto look = window->look();
        look.scale = 1.75;
        window->set_look(look);
        auto& stage = window->viewport().stage();
        const auto there = [&](const std::string& id) {
            (void)picture(*window);
            return find(*window, [&](double x, double y) { return stage.panel_at(x, y) == id; }).x() >= 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(there("plot-decay"), patience);
        QVERIFY(!there("picture-direction"));
        QTest::keyClick(window.get(), Qt::Key_V);
        QVERIFY(there("picture-direction") && !there("plot-decay"));
        std::set<std::string> seen;
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(window.get(), Qt::Key_V);
            for (auto id : {"plot-errors", "plot-density", "plot-cosines", "picture-rebuilt", "plot-decay"})
                if (there(id)) seen.insert(id);
        }
        QCOMPARE(seen.size(), std::size_t(5));
        const auto before = stage.tabs();
        QCOMPARE(before.size(), std::size_t(2));
        const auto mark = find(*window, [&](double x, double y) { return stage.panel_at(x, y) == "tab-" + before[1]; });
        QVERIFY(mark.x() >= 0);
        QTest::mouseClick(&window->viewport(), Qt::LeftButton, {}, mark + QPoint(8, 8));
        QCOMPARE(window->look().plot, before[1]);
        look.scale = 1;
        window->set_look(look);
    }

    void keysDoTheSame() {
        auto window = window_with_spectrum();
        const auto key = [&](int code, Qt::KeyboardModifiers keys = {}) { QTest::keyClick(window.get(), Qt::Key(code), keys); };
        key(Qt::Key_D);
        key(Qt::Key_D);
        QCOMPARE(window->look().direction, 3);
        key(Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(window->look().direction, 2);
        key(Qt::Key_BraceRight);
        QCOMPARE(window->look().kept, 5);
        key(Qt::Key_BraceLeft);
        key(Qt::Key_BraceLeft);
        QCOMPARE(window->look().kept, 3);
        key(Qt::Key_T);
        QCOMPARE(window->look().kept, -1);
        key(Qt::Key_T);
        QCOMPARE(window->look().kept, 3);
        const auto logarithmic = picture(*window);
        key(Qt::Key_A);
        QVERIFY(window->look().axes == DecayAxes::LogLog && window->actions()["axes.log-log"].isChecked());
        QVERIFY(difference(logarithmic, picture(*window)) > 0.002);
        key(Qt::Key_A);
        QVERIFY(window->look().axes == DecayAxes::Linear);
        QCOMPARE(window->findChild<QComboBox*>("decay-axes")->currentText(), QString("Axes: linear"));
        QVERIFY(!window->actions()["spectrum.next-layer"].isEnabled());
    }

    // What a run has computed is looked at by a menu at its results, and the way back is a click.
    void theSpectrumOfWhatARunComputed() {
        auto window = window_with_run(write_pair_files(folder_));
        auto& document = window->bench().document;
        const auto first = document.shown_entry()->id;
        auto button = window->findChild<QPushButton*>("spectrum-of");
        QVERIFY(button && button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        auto menu = window->findChild<QMenu*>("spectrum-menu");
        QTRY_VERIFY_WITH_TIMEOUT(menu && menu->isVisible(), patience);
        QStringList offered;
        for (auto action : menu->actions())
            if (!action->isSeparator()) offered << action->text();
        const QString one = "moving.npy", other = "it's staying.npy";
        QCOMPARE(offered, QStringList({"Residuals of Orthogonal Procrustes 1", "Cross-covariance of Orthogonal Procrustes 1", "Rows of " + one,
                                       "Laplacian of " + one, "Gram matrix of " + one, "Rows of " + other, "Laplacian of " + other,
                                       "Gram matrix of " + other}));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->findChild<QAction*>("cross-covariance")).center());
        QTRY_VERIFY_WITH_TIMEOUT(document.session().runs.size() == 2 && !window->bench().runner.running(), patience);
        QCOMPARE(document.session().method, std::string("spectral-decay"));
        QCOMPARE(document.role_sets()[0]->name, std::string("Cross-covariance of Orthogonal Procrustes 1"));
        const auto alignment = document.live_run(first);
        SharedMatrix cross;
        for (auto& frame : alignment->recording->frames())
            if (auto s = std::get_if<AlignmentState>(frame->state.get()); s && s->cross_covariance) cross = s->cross_covariance;
        const auto values = singular_values(*cross);
        const auto& state = std::get<SpectrumState>(*document.shown_run()->recording->frames().back()->state);
        QVERIFY((state.values->col(0) - *values).norm() < 1e-12 * (*values)(0));
        // The session holds it like any other set.
        QVERIFY(open_dataset(*document.session().dataset(document.session().roles[0])).ok());
        auto back = button_of(*window, "Back to Orthogonal Procrustes 1");
        QVERIFY(back);
        QTest::mouseClick(back, Qt::LeftButton);
        QCOMPARE(document.shown_entry()->id, first);
        // By the key, and of a set.
        QTest::keyClick(window.get(), Qt::Key_S);
        QTRY_VERIFY_WITH_TIMEOUT(menu = window->findChild<QMenu*>("spectrum-menu"), patience);
        menu->findChild<QAction*>(QString::fromStdString("gram:" + document.session().roles[0]))->trigger();
        menu->close();
        QTRY_VERIFY_WITH_TIMEOUT(document.session().runs.size() == 3 && !window->bench().runner.running(), patience);
        QCOMPARE(document.role_sets()[0]->rows(), Index(60));
        QVERIFY(document.shown_report()->metric("marchenko_pastur_edge").has_value() && std::isnan(*document.shown_report()->metric("marchenko_pastur_edge")));
    }

    void aPlotIsSavedWithAllDigits() {
        auto window = window_with_spectrum();
        QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
        auto dialog = window->findChild<QDialog*>("save-plot");
        QVERIFY(dialog);
        dialog->findChild<QComboBox*>("plot-form")->setCurrentIndex(1);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save), Qt::LeftButton);
        const auto path = folder_.filePath("decay.csv");
        answer_file_dialog(*window, path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto lines = QString::fromUtf8(file.readAll()).split('\n');
        const auto& state = std::get<SpectrumState>(*planted_.frames.back()->state);
        int found = 0;
        for (auto& line : lines)
            if (line.startsWith("singular values,")) QCOMPARE(line.section(',', 2, 2).toDouble(), (*state.values)(found++, 0));
        QCOMPARE(found, 30);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowSpectra)
#include "test_window_spectra.moc"
