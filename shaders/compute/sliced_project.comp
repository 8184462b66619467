// Projections of rows on directions in double: values[t * rows + i] = x_i . a_t.
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Points { double points[]; };  // column-major
layout(std430, binding = 1) readonly buffer Axes { double axes[]; };      // columns x directions
layout(std430, binding = 2) writeonly buffer Values { double values[]; };
uniform uint rows, columns, first_group;

void main() {
    uint i = 64u * first_group + gl_GlobalInvocationID.x, t = gl_WorkGroupID.y;
    if (i >= rows) return;
    double sum = 0.0lf;
    for (uint c = 0u; c < columns; ++c) sum += points[c * rows + i] * axes[t * columns + c];
    values[t * rows + i] = sum;
}
