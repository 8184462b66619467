// The sets: which arrays of a file, as what, under which name.
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QMenu>
#include <QTreeWidget>

#include "app/window/open_memory.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

// An octahedron as triangle soup: 24 vertices in six places.
void write_soup(const QString& path) {
    const double corner[6][3] = {{1, 0, 0}, {0, 1, 0}, {-1, 0, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    QByteArray vertices, faces;
    for (int i = 0; i < 8; ++i) {
        const int a = i % 4, b = (i + 1) % 4, c = i < 4 ? 4 : 5;
        for (int v : {i < 4 ? a : b, i < 4 ? b : a, c})
            vertices += QByteArray::number(corner[v][0]) + " " + QByteArray::number(corner[v][1]) + " " +
                        QByteArray::number(corner[v][2]) + "\n";
        faces += "3 " + QByteArray::number(3 * i) + " " + QByteArray::number(3 * i + 1) + " " + QByteArray::number(3 * i + 2) + "\n";
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("OFF\n24 8 0\n" + vertices + faces);
}

}  // namespace

class TestWindowData : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void theArraysOfAnNpzFileAreAsked() {
        const auto path = folder_.filePath("pair.npz");
        write_npz(path, {{"a.npy", pair_.source}, {"b.npy", pair_.target}, {"c.npy", pair_.source}});
        auto window = open_window();
        drop(*window, {path});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        auto dialog = window->findChild<OpenQuestion*>();
        auto list = dialog->findChild<QTreeWidget*>("members");
        QCOMPARE(list->topLevelItemCount(), 3);
        QCOMPARE(list->topLevelItem(0)->checkState(0), Qt::Checked);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space);  // the second array too
        QCOMPARE(dialog->findChildren<QComboBox*>("kind").size(), 2);
        auto open = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
        QTest::mouseClick(open, Qt::LeftButton);
        auto& document = window->bench().document;
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(2), patience);
        auto& roles = document.session().roles;
        QVERIFY(document.session().dataset(roles[0])->member.find('a') != std::string::npos);
        QVERIFY(document.session().dataset(roles[1])->member.find('b') != std::string::npos);
        window->activateWindow();  // a window manager would, as the dialog closes
        QVERIFY(QTest::qWaitForWindowActive(window.get(), patience));
        run(*window);
        QVERIFY(document.shown_run());
    }

    void narrowTablesAreAskedOnceAndTheAnswerIsKept() {
        const auto a = folder_.filePath("narrow a.npy"), b = folder_.filePath("narrow b.npy");
        write_pair(40, 3, a, b);
        auto window = open_window();
        auto& document = window->bench().document;
        drop(*window, {a, b});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        auto dialog = window->findChild<OpenQuestion*>();
        auto kinds = dialog->findChildren<QComboBox*>("kind");
        QCOMPARE(kinds.size(), 2);  // one question for both
        for (auto kind : kinds) QCOMPARE(kind->currentText(), QString("cloud"));
        kinds[1]->setFocus();
        QTest::keyClick(kinds[1], Qt::Key_Down);
        QCOMPARE(kinds[1]->currentText(), QString("embedding"));
        QTest::keyClick(kinds[1], Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(2), patience);
        QCOMPARE(document.role_sets()[0]->kind(), Kind::Cloud);
        QCOMPARE(document.role_sets()[1]->kind(), Kind::Embedding);
        QCOMPARE(document.session().dataset(document.session().roles[1])->kind, std::string("embedding"));
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<OpenQuestion*>(), patience);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get(), patience));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);  // one entry took both in
        QVERIFY(document.session().datasets.empty());

        drop(*window, {a, b});  // the same files again: the answer is known
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(2), patience);
        QVERIFY(!window->findChild<OpenQuestion*>());
        QCOMPARE(document.role_sets()[1]->kind(), Kind::Embedding);
    }

    void escapeInTheQuestionOpensNothing() {
        const auto path = folder_.filePath("two columns.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("x,y\n1,2\n3,4\n5,7\n");
        file.close();
        auto window = open_window();
        for (bool escape : {true, false}) {
            drop(*window, {path});
            QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
            auto dialog = window->findChild<OpenQuestion*>();
            QTest::keyClick(dialog, escape ? Qt::Key_Escape : Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<OpenQuestion*>() && !window->bench().opener.busy(), patience);
            QCOMPARE(window->bench().document.session().datasets.size(), std::size_t(escape ? 0 : 1));
        }
    }

    void aColumnThatCountsIsOfferedAsLabels() {
        const auto path = folder_.filePath("numbered.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("id,x,y\n1,0.5,2\n2,3,4.5\n3,5,7\n4,1,1\n");
        file.close();
        auto window = open_window();
        auto& document = window->bench().document;
        drop(*window, {path});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        QTest::keyClick(window->findChild<OpenQuestion*>(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(1), patience);
        QCOMPARE(document.role_sets()[0]->columns(), Index(2));
        QCOMPARE(document.role_sets()[0]->labels[3], std::string("4"));
        QCOMPARE(document.session().datasets[0].labels, std::string("column:1"));
        const auto json = to_json(document.session(), folder_.path().toStdString());
        auto back = parse_session(json.dump(), (folder_.path() + "/s.orthoscope").toStdString());
        QVERIFY(back.ok());
        QCOMPARE(back->datasets[0].labels, std::string("column:1"));
    }

    void noMoreQuestionsWhereThePersonSaysSo() {
        auto window = open_window();
        auto& document = window->bench().document;
        const auto a = folder_.filePath("first.npy"), b = folder_.filePath("second.npy");
        write_pair(30, 2, a, b);
        drop(*window, {a});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        auto dialog = window->findChild<OpenQuestion*>();
        auto kind = dialog->findChild<QComboBox*>("kind");
        QTest::keyClick(kind, Qt::Key_Down);
        dialog->findChild<QCheckBox*>()->click();
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(1), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<OpenQuestion*>(), patience);
        drop(*window, {b});
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(2), patience);
        QCOMPARE(document.role_sets()[1]->kind(), Kind::Embedding);
        remember_reading({});
    }

    void aSetIsPreparedAsANewOne() {
        const auto path = folder_.filePath("soup.off");
        write_soup(path);
        auto window = open_window();
        auto& document = window->bench().document;
        open_files(*window, {path});
        QCOMPARE(document.role_sets()[0]->rows(), Index(24));
        window->activateWindow();
        QTest::keyClick(window.get(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        auto dialog = window->findChild<QDialog*>("prepare");
        QVERIFY(dialog);
        auto ok = dialog->findChild<QPushButton*>("primary");
        QVERIFY(!ok->isEnabled());  // nothing is asked for yet
        auto weld = dialog->findChild<QAbstractButton*>("option-weld");
        QVERIFY(weld);
        weld->click();
        QTest::mouseClick(ok, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(document.role_sets()[0]->rows() == 6, patience);
        QCOMPARE(document.session().datasets.size(), std::size_t(2));
        const auto entry = *document.session().dataset(document.session().roles[0]);
        QVERIFY(entry.name.starts_with("soup") && entry.name.ends_with(", prepared"));

        const auto json = to_json(document.session(), folder_.path().toStdString());
        auto back = parse_session(json.dump(), (folder_.path() + "/s.orthoscope").toStdString());
        QVERIFY(back.ok());
        const auto kept = back->dataset(entry.id);
        QVERIFY(kept && *kept == entry);
        auto again = open_dataset(*kept, {});
        QVERIFY(again.ok());
        QCOMPARE((*again)->rows(), Index(6));

        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.role_sets()[0]->rows(), Index(24));
    }

    void aSetIsRenamed() {
        auto window = open_window();
        open_pair(*window, pair_);
        auto& document = window->bench().document;
        auto card = card_of(*window, 1);
        QVERIFY(card);
        QTest::mouseClick(card, Qt::LeftButton);
        const auto id = window->data().chosen().toStdString(), before = document.session().dataset(id)->name;
        QCOMPARE(id, document.session().roles[1]);
        QTest::keyClick(window.get(), Qt::Key_F2);
        auto dialog = window->findChild<QDialog*>();
        QVERIFY(dialog);
        auto field = dialog->findChild<QLineEdit*>();
        QCOMPARE(field->text().toStdString(), before);
        field->selectAll();
        QTest::keyClicks(field, "jkl x");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(document.session().dataset(id)->name, std::string("jkl x"));
        QTRY_VERIFY_WITH_TIMEOUT(card_of(*window, 1), patience);
        QVERIFY(card_of(*window, 1)->toolTip().startsWith("jkl x"));
        QCOMPARE(window->bench().feed.exhibit()->name(1), std::string("jkl x"));  // the legend of the picture
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.session().dataset(id)->name, before);
    }

    void aSetIsReadAsAnotherKind() {
        auto window = open_window();
        open_pair(*window, pair_);
        auto& document = window->bench().document;
        const auto now = document.role_sets()[0]->kind();
        const auto wanted = now == Kind::Embedding ? Kind::Cloud : Kind::Embedding;
        auto card = card_of(*window, 0);
        QContextMenuEvent ask(QContextMenuEvent::Mouse, card->rect().center(),
                              card->mapToGlobal(card->rect().center()));
        QApplication::sendEvent(card, &ask);
        auto menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction* kind = nullptr;
        for (auto kinds : menu->findChildren<QMenu*>())
            for (auto action : kinds->actions())
                if (action->text().toStdString() == name_of(wanted)) kind = action;
        QVERIFY(kind && !kind->isChecked());
        kind->trigger();
        menu->close();
        QTRY_VERIFY_WITH_TIMEOUT(!window->bench().opener.busy() && document.role_sets()[0]->kind() == wanted, patience);
        QCOMPARE(document.role_sets().size(), std::size_t(2));
        QCOMPARE(document.session().datasets.size(), std::size_t(2));
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowData)
#include "test_window_data.moc"
