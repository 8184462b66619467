#include "app/window/exporter.h"

#include <QFileInfo>
#include <QSaveFile>
#include <nlohmann/json.hpp>

#include "app/window/stage_view.h"
#include "core/io/write.h"
#include "core/session/start_write.h"
#include "core/shape/vertex_areas.h"
#include "views/scenes/map_attribute.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

Notice error_notice(const Error& error) { return {QString::fromStdString(error.message()), true, {}}; }

// A start that lies in the person's state folder goes beside the session file, so that both can move together.
Status keep_start(PairingSpec& spec, const fs::path& session_file) {
    const auto unsaved = starts_folder({});
    if (spec.start.empty() || fs::path(spec.start).parent_path() != unsaved) return success();
    const auto place = starts_folder(session_file) / fs::path(spec.start).filename();
    std::error_code code;
    fs::create_directories(place, code);
    if (!code) fs::copy(spec.start, place, fs::copy_options::overwrite_existing | fs::copy_options::recursive, code);
    if (code) return Error{ErrorKind::Output, place.string(), "cannot be written: " + code.message()};
    spec.start = place.string();
    return success();
}

}  // namespace

Exporter::Exporter(Document& document, QObject* parent) : QObject(parent), document_(document) {
    connect(&task_, &Task::failed, this, [this](const QString& what) { emit trouble({what, true, {}}); });
}

fs::path free_run_folder(const fs::path& base, const std::string& id) {
    for (int n = 1;; ++n) {
        const auto folder = base / (n == 1 ? id : id + "-" + std::to_string(n));
        if (!fs::exists(folder)) return folder;
    }
}

std::optional<FinishedRun> finished_run(const Document& document, const SessionRun& entry) {
    auto live = document.live_run(entry.id);
    if (!live || !live->report) return {};
    FinishedRun finished;
    finished.request = live->request;
    for (auto& id : entry.datasets) {
        auto set = document.session().dataset(id);
        finished.inputs.push_back(set && set->as_in_file() ? set->input() : InputSpec{});
        if (auto data = document.data(id))
            finished.warnings.insert(finished.warnings.end(), data->warnings.begin(), data->warnings.end());
    }
    finished.result = RunResult{live->pairs, live->recording, live->options, *live->report};
    return finished;
}

void Exporter::save_session(const fs::path& file, const SessionView& view, double position) {
    if (task_.busy()) return emit trouble({tr("Something is being saved; wait a moment."), false, {}});
    auto session = document_.session();
    session.position = position;
    session.views.assign(1, view);
    std::vector<std::pair<std::string, FinishedRun>> unsaved;
    for (auto& entry : session.runs)
        if (entry.results.empty() || !is_result_folder(entry.results))
            if (auto finished = finished_run(document_, entry)) unsaved.emplace_back(entry.id, std::move(*finished));
    task_.start([this, file, session, unsaved](const Context&) mutable -> Task::Followup {
        std::vector<std::pair<std::string, fs::path>> written;
        for (auto& [id, finished] : unsaved) {
            const auto folder = free_run_folder(file.string() + ".runs", id);
            std::error_code ignored;
            fs::create_directories(folder.parent_path(), ignored);  // write_result reports what is wrong
            auto result = write_result(finished, folder, InputStorage::Reference);
            if (!result) return [this, error = result.error()] { emit trouble(error_notice(error)); };
            written.emplace_back(id, folder);
            for (auto& entry : session.runs)
                if (entry.id == id) entry.results = folder.string();
        }
        auto status = keep_start(session.pairing, file);
        for (auto& entry : session.runs)
            if (status) status = keep_start(entry.pairing, file);
        if (status) status = write_session(session, file);
        if (!status) return [this, error = status.error()] { emit trouble(error_notice(error)); };
        return [this, file, written] {
            for (auto& [id, folder] : written) document_.run_saved(id, folder);
            document_.saved_as(file);
            emit session_saved();
            emit saved(tr("saved session %1").arg(QString::fromStdString(file.string())));
        };
    });
}

void Exporter::save_results(const fs::path& folder) {
    if (task_.busy()) return emit trouble({tr("Something is being saved; wait a moment."), false, {}});
    auto entry = document_.shown_entry();
    auto finished = entry ? finished_run(document_, *entry) : std::nullopt;
    if (!finished) return emit trouble({tr("There is no run to save; run the method first."), true, {}});
    task_.start([this, folder, run = std::move(*finished)](const Context&) -> Task::Followup {
        auto written = write_result(run, folder);
        if (!written) return [this, error = written.error()] { emit trouble(error_notice(error)); };
        return [this, folder] { emit saved(tr("saved results in %1").arg(QString::fromStdString(folder.string()))); };
    });
}

void Exporter::save_plot(const std::string& text, const fs::path& file) {
    if (task_.busy()) return emit trouble({tr("Something is being saved; wait a moment."), false, {}});
    task_.start([this, text, file](const Context&) -> Task::Followup {
        auto written = write_text(text, file);
        if (!written) return [this, error = written.error()] { emit trouble(error_notice(error)); };
        return [this, file] { emit saved(tr("saved plot %1").arg(QString::fromStdString(file.string()))); };
    });
}

void Exporter::save_carried(const FramePtr& frame, const Look& look, const DatasetPtr& source, const DatasetPtr& target,
                            const fs::path& file) {
    if (task_.busy()) return emit trouble({tr("Something is being saved; wait a moment."), false, {}});
    task_.start([this, frame, look, source, target, file](const Context&) -> Task::Followup {
        MapAttribute attribute(source, vertex_shares(*source));
        const auto* state = std::get_if<ShapeState>(frame->state.get());
        if (!attribute.any() || !state || !state->map)
            return [this] { emit trouble({tr("There is nothing to carry yet; run the method first."), true, {}}); };
        const auto taken = attribute.carry(*state, look);
        auto written = write(painted(*target, taken.target, taken.source), file);
        if (!written) return [this, error = written.error()] { emit trouble(error_notice(error)); };
        return [this, file] { emit saved(tr("saved the painted target %1").arg(QString::fromStdString(file.string()))); };
    });
}

void Exporter::save_picture(StageView& viewport, const fs::path& file, double factor) {
    if (task_.busy()) return emit trouble({tr("Something is being saved; wait a moment."), false, {}});
    auto image = viewport.picture(factor);
    image.setText("Software", "Orthoscope");
    image.setText("Session", QString::fromStdString(to_json(document_.session(), file.parent_path()).dump()));
    // Packing a large picture takes seconds; beside the place first, so that nobody meets half a file.
    task_.start([this, image, path = QString::fromStdString(file.string())](const Context&) -> Task::Followup {
        QSaveFile out(path);
        const bool written = !image.isNull() && out.open(QIODevice::WriteOnly) && image.save(&out, "PNG") && out.commit();
        return [this, image, path, written] {
            if (!written) return emit trouble({tr("%1 cannot be written; choose another place.").arg(path), true, {}});
            emit saved(tr("saved picture %1, %2 × %3").arg(path).arg(image.width()).arg(image.height()));
        };
    });
}

}  // namespace orthoscope
