// The cross-covariance as an image, in a map that is symmetric about zero.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
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

struct MatrixImage {
    Matrix cells;
    double range = 0;   // largest magnitude shown
    double cell = 1;    // side in units
    double opacity = 1;
    std::string caption;
};

std::string caption_of(const Matrix& m, Index block, const AlignmentState& state) {
    std::string text = grouped(m.rows()) + " × " + grouped(m.cols());
    if (block > 1) text += ", each cell the mean of " + grouped(block) + " × " + grouped(block);
    if (state.covered > 0 && state.covered < 1) text += "; " + percent(state.covered) + " of the rows so far";
    return text;
}

void draw_cells(const Ink& ink, const MatrixImage& image, double x, double y) {
    const auto& p = ink.colours();
    for (Index i = 0; i < image.cells.rows(); ++i)
        for (Index j = 0; j < image.cells.cols(); ++j) {
            const double value = image.cells(i, j);
            const double t = image.range > 0 ? 0.5 + 0.5 * value / image.range : 0.5;
            const Colour colour = sample(ColourMap::Diverging, t);
            const Box cell{x + double(j) * image.cell, y + double(i) * image.cell, image.cell, image.cell};
            ink.fill(cell, colour, image.opacity);
            if (image.cell < 36) continue;
            const std::string text = number(value, 3);
            const Colour dark = palette(Theme::Light).text, bright = palette(Theme::Dark).text;
            const Colour written = contrast(dark, colour) > contrast(bright, colour) ? dark : bright;
            const double width = ink.width(Type::Caption, text);
            if (width < image.cell - 2)
                ink.text(cell.x + (image.cell - width) / 2, cell.y + (image.cell - ink.line(Type::Caption)) / 2,
                         Type::Caption, written, text, image.opacity);
        }
    ink.frame({x, y, double(image.cells.cols()) * image.cell, double(image.cells.rows()) * image.cell}, p.hairline);
}

void draw_scale(const Ink& ink, double x, double y, double height, double range) {
    const auto& p = ink.colours();
    ink.ramp({x, y, 8, height}, ColourMap::Diverging);
    ink.frame({x, y, 8, height}, p.hairline);
    const double line = ink.line(Type::Caption);
    ink.text(x + 14, y - 2, Type::Caption, p.secondary, number(range, 3));
    ink.text(x + 14, y + (height - line) / 2, Type::Caption, p.secondary, "0");
    ink.text(x + 14, y + height - line + 2, Type::Caption, p.secondary, number(-range, 3));
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
