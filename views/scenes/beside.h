// Beside: the second view of a scene that has one. It stands right of the first and turns with it, and holds a marker
// that can be dragged.
#pragma once

#include <Eigen/Core>
#include <optional>

#include "core/base/types.h"
#include "views/overlay/overlay.h"
#include "views/scenes/view_style.h"

namespace orthoscope {

class Projector;

class Beside {
  public:
    virtual ~Beside() = default;
    // Half of what is shown about the origin, along each axis; of a view that turns, a ball.
    virtual Eigen::Vector3d extent() const = 0;
    virtual void prepare_beside(const ViewStyle& style) = 0;  // before each paint
    virtual void tell_beside(SceneNotes& notes, const Projector& project) const = 0;

    // The marker: taken by pressing within `reach` pixels of it, dragged in the plane of the view, pushed along it.
    virtual bool take(const Projector& project, double x, double y, double reach) = 0;
    virtual void drag(const Projector& project, double x, double y) = 0;
    virtual void push(const Projector& project, double share) = 0;  // of the extent, away from the eye
    virtual std::optional<Matrix> guess() const = 0;  // the rotation that it stands for; none before it was moved
    virtual void set_guess(std::optional<Matrix> rotation) = 0;
};

}  // namespace orthoscope
