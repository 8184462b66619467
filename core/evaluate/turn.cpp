#include "core/evaluate/turn.h"

#include "core/linalg/lapack.h"

namespace orthoscope {

std::vector<AlignmentState> turn_between(const AlignmentState& from, AlignmentState to) {
    to.path = nullptr, to.mirrors = false;
    std::vector<AlignmentState> beats;
    if (from.rotation == to.rotation) return {std::move(to)};
    auto step = svd(product(from.rotation->transpose(), *to.rotation));
    if (!step) return {std::move(to)};
    auto path = std::make_shared<const RotationPath>(product_transposed(step->u, step->v));
    if (path->flip()) {
        AlignmentState mirror = from;
        mirror.rotation = std::make_shared<const Matrix>(product(*from.rotation, path->mirror(1)));
        mirror.path = path, mirror.mirrors = true, mirror.matching = to.matching;
        beats.push_back(std::move(mirror));
    }
    to.path = std::move(path);
    beats.push_back(std::move(to));
    return beats;
}

}  // namespace orthoscope
