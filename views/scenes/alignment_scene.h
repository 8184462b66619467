// AlignmentScene: a source that moves onto a target, with what each phase computed drawn where it belongs.
#pragma once

#include "views/scenes/drawn_rows.h"
#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"

namespace orthoscope {

class AlignmentScene : public Scene {
  public:
    bool accepts(const State* state) const override;
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor& cursor) override;
    std::vector<Eigen::Vector3d> bounds() const override;
    bool planar() const override { return space_.planar(); }
    std::vector<Pickable> pickable() const override;
    void prepare(const ViewStyle& style) override;
    void tell(SceneNotes& notes, const Projector& project) const override;

  private:
    // What is on the picture now: two frames, the weight between them, the pose that follows.
    struct Moment {
        const Frame* lower = nullptr;
        const Frame* upper = nullptr;
        const AlignmentState* from = nullptr;
        const AlignmentState* to = nullptr;
        double weight = 0;
        ProjectedPose pose;
        bool complete = false;  // the last frame of a run that has ended
    };
    const AlignmentState& state(std::size_t frame) const;
    ShownSpace choose_space() const;
    void build(vtkRenderer* scene, vtkRenderer* marks);
    void choose_lines();
    void find_centroids();
    void draw_lines();
    void draw_centroids();
    void draw_axes();
    double axis_length(const AlignmentState& state, Index i) const;  // of u_i and v_i, in the world
    void append_axes(std::vector<Eigen::Vector3d>& places, const AlignmentState& state,
                     const ProjectedPose& pose) const;
    void show_residuals();
    double strength(const Frame& frame, double start, double centre, double axes, double rest) const;
    double strength(double start, double centre, double axes, double rest) const;

    SceneInputs inputs_;
    const Pairs* built_for_ = nullptr;
    std::size_t built_budget_ = 0;
    Projection built_projection_ = Projection::PrincipalAxes;
    ShownSpace space_;
    DrawnRows drawn_;
    std::unique_ptr<SetDrawing> source_, target_;
    std::unique_ptr<Ribbons> lines_, marks_;
    vtkRenderer *scene_renderer_ = nullptr, *marks_renderer_ = nullptr;
    double radius_ = 1;  // of the target about its mean, for the lengths of axes

    Matrix line_source_;                                  // rows of the source that lines start from
    std::vector<Eigen::Vector3d> line_target_;            // where they end
    double line_reference_ = 1;                           // a long line
    std::optional<RowVector> source_mean_, target_mean_;  // of a run that centres
    std::vector<Index> partner_;                          // target row of each source row, -1 none

    Moment now_;
    const AlignmentState* residuals_of_ = nullptr;
    std::vector<double> residuals_;  // one a drawn row of the source, NaN without a partner
    double residual_high_ = 0;
    bool coloured_ = false;
    std::vector<std::pair<Eigen::Vector3d, std::string>> labels_;
};

}  // namespace orthoscope
