// What the tests of the laboratory share.
#pragma once

#include <QtTest>

#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

namespace orthoscope::labs {

inline DatasetPtr matrix_set(Matrix m, const char* name = "matrix") {
    auto set = std::make_shared<Dataset>();
    set->name = name, set->payload = MatrixData{std::move(m)};
    return set;
}

using Options = std::vector<std::pair<const char*, const char*>>;

inline Result<RunResult> run_lab(const char* method, std::vector<DatasetPtr> sets, const Options& options = {}) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters();
    for (auto& [name, value] : options)
        if (auto status = request.options.set_text(name, value); !status) return status.error();
    return run(request, std::move(sets), {});
}

inline std::vector<FramePtr> lane(const RunResult& result, int number) { return lane_frames(result.recording->frames(), number); }
inline const DescentState& state_of(const FramePtr& frame) { return std::get<DescentState>(*frame->state); }
inline int lane_named(const RunResult& result, const std::string& name) {
    const auto names = result.recording->lanes();
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return int(i);
    qFatal("no lane %s", name.c_str());
}
inline double metric(const Frame& frame, const std::string& name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return value;
    return void_metric;
}

// A matrix with these singular values in random directions.
inline Matrix with_values(Index rows, Index columns, const Vector& values, std::uint64_t seed) {
    Random random(seed);
    const Matrix left = random_orthogonal(rows, random, false), right = random_orthogonal(columns, random, false);
    return left.leftCols(values.size()) * values.asDiagonal() * right.topRows(values.size());
}

}  // namespace orthoscope::labs
