#include "core/rotations/steps.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/rotations/span.h"

namespace orthoscope {
namespace {

// The leading axes of a sequence as (size, stride, is time) from the first to the last.
struct Axis {
    Index size, stride;
    char letter;
};

std::vector<Axis> leading_axes(const Dataset& set) {
    const auto* sequence = std::get_if<FrameSequence>(&set.payload);
    if (!sequence || sequence->leading.empty()) return {{set.rows(), 1, 't'}};
    std::vector<Axis> axes;
    Index stride = set.rows();
    for (std::size_t i = 0; i < sequence->leading.size(); ++i) {
        stride /= std::max<Index>(1, sequence->leading[i]);
        axes.push_back({sequence->leading[i], stride, i < sequence->axes.size() ? sequence->axes[i] : 't'});
    }
    return axes;
}

// Steps along one axis: rows of equal place on the others.
void add_steps(const Axis& axis, Index frames, Index map, FrameSteps& steps) {
    for (Index i = 0; i < frames; ++i) {
        const Index place = i / axis.stride % axis.size;
        if (place + 1 < axis.size) steps.next(map * frames + i) = i + axis.stride;
        else if (axis.size > 2) steps.closing(map * frames + i) = i - place * axis.stride;
    }
}

Status order_in_time(const Dataset& set, FrameSteps& steps) {
    const auto axes = leading_axes(set);
    const bool timed = std::any_of(axes.begin(), axes.end(), [](const Axis& a) { return a.letter == 't'; });
    std::vector<Axis> acting;
    for (auto& axis : axes)
        if (!timed || axis.letter == 't') acting.push_back(axis);
    if (acting.size() > 2)
        return input_error(set.name, "holds " + std::to_string(acting.size()) + " axes of steps; expected one (t) or two (s, u)");
    steps.maps = Index(acting.size());
    const Index frames = steps.count();
    steps.next = Indices::Constant(steps.maps * frames, -1), steps.closing = steps.next;
    for (Index j = 0; j < steps.maps; ++j) {
        if (acting[std::size_t(j)].size < 2)
            return input_error(set.name, "holds one frame along axis " + std::string(1, acting[std::size_t(j)].letter) +
                                             "; expected at least two, to see a step");
        add_steps(acting[std::size_t(j)], frames, j, steps);
    }
    return success();
}

// Frames before one step, then those after.
Status order_in_pairs(const Pairs& inputs, FrameSteps& steps) {
    const auto &before = *inputs.sets[0], &after = *inputs.sets[1];
    if (before.columns() != after.columns())
        return input_error(after.name, "holds frames of " + std::to_string(after.columns()) + " numbers; expected " +
                                           std::to_string(before.columns()) + ", as " + before.name + " has");
    if (!inputs.paired)
        return input_error(after.name, "holds " + counted(std::uint64_t(after.rows()), "frame") + "; expected " +
                                           std::to_string(before.rows()) + ", the frames of " + before.name + " after one step");
    const Index n = inputs.pair_count();
    auto frames = std::make_shared<Matrix>(2 * n, before.columns());
    for (Index i = 0; i < n; ++i) {
        frames->row(i) = before.values().row(inputs.source_row[std::size_t(i)]);
        frames->row(n + i) = after.values().row(inputs.target_row[std::size_t(i)]);
    }
    steps.frames = std::move(frames), steps.ordered = false;
    steps.next = Indices::Constant(2 * n, -1), steps.closing = steps.next;
    for (Index i = 0; i < n; ++i) steps.next(i) = n + i;
    return success();
}

// |after V - before U|^2 of each row, U V' the action.
Vector squared_misfits(const Matrix& before, const Matrix& after, const Matrix& u, const Matrix& v) {
    return (product(after, v) - product(before, u)).rowwise().squaredNorm();
}

double median(Vector values) {
    std::sort(values.begin(), values.end());
    const Index n = values.size();
    return n == 0 ? 0 : (values((n - 1) / 2) + values(n / 2)) / 2;
}

}  // namespace

double FrameSteps::energy() const {
    double sum = 0;
    for (Index j = 0; j < dimension(); ++j) sum += (frames->col(j).array() - mean(j)).square().sum();
    return sum;
}

FrameSteps::Sides FrameSteps::sides(const Matrix& coordinates, Index map) const {
    const Index frames_count = coordinates.rows(), k = coordinates.cols();
    std::vector<Index> from, to;
    for (Index i = 0; i < frames_count; ++i)
        if (const Index after = next(map * frames_count + i); after >= 0) from.push_back(i), to.push_back(after);
    Sides out{coordinates(from, Eigen::all), coordinates(to, Eigen::all), RowVector::Zero(k), RowVector::Zero(k)};
    if (centred && !closed && !from.empty()) {
        out.mean_before = out.before.colwise().mean(), out.mean_after = out.after.colwise().mean();
        out.before.rowwise() -= out.mean_before, out.after.rowwise() -= out.mean_after;
    }
    return out;
}

Result<FrameSteps> make_steps(const Pairs& inputs, bool centred) {
    const Dataset& first = *inputs.sets.front();
    if (first.kind() == Kind::Mesh)
        return input_error(first.name, "is a mesh; expected frames: a sequence, or rows that follow each other in time");
    FrameSteps steps;
    steps.frames = std::shared_ptr<const Matrix>(inputs.sets.front(), &first.values());
    steps.centred = centred;
    auto ordered = inputs.sets.size() > 1 ? order_in_pairs(inputs, steps) : order_in_time(first, steps);
    if (!ordered) return ordered.error();
    const Index count = (steps.next.array() >= 0).count(), needed = centred ? 2 : 1;
    if (count < needed)
        return input_error(first.name, "holds " + counted(std::uint64_t(first.rows()), "frame") + ", " +
                                           counted(std::uint64_t(count), "step") + "; expected at least " +
                                           counted(std::uint64_t(needed + 1), "frame"));
    if (!steps.frames->allFinite())
        return input_error(first.name, "holds a value that is not a number; expected finite frames");
    steps.mean = centred ? RowVector(steps.frames->colwise().mean()) : RowVector::Zero(steps.dimension());
    const double size = steps.frames->squaredNorm(), energy = steps.energy();
    if (!(energy > 1e-24 * size) || !std::isfinite(energy))
        return input_error(first.name, size == 0 ? "holds frames that are all zero; expected something that moves"
                                                 : "holds frames that are all equal; expected something that moves");
    return steps;
}

Status close_orbit(FrameSteps& steps, Closing closing, const Matrix& coordinates, const Vector& values) {
    const Index count = (steps.closing.array() >= 0).count();
    if (count == 0) return success();
    const Index frames = steps.count();
    // Few directions, so that the fit cannot follow each step.
    const Index few = std::min<Index>(64, std::max<Index>(2, frames / std::max<Index>(3, steps.maps * 3)));
    const Index k = std::min<Index>(coordinates.cols(), whole_pairs(values, std::min(few, kept_by_energy(values, 0.95))));
    const Matrix z = coordinates.leftCols(k);
    const double floor = 1e-9 * std::sqrt(values.squaredNorm() / double(frames));
    double worst = 0;
    for (Index j = 0; j < steps.maps; ++j) {
        const auto sides = steps.sides(z, j);
        auto decomposed = svd(product(sides.before.transpose(), sides.after));
        if (!decomposed) return decomposed.error();
        // A direction in which these steps do not move has no action that closing steps could miss.
        const Index moved = (decomposed->sigma.array() > 1e-9 * decomposed->sigma(0)).count();
        const Matrix u = decomposed->u.leftCols(moved), v = decomposed->v.leftCols(moved);
        std::vector<Index> from, to;
        for (Index i = 0; i < frames; ++i)
            if (const Index first = steps.closing(j * frames + i); first >= 0) from.push_back(i), to.push_back(first);
        if (from.empty()) continue;
        Matrix before = z(from, Eigen::all), after = z(to, Eigen::all);
        before.rowwise() -= sides.mean_before, after.rowwise() -= sides.mean_after;
        const Vector others = squared_misfits(sides.before, sides.after, u, v), ends = squared_misfits(before, after, u, v);
        worst = std::max(worst, (std::sqrt(median(ends)) + floor) / (std::sqrt(median(others)) + floor));
    }
    steps.closure = worst;
    steps.closed = closing == Closing::Yes || (closing == Closing::Auto && worst <= 3);
    if (steps.closed) steps.next = (steps.closing.array() >= 0).select(steps.closing, steps.next);
    return success();
}

}  // namespace orthoscope
