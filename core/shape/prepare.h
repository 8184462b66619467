// Making a shape fit for matching: weld, largest component, a wanted number of vertices, unit area.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

struct PrepareOptions {
    enum class Method { Auto, Remesh, FarthestPoint, Random };

    bool weld = false, largest_component = false, unit_area = false;
    double weld_tolerance = 0;
    Index vertices = 0;
    Method method = Method::Auto;

    bool operator==(const PrepareOptions&) const = default;

    template <class Visitor>
    void describe(Visitor& v) {
        v.flag("weld", weld, "make one vertex of those at the same place (triangle soup has no usable Laplacian)");
        v.number("weld-tolerance", weld_tolerance, 0, 0.1, "of the diagonal",
                 "how far apart welded vertices may lie; 0 welds identical places alone");
        v.flag("largest-component", largest_component, "keep the connected part with the largest area");
        v.integer("vertices", vertices, 0, 2'000'000,
                  "remesh or thin out to so many vertices; 0 leaves them as they are");
        v.choice("method", method, {"auto", "remesh", "farthest-point", "random"},
                 "how that number is reached: auto remeshes a mesh and thins out a cloud by farthest points; a mesh "
                 "thinned out becomes a cloud");
        v.flag("unit-area", unit_area, "scale to a surface of area 1");
    }
};

// `rows`: the row of the file behind each new row; where a mesh was remeshed, the corner nearest to the new vertex.
// `back`: the new row of each row of the file: its own, the one it was welded to, else the nearest; -1 where its part is
// gone.
struct Prepared {
    DatasetPtr data;
    Indices rows, back;
    double scale = 1;                // a new length over the old one
    std::vector<std::string> notes;  // sentences: what was done, and what could not be
};

// Steps in the order of the options. Attributes and labels come along: values of rows and faces by number, or on a remeshed
// surface interpolated (labels and face values from the nearest); values of corners are lost in remeshing, and a note says
// so. A cloud with fewer rows than wanted stays. Where nothing is asked for the result shares the shape.
// Errors: Input (neither mesh nor cloud, no rows, a coordinate that is not finite, no area to remesh or to scale), Memory,
// Cancelled.
Result<Prepared> prepare(const DatasetPtr& shape, const PrepareOptions& options, const Context& context);

// A map or truth between two files (m entries, -1 none) from one numbering to the other.
Indices map_in_file_rows(const Indices& map, const Prepared& source, const Prepared& target);
Indices map_in_prepared_rows(const Indices& map, const Prepared& source, const Prepared& target);

}  // namespace orthoscope
