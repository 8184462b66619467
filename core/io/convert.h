// --kind: the same numbers as another kind of thing.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

// cloud, embedding, matrix <-> one another and -> sequence of rows; mesh -> cloud, embedding, matrix;
// sequence -> embedding, matrix (a frame a row) and, of one-axis frames, cloud. Nothing becomes a mesh.
// Another wish is an error that names `place`.
Status convert(Dataset& dataset, Kind kind, const std::string& place);

}  // namespace orthoscope
