// The inner loops of transport as one instruction set builds them; kernels.cpp chooses.
#pragma once

#include <cstddef>

namespace orthoscope {

struct LogSumParts {
    double largest, sum;
};

struct KernelTable {
    template <class T>
    using Scores = void (*)(const T* points, std::ptrdiff_t m, std::ptrdiff_t d, const T* query,
                            const T* offset, T* z);
    Scores<double> scores;
    Scores<float> scores_single;
    LogSumParts (*exponentials)(double* z, std::ptrdiff_t m);
    LogSumParts (*exponentials_single)(float* z, std::ptrdiff_t m);
    double (*largest)(const double* z, std::ptrdiff_t m);
};

namespace loops_v2 {
extern const KernelTable table;
}
namespace loops_v3 {
extern const KernelTable table;
}
namespace loops_v4 {
extern const KernelTable table;
}

}  // namespace orthoscope
