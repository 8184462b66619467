#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCsv : public QObject {
    Q_OBJECT

  private slots:
    void findsDelimiterHeaderAndLabels_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("labels");
        QTest::newRow("commas") << QByteArray("1,2\n3,4\n") << 2 << "";
        QTest::newRow("comma and space") << QByteArray("1, 2\n3, 4\n") << 2 << "";
        QTest::newRow("tabs") << QByteArray("1\t2\n3\t4\n") << 2 << "";
        QTest::newRow("semicolons") << QByteArray("1;2\n3;4\n") << 2 << "";
        QTest::newRow("decimal commas") << QByteArray("1,0;2,0\n3,0;4,0\n") << 2 << "";
        QTest::newRow("spaces") << QByteArray("  1   2\n  3   4\n") << 2 << "";
        QTest::newRow("one column") << QByteArray("1\n3\n") << 1 << "";
        QTest::newRow("header") << QByteArray("x,y\n1,2\n3,4\n") << 2 << "";
        QTest::newRow("BOM, CR LF") << QByteArray("\xEF\xBB\xBFx,y\r\n1,2\r\n3,4\r\n") << 2 << "";
        QTest::newRow("labels") << QByteArray("cat,1,2\ndog,3,4\n") << 2 << "cat|dog";
        QTest::newRow("labels last, header") << QByteArray("x,y,name\n1,2,cat\n3,4,dog\n") << 2 << "cat|dog";
        QTest::newRow("quotes") << QByteArray("\"a, \"\"b\"\"\",1,2\n\"two\nlines\",3,4\n") << 2
                                << "a, \"b\"|two\nlines";
        QTest::newRow("quoted numbers") << QByteArray("\"1\",\"2\"\n\"3\",\"4\"\n") << 2 << "";
        QTest::newRow("rows numbered") << QByteArray(",x,y\n7,1,2\n8,3,4\n") << 2 << "7|8";
        QTest::newRow("data frame without names") << QByteArray(",0,1\n0,1,2\n1,3,4\n") << 2 << "0|1";
        QTest::newRow("spaces with labels") << QByteArray("cat 1 2\ndog 3 4\n") << 2 << "cat|dog";
    }
    void findsDelimiterHeaderAndLabels() {
        QFETCH(QByteArray, text);
        QFETCH(int, columns);
        QFETCH(QString, labels);
        QVERIFY(recognised(csv_format(), text.toStdString()));
        auto result = read_bytes(csv_format(), text.toStdString());
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->rows(), 2);
        QCOMPARE(result->columns(), columns);
        QCOMPARE(result->values()(1, 0), 3.0);
        QCOMPARE(result->values()(0, columns - 1), double(columns));
        QStringList found;
        for (auto& label : result->labels) found << QString::fromStdString(label);
        QCOMPARE(found.join("|"), labels);
        QVERIFY(result->warnings.empty());
    }
    void theColumnOfLabelsIsNamed() {
        InputSpec input;
        input.labels = "column:1";
        auto result = read_bytes(csv_format(), "id,x,y\n5,1,2\n6,3,4\n", input);
        QVERIFY(result.ok());
        QCOMPARE(result->columns(), 2);
        QCOMPARE(result->labels, (std::vector<std::string>{"5", "6"}));
        input.labels = "column:4";
        QVERIFY(!read_bytes(csv_format(), "id,x,y\n5,1,2\n6,3,4\n", input).ok());
    }
    void kindFollowsColumns() {
        QCOMPARE(read_bytes(csv_format(), "1,2,3\n")->kind(), Kind::Cloud);
        QCOMPARE(read_bytes(csv_format(), "1,2,3,4\n")->kind(), Kind::Embedding);
    }
    void furtherTextIsLeftOutAloud() {
        auto result = read_bytes(csv_format(), "name,x,group\na,1,u\nb,2,v\n");
        QVERIFY(result.ok());
        QCOMPARE(result->labels[1], std::string("b"));
        QCOMPARE(result->warnings.size(), 1u);
        QVERIFY(result->warnings[0].find("column 3 (group)") != std::string::npos);
    }
    void blankCells() {
        const std::string text = "x,y\n1,2\n3,\n5,6\nNA,7\n";
        QVERIFY(refusal(csv_format(), text).starts_with("test:line 3: found a blank cell in column 2 (y)"));
        InputSpec drop;
        drop.drop_missing = true;
        auto result = read_bytes(csv_format(), text, drop);
        QVERIFY(result.ok());
        QCOMPARE(result->rows(), 2);
        QCOMPARE(result->values()(1, 1), 6.0);
        QCOMPARE(result->warnings, std::vector<std::string>{"2 rows with blank cells left out."});
    }
    void errorsNameThePlace() {
        QCOMPARE(refusal(csv_format(), "1,2\n3,x\n5,6\n"),
                 std::string("test:line 2: found \"x\" in column 2; expected a finite number"));
        QVERIFY(refusal(csv_format(), "1,2\n3,inf\n5,6\n").starts_with("test:line 2: found \"inf\""));
        QVERIFY(refusal(csv_format(), "1,2\n3,4,5\n").starts_with("test:line 2: found 3 fields; expected 2"));
        QVERIFY(refusal(csv_format(), "a,b\nc,d\n").find("no column of numbers") != std::string::npos);
        QVERIFY(refusal(csv_format(), "\"a,1\n2,3\n").find("quote") != std::string::npos);
        QVERIFY(!recognised(csv_format(), "some words\nof a text\n"));
        QVERIFY(!recognised(csv_format(), "v 0 0 0\nv 1 0 0\n"));
    }
    void survivesDamage() {
        survives_damage(csv_format(), "name;x;y\n\"a\";1.5;2\n\"b\"\"\";3;-4e2\nc;5;6\n");
    }
    void roundTrip() {
        Folder folder;
        Dataset dataset;
        dataset.payload = EmbeddingSet{Matrix::Random(30, 5) * 1e-7};
        for (int i = 0; i < 30; ++i) dataset.labels.push_back(i % 2 ? "a, \"b\"" : "c d");
        QVERIFY(write(dataset, folder.path("t.csv")).ok());
        auto back = read(spec(folder.path("t.csv")));
        QVERIFY(back.ok());
        QCOMPARE((*back)->values(), dataset.values());
        QCOMPARE((*back)->labels, dataset.labels);
    }
};

QTEST_APPLESS_MAIN(TestCsv)
#include "test_csv.moc"
