// One step of a bitonic stage between keys that lie at least a block apart.
layout(local_size_x = 256) in;
layout(std430, binding = 0) buffer Keys { uvec2 keys[]; };
uniform uint distance_apart, stage_size, padded, first_group;

void main() {
    uint pair = 256u * first_group + gl_GlobalInvocationID.x, t = gl_WorkGroupID.y;
    if (pair >= padded / 2u) return;
    uint low = 2u * distance_apart * (pair / distance_apart) + pair % distance_apart, high = low + distance_apart;
    bool rising = (low & stage_size) == 0u;
    uvec2 a = keys[t * padded + low], b = keys[t * padded + high];
    bool after = a.x > b.x || (a.x == b.x && a.y > b.y);
    if (after == rising) keys[t * padded + low] = b, keys[t * padded + high] = a;
}
