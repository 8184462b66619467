#include "core/maps/pointwise_table.h"

namespace orthoscope {

const NearestTable& nearest_table() {
#if defined(__x86_64__) && defined(__GNUC__)
    static const NearestTable& table =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")
            ? nearest_v4::table
        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")
            ? nearest_v3::table
            : nearest_v2::table;
    return table;
#else
    return nearest_v2::table;
#endif
}

}  // namespace orthoscope
