#include "core/shape/panel_kernels.h"

// Each loop is written once, inlined into a plain function and, on x86, into wider ones chosen at run time.
#if defined(__x86_64__) && defined(__GNUC__)
#define ORTHOSCOPE_WIDE 1
#endif

namespace orthoscope {
namespace {

#define ORTHOSCOPE_INLINE [[gnu::always_inline]] inline

// One row of a panel; the compiler splits it where registers are narrower. Rows are only as aligned as doubles.
typedef double Row __attribute__((vector_size(64), aligned(8)));
static_assert(sizeof(Row) == panel_width * sizeof(double));

ORTHOSCOPE_INLINE void forward_body(const Supernode& s, double* panel) {
    Row* x = reinterpret_cast<Row*>(panel);
    Row* mine = x + s.first;
    for (Index i = 1; i < s.width; ++i) {
        Row sum = mine[i];
        for (Index c = 0; c < i; ++c) sum -= s.block[i * s.width + c] * mine[c];
        mine[i] = sum;
    }
    const double* l = s.block + s.width * s.width;
    Index i = 0;
    for (; i + 2 <= s.below; i += 2, l += 2 * s.width) {
        Row a = x[s.rows[i]], b = x[s.rows[i + 1]];
        for (Index c = 0; c < s.width; ++c) {
            a -= l[c] * mine[c];
            b -= l[s.width + c] * mine[c];
        }
        x[s.rows[i]] = a, x[s.rows[i + 1]] = b;
    }
    if (i < s.below) {
        Row a = x[s.rows[i]];
        for (Index c = 0; c < s.width; ++c) a -= l[c] * mine[c];
        x[s.rows[i]] = a;
    }
}

ORTHOSCOPE_INLINE void backward_body(const Supernode& s, double* panel) {
    Row* x = reinterpret_cast<Row*>(panel);
    Row* mine = x + s.first;
    const double* below = s.block + s.width * s.width;
    Index c = 0;
    for (; c + 4 <= s.width; c += 4) {
        Row p = mine[c], q = mine[c + 1], r = mine[c + 2], t = mine[c + 3];
        const double* l = below + c;
        for (Index i = 0; i < s.below; ++i, l += s.width) {
            const Row at = x[s.rows[i]];
            p -= l[0] * at, q -= l[1] * at, r -= l[2] * at, t -= l[3] * at;
        }
        mine[c] = p, mine[c + 1] = q, mine[c + 2] = r, mine[c + 3] = t;
    }
    for (; c < s.width; ++c) {
        Row p = mine[c];
        for (Index i = 0; i < s.below; ++i) p -= below[i * s.width + c] * x[s.rows[i]];
        mine[c] = p;
    }
    for (Index i = s.width - 1; i > 0; --i) {
        const Row at = mine[i];
        for (Index j = 0; j < i; ++j) mine[j] -= s.block[i * s.width + j] * at;
    }
}

#ifdef ORTHOSCOPE_WIDE
[[gnu::target("avx2,fma")]] void forward_3(const Supernode& s, double* x) { forward_body(s, x); }
[[gnu::target("avx2,fma")]] void backward_3(const Supernode& s, double* x) { backward_body(s, x); }
[[gnu::target("avx512f,avx2,fma")]] void forward_4(const Supernode& s, double* x) { forward_body(s, x); }
[[gnu::target("avx512f,avx2,fma")]] void backward_4(const Supernode& s, double* x) { backward_body(s, x); }
const int width = __builtin_cpu_supports("avx512f")                                    ? 4
                  : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 3
                                                                                       : 2;
#endif

}  // namespace

void forward(const Supernode& s, double* x) {
#ifdef ORTHOSCOPE_WIDE
    if (width == 4) return forward_4(s, x);
    if (width == 3) return forward_3(s, x);
#endif
    forward_body(s, x);
}

void backward(const Supernode& s, double* x) {
#ifdef ORTHOSCOPE_WIDE
    if (width == 4) return backward_4(s, x);
    if (width == 3) return backward_3(s, x);
#endif
    backward_body(s, x);
}

}  // namespace orthoscope
