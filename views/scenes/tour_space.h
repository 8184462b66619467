// TourSpace: a tour through projections as the space that rows of more than three dimensions are shown in.
#pragma once

#include "core/alignment/pairs.h"
#include "core/linalg/tour.h"
#include "core/method/method.h"
#include "core/recording/state.h"
#include "views/scenes/shown_space.h"

namespace orthoscope {

// What a guided tour climbs: a positive semidefinite D x D form and what its share is a share of.
struct TourIndex {
    Matrix form;
    std::string of;  // "the residual"
};
// Of the residuals of all partners (see Partners) under a pose: E' E; without partners what tells the two sets apart: the
// outer product of the difference of their means, and the absolute value of that of their covariances. At most 2,000 rows
// a set are looked at.
TourIndex tour_index(const Pairs& pairs, const MethodInfo* method, const AlignmentState& end);
// What tells two sets of equal columns apart.
TourIndex tour_index(const Matrix& source, const Matrix& target);

class TourSpace {
  public:
    TourSpace(const ShownSpace& first, std::uint64_t seed);                          // a grand tour
    TourSpace(const ShownSpace& first, const TourIndex& index, std::uint64_t seed);  // a guided one

    void go(double seconds);
    // The axes at that time, basis() within(): rows times the basis are needed but once a leg.
    const ShownSpace& space() const { return space_; }
    const Matrix& basis() const { return tour_.path(place_.leg).basis(); }  // D x 6
    const Matrix& within() const { return within_; }                        // 6 x 3
    double seconds() const { return tour_.seconds(); }  // of a round
    // Some projections on the way, for what the view must hold.
    std::vector<Matrix> samples() const;

  private:
    std::string sentence() const;
    Tour tour_;
    TourIndex index_;
    std::uint64_t seed_;
    bool guided_;
    Tour::Place place_;
    Matrix within_;
    ShownSpace space_;
};

}  // namespace orthoscope
