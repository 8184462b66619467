#include "views/overlay/matrix_view.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr double least_share = 0.01;

}  // namespace

void MatrixView::zoom(double factor, double u, double v) {
    const double before = share;
    share = std::clamp(share / factor, least_share, 1.0);
    shift((share - before) * u / share, (share - before) * v / share);
}

void MatrixView::shift(double u, double v) {
    x = std::clamp(x - u * share, 0.0, 1 - share);
    y = std::clamp(y - v * share, 0.0, 1 - share);
}

MatrixPart part_of(const MatrixView& view, Index rows, Index columns) {
    if (!view.large) return {0, 0, rows, columns};
    const Index side = std::max(rows, columns);
    const Index shown = std::clamp<Index>(std::lround(view.share * double(side)), std::min<Index>(4, side), side);
    const auto from = [&](double at, Index most) { return std::clamp<Index>(std::lround(at * double(side)), 0, std::max<Index>(0, most - shown)); };
    MatrixPart part{from(view.y, rows), from(view.x, columns), 0, 0};
    part.rows = std::min(shown, rows - part.row), part.columns = std::min(shown, columns - part.column);
    return part;
}

}  // namespace orthoscope
