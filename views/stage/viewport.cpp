#include "views/stage/viewport.h"

#include <epoxy/gl.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkCullerCollection.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkMatrix4x4.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>

#include <cstdio>
#include <string_view>

#include "core/compute/gl/context.h"

namespace orthoscope {
namespace {

// VTK's GLEW asks for a GLX display, finds none under EGL, complains and goes on: that one message says
// nothing.
void report(vtkObject*, unsigned long, void*, void* text) {
    const char* message = static_cast<const char*>(text);
    if (message && std::string_view(message).find("GLEW could not be initialized") == std::string_view::npos)
        std::fputs(message, stderr);
}

void aim(vtkCamera* target, const Camera& camera, const Screen& screen, double near, double far) {
    target->SetPosition(camera.position.data());
    target->SetFocalPoint(camera.focus.data());
    target->SetViewUp(camera.up.data());
    target->SetViewAngle(camera.view_angle);
    target->SetParallelProjection(camera.orthographic);
    target->SetParallelScale(camera.parallel_scale);
    const Eigen::Vector2d centre = screen.centre();
    target->SetWindowCenter(-centre.x(), -centre.y());
    target->SetClippingRange(near, far);
}

}  // namespace

Viewport::Viewport()
    : scene_(vtkSmartPointer<vtkRenderer>::New()),
      marks_(vtkSmartPointer<vtkRenderer>::New()),
      beside_(vtkSmartPointer<vtkRenderer>::New()) {
    // What to leave out is not judged by bounds: those of points on their way are others, and of many dear to find.
    for (auto& renderer : {scene_, marks_, beside_}) renderer->GetCullers()->RemoveAllItems();
    scene_->GradientBackgroundOn();
    marks_->SetLayer(1);
    marks_->InteractiveOff();
    marks_->SetActiveCamera(scene_->GetActiveCamera());
    // Its own ground hides what the first view leaves under it.
    beside_->SetLayer(2);
    beside_->SetPreserveColorBuffer(0);
    beside_->GradientBackgroundOn();
    beside_->InteractiveOff();
    beside_->SetActiveCamera(vtkSmartPointer<vtkCamera>::New());
    beside_->DrawOff();
}

Viewport::~Viewport() = default;

void Viewport::open(std::function<void()> make_current) {
    if (window_) close();
    make_current_ = std::move(make_current);
    make_current_();
    renderer_name_ = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    software_ = renders_in_software(renderer_name_);
    window_ = vtkSmartPointer<vtkGenericOpenGLRenderWindow>::New();
    vtkNew<vtkCallbackCommand> current;
    current->SetClientData(this);
    current->SetCallback(
        [](vtkObject*, unsigned long, void* self, void*) { static_cast<Viewport*>(self)->make_current_(); });
    window_->AddObserver(vtkCommand::WindowMakeCurrentEvent, current);
    vtkNew<vtkCallbackCommand> complaint;
    complaint->SetCallback(report);
    window_->AddObserver(vtkCommand::ErrorEvent, complaint);
    window_->SetMapped(true);
    window_->SetIsCurrent(true);
    window_->SetSupportsOpenGL(true);
    window_->SetReadyForRendering(true);
    window_->SetOwnContext(0);
    window_->SetFrameBlitModeToNoBlit();
    window_->SetMultiSamples(software_ ? 0 : 8);
    window_->SetNumberOfLayers(3);
    window_->OpenGLInitContext();
    window_->AddRenderer(scene_);
    window_->AddRenderer(marks_);
    window_->AddRenderer(beside_);
}

void Viewport::close() {
    if (!window_) return;
    make_current_();
    window_->Finalize();
    window_->RemoveRenderer(beside_);
    window_->RemoveRenderer(marks_);
    window_->RemoveRenderer(scene_);
    window_ = nullptr;
}

void Viewport::paint(unsigned framebuffer, int width, int height) {
    window_->SetSize(width, height);
    glEnable(GL_PROGRAM_POINT_SIZE);
    window_->Render();
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
    glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, width, height);
    window_->BlitDisplayFramebuffer(0, 0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT,
                                    GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
}

void Viewport::set_camera(const Camera& camera, const Screen& screen, double near, double far) {
    aim(scene_->GetActiveCamera(), camera, screen, near, far);
}

Eigen::Matrix4d Viewport::clip_matrix(double aspect) const {
    vtkMatrix4x4* matrix = scene_->GetActiveCamera()->GetCompositeProjectionTransformMatrix(aspect, -1, 1);
    return Eigen::Map<const Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(matrix->GetData());
}

void Viewport::show_beside(const Camera& camera, const Screen& screen, double near, double far) {
    beside_->SetViewport(screen.x / (screen.x + screen.width), 0, 1, 1);
    aim(beside_->GetActiveCamera(), camera, screen, near, far);
    beside_->DrawOn();
}

void Viewport::hide_beside() {
    beside_->DrawOff();
}

void Viewport::set_ground(const Colour& top, const Colour& bottom) {
    for (auto& renderer : {scene_, beside_}) {
        renderer->SetBackground(bottom.r, bottom.g, bottom.b);
        renderer->SetBackground2(top.r, top.g, top.b);
    }
}

}  // namespace orthoscope
