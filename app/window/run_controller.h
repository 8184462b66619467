// RunController: one run at a time on a worker, followed while it goes. The GUI thread never waits for it.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <condition_variable>
#include <mutex>

#include "app/window/document.h"
#include "app/window/task.h"

namespace orthoscope {

class ComputeBackend;
struct ComputeChoice;

// Where a run waits, and why.
struct Pause {
    std::vector<BreakpointHit> hits;  // at least one
    FramePtr frame;
};

class RunController : public QObject {
    Q_OBJECT
  public:
    explicit RunController(Document& document, QObject* parent = nullptr);

    bool can_start() const;   // enough sets for the method, and nothing running
    QString why_not() const;  // one sentence where can_start() is false
    // Methods that take the sets which the present one refuses for want of pairs; empty: it does not.
    std::vector<const Method*> alternatives() const;
    void start();
    // A run of its own: a branch, a remedy, a diagnosis. Precondition: its datasets are in the session.
    void start(SessionRun entry);
    void cancel();
    // Held up at a breakpoint of the session.
    const std::optional<Pause>& pause() const { return pause_; }
    void go_on();
    // The lane that is followed while it runs (-1: the best so far); the finished run keeps it.
    int live_lane() const { return live_lane_; }
    void set_live_lane(int lane);
    // What of its spectrum is in front while it runs; kept in the same way.
    const SpectrumView& live_spectrum() const { return live_spectrum_; }
    void set_live_spectrum(const SpectrumView& view) { live_spectrum_ = view; }
    bool running() const { return task_.busy(); }
    double fraction() const { return task_.fraction(); }  // negative: unknown
    QString doing() const { return task_.what(); }
    double seconds() const { return running() ? double(clock_.elapsed()) / 1000 : 0; }
    // The run in progress once it has a frame; null before and after.
    const LiveRun* live() const { return live_.recording ? &live_ : nullptr; }
    // The truth that belongs to a generated sample; used while these sets are in their
    // roles, by methods of the family that reads it this way round.
    void set_truth(std::vector<std::string> roles, Indices truth, MethodFamily family);
    bool truth_applies() const;

    // Where kernels run, and why in a few words: "CPU (no graphics device)". Where that is measured, empty before the
    // first run that has kernels.
    const QString& compute() const { return compute_; }
    // The graphics device of the latest run that ended on one, which then turns rows of many dimensions for the picture; null: none.
    const std::shared_ptr<ComputeBackend>& device() const { return device_; }
    // In place of choose_compute(ComputeWish::Auto), which it is at first; called on the worker.
    void set_compute_chooser(std::function<ComputeChoice()> choose) { choose_ = std::move(choose); }

  signals:
    void started();
    void chose_compute(const QString& reason);  // where kernels run, and why
    void compute_changed();
    void frames_arrived();
    void progressed();
    void paused();
    void went_on();
    void finished();  // the run has become part of the document
    void failed(const Error& error);

  private:
    Task::Followup work(const SessionRun& entry, const std::vector<DatasetPtr>& sets,
                        const std::optional<Indices>& truth, const Breakpoints& breakpoints, const Context& context);
    void set_compute(const QString& what);
    void watch_compute();
    void adopt(SessionRun entry, LiveRun run);
    double hold(const std::vector<BreakpointHit>& hits, const FramePtr& frame, const Context& context);

    Document& document_;
    QTimer poll_;
    QElapsedTimer clock_;
    LiveRun live_;
    std::size_t seen_ = 0;
    struct Gate {
        std::mutex mutex;
        std::condition_variable_any changed;
        bool open = false;
    };
    Gate gate_;
    std::optional<Pause> pause_;
    int live_lane_ = -1;
    SpectrumView live_spectrum_;
    std::vector<std::string> truth_roles_;
    Indices truth_;
    MethodFamily truth_family_ = MethodFamily::Alignment;
    std::function<ComputeChoice()> choose_;
    QString compute_;
    std::shared_ptr<ComputeBackend> device_;
    std::weak_ptr<ComputeBackend> computes_;  // of the run in progress, until it fails
    Task task_;  // last: it ends before what its work uses
};

}  // namespace orthoscope
