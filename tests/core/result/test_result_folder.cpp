// The results folder: what is written is read back without computing, changed inputs are noticed, damage survived.
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/json_fields.h"
#include "core/base/random.h"
#include "core/io/write.h"
#include "core/result/result_arrays.h"
#include "core/result/result_folder.h"
#include "core/samples/sample.h"

using namespace orthoscope;
namespace fs = std::filesystem;

namespace {

std::string slurp(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void spill(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

class TestResultFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path base_;

    // Two clouds, the second the first one turned.
    FinishedRun make(bool generated = false) {
        FinishedRun run;
        Random random(4);
        const Matrix x = random.normal(40, 3);
        const Matrix y = x * random_orthogonal(3, random, true);
        fs::create_directories(base_ / "in");
        std::vector<DatasetPtr> sets;
        for (auto& [name, values] : {std::pair{"x.npy", x}, std::pair{"y.npy", y}}) {
            const auto path = base_ / "in" / name;
            if (!write_npy(values, path).ok()) qFatal("cannot write");
            InputSpec spec;
            spec.path = path;
            auto set = *read(spec);
            if (generated) {
                auto copy = std::make_shared<Dataset>(*set);
                copy->origin = {}, copy->labels.assign(40, "label");
                for (std::size_t i = 0; i < 40; ++i) copy->labels[i] += std::to_string(i);
                set = copy, spec.path.clear();
            }
            sets.push_back(set), run.inputs.push_back(spec);
        }
        run.request.method = "procrustes";
        run.request.options = find_method("procrustes")->parameters();
        run.request.pairing.rows = RowNorm::Center;
        run.request.pairing.weights = Vector::LinSpaced(40, 1, 2);
        run.request.pairing.truth = Indices::LinSpaced(40, 0, 39);
        run.request.settings.seed = 7;
        auto result = orthoscope::run(run.request, sets, {});
        if (!result) qFatal("%s", result.error().message().c_str());
        run.result = std::move(*result);
        run.read_seconds = 0.25;
        return run;
    }

  private slots:
    void init() {
        base_ = fs::path(folder_.path().toStdString()) / QTest::currentTestFunction();
        fs::create_directories(base_);
    }

    void keysAndArrays() {
        auto json = write_result(make(), base_ / "out");
        QVERIFY2(json.ok(), json.ok() ? "" : json.error().message().c_str());
        for (auto key : {"schema", "orthoscope", "method", "options", "seed", "threads", "backend", "inputs", "status",
                         "verdict", "reasons", "iterations", "frames", "metrics", "seconds", "outputs", "warnings"})
            QVERIFY2(json->contains(key), key);
        QCOMPARE((*json)["schema"].get<int>(), 1);
        QCOMPARE((*json)["status"].get<std::string>(), std::string("completed"));
        QVERIFY((*json)["options"]["mode"] == "rotation");  // what auto became
        QCOMPARE((*json)["inputs"][0]["sha256"].get<std::string>().size(), std::size_t(64));
        const auto seconds = (*json)["seconds"];
        QCOMPARE(seconds["read"].get<double>(), 0.25);
        QVERIFY(seconds["total"].get<double>() >= 0.25 && seconds.contains("fit") && seconds.contains("metrics"));
        for (auto& [name, file] : (*json)["outputs"].items())
            QVERIFY2(fs::exists(base_ / "out" / file.get<std::string>()), name.c_str());
        for (auto name : {"rotation", "translation", "matching", "aligned", "transform", "recording"})
            QVERIFY2((*json)["outputs"].contains(name), name);
        for (auto& [name, value] : (*json)["metrics"].items()) QVERIFY2(value.is_number() || value.is_null(), name.c_str());
        QVERIFY((*json)["metrics"]["procrustes_bound"].is_null());
        QVERIFY(slurp(base_ / "out" / "translation.npy").find("(3,)") != std::string::npos);
        QVERIFY(slurp(base_ / "out" / "matching.npy").find("'<i8'") != std::string::npos);
    }

    void transformIsForColumnVectors() {
        auto run = make();
        QVERIFY(write_result(run, base_ / "out").ok());
        std::ifstream file(base_ / "out" / "transform.txt");
        Eigen::Matrix4d m;
        for (int i = 0; i < 16; ++i) file >> m(i / 4, i % 4);
        const Matrix &r = *run.result.report.matrix("rotation"), &t = *run.result.report.matrix("translation");
        const double scale = *run.result.report.metric("scale");
        QCOMPARE((m.topLeftCorner<3, 3>() - scale * r.transpose()).norm(), 0.0);
        QCOMPARE((m.topRightCorner<3, 1>() - t.transpose()).norm(), 0.0);
        QVERIFY(m.row(3) == Eigen::RowVector4d(0, 0, 0, 1));
    }

    void readsBackWithoutComputing() {
        for (bool generated : {false, true}) {
            const auto run = make(generated);
            const auto out = base_ / (generated ? "b" : "a");
            QVERIFY(write_result(run, out).ok());
            fs::remove_all(base_ / "in");  // the copies suffice
            const auto moved = base_ / (generated ? "moved-b" : "moved-a");
            fs::rename(out, moved);
            auto loaded = read_result(moved);
            QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message().c_str());
            const auto &a = run.result, &b = loaded->run.result;
            QCOMPARE(b.recording->size(), a.recording->size());
            QVERIFY(*b.pairs->source == *a.pairs->source && b.pairs->weights == a.pairs->weights);
            QVERIFY(b.pairs->truth == a.pairs->truth && b.options == a.options);
            QVERIFY(b.report.verdict == a.report.verdict && b.report.reasons == a.report.reasons);
            QCOMPARE(b.report.metrics.size(), a.report.metrics.size());
            for (std::size_t i = 0; i < a.report.metrics.size(); ++i) {
                QCOMPARE(b.report.metrics[i].first, a.report.metrics[i].first);
                const double x = a.report.metrics[i].second, y = b.report.metrics[i].second;
                QVERIFY(x == y || (std::isnan(x) && std::isnan(y)));
            }
            for (auto& [name, values] : a.report.matrices) {
                QVERIFY2(b.report.matrix(name), name.c_str());
                QVERIFY2(*b.report.matrix(name) == values, name.c_str());
            }
            QVERIFY(*b.report.indices("matching") == *a.report.indices("matching"));
            QCOMPARE(loaded->sets[0]->labels.size(), std::size_t(generated ? 40 : 0));
        }
    }

    void referencesAreVerifiedByHash() {
        auto run = make();
        auto json = write_result(run, base_ / "out", InputStorage::Reference);
        QVERIFY(json.ok() && !fs::exists(base_ / "out" / "inputs"));
        QVERIFY(read_result(base_ / "out").ok());
        auto bytes = slurp(run.inputs[0].path);
        bytes.back() = static_cast<char>(bytes.back() ^ 1);
        spill(run.inputs[0].path, bytes);
        auto changed = read_result(base_ / "out");
        QVERIFY(!changed.ok());
        QVERIFY(changed.error().what.find("has changed since the run") != std::string::npos);
    }

    void foldersThatHoldFilesAreRefused() {
        fs::create_directories(base_ / "full");
        spill(base_ / "full" / "mine.txt", "mine");
        auto refused = write_result(make(), base_ / "full");
        QVERIFY(!refused.ok() && refused.error().kind == ErrorKind::Usage);
        QCOMPARE(slurp(base_ / "full" / "mine.txt"), std::string("mine"));
        fs::create_directories(base_ / "empty");
        QVERIFY(write_result(make(), base_ / "empty").ok());
        QVERIFY(is_result_folder(base_ / "empty"));
        QVERIFY(write_result(make(), base_ / "new" / "deep").ok());
        for (auto& entry : fs::recursive_directory_iterator(base_))
            QVERIFY2(entry.path().string().find("part") == std::string::npos, entry.path().c_str());
    }

    void aFailureLeavesNoHalf() {
        auto run = make();
        run.inputs[1].path = base_ / "gone.npy";
        QVERIFY(!write_result(run, base_ / "out").ok());
        QVERIFY(!fs::exists(base_ / "out"));
        for (auto& entry : fs::directory_iterator(base_)) QCOMPARE(entry.path().filename().string(), std::string("in"));
    }

    void damagedResultsAreRefused() {
        QVERIFY(write_result(make(), base_ / "out").ok());
        const auto file = base_ / "out" / "result.json";
        const auto text = slurp(file);
        const std::pair<const char*, nlohmann::json> plants[] = {
            {"/schema", 2},           {"/method", "no-such-method"},  {"/verdict", "fine"},
            {"/seed", "x"},           {"/outputs/rotation", "../x"},  {"/outputs/rotation", "gone.npy"},
            {"/inputs/0/rows", 5},    {"/pairing/rows", "cube"},      {"/pairing/truth", "/etc/passwd"},
            {"/metrics/rmse", "low"}, {"/options/mode", "nonsense"},  {"/inputs", nlohmann::json::array()}};
        for (auto& [pointer, value] : plants) {
            auto json = nlohmann::json::parse(text);
            json[nlohmann::json::json_pointer(pointer)] = value;
            spill(file, json_text(json));
            auto loaded = read_result(base_ / "out");
            QVERIFY2(!loaded.ok(), pointer);
        }
        Random random(2);
        for (int i = 0; i < 300; ++i) {
            auto damaged = text;
            for (int k = 0; k < 2; ++k) damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
            spill(file, damaged);
            (void)read_result(base_ / "out").ok();
        }
    }

    // Turning such numbers into row numbers would not be defined.
    void rowsBeyondAnyIntegerAreRefused() {
        QVERIFY(write_result(make(), base_ / "out").ok());
        const auto keep = slurp(base_ / "out" / "truth.npy");
        for (double value : {1e300, 0.5}) {
            QVERIFY(write_npy(Vector(Vector::Constant(40, value)), base_ / "out" / "truth.npy").ok());
            auto loaded = read_result(base_ / "out");
            QVERIFY(!loaded.ok());
            QVERIFY(loaded.error().message().find("result.json:pairing.truth") != std::string::npos);
        }
        spill(base_ / "out" / "truth.npy", keep);
        QVERIFY(read_result(base_ / "out").ok());
        const Indices large = Indices::Constant(40, INT64_MAX);
        QVERIFY(write_npy(large, base_ / "out" / "matching.npy").ok());
        QVERIFY(!read_result(base_ / "out").ok());
    }

    // Of a vertex whose truth is not known the error is none; elsewhere NaN is a fault of the file.
    void unknownErrorsAreReadBack() {
        Matrix errors = Matrix::Constant(5000, 1, 0.25);
        errors(7, 0) = errors(4999, 0) = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(write_array("geodesic_errors", errors, base_ / "e.npy").ok());
        auto read = read_array("geodesic_errors", base_ / "e.npy");
        QVERIFY2(read.ok(), read ? "" : read.error().message().c_str());
        QVERIFY(std::isnan(read->values(7, 0)) && std::isnan(read->values(4999, 0)) && read->values(8, 0) == 0.25);
        QVERIFY(!read_array("residuals", base_ / "e.npy").ok());
        errors(9, 0) = std::numeric_limits<double>::infinity();
        QVERIFY(write_array("geodesic_errors", errors, base_ / "e.npy").ok());
        auto refused = read_array("geodesic_errors", base_ / "e.npy");
        QVERIFY(!refused.ok() && refused.error().message().find("found infinity at row 9") != std::string::npos);
    }

    void planesAreWrittenAsThreeAxes() {
        Random random(1);
        const Matrix planes = random.normal(6, 4);
        QVERIFY(write_array("planes", planes, base_ / "planes.npy").ok());
        QVERIFY(slurp(base_ / "planes.npy").find("(3, 2, 4)") != std::string::npos);
        auto read = read_array("planes", base_ / "planes.npy");
        QVERIFY(read.ok() && read->values == planes);
    }
};

QTEST_GUILESS_MAIN(TestResultFolder)
#include "test_result_folder.moc"
