// Sort keys: 32 bits of position between least and largest, and the row. Rows past the end come last.
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Values { double values[]; };
layout(std430, binding = 1) readonly buffer Range { double range[]; };
layout(std430, binding = 2) writeonly buffer Keys { uvec2 keys[]; };  // padded to a power of two a direction
uniform uint rows, padded, first_group;

void main() {
    uint i = 64u * first_group + gl_GlobalInvocationID.x, t = gl_WorkGroupID.y;
    if (i >= padded) return;
    uint key = 0xffffffffu;
    if (i < rows) {
        // Halves: the difference of the ends may exceed the largest double.
        double low = 0.5lf * range[2u * t], span = 0.5lf * range[2u * t + 1u] - low;
        double place = span > 0.0lf ? (0.5lf * values[t * rows + i] - low) / span : 0.0lf;
        key = uint(min(max(place, 0.0lf), 1.0lf) * 4294967295.0lf);
    }
    keys[t * padded + i] = uvec2(key, i);
}
