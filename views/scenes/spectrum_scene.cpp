// Spectra are shown by the board over the picture (views/overlay/panels/spectrum_board.cpp): the space behind it stays empty.
#include "views/scenes/scene.h"

namespace orthoscope {
namespace {

class SpectrumScene : public Scene {
  public:
    bool accepts(const State* state) const override { return state && std::holds_alternative<SpectrumState>(*state); }
    void set_inputs(const SceneInputs&, vtkRenderer*, vtkRenderer*) override {}
    void clear() override {}
    void show(const Cursor&) override {}
    std::vector<Eigen::Vector3d> bounds() const override { return {{-1, -1, 0}, {1, 1, 0}}; }
    bool planar() const override { return true; }
    std::vector<Pickable> pickable() const override { return {}; }
    void prepare(const ViewStyle&) override {}
    void tell(SceneNotes&, const Projector&) const override {}
};

}  // namespace

std::unique_ptr<Scene> make_spectrum_scene() { return std::make_unique<SpectrumScene>(); }

}  // namespace orthoscope
