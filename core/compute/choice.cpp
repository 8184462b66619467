#include "core/compute/choice.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"
#include "core/compute/guarded_backend.h"
#include "core/shape/basis_cache.h"

namespace orthoscope {
namespace {

std::string milliseconds(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g ms", 1000 * seconds);
    return text;
}

template <class Work>
Result<double> seconds_of(const Work& work) {
    for (int round = 0;; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        if (auto status = work(); !status) return status.error();
        if (round == 1) return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
}

// One of each of the kernels that methods call, at a size that fills a small card.
Status sample_work(ComputeBackend& backend, const Matrix& x, const Matrix& y, const TransportGeometry& geometry,
                   const Context& context) {
    if (auto found = backend.nearest(x, y, 1, geometry.threads, context); !found) return found.error();
    const Matrix few = x.leftCols(3), other = y.leftCols(3), directions = haar_directions(3, 16, 3);
    if (auto cost = backend.sliced({few}, {other}, directions, {.turn_gradient = true}, context); !cost) return cost.error();
    const Vector zero = Vector::Zero(geometry.target.size());
    auto step = backend.half_step({geometry.source, geometry.target, zero, geometry.mean_cost, true, geometry.threads}, context);
    return step ? success() : Status(step.error());
}

using Json = nlohmann::json;

Json read_cache(const std::filesystem::path& file) {
    std::ifstream in(file);
    auto kept = Json::parse(in, nullptr, false);
    return kept.is_object() ? kept : Json::object();
}

std::optional<ComputeTimes> kept_times(const std::filesystem::path& folder, const std::string& key) {
    if (folder.empty()) return {};
    const auto kept = read_cache(folder / "compute.json");
    const auto at = kept.find(key);
    if (at == kept.end() || !at->is_object()) return {};
    const auto number = [&](const char* name) { return at->contains(name) && (*at)[name].is_number() ? (*at)[name].get<double>() : 0; };
    const ComputeTimes times{number("cpu_seconds"), number("gl_seconds")};
    if (!(times.cpu > 0) || !(times.gl > 0)) return {};
    return times;
}

// A folder that cannot be written is no error: it is measured again.
void keep_times(const std::filesystem::path& folder, const std::string& key, const ComputeTimes& times) {
    if (folder.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    auto kept = read_cache(folder / "compute.json");
    kept[key] = {{"cpu_seconds", times.cpu}, {"gl_seconds", times.gl}};
    const auto part = folder / "compute.json.part";
    std::ofstream(part) << kept.dump(1) << "\n";
    std::filesystem::rename(part, folder / "compute.json", error);
}

ComputeChoice on_cpu(std::string reason, std::string why) { return {cpu_backend(), std::move(reason), std::move(why), {}}; }

ComputeChoice automatic(const GlOptions& options, const std::filesystem::path& cache) {
    if (!graphics_device_present()) return on_cpu("auto: the CPU, as this machine shows no graphics device", std::string(no_device));
    auto hardware = options;
    hardware.software = false;
    auto gl = GlBackend::open(hardware);
    if (!gl) return on_cpu("auto: the CPU, as OpenGL is not to be had: " + gl.error().message(), "no OpenGL 4.5");
    if ((*gl)->software()) return on_cpu("auto: the CPU, as " + (*gl)->renderer() + " renders in software", "software renderer: " + short_renderer((*gl)->renderer()));
    const std::string key = (*gl)->renderer() + " | " + (*gl)->version();
    auto times = kept_times(cache, key);
    if (!times) {
        auto measured = measure_compute(**gl, {});
        if (!measured) return on_cpu("auto: the CPU, as the kernels failed: " + measured.error().message(), "the kernels failed on OpenGL");
        times = *measured;
        keep_times(cache, key, *times);
    }
    const std::string figures = milliseconds(times->gl) + " on " + (*gl)->renderer() + ", " + milliseconds(times->cpu) + " on the CPU";
    if (!times->gl_wins()) return on_cpu("auto: the CPU; the kernels took " + figures, "measured faster than OpenGL");
    return {std::make_shared<GuardedBackend>(*gl, cpu_backend()), "auto: OpenGL; the kernels took " + figures, "measured faster", {}};
}

}  // namespace

std::string_view name_of(ComputeWish wish) {
    return wish == ComputeWish::Auto ? "auto" : wish == ComputeWish::Cpu ? "cpu" : "gl";
}

Result<ComputeTimes> measure_compute(ComputeBackend& gl, const Context& context) {
    Random random(1);
    const Matrix x = random.normal(3000, 32), y = random.normal(3000, 32);
    const Matrix few = x.leftCols(3), other = y.leftCols(3);
    auto geometry = transport_geometry({few}, {other}, 2);
    if (!geometry) return geometry.error();
    const auto run = [&](ComputeBackend& backend) {
        return seconds_of([&] { return sample_work(backend, x, y, *geometry, context); });
    };
    auto cpu = run(*cpu_backend()), device = run(gl);
    if (!cpu) return cpu.error();
    if (!device) return device.error();
    return ComputeTimes{*cpu, *device};
}

ComputeChoice choose_compute(ComputeWish wish, const GlOptions& options) {
    return choose_compute(wish, options, BasisCache().folder());
}

ComputeChoice choose_compute(ComputeWish wish, const GlOptions& options, const std::filesystem::path& cache) {
    if (wish == ComputeWish::Cpu) return on_cpu("cpu: as wished", "as wished");
    if (wish == ComputeWish::Auto) return automatic(options, cache);
    auto gl = GlBackend::open(options);
    if (gl) return {std::make_shared<GuardedBackend>(*gl, cpu_backend()), "gl: as wished, on " + (*gl)->renderer(), "as wished", {}};
    auto choice = on_cpu("gl: the CPU in its place", "OpenGL is not to be had");
    choice.warnings.push_back("OpenGL was wished and is not to be had (" + gl.error().message() + "); the CPU computed in its place");
    return choice;
}

bool runs_kernels(std::string_view method) {
    constexpr std::string_view ids[] = {"sliced-wasserstein-flow", "transport-plan", "functional-map", "zoomout", "sliced-refinement"};
    return std::find(std::begin(ids), std::end(ids), method) != std::end(ids);
}

}  // namespace orthoscope
