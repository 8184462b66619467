// The form of the method: keys, values, undo.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QTextDocumentFragment>
#include <QToolButton>

#include "core/method/unpaired.h"
#include "core/session/commands.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowForm : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

    // Types into a field of the common options and ends with Return.
    static void type(MainWindow& window, const char* name, const QString& text) {
        auto more = window.findChild<QToolButton*>("more");
        if (!more->isChecked()) more->click();
        auto field = window.findChild<QWidget*>(QString("option-") + name);
        QVERIFY2(field && field->isVisible(), name);
        auto line = field->findChild<QLineEdit*>();
        auto box = qobject_cast<QAbstractSpinBox*>(field);  // takes the keys of its line itself
        QWidget* target = box ? field : line;
        target->setFocus();
        line->selectAll();
        if (text.isEmpty()) QTest::keyClick(target, Qt::Key_Delete);
        QTest::keyClicks(target, text);
        QTest::keyClick(target, Qt::Key_Return);
    }

    // What stands under the field; empty: nothing.
    static QString trouble(MainWindow& window, const char* name) {
        auto field = window.findChild<QWidget*>(QString("option-") + name);
        for (auto label : field->parentWidget()->findChildren<QLabel*>("error"))
            if (label->isVisible()) return label->text();
        return {};
    }

    static void write(const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void aFieldUnderTheFocusKeepsItsKeys() {
        auto window = window_with_run(pair_);
        auto& playback = window->bench().playback;
        playback.pause();
        playback.seek(0);
        window->dock("method")->findChild<QToolButton*>("more")->click();
        auto field = window->findChild<QWidget*>("option-seed");
        QVERIFY(field);
        field->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        const auto roles = window->bench().document.session().roles;
        for (auto key : {Qt::Key_J, Qt::Key_L, Qt::Key_Space, Qt::Key_X, Qt::Key_End, Qt::Key_Right, Qt::Key_BracketRight,
                         Qt::Key_Delete, Qt::Key_F, Qt::Key_3})
            QTest::keyClick(field, key);
        QVERIFY(!playback.playing());
        QCOMPARE(playback.position(), 0.0);
        QCOMPARE(playback.rate(), 1.0);
        QCOMPARE(window->bench().document.session().roles, roles);
        QTest::keyClick(field, Qt::Key_Escape);  // back to the picture
        QVERIFY(!field->hasFocus());
        QTest::keyClick(window.get(), Qt::Key_L);
        QVERIFY(playback.playing());
    }

    void theMethodSaysMoreOnAClick() {
        auto window = open_window();
        window->bench().document.push(set_method("icp"));
        const auto& info = window->bench().document.method()->info();
        auto text = window->dock("method")->findChild<QLabel*>("summary");
        const auto plain = [&] { return QTextDocumentFragment::fromHtml(text->text()).toPlainText(); };
        QCOMPARE(plain(), QString::fromStdString(info.summary.substr(0, info.summary.find(". ") + 1)) + " More");
        const int folded = text->heightForWidth(text->width());
        emit text->linkActivated("unfold");
        QVERIFY(plain().contains(QString::fromStdString(info.summary)) && plain().contains(QString::fromStdString(info.citation)));
        QVERIFY(text->heightForWidth(text->width()) > 3 * folded);
        window->bench().document.push(set_method("procrustes"));  // another method begins folded
        QVERIFY(!plain().contains("Schoenemann") && plain().endsWith("More"));
        window->bench().document.push(set_method("icp"));
        emit text->linkActivated("fold");
        QVERIFY(plain().endsWith("More"));
    }

    void formIsEditedByKeysAndUndone() {
        auto window = open_window();
        open_pair(*window, pair_);
        auto& document = window->bench().document;
        QComboBox* box = nullptr;
        const auto options = document.options();
        for (auto& parameter : options.described())
            if (parameter.choices.size() > 1 && !box)
                box = window->findChild<QComboBox*>("option-" + QString::fromStdString(parameter.name));
        QVERIFY(box);
        const auto name = box->objectName().mid(7).toStdString();
        const auto before = document.options().value(name);
        box->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), patience);
        QTest::keyClick(box, box->currentIndex() + 1 < box->count() ? Qt::Key_Down : Qt::Key_Up);
        const auto after = document.options().value(name);
        QVERIFY(after != before);
        QCOMPARE(to_text(after), box->currentText().toStdString());
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(to_text(document.options().value(name)), to_text(before));
        QCOMPARE(box->currentText().toStdString(), to_text(before));
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(to_text(document.options().value(name)), to_text(after));
        run(*window);
        QVERIFY(document.shown_run());
        QCOMPARE(to_text(document.shown_run()->request.options.value(name)), to_text(after));
        window->actions()["run.reset"].trigger();
        QCOMPARE(to_text(document.options().value(name)), to_text(before));
        run(*window);  // so that the next window starts with the defaults
    }

    void commonOptionsAreInTheSessionTheCommandAndTheRun() {
        auto window = open_window();
        open_pair(*window, pair_);
        auto& document = window->bench().document;
        const auto weights = folder_.filePath("weights.txt");
        write(weights, QByteArray("2\n").repeated(60));
        type(*window, "weights", weights);
        type(*window, "anchors", "0.5");
        type(*window, "truth", "identity");
        type(*window, "max-seconds", "30");
        type(*window, "seed", "7");
        type(*window, "threads", "1");
        auto metrics = window->findChild<QComboBox*>("option-metrics");
        metrics->setFocus();
        QTest::keyClick(metrics, Qt::Key_Down);
        const auto& session = document.session();
        QCOMPARE(QString::fromStdString(session.pairing.weights), weights);
        QCOMPARE(session.pairing.anchors, std::string("0.5"));
        QCOMPARE(session.pairing.truth, std::string("identity"));
        QCOMPARE(session.max_seconds, 30.0);
        QCOMPARE(session.seed, std::uint64_t(7));
        QCOMPARE(session.threads, 1);
        QVERIFY(session.fit_only);
        const auto line = command_line_of(document, false);
        for (auto part : {"--weights", "--anchors 0.5", "--truth identity", "--max-seconds 30", "--seed 7", "--threads 1",
                          "--metrics fit"})
            QVERIFY2(line.contains(part), qPrintable(line));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!document.session().fit_only);
        run(*window);
        auto live = document.shown_run();
        QVERIFY(live);
        QCOMPARE(live->request.settings.seed, std::uint64_t(7));
        QCOMPARE(live->pairs->weights.size(), Index(60));
        QCOMPARE(std::count(live->pairs->fits.begin(), live->pairs->fits.end(), 1), 30);
    }

    // A results folder brings all that made it, so that Run makes the same again.
    void aReopenedFolderRunsAgainAlike() {
        const auto weights = folder_.filePath("some weights.txt"), anchors = folder_.filePath("anchors.txt");
        QByteArray ramp, rows;
        for (int i = 0; i < 60; ++i) ramp += QByteArray::number(i) + "\n";
        for (int i = 10; i < 50; ++i) rows += QByteArray::number(i) + "\n";
        write(weights, ramp), write(anchors, rows);
        const auto out = folder_.filePath("kept results");
        const auto choose = [](MainWindow& window, const char* name, const QString& value) {
            auto box = window.findChild<QComboBox*>(QString("option-") + name);
            QVERIFY2(box && box->findText(value) >= 0, name);
            box->setFocus();
            for (int k = 0; k < box->count(); ++k) QTest::keyClick(box, Qt::Key_Up);
            while (box->currentText() != value) QTest::keyClick(box, Qt::Key_Down);
        };
        LiveRun first;
        {
            auto window = open_window();
            open_pair(*window, pair_);
            type(*window, "weights", weights);
            type(*window, "anchors", anchors);
            type(*window, "truth", "identity");
            type(*window, "seed", "7");
            choose(*window, "rows", "unit");
            choose(*window, "mode", "orthogonal");
            choose(*window, "center", "off");
            if (QTest::currentTestFailed()) return;
            run(*window);
            QVERIFY(window->bench().document.shown_run());
            first = *window->bench().document.shown_run();
            QSignalSpy saved(&window->bench().exporter, &Exporter::saved);
            window->bench().exporter.save_results(out.toStdString());
            QVERIFY(saved.wait(patience));
            window->actions()["run.reset"].trigger();
            run(*window);  // so that the next window starts with the defaults
        }
        auto window = open_window();
        auto& document = window->bench().document;
        drop(*window, {out});
        QTRY_VERIFY_WITH_TIMEOUT(document.shown_run() && !window->bench().opener.busy(), patience);
        QCOMPARE(document.session().pairing.rows, std::string("unit"));
        for (auto& file : {document.session().pairing.truth, document.session().pairing.weights, document.session().pairing.anchors})
            QVERIFY2(file.starts_with(out.toStdString()), file.c_str());  // kept beside the result
        QCOMPARE(document.session().seed, std::uint64_t(7));
        for (auto name : {"mode", "center"})
            QCOMPARE(to_text(document.options().value(name)), std::string(name[0] == 'm' ? "orthogonal" : "off"));
        run(*window);
        const LiveRun* again = document.shown_run();
        QVERIFY(again && again->recording != first.recording);
        QCOMPARE(again->pairs->weights.sum(), first.pairs->weights.sum());
        QVERIFY(again->pairs->fits == first.pairs->fits);
        const auto& report = again->report;
        QVERIFY(report && first.report);
        for (auto name : {"rmse", "heldout_rmse", "overlap"}) QCOMPARE(*report->metric(name), *first.report->metric(name));
        QVERIFY((*report->matrix("rotation") - *first.report->matrix("rotation")).norm() == 0);
        window->actions()["run.reset"].trigger();
        run(*window);
    }

    void optionsOfNoUseAreNotShown() {
        auto window = open_window();
        open_pair(*window, pair_);
        window->findChild<QToolButton*>("more")->click();
        const auto& info = window->bench().document.method()->info();
        const auto shown = [&](const char* name) {
            return window->findChild<QWidget*>(QString("option-") + name)->isVisible();
        };
        QCOMPARE(shown("start"), info.uses_start);
        QCOMPARE(shown("landmarks"), info.uses_landmarks);
        QCOMPARE(shown("weights"), info.needs_pairs);
        QVERIFY(shown("rows") && shown("truth") && shown("metrics") && shown("threads"));
        QVERIFY(!shown("truth-base"));
        const auto truth = folder_.filePath("truth.txt");
        QByteArray numbers;
        for (int i = 1; i <= 60; ++i) numbers += QByteArray::number(i) + "\n";
        write(truth, numbers);
        type(*window, "truth", truth);
        QVERIFY(shown("truth-base"));  // numbers in a file may begin at 1
        auto base = window->findChild<QComboBox*>("option-truth-base");
        QTRY_VERIFY_WITH_TIMEOUT(!trouble(*window, "truth").isEmpty(), patience);  // 60 is no row of 60
        base->setFocus();
        QTest::keyClick(base, Qt::Key_Down);
        QCOMPARE(window->bench().document.session().pairing.truth_base, 1);
        QTRY_COMPARE_WITH_TIMEOUT(trouble(*window, "truth"), QString(), patience);
    }

    void whatIsWrongWithAFileStandsUnderItsField() {
        auto window = open_window();
        open_pair(*window, pair_);
        type(*window, "weights", folder_.filePath("gone.txt"));
        QTRY_VERIFY_WITH_TIMEOUT(trouble(*window, "weights").contains("gone.txt"), patience);
        const auto few = folder_.filePath("few.txt");
        write(few, "1\n1\n");
        type(*window, "weights", few);
        QTRY_VERIFY_WITH_TIMEOUT(trouble(*window, "weights").contains("2"), patience);
        type(*window, "anchors", "1.5");
        QVERIFY(trouble(*window, "anchors").contains("between 0 and 1"));
        QCOMPARE(window->bench().document.session().pairing.anchors, std::string());
        type(*window, "weights", "");
        QTRY_COMPARE_WITH_TIMEOUT(trouble(*window, "weights"), QString(), patience);
    }

    void unpairedSetsAreSentToMethodsThatFit() {
        const auto few = folder_.filePath("few.npy"), more = folder_.filePath("more.npy"), unused = folder_.filePath("u.npy");
        write_pair(30, 3, few, unused);
        write_pair(40, 3, more, unused);
        auto window = open_window();
        open_files(*window, {few, more});
        auto& runner = window->bench().runner;
        if (!window->bench().document.method()->info().needs_pairs) QSKIP("the first method takes unpaired sets");
        QVERIFY(!runner.can_start() && !window->actions()["run.start"].isEnabled());
        QVERIFY(runner.why_not().contains("30") && runner.why_not().contains("40"));
        for (auto method : runner.alternatives()) QVERIFY(!method->info().needs_pairs);
        QCOMPARE(runner.alternatives(), unpaired_methods(3));
        if (runner.alternatives().empty()) return;
        const auto id = runner.alternatives().front()->info().id;
        for (auto label : window->dock("method")->findChildren<QLabel*>())
            if (label->text().contains("href=\"" + QString::fromStdString(id))) emit label->linkActivated(QString::fromStdString(id));
        QCOMPARE(window->bench().document.session().method, id);
        QVERIFY(window->actions()["run.start"].isEnabled());
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowForm)
#include "test_window_form.moc"
