#include "views/stage/pick_buffer.h"

#include <epoxy/gl.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkOpenGLVertexBufferObject.h>
#include <vtkOpenGLVertexBufferObjectGroup.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "shaders/display.h"
#include "views/scenes/normals.h"

namespace orthoscope {
namespace {

enum Attribute : GLuint { Place, Other };

// A buffer of the mapper as it was uploaded for the last picture; name 0: there is none.
struct Uploaded {
    GLuint name = 0;
    GLsizei count = 0, stride = 0;
    double time = 0;
};

Uploaded uploaded(vtkPolyDataMapper* mapper, const char* attribute) {
    auto* gl = vtkOpenGLPolyDataMapper::SafeDownCast(mapper);
    vtkOpenGLVertexBufferObject* buffer = gl ? gl->GetVBOs()->GetVBO(attribute) : nullptr;
    if (!buffer || buffer->GetHandle() <= 0) return {};
    return {GLuint(buffer->GetHandle()), GLsizei(buffer->GetNumberOfTuples()), GLsizei(buffer->GetStride()),
            double(buffer->GetUploadTime().GetMTime())};
}

GLuint compiled(GLenum kind, const std::string& text) {
    const GLuint shader = glCreateShader(kind);
    const std::string whole = "#version 150\n" + text;
    const char* source = whole.c_str();
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    return shader;
}

// The geometry is that of the picture, word for word.
GLuint make_program() {
    const std::string vertex = std::string(shaders::pick_vertex) + "void main() {\n" + shaders::blend_vertex +
                               shaders::point_vertex +
                               "    if (glyphSize <= 0.0) gl_PointSize = 1.0;\n"
                               "    number = firstNumber + numberStep * uint(gl_VertexID);\n}\n";
    const std::string fragment = std::string(shaders::pick_fragment) + "void main() {\n    if (glyphSize > 0.0) {\n" +
                                 shaders::point_cover +
                                 "        if (coverage < 0.3) discard;\n    }\n    seen = number;\n}\n";
    const GLuint program = glCreateProgram();
    for (auto shader : {compiled(GL_VERTEX_SHADER, vertex), compiled(GL_FRAGMENT_SHADER, fragment)}) {
        glAttachShader(program, shader);
        glDeleteShader(shader);
    }
    glBindAttribLocation(program, Place, "vertexMC");
    glBindAttribLocation(program, Other, "placeMC");
    glLinkProgram(program);
    return program;
}

void bind(Attribute attribute, const Uploaded& buffer) {
    if (!buffer.name) {
        glDisableVertexAttribArray(attribute);
        return glVertexAttrib4f(attribute, 0, 0, 0, 0);
    }
    glBindBuffer(GL_ARRAY_BUFFER, buffer.name);
    glEnableVertexAttribArray(attribute);
    glVertexAttribPointer(attribute, attribute == Place ? 3 : 4, GL_FLOAT, GL_FALSE, buffer.stride, nullptr);
}

void set_numbers(GLuint program, GLuint first, GLuint step) {
    glUniform1ui(glGetUniformLocation(program, "firstNumber"), first);
    glUniform1ui(glGetUniformLocation(program, "numberStep"), step);
}

void set_uniforms(GLuint program, const DrawnShape& shape, const Eigen::Matrix4d& camera) {
    const auto number = [&](const char* name, double v) { glUniform1f(glGetUniformLocation(program, name), float(v)); };
    const auto vector = [&](const char* name, const Eigen::Vector3d& v) {
        glUniform3f(glGetUniformLocation(program, name), float(v.x()), float(v.y()), float(v.z()));
    };
    const Eigen::Matrix4f matrix = (camera * shape.place).cast<float>();
    glUniformMatrix4fv(glGetUniformLocation(program, "MCDCMatrix"), 1, GL_FALSE, matrix.data());
    number("blendWeight", shape.blend.weight);
    vector("blendX", shape.blend.turn.col(0)), vector("blendY", shape.blend.turn.col(1));
    vector("blendZ", shape.blend.turn.col(2)), vector("blendShift", shape.blend.shift);
    number("glyphSize", shape.triangles ? 0 : shape.sprite.size);
    number("referenceDepth", shape.sprite.reference_depth), number("ringStroke", shape.sprite.ring_stroke);
}

// Behind their own vertices, by as much as they slope within a pixel; without numbers.
void draw_faces(GLuint program, GLuint buffer, const Triangles& triangles, GLsizei count) {
    std::vector<GLuint> corners;
    corners.reserve(std::size_t(triangles.size()));
    for (Index t = 0; t < triangles.rows(); ++t) {
        if (!inside(triangles, t, Index(count))) continue;
        for (int k = 0; k < 3; ++k) corners.push_back(GLuint(triangles(t, k)));
    }
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffer);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, GLsizeiptr(corners.size() * sizeof(GLuint)), corners.data(), GL_STREAM_DRAW);
    set_numbers(program, 0, 0);
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(2, 2);
    glDrawElements(GL_TRIANGLES, GLsizei(corners.size()), GL_UNSIGNED_INT, nullptr);
    glDisable(GL_POLYGON_OFFSET_FILL);
}

void note(std::vector<double>& key, const DrawnShape& shape) {
    for (auto& buffer : {uploaded(shape.mapper, "vertexMC"), uploaded(shape.mapper, "placeMC")})
        key.insert(key.end(), {double(buffer.name), double(buffer.count), buffer.time});
    key.insert(key.end(), shape.place.data(), shape.place.data() + 16);
    key.insert(key.end(), shape.blend.turn.data(), shape.blend.turn.data() + 9);
    key.insert(key.end(), shape.blend.shift.data(), shape.blend.shift.data() + 3);
    key.insert(key.end(), {shape.blend.weight, shape.sprite.size, shape.sprite.reference_depth, shape.sprite.ring_stroke,
                           shape.triangles ? double(shape.triangles->rows()) : -1, double(shape.glass), double(shape.shown)});
}

}  // namespace

void PickBuffer::draw(const std::vector<DrawnShape>& shapes, const Eigen::Matrix4d& camera, int width, int height) {
    std::vector<double> key{double(width), double(height)};
    key.insert(key.end(), camera.data(), camera.data() + 16);
    for (auto& shape : shapes) note(key, shape);
    if (framebuffer_ && key == drawn_of_) return;
    if (width != width_ || height != height_ || !framebuffer_) open(width, height);
    drawn_of_ = std::move(key);
    paint(shapes, camera);
}

void PickBuffer::open(int width, int height) {
    release_target();
    if (!program_) {
        program_ = make_program();
        glGenVertexArrays(1, &vertices_);
        glGenBuffers(1, &triangles_);
    }
    width_ = width, height_ = height;
    glGenFramebuffers(1, &framebuffer_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    const auto attach = [&](GLenum point, GLenum format, unsigned& buffer) {
        glGenRenderbuffers(1, &buffer);
        glBindRenderbuffer(GL_RENDERBUFFER, buffer);
        glRenderbufferStorage(GL_RENDERBUFFER, format, width, height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, point, GL_RENDERBUFFER, buffer);
    };
    attach(GL_COLOR_ATTACHMENT0, GL_R32UI, numbers_);
    attach(GL_DEPTH_ATTACHMENT, GL_DEPTH_COMPONENT24, depth_);
}

void PickBuffer::release_target() {
    if (framebuffer_) glDeleteFramebuffers(1, &framebuffer_);
    for (auto* buffer : {&numbers_, &depth_})
        if (*buffer) glDeleteRenderbuffers(1, buffer);
    framebuffer_ = numbers_ = depth_ = 0;
}

void PickBuffer::close() {
    release_target();
    if (program_) {
        glDeleteProgram(program_);
        glDeleteVertexArrays(1, &vertices_);
        glDeleteBuffers(1, &triangles_);
    }
    program_ = vertices_ = triangles_ = 0;
    drawn_of_.clear(), counts_.clear();
}

void PickBuffer::paint(const std::vector<DrawnShape>& shapes, const Eigen::Matrix4d& camera) {
    GLint compares = GL_LEQUAL;
    glGetIntegerv(GL_DEPTH_FUNC, &compares);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width_, height_);
    for (GLenum off : {GL_SCISSOR_TEST, GL_BLEND, GL_STENCIL_TEST, GL_CULL_FACE}) glDisable(off);
    for (GLenum on : {GL_DEPTH_TEST, GL_PROGRAM_POINT_SIZE}) glEnable(on);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
    const GLuint nothing[4] = {0, 0, 0, 0};
    const GLfloat farthest = 1;
    glClearBufferuiv(GL_COLOR, 0, nothing);
    glClearBufferfv(GL_DEPTH, 0, &farthest);
    glUseProgram(program_);
    glBindVertexArray(vertices_);
    counts_.clear();
    GLuint first = 1;
    for (auto& shape : shapes) {
        const Uploaded places = uploaded(shape.mapper, "vertexMC");
        counts_.push_back(shape.shown && places.name ? std::size_t(places.count) : 0);
        if (counts_.back() == 0) continue;
        bind(Place, places);
        bind(Other, uploaded(shape.mapper, "placeMC"));
        set_uniforms(program_, shape, camera);
        if (shape.triangles && !shape.glass) draw_faces(program_, triangles_, *shape.triangles, places.count);
        set_numbers(program_, first, 1);
        glDrawArrays(GL_POINTS, 0, places.count);
        first += GLuint(places.count);
    }
    glBindVertexArray(0);
    glDepthFunc(GLenum(compares));
}

std::vector<PickBuffer::Seen> PickBuffer::around(double x, double y, double radius) const {
    const int column = int(std::floor(x)), row = height_ - 1 - int(std::floor(y)), reach = int(std::ceil(radius));
    const int left = std::max(0, column - reach), right = std::min(width_ - 1, column + reach);
    const int low = std::max(0, row - reach), high = std::min(height_ - 1, row + reach);
    if (!framebuffer_ || left > right || low > high) return {};
    const int wide = right - left + 1;
    std::vector<GLuint> numbers(std::size_t(wide) * std::size_t(high - low + 1));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
    glReadPixels(left, low, wide, high - low + 1, GL_RED_INTEGER, GL_UNSIGNED_INT, numbers.data());
    std::map<GLuint, double> nearest;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] == 0) continue;
        const double away = std::hypot(left + int(i) % wide - column, low + int(i) / wide - row);
        if (away > radius) continue;
        const auto known = nearest.try_emplace(numbers[i], away).first;
        known->second = std::min(known->second, away);
    }
    std::vector<Seen> found;
    for (auto& [number, away] : nearest) {
        std::size_t point = number - 1, shape = 0;
        while (shape < counts_.size() && point >= counts_[shape]) point -= counts_[shape++];
        if (shape < counts_.size()) found.push_back({shape, point, away});
    }
    return found;
}

}  // namespace orthoscope
