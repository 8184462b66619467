// PlanePicture: a row of D numbers in the shape that the data's frames have: an image, a shape in space, or a curve.
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "views/theme/palette.h"

namespace orthoscope {

struct PlanePicture {
    // An image, its cells means where it has more than 24 a side; one row: a curve. Of a shape: its places as they are.
    Matrix cells;
    double low = 0, high = 0;     // what is black and white, or the two ends about zero
    std::vector<Colour> colours;  // of a colour frame, row by row, as the file has them between low and high; else empty
    // Points of a shape, n x 2 in -1..1, y upwards; what moves goes from `from` to `to`, else `to` is empty.
    Matrix from, to;
    Triangles triangles;        // nearest last; of `from`
    std::vector<double> light;  // 0..1, one a triangle
    bool empty() const { return cells.size() == 0; }
    bool shape() const { return from.rows() > 0; }
};

// Makes pictures of the rows of one dataset.
class FramePictures {
  public:
    // `mean`: 1 x D, where a shape stands whose rows are displacements. `set` is kept alive by the caller.
    FramePictures(const Dataset& set, const RowVector& mean);

    PlanePicture frame(const RowVector& row) const;  // a place of its own
    // Something added to a frame. `scale`: how long the arrows of a shape are drawn; 0: the longest a quarter of the picture.
    PlanePicture direction(const RowVector& row, double scale = 0) const;
    // What is not shown as it is, as a caption: "mean of colours", "24 × 24 means"; empty: all is.
    std::string note() const;

  private:
    enum class Form { Curve, Image, Shape };
    Matrix project(const RowVector& row, Matrix* depth = nullptr) const;  // places of a shape in the picture
    PlanePicture image(const RowVector& row, bool colours) const;
    void put_triangles(PlanePicture& picture, const RowVector& row) const;

    const Dataset& set_;
    Form form_ = Form::Curve;
    Index height_ = 0, width_ = 0, channels_ = 1, every_ = 1;
    RowVector mean_;
    Matrix axes_;       // c x 3 (or c x 2), what a shape is seen along
    RowVector centre_;  // c
    double unit_ = 1;   // of a shape's lengths to those of the picture
};

}  // namespace orthoscope
