#include "core/shape/prepare_edit.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool names(const EditMesh::Face& face, int vertex) {
    return face[0] == vertex || face[1] == vertex || face[2] == vertex;
}

double cotangent(const Point3& at, const Point3& a, const Point3& b) {
    const Point3 u = a - at, v = b - at;
    return u.dot(v) / std::max(u.cross(v).norm(), 1e-300);
}

}  // namespace

EditMesh::EditMesh(const Mesh& mesh) : star_(static_cast<std::size_t>(mesh.vertices.rows())) {
    for (Index v = 0; v < mesh.vertices.rows(); ++v) points.push_back(mesh.vertices.row(v).transpose());
    for (Index t = 0; t < mesh.triangles.rows(); ++t) {
        const Face face{mesh.triangles(t, 0), mesh.triangles(t, 1), mesh.triangles(t, 2)};
        if (face[0] == face[1] || face[1] == face[2] || face[2] == face[0]) continue;
        for (int v : face) star_[at(v)].push_back(int(faces_.size()));
        faces_.push_back(face);
    }
    alive_ = int(std::count_if(star_.begin(), star_.end(), [](auto& star) { return !star.empty(); }));
}

Point3 EditMesh::normal(int f) const {
    const Face& t = face(f);
    return (points[at(t[1])] - points[at(t[0])]).cross(points[at(t[2])] - points[at(t[0])]);
}

std::vector<EditMesh::Edge> EditMesh::edges() const {
    std::vector<Edge> edges;
    for (const Face& f : faces_) {
        if (f[0] < 0) continue;
        for (std::size_t c = 0; c < 3; ++c)
            edges.push_back({std::min(f[c], f[(c + 1) % 3]), std::max(f[c], f[(c + 1) % 3])});
    }
    auto ends = [](const Edge& e) { return std::pair(e.a, e.b); };
    std::sort(edges.begin(), edges.end(), [&](auto& x, auto& y) { return ends(x) < ends(y); });
    edges.erase(std::unique(edges.begin(), edges.end(), [&](auto& x, auto& y) { return ends(x) == ends(y); }), edges.end());
    return edges;
}

EditMesh::Sides EditMesh::sides(Edge e) const {
    Sides sides;
    for (int f : star(e.a))
        if (names(face(f), e.b)) {
            if (sides.count < 2) sides.face[at(sides.count)] = f;
            ++sides.count;
        }
    return sides;
}

std::vector<int> EditMesh::neighbours(int vertex) const {
    std::vector<int> found;
    for (int f : star(vertex))
        for (int v : face(f))
            if (v != vertex) found.push_back(v);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

// Inside a fan each neighbour stands in two faces.
bool EditMesh::on_boundary(int vertex) const {
    for (int f : star(vertex))
        for (int v : face(f))
            if (v != vertex && sides({vertex, v}).count != 2) return true;
    return false;
}

void EditMesh::drop(int vertex, int f) {
    auto& star = star_[at(vertex)];
    star.erase(std::find(star.begin(), star.end(), f));
}

void EditMesh::split(Edge e, const Point3& place) {
    const int middle = int(points.size());
    points.push_back(place), star_.emplace_back(), ++alive_;
    const std::vector<int> around = star(e.a);
    for (int f : around) {
        if (!names(face(f), e.b)) continue;
        Face other = faces_[at(f)];
        std::replace(faces_[at(f)].begin(), faces_[at(f)].end(), e.b, middle);
        std::replace(other.begin(), other.end(), e.a, middle);
        const int fresh = int(faces_.size()), far = opposite(other, {middle, e.b});
        faces_.push_back(other);
        drop(e.b, f);
        star_[at(e.b)].push_back(fresh), star_[at(far)].push_back(fresh);
        star_[at(middle)].push_back(f), star_[at(middle)].push_back(fresh);
    }
}

// The link condition: the two ends have no neighbours in common but those across the edge's own faces.
bool EditMesh::keeps_topology(int gone, int kept, const Sides& sides) const {
    if (sides.count < 1 || sides.count > 2) return false;
    const auto a = neighbours(gone), b = neighbours(kept);
    std::vector<int> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    if (int(common.size()) != sides.count) return false;
    if (sides.count == 1) return star(gone).size() > 1;  // else a lone triangle would vanish
    return a.size() > 3 || b.size() > 3;                 // else a tetrahedron
}

bool EditMesh::boundary_allows(int gone, int kept, const Sides& sides, double slack) const {
    if (!on_boundary(gone)) return true;
    if (sides.count != 1) return false;
    // Along the boundary, from one boundary neighbour to the other, past `gone`.
    int other = -1, ends = 0;
    for (int v : neighbours(gone)) {
        const int count = this->sides({gone, v}).count;
        if (count > 2) return false;
        if (count == 1) ++ends, other = v == kept ? other : v;
    }
    if (ends != 2 || other < 0) return false;
    const Point3 &p = points[at(gone)], &a = points[at(other)], &b = points[at(kept)];
    const Point3 along = (b - a).normalized();
    const double t = (p - a).dot(along);
    return t > 0 && t < (b - a).norm() && (p - a - t * along).norm() <= slack;
}

bool EditMesh::collapse(int gone, int kept, double longest, double slack) {
    const Sides sides = this->sides({gone, kept});
    if (!keeps_topology(gone, kept, sides) || !boundary_allows(gone, kept, sides, slack)) return false;
    for (int f : star(gone)) {
        if (names(face(f), kept)) continue;
        Face moved = face(f);
        std::replace(moved.begin(), moved.end(), gone, kept);
        const Point3 before = normal(f), after = (points[at(moved[1])] - points[at(moved[0])])
                                                     .cross(points[at(moved[2])] - points[at(moved[0])]);
        if (before.squaredNorm() > 0 && !(before.dot(after) > 0.35 * before.norm() * after.norm())) return false;
        for (int v : moved)
            if ((points[at(v)] - points[at(kept)]).norm() > longest) return false;
    }
    const std::vector<int> around = star(gone);
    for (int f : around) {
        if (names(face(f), kept)) {
            for (int v : face(f)) drop(v, f);
            faces_[at(f)] = {-1, -1, -1};
        } else {
            std::replace(faces_[at(f)].begin(), faces_[at(f)].end(), gone, kept);
            star_[at(kept)].push_back(f);
        }
    }
    star_[at(gone)].clear();
    --alive_;
    return true;
}

bool EditMesh::flip_to_delaunay(Edge e) {
    const Sides sides = this->sides(e);
    if (sides.count != 2) return false;
    Face &one = faces_[at(sides.face[0])], &two = faces_[at(sides.face[1])];
    const int c = opposite(one, e), d = opposite(two, e);
    const Point3 &a = points[at(e.a)], &b = points[at(e.b)], &pc = points[at(c)], &pd = points[at(d)];
    if (c == d || cotangent(pc, a, b) + cotangent(pd, a, b) > -1e-3 || is_edge({c, d})) return false;
    const Point3 n1 = normal(sides.face[0]), n2 = normal(sides.face[1]);
    auto runs = [&](const Face& f) {  // from a to b
        for (std::size_t i = 0; i < 3; ++i)
            if (f[i] == e.a) return f[(i + 1) % 3] == e.b;
        return false;
    };
    if (runs(one) == runs(two)) return false;  // turned against each other
    if (n1.squaredNorm() > 0 && n2.squaredNorm() > 0 && n1.dot(n2) < 0.8 * n1.norm() * n2.norm()) return false;
    // one = a b c becomes c d b, two = b a d becomes d c a, each with its sense.
    Face first = one, second = two;
    std::replace(first.begin(), first.end(), e.a, d);
    std::replace(second.begin(), second.end(), e.b, c);
    auto area = [&](const Face& f) -> Point3 {
        return (points[at(f[1])] - points[at(f[0])]).cross(points[at(f[2])] - points[at(f[0])]);
    };
    if (area(first).dot(n1 + n2) <= 0 || area(second).dot(n1 + n2) <= 0) return false;
    drop(e.a, sides.face[0]), drop(e.b, sides.face[1]);
    star_[at(d)].push_back(sides.face[0]), star_[at(c)].push_back(sides.face[1]);
    one = first, two = second;
    return true;
}

Mesh EditMesh::mesh(std::vector<int>& kept) const {
    std::vector<int> number(points.size(), -1);
    kept.clear();
    for (int v = 0; v < int(points.size()); ++v)
        if (alive(v)) number[at(v)] = int(kept.size()), kept.push_back(v);
    Mesh mesh{Matrix(Index(kept.size()), 3), {}};
    for (std::size_t i = 0; i < kept.size(); ++i) mesh.vertices.row(Index(i)) = points[at(kept[i])].transpose();
    const auto count = std::count_if(faces_.begin(), faces_.end(), [](auto& f) { return f[0] >= 0; });
    mesh.triangles.resize(Index(count), 3);
    Index t = 0;
    for (const Face& f : faces_)
        if (f[0] >= 0) mesh.triangles.row(t++) << number[at(f[0])], number[at(f[1])], number[at(f[2])];
    return mesh;
}

}  // namespace orthoscope
