#include <algorithm>
#include <cmath>
#include <limits>

#include "core/compute/gl/kernels.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index largest_block = 1024;  // keys that one group sorts

Index padded_size(Index n) {
    Index size = 2;
    while (size < n) size *= 2;
    return size;
}

std::span<const double> span_of(const Matrix& m) { return {m.data(), std::size_t(m.size())}; }

// One set on the device: its rows, and what a block of directions makes of them.
struct Side {
    Index rows = 0, padded = 2;
    double alike = 0;  // mass of each row where all are alike, else 0
    GlBuffer points, masses, axes, values, range, keys, sums, slopes;
};

class Run {
  public:
    Run(GlDevice& device, const Matrix& source, const Matrix& target, const Matrix& directions, const SlicedWants& wants,
        const Context& context)
        : device_(device), source_(source), target_(target), directions_(directions), wants_(wants), context_(context),
          pieces_(device, context) {}

    Result<Sliced> run(const std::vector<double>& source_mass, const std::vector<double>& target_mass) {
        const Index n = source_.rows(), d = directions_.rows(), k = directions_.cols();
        weigh(source_mass, target_mass);
        if (auto status = load_side(x_, source_, source_mass); !status) return status.error();
        if (auto status = load_side(y_, target_, target_mass); !status) return status.error();
        prepare_answer(n, d, k);
        if (wants_.source_gradient) {
            auto made = device_.upload(span_of(out_.source_gradient), context_);
            if (!made) return made.error();
            gradient_ = std::move(*made);
        }
        const std::size_t most = std::min<std::size_t>(device_.largest_buffer(), std::size_t(128) << 20);
        const double room = double(most) / double(8 * std::max(x_.padded, y_.padded));
        const Index most_count = std::clamp<Index>(Index(room), 1, 64);
        for (Index first = 0; first < k; first += most_count)
            if (auto status = block(first, std::min(most_count, k - first)); !status) return status.error();
        return finish();
    }

  private:
    bool source_slopes() const { return wants_.source_gradient || wants_.turn_gradient || wants_.direction_gradient; }

    // Whole numbers while n m < 2^53 where all masses are alike: no rounding in the running sums.
    void weigh(const std::vector<double>& a, const std::vector<double>& b) {
        const double n = double(source_.rows()), m = double(target_.rows());
        const bool alike = a.empty() && b.empty();
        unit_ = alike ? 1 / (n * m) : 1;
        x_.alike = !a.empty() ? 0 : alike ? m : 1 / n;
        y_.alike = !b.empty() ? 0 : alike ? n : 1 / m;
    }

    Status load_side(Side& side, const Matrix& points, const std::vector<double>& mass) {
        side.rows = points.rows(), side.padded = padded_size(side.rows);
        auto held = device_.upload(span_of(points), context_);
        if (!held) return held.error();
        side.points = std::move(*held);
        if (mass.empty()) return success();
        auto weights = device_.upload(std::span<const double>(mass), context_);
        if (!weights) return weights.error();
        side.masses = std::move(*weights);
        return success();
    }

    void prepare_answer(Index n, Index d, Index k) {
        out_.costs.resize(k);
        if (wants_.source_gradient) out_.source_gradient = Matrix::Zero(n, d);
        if (wants_.turn_gradient || wants_.direction_gradient) pulled_.resize(d, k);
        if (wants_.direction_gradient) out_.direction_gradient.resize(d, k);
        if (wants_.partners) out_.partners.resize(n, k);
    }

    // Room for a block; kept while it is large enough.
    Status room_for(GlBuffer& buffer, std::size_t bytes) {
        if (buffer.bytes() >= bytes) return success();
        if (auto status = pieces_.settle(); !status) return status;
        auto made = device_.buffer(bytes, context_);
        if (!made) return made.error();
        buffer = std::move(*made);
        return success();
    }

    Status sort_side(Side& side, const Matrix& axes) {
        const auto n = std::size_t(side.rows), k = std::size_t(axes.cols());
        for (auto& [buffer, bytes] :
             {std::pair{&side.axes, std::size_t(axes.size()) * 8}, std::pair{&side.values, 8 * n * k}, std::pair{&side.range, 16 * k},
              std::pair{&side.keys, 8 * std::size_t(side.padded) * k}, std::pair{&side.sums, side.alike > 0 ? 16 : 8 * n * k}})
            if (auto status = room_for(*buffer, bytes); !status) return status;
        device_.fill(side.axes, axes.data(), std::size_t(axes.size()) * 8);
        for (auto& stage : {&Run::project, &Run::order, &Run::add_masses})
            if (auto status = (this->*stage)(side, axes.cols()); !status) return status;
        return success();
    }

    Status project(Side& side, Index count) {
        auto project = device_.program("sliced_project.comp"), range = device_.program("sliced_range.comp"),
             keys = device_.program("sliced_keys.comp");
        for (auto* program : {&project, &range, &keys})
            if (!*program) return program->error();
        project->bind({&side.points, &side.axes, &side.values}).set("rows", side.rows).set("columns", directions_.rows());
        if (auto status = pieces_.run(*project, groups_of(side.rows, 64), count, 64.0 * double(directions_.rows() + 4)); !status) return status;
        range->bind({&side.values, &side.range}).set("rows", side.rows);
        if (auto status = pieces_.run(*range, count, 1, double(side.rows)); !status) return status;
        keys->bind({&side.values, &side.range, &side.keys}).set("rows", side.rows).set("padded", side.padded);
        return pieces_.run(*keys, groups_of(side.padded, 64), count, 64.0 * 8);
    }

    Status order(Side& side, Index count) {
        auto local = device_.program("sort_local.comp"), global = device_.program("sort_global.comp");
        if (!local) return local.error();
        if (!global) return global.error();
        const Index block = std::min(side.padded, largest_block), groups = side.padded / block * count;
        const double steps = std::log2(double(block)), compare = 4;
        const auto within = [&](Index stage, Index merging) {
            local->bind({&side.keys}).set("block", block).set("padded", side.padded).set("stage_size", stage).set("merging", merging);
            return pieces_.run(*local, groups, 1, double(block / 2) * compare * (merging ? steps : steps * (steps + 1) / 2));
        };
        if (auto status = within(block, 0); !status) return status;
        for (Index stage = 2 * block; stage <= side.padded; stage *= 2) {
            for (Index apart = stage / 2; apart >= block; apart /= 2) {
                global->bind({&side.keys}).set("distance_apart", apart).set("stage_size", stage).set("padded", side.padded);
                if (auto status = pieces_.run(*global, groups_of(side.padded / 2, 256), count, 256 * compare); !status) return status;
            }
            if (auto status = within(stage, 1); !status) return status;
        }
        return success();
    }

    Status add_masses(Side& side, Index count) {
        if (side.alike > 0) return success();
        auto program = device_.program("sliced_masses.comp");
        if (!program) return program.error();
        program->bind({&side.keys, &side.masses, &side.sums}).set("rows", side.rows).set("padded", side.padded);
        return pieces_.run(*program, count, 1, 16.0 * double(side.rows));
    }

    // Costs and slopes of `own`, of the source also partners.
    Status couple(Side& own, Side& other, Index first, Index count, bool of_source) {
        auto program = device_.program("sliced_couple.comp");
        if (!program) return program.error();
        const Index groups = groups_of(own.rows, 256), slopes = of_source ? source_slopes() : 1,
                    partners = of_source && wants_.partners;
        if (auto status = room_for(own.slopes, slopes ? std::size_t(8 * own.rows * count) : 16); !status) return status;
        if (auto status = room_for(partners_, partners ? std::size_t(4 * own.rows * count) : 16); !status) return status;
        if (auto status = room_for(costs_, std::size_t(8 * groups * count)); !status) return status;
        program->bind({&own.values, &own.keys, &other.values, &other.keys, &own.sums, &other.sums, &own.slopes, &partners_, &costs_})
            .set("own_rows", own.rows).set("own_padded", own.padded).set("other_rows", other.rows)
            .set("other_padded", other.padded).set("power", Index(wants_.p)).set("want_slopes", slopes)
            .set("want_partners", partners).set("want_costs", Index(of_source)).set("own_alike", own.alike)
            .set("other_alike", other.alike).set("unit", unit_).set("groups", groups);
        // A row meets as many of the others as its share of the mass holds.
        const double met = 2 + double(other.rows) / double(own.rows);
        if (auto status = pieces_.run(*program, groups, count, 256 * 16 * met); !status) return status;
        if (auto status = pieces_.settle(); !status || !of_source) return status;
        auto costs = device_.read<double>(costs_, std::size_t(groups * count));
        if (!costs) return costs.error();
        out_.costs.segment(first, count) = Eigen::Map<const Matrix>(costs->data(), groups, count).colwise().sum().transpose();
        if (!partners) return success();
        return device_.read(partners_, out_.partners.col(first).data(), std::size_t(4 * own.rows * count));
    }

    // X' g, one column a direction.
    Result<Matrix> pull(const Side& side, Index count) {
        const Index d = directions_.rows();
        auto program = device_.program("sliced_pull.comp");
        if (!program) return program.error();
        if (auto status = room_for(pulls_, std::size_t(8 * d * count)); !status) return status.error();
        program->bind({&side.points, &side.slopes, &pulls_}).set("rows", side.rows).set("columns", d);
        if (auto status = pieces_.run(*program, d, count, 2.0 * double(side.rows)); !status) return status.error();
        if (auto status = pieces_.settle(); !status) return status.error();
        Matrix out(d, count);
        if (auto status = device_.read(pulls_, out.data(), std::size_t(8 * d * count)); !status) return status.error();
        return out;
    }

    Status spread(const Matrix& axes) {
        auto program = device_.program("sliced_spread.comp");
        if (!program) return program.error();
        auto own = device_.upload(span_of(axes), context_);
        if (!own) return own.error();
        program->bind({&x_.slopes, &*own, &gradient_}).set("rows", x_.rows).set("columns", axes.rows())
            .set("directions", axes.cols());
        if (auto status = pieces_.run(*program, groups_of(x_.rows, 64), axes.rows(), 64.0 * double(2 * axes.cols() + 4)); !status)
            return status;
        return pieces_.settle();
    }

    Status block(Index first, Index count) {
        const Matrix axes = directions_.middleCols(first, count);
        if (auto status = sort_side(x_, wants_.rotation ? product(*wants_.rotation, axes) : axes); !status) return status;
        if (auto status = sort_side(y_, axes); !status) return status;
        if (auto status = couple(x_, y_, first, count, true); !status) return status;
        if (wants_.source_gradient)
            if (auto status = spread(axes); !status) return status;
        if (!wants_.turn_gradient && !wants_.direction_gradient) return success();
        auto pulled = pull(x_, count);
        if (!pulled) return pulled.error();
        pulled_.middleCols(first, count) = *pulled;
        if (!wants_.direction_gradient) return success();
        if (auto status = couple(y_, x_, first, count, false); !status) return status;
        // The target's slopes come with the sign of their own side: minus the source's residual.
        auto back = pull(y_, count);
        if (!back) return back.error();
        out_.direction_gradient.middleCols(first, count) =
            (wants_.rotation ? Matrix(wants_.rotation->transpose() * *pulled) : *pulled) + *back;
        return success();
    }

    Result<Sliced> finish() {
        const double k = double(directions_.cols());
        if (wants_.source_gradient) {
            if (auto status = device_.read(gradient_, out_.source_gradient.data(), std::size_t(8 * out_.source_gradient.size())); !status)
                return status.error();
            out_.source_gradient /= k;
        }
        // In one product: how the directions were cut into pieces must not show.
        if (wants_.turn_gradient) out_.turn_gradient = product_transposed(pulled_, directions_) / k;
        out_.cost = out_.costs.mean();
        out_.distance = wants_.p == 2 ? std::sqrt(out_.cost) : out_.cost;
        return std::move(out_);
    }

    GlDevice& device_;
    const Matrix &source_, &target_, &directions_;
    const SlicedWants& wants_;
    const Context& context_;
    GlPieces pieces_;
    Side x_, y_;
    double unit_ = 1;
    GlBuffer gradient_, partners_, costs_, pulls_;
    Matrix pulled_;  // d x k
    Sliced out_;
};

}  // namespace

Result<Sliced> gl_sliced(GlDevice& device, const WeightedPoints& source, const WeightedPoints& target,
                         const Matrix& directions, const SlicedWants& wants, const Context& context) {
    auto a = unit_masses(source, "source"), b = unit_masses(target, "target");
    if (!a) return a.error();
    if (!b) return b.error();
    const auto largest = [](const Matrix& m) { return m.size() ? m.cwiseAbs().maxCoeff() : 0.0; };
    double reach = std::max(largest(source.points), largest(target.points)) * largest(directions) * double(directions.rows());
    if (wants.rotation) reach *= largest(*wants.rotation) * double(directions.rows());
    if (!source.points.allFinite() || !target.points.allFinite() || !directions.allFinite() || !(reach < 1e300))
        return input_error("sliced", "projections are not finite; values are too large");
    if (auto status = device.alive(); !status) return status.error();
    return Run(device, source.points, target.points, directions, wants, context).run(*a, *b);
}

}  // namespace orthoscope
