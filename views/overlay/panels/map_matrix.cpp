// The functional map C as an image: it grows with the bases, and a good one lies in a funnel about its diagonal.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr Index most_cells = 100;

Index largest_side(const Exhibit& exhibit) {
    Index most = 1;
    for (auto& frame : exhibit.frames)
        if (auto* state = std::get_if<ShapeState>(frame->state.get()); state && state->functional_map)
            most = std::max({most, state->functional_map->rows(), state->functional_map->cols()});
    return most;
}

Index side_of(const ShapeState* state) {
    if (!state || !state->functional_map) return 0;
    return std::max(state->functional_map->rows(), state->functional_map->cols());
}

// Share of the squared entries at most `band` off the diagonal, which runs from corner to corner.
double diagonal_share(const Matrix& c, Index band) {
    double near = 0;
    for (Index j = 0; j < c.cols(); ++j)
        for (Index i = std::max<Index>(0, j - band); i <= std::min(c.rows() - 1, j + band); ++i) near += c(i, j) * c(i, j);
    const double all = c.squaredNorm();
    return all > 0 ? near / all : 0;
}

std::vector<std::string> facts_of(const Matrix& c, const Ink& ink, double width) {
    const Index k = std::min(c.rows(), c.cols()), band = std::max<Index>(1, k / 20);
    const Matrix square = c.topLeftCorner(k, k);
    const double away = (square.transpose() * square - Matrix::Identity(k, k)).norm() / std::sqrt(double(k));
    const std::string text = number(away, 2) + " from orthogonal; " + percent(diagonal_share(c, band)) +
                             " of its squares within " + grouped(band) + " of the diagonal";
    return wrapped(ink, Type::Caption, text, width, 2);
}

}  // namespace

void add_functional_map(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const bool known = moment.shape && moment.shape->functional_map;
    const ShapeState* state = known ? moment.shape : moment.shape_coming;
    if (!state || !state->functional_map || state->functional_map->size() == 0) return;
    if (!state->functional_map->allFinite()) return;
    const Matrix& c = *state->functional_map;
    const bool small = compact(ink.canvas());
    // The picture grows with the bases, along the passage to the next size.
    const double most = double(largest_side(moment.exhibit)), before = double(side_of(state)),
                 after = double(std::max(side_of(moment.shape_coming), Index(1)));
    const double now = moment.between && known ? before + moment.weight * (after - before) : before;
    const double whole = std::clamp(width - 84, 72.0, small ? 96.0 : 168.0);
    const double side = whole * std::sqrt(std::min(now / most, 1.0));
    const Index block = (std::max(c.rows(), c.cols()) + most_cells - 1) / most_cells;
    MatrixImage image;
    image.cells = block_peaks(c, block);
    image.range = image.cells.cwiseAbs().maxCoeff();
    image.cell = side / double(std::max(image.cells.rows(), image.cells.cols()));
    image.opacity = known ? 1 : moment.weight;
    const Index cut = moment.notes.map && known ? moment.notes.map->cut_block : 0;
    const double wide = image.cell * double(image.cells.cols()), high = image.cell * double(image.cells.rows());
    std::string size = grouped(c.rows()) + " × " + grouped(c.cols());
    if (!small) size += block > 1 ? ", a cell is the largest of " + grouped(block) + " × " + grouped(block) : "";
    const auto head = wrapped(ink, Type::Caption, size, width - 20, 1);
    const auto facts = small ? std::vector<std::string>{} : facts_of(c, ink, width);
    const double line = ink.line(Type::Caption), top = ink.line(Type::Body) + line;
    Block picture{.id = "functional map", .corner = Corner::TopRight, .importance = small ? 52 : 67, .gap = 14};
    picture.size = {width, top + whole + (facts.empty() ? 0 : 6 + line * double(facts.size()))};
    picture.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Italic, p.text, "C");
        draw(ink, box.x + 20, box.y + ink.ascent(Type::Body) - ink.ascent(Type::Caption), Type::Caption, p.secondary, head);
        const double x = ink.snap(box.x), y = ink.snap(box.y + top);
        ink.text(x, y - line - 1, Type::Caption, p.secondary, "source →");
        draw_cells(ink, image, x, y);
        if (cut > 0) {
            const double kept = image.cell * double(cut) / double(block);
            ink.frame({x, y, std::min(kept, wide), std::min(kept, high)}, p.selection);
        }
        ink.text(x + wide + 8, y + high - line, Type::Caption, p.secondary, "↓ target");
        draw_scale(ink, box.x + std::max(whole, wide + 8 + ink.width(Type::Caption, "↓ target")) + 12, box.y + top,
                   std::min(whole, 96.0), image.range);
        draw(ink, box.x, box.y + top + whole + 6, Type::Caption, p.secondary, facts);
    };
    blocks.push_back(std::move(picture));
}

}  // namespace orthoscope
