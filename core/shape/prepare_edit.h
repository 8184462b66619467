// A triangle mesh that is split, collapsed and flipped in place, of any topology.
#pragma once

#include <array>
#include <vector>

#include "core/data/dataset.h"
#include "core/samples/shapes.h"

namespace orthoscope {

class EditMesh {
  public:
    using Face = std::array<int, 3>;
    struct Edge {
        int a, b;
    };
    // The faces of an edge; more than two are counted, not listed.
    struct Sides {
        int count = 0;
        std::array<int, 2> face{-1, -1};
    };

    explicit EditMesh(const Mesh& mesh);  // faces that name a vertex twice are left out

    std::vector<Point3> points;
    int vertices_alive() const { return alive_; }
    bool alive(int vertex) const { return !star_[std::size_t(vertex)].empty(); }
    const Face& face(int f) const { return faces_[std::size_t(f)]; }
    const std::vector<int>& star(int vertex) const { return star_[std::size_t(vertex)]; }
    Point3 normal(int f) const;  // twice the area long
    std::vector<Edge> edges() const;
    bool is_edge(Edge e) const { return sides(e).count > 0; }
    Sides sides(Edge e) const;
    std::vector<int> neighbours(int vertex) const;  // ascending
    bool on_boundary(int vertex) const;             // or on an edge of three faces

    void split(Edge e, const Point3& place);
    // `gone` is drawn into `kept`, which stays where it is. Refused where the topology would change, a triangle would turn
    // by more than some 70 degrees, an edge would be longer than `longest`, or a boundary would move by more than `slack`.
    bool collapse(int gone, int kept, double longest, double slack);
    // Where it is not Delaunay and its two triangles lie nearly in one plane.
    bool flip_to_delaunay(Edge e);

    Mesh mesh(std::vector<int>& kept) const;  // and the vertices that are left, in order

  private:
    static int opposite(const Face& face, Edge e) { return face[0] + face[1] + face[2] - e.a - e.b; }
    void drop(int vertex, int f);
    bool keeps_topology(int gone, int kept, const Sides& sides) const;
    bool boundary_allows(int gone, int kept, const Sides& sides, double slack) const;

    std::vector<Face> faces_;  // dead ones name -1
    std::vector<std::vector<int>> star_;
    int alive_ = 0;
};

}  // namespace orthoscope
