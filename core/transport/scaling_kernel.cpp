#include "core/transport/scaling_kernel.h"

#include <cmath>

#include "core/linalg/blas_threads.h"
#include "core/transport/kernels.h"
#include "core/transport/parallel.h"

extern "C" {
void sgemv_(const char*, const int*, const int*, const float*, const float*, const int*, const float*, const int*, const float*,
            float*, const int*, std::size_t);
void dgemv_(const char*, const int*, const int*, const double*, const double*, const int*, const double*, const int*, const double*,
            double*, const int*, std::size_t);
}

namespace orthoscope {
namespace {

constexpr Index most_pairs = Index(1) << 25;
constexpr Index few_columns = 8;  // of so many the scores are made anew as fast as a kernel is read
constexpr double far = 25;  // in epsilon: potentials that moved so far are absorbed

void gemv(const char* op, int rows, int columns, const float* a, int lead, const float* x, float* y) {
    const float one = 1, zero = 0;
    const int step = 1;
    sgemv_(op, &rows, &columns, &one, a, &lead, x, &step, &zero, y, &step, 1);
}
void gemv(const char* op, int rows, int columns, const double* a, int lead, const double* x, double* y) {
    const double one = 1, zero = 0;
    const int step = 1;
    dgemv_(op, &rows, &columns, &one, a, &lead, x, &step, &zero, y, &step, 1);
}

double moved(const Vector& now, const Vector& then) { return (now - then).cwiseAbs().maxCoeff(); }

}  // namespace

bool ScalingKernel::fits(const TransportGeometry& geometry, const Context& context) {
    const Index n = geometry.source.size(), m = geometry.target.size();
    if (geometry.source.points.cols() <= few_columns) return false;
    return n > 0 && m > 0 && n <= most_pairs / m && context.fits(std::uint64_t(n * m) * 12, "the kernel of a plan").ok();
}

template <class T>
Status ScalingKernel::absorb(Grid<T>& kernel, const Vector& f, const Vector& g, double epsilon, const Context& context) {
    const auto &from = geometry_.source, &onto = geometry_.target;
    const Index n = from.size(), m = onto.size(), d = onto.points.cols(), piece = rows_between_stops(m, d);
    const Vector offset = (g - onto.squares) / epsilon;
    kernel.resize(m, n);
    parallel(n, geometry_.threads, [&](int, Index first, Index end) {
        Vector z(m), query(d);
        for (Index i = first; i < end; ++i) {
            if ((i - first) % piece == 0 && context.stopped()) return;
            query = (2 / epsilon) * from.points.row(i).transpose();
            affine_scores(onto.points.data(), m, d, query.data(), offset.data(), z.data());
            const double largest = exponentials(z.data(), m).largest;
            kernel.col(i) = (std::exp(largest + (f(i) - from.squares(i)) / epsilon) * z).template cast<T>();
        }
    });
    if (context.stopped()) return cancelled_error();
    f0_ = f, g0_ = g, epsilon_ = epsilon, single_ = sizeof(T) == 4;
    return success();
}

template <class T>
Vector ScalingKernel::sums(const Grid<T>& kernel, bool of_source, const Vector& weights) const {
    using Column = Eigen::Matrix<T, Eigen::Dynamic, 1>;
    const Column x = weights.template cast<T>();
    Column y(of_source ? kernel.cols() : kernel.rows());
    const BlasThreads own(1);
    parallel(y.size(), geometry_.threads, [&](int, Index first, Index end) {
        if (first == end) return;
        const int lead = int(kernel.rows()), count = int(end - first);
        if (of_source) gemv("T", lead, count, kernel.col(first).data(), lead, x.data(), y.data() + first);
        else gemv("N", count, int(kernel.cols()), kernel.data() + first, lead, x.data(), y.data() + first);
    });
    return y.template cast<double>();
}

Result<Vector> ScalingKernel::potential(bool of_source, const Vector& f, const Vector& g, double epsilon, bool single,
                                        const Context& context) {
    if (context.stopped()) return cancelled_error();
    const Vector& known = of_source ? g : f;
    if (epsilon != epsilon_ || single != single_ || moved(known, of_source ? g0_ : f0_) > far * epsilon) {
        auto status = single ? absorb(narrow_, f, g, epsilon, context) : absorb(wide_, f, g, epsilon, context);
        if (!status) return status.error();
    }
    const Vector& mass = of_source ? geometry_.target.mass : geometry_.source.mass;
    const Vector weights = mass.array() * ((known - (of_source ? g0_ : f0_)) / epsilon).array().exp();
    const Vector sum = single ? sums(narrow_, of_source, weights) : sums(wide_, of_source, weights);
    const double least = single ? 1e-30 : 1e-250;
    if (!(sum.minCoeff() > least) || !(sum.maxCoeff() < 1 / least)) return Vector();
    return Vector((of_source ? f0_ : g0_) - epsilon * sum.array().log().matrix());
}

}  // namespace orthoscope
