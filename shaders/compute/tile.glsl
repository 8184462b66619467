// Products of 64 rows of one set with 64 rows of another, by 16 x 16 invocations with 4 x 4 products each. The includer
// defines REAL. Sets are column-major: entry (row, column) at column * rows + row.
layout(local_size_x = 16, local_size_y = 16) in;
layout(std430, binding = 0) readonly buffer Left { REAL left[]; };
layout(std430, binding = 1) readonly buffer Right { REAL right[]; };
uniform uint left_rows, right_rows, columns;

const uint depth = 8u;
shared REAL left_tile[depth][64], right_tile[depth][64];

// acc[4 r + s]: row left_first + y + 16 r times row right_first + x + 16 s. Rows past the end count as 0.
void tile_product(uint left_first, uint right_first, out REAL acc[16]) {
    uint self = gl_LocalInvocationIndex;
    for (int e = 0; e < 16; ++e) acc[e] = REAL(0);
    for (uint c0 = 0u; c0 < columns; c0 += depth) {
        for (uint part = self; part < depth * 64u; part += 256u) {
            uint c = c0 + part / 64u, l = left_first + part % 64u, r = right_first + part % 64u;
            left_tile[part / 64u][part % 64u] = c < columns && l < left_rows ? left[c * left_rows + l] : REAL(0);
            right_tile[part / 64u][part % 64u] = c < columns && r < right_rows ? right[c * right_rows + r] : REAL(0);
        }
        barrier();
        for (uint c = 0u; c < depth; ++c) {
            REAL a[4], b[4];
            for (uint e = 0u; e < 4u; ++e) {
                a[e] = left_tile[c][gl_LocalInvocationID.y + 16u * e];
                b[e] = right_tile[c][gl_LocalInvocationID.x + 16u * e];
            }
            for (uint e = 0u; e < 16u; ++e) acc[e] += a[e / 4u] * b[e % 4u];
        }
        barrier();
    }
}
