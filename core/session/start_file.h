// Reads what --start names: a rotation, a pose, a matching, a stack of iterates, or the answer of a results folder.
#pragma once

#include <filesystem>

#include "core/alignment/start.h"
#include "core/base/context.h"
#include "core/base/result.h"

namespace orthoscope {

// What the shape of the numbers means, d being the dimension of the inputs and n the rows of the source:
//   d x d            rotation, acting on rows from the right; in three dimensions
//   4 x 4            a pose for column vectors, last row 0 0 0 1: its block is scale times R transposed
//   n, or n x 1      a matching: the target row of each source row, whole numbers, -1 none
//   T x d x d        a stack of iterates, the last one newest
// A results folder gives its rotation, translation, scale and matching. NPY or text; '#' starts a comment in text.
// Errors name the file and the shapes expected.
Result<Start> read_start(const std::filesystem::path& path, Index dimension, Index source_rows,
                         const Context& context = {});

// The same for shapes with `target_rows` vertices on the target:
//   k2 x k1          a functional map, coefficients of the source to those of the target
//   m, or m x 1      a map: the source vertex of each target vertex, -1 none
// A results folder gives its functional map and its map.
Result<Start> read_map_start(const std::filesystem::path& path, Index target_rows, const Context& context = {});

}  // namespace orthoscope
