// The inner loops of nearest_rows as one instruction set builds them; pointwise_kernels.cpp chooses.
#pragma once

#include <cstddef>
#include <cstdint>

namespace orthoscope {

// Points are packed in panels of `panel` rows: panel b is d x panel, row by row, at points + b d panel, and
// halves has |p|^2 / 2 of each (infinity past the last). Queries come in groups of `group`: d x group, row by
// row. The score of a point is half - <query, point>: half the squared distance less half the query's square.
struct NearestTable {
    std::ptrdiff_t panel, group;
    // For each query c of the group and each lane (lane l of group x panel): the lowest and second lowest
    // score so far and the panel of the lowest; these are carried from call to call. Panels first .. last - 1
    // are looked at.
    void (*lowest)(const float* points, const float* halves, std::ptrdiff_t first, std::ptrdiff_t last,
                   std::ptrdiff_t d, const float* queries, float* best, float* second, std::int32_t* at);
    // The scores of one panel: group x panel.
    void (*scores)(const float* points, const float* halves, std::ptrdiff_t b, std::ptrdiff_t d,
                   const float* queries, float* out);
};

namespace nearest_v2 {
extern const NearestTable table;
}
namespace nearest_v3 {
extern const NearestTable table;
}
namespace nearest_v4 {
extern const NearestTable table;
}

const NearestTable& nearest_table();  // the widest that this machine has

}  // namespace orthoscope
