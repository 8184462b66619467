// What the tests of the window share: a window as a person has it, files dropped on it, its picture.
#pragma once

#include <QAbstractButton>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>
#include <zlib.h>

#include "app/window/application.h"
#include "app/window/data_dock.h"
#include "app/window/key_manners.h"
#include "app/window/main_window.h"
#include "app/window/open_question.h"
#include "app/window/stage_view.h"
#include "core/base/random.h"
#include "core/io/write.h"

namespace orthoscope::test {

constexpr int patience = 30000;  // milliseconds; the machine may be busy

// Settings and state go into `folder`, never into the person's own.
inline void prepare(const QTemporaryDir& folder) {
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.filePath("settings"));
    qputenv("XDG_STATE_HOME", folder.filePath("state").toUtf8());
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication::setStyle("Fusion");
    qApp->installEventFilter(new KeyManners(qApp));
}

// A set, and the same turned and moved.
inline void write_pair(Index rows, Index columns, const QString& source, const QString& target) {
    Random random(3);
    Matrix points = random.normal(rows, columns);
    points.col(0) *= 3;
    Matrix turned = points * random_orthogonal(columns, random, true);
    turned.rowwise() += RowVector::Constant(columns, 2);
    QVERIFY(write_npy(points, source.toStdString()).ok());
    QVERIFY(write_npy(turned, target.toStdString()).ok());
}

inline QByteArray little(quint32 value, int bytes) {
    QByteArray text;
    for (int i = 0; i < bytes; ++i) text += char(value >> 8 * i & 255);
    return text;
}

// An NPZ file: a zip archive whose members are stored as they are.
inline void write_npz(const QString& path, const std::vector<std::pair<QByteArray, QString>>& members) {
    QByteArray file, directory;
    for (auto& [name, source] : members) {
        QFile member(source);
        QVERIFY(member.open(QIODevice::ReadOnly));
        const auto bytes = member.readAll();
        const auto crc = quint32(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
        const auto size = little(quint32(bytes.size()), 4);
        const auto common = little(20, 2) + little(0, 8) + little(crc, 4) + size + size + little(quint32(name.size()), 2);
        directory += "PK\1\2" + little(20, 2) + common + little(0, 12) + little(quint32(file.size()), 4) + name;
        file += "PK\3\4" + common + little(0, 2) + name + bytes;
    }
    const auto count = little(quint32(members.size()), 2);
    const auto end = QByteArray("PK\5\6") + little(0, 4) + count + count + little(quint32(directory.size()), 4) +
                     little(quint32(file.size()), 4) + little(0, 2);
    QFile out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(file + directory + end);
}

// Two files: a small cloud, and the same turned and moved.
struct PairFiles {
    QString source, target;
};

inline PairFiles write_pair_files(const QTemporaryDir& folder) {
    PairFiles files{folder.filePath("moving.npy"), folder.filePath("it's staying.npy")};
    write_pair(60, 3, files.source, files.target);
    return files;
}

inline void drop(QWidget& widget, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (auto& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint centre = widget.rect().center();
    QDragEnterEvent enter(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(centre, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

// Null where no window appears.
inline std::unique_ptr<MainWindow> open_window() {
    auto window = std::make_unique<MainWindow>();
    auto look = window->look();
    look.ease_camera = false;
    window->set_look(look);
    window->resize(1280, 800);
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get(), patience)) return nullptr;
    window->activateWindow();
    return window;
}

// Where the files could be read in several ways, what is proposed is taken.
inline void open_files(MainWindow& window, const QStringList& files) {
    auto& bench = window.bench();
    const auto before = bench.document.session().roles;
    const auto question = [&] { return window.findChild<OpenQuestion*>(); };
    drop(window, files);
    QTRY_VERIFY_WITH_TIMEOUT(question() || (!bench.opener.busy() && bench.document.session().roles != before), patience);
    if (question()) {
        QTest::keyClick(question(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!question() && !bench.opener.busy(), patience);
        window.activateWindow();  // a window manager would, as the dialog closes
        QVERIFY(QTest::qWaitForWindowActive(&window, patience));
    }
    QTRY_VERIFY_WITH_TIMEOUT(bench.document.session().roles != before, patience);
}

inline void open_pair(MainWindow& window, const PairFiles& files) {
    open_files(window, {files.source, files.target});
    QCOMPARE(window.bench().document.role_sets().size(), std::size_t(2));
}

inline void run(MainWindow& window) {
    const auto before = window.bench().document.session().runs.size();
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(
        window.bench().document.session().runs.size() > before && !window.bench().runner.running(), patience);
}

inline std::unique_ptr<MainWindow> window_with_run(const PairFiles& files) {
    auto window = open_window();
    open_pair(*window, files);
    run(*window);
    return window;
}

inline DataCard* card_of(MainWindow& window, int role) {
    for (auto card : window.data().findChildren<DataCard*>())
        if (card->role() == role && card->isVisible()) return card;
    return nullptr;
}

inline QAbstractButton* button_of(QWidget& parent, const QString& text) {
    for (auto button : parent.findChildren<QAbstractButton*>())
        if (button->text() == text) return button;
    return nullptr;
}

// The person types a path into the file dialog that stands open.
inline void answer_file_dialog(MainWindow& window, const QString& path) {
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QFileDialog*>(), patience);
    auto field = window.findChild<QFileDialog*>()->findChild<QLineEdit*>("fileNameEdit");
    QVERIFY(field);
    field->setText(path);
    QTest::keyClick(field, Qt::Key_Return);
}

// Without the lowest line, which tells frames a second.
inline QImage picture(MainWindow& window) {
    QTest::qWait(50);
    const auto whole = window.viewport().grabFramebuffer();
    return whole.copy(0, 0, whole.width(), whole.height() - 40);
}

// The picture from the front, with playback held at a share of its length.
inline QImage picture_at(MainWindow& window, double share) {
    auto& playback = window.bench().playback;
    window.viewport().view(CameraView::Front);
    playback.pause();
    playback.seek(share * playback.timeline().length());
    return picture(window);
}

// Share of pixels that differ visibly.
inline double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return 1;
    qint64 differing = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const auto p = a.pixel(x, y), q = b.pixel(x, y);
            const int d = std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) + std::abs(qBlue(p) - qBlue(q));
            differing += d > 24;
        }
    return double(differing) / double(qint64(a.width()) * a.height());
}

// Same picture; where not, both are kept beside the build for a look.
inline bool same(const QImage& a, const QImage& b) {
    const bool alike = difference(a, b) < 0.002;
    if (!alike) a.save(ORTHOSCOPE_BINARY_DIR "/expected.png"), b.save(ORTHOSCOPE_BINARY_DIR "/actual.png");
    return alike;
}

}  // namespace orthoscope::test

#define ORTHOSCOPE_WINDOW_TEST(Class)           \
    int main(int argc, char** argv) {           \
        orthoscope::set_surface_format();       \
        orthoscope::Application app(argc, argv); \
        Class test;                             \
        return QTest::qExec(&test, argc, argv); \
    }
