#include "core/shape/intrinsic_mesh.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

Index next(Index side) { return side % 3 == 2 ? side - 2 : side + 1; }
Index previous(Index side) { return side % 3 == 0 ? side + 2 : side - 1; }

std::int32_t start_of(const IntrinsicMesh& mesh, Index side) {
    return mesh.corners[std::size_t(side / 3)][std::size_t(side % 3)];
}

// All sides, those with equal ends one after the other, in the order of their faces.
struct Ends {
    std::int32_t low, high, side;
    bool operator<(const Ends& o) const {
        return low != o.low ? low < o.low : high != o.high ? high < o.high : side < o.side;
    }
};
std::vector<Ends> sides_by_ends(const IntrinsicMesh& mesh) {
    std::vector<Ends> all(mesh.lengths.size());
    for (Index s = 0; s < Index(all.size()); ++s) {
        const auto a = start_of(mesh, s), b = start_of(mesh, next(s));
        all[std::size_t(s)] = {std::min(a, b), std::max(a, b), std::int32_t(s)};
    }
    std::sort(all.begin(), all.end());
    return all;
}

// Calls work(first, last) for each run of sides with the same ends.
template <class Work>
void each_edge(const std::vector<Ends>& sides, Work work) {
    for (std::size_t a = 0, b = 0; a < sides.size(); a = b) {
        while (b < sides.size() && sides[b].low == sides[a].low && sides[b].high == sides[a].high) ++b;
        work(a, b);
    }
}

// The angles across from the side sum to more than pi.
bool must_flip(const IntrinsicMesh& mesh, Index side) {
    const Index twin = mesh.twin[std::size_t(side)];
    return twin >= 0 && twin / 3 != side / 3 &&
           opposite_cotangent(mesh, side) + opposite_cotangent(mesh, twin) < -1e-10;
}

// Of two triangles on one side, the other diagonal: corners across lie at (x, y) and (z, -w) when it runs from 0 to l.
double other_diagonal(double l, double from_start, double from_end, double twin_from_start, double twin_from_end) {
    auto along = [&](double a, double b) { return (l * l + (a - b) * (a + b)) / (2 * l); };
    auto across = [&](double a, double b) { return 2 * area_of(l, a, b) / l; };
    return std::hypot(along(from_start, from_end) - along(twin_from_start, twin_from_end),
                      across(from_start, from_end) + across(twin_from_start, twin_from_end));
}

// Side i -> j of face (i, j, k), glued to j -> i of (j, i, m): the faces become (k, i, m) and (m, j, k).
void flip(IntrinsicMesh& mesh, Index side) {
    const Index twin = mesh.twin[std::size_t(side)], a = side / 3, b = twin / 3;
    const auto i = start_of(mesh, side), j = start_of(mesh, twin), k = start_of(mesh, previous(side)),
               m = start_of(mesh, previous(twin));
    // The outer sides k i, i m, m j, j k, where they lie and where they come to lie.
    const std::array<Index, 4> old{previous(side), next(twin), previous(twin), next(side)};
    const std::array<Index, 4> now{3 * a, 3 * a + 1, 3 * b, 3 * b + 1};
    std::array<double, 4> length;
    std::array<std::int32_t, 4> glued;
    for (std::size_t s = 0; s < 4; ++s) {
        length[s] = mesh.lengths[std::size_t(old[s])];
        glued[s] = mesh.twin[std::size_t(old[s])];
        // Outer sides may be glued to each other.
        for (std::size_t o = 0; o < 4; ++o)
            if (mesh.twin[std::size_t(old[s])] == old[o]) glued[s] = std::int32_t(now[o]);
    }
    const double diagonal = other_diagonal(mesh.lengths[std::size_t(side)], length[0], length[3], length[1], length[2]);
    mesh.corners[std::size_t(a)] = {k, i, m};
    mesh.corners[std::size_t(b)] = {m, j, k};
    for (std::size_t s = 0; s < 4; ++s) {
        mesh.lengths[std::size_t(now[s])] = length[s];
        mesh.twin[std::size_t(now[s])] = glued[s];
        if (glued[s] >= 0) mesh.twin[std::size_t(glued[s])] = std::int32_t(now[s]);
    }
    for (Index face : {a, b}) {
        mesh.lengths[std::size_t(3 * face + 2)] = diagonal;
        mesh.twin[std::size_t(3 * face + 2)] = std::int32_t(3 * (face == a ? b : a) + 2);
    }
}

}  // namespace

double area_of(double a, double b, double c) {
    if (a < b) std::swap(a, b);
    if (b < c) std::swap(b, c);
    if (a < b) std::swap(a, b);
    const double squared = (a + (b + c)) * (c - (a - b)) * (c + (a - b)) * (a + (b - c));
    return std::max(0.25 * std::sqrt(std::max(squared, 0.0)), 1e-9 * a * a);
}

double opposite_cotangent(const IntrinsicMesh& mesh, Index side) {
    const double a = mesh.lengths[std::size_t(side)], b = mesh.lengths[std::size_t(next(side))],
                 c = mesh.lengths[std::size_t(previous(side))];
    return (b * b + (c - a) * (c + a)) / (4 * area_of(a, b, c));
}

IntrinsicFaces intrinsic_faces(const Matrix& vertices, const Triangles& triangles) {
    IntrinsicFaces out;
    double sum = 0;
    for (Index t = 0; t < triangles.rows(); ++t) {
        const std::array<std::int32_t, 3> v{triangles(t, 0), triangles(t, 1), triangles(t, 2)};
        if (v[0] == v[1] || v[1] == v[2] || v[2] == v[0]) {
            ++out.flat;
            continue;
        }
        out.mesh.corners.push_back(v);
        for (std::size_t s = 0; s < 3; ++s) {
            const double length = (vertices.row(v[s]) - vertices.row(v[(s + 1) % 3])).stableNorm();
            out.mesh.lengths.push_back(length);
            sum += length;
        }
    }
    if (sum > 0) out.unit = sum / double(out.mesh.lengths.size());
    for (double& length : out.mesh.lengths) length /= out.unit;
    for (Index t = 0; t < out.mesh.faces(); ++t) {
        const double* l = out.mesh.lengths.data() + 3 * t;
        const double longest = std::max({l[0], l[1], l[2]});
        if (area_of(l[0], l[1], l[2]) <= 1.001e-9 * longest * longest)
            ++out.flat;
    }
    out.mesh.twin.assign(out.mesh.lengths.size(), -1);
    return out;
}

void mollify(IntrinsicMesh& mesh) {
    if (mesh.lengths.empty()) return;
    double sum = 0, lacking = 0;
    for (double l : mesh.lengths) sum += l;
    const double wanted = 1e-6 * sum / double(mesh.lengths.size());
    for (Index t = 0; t < mesh.faces(); ++t) {
        const double* l = mesh.lengths.data() + 3 * t;
        for (int s = 0; s < 3; ++s) lacking = std::max(lacking, wanted + l[s] - l[(s + 1) % 3] - l[(s + 2) % 3]);
    }
    for (double& l : mesh.lengths) l += lacking;
}

bool glue_manifold(IntrinsicMesh& mesh) {
    const auto sides = sides_by_ends(mesh);
    std::vector<std::int32_t> twin(mesh.lengths.size(), -1);
    bool manifold = true;
    each_edge(sides, [&](std::size_t a, std::size_t b) {
        if (b - a == 1) return;
        const auto s = sides[a].side, t = sides[a + 1].side;
        if (b - a > 2 || start_of(mesh, s) == start_of(mesh, t)) manifold = false;
        twin[std::size_t(s)] = t, twin[std::size_t(t)] = s;
    });
    if (manifold) mesh.twin = std::move(twin);
    return manifold;
}

IntrinsicMesh tufted_cover(const IntrinsicMesh& mesh) {
    // Face t turned over is face f + t with corners (0, 2, 1): its sides are those of t in the order 2, 1, 0.
    const Index f = mesh.faces();
    IntrinsicMesh cover = mesh;
    for (Index t = 0; t < f; ++t) {
        const auto& v = mesh.corners[std::size_t(t)];
        cover.corners.push_back({v[0], v[2], v[1]});
        for (Index s = 2; s >= 0; --s) cover.lengths.push_back(mesh.lengths[std::size_t(3 * t + s)]);
    }
    cover.twin.assign(std::size_t(6 * f), -1);
    auto turned = [&](Index side) { return 3 * f + 3 * (side / 3) + 2 - side % 3; };
    const auto sides = sides_by_ends(mesh);
    each_edge(sides, [&](std::size_t a, std::size_t b) {
        for (std::size_t e = a; e < b; ++e) {
            // One copy of this face runs low -> high; it is glued to the next face's copy that runs high -> low.
            const Index here = sides[e].side, there = sides[e + 1 < b ? e + 1 : a].side;
            const Index up = start_of(mesh, here) == sides[e].low ? here : turned(here);
            const Index down = start_of(mesh, there) == sides[e].low ? turned(there) : there;
            cover.twin[std::size_t(up)] = std::int32_t(down), cover.twin[std::size_t(down)] = std::int32_t(up);
        }
    });
    return cover;
}

Status flip_to_delaunay(IntrinsicMesh& mesh, const Context& context) {
    std::vector<std::int32_t> waiting;
    std::vector<char> waits(mesh.lengths.size(), 0);
    auto push = [&](Index side) {
        if (waits[std::size_t(side)]) return;
        waits[std::size_t(side)] = 1, waiting.push_back(std::int32_t(side));
    };
    for (Index s = Index(mesh.lengths.size()) - 1; s >= 0; --s)
        if (mesh.twin[std::size_t(s)] > s) push(s);
    // Each flip lowers a bounded energy; the limit guards against rounding alone.
    const Index limit = 100 * Index(mesh.lengths.size()) + 1000;
    for (Index step = 0, flips = 0; !waiting.empty() && flips < limit; ++step) {
        if (step % 4096 == 0 && context.stopped()) return cancelled_error();
        const Index side = waiting.back();
        waiting.pop_back();
        waits[std::size_t(side)] = 0;
        if (!must_flip(mesh, side)) continue;
        const Index a = side / 3, b = mesh.twin[std::size_t(side)] / 3;
        flip(mesh, side);
        ++flips;
        for (Index face : {a, b}) push(3 * face), push(3 * face + 1);
    }
    return success();
}

}  // namespace orthoscope
