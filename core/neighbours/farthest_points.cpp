#include "core/neighbours/farthest_points.h"

#include <algorithm>
#include <limits>

namespace orthoscope {

Result<std::vector<Index>> farthest_points(const Matrix& points, Index count, const Context& context) {
    const Index n = points.rows(), wanted = std::min(count, n);
    std::vector<Index> out;
    if (n == 0) return out;
    Index next = 0;
    (points.rowwise() - points.colwise().mean()).rowwise().squaredNorm().maxCoeff(&next);
    Vector squared = Vector::Constant(n, std::numeric_limits<double>::infinity()), from(n);
    while (Index(out.size()) < wanted) {
        if (context.stopped()) return cancelled_error();
        if (out.size() % 256 == 255) context.report(double(out.size()) / double(wanted), "farthest points");
        out.push_back(next);
        from.setZero();
        for (Index j = 0; j < points.cols(); ++j) from.array() += (points.col(j).array() - points(next, j)).square();
        squared = squared.cwiseMin(from);
        squared(next) = -1;  // never twice, also where rows coincide
        squared.maxCoeff(&next);
    }
    return out;
}

}  // namespace orthoscope
