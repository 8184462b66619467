#include "core/shape/tall_products.h"

#include <algorithm>
#include <vector>

#include "core/neighbours/kd_tree.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define ORTHOSCOPE_WIDE 1
#endif

namespace orthoscope {
namespace {

#define ORTHOSCOPE_INLINE [[gnu::always_inline]] inline

typedef double Eight __attribute__((vector_size(64), aligned(8)));
constexpr Index slice = 128;  // rows of U that stay near, packed row after row
constexpr Index parts = 16;   // of the sum over rows

struct Packed {
    std::vector<double> rows;  // count x tall_width
    void load(const Matrix& u, Index first, Index count) {
        rows.assign(std::size_t(count * tall_width), 0.0);
        for (Index c = 0; c < u.cols(); ++c)
            for (Index i = 0; i < count; ++i) rows[std::size_t(i * tall_width + c)] = u(first + i, c);
    }
    void store(Matrix& u, Index first, Index count) const {
        for (Index c = 0; c < u.cols(); ++c)
            for (Index i = 0; i < count; ++i) u(first + i, c) = rows[std::size_t(i * tall_width + c)];
    }
};

// out (m x tall_width, row after row) += V' U for `count` rows from v on; columns of V lie n apart.
ORTHOSCOPE_INLINE void gram_body(const double* v, Index n, Index m, const double* u, Index count, double* out) {
    const Eight* rows = reinterpret_cast<const Eight*>(u);
    Eight* sums = reinterpret_cast<Eight*>(out);
    Index j = 0;
    for (; j + 4 <= m; j += 4) {
        const double *a = v + j * n, *b = a + n, *c = b + n, *d = c + n;
        Eight a0 = sums[2 * j], a1 = sums[2 * j + 1], b0 = sums[2 * j + 2], b1 = sums[2 * j + 3];
        Eight c0 = sums[2 * j + 4], c1 = sums[2 * j + 5], d0 = sums[2 * j + 6], d1 = sums[2 * j + 7];
        for (Index i = 0; i < count; ++i) {
            const Eight x = rows[2 * i], y = rows[2 * i + 1];
            a0 += a[i] * x, a1 += a[i] * y, b0 += b[i] * x, b1 += b[i] * y;
            c0 += c[i] * x, c1 += c[i] * y, d0 += d[i] * x, d1 += d[i] * y;
        }
        sums[2 * j] = a0, sums[2 * j + 1] = a1, sums[2 * j + 2] = b0, sums[2 * j + 3] = b1;
        sums[2 * j + 4] = c0, sums[2 * j + 5] = c1, sums[2 * j + 6] = d0, sums[2 * j + 7] = d1;
    }
    for (; j < m; ++j)
        for (Index i = 0; i < count; ++i) {
            sums[2 * j] += v[j * n + i] * rows[2 * i];
            sums[2 * j + 1] += v[j * n + i] * rows[2 * i + 1];
        }
}

// u (count x tall_width, row after row) -= V c for `count` rows from v on; c row after row.
ORTHOSCOPE_INLINE void subtract_body(const double* v, Index n, Index m, const double* c, Index count, double* u) {
    Eight* rows = reinterpret_cast<Eight*>(u);
    const Eight* w = reinterpret_cast<const Eight*>(c);
    Index j = 0;
    for (; j + 4 <= m; j += 4) {
        const double *p = v + j * n, *q = p + n, *r = q + n, *s = r + n;
        const Eight p0 = w[2 * j], p1 = w[2 * j + 1], q0 = w[2 * j + 2], q1 = w[2 * j + 3];
        const Eight r0 = w[2 * j + 4], r1 = w[2 * j + 5], s0 = w[2 * j + 6], s1 = w[2 * j + 7];
        for (Index i = 0; i < count; ++i) {
            rows[2 * i] -= p[i] * p0 + q[i] * q0 + r[i] * r0 + s[i] * s0;
            rows[2 * i + 1] -= p[i] * p1 + q[i] * q1 + r[i] * r1 + s[i] * s1;
        }
    }
    for (; j < m; ++j)
        for (Index i = 0; i < count; ++i) {
            rows[2 * i] -= v[j * n + i] * w[2 * j];
            rows[2 * i + 1] -= v[j * n + i] * w[2 * j + 1];
        }
}

void gram(const double* v, Index n, Index m, const double* u, Index count, double* out) {
    gram_body(v, n, m, u, count, out);
}
void subtract(const double* v, Index n, Index m, const double* c, Index count, double* u) {
    subtract_body(v, n, m, c, count, u);
}
#ifdef ORTHOSCOPE_WIDE
[[gnu::target("avx2,fma")]] void gram_3(const double* v, Index n, Index m, const double* u, Index count, double* out) {
    gram_body(v, n, m, u, count, out);
}
[[gnu::target("avx2,fma")]] void subtract_3(const double* v, Index n, Index m, const double* c, Index count, double* u) {
    subtract_body(v, n, m, c, count, u);
}
[[gnu::target("avx512f,avx2,fma")]] void gram_4(const double* v, Index n, Index m, const double* u, Index count,
                                                double* out) {
    gram_body(v, n, m, u, count, out);
}
[[gnu::target("avx512f,avx2,fma")]] void subtract_4(const double* v, Index n, Index m, const double* c, Index count,
                                                    double* u) {
    subtract_body(v, n, m, c, count, u);
}
#endif

struct Kernels {
    decltype(&gram) gram_of = gram;
    decltype(&subtract) subtract_of = subtract;
    Kernels() {
#ifdef ORTHOSCOPE_WIDE
        if (__builtin_cpu_supports("avx512f")) gram_of = gram_4, subtract_of = subtract_4;
        else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) gram_of = gram_3, subtract_of = subtract_3;
#endif
    }
};
const Kernels& kernels() {
    static const Kernels chosen;
    return chosen;
}

}  // namespace

Matrix tall_gram(const double* v, Index m, const Matrix& u, int threads) {
    const Index n = u.rows(), part = (n + parts - 1) / parts;
    std::vector<std::vector<double>> sums(static_cast<std::size_t>(parts));
    in_pieces(parts, 1, threads, {}, [&](Index p, Index) {
        auto& sum = sums[std::size_t(p)];
        sum.assign(std::size_t(m * tall_width), 0.0);
        Packed packed;
        for (Index i = p * part; i < std::min(n, (p + 1) * part); i += slice) {
            const Index count = std::min({slice, n - i, (p + 1) * part - i});
            packed.load(u, i, count);
            kernels().gram_of(v + i, n, m, packed.rows.data(), count, sum.data());
        }
    });
    Matrix out = Matrix::Zero(m, u.cols());
    for (auto& sum : sums)
        for (Index j = 0; j < m; ++j)
            for (Index c = 0; c < u.cols(); ++c) out(j, c) += sum[std::size_t(j * tall_width + c)];
    return out;
}

void tall_subtract(const double* v, const Matrix& c, Matrix& u, int threads) {
    const Index n = u.rows(), m = c.rows();
    Packed weights;
    weights.load(c, 0, m);
    in_pieces(n, 8 * slice, threads, {}, [&](Index first, Index last) {
        Packed packed;
        for (Index i = first; i < last; i += slice) {
            const Index count = std::min(slice, last - i);
            packed.load(u, i, count);
            kernels().subtract_of(v + i, n, m, weights.rows.data(), count, packed.rows.data());
            packed.store(u, i, count);
        }
    });
}

}  // namespace orthoscope
