// Surface: a mesh as a matt surface (the set that moves) or as tinted glass (the set that stays).
#pragma once

#include <vtkNew.h>

#include <cstdint>
#include <vector>

#include "core/base/types.h"
#include "views/scenes/normals.h"
#include "views/scenes/vertex_blend.h"

class vtkActor;
class vtkFloatArray;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkUnsignedCharArray;

namespace orthoscope {

// What is drawn over the colours of a surface, fine as the pixels whatever its triangles.
struct Pattern {
    std::vector<float> values;  // four a vertex: a place (two) for the checks, a value for the lines, 1 where striped
    double checks = 0;          // a unit of the place
    double lines = 0;           // a unit of the value
    double strength = 1;        // of checks and lines, 0..1
};

class Surface {
  public:
    // Triangles with a vertex number outside 0..n-1 are left out.
    Surface(Positions vertices, const Triangles& triangles);
    ~Surface();

    const Positions& positions() const { return positions_; }
    void set_colour(const Colour& colour);
    void set_colours(const std::vector<std::uint8_t>& rgb);  // three bytes a vertex; empty: the one colour
    void set_glass(double presence);  // 0: solid; else glass, 1 full, towards 0 fainter
    void move_vertices(Positions vertices);  // as many as there are
    void set_pattern(const Pattern& pattern);
    void set_pixels(double pixels);  // device pixels of one pixel at scale 1
    // As many as there are vertices. The normals on the way are those of the faces as they are there; where `turn` of the
    // blend turns, their middle part is taken as if it did not.
    void set_ends(Ends ends);
    void blend(const BlendPose& pose) { blend_.go(pose, actor()); }
    Eigen::Vector3d place(Index i) const { return blend_.place(positions_, i); }
    vtkActor* actor() const;
    DrawnShape shape() const;  // without its place

  private:
    void begin_patterns();
    void build_vertex_shader();
    Positions positions_, normals_;
    Triangles triangles_;
    bool patterned_ = false, glass_ = false;
    VertexBlend blend_;
    MovingNormals moving_;
    vtkNew<vtkFloatArray> between_, other_;
    vtkNew<vtkFloatArray> pattern_;
    vtkNew<vtkFloatArray> coordinates_, directions_;
    vtkNew<vtkUnsignedCharArray> colours_;
    vtkNew<vtkPolyData> data_;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkActor> actor_;
};

}  // namespace orthoscope
