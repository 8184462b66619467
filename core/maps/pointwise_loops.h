// The loops of pointwise_table.h, once: pointwise_v2.cpp, _v3 and _v4 include this with their own instruction
// set, width and name of the namespace. Nothing that other files could share may be included here.
#include <cstring>

#include "core/maps/pointwise_table.h"

namespace orthoscope::ORTHOSCOPE_LOOPS {
namespace {

constexpr std::ptrdiff_t width = ORTHOSCOPE_WIDTH, group = ORTHOSCOPE_GROUP, panel = 2 * width;
typedef float Floats __attribute__((vector_size(4 * ORTHOSCOPE_WIDTH)));
typedef std::int32_t Integers __attribute__((vector_size(4 * ORTHOSCOPE_WIDTH)));

inline Floats load(const float* from) {
    Floats v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

// All products of a group with a panel stay in registers.
inline void tile(const float* points, const float* halves, std::ptrdiff_t d, const float* queries,
                 Floats (&score)[group][2]) {
    const Floats low = load(halves), high = load(halves + width);
    for (std::ptrdiff_t c = 0; c < group; ++c) score[c][0] = low, score[c][1] = high;
    for (std::ptrdiff_t i = 0; i < d; ++i, points += panel, queries += group) {
        const Floats a = load(points), b = load(points + width);
#pragma GCC unroll 16
        for (std::ptrdiff_t c = 0; c < group; ++c) {
            score[c][0] -= a * queries[c];
            score[c][1] -= b * queries[c];
        }
    }
}

void lowest(const float* points, const float* halves, std::ptrdiff_t first, std::ptrdiff_t last,
            std::ptrdiff_t d, const float* queries, float* best, float* second, std::int32_t* at) {
    Floats score[group][2];
    for (std::ptrdiff_t b = first; b < last; ++b) {
        tile(points + b * d * panel, halves + b * panel, d, queries, score);
        const Integers here = Integers{} + static_cast<std::int32_t>(b);
        for (std::ptrdiff_t c = 0; c < group; ++c)
            for (std::ptrdiff_t half = 0; half < 2; ++half) {
                const std::ptrdiff_t lane = c * panel + half * width;
                const Floats x = score[c][half], old = load(best + lane), next = load(second + lane);
                Integers where;
                std::memcpy(&where, at + lane, sizeof where);
                const Integers lower = x < old;
                const Floats least = lower ? x : old, most = lower ? old : x,
                             runner = most < next ? most : next;
                where = lower ? here : where;
                std::memcpy(best + lane, &least, sizeof least);
                std::memcpy(second + lane, &runner, sizeof runner);
                std::memcpy(at + lane, &where, sizeof where);
            }
    }
}

void scores(const float* points, const float* halves, std::ptrdiff_t b, std::ptrdiff_t d,
            const float* queries, float* out) {
    Floats score[group][2];
    tile(points + b * d * panel, halves + b * panel, d, queries, score);
    std::memcpy(out, score, sizeof score);
}

}  // namespace

const NearestTable table{panel, group, lowest, scores};

}  // namespace orthoscope::ORTHOSCOPE_LOOPS
