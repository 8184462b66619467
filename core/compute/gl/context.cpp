#include "core/compute/gl/context.h"

#include <dlfcn.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <filesystem>
#include <string_view>
#include <vector>

namespace orthoscope {
namespace {

struct Candidate {
    EGLDisplay display;
    std::string name;
    bool software;
};

bool lists(const char* extensions, std::string_view name) {
    return extensions && std::string_view(extensions).find(name) != std::string_view::npos;
}

// libepoxy ends the process where a library is missing, so they are looked for first. They stay open.
bool libraries_present() {
    static const bool present = dlopen("libEGL.so.1", RTLD_NOW) &&
                                (dlopen("libOpenGL.so.0", RTLD_NOW) || dlopen("libGL.so.1", RTLD_NOW));
    return present;
}

std::vector<Candidate> candidates() {
    const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    std::vector<Candidate> list;
    if (lists(client, "EGL_EXT_platform_device") && lists(client, "EGL_EXT_device_enumeration")) {
        EGLDeviceEXT devices[16];
        EGLint count = 0;
        if (!eglQueryDevicesEXT(16, devices, &count)) count = 0;
        for (EGLint i = 0; i < count; ++i) {
            if (lists(eglQueryDeviceStringEXT(devices[i], EGL_EXTENSIONS), "EGL_MESA_device_software")) continue;
            list.push_back({eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr),
                            "device " + std::to_string(i), false});
        }
    }
    if (lists(client, "EGL_MESA_platform_surfaceless"))
        list.push_back({eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr), "surfaceless", true});
    return list;
}

EGLContext create_context(EGLDisplay display, GlLevel least) {
    const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglChooseConfig(display, wanted, &config, 1, &count) || count == 0) return EGL_NO_CONTEXT;
    for (auto [major, minor] : {std::pair{4, 5}, std::pair{3, 3}}) {
        if (major < 4 && least == GlLevel::Compute45) break;
        // A reset of the driver is told where it can be.
        for (const bool told : {true, false}) {
            std::vector<EGLint> a{EGL_CONTEXT_MAJOR_VERSION, major, EGL_CONTEXT_MINOR_VERSION, minor,
                                  EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT};
            if (told)
                a.insert(a.end(), {EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY, EGL_LOSE_CONTEXT_ON_RESET});
            a.push_back(EGL_NONE);
            if (EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, a.data()); context != EGL_NO_CONTEXT)
                return context;
        }
    }
    return EGL_NO_CONTEXT;
}

std::string text_of(GLenum name) {
    const auto* text = reinterpret_cast<const char*>(glGetString(name));
    return text ? text : "";
}

}  // namespace

bool graphics_device_present() {
    namespace fs = std::filesystem;
    std::error_code error;
    for (auto path : {"/dev/nvidiactl", "/dev/dxg"})
        if (fs::exists(path, error)) return true;
    for (auto& entry : fs::directory_iterator("/dev/dri", error))
        if (entry.path().filename().string().starts_with("renderD")) return true;
    return false;
}

bool renders_in_software(std::string_view renderer) {
    for (auto known : {"llvmpipe", "softpipe", "swrast", "SWR", "Software"})
        if (renderer.find(known) != std::string_view::npos) return true;
    return false;
}

std::string short_renderer(std::string_view renderer) {
    std::string name(renderer.substr(0, renderer.find_first_of("(/")));
    while (!name.empty() && name.back() == ' ') name.pop_back();
    return name;
}

Result<std::unique_ptr<GlContext>> GlContext::create(bool software, GlLevel least) {
    if (!libraries_present())
        return Error{ErrorKind::Output, "EGL", "the libraries libEGL.so.1 and libOpenGL.so.0 are not there; install libegl1 and libopengl0"};
    std::string tried;
    for (auto& [display, name, soft] : candidates()) {
        if (soft && !software) continue;
        tried += (tried.empty() ? "" : ", ") + name;
        EGLint major = 0, minor = 0;
        if (display == EGL_NO_DISPLAY || !eglInitialize(display, &major, &minor)) continue;
        eglBindAPI(EGL_OPENGL_API);
        EGLContext context = create_context(display, least);
        if (context == EGL_NO_CONTEXT) continue;
        if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context))
            return std::unique_ptr<GlContext>(new GlContext(display, context));
        eglDestroyContext(display, context);
    }
    return Error{ErrorKind::Output, "EGL",
                 std::string("no device gives OpenGL ") + (least == GlLevel::Compute45 ? "4.5" : "3.3 core") +
                     " without a display (tried: " + (tried.empty() ? "none listed" : tried) +
                     "); install libegl-mesa0 and libgl1-mesa-dri"};
}

GlContext::GlContext(void* display, void* context)
    : display_(display), context_(context), renderer_(text_of(GL_RENDERER)), version_(text_of(GL_VERSION)),
      software_(renders_in_software(renderer_)) {}

GlContext::~GlContext() {
    // The display stays initialised: the window's context may share it.
    if (eglGetCurrentContext() == context_) eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
}

void GlContext::make_current() const {
    if (eglGetCurrentContext() != context_) eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_);
}

bool GlContext::alive() const {
    return eglGetCurrentContext() == context_ && glGetGraphicsResetStatus() == GL_NO_ERROR;
}

}  // namespace orthoscope
