#include "core/assignment/shortest_paths.h"

#include <algorithm>

namespace orthoscope {
namespace {
constexpr double infinite = std::numeric_limits<double>::infinity();
}

ShortestPaths::ShortestPaths(const AssignmentCosts& costs, bool open, double unmatched, const Vector& start)
    : costs_(costs), n_(costs.rows()), m_(costs.columns()), open_(open), unmatched_(unmatched),
      v_(start.size() == costs.columns() ? start : Vector(Vector::Zero(costs.columns()))),
      warm_(start.size() == costs.columns()) {
    if (open_) v_ = v_.cwiseMin(0);
    const auto n = static_cast<std::size_t>(n_), m = static_cast<std::size_t>(m_);
    row_of_.assign(m, unassigned), column_of_.assign(n, unassigned);
    key_.resize(m), price_.resize(m), pred_.resize(m), buffer_.resize(m);
}

bool ShortestPaths::solve(const Context& context) {
    if (warm_ || open_) take_lowest();
    else reduce_columns();
    if (open_ && warm_) settle();
    if (!reduce_rows(context)) return false;
    for (Index i = 0; i < n_; ++i) {
        if (column_of_[std::size_t(i)] != unassigned) continue;
        if (context.stopped()) return false;
        augment(i);
    }
    while (open_ && fill())
        if (context.stopped()) return false;
    return true;
}

// v_j = min_i c_ij; a row takes the first column that it is the lowest of.
void ShortestPaths::reduce_columns() {
    std::fill(price_.begin(), price_.end(), 0), std::fill(key_.begin(), key_.end(), infinite);
    for (Index i = 0; i < n_; ++i) relax(costs_.row(i, buffer_.data()), price_.data(), 0, m_, i, key_.data(), pred_.data());
    for (std::size_t j = 0; j < std::size_t(m_); ++j) {
        v_(Index(j)) = key_[j];
        auto& column = column_of_[std::size_t(pred_[j])];
        if (column == unassigned) column = Index(j), row_of_[j] = pred_[j];
    }
}

void ShortestPaths::take_lowest() {
    for (Index i = 0; i < n_; ++i) {
        auto& column = column_of_[std::size_t(i)];
        const auto two = two_lowest(costs_.row(i, buffer_.data()), v_.data(), m_);
        if (unmatched_ <= two.first) column = left_out;
        else if (two.at >= 0 && row_of_[std::size_t(two.at)] == unassigned)
            column = two.at, row_of_[std::size_t(two.at)] = i;
    }
}

// A free column must have the price 0: old prices of columns that nobody takes now are given up, which may draw rows
// back. What three rounds leave over, fill() mends one by one.
void ShortestPaths::settle() {
    for (int round = 0; round < 3; ++round) {
        bool raised = false;
        for (std::size_t j = 0; j < std::size_t(m_); ++j)
            if (row_of_[j] == unassigned && v_(Index(j)) < 0) v_(Index(j)) = 0, raised = true;
        if (!raised) return;
        std::fill(row_of_.begin(), row_of_.end(), unassigned);
        std::fill(column_of_.begin(), column_of_.end(), unassigned);
        take_lowest();
    }
}

// The row takes its lowest column, whose price falls until its second choice is as good. Returns the row it drove
// out, or `nobody`.
Index ShortestPaths::bid(Index row, bool& strict) {
    const auto two = two_lowest(costs_.row(row, buffer_.data()), v_.data(), m_);
    strict = false;
    auto& own = column_of_[std::size_t(row)];
    if (unmatched_ <= two.first) return own = left_out, nobody;
    Index at = two.at;
    const double second = std::min(two.second, unmatched_);
    if (second < infinite && second > two.first) strict = true, v_(at) -= second - two.first;
    else if (row_of_[std::size_t(at)] != unassigned && two.second_at >= 0 && two.second <= two.first) at = two.second_at;
    const Index before = row_of_[std::size_t(at)];
    row_of_[std::size_t(at)] = row, own = at;
    if (before == unassigned) return nobody;
    column_of_[std::size_t(before)] = unassigned;
    return before;
}

bool ShortestPaths::reduce_rows(const Context& context) {
    for (int pass = 0; pass < 2; ++pass) {
        std::vector<Index> rows, later;
        for (Index i = 0; i < n_; ++i)
            if (column_of_[std::size_t(i)] == unassigned) rows.push_back(i);
        // Price wars end by augmenting paths instead.
        Index left = 4 * Index(rows.size()) + n_ / 4;
        for (Index row : rows) {
            while (row != nobody && left-- > 0) {
                if (left % 64 == 0 && context.stopped()) return false;
                bool strict = false;
                row = bid(row, strict);
                if (!strict) break;
            }
        }
    }
    return true;
}

void ShortestPaths::open_search() {
    std::fill(key_.begin(), key_.end(), infinite);
    std::copy(v_.data(), v_.data() + m_, price_.begin());
    closed_.clear();
    sink_key_ = infinite, sink_row_ = -1;
}

Lowest ShortestPaths::scan(Index row, double offset) {
    if (unmatched_ - offset < sink_key_) sink_key_ = unmatched_ - offset, sink_row_ = row;
    return relax(costs_.row(row, buffer_.data()), price_.data(), offset, m_, row, key_.data(), pred_.data());
}

ShortestPaths::Goal ShortestPaths::search(Lowest best, bool may_leave_out) {
    for (;;) {
        if (may_leave_out && sink_key_ <= best.value) return {-1, sink_row_, sink_key_};
        if (best.at < 0) return {-1, -1, infinite};
        const auto j = static_cast<std::size_t>(best.at);
        const Index row = row_of_[j];
        if (row == unassigned) return {best.at, -1, best.value};
        const double paid = costs_.row(row, buffer_.data())[j] - v_(best.at);
        closed_.emplace_back(best.at, best.value);
        key_[j] = infinite, price_[j] = -infinite;
        best = scan(row, paid - best.value);
    }
}

// The shortest path from a free row to a free column, or to the row that is cheapest left out.
void ShortestPaths::augment(Index source) {
    open_search();
    const Goal goal = search(scan(source, 0), unmatched_ < infinite);
    for (auto [j, length] : closed_) v_(j) += length - goal.length;
    Index column = goal.column;
    if (column < 0) {
        column = column_of_[std::size_t(goal.out_row)];
        column_of_[std::size_t(goal.out_row)] = left_out;
        if (goal.out_row == source) return;
    }
    for (;;) {
        const Index row = pred_[std::size_t(column)], before = column_of_[std::size_t(row)];
        column_of_[std::size_t(row)] = column, row_of_[std::size_t(column)] = row;
        if (row == source) return;
        column = before;
    }
}

// A free column with a price below 0 (left by old prices): the shortest path to it from "stays free", or from a row
// left out. Prices rise. False: there is none.
bool ShortestPaths::fill() {
    open_search();
    bool any = false;
    Lowest best{infinite, -1};
    for (Index j = 0; j < m_; ++j) {
        const bool is_free = row_of_[std::size_t(j)] == unassigned;
        any = any || (is_free && v_(j) < 0);
        if (is_free && v_(j) == 0) price_[std::size_t(j)] = -infinite;  // already where it belongs
        else key_[std::size_t(j)] = -v_(j), pred_[std::size_t(j)] = nobody;
        if (key_[std::size_t(j)] < best.value) best = {key_[std::size_t(j)], j};
    }
    if (!any) return false;
    for (Index i = 0; i < n_; ++i)
        if (column_of_[std::size_t(i)] == left_out) best = scan(i, unmatched_);
    const Goal goal = search(best, false);
    const double length = std::max(0.0, goal.length);
    for (Index j = 0; j < m_; ++j)
        if (price_[std::size_t(j)] != -infinite) v_(j) = std::min(0.0, v_(j) + length);
    for (auto [j, at] : closed_) v_(j) = std::min(0.0, v_(j) + at);
    for (Index column = goal.column;;) {
        const Index row = pred_[std::size_t(column)];
        if (row == nobody) return row_of_[std::size_t(column)] = unassigned, v_(column) = 0, true;
        const Index before = column_of_[std::size_t(row)];
        column_of_[std::size_t(row)] = column, row_of_[std::size_t(column)] = row;
        if (before == left_out) return true;
        column = before;
    }
}

void ShortestPaths::add_match() {
    open_search();
    Lowest best{infinite, -1};
    for (Index i = 0; i < n_; ++i)
        if (column_of_[std::size_t(i)] == left_out) best = scan(i, unmatched_);
    const Goal goal = search(best, false);
    for (auto [j, length] : closed_) v_(j) += length - goal.length;
    unmatched_ += goal.length;
    for (Index column = goal.column;;) {
        const Index row = pred_[std::size_t(column)], before = column_of_[std::size_t(row)];
        column_of_[std::size_t(row)] = column, row_of_[std::size_t(column)] = row;
        if (before == left_out) return;
        column = before;
    }
}

Index ShortestPaths::matches() const {
    return std::count_if(column_of_.begin(), column_of_.end(), [](Index j) { return j >= 0; });
}

Assignment ShortestPaths::take() {
    Assignment out{Indices::Constant(n_, -1), Indices::Constant(m_, -1), Vector(n_), v_, 0, unmatched_, 0};
    for (Index i = 0; i < n_; ++i) {
        const Index j = column_of_[std::size_t(i)];
        out.row_price(i) = unmatched_;
        if (j < 0) continue;
        const double cost = costs_.row(i, buffer_.data())[j];
        out.column_of_row(i) = j, out.row_of_column(j) = i, ++out.matches;
        out.row_price(i) = cost - v_(j), out.cost += cost;
    }
    return out;
}

}  // namespace orthoscope
