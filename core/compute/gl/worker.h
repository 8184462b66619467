// The thread that owns a GL context, and runs what others ask for, one after the other.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/compute/gl/device.h"

namespace orthoscope {

class GlWorker {
  public:
    // Starts the thread and opens the context on it. Errors: as GlContext::create.
    static Result<std::shared_ptr<GlWorker>> open(const GlOptions& options);
    ~GlWorker();

    // Runs `work` on the thread and waits for it. Exceptions become errors (Memory, Output).
    Status run(const std::function<Status(GlDevice&)>& work);
    void lose_context() { device_->drop_context(); }

    const std::string& renderer() const { return renderer_; }
    const std::string& version() const { return version_; }
    bool software() const { return software_; }

  private:
    struct Job {
        const std::function<Status(GlDevice&)>* work;
        Status answer = success();
        bool done = false;
    };
    GlWorker() = default;
    void serve(const GlOptions& options, Job& opening);
    static Status guarded(GlDevice& device, const std::function<Status(GlDevice&)>& work);
    void finish(Job& job, Status answer);

    std::mutex mutex_;
    std::condition_variable asked_, answered_;
    std::deque<Job*> jobs_;
    bool ending_ = false;
    std::unique_ptr<GlDevice> device_;
    std::string renderer_, version_;
    bool software_ = false;
    std::jthread thread_;
};

}  // namespace orthoscope
