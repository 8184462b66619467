// What keeps work from being lost: the autosave and its offer, the question before closing.
#include <QMessageBox>

#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowRecovery : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

    static void keep(Workbench& bench) {
        QSignalSpy saved(&bench.autosave, &Autosaver::saved);
        bench.autosave.save_now();
        QVERIFY(saved.size() || saved.wait(patience));
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void autosaveIsOfferedAfterACrash() {
        const auto left = autosave_path({});
        double seconds = 0;
        {
            auto window = window_with_run(pair_);
            auto& bench = window->bench();
            seconds = bench.document.shown_run()->recording->frames().back()->seconds;
            keep(bench);
            QVERIFY(QFile::exists(QString::fromStdString(left.string())));
        }  // gone without being closed
        {
            auto window = open_window();
            window->open({});
            QVERIFY(button_of(window->notices(), "Restore it"));
            window->close();  // without an answer: the offer stands the next time too
        }
        QVERIFY(QFile::exists(QString::fromStdString(left.string())));
        auto window = open_window();
        window->open({});
        auto restore = button_of(window->notices(), "Restore it");
        QVERIFY(restore);
        QTest::mouseClick(restore, Qt::LeftButton);
        auto& document = window->bench().document;
        QTRY_VERIFY_WITH_TIMEOUT(document.shown_run(), patience);
        // The recorded frames, not those of another run of the same method.
        QCOMPARE(document.shown_run()->recording->frames().back()->seconds, seconds);
        QVERIFY(document.shown_entry()->results.empty());  // a proper save writes them anew
        QVERIFY(document.file().empty());  // it is not the autosave that would be written on
        QVERIFY(document.modified());
        QVERIFY(QFile::exists(QString::fromStdString(left.string())));
        QSignalSpy saved(&window->bench().exporter, &Exporter::session_saved);
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        const auto file = folder_.filePath("restored.orthoscope");
        answer_file_dialog(*window, folder_.filePath("restored"));
        QVERIFY(saved.size() || saved.wait(patience));
        QVERIFY(QFile::exists(file));
        QVERIFY(!QFile::exists(QString::fromStdString(left.string())));
        QVERIFY(!QFile::exists(QString::fromStdString(Autosaver::runs_folder({}).string())));
        QVERIFY(is_result_folder(document.shown_entry()->results));
        QVERIFY(!document.modified());
    }

    void autosaveOfASavedSessionIsOfferedWithIt() {
        const auto file = folder_.filePath("kept.orthoscope");
        {
            auto window = window_with_run(pair_);
            auto& bench = window->bench();
            QSignalSpy saved(&bench.exporter, &Exporter::session_saved);
            bench.exporter.save_session(file.toStdString(), window->present_view(), 0);
            QVERIFY(saved.wait(patience));
            QTest::keyClick(window.get(), Qt::Key_X);
            keep(bench);
        }
        auto window = open_window();
        auto& document = window->bench().document;
        drop(*window, {file});
        QTRY_VERIFY_WITH_TIMEOUT(button_of(window->notices(), "Restore it"), patience);
        const auto broken = folder_.filePath("broken.npy");
        QFile(broken).open(QIODevice::WriteOnly);
        drop(*window, {broken});
        QTRY_VERIFY_WITH_TIMEOUT(window->notices().text().contains("broken.npy"), patience);
        QVERIFY(button_of(window->notices(), "Restore it"));  // the problem does not cover the offer
        const auto roles = document.session().roles;
        QTest::mouseClick(button_of(window->notices(), "Restore it"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(document.modified() && !window->bench().opener.busy(), patience);
        QVERIFY(document.session().roles != roles);
        QCOMPARE(QString::fromStdString(document.file().string()), file);
    }

    void closingAsksAboutWhatWouldBeLost() {
        auto window = window_with_run(pair_);
        const auto question = [&] { return window->findChild<QMessageBox*>("unsaved"); };
        const auto answer = [&](QMessageBox::StandardButton button) {
            QTest::mouseClick(question()->button(button), Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question() && window->isVisible());
        answer(QMessageBox::Cancel);
        QVERIFY(window->isVisible() && !question());
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question());
        answer(QMessageBox::Save);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QFileDialog*>(), patience);
        QTest::keyClick(window->findChild<QFileDialog*>(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<QFileDialog*>(), patience);
        // The dialog was left, so a later save is only a save.
        QSignalSpy saved(&window->bench().exporter, &Exporter::session_saved);
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        answer_file_dialog(*window, folder_.filePath("asked.orthoscope"));
        QVERIFY(saved.size() || saved.wait(patience));
        QVERIFY(window->isVisible());
        QTest::keyClick(window.get(), Qt::Key_X);
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question());
        answer(QMessageBox::Save);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), patience);
        QVERIFY(!window->bench().document.modified());
    }

    void closingWithDiscardLeavesNothing() {
        auto window = window_with_run(pair_);
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        auto box = window->findChild<QMessageBox*>("unsaved");
        QVERIFY(box);
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), patience);
        QVERIFY(!QFile::exists(QString::fromStdString(autosave_path({}).string())));
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowRecovery)
#include "test_window_recovery.moc"
