// SetDrawing: one set on the picture, as points or as a surface, moved by one matrix where it has at most
// three dimensions, else by projecting its drawn rows again.
#pragma once

#include <memory>
#include <vector>

#include "core/recording/state.h"
#include "views/scenes/drawn_shape.h"
#include "views/scenes/shown_space.h"
#include "views/scenes/view_style.h"

class vtkActor;
class vtkRenderer;

namespace orthoscope {

class ComputeBackend;
class MovingSet;
class PointGlyphs;
class Surface;
struct Pattern;

class SetDrawing {
  public:
    struct Plan {
        const Matrix* rows = nullptr;          // n x D; looked at in the constructor alone
        std::vector<Index> drawn;              // rows drawn as points; a surface draws all
        const Triangles* triangles = nullptr;  // null: points
        Glyph shape = Glyph::Disc;
        Colour colour;
        ComputeBackend* compute = nullptr;  // who projects rows of D > 3 numbers; looked at in the constructor alone; null: the CPU
    };
    SetDrawing(const Plan& plan, const ShownSpace& space);
    ~SetDrawing();

    void attach(vtkRenderer* renderer);
    void rest();  // every row x at x P
    void move(const ProjectedPose& pose);
    // The same for a pose seen through a basis of some dimensions more, `pose.turn` D x k and `within` k x 3, shown as
    // turn within: as long as only `within` changes, the rows are not multiplied by D x k again. D > 3.
    void move_within(const ProjectedPose& pose, const Matrix& within);
    void set_colours(
        const std::vector<std::uint8_t>& rgb);  // three bytes a drawn row; empty: the plan's colour
    void set_pattern(const Pattern& pattern);  // of a surface; points have none
    void bend(const Positions& places);  // D <= 3: the drawn rows elsewhere than where the plan put them; one a column
    // Where each drawn row can go, in the units of the rows; D <= 3. One upload: blend() moves every one by uniforms.
    void set_ends(Ends ends);
    void blend(BlendPose pose);  // before the set as a whole is moved
    void show(bool on);
    void stay(double presence);  // the set that stays: a surface turns to glass, points grow fainter below 1
    void prepare(const ViewStyle& style);

    std::size_t size() const { return rows_.size(); }
    const std::vector<Index>& rows() const { return rows_; }  // of the set, one a drawn point
    bool is_surface() const { return surface_ != nullptr; }
    DrawnShape shape() const;
    Eigen::Vector3d at(std::size_t i) const;                         // where the i-th drawn point is now
    const Eigen::Vector3d& centre() const { return centre_shown_; }  // mean of the rows, moved

  private:
    void apply(const Eigen::Matrix3d& linear, const Eigen::Vector3d& offset);
    Positions projected(const Matrix& turn) const;  // drawn rows - centre times D x k, k <= 3; 0 where it fails

    std::vector<Index> rows_;
    RowVector centre_;       // mean of the set, D; positions are kept relative to it
    std::unique_ptr<MovingSet> held_;  // drawn rows, for D > 3
    Matrix axes_;            // P
    Eigen::MatrixXf reduced_;          // k x n: the same times scale and turn of the last move_within
    Matrix reduced_turn_;
    Colour colour_;
    bool flat_;  // D <= 3
    Eigen::Matrix3d linear_ = Eigen::Matrix3d::Identity();
    Eigen::Vector3d offset_ = Eigen::Vector3d::Zero(), centre_shown_ = Eigen::Vector3d::Zero();
    std::unique_ptr<PointGlyphs> points_;
    std::unique_ptr<Surface> surface_;
    vtkActor* actor_ = nullptr;
    vtkRenderer* renderer_ = nullptr;
};

// A row of at most three numbers as a place on the picture.
Eigen::Vector3d shown(const RowVector& row);

}  // namespace orthoscope
