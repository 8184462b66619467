#include "core/shape/geodesics_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>

namespace orthoscope {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

void keep_proper_triangles(const Triangles& triangles, HalfEdgeMesh& mesh) {
    for (Index t = 0; t < triangles.rows(); ++t) {
        const auto a = triangles(t, 0), b = triangles(t, 1), c = triangles(t, 2);
        if (a == b || b == c || c == a) continue;
        mesh.tail.insert(mesh.tail.end(), {a, b, c});
    }
}

void link_rings(HalfEdgeMesh& mesh) {
    const auto count = mesh.half_edges();
    auto ends = [&](std::int32_t h) { return std::minmax({mesh.tail[at(h)], mesh.head(h)}); };
    std::vector<std::int32_t> order(at(count));
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return std::tuple_cat(ends(a), std::tuple(a)) < std::tuple_cat(ends(b), std::tuple(b));
    });
    mesh.ring.resize(at(count));
    for (std::int32_t i = 0; i < count;) {
        std::int32_t j = i;
        for (; j < count && ends(order[at(j)]) == ends(order[at(i)]); ++j)
            mesh.ring[at(order[at(j)])] = j + 1 < count ? order[at(j + 1)] : -1;
        mesh.ring[at(order[at(j - 1)])] = order[at(i)];
        i = j;
    }
}

void link_corners(HalfEdgeMesh& mesh) {
    mesh.first.assign(std::size_t(mesh.vertices) + 1, 0);
    for (auto v : mesh.tail) ++mesh.first[at(v) + 1];
    std::partial_sum(mesh.first.begin(), mesh.first.end(), mesh.first.begin());
    mesh.corners.resize(mesh.tail.size());
    auto place = mesh.first;
    for (std::int32_t h = 0; h < mesh.half_edges(); ++h) mesh.corners[at(place[at(mesh.tail[at(h)])]++)] = h;
}

// Lengths of the edges, made longer by what gives every triangle a margin in its triangle inequality.
void measure(const Matrix& points, HalfEdgeMesh& mesh) {
    mesh.length.resize(mesh.tail.size());
    double sum = 0;
    for (std::int32_t h = 0; h < mesh.half_edges(); ++h)
        sum += mesh.length[at(h)] = (points.row(mesh.tail[at(h)]) - points.row(mesh.head(h))).norm();
    mesh.mean_length = mesh.tail.empty() ? 0 : sum / double(mesh.half_edges());
    // The margin m gives a triangle of edges l a height of about sqrt(m l): 1e-4 l.
    const double margin = mesh.mean_length > 0 ? 1e-8 * mesh.mean_length : 1e-8;
    double missing = 0;
    for (std::int32_t h = 0; h < mesh.half_edges(); ++h)
        missing = std::max(missing, margin + mesh.length[at(h)] - mesh.length[at(HalfEdgeMesh::next(h))] -
                                        mesh.length[at(HalfEdgeMesh::previous(h))]);
    if (missing > 0)
        for (auto& length : mesh.length) length += missing;
}

void lay_out(HalfEdgeMesh& mesh) {
    mesh.apex_x.resize(mesh.tail.size()), mesh.apex_y.resize(mesh.tail.size());
    for (std::int32_t h = 0; h < mesh.half_edges(); ++h) {
        const double l = mesh.length[at(h)], right = mesh.length[at(HalfEdgeMesh::next(h))],
                     left = mesh.length[at(HalfEdgeMesh::previous(h))];
        std::array<double, 3> s{l, right, left};
        std::sort(s.begin(), s.end());  // Kahan's order: stable for needles
        const double product = (s[2] + (s[1] + s[0])) * (s[0] - (s[2] - s[1])) * (s[0] + (s[2] - s[1])) *
                               (s[2] + (s[1] - s[0]));
        mesh.apex_x[at(h)] = (l * l + (left - right) * (left + right)) / (2 * l);
        mesh.apex_y[at(h)] = std::sqrt(std::max(product, 0.0)) / (2 * l);
    }
}

// One closed fan of triangles whose angles sum to less than a full turn lets no shortest path bend.
bool may_turn(const HalfEdgeMesh& mesh, std::int32_t v) {
    const auto begin = mesh.first[at(v)], end = mesh.first[at(v) + 1];
    double angle = 0;
    for (auto i = begin; i < end; ++i) {
        const auto h = mesh.corners[at(i)];
        angle += std::atan2(mesh.apex_y[at(h)], mesh.apex_x[at(h)]);
    }
    if (angle > 2 * std::numbers::pi + 1e-9) return true;
    // Walk round: out of each triangle through the edge at v that it was not entered by.
    auto out = mesh.corners[at(begin)];
    for (std::int32_t walked = 1;; ++walked) {
        const auto over = mesh.ring[at(out)];
        if (over == out || mesh.ring[at(over)] != out) return true;  // boundary, or three faces and more
        out = mesh.tail[at(over)] == v ? HalfEdgeMesh::previous(over) : HalfEdgeMesh::next(over);
        if (out / 3 == mesh.corners[at(begin)] / 3) return walked != end - begin;
        if (walked > end - begin) return true;
    }
}

void number_components(HalfEdgeMesh& mesh) {
    mesh.component.assign(std::size_t(mesh.vertices), -1);
    std::vector<std::int32_t> open;
    std::int32_t count = 0;
    for (std::int32_t start = 0; start < mesh.vertices; ++start) {
        if (mesh.component[at(start)] >= 0) continue;
        mesh.component[at(start)] = count;
        open.assign(1, start);
        while (!open.empty()) {
            const auto v = open.back();
            open.pop_back();
            for (auto i = mesh.first[at(v)]; i < mesh.first[at(v) + 1]; ++i)
                for (auto u : {mesh.head(mesh.corners[at(i)]), mesh.apex(mesh.corners[at(i)])})
                    if (mesh.component[at(u)] < 0) mesh.component[at(u)] = count, open.push_back(u);
        }
        ++count;
    }
}

}  // namespace

HalfEdgeMesh half_edge_mesh(const Matrix& points, const Triangles& triangles) {
    HalfEdgeMesh mesh;
    mesh.vertices = points.rows();
    keep_proper_triangles(triangles, mesh);
    link_rings(mesh);
    link_corners(mesh);
    measure(points, mesh);
    lay_out(mesh);
    mesh.turns.assign(std::size_t(mesh.vertices), 0);
    for (std::int32_t v = 0; v < mesh.vertices; ++v)
        if (mesh.first[at(v)] < mesh.first[at(v) + 1]) mesh.turns[at(v)] = may_turn(mesh, v);
    number_components(mesh);
    return mesh;
}

}  // namespace orthoscope
