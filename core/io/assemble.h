// What the readers of meshes, points and tables share once the numbers are in memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/io/format.h"

namespace orthoscope {

// Polygons as triangles: larger ones become fans, those of fewer than three corners are left out; both are
// said.
class Fans {
  public:
    void reserve(std::size_t triangles) { corners_.reserve(3 * triangles); }
    // 0-based vertex numbers of one polygon, in range.
    void add(std::span<const std::int32_t> polygon);
    std::size_t count() const { return corners_.size() / 3; }
    const std::vector<std::int32_t>& corners() const { return corners_; }
    Triangles triangles() const;
    void warn(std::vector<std::string>& warnings) const;

  private:
    std::vector<std::int32_t> corners_;
    std::size_t split_ = 0, skipped_ = 0;
};

// One column of a table of vertices; `scale` brings a colour to 0..1 (1/255 of a byte).
struct VertexColumn {
    std::string name;
    double scale = 1;
};

// Sorts a table of vertices (n x columns) by its names: x y [z] to coordinates (returned), red green blue
// [alpha] to "color", nx ny nz to "normal", s t or u v to "texture", every other one to an attribute of its
// own name. Coordinates that are not finite are refused; such attributes are left out, and a warning says so.
Result<Matrix> sort_columns(const Source& source, const std::vector<VertexColumn>& columns, Matrix table,
                            Dataset& dataset);

// Refuses the first row that is not finite ("row 7 holds nan").
Status check_finite(const Source& source, const Matrix& values, std::string_view row_name);

// rows x columns numbers in C order, as a Matrix.
Matrix from_rows(const std::vector<double>& values, Index columns);

// A table: 2 or 3 columns are a cloud, otherwise an embedding set.
Payload table_payload(Matrix values);

// What a file that holds this one dataset can be opened as. `type` is the file's number type.
FileInfo describe(const Dataset& dataset, std::string type);
Result<FileInfo> describe(const Result<Dataset>& dataset, std::string type);

}  // namespace orthoscope
