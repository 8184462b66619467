// GroupScene: several sets that move onto their common mean, each in its colour; the mean as rings.
#pragma once

#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/scenes/view_bounds.h"

namespace orthoscope {

class PointGlyphs;

class GroupScene : public Scene {
  public:
    GroupScene();
    ~GroupScene() override;
    bool accepts(const State* state) const override;
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor& cursor) override;
    std::vector<Eigen::Vector3d> bounds() const override { return bounds_.places(); }
    bool planar() const override { return space_.planar(); }
    std::vector<Pickable> pickable() const override;
    std::vector<DrawnShape> hiding() const override;
    std::vector<Marked> marked() const override;
    void prepare(const ViewStyle& style) override;
    void tell(SceneNotes& notes, const Projector& project) const override;

  private:
    const GroupState& state(std::size_t frame) const;
    void build(vtkRenderer* scene);
    void gather_bounds();
    Matrix mean_rows(const SharedMatrix& mean) const;
    void place_mean(const GroupState& from, const GroupState& to, double weight);
    void upload_mean();
    void draw_spokes();
    void find_worst(const GroupState& end);

    SceneInputs inputs_;
    const Pairs* built_for_ = nullptr;
    std::size_t built_budget_ = 0;
    ShownSpace space_;
    std::vector<const Matrix*> rows_;  // of every set
    std::vector<Index> drawn_;         // the same rows of every set
    std::vector<std::unique_ptr<SetDrawing>> sets_;
    std::unique_ptr<PointGlyphs> mean_;
    std::unique_ptr<Ribbons> spokes_;
    vtkRenderer* renderer_ = nullptr;
    SharedMatrix mean_from_, mean_to_;  // of the two frames that are shown
    Matrix mean_start_, mean_end_;      // their drawn rows, drawn x k; empty without a mean
    double mean_weight_ = 0;
    bool mean_known_ = false, mean_comes_ = false, mean_goes_ = false;
    std::vector<ProjectedPose> poses_;
    bool rigid_ = true;
    const GroupState* worst_of_ = nullptr;
    std::vector<SceneNotes::Listed> worst_;
    ViewBounds bounds_;
    std::vector<Matrix> outer_;      // rows that bound each set
    std::vector<FramePtr> bounded_;  // frames that the bounds hold
};

}  // namespace orthoscope
