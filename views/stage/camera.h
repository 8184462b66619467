// Camera arithmetic of the stage: turning, shifting, zooming, fitting, standard views and the easing between
// them. Knows no VTK; lengths on the screen are device pixels, world units are those of the data.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "views/stage/stage.h"

namespace orthoscope {

// The picture and the strips of it that overlays cover.
struct Screen {
    double width = 1, height = 1;
    double left = 0, top = 0, right = 0, bottom = 0;
    double x = 0;  // of its left edge, where it is a part of the picture
    double lowered = 0;  // further pixels at the top that a fit leaves free; where the focus is seen stays as it is
    double free_width() const { return std::max(1.0, width - left - right); }
    double free_height() const { return std::max(1.0, height - top - bottom - lowered); }
    // Centre of the free part in -1..1 of the whole, y upward: where the focus is seen.
    Eigen::Vector2d centre() const { return {(left - right) / width, (bottom - top) / height}; }
};

// Orthonormal: x right, y up, z from the focus towards the eye.
struct ViewFrame {
    Eigen::Vector3d eye, right, up, back;
    double distance = 1;     // eye to focus
    double half_height = 1;  // world units from centre to upper edge at the focus
    bool orthographic = false;
    // World length of one pixel at p.
    double pixel(const Eigen::Vector3d& p, double height) const;
};
ViewFrame view_frame(const Camera& camera);

// The same direction and kind of view onto things about the origin: a ball of radius half.x, or seen flat from the
// front a box of half sizes (half.x, half.y); `zoom` above 1 is nearer.
Camera linked_camera(const Camera& camera, const Eigen::Vector3d& half, bool flat, const Screen& screen, double zoom);

class CameraControl {
  public:
    const Camera& camera() const { return camera_; }
    void set(const Camera& camera);            // as given, at once
    bool touched() const { return touched_; }  // a person moved it: fitting by itself has ended
    void release() { touched_ = false; }
    void set_planar(bool planar) { planar_ = planar; }  // data in a plane: seen from the front, never turned

    // What to fit instead of the points given, where it says anything: places that depend on the view's right.
    void set_arrangement(std::function<std::vector<Eigen::Vector3d>(const Eigen::Vector3d&)> places) {
        arrangement_ = std::move(places);
    }

    // All `points` inside the free part, seen from `direction` (from the data towards the eye).
    void fit(const std::vector<Eigen::Vector3d>& points, const Screen& screen, bool ease);
    void look_from(CameraView view, const std::vector<Eigen::Vector3d>& points, const Screen& screen,
                   bool ease);
    void look_from_default(const std::vector<Eigen::Vector3d>& points, const Screen& screen);
    void set_orthographic(bool on);

    void turn(double dx, double dy, const Screen& screen);
    void shift(double dx, double dy, const Screen& screen);
    // `factor` above 1 brings nearer; the world point under x, y keeps its place.
    void zoom(double factor, double x, double y, const Screen& screen);

    bool easing() const { return goal_.has_value(); }
    void tick(double seconds);

  private:
    void go(const Camera& goal, bool ease);
    Camera fitted(const Eigen::Vector3d& back, const Eigen::Vector3d& up,
                  const std::vector<Eigen::Vector3d>& points, const Screen& screen) const;
    Camera camera_, start_;
    std::optional<Camera> goal_;
    double elapsed_ = 0;
    bool touched_ = false, planar_ = false;
    std::function<std::vector<Eigen::Vector3d>(const Eigen::Vector3d&)> arrangement_;
};

}  // namespace orthoscope
