// What a source has beside its shape (attributes, labels), carried to a target and shown there.
#pragma once

#include "core/maps/transfer.h"

namespace orthoscope {

struct Carried {
    Attribute attribute;
    std::vector<std::string> labels;  // instead, where these were asked for
};

// In the order in which one is chosen: color, texture, the others as the file has them, labels.
std::vector<std::string> names_to_carry(const Dataset& source);
// Of a name that is "values" (the rows themselves), "labels" where there are any, or an attribute. `map` as pull_rows has it.
Carried carry_by_map(const Dataset& source, const std::string& name, const Indices& map);
// The same where it stands: of the source itself.
Carried own(const Dataset& source, const std::string& name);

// "values" or an attribute as functions, one value a vertex; where no face gives one it counts for nothing. Errors (Input):
// one that is not finite.
Result<Matrix> functions_of(const Dataset& source, const std::string& name);
// What C made of functions_of(): colours are cut to 0..1.
Carried carried_functions(const std::string& name, Matrix values);

// Colours (0..1, a row each) that show both on one scale, as transfer.h has them.
struct CarriedColours {
    Matrix source, target;
};
CarriedColours colours_of(const Carried& source, const Carried& target);

// The target, painted with what was carried to it: colours in place of its own, and texture coordinates or labels that came.
Dataset painted(const Dataset& target, const Carried& carried, const Carried& source);

}  // namespace orthoscope
