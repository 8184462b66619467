// KdTree: nearest rows of a set in few dimensions, exactly, in double (nanoflann).
#pragma once

#include <functional>
#include <memory>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// Of each of q queries, its k nearest rows by rising distance; -1 and infinity where there are fewer than k.
struct Nearest {
    Indices row;     // q k: those of query i from i k on
    Vector squared;  // the squared distances, in the same order
    Index k = 1;
};

class KdTree {
  public:
    // The points (n x d, finite, d >= 1) are copied. O(n log n); sensible up to some ten dimensions.
    explicit KdTree(const Matrix& points);
    KdTree(KdTree&&) noexcept;
    KdTree& operator=(KdTree&&) noexcept;
    ~KdTree();

    Index rows() const;
    Index dimension() const;

    // For queries q x d, on up to `threads` threads; the answer does not depend on their number. Rows at the same
    // distance come in any order. Precondition: k >= 1. Errors: Cancelled.
    Result<Nearest> nearest(const Matrix& queries, Index k, int threads, const Context& context) const;
    // One query of d numbers, on the calling thread, into room for k; how many were found.
    Index nearest(const double* query, Index k, std::int64_t* row, double* squared) const;

    class Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

// Calls work(first, last) over pieces of 0..count-1 on up to `threads` threads, polling between pieces; false: stopped.
bool in_pieces(Index count, Index piece, int threads, const Context& context,
               const std::function<void(Index first, Index last)>& work);

}  // namespace orthoscope
