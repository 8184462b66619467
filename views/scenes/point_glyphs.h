// PointGlyphs: points as lit discs (the set that moves) or rings (the set that stays), one actor, one upload.
#pragma once

#include <vtkNew.h>

#include <Eigen/Core>
#include <vector>

#include "views/scenes/vertex_blend.h"
#include "views/theme/palette.h"

class vtkActor;
class vtkFloatArray;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkUnsignedCharArray;

namespace orthoscope {

class PointGlyphs {
  public:
    explicit PointGlyphs(Glyph shape);
    ~PointGlyphs();

    void set_positions(Positions positions);
    const Positions& positions() const { return positions_; }
    void set_ends(Ends ends);  // as many as there are points
    void blend(const BlendPose& pose) { blend_.go(pose, actor()); }
    Eigen::Vector3d place(Index i) const { return blend_.place(positions_, i); }
    void set_colour(const Colour& colour);
    void set_colours(const std::vector<std::uint8_t>& rgb);   // three bytes a point; empty: the one colour
    void set_diameter(double pixels) { diameter_ = pixels; }  // at the focus, before scale
    void set_presence(double presence) { presence_ = presence; }  // 1 full, towards 0 fainter
    void prepare(const ViewStyle& style);                         // before each paint
    vtkActor* actor() const;
    DrawnShape shape() const;  // without its place

  private:
    void build_shader();
    Positions positions_;
    double diameter_ = 5, presence_ = 1;
    Glyph shape_;
    Sprite sprite_;
    VertexBlend blend_;
    vtkNew<vtkFloatArray> coordinates_;
    vtkNew<vtkUnsignedCharArray> colours_;
    vtkNew<vtkPolyData> data_;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkActor> actor_;
};

// Pixels at scale 1 for one of n points: few are large, many are small.
double diameter_for(std::size_t n);

}  // namespace orthoscope
