// What leaves the window: a picture, the command line of a run.
#include <QClipboard>
#include <QDialogButtonBox>
#include <QSpinBox>

#include "app/cli/run_command.h"
#include "core/samples/sample.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

// The words of one command as a shell reads them; quotes as the window writes them.
std::vector<std::string> words_of(const QString& line) {
    std::vector<std::string> words;
    QString word;
    bool quoted = false;
    for (qsizetype i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '\'') quoted = !quoted;
        else if (i < line.size() && line[i] == '\\' && !quoted) word += line[++i];
        else if (i < line.size() && (line[i] != ' ' || quoted)) word += line[i];
        else if (!word.isEmpty()) words.push_back(word.toStdString()), word.clear();
    }
    return words;
}

}  // namespace

class TestWindowExport : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void pictureIsSavedAtTwiceItsSize() {
        auto window = window_with_run(pair_);
        const auto path = folder_.filePath("twice.png");
        const QSize size = window->viewport().size() * window->viewport().devicePixelRatioF();
        QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto times = window->findChild<QDialog*>()->findChild<QSpinBox*>();
        QVERIFY(times);
        QCOMPARE(times->value(), 2);
        auto save = times->parentWidget()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QTest::mouseClick(save, Qt::LeftButton);
        answer_file_dialog(*window, folder_.filePath("twice"));  // without suffix
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        const QImage image(path);
        QCOMPARE(image.size(), 2 * size);
        QVERIFY(difference(image.scaled(size), image.scaled(size).mirrored(true, false)) > 0);  // no blank sheet
    }

    void commandLineOfFilesIsUnderstood() {
        auto window = open_window();
        open_pair(*window, pair_);
        QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        auto words = words_of(QApplication::clipboard()->text());
        QVERIFY(words.size() > 4);
        QCOMPARE(words[0] + " " + words[1], std::string("orthoscope run"));
        auto parsed = parse_run(std::span(words).subspan(2));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        QCOMPARE(parsed->inputs.size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(parsed->inputs[0].path.string()), pair_.source);
        QCOMPARE(QString::fromStdString(parsed->inputs[1].path.string()), pair_.target);
        QCOMPARE(parsed->request.method, window->bench().document.session().method);
    }

    void commandLineOfASampleNamesWhatItWrites_data() {
        QTest::addColumn<QString>("id");
        for (auto& info : samples()) QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
    }
    void commandLineOfASampleNamesWhatItWrites() {
        QFETCH(QString, id);
        auto window = open_window();
        auto& document = window->bench().document;
        window->bench().opener.open_sample(id.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(!document.session().datasets.empty(), patience);
        window->bench().runner.cancel();
        if (!window->actions()["edit.copy-command"].isEnabled()) QSKIP("no run is possible with this sample alone");
        window->actions()["edit.copy-command"].trigger();
        const auto lines = QApplication::clipboard()->text().split(" && ");
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], "orthoscope sample " + id + " -o " + id);
        auto words = words_of(lines[1]);
        auto parsed = parse_run(std::span(words).subspan(2));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        const auto info = find_sample(id.toStdString());
        auto made = make_sample(info->id, info->parameters, 1);
        QVERIFY(made.ok());
        QTemporaryDir place;
        const auto written = write_sample(*made, place.filePath(id).toStdString());
        QVERIFY(written.ok());
        for (auto& input : parsed->inputs)
            QVERIFY2(QFile::exists(place.filePath(QString::fromStdString(input.path.string()))), input.path.c_str());
        // A truth belongs to the family of the method that shows the sample.
        QCOMPARE(!parsed->pairing.truth.empty(), made->file("truth.txt") && find_method(made->method));
        if (!parsed->pairing.truth.empty())
            QVERIFY(QFile::exists(place.filePath(QString::fromStdString(parsed->pairing.truth))));
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowExport)
#include "test_window_export.moc"
