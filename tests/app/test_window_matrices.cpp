// Matrices in the window: all of a file layer by layer, each with its own verdict, and files that are not read whole.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QTreeWidget>
#include <fstream>

#include "app/window/results_panel.h"
#include "app/window/spectrum_bar.h"
#include "core/linalg/singular_values.h"
#include "core/spectrum/stream.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

// More entries than the window takes into memory, of one byte each: 1,000,100 rows of 64.
void write_large(const QString& path) {
    constexpr Index rows = 1'000'100, columns = 64;
    std::ofstream file(path.toStdString(), std::ios::binary);
    std::string header = "{'descr': '|i1', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " + std::to_string(columns) + "), }";
    header.append(117 - header.size() % 64 + 1, ' ');
    while ((10 + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    file.write("\x93NUMPY\x01\x00", 8).put(char(header.size() & 255)).put(char(header.size() >> 8));
    file << header;
    std::string row(columns, 0);
    Random random(4);
    for (Index i = 0; i < rows; ++i) {
        if (i < 500)
            for (auto& c : row) c = char(int(random.below(21)) - 10);
        else row[std::size_t(i % columns)] = char(i % 7);
        file << row;
    }
}

}  // namespace

class TestWindowMatrices : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString archive_;

    static QString verdict_of(MainWindow& window) {
        QStringList text;
        for (auto label : window.findChild<ResultsPanel*>()->findChildren<QLabel*>()) text << label->text();
        return text.join("\n");
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        Random random(5);
        std::vector<std::pair<QByteArray, QString>> members;
        const auto add = [&](const char* name, const Matrix& m) {
            const auto file = folder_.filePath(QString(name) + ".npy");
            QVERIFY(write_npy(m, file.toStdString()).ok());
            members.emplace_back(QByteArray(name) + ".npy", file);
        };
        add("noise", random.normal(60, 40));
        add("low", 9 * random.normal(50, 2) * random.normal(2, 30) + random.normal(50, 30));
        add("wide", random.normal(20, 80));
        const auto flat = folder_.filePath("bias.npy");
        QVERIFY(write_npy(Vector(random.normal(40, 1)), {40}, flat.toStdString()).ok());
        members.emplace_back("bias.npy", flat);
        archive_ = folder_.filePath("net.npz");
        write_npz(archive_, members);
    }

    void allMatricesOfAFileAreCompared() {
        auto window = open_window();
        drop(*window, {archive_});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        auto dialog = window->findChild<OpenQuestion*>();
        auto all = dialog->findChild<QPushButton*>("all-matrices");
        QVERIFY(all && all->text().contains("3"));
        QTest::mouseClick(all, Qt::LeftButton);
        QCOMPARE(dialog->findChildren<QComboBox*>("kind").size(), 3);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open), Qt::LeftButton);
        auto& document = window->bench().document;
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(3), patience);
        QCOMPARE(document.session().method, std::string("spectral-decay"));
        for (auto& set : document.role_sets()) QCOMPARE(set->kind(), Kind::Matrix);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get(), patience));
        run(*window);
        QVERIFY(document.shown_run() && document.shown_run()->pairs->sets.size() == 3);
        picture_at(*window, 1);
        // The verdict is that of the matrix in front.
        QVERIFY2(verdict_of(*window).contains("noise: "), qPrintable(verdict_of(*window)));
        QTest::keyClick(window.get(), Qt::Key_N);
        QCOMPARE(document.shown_entry()->spectrum.layer, 2);
        QTRY_VERIFY_WITH_TIMEOUT(verdict_of(*window).contains("low: "), patience);
        QVERIFY(window->bench().feed.exhibit()->report->reasons.front().starts_with("low: "));
        const auto report = document.shown_report();
        QVERIFY(report->metric("marchenko_pastur_spikes") == 2.0);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(verdict_of(*window).contains("noise: "), patience);
        // Where that method is in use, all matrices are what is proposed.
        QTest::keyClick(window.get(), Qt::Key_W, Qt::ControlModifier);
        const auto other = folder_.filePath("again.npz");
        QVERIFY(QFile::copy(archive_, other));
        auto fresh = open_window();
        fresh->bench().document.push(set_method("spectral-decay"));
        drop(*fresh, {other});
        QTRY_VERIFY_WITH_TIMEOUT(fresh->findChild<OpenQuestion*>(), patience);
        QTest::keyClick(fresh->findChild<OpenQuestion*>(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(fresh->bench().document.role_sets().size(), std::size_t(3), patience);
    }

    void aFileTooLargeIsStreamed() {
        const auto path = folder_.filePath("large.npy");
        write_large(path);
        auto window = open_window();
        auto& document = window->bench().document;
        document.push(set_method("spectral-decay"));
        drop(*window, {path});
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(1), patience);
        QVERIFY(is_sampled(*document.role_sets()[0]) && document.role_sets()[0]->rows() == 5000);
        QVERIFY(document.session().datasets[0].streamed);
        QVERIFY(button_of(*window, "Read it whole"));
        run(*window);
        const auto& state = std::get<SpectrumState>(*document.shown_run()->recording->frames().back()->state);
        QCOMPARE((*state.sizes)(0, 0), 1'000'100.0);
        QCOMPARE((*state.lengths)(0), std::int64_t(64));
        // A session opens it the same way; another method says why it cannot take it.
        auto again = open_dataset(document.session().datasets[0]);
        QVERIFY(again.ok() && is_sampled(**again));
        document.push(set_method("newton-schulz"));
        QVERIFY(window->bench().runner.why_not().contains("streamed"));
        QVERIFY(!window->actions()["run.start"].isEnabled());
    }

    // Refused for want of memory, a file of rows can still have its spectrum: by one click.
    void whatMemoryRefusesIsStreamedByAClick() {
        Random random(6);
        const Matrix rows = random.normal(6000, 40);
        const auto path = folder_.filePath("rows.npy");
        QVERIFY(write_npy(rows, path.toStdString()).ok());
        auto window = open_window();
        window->bench().opener.allow_memory(1'500'000);
        auto& document = window->bench().document;
        drop(*window, {path});
        QAbstractButton* stream = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(stream = button_of(*window, "Stream it for its spectrum"), patience);
        QVERIFY2(window->notices().text().contains("of memory; at most 1.5 MB"), qPrintable(window->notices().text()));
        QVERIFY(document.role_sets().empty() && document.session().method != "spectral-decay");
        QTest::mouseClick(stream, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(1), patience);
        QCOMPARE(document.session().method, std::string("spectral-decay"));
        QVERIFY(is_sampled(*document.role_sets()[0]) && document.session().datasets[0].streamed);
        run(*window);
        const auto& state = std::get<SpectrumState>(*document.shown_run()->recording->frames().back()->state);
        const auto values = singular_values(rows);
        QVERIFY((state.values->col(0) - *values).cwiseAbs().maxCoeff() < 1e-12 * (*values)(0));
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowMatrices)
#include "test_window_matrices.moc"
