// `orthoscope run`: results by name, options, exit status, and how it ends before its time.
#include <QtTest>
#include <cmath>
#include <csignal>
#include <fstream>

#include "tests/app/cli/cli_program.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestCliRun : public QObject, private CliProgram {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(write_planted()); }

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

    // What a run has computed is the input of the next, by the name of its folder.
    void aRunIsTheInputOfASpectrum() {
        QVERIFY(call({"run", "procrustes", "x.npy", "noise.npy", "--out", "fit"}).status == 0);
        const auto o = call({"run", "spectral-decay", "fit::residuals", "--out", "left"});
        QVERIFY2(o.status == 0, o.err.c_str());
        const auto said = result("left");
        QCOMPARE(said["inputs"][0]["path"].get<std::string>(), std::string("fit::residuals"));
        QCOMPARE(said["inputs"][0]["rows"].get<int>(), 60);
        const Matrix values = array("left", "values");
        const double rmse = result("fit")["metrics"]["rmse"];
        QVERIFY(std::abs(values.norm() / std::sqrt(60.0) - rmse) < 1e-12 * rmse);
        QVERIFY2(call({"render", "left", "-o", "left.png", "--size", "400x300"}).status == 0, "a results folder whose input was computed is shown");
        const auto all = call({"run", "spectral-decay", "fit", "--out", "both"});
        QVERIFY2(all.status == 0 && all.err.find("residuals, cross-covariance") != std::string::npos, all.err.c_str());
        const auto none = call({"run", "spectral-decay", "fit::laplacian", "--out", "none"});
        QVERIFY2(none.status == 2 && none.err.find("this run holds residuals, cross-covariance") != std::string::npos, none.err.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCliRun)
#include "test_cli_run.moc"
