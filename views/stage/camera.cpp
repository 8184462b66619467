#include "views/stage/camera.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>

namespace orthoscope {
namespace {

constexpr double easing_seconds = 0.25;

Eigen::Vector3d vector(const std::array<double, 3>& a) {
    return {a[0], a[1], a[2]};
}
std::array<double, 3> array(const Eigen::Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}
double half_tangent(const Camera& camera) {
    return std::tan(camera.view_angle * std::numbers::pi / 360);
}
double distance(const Camera& camera) {
    return (vector(camera.position) - vector(camera.focus)).norm();
}

Eigen::Quaterniond orientation(const ViewFrame& frame) {
    Eigen::Matrix3d axes;
    axes << frame.right, frame.up, frame.back;
    return Eigen::Quaterniond(axes);
}

void place(Camera& camera, const Eigen::Vector3d& focus, const Eigen::Vector3d& back,
           const Eigen::Vector3d& up, double distance) {
    camera.focus = array(focus);
    camera.position = array(focus + distance * back);
    camera.up = array(up);
}

Camera between(const Camera& a, const Camera& b, double t) {
    const ViewFrame from = view_frame(a), to = view_frame(b);
    const Eigen::Matrix3d axes = orientation(from).slerp(t, orientation(to)).toRotationMatrix();
    Camera result = b;
    const auto grow = [t](double x, double y) { return std::exp((1 - t) * std::log(x) + t * std::log(y)); };
    place(result, (1 - t) * vector(a.focus) + t * vector(b.focus), axes.col(2), axes.col(1),
          grow(from.distance, to.distance));
    result.parallel_scale = grow(a.parallel_scale, b.parallel_scale);
    return result;
}

}  // namespace

ViewFrame view_frame(const Camera& camera) {
    ViewFrame frame;
    frame.eye = vector(camera.position);
    const Eigen::Vector3d out = frame.eye - vector(camera.focus);
    frame.distance = std::max(out.norm(), std::numeric_limits<double>::min());
    frame.back = out / frame.distance;
    frame.right = vector(camera.up).cross(frame.back);
    if (frame.right.norm() < 1e-9) frame.right = frame.back.unitOrthogonal();
    frame.right.normalize();
    frame.up = frame.back.cross(frame.right);
    frame.orthographic = camera.orthographic;
    frame.half_height = camera.orthographic ? camera.parallel_scale : frame.distance * half_tangent(camera);
    return frame;
}

double ViewFrame::pixel(const Eigen::Vector3d& p, double height) const {
    const double at_focus = 2 * half_height / height;
    return orthographic ? at_focus : at_focus * std::max(0.0, (eye - p).dot(back)) / distance;
}

Camera linked_camera(const Camera& camera, const Eigen::Vector3d& half, bool flat, const Screen& screen, double zoom) {
    const ViewFrame frame = view_frame(camera);
    const double t = half_tangent(camera);
    const double ty = t * screen.free_height() / screen.height, tx = t * screen.free_width() / screen.height;
    Camera linked = camera;
    double distance = half.x() / std::sin(std::atan(std::min(tx, ty))) / zoom;
    if (flat) linked.parallel_scale = std::max(half.y() * t / ty, half.x() * t / tx) / zoom;
    if (!flat) linked.parallel_scale = half.x() * t / std::min(tx, ty) / zoom;
    if (camera.orthographic) distance = std::max(linked.parallel_scale / t, 2 * half.x());
    place(linked, Eigen::Vector3d::Zero(), frame.back, frame.up, distance);
    return linked;
}

void CameraControl::set(const Camera& camera) {
    goal_.reset();
    camera_ = camera;
    touched_ = true;
}

void CameraControl::go(const Camera& goal, bool ease) {
    if (!ease) {
        goal_.reset();
        camera_ = goal;
        return;
    }
    start_ = camera_;
    goal_ = goal;
    elapsed_ = 0;
}

void CameraControl::tick(double seconds) {
    if (!goal_) return;
    elapsed_ += seconds;
    const double t = std::clamp(elapsed_ / easing_seconds, 0.0, 1.0);
    camera_ = between(start_, *goal_, t * t * (3 - 2 * t));
    if (t < 1) return;
    camera_ = *goal_;
    goal_.reset();
}

// In camera axes the eye (cx, cy, d) sees p inside half tangents (tx, ty) when |px - cx| <= (d - pz) tx, and
// so for y: four support values give the nearest such eye.
Camera CameraControl::fitted(const Eigen::Vector3d& back, const Eigen::Vector3d& up,
                             const std::vector<Eigen::Vector3d>& given, const Screen& screen) const {
    Camera result = camera_;
    if (given.empty()) return result;
    const Eigen::Vector3d y = (up - up.dot(back) * back).normalized(), x = y.cross(back);
    const auto arranged = arrangement_ ? arrangement_(x) : std::vector<Eigen::Vector3d>{};
    const auto& points = arranged.empty() ? given : arranged;
    const double t = half_tangent(camera_);
    const double ty = t * screen.free_height() / screen.height, tx = t * screen.free_width() / screen.height;
    const double low = -std::numeric_limits<double>::infinity();
    Eigen::Vector4d slanted = Eigen::Vector4d::Constant(low);
    Eigen::Vector3d most = Eigen::Vector3d::Constant(low), least = -most;
    for (auto& point : points) {
        const Eigen::Vector3d p(point.dot(x), point.dot(y), point.dot(back));
        most = most.cwiseMax(p);
        least = least.cwiseMin(p);
        slanted = slanted.cwiseMax(Eigen::Vector4d(p.x() + tx * p.z(), -p.x() + tx * p.z(),
                                                   p.y() + ty * p.z(), -p.y() + ty * p.z()));
    }
    const Eigen::Vector3d middle = 0.5 * (most + least), half = 0.5 * (most - least);
    const double size = std::max({half.norm(), 1e-9 * middle.norm(), 1e-12});
    Eigen::Vector3d eye;
    if (camera_.orthographic) {
        result.parallel_scale = std::max({half.y() * t / ty, half.x() * t / tx, 0.02 * size});
        eye = {middle.x(), middle.y(), middle.z() + std::max(result.parallel_scale / t, 1.5 * half.z())};
    } else {
        const double depth =
            std::max((slanted[0] + slanted[1]) / (2 * tx), (slanted[2] + slanted[3]) / (2 * ty));
        eye = {(slanted[0] - slanted[1]) / 2, (slanted[2] - slanted[3]) / 2,
               std::max(depth, most.z() + 0.1 * size)};
        result.parallel_scale = (eye.z() - middle.z()) * t;
    }
    eye.y() += screen.lowered * result.parallel_scale / screen.height;
    place(result, eye.x() * x + eye.y() * y + middle.z() * back, back, y, eye.z() - middle.z());
    return result;
}

void CameraControl::fit(const std::vector<Eigen::Vector3d>& points, const Screen& screen, bool ease) {
    const ViewFrame frame = view_frame(camera_);
    go(fitted(frame.back, frame.up, points, screen), ease);
}

void CameraControl::look_from(CameraView view, const std::vector<Eigen::Vector3d>& points,
                              const Screen& screen, bool ease) {
    touched_ = false;
    if (planar_ || view == CameraView::Fit) return fit(points, screen, ease);
    Eigen::Vector3d back(0, 0, 1), up(0, 1, 0);
    if (view == CameraView::Back) back = {0, 0, -1};
    if (view == CameraView::Left) back = {-1, 0, 0};
    if (view == CameraView::Right) back = {1, 0, 0};
    if (view == CameraView::Top) back = {0, 1, 0}, up = {0, 0, -1};
    if (view == CameraView::Bottom) back = {0, -1, 0}, up = {0, 0, 1};
    go(fitted(back, up, points, screen), ease);
}

void CameraControl::look_from_default(const std::vector<Eigen::Vector3d>& points, const Screen& screen) {
    touched_ = false;
    camera_.orthographic = planar_;
    const Eigen::Vector3d back =
        planar_ ? Eigen::Vector3d(0, 0, 1) : Eigen::Vector3d(0.62, 0.42, 1).normalized();
    go(fitted(back, {0, 1, 0}, points, screen), false);
}

void CameraControl::set_orthographic(bool on) {
    if (goal_) tick(easing_seconds);
    if (on == camera_.orthographic) return;
    const ViewFrame frame = view_frame(camera_);
    const double t = half_tangent(camera_);
    if (!on) place(camera_, vector(camera_.focus), frame.back, frame.up, camera_.parallel_scale / t);
    if (on) camera_.parallel_scale = frame.distance * t;
    camera_.orthographic = on;
}

void CameraControl::turn(double dx, double dy, const Screen& screen) {
    if (planar_) return;
    goal_.reset();
    touched_ = true;
    const ViewFrame frame = view_frame(camera_);
    const double radians = std::numbers::pi / std::min(screen.width, screen.height);
    const Eigen::Matrix3d rotation =
        (Eigen::AngleAxisd(-dx * radians, frame.up) * Eigen::AngleAxisd(-dy * radians, frame.right))
            .toRotationMatrix();
    place(camera_, vector(camera_.focus), rotation * frame.back, rotation * frame.up, frame.distance);
}

void CameraControl::shift(double dx, double dy, const Screen& screen) {
    goal_.reset();
    touched_ = true;
    const ViewFrame frame = view_frame(camera_);
    const double unit = 2 * frame.half_height / screen.height;
    const Eigen::Vector3d move = unit * (-dx * frame.right + dy * frame.up);
    camera_.focus = array(vector(camera_.focus) + move);
    camera_.position = array(vector(camera_.position) + move);
}

void CameraControl::zoom(double factor, double x, double y, const Screen& screen) {
    const Eigen::Vector2d centre = screen.centre();
    const double from_x = x - (1 + centre.x()) * screen.width / 2,
                 from_y = y - (1 - centre.y()) * screen.height / 2;
    const double shown = 1 - 1 / factor;
    shift(-from_x * shown, -from_y * shown, screen);
    camera_.parallel_scale /= factor;
    if (camera_.orthographic) return;
    const ViewFrame frame = view_frame(camera_);
    place(camera_, vector(camera_.focus), frame.back, frame.up, distance(camera_) / factor);
}

nlohmann::json to_json(const Camera& camera) {
    return {{"position", camera.position},
            {"focus", camera.focus},
            {"up", camera.up},
            {"viewAngle", camera.view_angle},
            {"parallelScale", camera.parallel_scale},
            {"orthographic", camera.orthographic}};
}

Result<Camera> camera_from_json(const nlohmann::json& object, const std::string& place) {
    if (!object.is_object()) return input_error(place, "a camera is an object with position, focus and up");
    Camera camera;
    const auto triple = [&](const char* key, std::array<double, 3>& value) {
        auto found = object.find(key);
        if (found == object.end() || !found->is_array() || found->size() != 3) return false;
        for (std::size_t i = 0; i < 3; ++i) {
            if (!(*found)[i].is_number()) return false;
            value[i] = (*found)[i].get<double>();
            if (!std::isfinite(value[i])) return false;
        }
        return true;
    };
    const auto positive = [&](const char* key, double& value, double most) {
        auto found = object.find(key);
        if (found == object.end()) return true;
        if (!found->is_number()) return false;
        value = found->get<double>();
        return value > 0 && value < most;
    };
    if (!triple("position", camera.position))
        return input_error(place + ".position", "expected three numbers");
    if (!triple("focus", camera.focus)) return input_error(place + ".focus", "expected three numbers");
    if (!triple("up", camera.up)) return input_error(place + ".up", "expected three numbers");
    if (!positive("viewAngle", camera.view_angle, 180))
        return input_error(place + ".viewAngle", "expected degrees between 0 and 180");
    if (!positive("parallelScale", camera.parallel_scale, std::numeric_limits<double>::max()))
        return input_error(place + ".parallelScale", "expected a positive number");
    if (auto found = object.find("orthographic"); found != object.end()) {
        if (!found->is_boolean()) return input_error(place + ".orthographic", "expected true or false");
        camera.orthographic = found->get<bool>();
    }
    if (distance(camera) == 0) return input_error(place, "position and focus are the same point");
    return camera;
}

}  // namespace orthoscope
