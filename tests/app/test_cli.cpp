// The command line as other people's scripts use it: runs the built program and looks at its exit status, its
// streams and what it writes (cli.md).
#include <QImage>
#include <QtTest>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <csignal>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/io/read.h"
#include "core/io/write.h"
#include "core/method/unpaired.h"
#include "core/result/result_arrays.h"

using namespace orthoscope;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Called {
    int status = -1;
    std::string out, err;
};

std::string slurp(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

}  // namespace

class TestCli : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::string base_;
    Matrix x_, q_;
    RowVector t_;

    Called call(const QStringList& words) {
        QProcess process;
        process.setWorkingDirectory(QString::fromStdString(base_));
        process.start(ORTHOSCOPE_BINARY_DIR "/orthoscope", words);
        Called o;
        if (!process.waitForFinished(120000)) return o;
        o.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        o.out = process.readAllStandardOutput().toStdString(), o.err = process.readAllStandardError().toStdString();
        return o;
    }
    Json result(const char* folder) { return Json::parse(slurp(fs::path(base_) / folder / "result.json")); }
    Matrix array(const char* folder, const char* name) {
        auto read = read_array(name, fs::path(base_) / folder / (std::string(name) + ".npy"));
        return read ? read->values : Matrix();
    }

  private slots:
    void initTestCase() {
        base_ = folder_.path().toStdString();
        Random random(3);
        x_ = random.normal(60, 3), q_ = random_orthogonal(3, random, true), t_ = RowVector::Constant(3, 0.5);
        Matrix y = 2 * x_ * q_;
        y.rowwise() += t_;
        QVERIFY(write_npy(x_, base_ + "/x.npy").ok());
        QVERIFY(write_npy(y, base_ + "/y.npy").ok());
        QVERIFY(write_npy(random.normal(60, 3), base_ + "/noise.npy").ok());
        QVERIFY(write_npy(random.normal(30, 3), base_ + "/short.npy").ok());
        QVERIFY(write_npy(random.normal(60, 2), base_ + "/flat.npy").ok());
        std::ofstream(base_ + "/broken.npy") << slurp(base_ + "/x.npy").substr(0, 300);
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

    void versionAndHelp() {
        QCOMPARE(call({"--version"}).out.substr(0, 11), std::string("orthoscope "));
        const auto help = call({"--help"});
        QCOMPARE(help.status, 0);
        for (auto command : {"methods", "info", "run", "apply", "render", "sample", "prepare", "actions", "--version"})
            QVERIFY2(help.out.find(command) != std::string::npos, command);
        QCOMPARE(call({"run", "--help"}).status, 0);
    }

    void runFindsThePlantedMap() {
        const auto o = call({"run", "procrustes", "x.npy", "y.npy", "--out", "planted", "--scale", "--seed", "5"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QVERIFY(o.out.starts_with("supported: "));
        const auto json = result("planted");
        QCOMPARE(json["schema"].get<int>(), 1);
        QCOMPARE(json["seed"].get<int>(), 5);
        QCOMPARE(json["status"].get<std::string>(), std::string("completed"));
        QCOMPARE(json["options"]["scale"].get<bool>(), true);
        QVERIFY(json["options"]["mode"] != "auto");
        QVERIFY(json["metrics"]["rmse"].get<double>() < 1e-10);
        QVERIFY(std::abs(json["metrics"]["scale"].get<double>() - 2) < 1e-10);
        QVERIFY((array("planted", "rotation") - q_).norm() < 1e-10);
        QVERIFY((array("planted", "translation").row(0) - t_).norm() < 1e-10);
        const Matrix aligned = array("planted", "aligned");
        Matrix again = json["metrics"]["scale"].get<double>() * x_ * array("planted", "rotation");
        again.rowwise() += array("planted", "translation").row(0);
        QVERIFY((aligned - again).norm() < 1e-10);
        for (auto name : {"matching.npy", "transform.txt", "recording.orec", "inputs/x.npy"})
            QVERIFY2(fs::exists(fs::path(base_) / "planted" / name), name);
    }

    void sameSeedSameResult() {
        for (auto out : {"same-a", "same-b"})
            QCOMPARE(call({"run", "procrustes", "x.npy", "noise.npy", "--out", out, "--seed", "9", "--quiet"}).status, 0);
        QVERIFY(result("same-a")["metrics"] == result("same-b")["metrics"]);
        QVERIFY(array("same-a", "aligned") == array("same-b", "aligned"));
    }

    void jsonGoesToStandardOutputAlone() {
        const auto o = call({"run", "procrustes", "x.npy", "y.npy", "--out=json", "--json", "--metrics", "fit"});
        QCOMPARE(o.status, 0);
        QVERIFY(Json::parse(o.out) == result("json"));
        QVERIFY(!result("json")["metrics"].contains("heldout_rmse"));
        QVERIFY(call({"run", "procrustes", "x.npy", "y.npy", "--out", "quiet", "--quiet"}).out.empty());
    }

    void switches() {
        for (auto& [words, value] : {std::pair{QStringList{"--scale"}, true}, {QStringList{"--scale", "off"}, false},
                                     {QStringList{"--scale=on"}, true}}) {
            QDir(QString::fromStdString(base_ + "/switch")).removeRecursively();
            QCOMPARE(call(QStringList{"run", "procrustes"} + words + QStringList{"x.npy", "y.npy", "--out", "switch"}).status, 0);
            QCOMPARE(result("switch")["options"]["scale"].get<bool>(), value);
        }
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

    void aColumnOfATableHoldsTheLabels() {
        std::ofstream(base_ + "/a.csv") << "id,x,y\n1,0,1\n2,1,0\n3,2,2\n4,0,3\n";
        std::ofstream(base_ + "/b.csv") << "id,x,y\n4,0,3\n2,1,0\n3,2,2\n1,0,1\n";
        const auto o = call({"run", "procrustes", "a.csv", "--labels", "column:1", "b.csv", "--labels", "column:1", "--out", "labelled"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QVERIFY(result("labelled")["metrics"]["rmse"].get<double>() < 1e-12);
        QCOMPARE(call({"render", "labelled", "-o", "labelled.png"}).status, 0);
        QCOMPARE(call({"run", "procrustes", "x.npy", "--labels", "column:1", "y.npy", "--out", "u"}).status, 2);
    }

    void stoppedByTimeExitsFourWithResults() {
        const auto o = call({"run", "procrustes", "x.npy", "y.npy", "--out", "time", "--max-seconds", "0"});
        QVERIFY2(o.status == 4, o.err.c_str());
        QCOMPARE(result("time")["status"].get<std::string>(), std::string("time-limit"));
    }

    void requirementsExitSixWithResults() {
        const QStringList words{"run", "procrustes", "x.npy", "y.npy", "--scale", "--out"};
        QCOMPARE(call(words + QStringList{"r1", "--require", "rmse<=1e-6", "--require", "determinant>=0.99"}).status, 0);
        const auto o = call(words + QStringList{"r2", "--require", "rmse>=0.1"});
        QCOMPARE(o.status, 6);
        QVERIFY(o.err.find("--require rmse") != std::string::npos);
        QVERIFY(fs::exists(base_ + "/r2/result.json"));
        QCOMPARE(call(words + QStringList{"r3", "--require", "no_such_metric>=0"}).status, 6);
    }

    void interruptedExits130WithResults() {
        Random random(1);
        QVERIFY(write_npy(random.normal(6000, 400), base_ + "/big-x.npy").ok());
        QVERIFY(write_npy(random.normal(6000, 400), base_ + "/big-y.npy").ok());
        QProcess process;
        process.setWorkingDirectory(QString::fromStdString(base_));
        process.start(ORTHOSCOPE_BINARY_DIR "/orthoscope",
                      {"run", "procrustes", "big-x.npy", "big-y.npy", "--out", "stopped", "--progress"});
        QVERIFY(process.waitForReadyRead(1) || process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(process.waitForReadyRead(60000));  // the first line of progress: it is at work
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 130);
    }

    void outFoldersThatHoldFilesAreRefused() {
        fs::create_directories(base_ + "/full");
        std::ofstream(base_ + "/full/mine.txt") << "mine";
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "full"}).status, 2);
        QCOMPARE(slurp(base_ + "/full/mine.txt"), std::string("mine"));
        fs::create_directories(base_ + "/empty");
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "empty"}).status, 0);
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "empty"}).status, 2);
    }

    void commonOptionsShapeTheRun() {
        std::ofstream(base_ + "/truth.txt") << [] {
            std::string text;
            for (int i = 1; i <= 60; ++i) text += std::to_string(i) + "\n";
            return text;
        }();
        std::ofstream(base_ + "/weights.txt") << [] {
            std::string text;
            for (int i = 0; i < 60; ++i) text += "1.5\n";
            return text;
        }();
        const auto o = call({"run", "procrustes", "x.npy", "y.npy", "--out", "common", "--truth", "truth.txt",
                             "--truth-base", "1", "--weights", "weights.txt", "--anchors", "0.5", "--rows", "center",
                             "--inputs", "reference", "--threads", "1", "--compute", "cpu"});
        QVERIFY2(o.status == 0, o.err.c_str());
        const auto json = result("common");
        QCOMPARE(json["metrics"]["overlap"].get<double>(), 1.0);
        QCOMPARE(json["threads"].get<int>(), 1);
        QCOMPARE(json["backend"].get<std::string>(), std::string("cpu"));
        QVERIFY(!fs::exists(base_ + "/common/inputs"));
        QVERIFY(fs::exists(base_ + "/common/source_center.npy"));
        std::ofstream(base_ + "/truth.txt") << "0\nx\n";
        const auto bad = call({"run", "procrustes", "x.npy", "y.npy", "--out", "u", "--truth", "truth.txt"});
        QCOMPARE(bad.status, 3);
        QVERIFY2(bad.err.find("truth.txt:line 2") != std::string::npos, bad.err.c_str());
    }

    void answersMadeElsewhereAreGraded() {
        QVERIFY(write_npy(q_, base_ + "/q.npy").ok());
        const auto o = call({"run", "evaluate", "x.npy", "y.npy", "--start", "q.npy", "--scale", "--out", "graded"});
        QVERIFY2(o.status == 0, o.err.c_str());
        // The planted map has scale 2, which a rotation alone cannot give.
        QVERIFY(result("graded")["metrics"]["optimal_rmse"].get<double>() < 1e-10);
        QVERIFY(result("graded")["metrics"]["rmse"].get<double>() > 0.5);
        QVERIFY(array("graded", "rotation") == q_);
        // A results folder brings its scale and translation along.
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--scale", "--out", "answer", "--quiet"}).status, 0);
        for (auto start : {"answer", "answer/transform.txt", "answer/matching.npy"}) {
            const auto out = QString("graded-") + QFileInfo(start).baseName();
            const auto g = call({"run", "evaluate", "x.npy", "y.npy", "--scale", "--start", start, "--out", out});
            QVERIFY2(g.status == 0, g.err.c_str());
            QVERIFY2(result(out.toStdString().c_str())["metrics"]["rmse"].get<double>() < 1e-9, start);
        }
        const auto none = call({"run", "evaluate", "x.npy", "y.npy", "--out", "u"});
        QCOMPARE(none.status, 3);
        QVERIFY2(none.err.find("--start") != std::string::npos, none.err.c_str());
    }

    void causesAreRankedInTheSummary() {
        const auto o = call({"run", "diagnose", "x.npy", "y.npy", "--out", "causes"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QVERIFY2(o.out.find("1. units") != std::string::npos, o.out.c_str());
        QVERIFY2(o.out.find("orthoscope run procrustes x.npy y.npy") != std::string::npos, o.out.c_str());
        const auto causes = result("causes")["causes"];
        QCOMPARE(causes[0]["id"].get<std::string>(), std::string("units"));
        QCOMPARE(causes[0]["options"]["scale"].get<std::string>(), std::string("on"));
        QVERIFY(causes[0]["gain"].get<double>() > 0.9);
    }

    void groupsTakeManyInputs() {
        const auto o = call({"run", "generalized-procrustes", "x.npy", "y.npy", "x.npy", "--scale", "--out", "group"});
        QVERIFY2(o.status == 0, o.err.c_str());
        QVERIFY(result("group")["metrics"]["rmse"].get<double>() < 1e-7);
        const Matrix rotations = array("group", "rotations");
        QCOMPARE(rotations.rows(), Index(9));
        QVERIFY((rotations.middleRows(3, 3).transpose() - q_).norm() < 1e-8);
        QCOMPARE(array("group", "mean").rows(), Index(60));
        const auto painted = call({"render", "group", "-o", "group.png", "--size", "320x200"});
        if (painted.status == 3 && painted.err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY2(painted.status == 0, painted.err.c_str());
    }

    void applyRepeatsTheRun() {
        for (auto rows : {"as-is", "center", "unit", "unit-center-unit"}) {
            const auto out = QString("apply-") + rows;
            QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", out, "--rows", rows, "--quiet"}).status, 0);
            for (auto file : {"moved.npy", "moved.csv"}) {
                const auto o = call({"apply", out, "x.npy", "-o", file});
                QVERIFY2(o.status == 0, o.err.c_str());
                InputSpec spec;
                spec.path = base_ + "/" + file;
                auto moved = orthoscope::read(spec);
                QVERIFY2(moved.ok(), moved.ok() ? "" : moved.error().message().c_str());
                QVERIFY(((*moved)->values() - array(out.toStdString().c_str(), "aligned")).norm() < 1e-12);
            }
        }
        const auto wrong = call({"apply", "apply-unit", "flat.npy", "-o", "z.npy"});
        QCOMPARE(wrong.status, 3);
        QVERIFY(!fs::exists(base_ + "/z.npy"));
    }

    void applyPullsThroughAMatch() {
        // The results of a shape matching: four target rows, of which one is uncovered.
        const auto dir = fs::path(base_) / "shapes";
        fs::create_directory(dir);
        Indices map(4);
        map << 2, -1, 0, 1;
        Matrix target(4, 3);
        target << 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1;
        QVERIFY(write_npy(map, dir / "map.npy").ok() && write_npy(target, dir / "target.npy").ok());
        std::ofstream(dir / "source.off") << "COFF\n3 1 0\n0 0 0 255 0 0 255\n1 0 0 0 255 0 255\n0 1 0 0 0 255 255\n3 0 1 2\n";
        auto side = [&](const char* file, const char* kind, int rows) {
            const auto bytes = slurp(dir / file);
            return Json{{"path", file}, {"file", file}, {"member", ""}, {"kind", kind}, {"rows", rows}, {"columns", 3},
                        {"sha256", sha256(std::as_bytes(std::span(bytes)))}};
        };
        std::ofstream(dir / "result.json") << Json{{"schema", 1}, {"outputs", {{"map", "map.npy"}}},
            {"inputs", {side("source.off", "mesh", 3), side("target.npy", "cloud", 4)}}};
        auto pulled = [&](QStringList words, const char* out) -> DatasetPtr {
            const auto o = call(QStringList{"apply", "shapes"} + words + QStringList{"-o", out});
            if (o.status != 0) return qWarning("%s", o.err.c_str()), nullptr;
            InputSpec spec;
            spec.path = base_ + "/" + out;
            auto set = orthoscope::read(spec);
            return set ? *set : nullptr;
        };
        const auto painted = pulled({"shapes/source.off"}, "painted.ply");
        QVERIFY(painted && painted->values() == target && painted->attribute("color"));
        const Matrix& colors = painted->attribute("color")->values;
        QVERIFY(colors(0, 2) == 1 && colors(0, 0) == 0 && colors(2, 0) == 1 && colors(3, 1) == 1);
        QVERIFY(std::abs(colors(1, 0) - 0.6) < 1e-9 && std::abs(colors(1, 2) - 0.6) < 1e-9);
        std::ofstream(base_ + "/three.csv") << "5,0,1,2\n6,0,1,2\n7,0,1,2\n";
        std::ofstream(base_ + "/names.txt") << "red\ngreen\nblue\n";
        QVERIFY(pulled({"three.csv", "--labels", "names.txt", "--attribute", "labels"}, "named.ply"));
        QCOMPARE(call({"apply", "shapes", "three.csv", "-o", "numbers.npy"}).status, 0);
        const auto bytes = slurp(base_ + "/numbers.npy");  // our readers refuse what is not a number
        double numbers[16];
        QVERIFY(bytes.size() > sizeof numbers);
        std::memcpy(numbers, bytes.data() + bytes.size() - sizeof numbers, sizeof numbers);
        QVERIFY(numbers[0] == 7 && std::isnan(numbers[4]) && numbers[8] == 5 && numbers[12] == 6);
        // Wrong rows, no such attribute, labels into numbers.
        QCOMPARE(call({"apply", "shapes", "x.npy", "-o", "z.npy"}).status, 3);
        const auto none = call({"apply", "shapes", "shapes/source.off", "--attribute", "height", "-o", "z.npy"});
        QVERIFY2(none.status == 2 && none.err.find("color") != std::string::npos, none.err.c_str());
        QCOMPARE(call({"apply", "shapes", "three.csv", "--labels", "names.txt", "--attribute", "labels", "-o", "z.npy"}).status, 2);
        QVERIFY(!fs::exists(base_ + "/z.npy"));
        // A target that is no longer the one of the run.
        QVERIFY(write_npy((2 * target).eval(), dir / "target.npy").ok());
        QCOMPARE(call({"apply", "shapes", "shapes/source.off", "-o", "z.ply"}).status, 3);
    }

    void applyCarriesFunctionsByTheFunctionalMap() {
        QCOMPARE(call({"sample", "figure-biped", "--vertices", "600", "--target-vertices", "550", "-o", "bodies"}).status, 0);
        const auto run = call({"run", "functional-map", "bodies/source.off", "bodies/target.off", "--search", "fast", "--k", "40", "--out",
                               "matched-bodies", "--metrics", "fit", "--quiet"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const Index n = Index(result("matched-bodies")["inputs"][0]["rows"]);
        {
            std::ofstream table(base_ + "/functions.csv");
            InputSpec spec;
            spec.path = base_ + "/bodies/source.off";
            const Matrix places = (*orthoscope::read(spec))->values();
            for (Index i = 0; i < n; ++i) table << "3," << places(i, 0) << "," << places(i, 1) << "," << places(i, 2) << "\n";
        }
        auto numbers = [&](QStringList words) {
            const auto o = call(QStringList{"apply", "matched-bodies", "functions.csv", "--attribute", "values", "-o", "carried.npy"} + words);
            if (o.status != 0) return qWarning("%s", o.err.c_str()), Matrix();
            return read_array("carried", base_ + "/carried.npy")->values;
        };
        const Matrix pulled = numbers({"--by", "map"}), carried = numbers({"--by", "functional-map"});
        QVERIFY(pulled.rows() > 500 && pulled == numbers({}) && carried.rows() == pulled.rows() && carried != pulled);
        // The constant stays itself; what is smooth comes out nearly as by the points.
        QVERIFY((carried.col(0).array() - 3).abs().maxCoeff() < 1e-6);
        for (Index j = 1; j < 4; ++j) {
            const Vector spread = pulled.col(j).array() - pulled.col(j).mean();
            QVERIFY((carried.col(j) - pulled.col(j)).norm() < 0.4 * spread.norm());
        }
        QCOMPARE(call({"apply", "matched-bodies", "bodies/source.off", "--attribute", "values", "--by", "functional-map", "-o", "smooth.ply"}).status, 0);
        QCOMPARE(call({"apply", "matched-bodies", "functions.csv", "--by", "points", "-o", "z.npy"}).status, 2);
        QCOMPARE(call({"apply", "apply-unit", "x.npy", "--by", "functional-map", "-o", "z.npy"}).status, 3);
    }

    void applyPullsThroughTheMatchingOfAnAlignment() {
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "matched", "--quiet"}).status, 0);
        const auto o = call({"apply", "matched", "x.npy", "--attribute", "values", "-o", "pulled.npy"});
        QVERIFY2(o.status == 0, o.err.c_str());
        const Matrix matching = array("matched", "matching");
        auto values = read_array("pulled", base_ + "/pulled.npy");
        QVERIFY(values.ok() && values->values.rows() == 60);
        for (Index i = 0; i < 60; ++i) QVERIFY(values->values.row(Index(matching(i))) == x_.row(i));
        QCOMPARE(call({"apply", "matched", "x.npy", "--attribute", "values", "-o", "pulled.ply"}).status, 0);
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

    void aCutOffShowsWhatTheFirstFunctionsHold() {
        QCOMPARE(call({"sample", "figure-biped", "--vertices", "300", "--target-vertices", "300", "-o", "figures"}).status, 0);
        const auto run = call({"run", "functional-map", "figures/source.off", "figures/target.off", "--k", "16", "--truth",
                               "figures/truth.txt", "--out", "matched-figures", "--quiet"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto painted = [&](const QStringList& words) {
            const auto o = call(QStringList{"render", "matched-figures", "-o", "m.png", "--size", "480x300", "--scale", "0.5"} + words);
            return o.status == 0 ? QImage(QString::fromStdString(base_ + "/m.png")).convertToFormat(QImage::Format_RGB888) : QImage();
        };
        const auto plain = painted({});
        if (plain.isNull() && call({"render", "matched-figures", "-o", "m.png"}).err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY(!plain.isNull());
        const auto few = painted({"--cut-off", "3"}), many = painted({"--cut-off", "16"});
        QVERIFY(few != plain && many != plain && few != many);
        QVERIFY(painted({"--cut-off", "0"}) == plain);
        // Before there are two bases nothing is cut off; with every frame each gets its own map.
        QVERIFY(!painted({"--cut-off", "3", "--frame", "0"}).isNull());
        QCOMPARE(call({"render", "matched-figures", "--frames", "all", "--cut-off", "5", "-o", "film", "--size", "96x64"}).status, 0);
        QVERIFY(fs::exists(fs::path(base_) / "film" / "frame_00003.png"));
        for (auto& colours : {"place", "checker", "error", "eigenfunction"}) QVERIFY(!painted({"--map-colours", colours}).isNull());
        QVERIFY(painted({"--eigenfunction", "3"}) != painted({"--eigenfunction", "4"}));
        const std::pair<QStringList, const char*> refused[] = {{{"--cut-off", "17"}, "from 2 to 16"},
                                                               {{"--cut-off", "1"}, "2 functions or more"},
                                                               {{"--cut-off", "x"}, "--cut-off"},
                                                               {{"--cut-off", "5", "--scene", "race"}, "--scene race"},
                                                               {{"--eigenfunction", "17"}, "--eigenfunction"}};
        for (auto& [words, named] : refused) {
            const auto o = call(QStringList{"render", "matched-figures", "-o", "m.png"} + words);
            QVERIFY2(o.status == 2 && o.err.find(named) != std::string::npos, o.err.c_str());
        }
        const auto none = call({"render", "x.npy", "-o", "m.png", "--cut-off", "5"});
        QVERIFY2(none.status == 2 && none.err.find("no eigenbasis") != std::string::npos, none.err.c_str());
        // One shape alone has no map, and is smoothed all the same.
        QCOMPARE(call({"run", "laplacian-eigenbasis", "figures/source.off", "--k", "12", "--out", "basis", "--quiet"}).status, 0);
        QCOMPARE(call({"render", "basis", "--cut-off", "4", "-o", "b.png", "--size", "96x64"}).status, 0);
        QCOMPARE(call({"render", "basis", "--cut-off", "13", "-o", "b.png"}).status, 2);
    }

    void renderPaintsWithoutADisplay() {
        QCOMPARE(call({"run", "procrustes", "x.npy", "y.npy", "--out", "painted", "--quiet"}).status, 0);
        const auto o = call({"render", "painted", "-o", "p.png", "--size", "320x200", "--theme", "light"});
        if (o.status == 3 && o.err.find("EGL") != std::string::npos) QSKIP("no EGL device here");
        QVERIFY2(o.status == 0, o.err.c_str());
        const auto png = slurp(base_ + "/p.png");
        QVERIFY(png.starts_with("\x89PNG"));
        for (auto text : {"procrustes", "seed", "version"}) QVERIFY2(png.find(text) != std::string::npos, text);
        QCOMPARE(call({"render", "painted", "-o", "p.png", "--frame", "99"}).status, 2);
        QCOMPARE(call({"render", "x.npy", "-o", "d.png", "--size", "320x200"}).status, 0);
        // Halos and a selected row change the picture; what is not there is refused by name.
        QCOMPARE(call({"render", "painted", "-o", "h.png", "--size", "320x200", "--theme", "light", "--halos", "--select", "source:1"}).status, 0);
        QVERIFY(slurp(base_ + "/h.png") != png);
        const auto beyond = call({"render", "painted", "-o", "h.png", "--select", "source:99999"});
        QVERIFY2(beyond.status == 2 && beyond.err.find("--select") != std::string::npos, beyond.err.c_str());
        QCOMPARE(call({"render", "x.npy", "-o", "d.png", "--halos"}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
