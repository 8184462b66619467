// Colours of an OBJ's vertices by its materials: the picture of map_Kd where the texture coordinates point, else Kd.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/format.h"

namespace orthoscope {

// What follows a word of the line: a name, which may hold blanks.
std::string_view rest_of(std::string_view line, std::string_view word);

class ObjMaterials {
  public:
    void library(std::string_view names) { libraries_.emplace_back(names); }  // what follows mtllib
    void use(std::string_view name);                                          // what follows usemtl
    void faces(std::size_t triangles) { of_triangle_.resize(triangles, now_); }  // as many as there are by now

    // n x 3, 0..1, for vertices of triangles (3 numbers each). `texture`: a number a corner, -1 none, of `coordinates`
    // (pairs, v upwards, repeated beyond 0..1); both may be empty. Between the texels the colours are bilinear; of a vertex
    // the first corner counts, and one without a material is grey. Files beside that are missing or spoilt make warnings.
    // Empty: no material has a colour. Errors: Cancelled.
    Result<Matrix> colours(Index vertices, const std::vector<std::int32_t>& corners, const std::vector<std::int32_t>& texture,
                           const std::vector<double>& coordinates, const std::filesystem::path& file,
                           std::vector<std::string>& warnings, const Context& context) const;

  private:
    std::vector<std::string> libraries_, names_;
    std::map<std::string, int, std::less<>> numbers_;
    std::vector<int> of_triangle_;
    int now_ = -1;
};

}  // namespace orthoscope
