// An OpenGL core context without any display, by EGL.
#pragma once

#include <memory>

#include "core/base/result.h"

namespace orthoscope {

class EglContext {
  public:
    // A hardware device where one gives OpenGL 3.3 core, else Mesa's surfaceless platform. Error: says what
    // was tried.
    static Result<std::unique_ptr<EglContext>> create();
    ~EglContext();
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    void make_current() const;

  private:
    EglContext(void* display, void* context) : display_(display), context_(context) {}
    void* display_;
    void* context_;
};

}  // namespace orthoscope
