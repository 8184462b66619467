#include "core/compute/gl/device.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include "shaders/compute.h"

namespace orthoscope {
namespace {

Error device_error(const std::string& place, const std::string& what) { return {ErrorKind::Output, place, what}; }

std::string log_of(GLuint object, bool program) {
    char text[2000] = "";
    if (program) glGetProgramInfoLog(object, sizeof text, nullptr, text);
    else glGetShaderInfoLog(object, sizeof text, nullptr, text);
    std::string log = text;
    while (!log.empty() && std::string_view("\n\r \t").find(log.back()) != std::string_view::npos) log.pop_back();
    return log.empty() ? "the driver gave no reason" : log;
}

}  // namespace

GlBuffer::~GlBuffer() {
    if (name_ && eglGetCurrentContext() != EGL_NO_CONTEXT) glDeleteBuffers(1, &name_);
}

const GlProgram& GlProgram::set(const char* uniform, Index value) const {
    glProgramUniform1ui(name_, glGetUniformLocation(name_, uniform), static_cast<GLuint>(value));
    return *this;
}
const GlProgram& GlProgram::set(const char* uniform, double value) const {
    glProgramUniform1d(name_, glGetUniformLocation(name_, uniform), value);
    return *this;
}
const GlProgram& GlProgram::set(const char* uniform, const Eigen::Vector3f& v) const {
    glProgramUniform3f(name_, glGetUniformLocation(name_, uniform), v.x(), v.y(), v.z());
    return *this;
}
const GlProgram& GlProgram::bind(std::initializer_list<const GlBuffer*> buffers) const {
    GLuint at = 0;
    for (auto* buffer : buffers) {
        if (buffer && buffer->name()) glBindBufferBase(GL_SHADER_STORAGE_BUFFER, at, buffer->name());
        ++at;
    }
    return *this;
}
void GlProgram::dispatch(Index x, Index y) const {
    glUseProgram(name_);
    glDispatchCompute(static_cast<GLuint>(x), static_cast<GLuint>(y), 1);
    glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT | GL_BUFFER_UPDATE_BARRIER_BIT);
}

GlDevice::GlDevice(std::unique_ptr<GlContext> context, const GlOptions& options)
    : context_(std::move(context)), shaders_(options.shaders), first_work_(context_->software() ? 2e6 : 4e8) {
    if (const char* own = std::getenv("ORTHOSCOPE_SHADERS"); shaders_.empty() && own) shaders_ = own;
    GLint64 most = 0;
    glGetInteger64v(GL_MAX_SHADER_STORAGE_BLOCK_SIZE, &most);
    largest_buffer_ = static_cast<std::size_t>(std::max<GLint64>(most, 0));
}

Result<std::string> GlDevice::source_of(const std::string& file) const {
    if (!shaders_.empty()) {
        std::ifstream own(shaders_ / "compute" / file);
        if (own) {
            std::ostringstream text;
            text << own.rdbuf();
            return text.str();
        }
    }
    for (auto& [name, text] : shaders::compute_files)
        if (name == file) return std::string(text);
    return device_error(file, "no such shader");
}

Result<GlProgram> GlDevice::program(const std::string& file, const std::vector<std::string>& definitions) {
    if (auto status = alive(); !status) return status.error();
    std::string key = file, text = "#version 450 core\n#define INFINITE uintBitsToFloat(0x7f800000u)\n";
    for (auto& line : definitions) key += '\n' + line, text += "#define " + line + '\n';
    if (auto known = programs_.find(key); known != programs_.end())
        return GlProgram(known->second.first, known->second.second);
    auto source = source_of(file);
    if (!source) return source.error();
    std::istringstream lines(*source);
    for (std::string line; std::getline(lines, line);) {
        constexpr std::string_view include = "#include \"";
        if (line.starts_with(include)) {
            auto other = source_of(line.substr(include.size(), line.find('"', include.size()) - include.size()));
            if (!other) return other.error();
            line = std::move(*other);
        }
        text += line + '\n';
    }
    const char* whole = text.c_str();
    const GLuint shader = glCreateShader(GL_COMPUTE_SHADER), made = glCreateProgram();
    glShaderSource(shader, 1, &whole, nullptr);
    glCompileShader(shader);
    GLint compiled = 0, linked = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (compiled) {
        glAttachShader(made, shader);
        glLinkProgram(made);
        glGetProgramiv(made, GL_LINK_STATUS, &linked);
    }
    const std::string log = linked ? "" : log_of(compiled ? made : shader, compiled);
    glDeleteShader(shader);
    if (!linked) {
        glDeleteProgram(made);
        return device_error("shader " + file, "does not compile: " + log);
    }
    auto& kept = programs_.emplace(key, std::pair{made, GlRate{piece_seconds / first_work()}}).first->second;
    return GlProgram(kept.first, kept.second);
}

Result<GlBuffer> GlDevice::buffer(std::size_t bytes, const Context& context) {
    if (auto status = alive(); !status) return status.error();
    const std::size_t wanted = std::max<std::size_t>(bytes, 16);
    if (wanted > largest_buffer_)
        return memory_error("graphics memory", "would need a buffer of " + human_bytes(wanted) + "; this device holds " +
                                                   human_bytes(largest_buffer_) + " in one");
    if (auto fits = context.fits(wanted, "graphics memory"); !fits) return fits.error();
    if (epoxy_has_gl_extension("GL_NVX_gpu_memory_info")) {
        GLint free_kilobytes = 0;
        glGetIntegerv(GL_GPU_MEMORY_INFO_CURRENT_AVAILABLE_VIDMEM_NVX, &free_kilobytes);
        if (free_kilobytes > 0 && wanted > std::size_t(free_kilobytes) * 1024 / 10 * 9)
            return memory_error("graphics memory", "would need " + human_bytes(wanted) + "; " +
                                                       human_bytes(std::size_t(free_kilobytes) * 1024) + " are free");
    }
    GLuint name = 0;
    glCreateBuffers(1, &name);
    GlBuffer made(name, wanted);
    for (int stale = 0; stale < 16 && glGetError() != GL_NO_ERROR; ++stale) {}
    glNamedBufferStorage(name, static_cast<GLsizeiptr>(wanted), nullptr, GL_DYNAMIC_STORAGE_BIT);
    if (glGetError() != GL_NO_ERROR)
        return memory_error("graphics memory", "the driver refused " + human_bytes(wanted));
    return made;
}

void GlDevice::fill(const GlBuffer& buffer, const void* from, std::size_t bytes) {
    if (bytes && alive()) glNamedBufferSubData(buffer.name(), 0, static_cast<GLsizeiptr>(bytes), from);
}

Status GlDevice::read(const GlBuffer& buffer, void* to, std::size_t bytes) {
    if (auto status = alive(); !status || bytes == 0) return status;
    glGetNamedBufferSubData(buffer.name(), 0, static_cast<GLsizeiptr>(bytes), to);
    return alive();
}

Status GlDevice::alive() {
    if (drop_) context_.reset();
    if (context_ && context_->alive()) return success();
    return device_error("graphics device", "the context was lost");
}

Status GlDevice::settle(const Context& context) {
    if (auto status = alive(); !status) return status;
    glFinish();
    if (auto status = alive(); !status) return status;
    if (const GLenum error = glGetError(); error != GL_NO_ERROR)
        return device_error("graphics device", error == GL_OUT_OF_MEMORY ? "ran out of memory" : "OpenGL error " + std::to_string(error));
    if (context.stopped()) return cancelled_error();
    return success();
}

Status GlPieces::run(const GlProgram& program, Index groups, Index many, double work) {
    GlRate& rate = program.rate();
    if (!rate.measured && !operations_.empty())
        if (auto status = settle(); !status) return status;
    for (Index first = 0; first < groups;) {
        if (operations_.empty()) began_ = std::chrono::steady_clock::now();
        const double unit = std::max(1.0, work * double(many)), seconds = unit * rate.seconds;
        const Index count = std::clamp<Index>(Index((piece_seconds - expected_) / seconds), 1, groups - first);
        program.set("first_group", first).dispatch(count, many);
        first += count, operations_[&rate] += double(count) * unit, expected_ += double(count) * seconds;
        if (rate.measured && expected_ + seconds <= piece_seconds) continue;
        if (auto status = settle(); !status) return status;
    }
    return success();
}

Status GlPieces::settle() {
    if (operations_.empty()) return success();
    auto status = device_.settle(context_);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    device_.note_piece(seconds);
    // Of a piece of several programs one knows only that some of them were slower than thought. None is ever thought slower
    // than at first: on a busy machine a piece waits more than it works.
    const double slowest = piece_seconds / device_.first_work();
    for (auto& [rate, operations] : operations_) {
        const double seen = operations_.size() == 1 ? seconds / operations : rate->seconds * std::max(1.0, seconds / expected_);
        *rate = {std::min(seen, slowest), true};
    }
    operations_.clear(), expected_ = 0;
    return status;
}

}  // namespace orthoscope
