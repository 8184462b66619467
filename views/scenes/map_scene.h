// MapScene: two shapes side by side, turned together, each in colours that the map carries from one to the other.
#pragma once

#include "views/scenes/map_lanes.h"
#include "views/scenes/map_paint.h"
#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"

namespace orthoscope {

class MapScene : public Scene {
  public:
    static constexpr Index most_lines = 36;
    static constexpr double wrong_from = 0.1;  // of the square root of the area: a line to there is red

    bool accepts(const State* state) const override;
    void set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) override;
    void clear() override;
    void show(const Cursor& cursor) override;
    std::vector<Eigen::Vector3d> bounds() const override;
    std::vector<Eigen::Vector3d> bounds_along(const Eigen::Vector3d& right) const override;
    bool planar() const override { return false; }
    std::vector<Pickable> pickable() const override;
    std::vector<DrawnShape> hiding() const override;
    std::vector<Marked> marked() const override;
    void prepare(const ViewStyle& style) override;
    void tell(SceneNotes& notes, const Projector& project) const override;

    // 0 at home, 1 where every target vertex lies on its image: there and back within the last passage.
    static double travel(double weight);
    const MapPainter& painter() const { return painter_; }

  private:
    struct Side {
        MapShape shape;
        Matrix rows;                                      // where its vertices are: those of the shape, or cut off
        std::unique_ptr<SetDrawing> drawing;
        Eigen::Vector3d place = Eigen::Vector3d::Zero();  // of its middle, in the world
        Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
        Eigen::Vector3d at(Index row) const { return turn * rows.row(row).transpose() + place; }
    };
    const ShapeState& own_state(std::size_t frame) const;
    const StatePtr& shared_state(std::size_t frame) const;  // the frame's own, or as the cut-off has it
    const ShapeState& state(std::size_t frame) const { return std::get<ShapeState>(*shared_state(frame)); }
    std::size_t now() const { return weight_ == 1 ? upper_ : lower_; }  // the last frame that is reached
    const Pairs& pairs() const { return *inputs_.exhibit->pairs; }
    bool single() const { return sides_.size() < 2; }
    void build(vtkRenderer* scene);
    void place(const ViewFrame& frame);
    double apart(const Eigen::Vector3d& right) const;
    std::vector<Eigen::Vector3d> bounds_of(const Side& side) const;
    void cut();
    void move_home();
    void tell_cut(MapNotes& notes) const;
    void set_journey();
    void send_target();
    void draw_lines();
    void draw_trail();
    void follow_selection();
    Index other_of(const ShapeState& state, const Selected& row) const;
    MapNotes::Curves curves() const;

    SceneInputs inputs_;
    const Pairs* built_for_ = nullptr;
    std::size_t built_budget_ = 0;
    Theme built_theme_ = Theme::Dark;
    std::vector<Side> sides_;
    std::unique_ptr<SetDrawing> home_;  // of the target, as glass, while its vertices travel
    std::unique_ptr<Ribbons> lines_, trail_;
    vtkRenderer *scene_renderer_ = nullptr, *marks_renderer_ = nullptr;
    MapPainter painter_;
    MapLanes lanes_;
    std::vector<Index> line_rows_;  // of the target
    std::size_t lines_drawn_ = 0;

    std::size_t lower_ = 0, upper_ = 0;
    double weight_ = 0, travel_ = 0;
    bool travelling_ = false;
    StatePtr journey_of_;  // whose map the drawn target knows
    std::shared_ptr<const CutOff> cut_;  // what the vertices stand for; null: as they are
    StatePtr cut_state_, cut_from_;      // with its map, made of this frame's
    MapNotes notes_;
    const Matrix* sliced_of_ = nullptr;
    MapNotes::Sliced sliced_;

    // Where the partner of the selected row was at each frame.
    std::optional<Selected> trail_of_;
    const Frame* trail_to_ = nullptr;
    std::vector<Index> trail_rows_;
};

}  // namespace orthoscope
