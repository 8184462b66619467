#include "core/alignment/neighbours.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr Index block = 2048;

// Higher is more alike.
Vector likeness_to(const Matrix& set, const RowVector& query, Likeness likeness) {
    if (likeness == Likeness::Distance) return -(set.rowwise() - query).rowwise().squaredNorm();
    Vector values = set * query.transpose();
    const double length = query.norm();
    for (Index i = 0; i < values.size(); ++i) {
        const double norms = length * set.row(i).norm();
        values(i) = norms > 0 ? values(i) / norms : 0;
    }
    return values;
}

std::vector<RowValue> best_of(const Vector& alike, Likeness likeness, std::size_t k, Index without) {
    std::vector<Index> order;
    for (Index i = 0; i < alike.size(); ++i)
        if (i != without) order.push_back(i);
    k = std::min(k, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end(), [&](Index a, Index b) {
        return alike(a) != alike(b) ? alike(a) > alike(b) : a < b;
    });
    std::vector<RowValue> best;
    for (std::size_t i = 0; i < k; ++i) {
        const double value = alike(order[i]);
        best.push_back({order[i], likeness == Likeness::Cosine ? value : std::sqrt(std::max(-value, 0.0))});
    }
    return best;
}

}  // namespace

std::vector<RowValue> nearest_rows(const Matrix& set, const RowVector& query, Likeness likeness, std::size_t k,
                                   Index without) {
    return best_of(likeness_to(set, query, likeness), likeness, k, without);
}

Result<RowNeighbours> neighbours(const Matrix& source, const Matrix& target, const std::optional<Pose>& pose,
                                 bool of_target, Index row, Likeness likeness, std::size_t k, const Context& context) {
    const Matrix &own = of_target ? target : source, &other = of_target ? source : target;
    if (row < 0 || row >= own.rows())
        return input_error("row " + std::to_string(row), "is not in a set of " + std::to_string(own.rows()) + " rows");
    RowNeighbours found;
    const RowVector query = own.row(row);
    found.own = nearest_rows(own, query, likeness, k, row);
    if (source.cols() != target.cols()) return found;
    if (context.stopped()) return cancelled_error();
    found.other_before = nearest_rows(other, query, likeness, k);
    if (!pose) return found;
    if (!of_target) {
        found.other_after = nearest_rows(target, pose->apply(query), likeness, k);
        return found;
    }
    Vector alike(source.rows());
    for (Index at = 0; at < source.rows(); at += block) {
        if (context.stopped()) return cancelled_error();
        const Index count = std::min(block, source.rows() - at);
        alike.segment(at, count) = likeness_to(pose->apply(source.middleRows(at, count)), query, likeness);
    }
    found.other_after = best_of(alike, likeness, k, -1);
    return found;
}

std::vector<RowValue> worst_rows(const Matrix& source, const Matrix& target, const Pose& pose,
                                 const std::vector<Index>& source_row, const std::vector<Index>& target_row,
                                 std::size_t k) {
    std::vector<RowValue> list;
    for (std::size_t from = 0; from < source_row.size(); from += block) {
        const auto count = std::min<std::size_t>(block, source_row.size() - from);
        Matrix rows(static_cast<Index>(count), source.cols());
        for (std::size_t i = 0; i < count; ++i) rows.row(static_cast<Index>(i)) = source.row(source_row[from + i]);
        const Matrix moved = pose.apply(rows);
        for (std::size_t i = 0; i < count; ++i)
            list.push_back({source_row[from + i], (moved.row(static_cast<Index>(i)) - target.row(target_row[from + i])).norm()});
    }
    k = std::min(k, list.size());
    std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(k), list.end(),
                      [](auto& a, auto& b) { return a.value != b.value ? a.value > b.value : a.row < b.row; });
    list.resize(k);
    return list;
}

Result<Hubs> hubs(const Matrix& source, const Matrix& target, const Pose& pose, Likeness likeness, std::size_t k,
                  const Context& context, double most_work) {
    Hubs found;
    if (source.rows() == 0 || target.rows() == 0 || source.cols() != target.cols()) return found;
    const double work = double(target.rows()) * double(target.cols());
    found.asked = std::clamp<Index>(static_cast<Index>(most_work / work), 1, source.rows());
    Matrix candidates = target;
    if (likeness == Likeness::Cosine)
        for (auto row : candidates.rowwise())
            if (const double length = row.norm(); length > 0) row /= length;
    const Vector half = likeness == Likeness::Distance ? Vector(candidates.rowwise().squaredNorm() / 2)
                                                       : Vector(Vector::Zero(target.rows()));
    std::vector<Index> chosen(static_cast<std::size_t>(target.rows()), 0);
    const Index rows = std::clamp<Index>(Index(2e6) / target.rows(), 1, 256);
    for (Index at = 0; at < found.asked; at += rows) {
        if (context.stopped()) return cancelled_error();
        const Index count = std::min(rows, found.asked - at);
        Matrix queries(count, source.cols());
        for (Index i = 0; i < count; ++i)
            queries.row(i) = source.row(static_cast<Index>(double(at + i) * double(source.rows()) / double(found.asked)));
        const Matrix scores = (pose.apply(queries) * candidates.transpose()).rowwise() - half.transpose();
        for (Index i = 0; i < count; ++i) {
            Index best = 0;
            scores.row(i).maxCoeff(&best);
            ++chosen[static_cast<std::size_t>(best)];
        }
    }
    for (std::size_t row = 0; row < chosen.size(); ++row)
        if (chosen[row] > 1) found.rows.push_back({static_cast<Index>(row), double(chosen[row])});
    std::sort(found.rows.begin(), found.rows.end(),
              [](auto& a, auto& b) { return a.value != b.value ? a.value > b.value : a.row < b.row; });
    if (found.rows.size() > k) found.rows.resize(k);
    return found;
}

}  // namespace orthoscope
