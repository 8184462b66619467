// Surface: a mesh as a matt surface (the set that moves) or as tinted glass (the set that stays).
#pragma once

#include <vtkNew.h>

#include <cstdint>
#include <vector>

#include "core/base/types.h"
#include "views/scenes/view_style.h"

class vtkActor;
class vtkFloatArray;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkUnsignedCharArray;

namespace orthoscope {

class Surface {
  public:
    // Triangles with a vertex number outside 0..n-1 are left out.
    Surface(Positions vertices, const Triangles& triangles);
    ~Surface();

    const Positions& positions() const { return positions_; }
    void set_colour(const Colour& colour);
    void set_colours(const std::vector<std::uint8_t>& rgb);  // three bytes a vertex; empty: the one colour
    void set_glass(double presence);  // 0: solid; else glass, 1 full, towards 0 fainter
    vtkActor* actor() const;

  private:
    Positions positions_, normals_;
    vtkNew<vtkFloatArray> coordinates_, directions_;
    vtkNew<vtkUnsignedCharArray> colours_;
    vtkNew<vtkPolyData> data_;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkActor> actor_;
};

// Mean of the adjacent face normals, weighted by area, for display only; a vertex of no face gets (0, 0, 1).
Positions vertex_normals(const Positions& vertices, const Triangles& triangles);

}  // namespace orthoscope
