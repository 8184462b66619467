// The four kernels as compute shaders (shaders/compute), in a GL context of their own on a thread of their own.
//
// Work is cut into pieces of some 15 ms, the stop token is polled between them, and a buffer is asked for before it is
// needed. Inputs travel with each call; the pairs of a sparse half step stay where they carry a number.
#pragma once

#include "core/compute/backend.h"
#include "core/compute/gl/device.h"

namespace orthoscope {

class GlWorker;
struct GlKept;

class GlBackend : public ComputeBackend {
  public:
    // Errors (Output): no EGL, no OpenGL 4.5, or a software renderer where that is not wanted.
    static Result<std::shared_ptr<GlBackend>> open(const GlOptions& options = {});
    ~GlBackend() override;

    std::string name() const override;  // "gl: RENDERER"
    std::string renderer() const;
    std::string version() const;
    bool software() const;
    // Seconds of the longest piece of work since this was last asked.
    double take_longest_piece();
    // As a reset of the driver does, at once, also amid a kernel.
    void lose_context();

    Result<Nearest> nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                            const Context& context) override;
    Result<Sliced> sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                          const SlicedWants& wants, const Context& context) override;
    Result<Vector> half_step(const HalfStep& step, const Context& context) override;
    Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context) override;
    Result<std::unique_ptr<MovingSet>> hold(const Matrix& points, const Context& context) override;

  private:
    explicit GlBackend(std::shared_ptr<GlWorker> worker);
    std::shared_ptr<GlWorker> worker_;
    std::unique_ptr<GlKept> kept_;
};

}  // namespace orthoscope
