#include <QCryptographicHash>
#include <QtTest>

#include "core/base/hash.h"

using namespace orthoscope;

class TestHash : public QObject {
    Q_OBJECT

  private slots:
    void agreesWithQtAtEveryLength() {
        QByteArray bytes;
        for (int length = 0; length < 300; ++length) {
            const auto expected =
                QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
            QCOMPARE(sha256(std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size())))),
                     expected);
            Sha256 pieces;
            const auto cut = std::size_t(length) / 3;
            pieces.add(bytes.constData(), cut);
            pieces.add(bytes.constData() + cut, std::size_t(length) - cut);
            QCOMPARE(pieces.hex(), expected);
            bytes.append(char(length * 37 + 11));
        }
    }
};

QTEST_APPLESS_MAIN(TestHash)
#include "test_hash.moc"
