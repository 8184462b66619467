#include "views/capture/egl_context.h"

#include <epoxy/egl.h>

#include <string>
#include <string_view>
#include <vector>

namespace orthoscope {
namespace {

struct Candidate {
    EGLDisplay display;
    std::string name;
};

bool lists(const char* extensions, std::string_view name) {
    return extensions && std::string_view(extensions).find(name) != std::string_view::npos;
}

std::vector<Candidate> candidates() {
    const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    std::vector<Candidate> hardware, software;
    if (lists(client, "EGL_EXT_platform_device") && lists(client, "EGL_EXT_device_enumeration")) {
        EGLDeviceEXT devices[16];
        EGLint count = 0;
        if (eglQueryDevicesEXT(16, devices, &count)) {
            for (EGLint i = 0; i < count; ++i) {
                const bool soft =
                    lists(eglQueryDeviceStringEXT(devices[i], EGL_EXTENSIONS), "EGL_MESA_device_software");
                EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr);
                (soft ? software : hardware).push_back({display, "device " + std::to_string(i)});
            }
        }
    }
    if (lists(client, "EGL_MESA_platform_surfaceless"))
        hardware.push_back(
            {eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr), "surfaceless"});
    hardware.insert(hardware.end(), software.begin(), software.end());
    return hardware;
}

EGLContext create_context(EGLDisplay display) {
    const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                             EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglChooseConfig(display, wanted, &config, 1, &count) || count == 0) return EGL_NO_CONTEXT;
    for (auto [major, minor] : {std::pair{4, 5}, std::pair{3, 3}}) {
        const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                     major,
                                     EGL_CONTEXT_MINOR_VERSION,
                                     minor,
                                     EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                     EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                     EGL_NONE};
        EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
        if (context != EGL_NO_CONTEXT) return context;
    }
    return EGL_NO_CONTEXT;
}

}  // namespace

Result<std::unique_ptr<EglContext>> EglContext::create() {
    std::string tried;
    for (auto& [display, name] : candidates()) {
        tried += (tried.empty() ? "" : ", ") + name;
        EGLint major = 0, minor = 0;
        if (display == EGL_NO_DISPLAY || !eglInitialize(display, &major, &minor)) continue;
        eglBindAPI(EGL_OPENGL_API);
        EGLContext context = create_context(display);
        if (context == EGL_NO_CONTEXT) continue;
        if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context))
            return std::unique_ptr<EglContext>(new EglContext(display, context));
        eglDestroyContext(display, context);
    }
    return Error{ErrorKind::Output, "EGL",
                 "no device gives OpenGL 3.3 core without a display (tried: " +
                     (tried.empty() ? "none listed" : tried) + "); install libegl-mesa0 and libgl1-mesa-dri"};
}

EglContext::~EglContext() {
    // The display stays initialised: another context (a compute worker's) may share it.
    if (eglGetCurrentContext() == context_)
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
}

void EglContext::make_current() const {
    if (eglGetCurrentContext() != context_)
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_);
}

}  // namespace orthoscope
