#include "views/stage/second_view.h"

#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr double reach_pixels = 16;
constexpr double least_width = 110, least_height = 90;  // of a half that is worth having, at scale 1

}  // namespace

void SecondView::split(Scene* scene, Screen& first, double pixels) {
    screen_.reset();
    if (!scene || !scene->beside()) return;
    const double half = first.free_width() / 2, gap = 8 * pixels;
    if (half < least_width * pixels || first.free_height() < least_height * pixels) return;
    const double edge = std::round(first.left + half);
    screen_ = Screen{first.width - edge, first.height, gap, first.top, first.right, first.bottom, edge};
    first.right = first.width - edge + gap;
}

void SecondView::prepare(Scene* scene, const Camera& first, ViewStyle style, Viewport& viewport) {
    if (!screen_) return viewport.hide_beside();
    Beside& view = *scene->beside();
    const Eigen::Vector3d half = view.extent();
    const bool flat = scene->planar();
    camera_ = linked_camera(first, half, flat, *screen_, zoom_);
    style.frame = view_frame(camera_);
    style.width = screen_->width, style.height = screen_->height;
    style.depth_extent = 2 * half.norm();
    view.prepare_beside(style);
    const double distance = style.frame.distance, deep = 1.6 * half.x();
    const double near = style.frame.orthographic ? distance - deep : std::max(distance - deep, 0.01 * distance);
    viewport.show_beside(camera_, *screen_, near, distance + deep);
}

void SecondView::tell(Scene* scene, SceneNotes& notes) const {
    if (!screen_) return;
    std::erase_if(notes.labels, [&](auto& label) { return label.x >= screen_->x; });
    const auto own = notes.labels.size();
    scene->beside()->tell_beside(notes, projector());
    // A long name, about five gaps to each side, ends before what stands at the right.
    const double right = screen_->x + screen_->width - screen_->right - 5.5 * screen_->left;
    for (auto at = own; at < notes.labels.size(); ++at) notes.labels[at].x = std::min(notes.labels[at].x, right);
}

bool SecondView::pointer(Scene* scene, const PointerEvent& event, double pixels) {
    Beside* view = scene ? scene->beside() : nullptr;
    if (!view || !screen_) return gripping_ = pressed_ = false;
    switch (event.type) {
        case PointerEvent::Type::Press:
            pressed_ = holds(event.x);
            gripping_ = pressed_ && event.button == PointerEvent::Button::Left &&
                        view->take(projector(), event.x, event.y, reach_pixels * pixels);
            return gripping_;
        case PointerEvent::Type::Move:
            if (gripping_) view->drag(projector(), event.x, event.y);
            // What lies in a plane is neither turned nor shifted from here.
            return gripping_ || (pressed_ && scene->planar());
        case PointerEvent::Type::Release: {
            const bool used = gripping_;
            gripping_ = pressed_ = false;
            return used;
        }
        case PointerEvent::Type::Wheel:
            if (gripping_) return view->push(projector(), 0.06 * event.wheel), true;
            if (!holds(event.x)) return false;
            zoom_ = std::clamp(zoom_ * std::pow(1.15, event.wheel), 0.5, 8.0);
            return true;
        case PointerEvent::Type::Leave:
            return false;
    }
    return false;
}

}  // namespace orthoscope
