// Gradient by the points: gradient[c * rows + i] += sum_t slope_ti axis_tc.
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Slopes { double slopes[]; };
layout(std430, binding = 1) readonly buffer Axes { double axes[]; };
layout(std430, binding = 2) buffer Gradient { double gradient[]; };
uniform uint rows, columns, directions, first_group;

void main() {
    uint i = 64u * first_group + gl_GlobalInvocationID.x, c = gl_WorkGroupID.y;
    if (i >= rows) return;
    double sum = gradient[c * rows + i];
    for (uint t = 0u; t < directions; ++t) sum += slopes[t * rows + i] * axes[t * columns + c];
    gradient[c * rows + i] = sum;
}
