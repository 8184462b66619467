// Viewport: a VTK render window that draws into a framebuffer of the caller, in a context of the caller.
#pragma once

#include <vtkSmartPointer.h>

#include <functional>
#include <string>

#include "views/stage/camera.h"
#include "views/theme/palette.h"

class vtkGenericOpenGLRenderWindow;
class vtkRenderer;

namespace orthoscope {

class Viewport {
  public:
    Viewport();
    ~Viewport();

    // A context is current in these three.
    void open(std::function<void()> make_current);
    void close();
    void paint(unsigned framebuffer, int width, int height);

    void make_current() { make_current_(); }  // that context, at any time while open
    bool is_open() const { return window_ != nullptr; }
    vtkRenderer* scene() const { return scene_; }
    vtkRenderer* marks() const { return marks_; }    // the same camera, always in front
    vtkRenderer* beside() const { return beside_; }  // a second view, over the right part of the picture
    const std::string& renderer_name() const { return renderer_name_; }
    bool software() const { return software_; }

    // `near` and `far` bound the depth of all that is shown, from the eye.
    void set_camera(const Camera& camera, const Screen& screen, double near, double far);
    // From the world to the clip space of the first view, as painted last.
    Eigen::Matrix4d clip_matrix(double aspect) const;
    void show_beside(const Camera& camera, const Screen& screen, double near, double far);
    void hide_beside();
    void set_ground(const Colour& top, const Colour& bottom);

  private:
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window_;
    vtkSmartPointer<vtkRenderer> scene_, marks_, beside_;
    std::function<void()> make_current_;
    std::string renderer_name_;
    bool software_ = true;
};

}  // namespace orthoscope
