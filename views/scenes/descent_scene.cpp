// Driven values are shown by the board over the picture (views/overlay/panels/descent_board.cpp); the scene gives each lane
// a small picture of its values over the steps.
#include <algorithm>
#include <cmath>
#include <map>

#include "views/scenes/scene.h"

namespace orthoscope {
namespace {

constexpr Index most_curves = 12, most_steps = 30;

const DescentState* descent(const Frame& frame) { return frame.state ? std::get_if<DescentState>(frame.state.get()) : nullptr; }

// 0 at the foot, 1 at the top; iterations by their logarithms, for they span decades.
double height_of(double value, double top, bool logarithmic) {
    if (!logarithmic) return value / top;
    return value > 0 ? (std::log10(value) + 3) / 3.5 : -1;
}

SceneNotes::LanePicture picture_of(const DescentState& s, int lane, double top) {
    SceneNotes::LanePicture out;
    out.lane = lane;
    const Matrix& path = *s.path;
    const bool logarithmic = s.polynomial != nullptr;
    const Index all = s.times->rows(), columns = path.cols();
    for (Index c = 0; c < std::min(columns, most_curves); ++c) {
        const Index k = columns <= most_curves ? c : c * (columns - 1) / (most_curves - 1);
        for (Index i = 0; i < std::min(all, most_steps); ++i) {
            const Index t = all <= most_steps ? i : i * (all - 1) / (most_steps - 1);
            if (t >= path.rows()) break;
            const double x = all > 1 ? double(t) / double(all - 1) : 0, y = height_of(path(t, k), top, logarithmic);
            out.source.emplace_back(float(0.05 + 0.9 * x), float(0.95 - 0.9 * y));
        }
    }
    return out;
}

class DescentScene : public Scene {
  public:
    bool accepts(const State* state) const override { return state && std::holds_alternative<DescentState>(*state); }
    void set_inputs(const SceneInputs& inputs, vtkRenderer*, vtkRenderer*) override {
        lanes_.clear();
        std::map<int, const DescentState*> last;
        for (auto& frame : inputs.exhibit->all_frames)
            if (auto s = descent(*frame); s && s->path && s->times && s->path->size() > 0) last[frame->lane] = s;
        double top = 0;
        for (auto& [lane, s] : last)
            if (!s->diverged) top = std::max(top, s->path->maxCoeff());
        for (auto& [lane, s] : last) lanes_.push_back(picture_of(*s, lane, top > 0 ? top : 1));
    }
    void clear() override { lanes_.clear(); }
    void show(const Cursor&) override {}
    std::vector<Eigen::Vector3d> bounds() const override { return {{-1, -1, 0}, {1, 1, 0}}; }
    bool planar() const override { return true; }
    std::vector<Pickable> pickable() const override { return {}; }
    void prepare(const ViewStyle&) override {}
    void tell(SceneNotes& notes, const Projector&) const override { notes.lanes = lanes_; }

  private:
    std::vector<SceneNotes::LanePicture> lanes_;
};

}  // namespace

std::unique_ptr<Scene> make_descent_scene() { return std::make_unique<DescentScene>(); }

}  // namespace orthoscope
