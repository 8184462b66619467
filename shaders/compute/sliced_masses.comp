// Running sums of masses in sorted order: sums[t * rows + r] = mass of the r + 1 lowest. A work group a direction.
layout(local_size_x = 256) in;
layout(std430, binding = 0) readonly buffer Keys { uvec2 keys[]; };
layout(std430, binding = 1) readonly buffer Masses { double masses[]; };
layout(std430, binding = 2) writeonly buffer Sums { double sums[]; };
uniform uint rows, padded, first_group;
shared double part[256];

void main() {
    uint t = first_group + gl_WorkGroupID.x, self = gl_LocalInvocationIndex;
    double carried = 0.0lf;
    for (uint first = 0u; first < rows; first += 256u) {
        uint r = first + self;
        double own = r < rows ? masses[keys[t * padded + r].y] : 0.0lf;
        part[self] = own;
        for (uint step = 1u; step < 256u; step *= 2u) {
            barrier();
            double before = self >= step ? part[self - step] : 0.0lf;
            barrier();
            part[self] += before;
        }
        barrier();
        if (r < rows) sums[t * rows + r] = carried + part[self];
        carried += part[255];
        barrier();
    }
}
