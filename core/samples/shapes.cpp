#include "core/samples/shapes.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace orthoscope {
namespace {

constexpr double tau = 2 * std::numbers::pi;

// A closed grid of nu x nv vertices, vertex (u, v) at row u nv + v.
Triangles grid_triangles(int nu, int nv) {
    Triangles faces(2 * Index(nu) * nv, 3);
    Index row = 0;
    for (int u = 0; u < nu; ++u)
        for (int v = 0; v < nv; ++v) {
            const int u1 = (u + 1) % nu, v1 = (v + 1) % nv;
            const int a = u * nv + v, b = u1 * nv + v, c = u1 * nv + v1, d = u * nv + v1;
            faces.row(row++) << a, b, c;
            faces.row(row++) << a, c, d;
        }
    return faces;
}

void turn_outward(Mesh& mesh) {
    if (signed_volume(mesh) < 0) mesh.triangles.col(1).swap(mesh.triangles.col(2));
}

Mesh icosahedron() {
    const double g = std::numbers::phi;
    Mesh mesh;
    mesh.vertices.resize(12, 3);
    mesh.vertices << -1, g, 0, 1, g, 0, -1, -g, 0, 1, -g, 0, 0, -1, g, 0, 1, g, 0, -1, -g, 0, 1, -g, g, 0, -1,
        g, 0, 1, -g, 0, -1, -g, 0, 1;
    mesh.vertices.rowwise().normalize();
    // Three corners at the edge length apart make a face.
    const double edge = 2 / std::sqrt(1 + g * g);
    auto near = [&](int a, int b) {
        return std::abs((mesh.vertices.row(a) - mesh.vertices.row(b)).norm() - edge) < 1e-6;
    };
    mesh.triangles.resize(20, 3);
    Index row = 0;
    for (int a = 0; a < 12; ++a)
        for (int b = a + 1; b < 12; ++b)
            for (int c = b + 1; c < 12; ++c)
                if (near(a, b) && near(b, c) && near(a, c)) {
                    const Point3 pa = mesh.vertices.row(a), pb = mesh.vertices.row(b),
                                 pc = mesh.vertices.row(c);
                    const bool outward = (pb - pa).cross(pc - pa).dot(pa) > 0;
                    mesh.triangles.row(row++) << a, outward ? b : c, outward ? c : b;
                }
    return mesh;
}

}  // namespace

Mesh sphere_mesh(int subdivisions) {
    Mesh mesh = icosahedron();
    for (int pass = 0; pass < subdivisions; ++pass) {
        std::map<std::pair<int, int>, int> middles;
        std::vector<Point3> added;
        const int n = static_cast<int>(mesh.vertices.rows());
        auto middle = [&](int a, int b) {
            auto [it, fresh] = middles.try_emplace(std::minmax(a, b), n + int(added.size()));
            if (fresh)
                added.push_back((mesh.vertices.row(a) + mesh.vertices.row(b)).transpose().normalized());
            return it->second;
        };
        Triangles finer(4 * mesh.triangles.rows(), 3);
        for (Index f = 0; f < mesh.triangles.rows(); ++f) {
            const int a = mesh.triangles(f, 0), b = mesh.triangles(f, 1), c = mesh.triangles(f, 2);
            const int ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
            finer.middleRows(4 * f, 4) << a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca;
        }
        mesh.vertices.conservativeResize(n + Index(added.size()), 3);
        for (std::size_t i = 0; i < added.size(); ++i) mesh.vertices.row(n + Index(i)) = added[i].transpose();
        mesh.triangles = finer;
    }
    return mesh;
}

Mesh torus_mesh(int around, int across, double large_radius, double small_radius) {
    Mesh mesh{Matrix(Index(around) * across, 3), grid_triangles(around, across)};
    for (int u = 0; u < around; ++u)
        for (int v = 0; v < across; ++v) {
            const double a = tau * u / around, b = tau * v / across;
            const double ring = large_radius + small_radius * std::cos(b);
            mesh.vertices.row(Index(u) * across + v) << ring * std::cos(a), small_radius * std::sin(b),
                ring * std::sin(a);
        }
    turn_outward(mesh);
    return mesh;
}

Point3 TorusKnot::at(double t) const {
    const double a = tau * p * t, b = tau * q * t, ring = 0.65 + 0.3 * std::cos(b);
    return {ring * std::cos(a), ring * std::sin(a), 0.3 * std::sin(b)};
}

Point3 TorusKnot::tangent(double t) const {
    const double a = tau * p * t, b = tau * q * t, ring = 0.65 + 0.3 * std::cos(b),
                 fall = -0.3 * q * std::sin(b);
    return Point3(fall * std::cos(a) - ring * p * std::sin(a), fall * std::sin(a) + ring * p * std::cos(a),
                  0.3 * q * std::cos(b))
        .normalized();
}

// The curve lies on a torus, so the torus's normal is across its tangent and closes up after one round.
Point3 TorusKnot::normal(double t) const {
    const double a = tau * p * t, b = tau * q * t;
    return {std::cos(b) * std::cos(a), std::cos(b) * std::sin(a), std::sin(b)};
}

Mesh knot_mesh(const TorusKnot& knot, int along, int across, double radius, double swell) {
    Mesh mesh{Matrix(Index(along) * across, 3), grid_triangles(along, across)};
    for (int u = 0; u < along; ++u) {
        const double t = double(u) / along, r = radius * (1 + swell * std::cos(tau * t));
        const Point3 centre = knot.at(t), normal = knot.normal(t), side = knot.tangent(t).cross(normal);
        for (int v = 0; v < across; ++v) {
            const double b = tau * v / across;
            mesh.vertices.row(Index(u) * across + v) =
                (centre + r * (std::cos(b) * normal + std::sin(b) * side)).transpose();
        }
    }
    turn_outward(mesh);
    return mesh;
}

Matrix surface_points(const Mesh& mesh, Index n, Random& random) {
    const Index count = mesh.triangles.rows();
    std::vector<double> sums(static_cast<std::size_t>(count));
    auto corner = [&](Index f, int c) -> Point3 { return mesh.vertices.row(mesh.triangles(f, c)); };
    double sum = 0;
    for (Index f = 0; f < count; ++f) {
        const Point3 a = corner(f, 0);
        sums[std::size_t(f)] = sum += (corner(f, 1) - a).cross(corner(f, 2) - a).norm();
    }
    Matrix points(n, 3);
    for (Index i = 0; i < n; ++i) {
        const auto found = std::upper_bound(sums.begin(), sums.end(), sum * random.uniform());
        const Index f = std::min<Index>(found - sums.begin(), count - 1);
        const double root = std::sqrt(random.uniform()), v = random.uniform();
        points.row(i) = ((1 - root) * corner(f, 0) + root * (1 - v) * corner(f, 1) + root * v * corner(f, 2));
    }
    return points;
}

Matrix helix_points(Index n, double turns, double height) {
    Matrix points(n, 3);
    for (Index i = 0; i < n; ++i) {
        const double t = n > 1 ? double(i) / double(n - 1) : 0, a = tau * turns * t, r = 0.6 + 0.4 * t;
        points.row(i) << r * std::cos(a), height * (t - 0.5), r * std::sin(a);
    }
    return points;
}

SwissRoll swiss_roll(Index n, double turns, Random& random) {
    // Archimedes' spiral r = a from angle `first`; its length has a closed form, inverted by Newton so that
    // the points are uniform on the sheet.
    auto length = [](double a) { return (a * std::sqrt(1 + a * a) + std::asinh(a)) / 2; };
    const double first = 0.75 * tau, last = first + turns * tau, low = length(first), high = length(last);
    SwissRoll roll{Matrix(n, 3), Matrix(n, 2)};
    for (Index i = 0; i < n; ++i) {
        const double wanted = low + (high - low) * random.uniform(),
                     width = last * 2 * (random.uniform() - 0.5);
        double a = std::sqrt(2 * wanted);
        for (int step = 0; step < 6; ++step) a -= (length(a) - wanted) / std::sqrt(1 + a * a);
        roll.points.row(i) << a * std::cos(a), width, a * std::sin(a);
        roll.sheet.row(i) << wanted - low, width;
    }
    roll.points /= last, roll.sheet /= last;
    return roll;
}

double surface_area(const Mesh& mesh) {
    double sum = 0;
    for (Index f = 0; f < mesh.triangles.rows(); ++f) {
        const Point3 a = mesh.vertices.row(mesh.triangles(f, 0)), b = mesh.vertices.row(mesh.triangles(f, 1)),
                     c = mesh.vertices.row(mesh.triangles(f, 2));
        sum += (b - a).cross(c - a).norm() / 2;
    }
    return sum;
}

double signed_volume(const Mesh& mesh) {
    double sum = 0;
    for (Index f = 0; f < mesh.triangles.rows(); ++f) {
        const Point3 a = mesh.vertices.row(mesh.triangles(f, 0)), b = mesh.vertices.row(mesh.triangles(f, 1)),
                     c = mesh.vertices.row(mesh.triangles(f, 2));
        sum += a.cross(b).dot(c) / 6;
    }
    return sum;
}

}  // namespace orthoscope
