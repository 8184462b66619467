#include "core/transport/geometry.h"

#include <cmath>

namespace orthoscope {
namespace {

Result<TransportSide> side_of(const WeightedPoints& set, const RowVector& centre, const char* name) {
    TransportSide side;
    const Index n = set.points.rows();
    if (!set.mass.empty() && static_cast<Index>(set.mass.size()) != n)
        return input_error(name, "has " + std::to_string(set.mass.size()) +
                                     " masses; expected one for each of " + std::to_string(n) + " points");
    side.mass = Vector::Constant(n, 1.0);
    for (Index i = 0; i < n && !set.mass.empty(); ++i) side.mass(i) = set.mass[std::size_t(i)];
    if (!(side.mass.minCoeff() >= 0) || !(side.mass.sum() > 0) || !side.mass.allFinite())
        return input_error(name, "has masses that are negative, not finite or all 0; expected some above 0");
    side.mass /= side.mass.sum();
    side.log_mass =
        side.mass.unaryExpr([](double m) { return m > 0 ? std::max(std::log(m), -700.0) : -700.0; });
    side.points = set.points.rowwise() - centre;
    side.squares = side.points.rowwise().squaredNorm();
    if (!side.squares.allFinite()) return input_error(name, "has values that are too large to square");
    return side;
}

}  // namespace

Result<TransportGeometry> transport_geometry(const WeightedPoints& source, const WeightedPoints& target,
                                             int threads) {
    const double n = double(source.points.rows()), m = double(target.points.rows());
    const RowVector centre =
        (n * source.points.colwise().mean() + m * target.points.colwise().mean()) / (n + m);
    auto a = side_of(source, centre, "source");
    if (!a) return a.error();
    auto b = side_of(target, centre, "target");
    if (!b) return b.error();
    TransportGeometry out;
    out.source = std::move(*a), out.target = std::move(*b);
    out.threads = threads, out.alike = source.mass.empty() && target.mass.empty();
    const RowVector mx = out.source.mass.transpose() * out.source.points;
    const RowVector my = out.target.mass.transpose() * out.target.points;
    out.mean_cost =
        out.source.mass.dot(out.source.squares) + out.target.mass.dot(out.target.squares) - 2 * mx.dot(my);
    const double reach = std::sqrt(out.source.squares.maxCoeff()) + std::sqrt(out.target.squares.maxCoeff());
    out.largest_cost = reach * reach;
    return out;
}

}  // namespace orthoscope
