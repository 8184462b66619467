// AlignmentScene: a source that moves onto a target, with what each phase computed drawn where it belongs.
#pragma once

#include <map>

#include "views/scenes/drawn_rows.h"
#include "views/scenes/halos.h"
#include "views/scenes/lane_pictures.h"
#include "views/scenes/match_lines.h"
#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/scenes/tour_space.h"
#include "views/scenes/view_bounds.h"

namespace orthoscope {

class AlignmentScene : public Scene {
  public:
    bool accepts(const State* state) const override;
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor& cursor) override;
    std::vector<Eigen::Vector3d> bounds() const override { return bounds_.places(); }
    void show_pose(const ProjectedPose& pose);  // another pose than playback's, until the next show()
    bool planar() const override { return space_.planar(); }
    std::vector<Pickable> pickable() const override;
    std::vector<Marked> marked() const override;
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
        std::size_t lower_index = 0, upper_index = 0;
    };
    // What a frame is about, by what its state holds.
    enum class Beat { Start, Centre, Axes, Rest };
    Beat beat(std::size_t frame) const;
    const AlignmentState& state(std::size_t frame) const;
    const RotationPath* turning_path() const;
    ShownSpace choose_space();
    bool touring() const;
    void follow_tour();
    void bound_tour();
    void move_source();
    void build(vtkRenderer* scene, vtkRenderer* marks);
    void build_halos();
    void gather_bounds();
    void find_centroids();
    void draw_lines();
    void draw_centroids();
    void draw_axes();
    double axis_length(const AlignmentState& state, Index i) const;  // of u_i and v_i, in the world
    void bound_axes(const AlignmentState& state, const ProjectedPose& pose);
    void settle();
    void show_residuals();
    void list_rows();
    // A value for each beat, blended in between two frames.
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

    const RotationPath* built_path_ = nullptr;            // that the space was chosen by; null: none
    std::optional<TourSpace> tour_;
    std::uint64_t built_seed_ = 0;
    const Frame* tour_of_ = nullptr;                      // last frame when the tour's bounds were found
    MatchLines match_lines_;
    LanePictures lane_pictures_;
    std::unique_ptr<Halos> halos_;
    const Bootstrap* halos_of_ = nullptr;
    std::optional<RowVector> source_mean_, target_mean_;  // of a run that centres
    Partners partners_;                                   // at the frame whose residuals are shown
    ViewBounds bounds_;
    Matrix outer_source_;                   // rows that bound the source
    std::vector<FramePtr> bounded_;         // frames that the bounds hold
    std::map<int, FramePtr> last_bounded_;  // by lane

    Moment now_;
    const AlignmentState* residuals_of_ = nullptr;
    std::shared_ptr<const Residuals> spread_;
    std::vector<double> residuals_;  // one a drawn row of the source, NaN without a partner
    double residual_high_ = 0;
    bool coloured_ = false;
    std::optional<AlignmentState> settled_;  // the last frame with the report's matching
    std::pair<const Report*, const State*> settled_of_;
    const Report* listed_of_ = nullptr;
    std::vector<SceneNotes::Listed> worst_, hubs_;
    std::vector<std::pair<Eigen::Vector3d, std::string>> labels_;
};

}  // namespace orthoscope
