// X' g: pulls[t * columns + c] = sum_i x_ic slope_ti. A work group a coordinate and direction.
layout(local_size_x = 256) in;
layout(std430, binding = 0) readonly buffer Points { double points[]; };
layout(std430, binding = 1) readonly buffer Slopes { double slopes[]; };
layout(std430, binding = 2) writeonly buffer Pulls { double pulls[]; };
uniform uint rows, columns, first_group;
shared double part[256];

void main() {
    uint c = first_group + gl_WorkGroupID.x, t = gl_WorkGroupID.y, self = gl_LocalInvocationIndex;
    double sum = 0.0lf;
    for (uint i = self; i < rows; i += 256u) sum += points[c * rows + i] * slopes[t * rows + i];
    part[self] = sum;
    for (uint step = 128u; step > 0u; step /= 2u) {
        barrier();
        if (self < step) part[self] += part[self + step];
    }
    if (self == 0u) pulls[t * columns + c] = part[0];
}
