// Bitonic sort within blocks of BLOCK keys (Batcher 1968), in shared memory: all stages up to BLOCK, or, with
// `merging`, the last steps of a larger stage. Keys are compared with their row, so that equal ones keep a fixed order.
layout(local_size_x = 256) in;
layout(std430, binding = 0) buffer Keys { uvec2 keys[]; };
uniform uint block, padded, stage_size, merging, first_group;  // block: keys a group, a power of two of at most 1024
shared uvec2 held[1024];

bool after(uvec2 a, uvec2 b) { return a.x > b.x || (a.x == b.x && a.y > b.y); }

void exchange(uint pair, uint distance, uint size, uint origin) {
    uint low = 2u * distance * (pair / distance) + pair % distance, high = low + distance;
    bool rising = ((origin + low) & size) == 0u;
    uvec2 a = held[low], b = held[high];
    if (after(a, b) == rising) held[low] = b, held[high] = a;
}

void main() {
    uint self = gl_LocalInvocationIndex, origin = (first_group + gl_WorkGroupID.x) * block;
    for (uint e = self; e < block; e += 256u) held[e] = keys[origin + e];
    for (uint size = merging != 0u ? stage_size : 2u; size <= (merging != 0u ? stage_size : block); size *= 2u)
        for (uint distance = min(size, block) / 2u; distance > 0u; distance /= 2u) {
            barrier();
            for (uint pair = self; pair < block / 2u; pair += 256u) exchange(pair, distance, size, origin & (padded - 1u));
        }
    barrier();
    for (uint e = self; e < block; e += 256u) keys[origin + e] = held[e];
}
