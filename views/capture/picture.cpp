#include "views/capture/picture.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>

#include "core/compute/gl/context.h"

namespace orthoscope {
namespace {

// A framebuffer of its own: a surfaceless context has no default one.
class Target {
  public:
    void resize(int width, int height) {
        if (width == width_ && height == height_) return;
        release();
        width_ = width, height_ = height;
        glGenFramebuffers(1, &framebuffer_);
        glGenRenderbuffers(1, &colour_);
        glBindRenderbuffer(GL_RENDERBUFFER, colour_);
        glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_);
    }
    void release() {
        if (framebuffer_) glDeleteFramebuffers(1, &framebuffer_);
        if (colour_) glDeleteRenderbuffers(1, &colour_);
        framebuffer_ = colour_ = 0;
        width_ = height_ = 0;
    }
    GLuint framebuffer() const { return framebuffer_; }

  private:
    GLuint framebuffer_ = 0, colour_ = 0;
    int width_ = 0, height_ = 0;
};

}  // namespace

struct Studio::Impl {
    std::unique_ptr<GlContext> context;
    std::unique_ptr<Stage> stage;
    Target target;
};

Studio::Studio() : impl_(std::make_unique<Impl>()) {}

Studio::~Studio() {
    impl_->context->make_current();
    impl_->stage->close_gl();
    impl_->target.release();
    impl_->stage.reset();
}

Result<std::unique_ptr<Studio>> Studio::open(const Look& look) {
    auto context = GlContext::create(true, GlLevel::Display33);
    if (!context) return context.error();
    std::unique_ptr<Studio> studio(new Studio);
    studio->impl_->context = std::move(*context);
    studio->impl_->stage = std::make_unique<Stage>(look);
    const GlContext* current = studio->impl_->context.get();
    studio->impl_->stage->open_gl([current] { current->make_current(); });
    return studio;
}

Stage& Studio::stage() {
    return *impl_->stage;
}

Image Studio::picture(int width, int height) {
    impl_->context->make_current();
    impl_->target.resize(width, height);
    impl_->stage->paint(impl_->target.framebuffer(), width, height);
    Image image{width, height, std::vector<std::uint8_t>(std::size_t(3) * width * height)};
    glBindFramebuffer(GL_READ_FRAMEBUFFER, impl_->target.framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, image.rgb.data());
    const std::size_t row = std::size_t(3) * width;
    for (int y = 0; y < height / 2; ++y)
        std::swap_ranges(image.rgb.begin() + y * row, image.rgb.begin() + (y + 1) * row,
                         image.rgb.begin() + (height - 1 - y) * row);
    return image;
}

double Studio::time(int width, int height) {
    impl_->context->make_current();
    impl_->target.resize(width, height);
    glFinish();
    const auto start = std::chrono::steady_clock::now();
    impl_->stage->paint(impl_->target.framebuffer(), width, height);
    glFinish();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace orthoscope
