// The space that a picture of an exhibit needs, found before the picture is asked for.
#pragma once

#include "views/stage/exhibit.h"

namespace orthoscope {

// Whether the picture can be made without finding principal axes first, which takes long for sets of many rows.
bool space_is_known(const Exhibit& exhibit);
// Finds and keeps them; any thread.
void find_space(const Exhibit& exhibit);

}  // namespace orthoscope
