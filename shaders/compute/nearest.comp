// The lowest scores |p|^2 / 2 - <q, p> of each query among a range of points: half the squared distance less half the
// query's square. Four lists a query and segment, each of the KEEP lowest that come after its floor, by score, then row.
// Lists are carried from one range of points to the next.
#define REAL float
#include "tile.glsl"

layout(std430, binding = 2) readonly buffer Halves { float halves[]; };
layout(std430, binding = 3) buffer Scores { float scores[]; };     // [query][segment][quarter][KEEP]
layout(std430, binding = 4) buffer Rows { int rows[]; };
layout(std430, binding = 5) readonly buffer FloorScores { float floor_scores[]; };  // [query][segment][quarter]
layout(std430, binding = 6) readonly buffer FloorRows { int floor_rows[]; };
uniform uint first_query, first_point, last_point, segment_points, segments;
shared float tile_scores[64][68];

void main() {
    uint self = gl_LocalInvocationIndex, own = self / 4u, quarter = self % 4u, segment = gl_WorkGroupID.y;
    uint query0 = first_query + 64u * gl_WorkGroupID.x, query = query0 + own;
    bool asks = query < left_rows;
    uint list = (query * segments + segment) * 4u + quarter;
    float low[KEEP], floor_score = 0.0;
    int at[KEEP], floor_row = -1;
    if (asks) {
        floor_score = floor_scores[list], floor_row = floor_rows[list];
        for (int e = 0; e < KEEP; ++e) low[e] = scores[list * KEEP + e], at[e] = rows[list * KEEP + e];
    }
    uint from = segment * segment_points + first_point;
    uint end = min(min(segment * segment_points + last_point, (segment + 1u) * segment_points), right_rows);
    for (uint point0 = from; point0 < end; point0 += 64u) {
        float acc[16];
        tile_product(query0, point0, acc);
        for (uint e = 0u; e < 16u; ++e) {
            uint point = point0 + gl_LocalInvocationID.x + 16u * (e % 4u);
            float score = point < end ? halves[point] - acc[e] : INFINITE;
            tile_scores[gl_LocalInvocationID.y + 16u * (e / 4u)][gl_LocalInvocationID.x + 16u * (e % 4u)] = score;
        }
        barrier();
        for (uint p = quarter; p < 64u; p += 4u) {
            float score = tile_scores[own][p];
            int row = int(point0 + p);
            if (!asks || !(score < low[KEEP - 1]) || score < floor_score || (score == floor_score && row <= floor_row)) continue;
            low[KEEP - 1] = score, at[KEEP - 1] = row;
            for (int e = KEEP - 1; e > 0; --e)
                if (low[e] < low[e - 1]) {
                    float swap_score = low[e];
                    low[e] = low[e - 1], low[e - 1] = swap_score;
                    int swap_row = at[e];
                    at[e] = at[e - 1], at[e - 1] = swap_row;
                }
        }
        barrier();
    }
    if (asks)
        for (int e = 0; e < KEEP; ++e) scores[list * KEEP + e] = low[e], rows[list * KEEP + e] = at[e];
}
