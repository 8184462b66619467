// Rotation planes and loops of orientations are shown by boards over the picture (views/overlay/panels/planes_board.cpp): the
// space behind it stays empty. Turning the view turns what they draw in space: the torus of two planes, the body.
#include "views/scenes/scene.h"

namespace orthoscope {
namespace {

class PlanesScene : public Scene {
  public:
    bool accepts(const State* state) const override {
        return state && (std::holds_alternative<PlanesState>(*state) || std::holds_alternative<LoopState>(*state));
    }
    void set_inputs(const SceneInputs&, vtkRenderer*, vtkRenderer*) override {}
    void clear() override {}
    void show(const Cursor&) override {}
    std::vector<Eigen::Vector3d> bounds() const override { return {{-1, -1, -1}, {1, 1, 1}}; }
    bool planar() const override { return false; }
    std::vector<Pickable> pickable() const override { return {}; }
    void prepare(const ViewStyle&) override {}
    void tell(SceneNotes& notes, const Projector& project) const override {
        const auto& right = project.frame().right;
        const auto& up = project.frame().up;
        notes.view = SceneNotes::Axes{{right.x(), right.y(), right.z()}, {up.x(), up.y(), up.z()}};
    }
};

}  // namespace

std::unique_ptr<Scene> make_planes_scene() {
    return std::make_unique<PlanesScene>();
}

}  // namespace orthoscope
