#include "core/shape/laplacian.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/shape/cloud_triangles.h"
#include "core/shape/intrinsic_mesh.h"

namespace orthoscope {
namespace {

constexpr Index cloud_neighbours = 30;

std::string counted(Index n, const char* one, const char* many) {
    return std::to_string(n) + (n == 1 ? one : many);
}

Status check(const Dataset& shape, const Triangles& triangles) {
    const Matrix& x = shape.values();
    if (x.rows() < 3)
        return input_error(shape.name, counted(x.rows(), " vertex", " vertices") + "; a shape needs at least 3");
    if (!x.allFinite()) {
        Index row = 0;
        while (x.row(row).allFinite()) ++row;
        return input_error(shape.name + ":row " + std::to_string(row), "a coordinate is not finite; a shape needs numbers");
    }
    if (triangles.size() && (triangles.minCoeff() < 0 || triangles.maxCoeff() >= x.rows()))
        return input_error(shape.name, "a face names a vertex that is not there");
    return success();
}

// Sums the weights of all faces times `share`; rows of W sum to 0 by the diagonal.
void assemble(const IntrinsicMesh& mesh, Index n, double share, double unit, Laplacian& out) {
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(std::size_t(6 * mesh.faces() + n));
    out.mass = Vector::Zero(n);
    for (Index t = 0; t < mesh.faces(); ++t) {
        const double* l = mesh.lengths.data() + 3 * t;
        const auto& v = mesh.corners[std::size_t(t)];
        const double third = area_of(l[0], l[1], l[2]) * unit * unit * share / 3;
        for (Index s = 0; s < 3; ++s) {
            const auto a = v[std::size_t(s)], b = v[std::size_t((s + 1) % 3)];
            out.mass(a) += third;
            if (a == b) continue;
            const double weight = 0.5 * share * opposite_cotangent(mesh, 3 * t + s);
            entries.emplace_back(a, b, -weight), entries.emplace_back(b, a, -weight);
        }
    }
    for (Index i = 0; i < n; ++i) entries.emplace_back(i, i, 0.0);
    out.stiffness.resize(n, n);
    out.stiffness.setFromTriplets(entries.begin(), entries.end());
    for (Index j = 0; j < n; ++j) {
        double sum = 0;
        double* diagonal_entry = nullptr;
        for (SparseMatrix::InnerIterator it(out.stiffness, j); it; ++it)
            if (it.row() == j) diagonal_entry = &it.valueRef();
            else sum += it.value();
        *diagonal_entry = -sum;
    }
}

Index root(std::vector<Index>& parent, Index i) {
    while (parent[std::size_t(i)] != i) i = parent[std::size_t(i)] = parent[std::size_t(parent[std::size_t(i)])];
    return i;
}

// Numbers components by falling area, and gives vertices without a triangle their token mass.
void find_components(Laplacian& out) {
    const Index n = out.mass.size();
    std::vector<Index> parent(static_cast<std::size_t>(n));
    std::iota(parent.begin(), parent.end(), Index(0));
    for (Index j = 0; j < n; ++j)
        for (SparseMatrix::InnerIterator it(out.stiffness, j); it && it.row() < j; ++it)
            if (it.value() != 0) parent[std::size_t(root(parent, j))] = root(parent, it.row());
    Vector area = Vector::Zero(n);
    for (Index i = 0; i < n; ++i) area(root(parent, i)) += out.mass(i);
    std::vector<Index> roots;
    for (Index i = 0; i < n; ++i)
        if (parent[std::size_t(i)] == i && area(i) > 0) roots.push_back(i);
    std::stable_sort(roots.begin(), roots.end(), [&](Index a, Index b) { return area(a) > area(b); });
    std::vector<Index> number(static_cast<std::size_t>(n), -1);
    for (std::size_t c = 0; c < roots.size(); ++c) number[std::size_t(roots[c])] = Index(c);
    out.components = Index(roots.size());
    out.area = out.mass.sum();
    out.component.resize(std::size_t(n));
    for (Index i = 0; i < n; ++i) {
        out.component[std::size_t(i)] = number[std::size_t(root(parent, i))];
        if (out.component[std::size_t(i)] < 0) ++out.alone, out.mass(i) = 1e-12 * out.area;
    }
}

void note_oddities(const IntrinsicFaces& faces, bool mesh, Laplacian& out) {
    if (faces.flat && mesh)
        out.notes.push_back(counted(faces.flat, " face has", " faces have") + " no area.");
    if (out.alone)
        out.notes.push_back(counted(out.alone, " vertex has", " vertices have") +
                            " no triangle and take no part: eigenfunctions are 0 there.");
    if (out.components > 1)
        out.notes.push_back("The shape has " + std::to_string(out.components) +
                            " components; as many eigenvalues are 0.");
}

std::uint64_t bytes_needed(Index n, Index faces, bool cover) {
    // Sides, twins and the queue of flips; the triplets, and W beside them.
    return std::uint64_t(faces) * (cover ? 2 : 1) * (3 * 24 + 6 * 16 + 6 * 16 + 12) + std::uint64_t(n) * 64;
}

}  // namespace

std::string_view name_of(LaplacianKind kind) {
    return kind == LaplacianKind::Cotangent ? "cotangent" : kind == LaplacianKind::Intrinsic ? "intrinsic" : "tufted";
}

Result<Laplacian> make_laplacian(const Dataset& shape, LaplacianKind kind, const Context& context) {
    const bool mesh = shape.kind() == Kind::Mesh, cloud = shape.kind() == Kind::Cloud;
    const Matrix& x = shape.values();
    if (!mesh && !(cloud && (x.cols() == 2 || x.cols() == 3)))
        return input_error(shape.name, std::string(name_of(shape.kind())) + " of " + std::to_string(x.cols()) +
                                           " columns; a mesh, or a cloud of 2 or 3 columns, was expected");
    Triangles triangles = mesh ? std::get<Mesh>(shape.payload).triangles : Triangles(0, 3);
    if (auto status = check(shape, triangles); !status) return status.error();
    const Index expected = mesh ? triangles.rows() : 6 * x.rows();
    if (auto status = context.fits(bytes_needed(x.rows(), expected, true), shape.name); !status) return status.error();
    if (cloud) {
        auto found = cloud_triangles(x, cloud_neighbours, context);
        if (!found) return found.error();
        triangles = std::move(*found);
    }
    if (context.stopped()) return cancelled_error();
    auto faces = intrinsic_faces(x, triangles);
    if (faces.mesh.faces() == 0 || faces.flat == triangles.rows())
        return input_error(shape.name, "no triangle has an area; a shape needs a surface");
    Laplacian out;
    if (context.stopped()) return cancelled_error();
    mollify(faces.mesh);
    bool cover = cloud || kind == LaplacianKind::Tufted;
    if (kind == LaplacianKind::Intrinsic && mesh && !glue_manifold(faces.mesh)) {
        cover = true;
        out.notes.push_back(
            "The mesh is not an oriented manifold (an edge with three faces, or neighbours turned against each other): the "
            "tufted cover was taken.");
    }
    if (context.stopped()) return cancelled_error();
    if (cover) faces.mesh = tufted_cover(faces.mesh);
    if (cover || kind == LaplacianKind::Intrinsic)
        if (auto status = flip_to_delaunay(faces.mesh, context); !status) return status.error();
    // Each triangle of a cloud is found by its three corners.
    assemble(faces.mesh, x.rows(), (cover ? 0.5 : 1.0) / (cloud ? 3 : 1), faces.unit, out);
    if (context.stopped()) return cancelled_error();
    find_components(out);
    // Its inverse is needed too.
    if (!(out.area > 1e-290 && out.area < 1e290))
        return input_error(shape.name, "the area is not a positive number; coordinates of a sensible size were expected");
    note_oddities(faces, mesh, out);
    return out;
}

}  // namespace orthoscope
