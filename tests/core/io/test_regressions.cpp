// Inputs that once broke a reader: each goes through every reader.
#include <algorithm>

#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestRegressions : public QObject {
    Q_OBJECT

  private slots:
    void everyReaderSurvives_data() {
        QTest::addColumn<QString>("path");
        const auto folder = std::filesystem::path(ORTHOSCOPE_SOURCE_DIR) / "tests/core/io/regressions";
        for (auto& entry : std::filesystem::directory_iterator(folder))
            QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().string());
    }
    void everyReaderSurvives() {
        QFETCH(QString, path);
        const std::string bytes = slurp(path.toStdString());
        Context context;
        context.memory_limit = 256'000'000;
        for (auto& format : formats()) {
            const Source source("test", std::as_bytes(std::span(bytes)));
            format.recognises(source);
            auto info = format.inspect(source, {}, context);
            auto dataset = format.read(source, {}, context);
            if (dataset) QVERIFY(is_whole(*dataset) && info.ok());
        }
    }
};

QTEST_APPLESS_MAIN(TestRegressions)
#include "test_regressions.moc"
