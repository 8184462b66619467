// Scene: shows one kind of recorded state. The stage asks the scenes in order and uses the first that
// accepts.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <string>
#include <vector>

#include "views/overlay/overlay.h"
#include "views/scenes/drawn_shape.h"
#include "views/scenes/view_style.h"
#include "views/stage/exhibit.h"

class vtkRenderer;

namespace orthoscope {

class SetDrawing;

// From the world to device pixels from the top left; depth grows away from the eye, and is negative behind
// it.
class Projector {
  public:
    Projector(const Camera& camera, const Screen& screen) : frame_(view_frame(camera)), screen_(screen) {}
    Eigen::Vector3d operator()(const Eigen::Vector3d& at) const;
    // The place at `depth` that is seen at (x, y): the inverse.
    Eigen::Vector3d place(double x, double y, double depth) const;
    const ViewFrame& frame() const { return frame_; }

  private:
    ViewFrame frame_;
    Screen screen_;
};

struct SceneInputs {
    std::shared_ptr<const Exhibit> exhibit;
    Look look;
    std::size_t budget = 20000;  // points in all
    vtkRenderer* beside = nullptr;  // for a scene with a second view
};

// A set that the pointer can find points of.
struct Pickable {
    const SetDrawing* drawing;
    DatasetPtr set;
};

// Where a selected row, or one that belongs to it, is now.
struct Marked {
    Eigen::Vector3d place;
    Selected row;
};
class Beside;

class Scene {
  public:
    virtual ~Scene() = default;

    virtual bool accepts(const State* state) const = 0;  // null: nothing has run
    // Builds what is drawn, into `scene` and, always in front, `marks`; show() follows. Called again for
    // other inputs; more frames of the same run, or another look, cost little.
    virtual void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) = 0;
    virtual void clear() = 0;  // takes everything off the renderers
    virtual void show(const Cursor& cursor) = 0;
    // Places that the view must hold over the whole motion; `planar`: they lie in a plane seen from the
    // front.
    virtual std::vector<Eigen::Vector3d> bounds() const = 0;
    // The same for a scene that arranges what it shows along the view's right; empty: arranged once for all.
    virtual std::vector<Eigen::Vector3d> bounds_along(const Eigen::Vector3d& /*right*/) const { return {}; }
    virtual bool planar() const = 0;
    virtual std::vector<Pickable> pickable() const = 0;
    virtual std::vector<DrawnShape> hiding() const { return {}; }  // what else hides points, and is none
    // The row of Look::selected first, then its partners; empty where there is none.
    virtual std::vector<Marked> marked() const { return {}; }
    virtual void prepare(const ViewStyle& style) = 0;  // before each paint
    virtual void tell(SceneNotes& notes, const Projector& project) const = 0;
    virtual Beside* beside() { return nullptr; }  // its second view
};

std::unique_ptr<Scene> make_alignment_scene();
std::unique_ptr<Scene> make_group_scene();
std::unique_ptr<Scene> make_landscape_scene();
std::unique_ptr<Scene> make_map_scene();
std::unique_ptr<Scene> make_planes_scene();
std::unique_ptr<Scene> make_descent_scene();
std::unique_ptr<Scene> make_spectrum_scene();
std::unique_ptr<Scene> make_data_scene();

}  // namespace orthoscope
