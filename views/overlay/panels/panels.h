// Panels: each looks at the moment and adds the blocks it has to say something in. Blocks keep references to the
// moment, which must outlive them.
#pragma once

#include <vector>

#include "views/overlay/layout.h"
#include "views/overlay/moment.h"

namespace orthoscope {

using Blocks = std::vector<Block>;

void add_verdict(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_names(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_phase_head(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_explanation(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_values(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_matrix_image(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_matching_image(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_row_lists(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_lanes(Blocks& blocks, const Moment& moment, const Ink& ink, double width, std::size_t most);  // most: at least 2
void add_bars(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_dials(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_histogram(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_cost_curve(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_legends(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_landscape(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_landscape_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
bool has_functional_map(const Moment& moment);  // now, or at the end of the passage
void add_functional_map(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_sliced(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_descriptor_curves(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_map_errors(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_eigenvalues(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_map_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_captions(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_plane_spectrum(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_planes_board(Blocks& blocks, const Moment& moment, const Ink& ink);
void add_descent_board(Blocks& blocks, const Moment& moment, const Ink& ink);
// Fills what the blocks before it leave of the left and the middle.
void add_spectrum_board(Blocks& blocks, const Moment& moment, const Ink& ink);
void add_torus(Blocks& blocks, const Moment& moment, const Ink& ink, double width);
void add_loop_board(Blocks& blocks, const Moment& moment, const Ink& ink);
void add_empty(Blocks& blocks, const Moment& moment, const Ink& ink);

// Names at the ends of axes (those under `taken` are left out) and the label at the pointer; drawn, not arranged.
void draw_labels(const Ink& ink, const Moment& moment, const Blocks& taken, double scale);
// The names of the selected row and its partners, beside their outlines.
void draw_marks(const Ink& ink, const Moment& moment, const Blocks& taken, double scale);
void draw_hover(const Ink& ink, const Moment& moment, double scale);

// The glyph of a set, about 10 units wide: a disc for the one that moves, a ring for the one that stays, squares for
// the others.
void draw_set_glyph(const Ink& ink, Ink::Point centre, std::size_t set, double radius = 4.5);
Colour colour_of_set(const Palette& colours, std::size_t set);

}  // namespace orthoscope
