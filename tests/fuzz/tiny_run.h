// A small run and its results folder, the same each time: the ground on which documents are fuzzed.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/base/random.h"
#include "core/io/write.h"
#include "core/method/method.h"
#include "core/result/result_folder.h"

struct TinyRun {
    const char* method = "procrustes";
    std::vector<orthoscope::Matrix> sets{};  // empty: a pair of 6 x 2
    std::optional<orthoscope::Kind> kind{};
    std::vector<std::pair<const char*, orthoscope::ParameterValue>> options{};
};

inline std::filesystem::path tiny_run(const std::filesystem::path& base, TinyRun of = {}) {
    using namespace orthoscope;
    namespace fs = std::filesystem;
    fs::remove_all(base);
    fs::create_directories(base);
    const bool pair = of.sets.empty();
    Random random(1);
    if (pair) of.sets = {random.normal(6, 2), random.normal(6, 2)};
    const Method* method = find_method(of.method);
    FinishedRun made;
    made.request.method = of.method;
    made.request.options = method->parameters();
    for (auto& [name, value] : of.options)
        if (!made.request.options.set(name, value)) std::abort();
    suit_pairing(made.request.pairing, method->info().family);
    if (pair) {
        made.request.pairing.rows = RowNorm::Center;
        made.request.pairing.truth = Indices::LinSpaced(6, 0, 5);
    }
    made.request.fit_only = true;
    std::vector<DatasetPtr> sets;
    for (auto& rows : of.sets) {
        InputSpec spec;
        spec.path = base / ("set-" + std::to_string(sets.size()) + ".npy");
        spec.kind = of.kind;
        if (!write_npy(rows, spec.path)) std::abort();
        sets.push_back(*read(spec));
        made.inputs.push_back(spec);
    }
    auto result = run(made.request, sets, {});
    if (!result) std::abort();
    made.result = std::move(*result);
    if (!write_result(made, base / "out")) std::abort();
    return base / "out";
}
