// RotationBall: the cost of every rotation of space as a translucent ball of rotation vectors (radius pi, centred at
// the origin), marched through by a shader in closed form: another landscape is ten numbers, nothing is uploaded.
#pragma once

#include <vtkNew.h>

#include "core/alignment/landscape.h"
#include "views/scenes/view_style.h"

class vtkActor;
class vtkPolyDataMapper;

namespace orthoscope {

class RotationBall {
  public:
    RotationBall();
    ~RotationBall();

    // The landscape must be of three dimensions.
    void set_landscape(const Landscape& landscape, bool mirrored);
    void set_visible(bool visible);
    void set_steps(int steps) { steps_ = steps; }  // along a ray
    void prepare(const ViewStyle& style);          // before each paint
    vtkActor* actor() const;

  private:
    // (T00, T0., diagonal, off-diagonal) of the form, 0 at the optimum and 1 at the worst.
    double corner_ = 0;
    Eigen::Vector3d edge_, square_, cross_;
    int steps_ = 36;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkActor> actor_;
};

// Colours of a cost between the best (0) and the worst (1): the best stands out from the ground of either theme.
Colour landscape_colour(Theme theme, double share);

}  // namespace orthoscope
