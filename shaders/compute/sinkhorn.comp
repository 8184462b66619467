// Log-domain half step of Sinkhorn's iteration (Cuturi 2013): for each row i of `left` (scaled by 2 / eps) the largest of
// z_ij = offset_j + left_i . right_j and sum_j exp(z_ij - largest), carried from one range of columns to the next. A segment of the columns a group, each with its own results.
#include "tile.glsl"
#include "exponential.glsl"

layout(std430, binding = 2) readonly buffer Offset { REAL offset[]; };
layout(std430, binding = 3) buffer Largest { REAL largest[]; };
layout(std430, binding = 4) buffer Sums { REAL sums[]; };
uniform uint first_row, first_column, last_column, segment_columns;
shared REAL merged_largest[64][17], merged_sum[64][17];

// The sum of two partial results, exp(-infinity) taken as 0.
void join(inout REAL top, inout REAL sum, REAL other_top, REAL other_sum) {
    if (other_sum == REAL(0)) return;
    if (sum == REAL(0)) {
        top = other_top, sum = other_sum;
    } else if (other_top > top) {
        sum = other_sum + sum * exponential(top - other_top);
        top = other_top;
    } else {
        sum += other_sum * exponential(other_top - top);
    }
}

void main() {
    uint row0 = first_row + 64u * gl_WorkGroupID.x;
    REAL top[4], sum[4];
    for (int r = 0; r < 4; ++r) top[r] = REAL(0), sum[r] = REAL(0);
    uint segment = gl_WorkGroupID.y, from = segment * segment_columns + first_column;
    uint end = min(min(segment * segment_columns + last_column, (segment + 1u) * segment_columns), right_rows);
    for (uint column0 = from; column0 < end; column0 += 64u) {
        REAL acc[16];
        tile_product(row0, column0, acc);
        for (int s = 0; s < 4; ++s) {
            uint j = column0 + gl_LocalInvocationID.x + 16u * uint(s);
            if (j >= end) continue;
            for (int r = 0; r < 4; ++r) join(top[r], sum[r], acc[4 * r + s] + offset[j], REAL(1));
        }
    }
    for (int r = 0; r < 4; ++r) {
        merged_largest[gl_LocalInvocationID.y + 16u * uint(r)][gl_LocalInvocationID.x] = top[r];
        merged_sum[gl_LocalInvocationID.y + 16u * uint(r)][gl_LocalInvocationID.x] = sum[r];
    }
    barrier();
    uint own = gl_LocalInvocationIndex, row = row0 + own;
    if (own >= 64u || row >= left_rows) return;
    uint place = segment * left_rows + row;
    REAL all_top = largest[place], all_sum = sums[place];
    for (int x = 0; x < 16; ++x) join(all_top, all_sum, merged_largest[own][x], merged_sum[own][x]);
    largest[place] = all_top, sums[place] = all_sum;
}
