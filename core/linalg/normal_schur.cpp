#include "core/linalg/normal_schur.h"

namespace orthoscope {
namespace {

constexpr double near = 1e-3;  // of the largest: eigenvalues no further apart are one run

// Where the run that begins at `first` ends; values ascend.
Index end_of_run(const Vector& values, Index first, double apart) {
    Index end = first + 1;
    while (end < values.size() && values(end) - values(end - 1) <= apart) ++end;
    return end;
}

}  // namespace

Result<RealSchur> normal_schur(const Matrix& a) {
    const Index n = a.rows();
    if (n == 0) return RealSchur{a, a};
    auto parts = symmetric_eigen((a + a.transpose()) / 2);
    if (!parts) return parts.error();
    const Matrix& v = parts->vectors;
    const double apart = near * parts->values.cwiseAbs().maxCoeff();
    const Matrix moved = product(a, v);
    RealSchur out{v, Matrix::Zero(n, n)};
    for (Index first = 0, end = 0; first < n; first = end) {
        end = end_of_run(parts->values, first, apart);
        const Index size = end - first;
        Matrix inside(size, size);
        multiply(Op::Transposed, Op::Plain, size, size, n, 1, v.col(first).data(), n, moved.col(first).data(), n, 0, inside.data(), size);
        if (size > 1) {
            auto made = real_schur(inside);
            if (!made) return made.error();
            inside = made->t;
            multiply(Op::Plain, Op::Plain, n, size, size, 1, v.col(first).data(), n, made->z.data(), size, 0, out.z.col(first).data(), n);
        }
        out.t.block(first, first, size, size) = inside;
    }
    return out;
}

}  // namespace orthoscope
