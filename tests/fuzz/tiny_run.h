// A small run and its results folder, the same each time: the ground on which documents are fuzzed.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "core/base/random.h"
#include "core/io/write.h"
#include "core/result/result_folder.h"

inline std::filesystem::path tiny_run(const std::filesystem::path& base) {
    using namespace orthoscope;
    namespace fs = std::filesystem;
    fs::remove_all(base);
    fs::create_directories(base);
    Random random(1);
    FinishedRun made;
    made.request.method = "procrustes";
    made.request.options = find_method("procrustes")->parameters();
    made.request.pairing.rows = RowNorm::Center;
    made.request.pairing.truth = Indices::LinSpaced(6, 0, 5);
    made.request.fit_only = true;
    std::vector<DatasetPtr> sets;
    for (auto name : {"x.npy", "y.npy"}) {
        if (!write_npy(random.normal(6, 2), base / name)) std::abort();
        InputSpec spec;
        spec.path = base / name;
        sets.push_back(*read(spec));
        made.inputs.push_back(spec);
    }
    auto result = run(made.request, sets, {});
    if (!result) std::abort();
    made.result = std::move(*result);
    if (!write_result(made, base / "out")) std::abort();
    return base / "out";
}
