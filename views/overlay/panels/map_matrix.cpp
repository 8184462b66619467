// The functional map C as an image: it grows with the bases, and a good one lies in a funnel about its diagonal.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr Index most_cells = 100, most_cells_large = 200;

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


// What is drawn of C, and where in the block.
struct Picture {
    MatrixImage image;
    MatrixPart part;
    Index block = 1;                 // entries of a cell's side
    double wide = 0, high = 0;       // of the cells
};

Picture picture_of(const Matrix& c, const MatrixPart& part, double side, Index most) {
    Picture picture;
    picture.part = part;
    picture.block = (part.side() + most - 1) / most;
    picture.image.cells = block_peaks(c.block(part.row, part.column, part.rows, part.columns), picture.block);
    picture.image.range = c.cwiseAbs().maxCoeff();
    picture.image.cell = side * double(picture.block) / double(part.side());
    picture.wide = picture.image.cell * double(picture.image.cells.cols());
    picture.high = picture.image.cell * double(picture.image.cells.rows());
    return picture;
}

std::string range_text(Index from, Index count) { return grouped(from + 1) + " to " + grouped(from + count); }

// The entry under the pointer, outlined and read out; of several in a cell the largest.
void draw_entry(const Ink& ink, const Picture& picture, double x, double y, const Ink::Point& pointer, double text_x, double text_y) {
    const double column = (pointer.first - x) / picture.image.cell, row = (pointer.second - y) / picture.image.cell;
    const Matrix& cells = picture.image.cells;
    if (!(column >= 0 && row >= 0 && column < double(cells.cols()) && row < double(cells.rows()))) return;
    const auto i = Index(row), j = Index(column);
    const double size = picture.image.cell;
    ink.frame({x + double(j) * size - 1, y + double(i) * size - 1, size + 2, size + 2}, ink.colours().selection);
    const auto name = [&](Index at, Index from) {
        const Index first = from + at * picture.block + 1;
        return picture.block == 1 ? grouped(first) : grouped(first) + "…" + grouped(first + picture.block - 1);
    };
    const std::string text = "C(" + name(i, picture.part.row) + ", " + name(j, picture.part.column) + ") = " + number(cells(i, j), 3) +
                             (picture.block > 1 ? ", the largest there" : "");
    ink.text(text_x, text_y, Type::Caption, ink.colours().text, text);
}

const ShapeState* state_of(const Moment& moment) {
    const bool known = moment.shape && moment.shape->functional_map;
    const ShapeState* state = known ? moment.shape : moment.shape_coming;
    const bool drawn = state && state->functional_map && state->functional_map->size() > 0 && state->functional_map->allFinite();
    return drawn ? state : nullptr;
}

}  // namespace

bool has_functional_map(const Moment& moment) { return state_of(moment) != nullptr; }

void add_functional_map(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const ShapeState* state = state_of(moment);
    if (!state) return;
    const bool known = state == moment.shape, large = moment.notes.matrix.large;
    const Matrix& c = *state->functional_map;
    const bool small = compact(ink.canvas());
    // The picture grows with the bases, along the passage to the next size.
    const double most = double(largest_side(moment.exhibit)), before = double(side_of(state)),
                 after = double(std::max(side_of(moment.shape_coming), Index(1)));
    const double now = moment.between && known ? before + moment.weight * (after - before) : before;
    // Below the head of the phase and between its own texts; of a small picture the lower quarter is the scene's (layout.cpp).
    const double room = std::min(small ? 0.75 * ink.canvas().height - 165 : ink.canvas().height - 280, ink.canvas().width - 2 * columns(ink.canvas()).margin - 84);
    const double whole = large ? std::max(room, 96.0) : std::clamp(width - 84, 72.0, small ? 96.0 : 168.0);
    const double side = large ? whole : whole * std::sqrt(std::min(now / most, 1.0));
    Picture picture = picture_of(c, part_of(moment.notes.matrix, c.rows(), c.cols()), side, large ? most_cells_large : most_cells);
    picture.image.opacity = known ? 1 : moment.weight;
    const MatrixPart& part = picture.part;
    const Index cut = moment.notes.map && known ? moment.notes.map->cut_block : 0;
    std::string size = grouped(c.rows()) + " × " + grouped(c.cols());
    const bool zoomed = part.rows < c.rows() || part.columns < c.cols();
    if (zoomed) size = "rows " + range_text(part.row, part.rows) + ", columns " + range_text(part.column, part.columns) + " of " + size;
    if (!small || large) size += picture.block > 1 ? ", a cell is the largest of " + grouped(picture.block) + " × " + grouped(picture.block) : "";
    const double shown_width = large ? whole + 84 : width;
    const auto head = wrapped(ink, Type::Caption, size, shown_width - 20, 1);
    const auto facts = small ? std::vector<std::string>{} : facts_of(c, ink, shown_width);
    const double line = ink.line(Type::Caption), top = ink.line(Type::Body) + line;
    Block block{.id = "functional map", .corner = Corner::TopRight, .importance = large ? 94 : small ? 52 : 67, .gap = 14};
    block.size = {shown_width, top + whole + (facts.empty() ? 0 : 6 + line * double(facts.size())) + (large ? 2 * line : 0)};
    block.parts.emplace_back("c-cells", Box{0, top, picture.wide, picture.high});
    const auto pointer = moment.notes.pointer;
    const double unit = std::clamp(moment.look.scale * moment.look.device_ratio, 0.25, 8.0);
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Italic, p.text, "C");
        draw(ink, box.x + 20, box.y + ink.ascent(Type::Body) - ink.ascent(Type::Caption), Type::Caption, p.secondary, head);
        const double x = ink.snap(box.x), y = ink.snap(box.y + top), wide = picture.wide, high = picture.high;
        ink.text(x, y - line - 1, Type::Caption, p.secondary, "source →");
        draw_cells(ink, picture.image, x, y);
        if (cut > part.row && cut > part.column) {
            const auto kept = [&](Index from) { return picture.image.cell * double(cut - from) / double(picture.block); };
            ink.frame({x, y, std::min(kept(part.column), wide), std::min(kept(part.row), high)}, p.selection);
        }
        ink.text(x + wide + 8, y + high - line, Type::Caption, p.secondary, "↓ target");
        draw_scale(ink, box.x + std::max(whole, wide + 8 + ink.width(Type::Caption, "↓ target")) + 12, box.y + top,
                   std::min(whole, 96.0), picture.image.range);
        double below = box.y + top + whole + 6;
        draw(ink, box.x, below, Type::Caption, p.secondary, facts);
        if (pointer) {
            const double value_x = large ? box.x : x + 62, value_y = large ? below + line * double(facts.size()) : y - line - 1;
            draw_entry(ink, picture, x, y, {(*pointer)[0] / unit, (*pointer)[1] / unit}, value_x, value_y);
        }
        below += line * double(facts.size() + 1);
        if (large) ink.text(box.x, below, Type::Caption, p.secondary, "wheel: nearer or farther; drag: along; click: small again");
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
