// Which pairs that lie far apart are right all the same? Heavy-tailed noise makes some, and so do strays.
// Internal to core/alignment/wasserstein.
//
// The matching is the one of greatest likelihood where squared distances have Cauchy's tails: it minimises the sum of
// log(1 + r^2 / m), m the median squared distance of a pair in this pose. Of its pairs those with r^2 <= 8 m stand. Of the others
// the lone rows are matched in the same way with rows of the other set that have a partner already, drawn with a fixed seed,
// which are surely wrong. A far pair stands where, judged by r^2 / (|x|^2 + |y|^2), at most a fifth of those that stand are
// expected to be such chance pairs; how many of all far pairs are, the half of chance that lies furthest tells (J. D. Storey, A
// direct approach to false discovery rates, J. R. Statist. Soc. B 64 (2002)).
#pragma once

#include "core/assignment/assignment.h"

namespace orthoscope {

// From so many times the median squared distance on a pair lies far apart.
constexpr double stray_factor = 8;

// x (a x d) posed onto y (b x d), a <= b; `squared`: their squared distances; `median` > 0: of right pairs. a entries: the row
// of y, -1 none. Errors: Cancelled.
Result<Indices> match_with_far_pairs(const PointsMatrix& x, const PointsMatrix& y, const CostMatrix& squared, double median,
                                     const Context& context);

}  // namespace orthoscope
