#include "core/maps/near_order.h"

#include <algorithm>
#include <numeric>
#include <thread>

namespace orthoscope {
namespace {

using Entry = std::pair<float, std::int32_t>;

struct Halving {
    const Eigen::MatrixXf& points;
    Index unit, branch;
    const Context& context;
    std::vector<std::int32_t>& order;
    std::vector<Entry> keys;  // of each place

    std::int32_t farthest(Index first, Index last, std::int32_t from) const {
        std::int32_t out = from;
        float most = 0;
        for (Index i = first; i < last; ++i) {
            const float square = (points.col(order[std::size_t(i)]) - points.col(from)).squaredNorm();
            if (square > most) most = square, out = order[std::size_t(i)];
        }
        return out;
    }

    void split(Index first, Index last, Index middle) {
        const auto one = farthest(first, last, order[std::size_t(first)]), other = farthest(first, last, one);
        const Eigen::VectorXf axis = points.col(other) - points.col(one);
        for (Index i = first; i < last; ++i) {
            const auto row = order[std::size_t(i)];
            keys[std::size_t(i)] = {points.col(row).dot(axis), row};
        }
        std::nth_element(keys.begin() + first, keys.begin() + middle, keys.begin() + last);
        for (Index i = first; i < last; ++i) order[std::size_t(i)] = keys[std::size_t(i)].second;
    }

    void run(Index first, Index last, int threads) {
        const Index count = last - first;
        if (count <= unit || context.stopped()) return;
        Index step = unit;
        while (step * branch < count) step *= branch;
        const Index middle = first + (count + step - 1) / step / 2 * step;
        split(first, last, middle);
        if (threads < 2) return run(first, middle, 1), run(middle, last, 1);
        const std::jthread left([&] { run(first, middle, threads / 2); });
        run(middle, last, threads - threads / 2);
    }
};

}  // namespace

Result<std::vector<std::int32_t>> near_order(const Eigen::MatrixXf& points, Index unit, Index branch, int threads,
                                             const Context& context) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(points.cols()));
    std::iota(order.begin(), order.end(), 0);
    Halving halving{points, unit, branch, context, order, std::vector<Entry>(order.size())};
    halving.run(0, points.cols(), threads);
    if (context.stopped()) return cancelled_error();
    return order;
}

}  // namespace orthoscope
