#include "core/linalg/blas_kernels.h"

#include <cstdlib>

extern "C" {
const char* openblas_get_corename();
// Not there in builds for one processor alone.
__attribute__((weak)) void gotoblas_dynamic_init();
__attribute__((weak)) void gotoblas_dynamic_quit();
}

namespace orthoscope {
namespace {

constexpr const char* variable = "OPENBLAS_CORETYPE";

// Null where the kernels of 2004 are all that the processor can run.
const char* better_kernels() {
#if defined(__x86_64__)
    const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (wide) return "SKYLAKEX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "HASWELL";
#endif
    return nullptr;
}

}  // namespace

std::string blas_kernels() { return openblas_get_corename(); }

void choose_blas_kernels() {
    const char* better = better_kernels();
    if (!better || blas_kernels() != "Prescott" || std::getenv(variable) || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
    setenv(variable, better, 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv(variable);
}

}  // namespace orthoscope
