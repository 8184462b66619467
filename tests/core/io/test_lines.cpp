// Recognising a long file looks at its beginning alone.
#include <sys/mman.h>
#include <unistd.h>

#include <QtTest>
#include <cstring>

#include "core/io/format.h"
#include "core/io/text.h"

using namespace orthoscope;

namespace {

// A megabyte of one text over and over, and behind it a gigabyte that must not be touched: to read there is a fault.
class LongFile {
  public:
    explicit LongFile(std::string_view start, std::string_view text) {
        memory_ = static_cast<char*>(mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        if (memory_ == MAP_FAILED || mprotect(memory_, open, PROT_READ | PROT_WRITE) != 0) qFatal("no memory to map");
        for (std::size_t at = 0; at < open; at += text.size())
            std::memcpy(memory_ + at, text.data(), std::min(text.size(), open - at));
        std::memcpy(memory_, start.data(), start.size());
    }
    ~LongFile() { munmap(memory_, size); }
    LongFile(const LongFile&) = delete;
    Source source() const { return {"long", {reinterpret_cast<const std::byte*>(memory_), size}}; }

  private:
    static constexpr std::size_t open = 1 << 20, size = std::size_t(1) << 30;
    char* memory_;
};

}  // namespace

class TestLines : public QObject {
    Q_OBJECT

  private slots:
    void noLineEndIsSoughtBeyondTheFirstMegabyte_data() {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("numbers") << QByteArray("1 2 3 ") << QByteArray("4.5 5 6 ");
        QTest::newRow("words") << QByteArray("the ") << QByteArray("of the word ");
        QTest::newRow("commas") << QByteArray("1,2,") << QByteArray("3,4,");
        QTest::newRow("carriage returns") << QByteArray("1 2 3\r") << QByteArray("4 5 6\r");
        QTest::newRow("PLY") << QByteArray("ply\nformat ascii 1.0\nelement vertex 9\nproperty float x\nend_header\n") << QByteArray("1 2 3 ");
        QTest::newRow("PLY without a header's end") << QByteArray("ply ") << QByteArray("format ascii 1.0 ");
        QTest::newRow("OFF") << QByteArray("OFF ") << QByteArray("3 1 0 ");
        QTest::newRow("OBJ") << QByteArray("v 1 2 3 ") << QByteArray("v 1 2 3 ");
        QTest::newRow("PCD") << QByteArray("# .PCD v0.7 ") << QByteArray("FIELDS x y z ");
        QTest::newRow("STL") << QByteArray("solid a facet ") << QByteArray("normal 0 0 1 ");
    }
    void noLineEndIsSoughtBeyondTheFirstMegabyte() {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, text);
        const LongFile file({start.data(), std::size_t(start.size())}, {text.data(), std::size_t(text.size())});
        const Source source = file.source();
        const Context context;
        const Lines lines(source, context);
        QCOMPARE(lines.offset(), std::size_t(0));
        for (auto& format : formats()) format.recognises(source);
    }
};

QTEST_APPLESS_MAIN(TestLines)
#include "test_lines.moc"
