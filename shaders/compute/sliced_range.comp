// Least and largest of each direction's values: range[2 t], range[2 t + 1]. A work group a direction.
layout(local_size_x = 256) in;
layout(std430, binding = 0) readonly buffer Values { double values[]; };
layout(std430, binding = 1) writeonly buffer Range { double range[]; };
uniform uint rows, first_group;
shared double least[256], most[256];

void main() {
    uint t = first_group + gl_WorkGroupID.x, self = gl_LocalInvocationIndex;
    double low = values[t * rows], high = low;
    for (uint i = self; i < rows; i += 256u) {
        double v = values[t * rows + i];
        low = min(low, v), high = max(high, v);
    }
    least[self] = low, most[self] = high;
    for (uint step = 128u; step > 0u; step /= 2u) {
        barrier();
        if (self < step) {
            least[self] = min(least[self], least[self + step]);
            most[self] = max(most[self], most[self + step]);
        }
    }
    if (self == 0u) range[2u * t] = least[0], range[2u * t + 1u] = most[0];
}
