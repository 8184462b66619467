#include "core/compute/gl/worker.h"

#include <exception>
#include <new>

namespace orthoscope {

Result<std::shared_ptr<GlWorker>> GlWorker::open(const GlOptions& options) {
    std::shared_ptr<GlWorker> made(new GlWorker);
    Job opening{};
    made->thread_ = std::jthread([&made = *made, options, &opening] { made.serve(options, opening); });
    std::unique_lock lock(made->mutex_);
    made->answered_.wait(lock, [&] { return opening.done; });
    lock.unlock();
    if (!opening.answer) return opening.answer.error();
    return made;
}

GlWorker::~GlWorker() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    asked_.notify_all();
}

void GlWorker::finish(Job& job, Status answer) {
    {
        const std::lock_guard lock(mutex_);
        job.answer = std::move(answer), job.done = true;
    }
    answered_.notify_all();
}

Status GlWorker::guarded(GlDevice& device, const std::function<Status(GlDevice&)>& work) {
    try {
        return work(device);
    } catch (const std::bad_alloc&) {
        return memory_error("graphics device", "ran out of memory");
    } catch (const std::exception& e) {
        return Error{ErrorKind::Output, "graphics device", std::string("failed unexpectedly: ") + e.what()};
    }
}

void GlWorker::serve(const GlOptions& options, Job& opening) {
    auto context = GlContext::create(options.software);
    if (!context) return finish(opening, context.error());
    renderer_ = (*context)->renderer(), version_ = (*context)->version(), software_ = (*context)->software();
    device_ = std::make_unique<GlDevice>(std::move(*context), options);
    finish(opening, success());
    for (;;) {
        std::unique_lock lock(mutex_);
        asked_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) break;
        Job& job = *jobs_.front();
        jobs_.pop_front();
        lock.unlock();
        finish(job, guarded(*device_, *job.work));
    }
    device_.reset();
}

Status GlWorker::run(const std::function<Status(GlDevice&)>& work) {
    Job job{&work};
    std::unique_lock lock(mutex_);
    jobs_.push_back(&job);
    asked_.notify_one();
    answered_.wait(lock, [&] { return job.done; });
    return std::move(job.answer);
}

}  // namespace orthoscope
