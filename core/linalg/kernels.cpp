#include "core/linalg/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>

// Each loop is written once, inlined into a plain function and, on x86, into one for AVX2.
#if defined(__x86_64__) && defined(__GNUC__)
#define ORTHOSCOPE_WIDE 1
#endif

namespace orthoscope {
namespace {

constexpr Index lanes = 8;
constexpr double infinite = std::numeric_limits<double>::infinity();

#define ORTHOSCOPE_INLINE [[gnu::always_inline]] inline

ORTHOSCOPE_INLINE Lowest relax_body(const float* cost, const double* price, double offset, Index count,
                                    std::int64_t from, double* key, std::int64_t* pred) {
    constexpr Index block = 64;
    double best = infinite;
    Index best_block = -1;
    Index j = 0;
    for (; j + block <= count; j += block) {
        double low[lanes];
        for (Index k = 0; k < lanes; ++k) low[k] = infinite;
        for (Index b = j; b < j + block; b += lanes)
            for (Index k = 0; k < lanes; ++k) {
                const double x = double(cost[b + k]) - price[b + k] - offset, old = key[b + k];
                const bool less = x < old;
                const double now = less ? x : old;
                key[b + k] = now;
                pred[b + k] = less ? from : pred[b + k];
                low[k] = now < low[k] ? now : low[k];
            }
        double lowest = low[0];
        for (Index k = 1; k < lanes; ++k) lowest = std::min(lowest, low[k]);
        if (lowest < best) best = lowest, best_block = j;
    }
    Lowest found{best, -1};
    for (; j < count; ++j) {
        const double x = double(cost[j]) - price[j] - offset;
        if (x < key[j]) key[j] = x, pred[j] = from;
        if (key[j] < found.value) found = {key[j], j};
    }
    if (found.at < 0 && best_block >= 0)
        for (found.at = best_block; key[found.at] != best;) ++found.at;
    return found;
}

ORTHOSCOPE_INLINE TwoLowest two_lowest_body(const float* cost, const double* price, Index count) {
    constexpr Index block = 64;
    TwoLowest two{infinite, infinite, -1, -1};
    auto meet = [&](Index j) {
        const double x = double(cost[j]) - price[j];
        if (x < two.first) two.second = two.first, two.second_at = two.at, two.first = x, two.at = j;
        else if (x < two.second) two.second = x, two.second_at = j;
    };
    Index j = 0;
    for (; j + block <= count; j += block) {
        double low[lanes];
        for (Index k = 0; k < lanes; ++k) low[k] = infinite;
        for (Index b = j; b < j + block; b += lanes)
            for (Index k = 0; k < lanes; ++k) {
                const double x = double(cost[b + k]) - price[b + k];
                low[k] = x < low[k] ? x : low[k];
            }
        double lowest = low[0];
        for (Index k = 1; k < lanes; ++k) lowest = std::min(lowest, low[k]);
        if (lowest < two.second)
            for (Index b = j; b < j + block; ++b) meet(b);
    }
    for (; j < count; ++j) meet(j);
    return two;
}

// exp(x) = 2^k exp(r), |r| <= ln 2 / 2, by its series to r^6.
ORTHOSCOPE_INLINE float exp_body(float x) {
    const float low = -87, high = 88;
    const float inside = x < low ? low : (x > high ? high : x);
    const float scaled = inside * 1.44269504f;
    const auto k = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5f : 0.5f));
    const float r = (inside - float(k) * 0.693145752f) - float(k) * 1.42860677e-6f;
    float p = 1.f / 720;
    p = p * r + 1.f / 120;
    p = p * r + 1.f / 24;
    p = p * r + 1.f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.f;
    p = p * r + 1.f;
    const float power = std::bit_cast<float>((k + 127) << 23);
    return x < low ? 0.f : p * power;
}

template <class Term>
ORTHOSCOPE_INLINE float sum_body(Index count, Term term) {
    float sum[lanes] = {};
    Index j = 0;
    for (; j + lanes <= count; j += lanes)
        for (Index k = 0; k < lanes; ++k) sum[k] += term(j + k);
    for (Index k = 0; j < count; ++j, ++k) sum[k] += term(j);
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

ORTHOSCOPE_INLINE float exp_row_body(const float* x, const float* bias, float shift, Index count, float* out) {
    for (Index j = 0; j < count; ++j) out[j] = exp_body(x[j] + bias[j] + shift);
    return sum_body(count, [&](Index j) { return out[j]; });
}
ORTHOSCOPE_INLINE float highest_body(const float* x, const float* bias, Index count) {
    float high[lanes];
    for (Index k = 0; k < lanes; ++k) high[k] = -std::numeric_limits<float>::infinity();
    Index j = 0;
    for (; j + lanes <= count; j += lanes)
        for (Index k = 0; k < lanes; ++k) {
            const float v = x[j + k] + bias[j + k];
            high[k] = v > high[k] ? v : high[k];
        }
    for (; j < count; ++j) high[0] = std::max(high[0], x[j] + bias[j]);
    return *std::max_element(high, high + lanes);
}
ORTHOSCOPE_INLINE float dot_body(const float* a, const float* b, Index count) {
    return sum_body(count, [&](Index j) { return a[j] * b[j]; });
}
ORTHOSCOPE_INLINE void add_scaled_body(float s, const float* x, Index count, float* y) {
    for (Index j = 0; j < count; ++j) y[j] += s * x[j];
}

#ifdef ORTHOSCOPE_WIDE
const bool wide = __builtin_cpu_supports("avx2");
#define ORTHOSCOPE_KERNEL(result, name, parameters, arguments)                              \
    namespace {                                                                             \
    [[gnu::target("avx2")]] result name##_wide parameters { return name##_body arguments; } \
    result name##_plain parameters { return name##_body arguments; }                        \
    }                                                                                       \
    result name parameters { return wide ? name##_wide arguments : name##_plain arguments; }
#else
#define ORTHOSCOPE_KERNEL(result, name, parameters, arguments) \
    result name parameters { return name##_body arguments; }
#endif

}  // namespace

ORTHOSCOPE_KERNEL(Lowest, relax,
                  (const float* cost, const double* price, double offset, Index count, std::int64_t from, double* key,
                   std::int64_t* pred),
                  (cost, price, offset, count, from, key, pred))
ORTHOSCOPE_KERNEL(TwoLowest, two_lowest, (const float* cost, const double* price, Index count), (cost, price, count))
ORTHOSCOPE_KERNEL(float, exp_row, (const float* x, const float* bias, float shift, Index count, float* out),
                  (x, bias, shift, count, out))
ORTHOSCOPE_KERNEL(float, highest, (const float* x, const float* bias, Index count), (x, bias, count))
ORTHOSCOPE_KERNEL(float, dot, (const float* a, const float* b, Index count), (a, b, count))
ORTHOSCOPE_KERNEL(void, add_scaled, (float s, const float* x, Index count, float* y), (s, x, count, y))

}  // namespace orthoscope
