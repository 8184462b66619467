// The half-edges of a triangle mesh with its lengths, all that distances along it need.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// Half-edge 3 t + c runs from corner c of triangle t to the next corner. Its frame has the tail at the origin, the head
// on the positive x axis and the third corner (the apex) above. Triangles that name a vertex twice are left out, so t
// counts those that stay.
struct HalfEdgeMesh {
    Index vertices = 0;
    std::vector<std::int32_t> tail;              // of each half-edge
    std::vector<double> length, apex_x, apex_y;  // apex_y > 0
    std::vector<std::int32_t> ring;              // the next half-edge on the same edge, itself where it is alone
    std::vector<std::int32_t> first, corners;    // the half-edges that leave vertex v: corners[first[v] .. first[v + 1])
    std::vector<std::uint8_t> turns;  // a shortest path may bend here: boundary, saddle, or more than one fan
    std::vector<std::int32_t> component;  // of each vertex
    double mean_length = 0;

    std::int32_t half_edges() const { return static_cast<std::int32_t>(tail.size()); }
    static std::int32_t next(std::int32_t h) { return h % 3 == 2 ? h - 2 : h + 1; }
    static std::int32_t previous(std::int32_t h) { return h % 3 == 0 ? h + 2 : h - 1; }
    std::int32_t head(std::int32_t h) const { return tail[std::size_t(next(h))]; }
    std::int32_t apex(std::int32_t h) const { return tail[std::size_t(previous(h))]; }
};

// `points` is n x 2 or n x 3 and finite; the triangles name its rows. Where a triangle has no height, all edges are
// lengthened by one tiny amount that gives it some (Sharp & Crane 2020, section 4.5).
HalfEdgeMesh half_edge_mesh(const Matrix& points, const Triangles& triangles);

}  // namespace orthoscope
