#include "core/transport/kernels.h"

#include <cmath>

#include "core/transport/kernel_table.h"

namespace orthoscope {
namespace {

const KernelTable& chosen() {
#if defined(__x86_64__) && defined(__GNUC__)
    static const KernelTable& table =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")
            ? loops_v4::table
        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")
            ? loops_v3::table
            : loops_v2::table;
    return table;
#else
    return loops_v2::table;
#endif
}

}  // namespace

double LogSum::value() const {
    return largest + std::log(sum);
}

void affine_scores(const double* points, Index m, Index d, const double* query, const double* offset,
                   double* z) {
    chosen().scores(points, m, d, query, offset, z);
}
void affine_scores(const float* points, Index m, Index d, const float* query, const float* offset, float* z) {
    chosen().scores_single(points, m, d, query, offset, z);
}
LogSum exponentials(double* z, Index m) {
    const auto parts = chosen().exponentials(z, m);
    return {parts.largest, parts.sum};
}
LogSum exponentials(float* z, Index m) {
    const auto parts = chosen().exponentials_single(z, m);
    return {parts.largest, parts.sum};
}
double largest_of(const double* z, Index m) {
    return chosen().largest(z, m);
}

}  // namespace orthoscope
