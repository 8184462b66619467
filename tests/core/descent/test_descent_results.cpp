// Results of the laboratory in their folder: written, read back frame by frame, without computing again.
#include <filesystem>

#include "core/result/result_folder.h"
#include "labs.h"

using namespace orthoscope;
using namespace orthoscope::labs;
namespace fs = std::filesystem;

class TestDescentResults : public QObject {
    Q_OBJECT

  private slots:
    void everySampleIsReadBack() {
        int seen = 0;
        for (auto& info : samples()) {
            if (info.method != "newton-schulz" && info.method != "optimizer-lab" && info.method != "deep-linear") continue;
            ++seen;
            QTemporaryDir folder;
            const fs::path path = fs::path(folder.path().toStdString()) / "result";
            FinishedRun run;
            run.request.method = info.method, run.request.options = find_method(info.method)->parameters();
            const auto sample = make_sample(info.id, info.parameters, 1);
            QCOMPARE(sample->method, info.method);
            auto result = orthoscope::run(run.request, sample->sets, {});
            QVERIFY2(result.ok(), info.id.c_str());
            run.result = std::move(*result);
            run.inputs.resize(sample->sets.size());
            auto written = write_result(run, path);
            QVERIFY2(written.ok(), written.ok() ? "" : written.error().message().c_str());
            for (auto& name : find_method(info.method)->info().produces) QVERIFY2(fs::exists(path / (name + ".npy")), name.c_str());
            auto back = read_result(path);
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message().c_str());
            const auto& recording = *back->run.result.recording;
            QVERIFY(recording.lanes() == run.result.recording->lanes());
            QCOMPARE(recording.size(), run.result.recording->size());
            for (std::size_t i = 0; i < recording.size(); i += 7) {
                const auto &a = state_of(recording.frame(i)), &b = state_of(run.result.recording->frame(i));
                QVERIFY(*a.values == *b.values && *a.path == *b.path && a.diverged == b.diverged);
            }
            QVERIFY(back->run.result.report.metrics.size() == run.result.report.metrics.size());
        }
        QCOMPARE(seen, 3);
    }
};

QTEST_APPLESS_MAIN(TestDescentResults)
#include "test_descent_results.moc"
