// RunController: one run at a time on a worker, followed while it goes. The GUI thread never waits for it.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "app/window/document.h"
#include "app/window/task.h"

namespace orthoscope {

class RunController : public QObject {
    Q_OBJECT
  public:
    explicit RunController(Document& document, QObject* parent = nullptr);

    bool can_start() const;   // enough sets for the method, and nothing running
    QString why_not() const;  // one sentence where can_start() is false
    // Methods that take the sets which the present one refuses for want of pairs; empty: it does not.
    std::vector<const Method*> alternatives() const;
    void start();
    void cancel();
    bool running() const { return task_.busy(); }
    double fraction() const { return task_.fraction(); }  // negative: unknown
    QString doing() const { return task_.what(); }
    double seconds() const { return running() ? double(clock_.elapsed()) / 1000 : 0; }
    // The run in progress once it has a frame; null before and after.
    const LiveRun* live() const { return live_.recording ? &live_ : nullptr; }
    // The truth that belongs to a generated sample; used while these sets are in their roles.
    void set_truth(std::vector<std::string> roles, Indices truth);
    bool truth_applies() const;

  signals:
    void started();
    void frames_arrived();
    void progressed();
    void finished();  // the run has become part of the document
    void failed(const Error& error);

  private:
    Task::Followup work(const SessionRun& entry, const std::vector<DatasetPtr>& sets,
                        const std::optional<Indices>& truth, const Context& context);
    void adopt(SessionRun entry, LiveRun run);

    Document& document_;
    Task task_;
    QTimer poll_;
    QElapsedTimer clock_;
    LiveRun live_;
    std::size_t seen_ = 0;
    std::vector<std::string> truth_roles_;
    Indices truth_;
};

}  // namespace orthoscope
