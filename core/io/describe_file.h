// What `orthoscope info` and the window's panel say about a dataset beyond its size: bounds and lesser
// problems, none of which keeps a method from running.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace orthoscope {

struct MeshFacts {
    Index faces = 0;
    Index components = 0;             // pieces joined by faces; unreferenced vertices are no piece
    Index unreferenced_vertices = 0;  // in no face
    Index zero_area_faces = 0;        // twice the area at most 1e-12 of the longest edge squared
    Index boundary_edges = 0;         // in one face
    Index nonmanifold_edges = 0;      // in more than two faces
};

struct DatasetFacts {
    Kind kind = Kind::Matrix;
    Index rows = 0, columns = 0;
    Index labels = 0, repeated_labels = 0;  // the second: labels equal to an earlier one
    double lowest = 0, highest = 0;         // over all values
    RowVector minimum,
        maximum;  // per column, up to 3 columns; of a sequence of n x 3 frames per axis; else empty
    Index duplicate_rows = 0;       // rows equal to an earlier one
    Index constant_rows = 0;        // one value in all columns (counted from 2 columns)
    Index constant_columns = 0;     // no variance (counted from 2 rows)
    std::optional<Index> rank;      // of an embedding set or matrix; none where it would take long
    std::optional<MeshFacts> mesh;  // of a mesh, and of the first frame of a sequence of meshes

    // The lesser problems as sentences; empty: none was found.
    std::vector<std::string> problems() const;
};

DatasetFacts describe(const Dataset& dataset);

// One object: kind, rows, columns, faces, labels, values {min, max}, bounds {min, max}, the counts above
// under their names, and problems (sentences). What does not apply is left out.
nlohmann::json facts(const Dataset& dataset);

}  // namespace orthoscope
