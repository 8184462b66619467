#include "core/compute/gl/gl_backend.h"

#include <optional>

#include "core/compute/gl/kernels.h"
#include "core/compute/gl/moving_set.h"
#include "core/compute/gl/worker.h"
#include "core/compute/top_rows.h"

namespace orthoscope {
namespace {

// Runs a kernel on the worker's thread and brings its answer back.
template <class T, class Work>
Result<T> on(GlWorker& worker, const Work& work) {
    std::optional<T> answer;
    auto status = worker.run([&](GlDevice& device) -> Status {
        Result<T> made = work(device);
        if (!made) return made.error();
        answer.emplace(std::move(*made));
        return success();
    });
    if (!status) return status.error();
    return std::move(*answer);
}

}  // namespace

Result<std::shared_ptr<GlBackend>> GlBackend::open(const GlOptions& options) {
    auto worker = GlWorker::open(options);
    if (!worker) return worker.error();
    return std::shared_ptr<GlBackend>(new GlBackend(std::move(*worker)));
}

GlBackend::GlBackend(std::shared_ptr<GlWorker> worker) : worker_(std::move(worker)), kept_(std::make_unique<GlKept>()) {}

GlBackend::~GlBackend() {
    (void)worker_->run([&](GlDevice&) { return kept_.reset(), success(); });
}

std::string GlBackend::name() const { return "gl: " + worker_->renderer(); }
std::string GlBackend::renderer() const { return worker_->renderer(); }
std::string GlBackend::version() const { return worker_->version(); }
bool GlBackend::software() const { return worker_->software(); }
double GlBackend::take_longest_piece() {
    double seconds = 0;
    (void)worker_->run([&](GlDevice& device) { return seconds = device.take_longest_piece(), success(); });
    return seconds;
}
void GlBackend::lose_context() { worker_->lose_context(); }

Result<Nearest> GlBackend::nearest(const Matrix& queries, const Matrix& points, Index k, int threads,
                                   const Context& context) {
    if (auto status = check_rows(queries, points); !status) return status.error();
    // Nothing to multiply.
    if (queries.rows() == 0 || points.cols() == 0) return cpu_backend()->nearest(queries, points, k, threads, context);
    return on<Nearest>(*worker_, [&](GlDevice& device) { return gl_nearest(device, queries, points, k, threads, context); });
}

Result<Sliced> GlBackend::sliced(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
                                 const SlicedWants& wants, const Context& context) {
    return on<Sliced>(*worker_, [&](GlDevice& device) {
        return gl_sliced(device, source, target, directions, wants, context);
    });
}

Result<Vector> GlBackend::half_step(const HalfStep& step, const Context& context) {
    if (auto status = check_step(step); !status) return status.error();
    if (step.from.size() == 0 || step.from.points.cols() == 0) return cpu_backend()->half_step(step, context);
    return on<Vector>(*worker_, [&](GlDevice& device) { return gl_half_step(device, step, context); });
}

Result<Vector> GlBackend::sparse_half_step(const SparseHalfStep& step, const Context& context) {
    if (auto status = check_step(step); !status) return status.error();
    if (step.rows() == 0 || step.cost.empty()) return cpu_backend()->sparse_half_step(step, context);
    return on<Vector>(*worker_, [&](GlDevice& device) { return gl_sparse_half_step(device, *kept_, step, context); });
}

Result<std::unique_ptr<MovingSet>> GlBackend::hold(const Matrix& points, const Context& context) {
    if (!points.allFinite()) return input_error("moving set", "there are entries that are not finite");
    return gl_moving_set(worker_, points, context);
}

}  // namespace orthoscope
