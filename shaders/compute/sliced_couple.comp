// Equal quantiles of two sorted lines: each sorted row of `own` meets the rows of `other` whose share of the mass
// overlaps its own. SIGN +1: own is the source; -1: the target, for its slopes alone.
layout(local_size_x = 256) in;
layout(std430, binding = 0) readonly buffer Own { double own_values[]; };
layout(std430, binding = 1) readonly buffer OwnKeys { uvec2 own_keys[]; };
layout(std430, binding = 2) readonly buffer Other { double other_values[]; };
layout(std430, binding = 3) readonly buffer OtherKeys { uvec2 other_keys[]; };
layout(std430, binding = 4) readonly buffer OwnSums { double own_sums[]; };      // of no use where own_alike > 0
layout(std430, binding = 5) readonly buffer OtherSums { double other_sums[]; };
layout(std430, binding = 6) writeonly buffer Slopes { double slopes[]; };        // [t][own row]
layout(std430, binding = 7) writeonly buffer PartnersOf { int partners[]; };     // [t][own row]
layout(std430, binding = 8) writeonly buffer Costs { double costs[]; };          // [t][group]: sums of share |r|^p
uniform uint own_rows, own_padded, other_rows, other_padded, power, want_slopes, want_partners, want_costs, first_group, groups;
uniform double own_alike, other_alike, unit;  // mass of each where all are alike, else 0; unit scales masses to shares
shared double part[256];

double own_upto(uint t, uint r) { return own_alike > 0.0lf ? double(r + 1u) * own_alike : own_sums[t * own_rows + r]; }
double other_upto(uint t, uint r) { return other_alike > 0.0lf ? double(r + 1u) * other_alike : other_sums[t * other_rows + r]; }

// The first row of `other` whose running sum exceeds `mass`, the last where none does.
uint meets(uint t, double mass) {
    uint low = 0u, high = other_rows - 1u;
    if (other_alike > 0.0lf) {
        uint guess = min(uint(min(mass / other_alike, double(high))), high);
        while (guess > 0u && other_upto(t, guess - 1u) > mass) --guess;
        while (guess < high && !(other_upto(t, guess) > mass)) ++guess;
        return guess;
    }
    while (low < high) {
        uint middle = (low + high) / 2u;
        if (other_upto(t, middle) > mass) high = middle;
        else low = middle + 1u;
    }
    return low;
}

double couple(uint t, uint r) {
    uint row = own_keys[t * own_padded + r].y;
    double value = own_values[t * own_rows + row], slope = 0.0lf, cost = 0.0lf, most = -1.0lf;
    double at = r == 0u ? 0.0lf : own_upto(t, r - 1u);
    // What rounding leaves of the last masses belongs together.
    double end = own_upto(t, r);
    if (r == own_rows - 1u) end = max(end, other_upto(t, other_rows - 1u));
    uint j = meets(t, at);
    int partner = -1;
    bool more = true;
    while (more) {
        bool last = j == other_rows - 1u;
        double next = last ? end : min(end, other_upto(t, j)), moved = max(next - at, 0.0lf);
        uint other = other_keys[t * other_padded + j].y;
        double apart = value - other_values[t * other_rows + other], share = moved * unit;
        cost += share * (power == 2u ? apart * apart : abs(apart));
        slope += share * (power == 2u ? 2.0lf * apart : sign(apart));
        partner = moved > most ? int(other) : partner;
        most = max(most, moved);
        at = max(at, next);
        more = !last && at < end;
        ++j;
    }
    if (want_slopes != 0u) slopes[t * own_rows + row] = slope;
    if (want_partners != 0u) partners[t * own_rows + row] = partner;
    return cost;
}

void main() {
    uint t = gl_WorkGroupID.y, self = gl_LocalInvocationIndex;
    uint group = first_group + gl_WorkGroupID.x, r = 256u * group + self;
    part[self] = r < own_rows ? couple(t, r) : 0.0lf;
    if (want_costs == 0u) return;
    for (uint step = 128u; step > 0u; step /= 2u) {
        barrier();
        if (self < step) part[self] += part[self + step];
    }
    if (self == 0u) costs[t * groups + group] = part[0];
}
