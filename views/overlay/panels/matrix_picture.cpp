#include "views/overlay/panels/matrix_picture.h"

#include <algorithm>

#include "views/overlay/number.h"

namespace orthoscope {

Matrix block_peaks(const Matrix& m, Index block) {
    if (block == 1) return m;
    Matrix peaks((m.rows() + block - 1) / block, (m.cols() + block - 1) / block);
    for (Index j = 0; j < peaks.cols(); ++j)
        for (Index i = 0; i < peaks.rows(); ++i) {
            const auto piece = m.block(i * block, j * block, std::min(block, m.rows() - i * block),
                                       std::min(block, m.cols() - j * block));
            Index row = 0, column = 0;
            piece.cwiseAbs().maxCoeff(&row, &column);
            peaks(i, j) = piece(row, column);
        }
    return peaks;
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

}  // namespace orthoscope
