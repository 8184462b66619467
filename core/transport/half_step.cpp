#include "core/transport/half_step.h"

#include "core/transport/kernels.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

template <class T>
Result<Vector> dense(const HalfStep& step, const Context& context) {
    using Column = Eigen::Matrix<T, Eigen::Dynamic, 1>;
    const auto &from = step.from, &onto = step.onto;
    const Index n = from.size(), m = onto.size(), d = onto.points.cols(), piece = rows_between_stops(m, d);
    // Columns of the scores, in the precision of the kernel: z_j = w_j + (2 / eps) x_i . y_j.
    const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic> points = onto.points.template cast<T>();
    const Column offset = ((step.potential - onto.squares) / step.epsilon + onto.log_mass).template cast<T>();
    Vector out(n);
    parallel(n, step.threads, [&](int, Index first, Index end) {
        Column z(m), query(d);
        for (Index i = first; i < end; ++i) {
            if ((i - first) % piece == 0 && context.stopped()) return;
            query = ((2 / step.epsilon) * from.points.row(i).transpose()).template cast<T>();
            affine_scores(points.data(), m, d, query.data(), offset.data(), z.data());
            out(i) = from.squares(i) - step.epsilon * exponentials(z.data(), m).value();
        }
    });
    if (context.stopped()) return cancelled_error();
    return out;
}

}  // namespace

Status check_step(const HalfStep& step) {
    if (step.onto.size() == 0 && step.from.size() > 0) return input_error("half step", "found no rows on the other side; expected some to sum over");
    if (step.potential.allFinite() && step.from.squares.allFinite() && step.onto.squares.allFinite()) return success();
    return input_error("half step", "there are entries that are not finite");
}

Status check_step(const SparseHalfStep& step) {
    const Eigen::Map<const Vector> cost(step.cost.data(), Index(step.cost.size()));
    if (step.offset.allFinite() && cost.allFinite()) return success();
    return input_error("half step", "there are entries that are not finite");
}

Result<Vector> half_step(const HalfStep& step, const Context& context) {
    if (auto status = check_step(step); !status) return status.error();
    return step.single ? dense<float>(step, context) : dense<double>(step, context);
}

Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context) {
    if (auto status = check_step(step); !status) return status.error();
    Vector out(step.rows());
    parallel(step.rows(), step.threads, [&](int, Index first, Index end) {
        std::vector<double> z;
        for (Index i = first; i < end; ++i) {
            if ((i - first) % 16384 == 0 && context.stopped()) return;
            const Index from = step.start[std::size_t(i)], to = step.start[std::size_t(i + 1)];
            z.resize(std::size_t(to - from));
            for (Index q = from; q < to; ++q) {
                const auto e = std::size_t(step.order.empty() ? q : step.order[std::size_t(q)]);
                z[std::size_t(q - from)] = step.offset(step.other[e]) - step.cost[e] / step.epsilon;
            }
            out(i) = to > from ? -step.relaxation * step.epsilon * exponentials(z.data(), to - from).value() : 0;
        }
    });
    if (context.stopped()) return cancelled_error();
    return out;
}

}  // namespace orthoscope
