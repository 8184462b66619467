// Nearest points of a triangle mesh.
#pragma once

#include <array>
#include <vector>

#include "core/samples/shapes.h"

namespace orthoscope {

struct SurfacePoint {
    Index face = -1;
    std::array<double, 3> weights{};  // barycentric, sum 1, none negative
    double distance = 0;
};

// Exact: a uniform grid of boxes, searched outward until no nearer triangle can follow.
class NearestOnMesh {
  public:
    explicit NearestOnMesh(const Mesh& mesh);  // keeps a reference
    SurfacePoint operator()(const Point3& p) const;

  private:
    std::array<int, 3> box_of(const Point3& p) const;
    std::size_t number(int x, int y, int z) const;
    void try_box(std::size_t box, const Point3& p, SurfacePoint& best) const;

    const Mesh& mesh_;
    Point3 low_;
    double step_ = 1;
    std::array<int, 3> size_{};
    std::vector<std::vector<int>> boxes_;
};

// Nearest point of one triangle: weights of its corners.
SurfacePoint nearest_on_triangle(const Point3& p, const Point3& a, const Point3& b, const Point3& c);

}  // namespace orthoscope
