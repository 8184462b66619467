// ViewBounds: the places that a view must hold, kept as the outermost ones in many directions, so that it
// grows with a recording at a cost that does not.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

class ViewBounds {
  public:
    ViewBounds();
    void clear();
    void add(const Eigen::Vector3d& place);
    void add(const Matrix& rows);  // n x k, k <= 3; rows that are not finite are left out
    // At most one place a direction; none before the first.
    std::vector<Eigen::Vector3d> places() const;

  private:
    Eigen::Matrix3Xd directions_, outermost_;
    Eigen::RowVectorXd reach_;
};

// A sample of the rows, and those farthest from their mean: wherever a turn takes them, the view must hold
// them.
Matrix bounding_rows(const Matrix& rows);

}  // namespace orthoscope
