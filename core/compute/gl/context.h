// An OpenGL core context without surface and display, by EGL; current on the thread that made it. For computing, and
// for pictures without a screen.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace orthoscope {

// Least version of OpenGL; 4.5 is taken wherever it is to be had.
enum class GlLevel { Display33, Compute45 };

class GlContext {
  public:
    // The first hardware device that EGL lists; else, where `software` allows it, Mesa's software renderer. Errors
    // (Output): EGL or OpenGL are not there or give no context; says what was tried.
    static Result<std::unique_ptr<GlContext>> create(bool software = true, GlLevel least = GlLevel::Compute45);
    ~GlContext();
    GlContext(const GlContext&) = delete;
    GlContext& operator=(const GlContext&) = delete;

    void make_current() const;
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

// Of a GL_RENDERER: it computes on the processor.
bool renders_in_software(std::string_view renderer);

// "llvmpipe (LLVM 15.0.6, 256 bits)" -> "llvmpipe"; "NVIDIA H200/PCIe/SSE2" -> "NVIDIA H200".
std::string short_renderer(std::string_view renderer);

// Whether the system shows a graphics device at all (cheap: looks at device files). Without one, what OpenGL there is
// computes on the processor.
bool graphics_device_present();

}  // namespace orthoscope
