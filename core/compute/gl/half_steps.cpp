#include <algorithm>
#include <cmath>

#include "core/compute/gl/kernels.h"

namespace orthoscope {
namespace {

constexpr Index tile = 64;

// Results of all segments of a row, put together.
double log_sum(const double* largest, const double* sums, Index stride, Index segments) {
    double top = -std::numeric_limits<double>::infinity(), sum = 0;
    for (Index s = 0; s < segments; ++s)
        if (sums[s * stride] > 0) top = std::max(top, largest[s * stride]);
    for (Index s = 0; s < segments; ++s)
        if (sums[s * stride] > 0) sum += sums[s * stride] * std::exp(largest[s * stride] - top);
    return top + std::log(sum);
}

template <class T>
class Dense {
    using Many = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
    using Column = Eigen::Matrix<T, Eigen::Dynamic, 1>;

  public:
    Dense(GlDevice& device, const HalfStep& step, const Context& context)
        : device_(device), step_(step), context_(context), n_(step.from.size()), m_(step.onto.size()),
          d_(step.from.points.cols()), pace_(device, device.first_tiles(d_)) {
        if (!device.context().software()) segments_ = std::clamp<Index>(512 / groups_of(n_, tile), 1, 16);
        segment_columns_ = groups_of(groups_of(m_, segments_), tile) * tile;
        segments_ = groups_of(m_, segment_columns_);
    }

    Result<Vector> run() {
        std::vector<std::string> definitions{sizeof(T) == 4 ? "REAL float" : "REAL double"};
        if (sizeof(T) == 8) definitions.push_back("DOUBLE");
        auto program = device_.program("sinkhorn.comp", definitions);
        if (!program) return program.error();
        const Many left = ((2 / step_.epsilon) * step_.from.points).template cast<T>(), right = step_.onto.points.template cast<T>();
        const Column offset = ((step_.potential - step_.onto.squares) / step_.epsilon + step_.onto.log_mass).template cast<T>();
        const Column zero = Column::Zero(n_ * segments_);
        std::vector<GlBuffer> buffers;
        for (auto& [data, count] : {std::pair{left.data(), left.size()}, std::pair{right.data(), right.size()},
                                    std::pair{offset.data(), offset.size()}, std::pair{zero.data(), zero.size()},
                                    std::pair{zero.data(), zero.size()}}) {
            auto made = device_.upload(std::span<const T>(data, std::size_t(count)), context_);
            if (!made) return made.error();
            buffers.push_back(std::move(*made));
        }
        program->bind({&buffers[0], &buffers[1], &buffers[2], &buffers[3], &buffers[4]})
            .set("left_rows", n_).set("right_rows", m_).set("columns", d_).set("segment_columns", segment_columns_);
        if (auto status = sweep(*program); !status) return status.error();
        auto largest = device_.read<T>(buffers[3], std::size_t(zero.size()));
        if (!largest) return largest.error();
        auto sums = device_.read<T>(buffers[4], std::size_t(zero.size()));
        if (!sums) return sums.error();
        const std::vector<double> tops(largest->begin(), largest->end()), totals(sums->begin(), sums->end());
        Vector out(n_);
        for (Index i = 0; i < n_; ++i)
            out(i) = step_.from.squares(i) -
                     step_.epsilon * log_sum(tops.data() + i, totals.data() + i, n_, segments_);
        return out;
    }

  private:
    // Columns are cut where they always are, rows as time allows: the order of a sum must not hang on the clock. Of many
    // coordinates a cut holds fewer columns, so that one group of rows is no long piece.
    Status sweep(const GlProgram& program) {
        const Index chunk = std::clamp<Index>(2048 / (d_ + 8), 1, 32);
        const Index groups = groups_of(n_, tile), tiles = segment_columns_ / tile;
        for (Index at = 0; at < tiles; at += chunk) {
            const Index end = std::min(at + chunk, tiles), work = (end - at) * segments_;
            for (Index group = 0; group < groups;) {
                const Index taken = std::max<Index>(1, pace_.next(double(groups - group) * double(work)) / work);
                program.set("first_row", group * tile);
                if (auto status = piece(program, taken, at * tile, end * tile); !status) return status;
                group += taken;
            }
        }
        return success();
    }
    Status piece(const GlProgram& program, Index groups, Index first, Index last) {
        pace_.restart();
        program.set("first_column", first).set("last_column", last).dispatch(groups, segments_);
        auto status = device_.settle(context_);
        pace_.done(double(groups * (last - first) / tile * segments_));
        return status;
    }

    GlDevice& device_;
    const HalfStep& step_;
    const Context& context_;
    Index n_, m_, d_, segments_ = 1, segment_columns_ = tile;
    GlPace pace_;
};

Result<GlPairs> upload_pairs(GlDevice& device, const SparseHalfStep& step, const Context& context) {
    if (step.cost.size() > 0xffffffffu)
        return memory_error("graphics memory", "found " + std::to_string(step.cost.size()) + " pairs; a device takes 2^32 at most");
    std::vector<std::uint32_t> starts(step.start.begin(), step.start.end()), others(step.cost.size());
    std::vector<double> costs(step.cost.size());
    for (std::size_t q = 0; q < costs.size(); ++q) {
        const auto e = step.order.empty() ? q : std::size_t(step.order[q]);
        others[q] = static_cast<std::uint32_t>(step.other[e]), costs[q] = step.cost[e];
    }
    auto a = device.upload(std::span<const std::uint32_t>(starts), context);
    if (!a) return a.error();
    auto b = device.upload(std::span<const std::uint32_t>(others), context);
    if (!b) return b.error();
    auto c = device.upload(std::span<const double>(costs), context);
    if (!c) return c.error();
    return GlPairs{step.pairs, std::move(*a), std::move(*b), std::move(*c)};
}

// The pairs on the device: those that are kept, or newly brought there.
Result<const GlPairs*> pairs_of(GlDevice& device, GlKept& kept, const SparseHalfStep& step, const Context& context) {
    for (auto& pairs : kept.pairs)
        if (step.pairs != 0 && pairs.number == step.pairs) return &pairs;
    auto made = upload_pairs(device, step, context);
    if (!made) return made.error();
    if (kept.pairs.size() >= 4) kept.pairs.pop_front();
    kept.pairs.push_back(std::move(*made));
    return &kept.pairs.back();
}

}  // namespace

Result<Vector> gl_half_step(GlDevice& device, const HalfStep& step, const Context& context) {
    if (auto status = device.alive(); !status) return status.error();
    return step.single ? Dense<float>(device, step, context).run() : Dense<double>(device, step, context).run();
}

Result<Vector> gl_sparse_half_step(GlDevice& device, GlKept& kept, const SparseHalfStep& step, const Context& context) {
    auto program = device.program("sinkhorn_sparse.comp");
    if (!program) return program.error();
    auto pairs = pairs_of(device, kept, step, context);
    if (!pairs) return pairs.error();
    const Index n = step.rows();
    auto offset = device.upload(std::span(step.offset.data(), std::size_t(step.offset.size())), context);
    if (!offset) return offset.error();
    auto largest = device.buffer(std::size_t(8 * n), context);
    if (!largest) return largest.error();
    auto sums = device.buffer(std::size_t(8 * n), context);
    if (!sums) return sums.error();
    program->bind({&(*pairs)->starts, &(*pairs)->others, &(*pairs)->costs, &*offset, &*largest, &*sums})
        .set("inverse_epsilon", 1 / step.epsilon);
    GlPace pace(device, device.context().software() ? 4096 : 1e6);
    for (Index first = 0; first < n;) {
        const Index count = pace.next(std::min(4e6, double(n - first)));
        program->set("first_row", first).set("last_row", first + count).dispatch(groups_of(count, 64));
        if (auto status = device.settle(context); !status) return status.error();
        pace.done();
        first += count;
    }
    Vector top(n), sum(n);
    if (auto status = device.read(*largest, top.data(), std::size_t(8 * n)); !status) return status.error();
    if (auto status = device.read(*sums, sum.data(), std::size_t(8 * n)); !status) return status.error();
    Vector out(n);
    for (Index i = 0; i < n; ++i)
        out(i) = sum(i) > 0 ? -step.relaxation * step.epsilon * (top(i) + std::log(sum(i))) : 0;
    return out;
}

}  // namespace orthoscope
