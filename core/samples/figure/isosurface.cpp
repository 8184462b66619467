#include "core/samples/figure/isosurface.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <unordered_map>

namespace orthoscope {
namespace {

// Corners of a cube by bits: 1 x, 2 y, 4 z. The six tetrahedra go from corner 0 to corner 7 by every order of
// axes; orders of negative sign have their middle corners exchanged, so that all turn the same way.
constexpr int tetrahedra[6][4] = {{0, 1, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7},
                                  {0, 5, 1, 7}, {0, 3, 2, 7}, {0, 6, 4, 7}};

// Even orders of 0 1 2 3 that begin with a given corner, or a given pair.
constexpr int first[4][4] = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 0, 1, 3}, {3, 0, 2, 1}};
constexpr int pairs[6][4] = {{0, 1, 2, 3}, {0, 2, 3, 1}, {0, 3, 1, 2},
                             {1, 2, 0, 3}, {1, 3, 2, 0}, {2, 3, 0, 1}};

class Lattice {
  public:
    Lattice(const BlendedBody& body, double step, Random& random) : body_(body), step_(step) {
        turn_ = random_orthogonal(3, random, true);
        Point3 low, high;
        body.bounds(low, high);
        Point3 turned_low = Point3::Constant(1e300), turned_high = -turned_low;
        for (int corner = 0; corner < 8; ++corner) {
            const Point3 p(corner & 1 ? high[0] : low[0], corner & 2 ? high[1] : low[1],
                           corner & 4 ? high[2] : low[2]);
            turned_low = turned_low.cwiseMin(turn_.transpose() * p);
            turned_high = turned_high.cwiseMax(turn_.transpose() * p);
        }
        for (int j = 0; j < 3; ++j) {
            origin_[j] = turned_low[j] - step * (1 + random.uniform());
            size_[std::size_t(j)] = int((turned_high[j] - origin_[j]) / step / block) * block + 2 * block + 1;
        }
        sample();
    }

    Mesh march() {
        for (int z = 0; z + 1 < size_[2]; ++z)
            for (int y = 0; y + 1 < size_[1]; ++y)
                for (int x = 0; x + 1 < size_[0]; ++x) cube(node(x, y, z));
        Mesh mesh{Matrix(Index(points_.size()), 3), Triangles(Index(faces_.size()), 3)};
        for (std::size_t i = 0; i < points_.size(); ++i) mesh.vertices.row(Index(i)) = points_[i].transpose();
        for (std::size_t i = 0; i < faces_.size(); ++i)
            mesh.triangles.row(Index(i)) << faces_[i][0], faces_[i][1], faces_[i][2];
        return mesh;
    }

  private:
    static constexpr int block = 4;

    Index node(int x, int y, int z) const { return (Index(z) * size_[1] + y) * size_[0] + x; }
    Point3 place(Index n) const {
        const Index x = n % size_[0], y = n / size_[0] % size_[1], z = n / size_[0] / size_[1];
        return turn_ * (origin_ + step_ * Point3(double(x), double(y), double(z)));
    }
    Index corner(Index cube, int bits) const {
        return cube + (bits & 1) + (bits & 2 ? size_[0] : 0) + (bits & 4 ? Index(size_[0]) * size_[1] : 0);
    }

    // Blocks of nodes that lie farther from the surface than their own radius are not evaluated.
    void sample() {
        values_.assign(std::size_t(size_[0]) * std::size_t(size_[1]) * std::size_t(size_[2]), 1);
        const double radius = 0.87 * (block + 1) * step_;
        for (int z = 0; z < size_[2]; z += block)
            for (int y = 0; y < size_[1]; y += block)
                for (int x = 0; x < size_[0]; x += block) {
                    const Point3 middle = place(node(x, y, z)) + turn_ * Point3::Constant(block * step_ / 2);
                    const double off = body_.value(middle);
                    for (int k = z; k < std::min(z + block, size_[2]); ++k)
                        for (int j = y; j < std::min(y + block, size_[1]); ++j)
                            for (int i = x; i < std::min(x + block, size_[0]); ++i)
                                values_[std::size_t(node(i, j, k))] =
                                    std::abs(off) > radius ? off : body_.value(place(node(i, j, k)));
                }
    }

    void cube(Index at) {
        int inside = 0;
        for (int bits = 0; bits < 8; ++bits) inside += values_[std::size_t(corner(at, bits))] < 0;
        if (inside == 0 || inside == 8) return;
        for (auto& t : tetrahedra)
            tetrahedron({corner(at, t[0]), corner(at, t[1]), corner(at, t[2]), corner(at, t[3])});
    }

    void tetrahedron(const std::array<Index, 4>& n) {
        std::array<bool, 4> in;
        int count = 0;
        for (std::size_t i = 0; i < 4; ++i) count += in[i] = values_[std::size_t(n[i])] < 0;
        auto cut = [&](int i, int j) { return crossing(n[std::size_t(i)], n[std::size_t(j)]); };
        if (count == 1 || count == 3) {
            for (auto& o : first)
                if (in[std::size_t(o[0])] == (count == 1)) {
                    const int a = cut(o[0], o[1]), b = cut(o[0], o[2]), c = cut(o[0], o[3]);
                    faces_.push_back(count == 1 ? std::array{a, b, c} : std::array{a, c, b});
                }
        } else if (count == 2) {
            for (auto& o : pairs)
                if (in[std::size_t(o[0])] && in[std::size_t(o[1])]) {
                    const int a = cut(o[0], o[2]), b = cut(o[0], o[3]), c = cut(o[1], o[3]),
                              d = cut(o[1], o[2]);
                    faces_.push_back({a, b, c});
                    faces_.push_back({a, c, d});
                }
        }
    }

    int crossing(Index a, Index b) {
        if (a > b) std::swap(a, b);
        const std::uint64_t key = std::uint64_t(a) * values_.size() + std::uint64_t(b);
        auto [it, fresh] = crossings_.try_emplace(key, int(points_.size()));
        if (fresh) {
            const double va = values_[std::size_t(a)], vb = values_[std::size_t(b)];
            points_.push_back(place(a) + va / (va - vb) * (place(b) - place(a)));
        }
        return it->second;
    }

    const BlendedBody& body_;
    double step_;
    Eigen::Matrix3d turn_;
    Point3 origin_;
    std::array<int, 3> size_{};
    std::vector<double> values_;
    std::unordered_map<std::uint64_t, int> crossings_;
    std::vector<Point3> points_;
    std::vector<std::array<int, 3>> faces_;
};

}  // namespace

Mesh isosurface(const BlendedBody& body, double step, Random& random) {
    return Lattice(body, step, random).march();
}

}  // namespace orthoscope
