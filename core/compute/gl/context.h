// An OpenGL 4.5 context for computing: no surface, no display, current on the thread that made it.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"

namespace orthoscope {

class GlContext {
  public:
    // The first hardware device that EGL lists; else, where `software` allows it, Mesa's software renderer. Errors
    // (Output): EGL or OpenGL are not there or give no context; says what was tried.
    static Result<std::unique_ptr<GlContext>> create(bool software = true);
    ~GlContext();
    GlContext(const GlContext&) = delete;
    GlContext& operator=(const GlContext&) = delete;

    const std::string& renderer() const { return renderer_; }
    const std::string& version() const { return version_; }  // of OpenGL, with the driver's
    bool software() const { return software_; }
    // False once the driver has reset, or another has taken the context away.
    bool alive() const;

  private:
    GlContext(void* display, void* context);
    void* display_;
    void* context_;
    std::string renderer_, version_;
    bool software_ = false;
};

// Whether the system shows a graphics device at all (cheap: looks at device files). Without one, what OpenGL there is
// computes on the processor.
bool graphics_device_present();

}  // namespace orthoscope
