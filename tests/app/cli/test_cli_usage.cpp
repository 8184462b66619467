// The program as it is asked: help, wrong words, files that cannot be read, what it says of itself as JSON.
#include <QtTest>
#include <fstream>

#include "core/io/read.h"
#include "core/method/unpaired.h"
#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliUsage : public QObject, private CliProgram {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(write_planted()); }

    void versionAndHelp() {
        QCOMPARE(call({"--version"}).out.substr(0, 11), std::string("orthoscope "));
        const auto help = call({"--help"});
        QCOMPARE(help.status, 0);
        for (auto command : {"methods", "info", "run", "apply", "render", "sample", "prepare", "actions", "--version"})
            QVERIFY2(help.out.find(command) != std::string::npos, command);
        QCOMPARE(call({"run", "--help"}).status, 0);
    }

    void usageErrorsExitTwo() {
        const std::pair<QStringList, const char*> cases[] = {
            {{"run"}, "method"},
            {{"run", "procrust", "x.npy", "y.npy", "--out", "u"}, "procrustes"},
            {{"run", "procrustes", "x.npy", "y.npy"}, "--out"},
            {{"run", "procrustes", "x.npy", "--out", "u"}, "2"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--skale"}, "--scale"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--mode", "cube"}, "orthogonal"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--seed", "-1"}, "--seed"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--rows", "cube"}, "unit-center-unit"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--require", "rmse"}, "METRIC>=VALUE"},
            {{"run", "procrustes", "--kind", "cloud", "x.npy", "y.npy", "--out", "u"}, "--kind"},
            {{"run", "procrustes", "x.npy", "--kind", "cube", "y.npy", "--out", "u"}, "cloud"},
            {{"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--truth-base", "2"}, "0 or 1"},
            {{"methods", "procrust"}, "procrustes"},
            {{"sample", "planted"}, "planted-pair"},
            {{"render", "x.npy", "-o", "x.gif"}, ".png"},
            {{"render", "x.npy", "-o", "x.png", "--size", "10"}, "WIDTHxHEIGHT"},
            {{"infoo", "x.npy"}, "info"}};
        for (auto& [words, expected] : cases) {
            const auto o = call(words);
            const auto what = words.join(' ').toStdString() + ": " + o.err;
            QVERIFY2(o.status == 2, what.c_str());
            QVERIFY2(o.err.starts_with("orthoscope: error: "), what.c_str());
            QVERIFY2(o.err.find(expected) != std::string::npos, what.c_str());
            QVERIFY(o.out.empty());
        }
        QVERIFY(!fs::exists(base_ + "/u"));
    }

    void unreadableInputsExitThree() {
        const std::pair<QStringList, const char*> cases[] = {
            {{"run", "procrustes", "gone.npy", "y.npy", "--out", "u"}, "gone.npy"},
            {{"run", "procrustes", "broken.npy", "y.npy", "--out", "u"}, "broken.npy:byte"},
            {{"run", "procrustes", "short.npy", "y.npy", "--out", "u"}, "pairs"},
            {{"info", "broken.npy"}, "broken.npy:byte"},
            {{"info", "gone.npy"}, "gone.npy"},
            {{"apply", "gone", "x.npy", "-o", "z.npy"}, "gone"},
            {{"gone.npy"}, "gone.npy"}};
        for (auto& [words, expected] : cases) {
            const auto o = call(words);
            const auto what = words.join(' ').toStdString() + ": " + o.err;
            QVERIFY2(o.status == 3, what.c_str());
            QVERIFY2(o.err.starts_with("orthoscope: error: "), what.c_str());
            QVERIFY2(o.err.find(expected) != std::string::npos, what.c_str());
        }
        QVERIFY(!fs::exists(base_ + "/u"));
    }

    void unpairedSetsAreSentToMethodsThatFit() {
        const auto o = call({"run", "procrustes", "short.npy", "y.npy", "--out", "u"});
        QCOMPARE(o.status, 3);
        QVERIFY2(o.err.find(unpaired_advice(3)) != std::string::npos, o.err.c_str());
    }

    void infoAndMethodsSpeakJson() {
        const auto info = call({"info", "x.npy", "--json"});
        QVERIFY2(info.status == 0, info.err.c_str());
        const auto json = Json::parse(info.out);
        QCOMPARE(json["members"][0]["rows"].get<int>(), 60);
        QCOMPARE(json["members"][0]["kind"].get<std::string>(), std::string("cloud"));
        QVERIFY(!json["members"][0]["other_kinds"].empty());
        const auto methods = Json::parse(call({"methods", "--json"}).out);
        QCOMPARE(methods[0]["id"].get<std::string>(), std::string("procrustes"));
        const auto one = Json::parse(call({"methods", "procrustes", "--json"}).out);
        QVERIFY(one["options"].size() > 0 && one["phases"].size() > 0 && one["options"][0].contains("default"));
        const auto actions = Json::parse(call({"actions", "--json"}).out);
        QVERIFY(actions.size() > 10 && actions[0].contains("id") && actions[0].contains("shortcut"));
    }

    void samplesRun() {
        QVERIFY(call({"sample"}).out.find("planted-pair") != std::string::npos);
        const auto o = call({"sample", "helix", "-o", "helix", "--seed", "2"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QVERIFY(fs::exists(base_ + "/helix/note.txt"));
        QCOMPARE(call({"sample", "helix", "-o", "helix"}).status, 2);
        QCOMPARE(call({"sample", "helix", "-o", "h2", "--no-such-option", "1"}).status, 2);
    }

    void aShapeIsPreparedAndItsRowsAreNamed() {
        std::ofstream(base_ + "/soup.off") << "OFF\n6 2 0\n0 0 0\n1 0 0\n0 1 0\n1 0 0\n1 1 0\n0 1 0\n3 0 1 2\n3 3 4 5\n";
        const auto done = call({"prepare", "soup.off", "-o", "welded.off", "--weld"});
        QCOMPARE(done.status, 0);
        QVERIFY(done.out.find("4 of 6 rows") != std::string::npos);
        auto set = read({base_ + "/welded.off", {}, {}, {}, {}, false});
        QVERIFY(set.ok());
        QCOMPARE((*set)->rows(), Index(4));
        QCOMPARE(slurp(base_ + "/welded.off.rows.txt"), std::string("0\n1\n2\n4\n"));
        QCOMPARE(call({"prepare", "soup.off", "-o", "x.off", "--vertices", "-3"}).status, 2);
        QCOMPARE(call({"prepare", "soup.off"}).status, 2);
        QCOMPARE(call({"prepare", "broken.npy", "-o", "x.off"}).status, 3);
    }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
