// Room: large text in a small window, what stands in lists, and several errors at once.
#include <QDockWidget>
#include <QListWidget>

#include "app/window/theme.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowRoom : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

    static void set_scale(MainWindow& window, double scale) {
        auto look = window.look();
        look.scale = scale;
        window.set_look(look);
        QCoreApplication::processEvents();
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    // For a room: the picture keeps most of the window, and panels return with the room for them.
    void panelsFoldBesideLargeText() {
        auto window = window_with_run(pair_);
        window->resize(1280, 720);
        const auto share = [&] { return double(window->viewport().width()) / 1280; };
        const auto shown = [&](const char* dock) { return window->dock(dock)->isVisible(); };
        QTRY_VERIFY(share() > 0.68);
        QVERIFY(shown("data") && shown("method"));
        set_scale(*window, 1.75);
        QTRY_VERIFY2(share() > 0.68, qPrintable(QString::number(share())));
        QVERIFY(!shown("data") && shown("method"));
        QVERIFY(!window->actions()["view.data"].isChecked());
        set_scale(*window, 2.5);
        QTRY_VERIFY2(share() > 0.99, qPrintable(QString::number(share())));
        QCOMPARE(window->width(), 1280);
        QVERIFY(window->minimumSizeHint().width() <= 1280);
        // A person may want them all the same; the window still fits the screen.
        for (auto id : {"view.data", "view.method"}) window->actions()[id].trigger();
        QVERIFY(shown("data") && shown("method"));
        QVERIFY2(window->minimumSizeHint().width() <= 1280, qPrintable(QString::number(window->minimumSizeHint().width())));
        for (auto id : {"view.data", "view.method"}) window->actions()[id].trigger();
        set_scale(*window, 1);
        QTRY_VERIFY(shown("data") && shown("method"));
    }

    // What a person has hidden stays hidden.
    void whatWasHiddenStaysSo() {
        auto window = window_with_run(pair_);
        window->actions()["view.data"].trigger();
        QVERIFY(!window->dock("data")->isVisible());
        set_scale(*window, 2.5);
        set_scale(*window, 1);
        QVERIFY(!window->dock("data")->isVisible() && window->dock("method")->isVisible());
    }

    // Boxes of lists stand out from the ground, and ticked ones from the others, in both themes.
    void boxesOfListsAreSeen() {
        auto window = open_window();
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            auto look = window->look();
            look.theme = theme;
            window->set_look(look);
            QListWidget list;
            list.resize(200, 100);
            for (auto state : {Qt::Checked, Qt::Unchecked}) {
                auto item = new QListWidgetItem("", &list);
                item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
                item->setCheckState(state);
            }
            const QImage image = list.grab().toImage();
            const auto count = [&](int row, const QColor& colour) {
                int found = 0;
                const QRect area = list.visualItemRect(list.item(row));
                for (int y = area.top(); y <= area.bottom(); ++y)
                    for (int x = area.left(); x < area.left() + px(30); ++x) found += image.pixelColor(x, y) == colour;
                return found;
            };
            const auto accent = to_qcolor(current_palette().accent), border = to_qcolor(current_palette().secondary);
            QVERIFY2(count(0, accent) > 60, qPrintable(QString::number(count(0, accent))));
            QCOMPARE(count(1, accent), 0);
            QVERIFY2(count(1, border) > 30, qPrintable(QString::number(count(1, border))));
        }
    }

    // Two broken files at once: the second error does not cover the first.
    void everyErrorStaysReadable() {
        for (auto name : {"first.npy", "second.ply"}) {
            QFile file(folder_.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(name).endsWith("npy") ? "\x93NUMPY not really" : "ply\nformat ascii 1.0\nelement vertex many\n");
        }
        auto window = open_window();
        drop(*window, {folder_.filePath("first.npy"), folder_.filePath("second.ply")});
        QTRY_VERIFY_WITH_TIMEOUT(window->notices().text().contains("second.ply"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(window->notices().text().contains("first.npy"), patience);
        for (auto label : window->notices().findChildren<QLabel*>()) {
            QTRY_VERIFY_WITH_TIMEOUT(label->isVisible(), patience);
            QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
        }
        // A third that can be read takes neither away.
        open_files(*window, {pair_.source});
        QVERIFY(window->notices().text().contains("first.npy") && window->notices().text().contains("second.ply"));
        window->notices().clear();
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowRoom)
#include "test_window_room.moc"
