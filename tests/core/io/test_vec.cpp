#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {
std::string headless(int rows, int columns) {
    std::string text;
    for (int row = 0; row < rows; ++row) {
        text += "word" + std::to_string(row);
        for (int column = 0; column < columns; ++column)
            text += " " + std::to_string(row * 100 + column) + ".5";
        text += "\n";
    }
    return text;
}
}  // namespace

class TestVec : public QObject {
    Q_OBJECT
    const Format format_ = vec_format();

  private slots:
    void wordsAndNumbers() {
        auto result = read_bytes(format_, "3 2\nthe 0.5 -1\nof 1e-3 +2\n7 3 4\n");
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->kind(), Kind::Embedding);
        QCOMPARE(result->labels, (std::vector<std::string>{"the", "of", "7"}));
        QCOMPARE(result->values()(0, 1), -1.0);
        QCOMPARE(result->values()(1, 1), 2.0);
        QCOMPARE(result->values()(2, 1), 4.0);
        QVERIFY(result->warnings.empty());
    }
    void oddWords() {
        auto result = read_bytes(format_, "4 2\r\n. . . 1 2 \r\n\xff\xfe 3 4\r\nthe 5 6\r\nthe 7 8\r\n\r\n");
        QVERIFY2(result.ok(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->labels[0], std::string(". . ."));
        QCOMPARE(result->labels[1], std::string("\uFFFD\uFFFD"));
        QCOMPARE(result->warnings.size(), std::size_t{2});
        QVERIFY(result->warnings[0].starts_with("1 word occurred before (first: 'the')"));
    }
    void withoutHeader() {
        const auto text = headless(20, 10);
        QVERIFY(recognised(format_, text));
        auto result = read_bytes(format_, text);
        QCOMPARE(result->rows(), Index{20});
        QCOMPARE(result->columns(), Index{10});
        QCOMPARE(result->values()(19, 9), 1909.5);
        QCOMPARE(result->labels[19], std::string("word19"));
    }
    void otherTextIsNotTaken() {
        for (const char* text :
             {"1 2 3\n4 5 6\n", "3 5\n7 9\n", "3 1\n4 1\n", "OFF\n3 1 0\n0 0 0\n", "v 1 2 3\nv 4 5 6\n",
              "a,b\n1,2\n", "v 1 2 3 4 5 6 7 8\nv 1 2 3 4 5 6 7 8\n", "", "\n\n", "5 3\n"})
            QVERIFY2(!recognised(format_, text), text);
        QVERIFY(recognised(format_, "3 2\nthe 0.5 -1\n"));
    }
    void wrongCountsNameTheLine() {
        QVERIFY(refusal(format_, "3 2\nthe 1 2\nof 3 4\n").starts_with("test:line 3"));
        QVERIFY(refusal(format_, "1 2\nthe 1 2\nof 3 4\n")
                    .starts_with("test:line 3: found more rows than the 1"));
        QVERIFY(refusal(format_, "2 2\nthe 1 2\nof 3\n").starts_with("test:line 3"));
        QVERIFY(refusal(format_, "2 2\nthe 1 2\nof 3 abc\n").find("\"abc\"") != std::string::npos);
        QVERIFY(refusal(format_, "2 2\nthe 1 2\nof 3 nan\n").find("row 1, column 1") != std::string::npos);
        QVERIFY(refusal(format_, "999999999999 2\nthe 1 2\n").starts_with("test:line 1"));
        const auto cut = std::string("3 2\nthe 1 2\nof 3 4\n");
        QVERIFY(!format_.inspect(Source("test", std::as_bytes(std::span(cut))), {}, {}).ok());
    }
    void damageIsSurvived() {
        survives_damage_of("3 2\nthe 0.5 -1\nof 1e-3 +2\n7 3 4\n");
        survives_damage_of(headless(4, 8));
    }

  private:
    // Text may be cut where it still makes sense: only wholeness is asked for.
    void survives_damage_of(const std::string& bytes) { survives_damage(format_, bytes); }
};

QTEST_APPLESS_MAIN(TestVec)
#include "test_vec.moc"
