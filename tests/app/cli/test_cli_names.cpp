// Names of options on the command line: a method's own may not hide, nor be hidden by, what stands beside them.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/run_command.h"
#include "core/base/random.h"
#include "core/io/write.h"
#include "core/method/method.h"

using namespace orthoscope;

class TestCliNames : public QObject {
    Q_OBJECT
  private slots:
    void noOptionOfAMethodIsNamedAsACommonOneOrAQualifier() {
        std::set<std::string> taken;
        for (auto* rules : {&common_rules(), &qualifier_rules()})
            for (auto& rule : *rules) QVERIFY2(taken.insert(rule.name).second, rule.name.c_str());
        for (auto method : methods()) {
            std::set<std::string> own;
            const auto parameters = method->parameters();
            for (auto& p : parameters.described()) {
                const auto what = method->info().id + " --" + p.name;
                QVERIFY2(!taken.contains(p.name) && own.insert(p.name).second, what.c_str());
            }
        }
    }

    void theExactPlanIsAskedForByItsName() {
        QTemporaryDir folder;
        Random random(4);
        const Matrix x = random.normal(40, 3);
        const auto base = folder.path().toStdString();
        QVERIFY(write_npy(x, base + "/x.npy").ok() && write_npy(Matrix(x.array() + 0.05), base + "/y.npy").ok());
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(ORTHOSCOPE_BINARY_DIR "/orthoscope", {"run", "transport-plan", "x.npy", "--kind", "cloud", "y.npy", "--plan",
                                                            "exact", "--rows", "center", "--out", "exact", "--quiet"});
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        QFile file(folder.filePath("exact/result.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto result = nlohmann::json::parse(file.readAll().toStdString());
        QCOMPARE(result["options"]["plan"].get<std::string>(), std::string("exact"));
        QVERIFY(result["metrics"]["transport_cost"].get<double>() < 1e-12);  // centred, the shift is gone
    }

    void theCommandThatASampleNamesRuns() {
        QTemporaryDir folder;
        const QStringList samples[] = {{"planted-pair", "--relabel", "on", "--n", "60"},
                                       {"clusters", "--relabel", "on", "--n", "120", "--d", "8"}};
        for (auto& words : samples) {
            const auto call = [&](const QStringList& list) {
                QProcess process;
                process.setWorkingDirectory(folder.path());
                process.start(ORTHOSCOPE_BINARY_DIR "/orthoscope", list);
                if (!process.waitForFinished(120000)) return std::pair{-1, QString()};
                return std::pair{process.exitCode(), QString::fromUtf8(process.readAllStandardOutput())};
            };
            const auto made = call(QStringList{"sample"} + words + QStringList{"-o", words[0]});
            QCOMPARE(made.first, 0);
            auto line = made.second.mid(made.second.indexOf("orthoscope run ") + 11);
            line.truncate(line.indexOf(" --out DIR"));
            const auto out = words[0] + "-out";
            const auto ran = call(line.split(' ') + QStringList{"--out", out, "--truth", words[0] + "/truth.txt", "--require", "overlap>=0.95"});
            QVERIFY2(ran.first == 0 && ran.second.startsWith("supported"), qPrintable(line + ": " + ran.second));
        }
    }

    // Sessions and results of before name them as they were called then.
    void formerNamesAreStillRead() {
        const std::tuple<const char*, nlohmann::json, const char*, ParameterValue> former[] = {
            {"transport-plan", {{"kind", "sparse"}}, "plan", std::string("sparse")},
            {"procrustes-wasserstein", {{"rows", 700}}, "subsample", std::int64_t(700)},
            {"sliced-wasserstein-flow", {{"rows", 0}}, "subsample", std::int64_t(0)},
            {"sliced-refinement", {{"weights", "energy"}}, "direction-weights", std::string("energy")},
            {"functional-map", {{"weights", "energy"}}, "direction-weights", std::string("energy")},
            {"deep-linear", {{"start", "aligned"}}, "initialization", std::string("aligned")}};
        for (auto& [id, json, name, value] : former) {
            auto options = find_method(id)->parameters();
            const auto status = options.from_json(json);
            QVERIFY2(status.ok(), status.ok() ? "" : status.error().message().c_str());
            QVERIFY2(options.value(name) == value, id);
        }
        auto other = find_method("procrustes")->parameters();
        QVERIFY(!other.from_json({{"kind", "exact"}}).ok());
    }
};

QTEST_APPLESS_MAIN(TestCliNames)
#include "test_cli_names.moc"
