#include "views/overlay/sparse_image.h"

#include <algorithm>

namespace orthoscope {
namespace {

constexpr Index most_dots = 56;

// Mass, confirmed mass and missed truths of every dot.
struct Grid {
    Index columns, block;
    Matrix mass, right, missed;
    Grid(Index rows, Index columns, Index block)
        : columns(columns),
          block(block),
          mass(Matrix::Zero(rows, columns)),
          right(Matrix::Zero(rows, columns)),
          missed(Matrix::Zero(rows, columns)) {}
};

void count(SparseImage& image, Grid& grid, const Indices* truth, Index row, Index column, double mass) {
    if (row < 0 || column < 0 || row >= image.source_rows || column >= image.target_rows || !(mass > 0))
        return;
    ++image.matched;
    grid.mass(row / grid.block, column / grid.block) += mass;
    if (!truth || (*truth)(row) != column) return;
    ++image.right;
    grid.right(row / grid.block, column / grid.block) += mass;
}

}  // namespace

SparseImage sparse_image(const AlignmentState& state, const Pairs& pairs) {
    SparseImage image;
    const Index n = image.source_rows = pairs.source->rows(), m = image.target_rows = pairs.target->rows();
    const bool matched = state.matching && state.matching->size() == n;
    const bool planned = !matched && state.coupling && state.coupling->cols() == 3;
    if (n == 0 || m == 0 || (!matched && !planned)) return image;
    image.soft = planned;
    image.block = (std::max(n, m) + most_dots - 1) / most_dots;
    image.rows = (n + image.block - 1) / image.block, image.columns = (m + image.block - 1) / image.block;
    const Indices* truth = pairs.truth && pairs.truth->size() == n ? &*pairs.truth : nullptr;
    image.truth = truth != nullptr;
    const Matrix* weight =
        state.confidence && state.confidence->size() == n ? state.confidence.get() : nullptr;
    Grid grid(image.rows, image.columns, image.block);
    for (Index i = 0; matched && i < n; ++i)
        count(image, grid, truth, i, (*state.matching)(i), weight ? (*weight)(i) : 1);
    for (Index k = 0; planned && k < state.coupling->rows(); ++k)
        count(image, grid, truth, Index((*state.coupling)(k, 0)), Index((*state.coupling)(k, 1)),
              (*state.coupling)(k, 2));
    for (Index i = 0; matched && truth && i < n; ++i) {
        const Index partner = (*truth)(i);
        if (partner < 0 || partner >= m || partner == (*state.matching)(i)) continue;
        ++image.missed;
        grid.missed(i / image.block, partner / image.block) += 1;
    }
    const double most = grid.mass.maxCoeff(), total = grid.mass.sum();
    image.right_share = total > 0 ? grid.right.sum() / total : 0;
    for (Index i = 0; i < image.rows; ++i)
        for (Index j = 0; j < image.columns; ++j) {
            const double mass = grid.mass(i, j);
            if (mass > 0)
                image.dots.push_back({i, j, mass / most, grid.right(i, j) / mass});
            else if (grid.missed(i, j) > 0)
                image.dots.push_back({i, j, 0, 0});
        }
    return image;
}

}  // namespace orthoscope
