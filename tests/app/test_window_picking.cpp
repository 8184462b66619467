// Picked pairs, search and selection: clicks on the picture, the table, lists that are linked.
#include <QLabel>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

#include "app/window/exporter.h"
#include "app/window/features.h"
#include "app/window/finder_dock.h"
#include "app/window/pairs_dock.h"
#include "core/session/landmark_file.h"
#include "tests/app/planted_run.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowPicking : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString source_, target_, words_, other_words_;

    std::unique_ptr<MainWindow> window_with(const QString& first, const QString& second) {
        auto window = open_window();
        open_files(*window, {first, second});
        if (!QTest::qWaitFor([&] { return window->bench().document.role_sets().size() == 2; }, patience)) qFatal("not opened");
        window->viewport().view(CameraView::Front);
        QTest::qWait(100);
        return window;
    }

    static const std::vector<Landmark>& picked(MainWindow& window) { return window.bench().document.session().pairing.picked; }

    // The picture holds one point of each set at a place of its own; the first that can be hit is found by trying.
    static bool pick_pair(MainWindow& window, Index source, Index target) {
        return click_row(window, {0, source}) && click_row(window, {1, target});
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        // Few points far apart, the two sets beside each other: every click has one meaning.
        Matrix moving(5, 3), staying(5, 3);
        moving << 0, 0, 0, 2, 0, 0, 4, 0, 0, 0, 2, 0, 2, 2, 0;
        staying = moving.array() + 0.8;
        staying.col(2).setZero();
        source_ = folder_.filePath("moving.npy"), target_ = folder_.filePath("staying.npy");
        QVERIFY(write_npy(moving, source_.toStdString()).ok() && write_npy(staying, target_.toStdString()).ok());
        Random random(12);
        const Matrix vectors = random.normal(6, 5), turned = vectors * random_orthogonal(5, random, true);
        const char* labels[] = {"sun", "moon", "sunrise", "stone", "water", "fire"};
        words_ = folder_.filePath("words.vec"), other_words_ = folder_.filePath("mots.vec");
        const std::pair<QString, const Matrix*> files[] = {{words_, &vectors}, {other_words_, &turned}};
        for (auto& [path, rows] : files) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("6 5\n");
            for (int i = 0; i < 6; ++i) {
                file.write(labels[i]);
                for (int j = 0; j < 5; ++j) file.write(" " + QByteArray::number((*rows)(i, j), 'g', 17));
                file.write("\n");
            }
        }
    }

    void clicksPickPairsThatAreUndone() {
        auto window = window_with(source_, target_);
        auto status = window->findChild<QLabel*>("pairs-status");
        QTest::keyClick(window.get(), Qt::Key_P);
        QVERIFY(window->features()->picking());
        QVERIFY(window->dock("pairs")->isVisible());
        QVERIFY(click_row(*window, {0, 1}));
        QVERIFY(window->features()->pairs().waiting());
        QVERIFY(picked(*window).empty());
        QVERIFY(status->text().contains("partner that stays"));
        QVERIFY(click_row(*window, {1, 1}));
        QVERIFY((picked(*window) == std::vector<Landmark>{{1, 1, 1}}));
        QVERIFY(status->text().contains("1 of 3 needed"));
        QVERIFY(pick_pair(*window, 0, 0));
        QVERIFY(pick_pair(*window, 2, 2));
        QVERIFY2(status->text().contains("collinear"), status->text().toUtf8());
        QVERIFY(pick_pair(*window, 3, 3));
        QVERIFY2(status->text().contains("gives a start"), status->text().toUtf8());
        QCOMPARE(picked(*window).size(), std::size_t(4));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(picked(*window).size(), std::size_t(3));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(picked(*window).size(), std::size_t(4));
        // Picked again, a row gets its new partner.
        QVERIFY(pick_pair(*window, 3, 4));
        QCOMPARE(picked(*window)[3].target, Index(4));
        QCOMPARE(picked(*window).size(), std::size_t(4));
    }

    void fourPairsAndTheWholeMessageHaveRoom() {
        auto window = window_with(source_, target_);
        window->resize(1280, 800);
        window->bench().document.push(set_picked("Pick", {{0, 0, 1}, {1, 1, 1}, {2, 2, 1}, {3, 3, 1}}));
        window->actions()["view.pairs"].trigger();
        auto table = window->findChild<QTableView*>("pairs");
        QTRY_VERIFY_WITH_TIMEOUT(table->isVisible(), patience);
        const auto last = [&] { return table->visualRect(table->model()->index(3, 0)); };
        QTRY_VERIFY_WITH_TIMEOUT(table->viewport()->rect().contains(last()), patience);
        auto status = window->findChild<QLabel*>("pairs-status");
        QVERIFY(status->wordWrap() && status->text().size() > 40);
        QVERIFY(status->heightForWidth(status->width()) <= status->height());
        QVERIFY(window->viewport().height() > 300);
    }

    void marksStandOnBothSets() {
        auto window = window_with(source_, target_);
        window->actions()["view.pairs"].trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window->dock("pairs")->isVisible(), patience);
        QTest::qWait(200);
        const auto before = picture(*window);
        auto& document = window->bench().document;
        document.push(set_picked("Pick", {{0, 0, 1}, {4, 4, 1}, {1, 1, 1}}));
        QVERIFY(difference(before, picture(*window)) > 0.0005);
        document.push(set_picked("None", {}));
        QVERIFY(difference(before, picture(*window)) < 0.0005);
    }

    void aDragPicksNothing() {
        auto window = window_with(source_, target_);
        QTest::keyClick(window.get(), Qt::Key_P);
        QTest::qWait(50);
        auto& view = window->viewport();
        const auto place = view.stage().place_of({0, 1});
        QVERIFY(place);
        const QPoint at(int((*place)[0] / view.devicePixelRatioF()), int((*place)[1] / view.devicePixelRatioF()));
        QTest::mousePress(&view, Qt::LeftButton, {}, at);
        QTest::mouseMove(&view, at + QPoint(30, 0));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at + QPoint(30, 0));
        QVERIFY(!window->features()->pairs().waiting());
    }

    void theTableIsEditedWeightedAndDeleted() {
        auto window = window_with(source_, target_);
        auto& document = window->bench().document;
        document.push(set_picked("Pick", {{0, 0, 1}, {1, 1, 1}, {3, 3, 1}}));
        window->actions()["view.pairs"].trigger();
        auto table = window->findChild<QTableView*>("pairs");
        QTRY_VERIFY_WITH_TIMEOUT(table->isVisible(), patience);
        auto model = table->model();
        QCOMPARE(model->rowCount(), 3);
        const auto type = [&](int row, int column, const char* text) {
            const auto index = model->index(row, column);
            table->setCurrentIndex(index);
            table->edit(index);
            auto line = table->viewport()->findChild<QLineEdit*>();
            QVERIFY(line);
            line->selectAll();
            QTest::keyClicks(line, text);
            QTest::keyClick(line, Qt::Key_Return);  // the table takes it at the next turn of the event loop
            QTRY_VERIFY_WITH_TIMEOUT(!table->viewport()->findChild<QLineEdit*>(), patience);
        };
        type(1, PairsModel::Weight, "0.25");
        QCOMPARE(picked(*window)[1].weight, 0.25);
        type(2, PairsModel::TargetRow, "4");
        QCOMPARE(picked(*window)[2].target, Index(4));
        QVERIFY(!model->setData(model->index(2, PairsModel::TargetRow), 99, Qt::EditRole));  // no such row
        QVERIFY(!model->setData(model->index(2, PairsModel::Weight), -1, Qt::EditRole));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(picked(*window)[2].target, Index(3));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(model->index(0, 1)).center());
        auto remove = window->findChild<QToolButton*>("button-pairs.delete");
        QTRY_VERIFY_WITH_TIMEOUT(remove->isEnabled(), patience);
        QTest::mouseClick(remove, Qt::LeftButton);
        QCOMPARE(picked(*window).size(), std::size_t(2));
        QCOMPARE(picked(*window)[0].source, Index(1));
    }

    void pairsComeFromAFileAndGoIntoOne() {
        auto window = window_with(source_, target_);
        const auto file = folder_.filePath("pairs.txt");
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("1 1\n2 2\n4 4\n");
        out.close();
        window->actions()["pairs.import"].trigger();
        auto dialog = window->findChild<QDialog*>("import-pairs");
        QVERIFY(dialog);
        dialog->findChild<QComboBox*>("rows-from")->setCurrentIndex(1);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QFileDialog*>(), patience);
        auto field = window->findChild<QFileDialog*>()->findChild<QLineEdit*>("fileNameEdit");
        field->setText(file);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(picked(*window).size(), std::size_t(3), patience);
        QVERIFY((picked(*window)[2] == Landmark{3, 3, 1}));
        const auto copy = folder_.filePath("out.txt");
        window->features()->pairs().export_file(copy);
        auto read = read_landmarks(copy.toStdString(), 0);
        QVERIFY(read.ok() && *read == picked(*window));
        // Rows that the sets do not have are refused as a whole, and it is said.
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        out.write("0 77\n");
        out.close();
        window->features()->pairs().import_file(file, 0);
        QCOMPARE(picked(*window).size(), std::size_t(3));
        QVERIFY(window->notices().text().contains("do not have"));
    }

    void aWordIsFoundWithItsNeighbours() {
        auto window = window_with(words_, other_words_);
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(window->bench().document.shown_run() && !window->bench().runner.running(), patience);
        QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
        auto field = window->findChild<QLineEdit*>("find-word");
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        QTest::keyClicks(field, "SUN");
        auto found = window->findChild<QListWidget*>("found-rows");
        QCOMPARE(found->count(), 4);  // sun and sunrise, in both sets
        QVERIFY(found->item(0)->text().endsWith("sun"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY((window->features()->selection().row() == Selected{0, 0}));
        QVERIFY((window->viewport().look().selected == Selected{0, 0}));
        auto tree = window->findChild<QTreeWidget*>("neighbours");
        QTRY_COMPARE_WITH_TIMEOUT(tree->topLevelItemCount(), 3, patience);
        auto aligned = tree->topLevelItem(0);
        QCOMPARE(aligned->text(0), QString("Aligned, cosine"));
        QVERIFY(aligned->child(0)->text(0).endsWith("sun"));  // its own partner, once aligned
        QCOMPARE(aligned->child(0)->text(1), QString("1"));
        QVERIFY(tree->topLevelItem(1)->text(0).contains("Before"));
        // A neighbour is one click away.
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualItemRect(aligned->child(1)).center());
        QVERIFY(window->features()->selection().row()->set == 1);
        window->actions()["edit.clear-selection"].trigger();
        QVERIFY(!window->viewport().look().selected);
    }

    void rowsAreFoundByNumberAndWholeWordsFirst() {
        Dataset set;
        set.payload = EmbeddingSet{Matrix::Zero(4, 2)};
        set.labels = {"sunrise", "Sun", "sun", "3"};
        QVERIFY((rows_with(set, "sun", 9) == std::vector<Index>{2, 1, 0}));
        QVERIFY((rows_with(set, "row 1", 9) == std::vector<Index>{1}));
        QVERIFY((rows_with(set, "3", 9) == std::vector<Index>{3}));
        QVERIFY(rows_with(set, "", 9).empty() && rows_with(set, "row 4", 9).empty());
        QCOMPARE(rows_with(set, "s", 2).size(), std::size_t(2));
    }

    void aClickOnThePictureSelects() {
        auto window = window_with(source_, target_);
        QVERIFY(click_row(*window, {0, 4}));
        QVERIFY((window->features()->selection().row() == Selected{0, 4}));
        window->actions()["view.find"].trigger();
        auto tree = window->findChild<QTreeWidget*>("neighbours");
        QTRY_VERIFY_WITH_TIMEOUT(tree->topLevelItemCount() > 0, patience);
        QVERIFY(click_row(*window, {1, 2}));
        QVERIFY((window->features()->selection().row() == Selected{1, 2}));
    }

    void worstRowsAreListedAndClicked() {
        auto window = window_with(source_, target_);
        auto report = std::make_shared<Report>();
        report->verdict = Verdict::Supported;
        plant_run(*window, {planted_frame(0, 0, 0, 1, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 1, planted_turn(3, 0.4))},
                  {}, report);
        auto list = window->findChild<QListWidget*>("worst-rows");
        QTRY_COMPARE_WITH_TIMEOUT(list->count(), 5, patience);
        QVERIFY2(list->item(0)->text().startsWith("row 3   1.8"), list->item(0)->text().toUtf8());  // (0, 2) turned by 0.4 rad
        list->scrollToItem(list->item(0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QVERIFY((window->features()->selection().row() == Selected{0, 3}));
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowPicking)
#include "test_window_picking.moc"
