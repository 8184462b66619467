// What belongs to the source carried to the target: by the vertices that a map names, or as functions by C.
#pragma once

#include <array>
#include <string_view>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

// Of vertices that the map leaves uncovered: numbers are NaN, labels empty, colours this grey.
constexpr std::array<double, 3> uncovered_grey{0.6, 0.6, 0.6};

// values: n x p, a row a source vertex; map: m source vertices, -1 uncovered. Returns m x p.
Matrix pull_rows(const Matrix& values, const Indices& map);
std::vector<std::string> pull_labels(const std::vector<std::string>& labels, const Indices& map);

// An attribute of `source` as one of the rows of the target. Values of faces and corners become those of the first face
// that names the vertex, NaN where none does. "normal" is a direction in the source's space and stays one.
Attribute pull_attribute(const Dataset& source, const Attribute& attribute, const Indices& map);

// Phi^+ f of functions n x p: (Phi' A Phi)^-1 Phi' A f, least squares under the mass; Phi' A f where Phi is orthonormal
// under it. Precondition: columns of `vectors` independent.
Matrix coefficients_of(const Matrix& functions, const Matrix& vectors, const Vector& mass);

// g = Phi2 C Phi1^+ f: functions (n x p) of the source as functions (m x p) of the target. The bases
// have at least k1 and k2 columns, C is k2 x k1, and `source_mass` has n entries (Ovsjanikov et al., "Functional maps: a
// flexible representation of maps between shapes", 2012).
Matrix transfer_functions(const Matrix& functions, const Matrix& functional_map, const Matrix& source_vectors,
                          const Vector& source_mass, const Matrix& target_vectors);

// The map that a matching of source rows to target rows (-1 none) makes of `target_rows` rows: of several source rows the
// first.
Indices map_of_matching(const Indices& matching, Index target_rows);

// Colours (m x 3, 0..1) that show one column of numbers on a scale from dark blue over green to yellow, even to the eye;
// with one value for all the middle of the scale. NaN is the grey.
Matrix colors_of_values(const Vector& values);
// Well apart for the first eight labels in order of appearance, then again from the first; an empty label is the grey.
Matrix colors_of_labels(const std::vector<std::string>& labels);
// Of an attribute by what it is: colours stay, "texture" (u, v) is a checkerboard of ten fields a unit, "normal" is mapped
// from -1..1, one column is on the scale above, of more the first three are red, green and blue, each from its lowest to its
// highest.
Matrix colors_of_attribute(std::string_view name, const Matrix& values);

}  // namespace orthoscope
