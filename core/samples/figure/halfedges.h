// A closed triangle mesh that can be edited: half-edges in threes, face f owning 3 f, 3 f + 1, 3 f + 2.
#pragma once

#include <vector>

#include "core/samples/shapes.h"

namespace orthoscope {

class HalfEdges {
  public:
    // Precondition: closed, edge-manifold, oriented.
    explicit HalfEdges(const Mesh& mesh);
    Mesh mesh() const;  // without what was collapsed; vertices and faces keep their order

    std::vector<Point3> points;

    int half_edges() const { return static_cast<int>(origin_.size()); }
    int vertices_alive() const { return alive_; }
    bool alive(int h) const { return origin_[std::size_t(h)] >= 0; }
    bool vertex_alive(int v) const { return outgoing_[std::size_t(v)] >= 0; }
    static int next(int h) { return h % 3 == 2 ? h - 2 : h + 1; }
    static int previous(int h) { return h % 3 == 0 ? h + 2 : h - 1; }
    int opposite(int h) const { return opposite_[std::size_t(h)]; }
    int from(int h) const { return origin_[std::size_t(h)]; }
    int to(int h) const { return origin_[std::size_t(next(h))]; }
    int apex(int h) const { return origin_[std::size_t(previous(h))]; }
    int outgoing(int v) const { return outgoing_[std::size_t(v)]; }
    int around(int h) const { return opposite(previous(h)); }  // the next half-edge out of the same vertex
    int valence(int v) const;
    bool joined(int a, int b) const;
    Point3 face_normal(int h) const;  // twice the area long

    // Whether the edge could be flipped or collapsed without a fault of topology or a turned-over face.
    bool may_flip(int h) const;
    bool may_collapse(int h, const Point3& place, double longest) const;
    void flip(int h);
    int split(int h, const Point3& place);      // returns the new vertex
    void collapse(int h, const Point3& place);  // from(h) goes, to(h) moves to `place`

  private:
    void pair(int h, int other);
    bool keeps_sides(int v, int gone_left, int gone_right, const Point3& place, double longest) const;
    std::vector<int> origin_, opposite_, outgoing_;
    int alive_ = 0;
};

}  // namespace orthoscope
