// Results of the rotation methods in their folder: shapes and names by the command line's page, read back, used again.
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/io/write.h"
#include "core/result/result_folder.h"
#include "core/rotations/rebuild.h"
#include "core/samples/sample.h"
#include "moving.h"

using namespace orthoscope;
using namespace orthoscope::moving;
namespace fs = std::filesystem;

namespace {

std::string head_of(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str().substr(0, 128);
}

FinishedRun finished(const char* method, const std::vector<DatasetPtr>& sets, std::vector<InputSpec> inputs = {}) {
    FinishedRun run;
    run.request.method = method, run.request.options = find_method(method)->parameters();
    auto result = orthoscope::run(run.request, sets, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    run.result = std::move(*result);
    run.inputs = inputs.empty() ? std::vector<InputSpec>(sets.size()) : std::move(inputs);
    return run;
}

}  // namespace

class TestRotationResults : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path base_;

  private slots:
    void init() { base_ = fs::path(folder_.path().toStdString()) / QTest::currentTestFunction(); }

    void arraysHaveTheShapesOfThePage() {
        const auto run = finished("rotation-planes", {sequence(cyclic_orbit(8, 1), {8, 8})});
        auto json = write_result(run, base_);
        QVERIFY2(json.ok(), json.ok() ? "" : json.error().message().c_str());
        const std::pair<const char*, const char*> shapes[] = {{"planes", "(3, 2, 64)"},     {"angles_degrees", "(3,)"}, {"energies", "(3,)"},
                                                              {"residuals", "(3,)"},        {"phases", "(8, 3)"},       {"mean", "(64,)"},
                                                              {"flipped", "(1, 64)"}};
        for (auto& [name, shape] : shapes)
            QVERIFY2(head_of(base_ / (std::string(name) + ".npy")).find(shape) != std::string::npos, name);
        QVERIFY(fs::exists(base_ / "fixed.npy"));
        for (auto metric : {"plane_count", "worst_residual", "residual_energy", "closed_orbit", "orthogonality_error"})
            QVERIFY2((*json)["metrics"][metric].is_number(), metric);
    }
    // Every sample with the method made for it, written and read back without computing.
    void everySampleIsReadBack() {
        for (auto& info : samples()) {
            const auto method = find_method(info.method);
            if (!method || method->info().family != MethodFamily::Rotations) continue;
            const auto sample = make_sample(info.id, info.parameters, 1);
            const auto run = finished(info.method.c_str(), sample->sets);
            auto written = write_result(run, base_ / info.id);
            QVERIFY2(written.ok(), written.ok() ? info.id.c_str() : written.error().message().c_str());
            auto read_back = read_result(base_ / info.id);
            QVERIFY2(read_back.ok(), read_back.ok() ? "" : (info.id + ": " + read_back.error().message()).c_str());
            QCOMPARE(read_back->run.result.recording->size(), run.result.recording->size());
            QVERIFY(read_back->run.result.report.metrics.size() == run.result.report.metrics.size());
            const auto frame = read_back->run.result.recording->frame(run.result.recording->size() - 1);
            if (auto state = std::get_if<PlanesState>(frame->state.get()); state && state->phasors) {
                const PlanePlayer player(std::make_shared<PlanesState>(*state));
                QVERIFY(player.frame(std::vector<double>(2, 1.5)).allFinite());
            }
        }
    }
    // The rotation of a finished alignment is an input by itself.
    void theRotationOfAnAlignmentIsTakenApart() {
        Random random(5);
        const Matrix x = random.normal(60, 6), step = step_of({15, 50, 110}, random);
        const auto run = finished("procrustes", {rows(x), rows(x * step)});
        QVERIFY(write_result(run, base_).ok());
        InputSpec spec;
        spec.path = base_;
        auto set = read(spec);
        QVERIFY2(set.ok(), set.ok() ? "" : set.error().message().c_str());
        QCOMPARE((*set)->kind(), Kind::Matrix);
        auto made = run_on("planes-of-matrix", {*set});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        const Matrix& angles = *made->report.matrix("angles_degrees");
        const double truth[] = {110, 50, 15};
        for (Index k = 0; k < 3; ++k) QVERIFY(std::abs(angles(k) - truth[k]) < 1e-9);
        // Its own results folder holds a copy and is read back.
        const auto again = finished("planes-of-matrix", {*set}, {spec});
        const auto out = fs::path(base_.string() + "-planes");
        QVERIFY(write_result(again, out).ok());
        auto read_back = read_result(out);
        QVERIFY2(read_back.ok(), read_back.ok() ? "" : read_back.error().message().c_str());
    }
};

QTEST_APPLESS_MAIN(TestRotationResults)
#include "test_rotation_results.moc"
