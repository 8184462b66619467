#include "app/window/run_controller.h"

#include <algorithm>

#include "app/window/settings.h"
#include "core/compute/choice.h"
#include "core/compute/gl/context.h"
#include "core/method/unpaired.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

constexpr int poll_milliseconds = 40;

// As make_pairs does it: by label, else row by row.
bool pairs_exist(const std::vector<DatasetPtr>& sets) {
    const bool labelled = sets.size() == 2 && !sets[0]->labels.empty() && !sets[1]->labels.empty();
    return labelled || std::all_of(sets.begin(), sets.end(), [&](auto& set) { return set->rows() == sets[0]->rows(); });
}

const QString fallen = QStringLiteral("CPU (OpenGL failed in this run)");

// "gl: NVIDIA H200" -> "OpenGL on NVIDIA H200"
QString compute_text(const ComputeChoice& choice) {
    const auto name = QString::fromStdString(choice.backend->name());
    const auto where = name.startsWith("gl: ") ? "OpenGL on " + QString::fromStdString(short_renderer(name.mid(4).toStdString())) : QStringLiteral("CPU");
    return QString("%1 (%2)").arg(where, QString::fromStdString(choice.why));
}

}  // namespace

RunController::RunController(Document& document, QObject* parent) : QObject(parent), document_(document) {
    choose_ = [] { return choose_compute(ComputeWish::Auto); };
    if (!graphics_device_present()) compute_ = QString("CPU (%1)").arg(QString::fromUtf8(no_device.data(), qsizetype(no_device.size())));
    poll_.setInterval(poll_milliseconds);
    connect(&poll_, &QTimer::timeout, this, [this] {
        const auto size = live_.recording ? live_.recording->size() : 0;
        if (size != seen_) {
            seen_ = size;
            emit frames_arrived();
        }
        watch_compute();
        emit progressed();
    });
    connect(&task_, &Task::failed, this, [this](const QString& what) {
        emit failed(Error{ErrorKind::Input, "run", what.toStdString()});
    });
    connect(&task_, &Task::ended, this, [this] {
        poll_.stop();
        live_ = {};
        pause_.reset();
        emit finished();
    });
}

bool RunController::can_start() const { return why_not().isEmpty(); }

QString RunController::why_not() const {
    auto method = document_.method();
    if (!method) return tr("This method is not part of the program.");
    if (running()) return tr("A run is going on.");
    const auto have = document_.role_sets().size(), need = method->info().inputs.size();
    if (have == 0) return need > 1 ? tr("Open %1 sets first.").arg(need) : tr("Open a set first.");
    if (have < need) return tr("Open a second set: the one that stays.");
    const auto sets = document_.role_sets();
    for (auto& set : sets)
        if (is_sampled(*set) && !streams(method->info().id))
            return tr("%1 was opened to be streamed: only its spectrum can be found. Open it again for this method.").arg(QString::fromStdString(set->name));
    if (method->info().needs_pairs && !pairs_exist(sets))
        return tr("The sets have %1 and %2 rows and carry no labels: nothing says which rows belong together.")
            .arg(sets[0]->rows()).arg(sets[1]->rows());
    return {};
}

std::vector<const Method*> RunController::alternatives() const {
    auto method = document_.method();
    const auto sets = document_.role_sets();
    const bool refused = method && !running() && sets.size() > 1 && method->info().needs_pairs && !pairs_exist(sets);
    if (!refused) return {};
    return unpaired_methods(std::max(sets[0]->columns(), sets[1]->columns()));
}

void RunController::set_truth(std::vector<std::string> roles, Indices truth, MethodFamily family) {
    truth_roles_ = std::move(roles);
    truth_ = std::move(truth);
    truth_family_ = family;
}

bool RunController::truth_applies() const {
    auto& session = document_.session();
    auto method = document_.method();
    return truth_.size() > 0 && method && method->info().family == truth_family_ && session.roles == truth_roles_ &&
           session.pairing.truth.empty();
}

void RunController::start() {
    if (!can_start()) return;
    auto entry = planned_run(document_.session());
    remember_options(entry.method, entry.options);
    start(std::move(entry));
}

void RunController::start(SessionRun entry) {
    if (running()) return;
    std::vector<DatasetPtr> sets;
    for (auto& id : entry.datasets)
        if (auto set = document_.data(id)) sets.push_back(set);
    std::optional<Indices> truth;
    if (auto method = find_method(entry.method); method && method->info().family == truth_family_ && truth_.size() > 0 &&
                                                 entry.datasets == truth_roles_ && entry.pairing.truth.empty())
        truth = truth_;
    live_ = {};
    live_lane_ = -1, live_spectrum_ = {};
    pause_.reset();
    seen_ = 0;
    clock_.restart();
    poll_.start();
    const auto breakpoints = document_.session().breakpoints;
    task_.start([this, entry, sets, truth, breakpoints](const Context& context) {
        return work(entry, sets, truth, breakpoints, context);
    });
    emit started();
}

void RunController::set_live_lane(int lane) {
    if (!running() || lane == live_lane_) return;
    live_lane_ = lane;
    emit frames_arrived();
}

// On the worker: waits until the person lets it go on, or stops it.
double RunController::hold(const std::vector<BreakpointHit>& hits, const FramePtr& frame, const Context& context) {
    QElapsedTimer waited;
    waited.start();
    {
        std::lock_guard lock(gate_.mutex);
        gate_.open = false;
    }
    QMetaObject::invokeMethod(
        this,
        [this, hits, frame] {
            if (!running()) return;
            pause_ = Pause{hits, frame};
            emit frames_arrived();  // up to the frame where it stands
            emit paused();
        },
        Qt::QueuedConnection);
    std::unique_lock lock(gate_.mutex);
    gate_.changed.wait(lock, context.stop, [this] { return gate_.open; });
    return double(waited.nsecsElapsed()) * 1e-9;
}

void RunController::go_on() {
    if (!pause_) return;
    pause_.reset();
    {
        std::lock_guard lock(gate_.mutex);
        gate_.open = true;
    }
    gate_.changed.notify_all();
    emit went_on();
}

Task::Followup RunController::work(const SessionRun& entry, const std::vector<DatasetPtr>& sets,
                                   const std::optional<Indices>& truth, const Breakpoints& breakpoints,
                                   const Context& context) {
    auto request = run_request(entry, sets);
    if (!request) return [this, error = request.error()] { emit failed(error); };
    if (truth && truth->size() == sets[0]->rows()) request->pairing.truth = *truth;
    if (runs_kernels(entry.method)) {
        auto choice = choose_();
        request->settings.compute = choice.backend;
        // The worker alone computes with it: the picture takes it over when the run has ended, and never waits for a kernel.
        const std::weak_ptr<ComputeBackend> backend = choice.backend;
        const auto what = compute_text(choice);
        QMetaObject::invokeMethod(this, [this, backend, what, said = QString::fromStdString(choice.reason)] {
            computes_ = backend;
            set_compute(what);
            emit chose_compute(said);
        }, Qt::QueuedConnection);
    }
    auto on_start = [this](std::shared_ptr<const Pairs> pairs, std::shared_ptr<Recording> recording) {
        QMetaObject::invokeMethod(
            this,
            [this, pairs, recording] {
                if (!running()) return;
                live_.pairs = pairs;
                live_.recording = recording;
            },
            Qt::QueuedConnection);
    };
    BreakpointWatch watch(breakpoints);
    const auto on_frame = [this, &watch](const FramePtr& frame, const Context& c) {
        const auto hits = watch.next(frame);
        return hits.empty() ? 0.0 : hold(hits, frame, c);
    };
    auto result = run(*request, sets, context, on_start, breakpoints.any() ? FrameWatch(on_frame) : FrameWatch());
    if (!result) return [this, error = result.error()] {
        if (error.kind != ErrorKind::Cancelled) emit failed(error);
    };
    const auto backend = std::exchange(request->settings.compute, nullptr);
    const bool fell_back = backend && backend->failed();
    LiveRun run{result->pairs, result->recording, result->options, std::move(*request),
                std::make_shared<const Report>(std::move(result->report))};
    return [this, entry, backend, fell_back, run = std::move(run)] {
        if (fell_back) set_compute(fallen);
        if (backend) device_ = fell_back || backend->name() == "cpu" ? nullptr : backend;
        adopt(entry, run);
    };
}

void RunController::adopt(SessionRun entry, LiveRun run) {
    // The sets may have been changed while it ran; the run still belongs to those it was started with.
    for (auto& id : entry.datasets)
        if (!document_.session().dataset(id)) return;
    if (auto outcome = run.recording->outcome()) entry.outcome = name_of(*outcome);
    entry.lane = live_lane_, entry.spectrum = live_spectrum_;
    auto method = find_method(entry.method);
    entry.name = (method ? method->info().title : entry.method) + " " +
                 std::to_string(document_.session().runs.size() + 1);
    entry.id = document_.keep(std::move(run));
    document_.push(add_run(entry));
}

void RunController::set_compute(const QString& what) {
    if (what == compute_) return;
    compute_ = what;
    emit compute_changed();
}

// A device may fail amid a run, and the CPU goes on.
void RunController::watch_compute() {
    const auto backend = computes_.lock();
    if (!backend || !backend->failed()) return;
    computes_.reset();
    set_compute(fallen);
}

void RunController::cancel() {
    if (running()) task_.stop();
}

}  // namespace orthoscope
