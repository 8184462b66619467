// The Stanford bunny scans 045 onto 000 without a start: distance to the published pose, and seconds.
//   bench_icp [folder of the scans]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>

#include "core/base/random.h"
#include "core/io/read.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

struct Truth {
    Matrix rotation = Matrix::Identity(3, 3);  // acts on rows
    RowVector translation = RowVector::Zero(3);
};

// bun.conf: translation, then the conjugate of the rotation's quaternion (x, y, z, w).
Truth bunny_truth() {
    const double x = -0.00548449, y = 0.294635, z = 0.0038555, w = 0.955586;
    Truth truth;
    truth.rotation << 1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w),  //
        2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w),                //
        2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y);
    truth.translation << -0.0520211, -0.000383981, -0.0109223;
    return truth;
}

DatasetPtr turned(const DatasetPtr& set, const Matrix& by, const RowVector& shift) {
    auto out = std::make_shared<Dataset>(*set);
    out->payload = PointCloud{(set->values() * by).rowwise() + shift};
    return out;
}

struct Distance {
    double degrees = 0, millimetres = 0, seconds = 0;
};

Distance measure(const DatasetPtr& source, const DatasetPtr& target, const Truth& truth, const char* title, bool fit_only) {
    RunRequest request;
    request.method = "icp", request.options = find_method("icp")->parameters(), request.fit_only = fit_only;
    const auto begin = std::chrono::steady_clock::now();
    auto result = run(request, {source, target}, {});
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!result) {
        std::printf("%s: %s\n", title, result.error().message().c_str());
        return {};
    }
    const Matrix& rotation = *result->report.matrix("rotation");
    const Matrix& translation = *result->report.matrix("translation");
    Distance out;
    out.degrees = 2 * std::asin(std::min(1.0, (rotation - truth.rotation).norm() / std::sqrt(8.0))) * 180 / std::numbers::pi;
    // At the middle of the source, where a shift means what it says.
    const RowVector mean = source->values().colwise().mean();
    out.millimetres = 1000 * (mean * rotation + translation.row(0) - mean * truth.rotation - truth.translation).norm();
    for (auto& [name, value] : result->report.seconds)
        if (name == "total") out.seconds = value;
    const auto frames = result->recording->frames();
    const int best = best_lane(frames);
    std::printf("%s: %.4f degrees, %.4f mm (%.4f mm by the translations) from the truth in %.2f s (%.2f s with the checks); "
                "lane %s of %zu, %zu frames, %s\n",
                title, out.degrees, out.millimetres, 1000 * (translation.row(0) - truth.translation).norm(), out.seconds, wall,
                result->recording->lanes()[std::size_t(best)].c_str(), result->recording->lanes().size(), frames.size(),
                std::string(name_of(*result->recording->outcome())).c_str());
    for (int lane : lane_numbers(frames)) {
        auto& last = *lane_frames(frames, lane).back();
        std::printf("    %-24s cost %.4g after %lld iterations\n", result->recording->lanes()[std::size_t(lane)].c_str(),
                    last.metrics.front().second, static_cast<long long>(last.iteration));
    }
    if (!fit_only) {
        for (auto& [name, value] : result->report.metrics) std::printf("    %s %.5g\n", name.c_str(), value);
        std::printf("    %s\n", std::string(name_of(result->report.verdict)).c_str());
        for (auto& reason : result->report.reasons) std::printf("    %s\n", reason.c_str());
        for (auto& warning : result->report.warnings) std::printf("    warning: %s\n", warning.c_str());
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : ORTHOSCOPE_CLOUDS;
    if (!std::filesystem::exists(folder / "stanford_bun045.ply")) {
        std::printf("bunny scans: not found in %s, nothing measured\n", folder.c_str());
        return 0;
    }
    auto source = read({folder / "stanford_bun045.ply", {}, {}, {}, {}, false});
    auto target = read({folder / "stanford_bun000.ply", {}, {}, {}, {}, false});
    if (!source || !target) return 1;
    const Truth truth = bunny_truth();
    measure(*source, *target, truth, "bunny 045 onto 000, as loaded", false);
    Random random(1);
    for (int i = 0; i < 5; ++i) {
        // The same with the source turned and moved at random first: x -> x Q + s.
        const Matrix q = random_orthogonal(3, random, true);
        const RowVector shift = 0.3 * random.normal(1, 3).row(0);
        const Matrix back = q.transpose() * truth.rotation;
        measure(turned(*source, q, shift), *target, {back, truth.translation - shift * back}, "turned at random", true);
    }
}
