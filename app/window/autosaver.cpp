#include "app/window/autosaver.h"

#include <algorithm>

#include "app/window/exporter.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

constexpr int look_milliseconds = 10'000;
constexpr double interval_seconds = 60;

}  // namespace

Autosaver::Autosaver(Document& document, QObject* parent)
    : QObject(parent), document_(document), autosave_(interval_seconds), task_(std::make_unique<Task>()) {
    timer_.setInterval(look_milliseconds);
    connect(&timer_, &QTimer::timeout, this, &Autosaver::look);
    connect(task_.get(), &Task::failed, this, &Autosaver::trouble);
    clock_.start();
}

Autosaver::~Autosaver() {
    task_.reset();  // waits for what is being written
    for (auto& file : discarded_) remove(file);
}

fs::path Autosaver::runs_folder(const fs::path& session_file) {
    return autosave_path(session_file).string() + ".runs";
}

void Autosaver::remove(const fs::path& session_file) {
    std::error_code ignored;
    fs::remove(autosave_path(session_file), ignored);
    fs::remove_all(runs_folder(session_file), ignored);
}

void Autosaver::start(std::function<double()> position) {
    position_ = std::move(position);
    (void)autosave_.tick(document_.session(), {}, 0);  // what lies before the first change
    timer_.start();
}

void Autosaver::look() {
    if (held_ == document_.file() || document_.session().datasets.empty() || !document_.modified()) return;
    const double now = double(clock_.elapsed()) / 1000;
    if (autosave_.due(session_with_folders(), now)) save_now();
}

Session Autosaver::session_with_folders() const {
    auto session = document_.session();
    for (auto& entry : session.runs) {
        const auto kept = kept_.find(entry.id);
        const auto live = document_.live_run(entry.id);
        if (!entry.results.empty() || kept == kept_.end() || !live) continue;
        if (kept->second.recording.lock() == live->recording) entry.results = kept->second.folder.string();
    }
    return session;
}

void Autosaver::save_now() {
    if (task_->busy()) return;
    if (position_) document_.note_position(position_());
    const auto file = document_.file();
    auto session = session_with_folders();
    std::vector<std::pair<std::string, FinishedRun>> unsaved;
    for (auto& entry : session.runs)
        if (entry.results.empty())
            if (auto finished = finished_run(document_, entry)) unsaved.emplace_back(entry.id, std::move(*finished));
    discarded_.clear();
    task_->start([this, file, unsaved](const Context&) -> Task::Followup {
        std::vector<std::pair<std::string, Kept>> written;
        for (auto& [id, run] : unsaved) {
            const auto folder = free_run_folder(runs_folder(file), id);
            std::error_code ignored;
            fs::create_directories(folder.parent_path(), ignored);  // write_result reports what is wrong
            auto result = write_result(run, folder, InputStorage::Reference);
            if (!result) return [this, error = result.error()] { emit trouble(QString::fromStdString(error.message())); };
            written.emplace_back(id, Kept{run.result.recording, folder});
        }
        return [this, file, written] {
            if (!discarded_.empty()) {
                for (auto& gone : discarded_) remove(gone);
                discarded_.clear();
                return;
            }
            for (auto& [id, kept] : written) kept_[id] = kept;
            if (document_.file() == file) write(session_with_folders(), file);
        };
    });
}

void Autosaver::write(const Session& session, const fs::path& file) {
    const auto status = autosave_.save(session, file, double(clock_.elapsed()) / 1000);
    if (!status) {
        emit trouble(QString::fromStdString(status.error().message()));
        return;
    }
    sweep(session, file);
    emit saved();
}

// Runs that the session no longer has need no copy.
void Autosaver::sweep(const Session& session, const fs::path& file) const {
    std::error_code code;
    for (auto& entry : fs::directory_iterator(runs_folder(file), code)) {
        const bool used = std::any_of(session.runs.begin(), session.runs.end(),
                                      [&](auto& run) { return fs::path(run.results) == entry.path(); });
        std::error_code ignored;
        if (!used) fs::remove_all(entry.path(), ignored);
    }
}

void Autosaver::discard(const fs::path& session_file) {
    if (held_ == session_file) return;
    autosave_.discard(session_file);
    remove(session_file);
    if (task_->busy()) discarded_.push_back(session_file);
}

}  // namespace orthoscope
