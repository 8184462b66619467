#include "core/samples/figure/halfedges.h"

#include <Eigen/Geometry>
#include <unordered_map>

namespace orthoscope {

HalfEdges::HalfEdges(const Mesh& mesh) {
    const auto n = std::size_t(mesh.vertices.rows()), count = std::size_t(3 * mesh.triangles.rows());
    points.resize(n), outgoing_.assign(n, -1), origin_.resize(count), opposite_.assign(count, -1);
    for (std::size_t i = 0; i < n; ++i) points[i] = mesh.vertices.row(Index(i));
    alive_ = int(n);
    std::unordered_map<std::uint64_t, int> seen;
    seen.reserve(count);
    for (std::size_t h = 0; h < count; ++h) origin_[h] = mesh.triangles(Index(h / 3), Index(h % 3));
    for (int h = 0; h < int(count); ++h) {
        const auto a = std::uint64_t(from(h)), b = std::uint64_t(to(h));
        outgoing_[a] = h;
        if (auto other = seen.find(b * n + a); other != seen.end()) pair(h, other->second);
        seen[a * n + b] = h;
    }
}

Mesh HalfEdges::mesh() const {
    std::vector<int> number(points.size(), -1);
    Mesh mesh{Matrix(alive_, 3), {}};
    int next_number = 0;
    for (std::size_t v = 0; v < points.size(); ++v)
        if (outgoing_[v] >= 0) {
            number[v] = next_number++;
            mesh.vertices.row(number[v]) = points[v].transpose();
        }
    mesh.triangles.resize(2 * Index(alive_) - 4, 3);
    Index row = 0;
    for (int h = 0; h < half_edges(); h += 3)
        if (alive(h)) {
            if (row == mesh.triangles.rows()) mesh.triangles.conservativeResize(2 * row + 1, 3);
            for (int c = 0; c < 3; ++c) mesh.triangles(row, c) = number[std::size_t(from(h + c))];
            ++row;
        }
    mesh.triangles.conservativeResize(row, 3);
    return mesh;
}

void HalfEdges::pair(int h, int other) {
    opposite_[std::size_t(h)] = other;
    opposite_[std::size_t(other)] = h;
}

int HalfEdges::valence(int v) const {
    int count = 0, h = outgoing(v);
    do ++count, h = around(h);
    while (h != outgoing(v));
    return count;
}

bool HalfEdges::joined(int a, int b) const {
    int h = outgoing(a);
    do {
        if (to(h) == b) return true;
        h = around(h);
    } while (h != outgoing(a));
    return false;
}

Point3 HalfEdges::face_normal(int h) const {
    const Point3 &a = points[std::size_t(from(h))], &b = points[std::size_t(to(h))],
                 &c = points[std::size_t(apex(h))];
    return (b - a).cross(c - a);
}

bool HalfEdges::may_flip(int h) const {
    const int o = opposite(h), a = from(h), b = to(h), c = apex(h), d = apex(o);
    if (c == d || valence(a) <= 3 || valence(b) <= 3 || joined(c, d)) return false;
    const Point3 &pa = points[std::size_t(a)], &pb = points[std::size_t(b)], &pc = points[std::size_t(c)],
                 &pd = points[std::size_t(d)];
    const Point3 left = (pd - pa).cross(pc - pa), right = (pb - pd).cross(pc - pd);
    const Point3 before = face_normal(h).normalized() + face_normal(o).normalized();
    const double floor = 1e-3 * (pa - pb).squaredNorm();
    return left.dot(before) > std::max(floor, 1.2 * left.norm()) &&
           right.dot(before) > std::max(floor, 1.2 * right.norm());
}

void HalfEdges::flip(int h) {
    const int hn = next(h), hp = previous(h), o = opposite(h), on = next(o), op = previous(o);
    const int a = from(h), b = from(o), c = from(hp), d = from(op);
    const int beside_bc = opposite(hn), beside_ca = opposite(hp), beside_ad = opposite(on),
              beside_db = opposite(op);
    // (a, b, c) and (b, a, d) become (d, c, a) and (c, d, b).
    origin_[std::size_t(h)] = d, origin_[std::size_t(hn)] = c, origin_[std::size_t(hp)] = a;
    origin_[std::size_t(o)] = c, origin_[std::size_t(on)] = d, origin_[std::size_t(op)] = b;
    pair(hn, beside_ca), pair(hp, beside_ad), pair(on, beside_db), pair(op, beside_bc);
    outgoing_[std::size_t(a)] = hp, outgoing_[std::size_t(b)] = op;
    outgoing_[std::size_t(c)] = hn, outgoing_[std::size_t(d)] = h;
}

int HalfEdges::split(int h, const Point3& place) {
    const int hn = next(h), o = opposite(h), op = previous(o);
    const int b = from(o), c = apex(h), d = apex(o), m = int(points.size());
    const int beside_bc = opposite(hn), beside_db = opposite(op), k = half_edges(), l = k + 3;
    points.push_back(place), outgoing_.push_back(k), ++alive_;
    // (a, b, c) becomes (a, m, c) and (m, b, c); (b, a, d) becomes (m, a, d) and (b, m, d).
    origin_.insert(origin_.end(), {m, b, c, b, m, d});
    opposite_.resize(origin_.size());
    origin_[std::size_t(hn)] = m, origin_[std::size_t(o)] = m;
    pair(k, l), pair(k + 1, beside_bc), pair(k + 2, hn), pair(l + 1, op), pair(l + 2, beside_db);
    outgoing_[std::size_t(b)] = k + 1, outgoing_[std::size_t(c)] = k + 2, outgoing_[std::size_t(d)] = l + 2;
    outgoing_[std::size_t(from(h))] = h;
    return m;
}

bool HalfEdges::keeps_sides(int v, int gone_left, int gone_right, const Point3& place, double longest) const {
    int h = outgoing(v);
    do {
        if (h / 3 != gone_left && h / 3 != gone_right) {
            const Point3 &b = points[std::size_t(to(h))], &c = points[std::size_t(apex(h))];
            const Point3 before = face_normal(h), after = (b - place).cross(c - place);
            if (before.dot(after) < 0.3 * before.norm() * after.norm() || after.norm() < 1e-2 * before.norm())
                return false;
            if ((b - place).norm() > longest || (c - place).norm() > longest) return false;
        }
        h = around(h);
    } while (h != outgoing(v));
    return true;
}

bool HalfEdges::may_collapse(int h, const Point3& place, double longest) const {
    const int o = opposite(h), a = from(h), b = to(h), c = apex(h), d = apex(o);
    if (c == d || valence(c) <= 3 || valence(d) <= 3) return false;
    int shared = 0, g = outgoing(a);
    do {
        if (to(g) != b && joined(to(g), b)) ++shared;
        g = around(g);
    } while (g != outgoing(a));
    return shared == 2 && keeps_sides(a, h / 3, o / 3, place, longest) &&
           keeps_sides(b, h / 3, o / 3, place, longest);
}

void HalfEdges::collapse(int h, const Point3& place) {
    const int o = opposite(h), a = from(h), b = to(h), c = apex(h), d = apex(o);
    const int bc = opposite(next(h)), ca = opposite(previous(h)), ad = opposite(next(o)),
              db = opposite(previous(o));
    for (int g = outgoing(a), start = g;;) {
        origin_[std::size_t(g)] = b;
        if ((g = around(g)) == start) break;
    }
    pair(bc, ca), pair(ad, db);
    outgoing_[std::size_t(b)] = ca, outgoing_[std::size_t(c)] = bc, outgoing_[std::size_t(d)] = ad;
    outgoing_[std::size_t(a)] = -1, --alive_;
    for (int corner = 0; corner < 3; ++corner)
        origin_[std::size_t(h / 3 * 3 + corner)] = origin_[std::size_t(o / 3 * 3 + corner)] = -1;
    points[std::size_t(b)] = place;
}

}  // namespace orthoscope
