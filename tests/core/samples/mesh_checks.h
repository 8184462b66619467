// Checks of closed meshes, shared by the tests of samples.
#pragma once

#include <set>
#include <utility>

#include "core/data/dataset.h"

namespace orthoscope {

// Every directed edge once, and its reverse once: closed, edge-manifold, consistently turned.
inline bool watertight(const Mesh& mesh) {
    std::set<std::pair<int, int>> edges;
    for (Index f = 0; f < mesh.triangles.rows(); ++f)
        for (int c = 0; c < 3; ++c)
            if (!edges.emplace(mesh.triangles(f, c), mesh.triangles(f, (c + 1) % 3)).second) return false;
    for (auto [a, b] : edges)
        if (!edges.count({b, a})) return false;
    return true;
}

// V - E + F of a closed triangle mesh, where 2 E = 3 F.
inline Index euler(const Mesh& mesh) {
    return mesh.vertices.rows() - mesh.triangles.rows() / 2;
}

inline Index components(const Mesh& mesh) {
    std::vector<Index> parent(static_cast<std::size_t>(mesh.vertices.rows()));
    for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = Index(i);
    auto root = [&](Index i) {
        while (parent[std::size_t(i)] != i)
            i = parent[std::size_t(i)] = parent[std::size_t(parent[std::size_t(i)])];
        return i;
    };
    for (Index f = 0; f < mesh.triangles.rows(); ++f)
        for (int c = 0; c < 2; ++c)
            parent[std::size_t(root(mesh.triangles(f, c)))] = root(mesh.triangles(f, c + 1));
    std::set<Index> roots;
    for (std::size_t i = 0; i < parent.size(); ++i) roots.insert(root(Index(i)));
    return Index(roots.size());
}

}  // namespace orthoscope
