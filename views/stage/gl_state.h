// Keeps the OpenGL state that VTK and Dear ImGui change, and puts it back: the context belongs to someone
// else.
#pragma once

#include <epoxy/gl.h>

#include <array>

namespace orthoscope {

class GlStateKeeper {
  public:
    GlStateKeeper();
    ~GlStateKeeper();
    GlStateKeeper(const GlStateKeeper&) = delete;
    GlStateKeeper& operator=(const GlStateKeeper&) = delete;

  private:
    static constexpr std::array<GLenum, 6> switches{GL_BLEND,        GL_DEPTH_TEST,   GL_CULL_FACE,
                                                    GL_SCISSOR_TEST, GL_STENCIL_TEST, GL_PROGRAM_POINT_SIZE};
    std::array<GLboolean, switches.size()> on_;
    GLint draw_, read_, program_, array_, buffer_, active_, texture_, align_pack_, align_unpack_;
    GLint viewport_[4], scissor_[4], blend_[4];
    GLboolean depth_mask_;
};

}  // namespace orthoscope
