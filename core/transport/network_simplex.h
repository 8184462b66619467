// Minimum-cost flow from sources to targets in whole numbers, by the primal network simplex (Kiraly, Kovacs
// 2012). The library behind it wants an older C++ than the rest of the program, so only plain vectors pass
// here.
#pragma once

#include <cstdint>
#include <vector>

namespace orthoscope {

struct TransportArcs {
    std::vector<std::int32_t> source, target;
    std::vector<std::int64_t> cost;
};

struct TransportFlow {
    bool feasible = false;           // false: the arcs cannot carry the supply; the rest is then empty
    std::vector<std::int64_t> flow;  // one an arc
    std::vector<std::int64_t> source_potential,
        target_potential;  // cost - f_i - g_j >= 0 on every arc, = 0 on used ones
};

// Preconditions: supplies and demands >= 0, of equal sums; costs >= 0; (nodes x largest cost) below 2^61.
TransportFlow transport_flow(const std::vector<std::int64_t>& supply, const std::vector<std::int64_t>& demand,
                             const TransportArcs& arcs);

// Bytes that it needs at most.
std::uint64_t transport_flow_bytes(std::uint64_t nodes, std::uint64_t arcs);

}  // namespace orthoscope
