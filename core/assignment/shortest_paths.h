// The search behind solve_assignment, for one fixed cost of leaving a row out; internal to core/assignment.
#pragma once

#include <utility>
#include <vector>

#include "core/assignment/assignment.h"
#include "core/linalg/kernels.h"

namespace orthoscope {

class ShortestPaths {
  public:
    // open: columns may stay free (price <= 0). unmatched: cost of leaving a row out; infinite: not allowed.
    ShortestPaths(const AssignmentCosts& costs, bool open, double unmatched, const Vector& start);

    bool solve(const Context& context);  // false: stopped
    // One more match, the cheapest there is; unmatched() rises by what it takes. Precondition: solved, with a row
    // left out and a column free.
    void add_match();
    Assignment take();
    Index matches() const;
    double unmatched() const { return unmatched_; }
    const Vector& prices() const { return v_; }

  private:
    static constexpr Index unassigned = -1, left_out = -2, nobody = -3;
    struct Goal {
        Index column, out_row;  // a free column, or (column -1) the row that is left out instead
        double length;
    };

    void reduce_columns();
    void take_lowest();
    void settle();
    bool reduce_rows(const Context& context);
    Index bid(Index row, bool& strict);
    void open_search();
    Lowest scan(Index row, double offset);
    Goal search(Lowest best, bool may_leave_out);
    void augment(Index row);
    bool fill();

    const AssignmentCosts& costs_;
    const Index n_, m_;
    const bool open_;
    double unmatched_;
    Vector v_;
    bool warm_;
    std::vector<Index> row_of_, column_of_;
    // Of one search: tentative lengths, prices (-infinity: closed), rows before, and the closed columns in order.
    std::vector<double> key_, price_;
    std::vector<std::int64_t> pred_;
    std::vector<std::pair<Index, double>> closed_;
    std::vector<float> buffer_;
    double sink_key_ = 0;
    Index sink_row_ = -1;
};

}  // namespace orthoscope
