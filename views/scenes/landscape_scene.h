// LandscapeScene: the alignment on the left, and beside it the cost of every rotation: in space a translucent ball of
// rotation vectors, in the plane a curve over the angle. The lanes' paths run through it, and a person drags a guess
// in it and sees the source follow.
#pragma once

#include "core/alignment/landscape.h"
#include "views/scenes/alignment_scene.h"
#include "views/scenes/beside.h"
#include "views/scenes/landscape_path.h"
#include "views/scenes/rotation_ball.h"

namespace orthoscope {

class LandscapeScene : public Scene, public Beside {
  public:
    // Alignments of two or three dimensions.
    bool accepts(const State* state) const override;
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor& cursor) override;
    std::vector<Eigen::Vector3d> bounds() const override;
    bool planar() const override { return cloud_.planar(); }
    std::vector<Pickable> pickable() const override { return cloud_.pickable(); }
    std::vector<Marked> marked() const override { return cloud_.marked(); }
    void prepare(const ViewStyle& style) override { cloud_.prepare(style); }
    void tell(SceneNotes& notes, const Projector& project) const override;
    Beside* beside() override { return this; }

    Eigen::Vector3d extent() const override;
    void prepare_beside(const ViewStyle& style) override;
    void tell_beside(SceneNotes& notes, const Projector& project) const override;
    bool take(const Projector& project, double x, double y, double reach) override;
    void drag(const Projector& project, double x, double y) override;
    void push(const Projector& project, double share) override;
    std::optional<Matrix> guess() const override { return guess_; }
    void set_guess(std::optional<Matrix> rotation) override;

  private:
    using Place = Eigen::Vector3d;
    Index dimension() const { return inputs_.exhibit->pairs->dimension(); }
    const AlignmentState* state(std::size_t frame) const;
    void find_paths(bool anew);
    void find_landscape(std::size_t frame);
    void move_cloud();                   // to the guess, or to where playback stands
    void hold_guess(const Vector& v);
    Place place(const Vector& v) const;  // of a rotation vector or an angle in this view
    std::optional<Place> place_of(const std::optional<Matrix>& rotation) const;  // none in the other ball
    Vector handle() const;               // where the marker of the guess stands
    void draw_frame();
    void draw_curve();
    void draw_path(const LanePath& path, const Pen& pen);
    void draw_marks();
    void disc(const Place& at, double radius, const Colour& colour);
    void ring(const Place& at, double radius, const Colour& colour);

    SceneInputs inputs_;
    AlignmentScene cloud_;
    std::unique_ptr<RotationBall> ball_;
    std::unique_ptr<Ribbons> lines_;
    vtkRenderer* renderer_ = nullptr;

    std::vector<LanePath> paths_;  // the lane shown comes last
    std::size_t paths_of_ = 0;     // frames in all when they were made
    const Frame* paths_to_ = nullptr;
    bool centred_ = false;  // every rotation with its best shift

    Cursor cursor_;
    std::optional<Landscape> landscape_;
    const AlignmentState* landscape_of_ = nullptr;
    double covered_ = 1;  // share of the rows that the landscape holds so far
    bool mirrored_ = false;
    std::vector<CriticalPoint> critical_;
    std::optional<Matrix> present_;
    std::optional<Matrix> guess_;
    bool guess_shown_ = false;  // the cloud follows it
    Theme theme_ = Theme::Dark;
};

}  // namespace orthoscope
