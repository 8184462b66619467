// The loops of kernels.h, once: kernels_v2.cpp, _v3 and _v4 include this with their own instruction set and
// their own name of the namespace. Nothing that other files could share may be included here.
#include <bit>
#include <cstdint>

#include "core/transport/kernel_table.h"

namespace orthoscope::ORTHOSCOPE_LOOPS {
namespace {

using Index = std::ptrdiff_t;

// exp of x <= 0: 2^k times a Taylor polynomial on |r| <= ln 2 / 2. k is read off the low bits of x / ln 2
// + 1.5 * 2^52.
inline double exp_below(double x) {
    constexpr double magic = 6755399441055744.0;
    const double clamped = x < -700 ? -700 : x;
    const double shifted = clamped * 1.4426950408889634 + magic, k = shifted - magic;
    const double r = (clamped - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
    double p = 1.0 / 479001600;
    p = p * r + 1.0 / 39916800, p = p * r + 1.0 / 3628800, p = p * r + 1.0 / 362880, p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040, p = p * r + 1.0 / 720, p = p * r + 1.0 / 120, p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6, p = p * r + 0.5, p = p * r + 1, p = p * r + 1;
    const double scale = std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
    return p * scale;
}

inline float exp_below(float x) {
    constexpr float magic = 12582912.0f;
    const float clamped = x < -86 ? -86 : x;
    const float shifted = clamped * 1.44269504f + magic, k = shifted - magic;
    const float r = (clamped - k * 0.693359375f) + k * 2.12194440e-4f;
    float p = 1.0f / 5040;
    p = p * r + 1.0f / 720, p = p * r + 1.0f / 120, p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6, p = p * r + 0.5f, p = p * r + 1, p = p * r + 1;
    const float scale = std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127) << 23);
    return p * scale;
}

template <class T>
inline T largest_in(const T* z, Index m) {
    T most = z[0];
#pragma omp simd reduction(max : most)
    for (Index j = 0; j < m; ++j) most = z[j] > most ? z[j] : most;
    return most;
}

template <class T>
inline LogSumParts exponentials_in(T* z, Index m) {
    const T most = largest_in(z, m);
    double total = 0;
    for (Index at = 0; at < m; at += 256) {
        T sum = 0;
        T* piece = z + at;
        const Index count = m - at < 256 ? m - at : 256;
        for (Index j = 0; j < count; ++j) piece[j] = exp_below(piece[j] - most);
#pragma omp simd reduction(+ : sum)
        for (Index j = 0; j < count; ++j) sum += piece[j];
        total += double(sum);
    }
    return {double(most), total};
}

// Two columns a pass, in tiles that stay in the first cache.
template <class T>
inline void scores_in(const T* points, Index m, Index d, const T* query, const T* offset, T* z) {
    for (Index at = 0; at < m; at += 1024) {
        const Index count = m - at < 1024 ? m - at : 1024;
        T* out = z + at;
        const T* start = offset + at;
        for (Index j = 0; j < count; ++j) out[j] = start[j];
        Index k = 0;
        for (; k + 1 < d; k += 2) {
            const T *a = points + k * m + at, *b = a + m;
            const T qa = query[k], qb = query[k + 1];
#pragma omp simd
            for (Index j = 0; j < count; ++j) out[j] += qa * a[j] + qb * b[j];
        }
        if (k == d) continue;
        const T* a = points + k * m + at;
        const T qa = query[k];
#pragma omp simd
        for (Index j = 0; j < count; ++j) out[j] += qa * a[j];
    }
}

}  // namespace

const KernelTable table{scores_in<double>, scores_in<float>, exponentials_in<double>, exponentials_in<float>,
                        largest_in<double>};

}  // namespace orthoscope::ORTHOSCOPE_LOOPS
