// Partners: which target row belongs to each source row at a frame: what the method believes there, else the
// pairs of the run where it goes by them.
#pragma once

#include <vector>

#include "core/alignment/pairs.h"
#include "core/method/method.h"
#include "core/recording/state.h"

namespace orthoscope {

// Whether the pairs mean anything to the method: one that searches for partners, or is given them, is not told that
// row i belongs to row i by both sets having as many rows.
bool goes_by_pairs(const Pairs& pairs, const MethodInfo* method);

class Partners {
  public:
    Partners() = default;
    // Where the method goes by pairs, the target rows of all source rows by those of the run, -1 none.
    Partners(const Pairs& pairs, const MethodInfo* method);
    // From now on as `state` believes; with neither pairs nor a matching nobody has a partner.
    void follow(const AlignmentState& state);

    bool any() const { return matching_ != nullptr || paired_; }
    Index of(Index source_row) const;       // -1: none, or one that does not count
    double weight(Index source_row) const;  // how much it counts, 0..1
    // All source rows whose partner is this target row, at most `most`.
    std::vector<Index> sources_of(Index target_row, std::size_t most) const;
    Index rows() const { return rows_; }
    Index count() const;  // rows that have a partner
    // Changes whenever the answers may.
    std::pair<const void*, const void*> version() const { return {matching_.get(), confidence_.get()}; }

  private:
    Index rows_ = 0, targets_ = 0;
    bool paired_ = false;
    std::vector<Index> given_;
    SharedIndices matching_;
    SharedMatrix confidence_;
};

}  // namespace orthoscope
