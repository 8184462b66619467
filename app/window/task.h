// Task: work on a thread of its own, and what follows from it on the GUI thread. Exceptions stop here.
#pragma once

#include <QObject>
#include <functional>
#include <mutex>
#include <thread>

#include "core/base/context.h"

namespace orthoscope {

class Task : public QObject {
    Q_OBJECT
  public:
    using Followup = std::function<void()>;               // called on the GUI thread
    using Work = std::function<Followup(const Context&)>;  // called on the worker

    explicit Task(QObject* parent = nullptr) : QObject(parent) {}
    ~Task() override;

    // Precondition: not busy.
    void start(Work work);
    void stop() { thread_.request_stop(); }  // a request: the work ends after its current library call
    bool busy() const { return busy_; }
    double fraction() const;  // latest; negative: unknown
    QString what() const;

  signals:
    void progressed();  // on the GUI thread; several reports may come as one
    void ended();       // after the follow-up
    void failed(const QString& what);

  private:
    void note(double fraction, std::string_view what);
    void end(const Followup& followup);

    mutable std::mutex mutex_;
    double fraction_ = -1;
    QString what_;
    bool pending_ = false;  // a progress event is on its way
    bool busy_ = false;
    std::jthread thread_;
};

}  // namespace orthoscope
