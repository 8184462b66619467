// Measures of font files that Dear ImGui does not keep.
#pragma once

#include <string>
#include <vector>

namespace orthoscope {

// Height of a line over the em: Dear ImGui sizes a font by its line. 1.2 where the file cannot be read.
double line_per_em(const std::string& file);

// Advances of characters at an em of so many pixels, unhinted; 0 where the file has no such character.
std::vector<double> advances(const std::string& file, double em, const std::vector<unsigned>& characters);

}  // namespace orthoscope
