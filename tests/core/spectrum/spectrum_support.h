// Matrices and runs that the tests of spectra share.
#pragma once

#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/singular_values.h"
#include "core/run/run.h"

namespace orthoscope::spectra {

inline DatasetPtr matrix_set(Matrix values, const char* name = "matrix") {
    auto set = std::make_shared<Dataset>();
    set->name = name, set->payload = MatrixData{std::move(values)};
    return set;
}

// The matrix of tests/core/spectrum/reference.py.
inline Matrix reference_matrix(Index n = 60, Index d = 24) {
    std::uint64_t state = 12345;
    Matrix out(n, d);
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < d; ++j) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            out(i, j) = double(state >> 11) / 9007199254740992.0 - 0.5 + 3 / double(1 + std::abs(i - 2 * j));
        }
    return out;
}

// n x d with these singular values in random directions.
inline Matrix with_values(Index n, Index d, const Vector& values, Random& random) {
    const Matrix u = *orthonormal_columns(random.normal(n, values.size())), v = *orthonormal_columns(random.normal(d, values.size()));
    return u * values.asDiagonal() * v.transpose();
}

using Options = std::vector<std::pair<const char*, std::string>>;
inline RunResult run_method(const char* method, std::vector<DatasetPtr> sets, const Options& options = {}) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters();
    for (auto& [name, value] : options)
        if (auto status = request.options.set_text(name, value); !status) qFatal("%s", status.error().message().c_str());
    auto result = orthoscope::run(request, std::move(sets), {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}

inline const SpectrumState& last_state(const RunResult& result) {
    return std::get<SpectrumState>(*result.recording->frame(result.recording->size() - 1)->state);
}
inline double metric(const RunResult& result, const char* name) { return result.report.metric(name).value_or(-99); }
inline bool said(const RunResult& result, const std::string& words) {
    for (auto& list : {result.report.warnings, result.report.reasons})
        for (auto& sentence : list)
            if (sentence.find(words) != std::string::npos) return true;
    return false;
}
inline bool near(double a, double b, double relative) { return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)); }

}  // namespace orthoscope::spectra
