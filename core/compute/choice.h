// Where a run computes: on the CPU or on OpenGL, by wish or by measurement.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/compute/backend.h"
#include "core/compute/gl/device.h"

namespace orthoscope {

enum class ComputeWish { Auto, Cpu, Gl };
std::string_view name_of(ComputeWish wish);  // "auto", "cpu", "gl"

inline constexpr std::string_view no_device = "no graphics device";  // ComputeChoice::why

struct ComputeChoice {
    // Never null. On OpenGL it is guarded: what fails there is answered by the CPU.
    std::shared_ptr<ComputeBackend> backend;
    std::string reason;                 // a sentence: what was chosen and why
    std::string why;                    // the same in a few words: "no graphics device"
    std::vector<std::string> warnings;  // where the wish could not be fulfilled
};

// Auto: the CPU where the system shows no graphics device, or one that only renders in software; else what took less
// time in a short measurement of the kernels (under two seconds, done once for each renderer and driver and kept in
// `cache` as compute.json; an empty path keeps nothing). Gl: OpenGL even in software; the CPU, with a warning, where there
// is none.
ComputeChoice choose_compute(ComputeWish wish, const GlOptions& options = {});
ComputeChoice choose_compute(ComputeWish wish, const GlOptions& options, const std::filesystem::path& cache);

// The same small work on both, warmed up once: seconds.
struct ComputeTimes {
    double cpu = 0, gl = 0;
    bool gl_wins() const { return gl < 0.8 * cpu; }
};
Result<ComputeTimes> measure_compute(ComputeBackend& gl, const Context& context);

// Methods whose time goes into named kernels.
bool runs_kernels(std::string_view method);

}  // namespace orthoscope
