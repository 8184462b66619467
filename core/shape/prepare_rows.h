// The rows of a shape chosen, merged and thinned out, with all that belongs to them.
#pragma once

#include "core/shape/prepare.h"

namespace orthoscope {

// A selection: `kept` lists old rows in their new order, `number` (old rows) names the new row that each becomes, -1 none.
struct Selection {
    std::vector<Index> kept;
    Indices number;
};

// Faces with a lost corner or two equal ones go.
void select_rows(const Selection& selection, Dataset& set, Prepared& prepared);
void drop_faces(Dataset& set);  // a mesh becomes a cloud

// Greedy: each row joins the nearest earlier row that stayed within `tolerance` of it, in the unit of the coordinates.
Selection welded(const Matrix& points, double tolerance);
// The component of the largest area; of a cloud with the most rows. False: stopped.
bool largest_component(const Dataset& set, const Context& context, Selection& selection);
// The rest stands for the nearest row kept. False: stopped.
bool thinned(const Matrix& points, Index wanted, bool farthest, const Context& context, Selection& selection);

}  // namespace orthoscope
