// SecondView: what stands beside the first view: its part of the picture, its camera, and the dragging of its marker.
#pragma once

#include <optional>

#include "views/scenes/beside.h"
#include "views/scenes/scene.h"
#include "views/stage/viewport.h"

namespace orthoscope {

class SecondView {
  public:
    // Takes the right half of what is free for the first view; nothing where that is too small, or there is none.
    void split(Scene* scene, Screen& first, double pixels);
    bool shown() const { return screen_.has_value(); }
    bool holds(double x) const { return screen_ && x >= screen_->x; }
    // Turned like the first; `style` is that of the first.
    void prepare(Scene* scene, const Camera& first, ViewStyle style, Viewport& viewport);
    void tell(Scene* scene, SceneNotes& notes) const;  // after the first view has told

    // Says whether the event was meant for this view and is used up; the rest (turning) belongs to both.
    bool pointer(Scene* scene, const PointerEvent& event, double pixels);
    bool gripping() const { return gripping_; }

  private:
    Projector projector() const { return Projector(camera_, *screen_); }
    std::optional<Screen> screen_;
    Camera camera_;
    double zoom_ = 1;
    bool gripping_ = false, pressed_ = false;
};

}  // namespace orthoscope
