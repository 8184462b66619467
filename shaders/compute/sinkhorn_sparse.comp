// The same on listed pairs: for each row the largest z = offset[other] - cost / eps and the sum of exp(z - largest).
#define REAL double
#define DOUBLE
#include "exponential.glsl"

layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Starts { uint starts[]; };
layout(std430, binding = 1) readonly buffer Others { uint others[]; };
layout(std430, binding = 2) readonly buffer Costs { double costs[]; };
layout(std430, binding = 3) readonly buffer Offset { double offset[]; };
layout(std430, binding = 4) writeonly buffer Largest { double largest[]; };
layout(std430, binding = 5) writeonly buffer Sums { double sums[]; };
uniform uint first_row, last_row;
uniform double inverse_epsilon;

void main() {
    uint row = first_row + gl_GlobalInvocationID.x;
    if (row >= last_row) return;
    uint from = starts[row], end = starts[row + 1u];
    // No branch in the loops: llvmpipe 22.3 loses doubles assigned under a condition where rows have unequal lengths.
    double top = 0.0lf, sum = 0.0lf;
    if (from < end) top = offset[others[from]] - costs[from] * inverse_epsilon;
    for (uint e = from; e < end; ++e) top = max(top, offset[others[e]] - costs[e] * inverse_epsilon);
    for (uint e = from; e < end; ++e) sum += exponential(offset[others[e]] - costs[e] * inverse_epsilon - top);
    largest[row] = top, sums[row] = sum;
}
