// What runs on the thread of the GL context: programs, buffers and pieces of work; internal to core/compute/gl.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/context.h"
#include "core/base/types.h"
#include "core/compute/gl/context.h"

namespace orthoscope {

struct GlOptions {
    // Shader files that replace those of the build, as FOLDER/compute/NAME; empty: the environment's
    // ORTHOSCOPE_SHADERS, where that is set.
    std::filesystem::path shaders;
    bool software = true;  // a software renderer will do
};

// Storage on the device. Lives and dies on the device's thread.
class GlBuffer {
  public:
    GlBuffer() = default;
    GlBuffer(unsigned name, std::size_t bytes) : name_(name), bytes_(bytes) {}
    GlBuffer(GlBuffer&& other) noexcept : name_(std::exchange(other.name_, 0)), bytes_(other.bytes_) {}
    GlBuffer& operator=(GlBuffer&& other) noexcept {
        std::swap(name_, other.name_), std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~GlBuffer();
    unsigned name() const { return name_; }
    std::size_t bytes() const { return bytes_; }

  private:
    unsigned name_ = 0;
    std::size_t bytes_ = 0;
};

// What a program was last seen to take for one operation, as its callers count them.
struct GlRate {
    double seconds;
    bool measured = false;
};

// A program with its uniforms and buffers set, by name, for the next dispatch.
class GlProgram {
  public:
    GlProgram() = default;
    GlProgram(unsigned name, GlRate& rate) : name_(name), rate_(&rate) {}
    const GlProgram& set(const char* uniform, Index value) const;   // uint
    const GlProgram& set(const char* uniform, double value) const;  // double
    const GlProgram& set(const char* uniform, const Eigen::Vector3f& value) const;
    const GlProgram& bind(std::initializer_list<const GlBuffer*> buffers) const;  // to bindings 0, 1, ...; null: none
    void dispatch(Index x, Index y = 1) const;  // and a barrier for what it wrote
    GlRate& rate() const { return *rate_; }

  private:
    unsigned name_ = 0;
    GlRate* rate_ = nullptr;
};

class GlDevice {
  public:
    explicit GlDevice(std::unique_ptr<GlContext> context, const GlOptions& options);
    const GlContext& context() const { return *context_; }
    // From any thread: the context is gone from the next look on, as after a reset of the driver.
    void drop_context() { drop_ = true; }

    // A program of shaders/compute, compiled once for each set of definitions ("KEEP 4"). Errors (Output): the file and
    // the compiler's log.
    Result<GlProgram> program(const std::string& file, const std::vector<std::string>& definitions = {});

    // Errors (Memory): more than one buffer may hold, than is free, or than the context grants.
    Result<GlBuffer> buffer(std::size_t bytes, const Context& context);
    template <class T>
    Result<GlBuffer> upload(std::span<const T> values, const Context& context) {
        auto made = buffer(values.size_bytes(), context);
        if (made) fill(*made, values.data(), values.size_bytes());
        return made;
    }
    void fill(const GlBuffer& buffer, const void* from, std::size_t bytes);
    Status read(const GlBuffer& buffer, void* to, std::size_t bytes);
    template <class T>
    Result<std::vector<T>> read(const GlBuffer& buffer, std::size_t count) {
        std::vector<T> out(count);
        if (auto status = read(buffer, out.data(), count * sizeof(T)); !status) return status.error();
        return out;
    }
    std::size_t largest_buffer() const { return largest_buffer_; }
    // Operations that a first piece may hold, which is taken to last as long as a piece shall, and as many in products of 64 rows
    // with 64 rows of so many columns.
    double first_work() const { return first_work_; }  // also once the context is lost
    double first_tiles(Index columns) const { return first_work() / (4096.0 * double(columns + 8)); }

    // Ends a piece: waits for the device. Errors: Cancelled; Output where the context is lost or GL tells an error.
    Status settle(const Context& context);
    Status alive();
    void note_piece(double seconds) { longest_piece_ = std::max(longest_piece_, seconds); }
    // Seconds of the longest piece since the last call.
    double take_longest_piece() { return std::exchange(longest_piece_, 0.0); }

  private:
    Result<std::string> source_of(const std::string& file) const;
    std::unique_ptr<GlContext> context_;
    std::filesystem::path shaders_;
    std::map<std::string, std::pair<unsigned, GlRate>> programs_;
    std::size_t largest_buffer_ = 0;
    double first_work_;
    double longest_piece_ = 0;
    std::atomic<bool> drop_ = false;
};

constexpr double piece_seconds = 0.015;  // what a piece shall last

// How much work the next piece of one program takes, so that it lasts piece_seconds, or as long as `first` does where that is
// longer: on a busy machine a piece waits more than it works, and smaller ones would only wait more often.
class GlPace {
  public:
    GlPace(GlDevice& device, double first) : device_(device), first_(first), size_(first) {}
    // Whole units, from 1 to `most`.
    Index next(double most) {
        restart();
        return static_cast<Index>(taken_ = std::max(1.0, std::min(size_, most)));
    }
    void restart() { began_ = std::chrono::steady_clock::now(); }
    // What next() gave is done, or `units` since restart().
    void done() { done(taken_); }
    void done(double units) {
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
        device_.note_piece(seconds);
        size_ = std::max(first_, units * std::min(4.0, piece_seconds / std::max(seconds, 1e-5)));
    }

  private:
    GlDevice& device_;
    double first_, size_, taken_ = 1;
    std::chrono::steady_clock::time_point began_;
};

// Many dispatches of different programs, settled whenever they make up a piece by the rate of each: the operations of one
// last ten times as long as those of another. A program's first piece holds nothing else.
class GlPieces {
  public:
    GlPieces(GlDevice& device, const Context& context) : device_(device), context_(context) {}
    // Groups 0 .. groups - 1 of the program, each with `many` on the second axis. `work`: operations of one group. The
    // program adds its uniform first_group to the number of the group.
    Status run(const GlProgram& program, Index groups, Index many, double work);
    // What is under way.
    Status settle();

  private:
    GlDevice& device_;
    const Context& context_;
    // Of the piece that is open:
    std::map<GlRate*, double> operations_;
    double expected_ = 0;  // seconds
    std::chrono::steady_clock::time_point began_;
};

inline Index groups_of(Index count, Index size) { return (count + size - 1) / size; }

}  // namespace orthoscope
