// The cross-covariance as an image, in a map that is symmetric about zero.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {
namespace {

constexpr Index most_cells = 64;

// Means of block x block pieces; the last row and column of blocks may hold less.
Matrix block_means(const Matrix& m, Index block) {
    if (block == 1) return m;
    const Index rows = (m.rows() + block - 1) / block, columns = (m.cols() + block - 1) / block;
    Matrix means(rows, columns);
    for (Index j = 0; j < columns; ++j)
        for (Index i = 0; i < rows; ++i)
            means(i, j) = m.block(i * block, j * block, std::min(block, m.rows() - i * block),
                                  std::min(block, m.cols() - j * block))
                              .mean();
    return means;
}

std::string caption_of(const Matrix& m, Index block, const AlignmentState& state) {
    std::string text = grouped(m.rows()) + " × " + grouped(m.cols());
    if (block > 1) text += ", each cell the mean of " + grouped(block) + " × " + grouped(block);
    if (state.covered > 0 && state.covered < 1) text += "; " + percent(state.covered) + " of the rows so far";
    return text;
}

MatrixImage image_of(const Moment& moment, const Ink& ink, const AlignmentState& state, double side) {
    const Matrix& m = *state.cross_covariance;
    const Index largest = std::max(m.rows(), m.cols());
    const Index block = (largest + most_cells - 1) / most_cells;
    MatrixImage image;
    image.cells = block_means(m, block);
    image.range = image.cells.cwiseAbs().maxCoeff();
    // Whole device pixels, so that cells are equal and no ground shines through.
    image.cell = std::max(ink.snap(side / double(std::max(image.cells.rows(), image.cells.cols()))), ink.hair());
    if (image.cell * double(image.cells.cols()) > side + 24) image.cell = side / double(image.cells.cols());
    image.caption = caption_of(m, block, state);
    const bool first = !moment.values || !moment.values->cross_covariance;
    image.opacity = first ? moment.weight : 1;
    return image;
}

}  // namespace

void add_matrix_image(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const AlignmentState* state = moment.values;
    if (!state || !state->cross_covariance) state = moment.coming;
    if (!state || !state->cross_covariance || state->cross_covariance->size() == 0) return;
    // Once it is taken apart, its parts are shown instead.
    if (moment.coming && moment.coming->sigma.size() > 0) return;
    const double side = std::clamp(width - 72, 96.0, 144.0);
    const MatrixImage image = image_of(moment, ink, *state, side);
    const double wide = image.cell * double(image.cells.cols()), high = image.cell * double(image.cells.rows());
    const auto caption = wrapped(ink, Type::Caption, image.caption, width - 20, 3);
    const double head = std::max(ink.line(Type::Body), measure(ink, Type::Caption, caption).height + 3);
    Block block{.id = "matrix", .corner = Corner::TopRight, .importance = 62, .gap = 16};
    block.size = {width, head + 4 + high};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Italic, p.text, "M");
        const double lift = ink.ascent(Type::Body) - ink.ascent(Type::Caption);
        draw(ink, box.x + 20, box.y + lift, Type::Caption, p.secondary, caption);
        draw_cells(ink, image, ink.snap(box.x), ink.snap(box.y + head + 4));
        draw_scale(ink, box.x + wide + 12, box.y + head + 4, high, image.range);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
