#include "app/window/task.h"

#include <cassert>
#include <exception>

namespace orthoscope {

Task::~Task() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Task::start(Work work) {
    assert(!busy_);
    if (thread_.joinable()) thread_.join();  // it has already posted its end
    busy_ = true;
    fraction_ = -1;
    what_.clear();
    thread_ = std::jthread([this, work = std::move(work)](std::stop_token token) {
        Followup followup;
        QString error;
        try {
            Context context;
            context.stop = token;
            context.progress = [this](double fraction, std::string_view text) { note(fraction, text); };
            followup = work(context);
        } catch (const std::bad_alloc&) {
            error = tr("Not enough memory.");
        } catch (const std::exception& e) {
            error = QString::fromUtf8(e.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, followup = std::move(followup), error] {
                if (!error.isEmpty()) emit failed(error);
                end(followup);
            },
            Qt::QueuedConnection);
    });
}

void Task::end(const Followup& followup) {
    busy_ = false;
    if (followup) followup();
    emit ended();
}

void Task::note(double fraction, std::string_view what) {
    std::lock_guard lock(mutex_);
    fraction_ = fraction;
    what_ = QString::fromUtf8(what.data(), qsizetype(what.size()));
    if (pending_) return;
    pending_ = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            {
                std::lock_guard lock(mutex_);
                pending_ = false;
            }
            emit progressed();
        },
        Qt::QueuedConnection);
}

double Task::fraction() const {
    std::lock_guard lock(mutex_);
    return fraction_;
}

QString Task::what() const {
    std::lock_guard lock(mutex_);
    return what_;
}

}  // namespace orthoscope
