#include "core/maps/shape_pair.h"

#include <cmath>

namespace orthoscope {
namespace {

Status fits(const DatasetPtr& shape, const Eigenbasis& basis, const char* name) {
    if (basis.vectors.rows() != shape->rows())
        return input_error(name, "has " + std::to_string(shape->rows()) + " vertices and a basis for " +
                                     std::to_string(basis.vectors.rows()));
    if (basis.size() < 2) return input_error(name, "has a basis of fewer than two functions");
    return success();
}

}  // namespace

std::shared_ptr<const Eigenbasis> unit_area(std::shared_ptr<const Eigenbasis> basis) {
    const double area = basis->area;
    if (area == 1 || !(area > 0) || !std::isfinite(area)) return basis;
    auto out = std::make_shared<Eigenbasis>(*basis);
    out->values *= area, out->vectors *= std::sqrt(area), out->mass /= area, out->area = 1;
    return out;
}

Result<ShapePair> make_shape_pair(DatasetPtr source, DatasetPtr target,
                                  std::shared_ptr<const Eigenbasis> source_basis,
                                  std::shared_ptr<const Eigenbasis> target_basis,
                                  std::vector<std::pair<Index, Index>> landmarks) {
    if (auto status = fits(source, *source_basis, "source"); !status) return status.error();
    if (auto status = fits(target, *target_basis, "target"); !status) return status.error();
    for (auto [a, b] : landmarks)
        if (a < 0 || b < 0 || a >= source->rows() || b >= target->rows())
            return input_error("landmarks", "vertices " + std::to_string(a) + " and " + std::to_string(b) +
                                                " are not both there; expected numbers below " +
                                                std::to_string(source->rows()) + " and " +
                                                std::to_string(target->rows()));
    return ShapePair{std::move(source), std::move(target), unit_area(std::move(source_basis)),
                     unit_area(std::move(target_basis)), std::move(landmarks)};
}

}  // namespace orthoscope
