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
    double top = 0.0lf, sum = 0.0lf;
    for (uint e = starts[row]; e < starts[row + 1u]; ++e) {
        double z = offset[others[e]] - costs[e] * inverse_epsilon;
        if (e == starts[row] || z > top) top = z;
    }
    for (uint e = starts[row]; e < starts[row + 1u]; ++e) sum += exponential(offset[others[e]] - costs[e] * inverse_epsilon - top);
    largest[row] = top, sums[row] = sum;
}
