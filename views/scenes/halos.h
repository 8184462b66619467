// Halos: the possible images of some points, one for each refit of a bootstrap, over those of shuffled pairs.
#pragma once

#include <memory>

#include "core/alignment/bootstrap.h"
#include "views/scenes/set_drawing.h"

namespace orthoscope {

class PointGlyphs;

class Halos {
  public:
    static constexpr std::size_t most_points = 200;

    // Images of at most `most_points` of `rows` (all drawn source rows), seen through `axes` (D x k).
    Halos(const Bootstrap& fits, const Matrix& source, const std::vector<Index>& rows, const Matrix& axes,
          const Palette& colours);
    ~Halos();
    void attach(vtkRenderer* renderer);
    void show(bool on);
    void prepare(const ViewStyle& style);
    std::size_t points() const { return points_; }
    const Positions& images() const;  // of the refits, points() a refit
    const Positions& shuffled() const;

  private:
    std::size_t points_ = 0;
    std::unique_ptr<PointGlyphs> images_, shuffled_;
    vtkRenderer* renderer_ = nullptr;
};

}  // namespace orthoscope
