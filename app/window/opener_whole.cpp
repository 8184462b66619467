// Opener: what replaces the document or brings a whole pair with it: samples, results folders, sessions.
#include <QFileInfo>
#include <charconv>
#include <nlohmann/json.hpp>

#include "app/window/autosaver.h"
#include "app/window/opener.h"
#include "app/window/settings.h"
#include "core/result/result_folder.h"
#include "core/samples/sample.h"
#include "core/session/result_session.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

LiveRun live_run_of(const FinishedRun& finished) {
    return {finished.result.pairs, finished.result.recording, finished.result.options, finished.request,
            std::make_shared<const Report>(finished.result.report)};
}

// One integer a line.
Indices truth_of(const Sample& sample) {
    std::vector<std::int64_t> numbers;
    if (auto file = sample.file("truth.txt")) {
        const char *at = file->text.data(), *end = at + file->text.size();
        while (at < end) {
            std::int64_t number = 0;
            const auto [next, code] = std::from_chars(at, end, number);
            if (code != std::errc()) break;
            numbers.push_back(number);
            at = next + 1;
        }
    }
    return Eigen::Map<const Indices>(numbers.data(), Index(numbers.size()));
}

struct WholeSession {
    Session session;
    std::map<std::string, DatasetPtr> data;
    std::map<std::string, LiveRun> runs;
    QStringList problems;
};

Result<LiveRun> revive(const SessionRun& entry, const std::vector<DatasetPtr>& sets, const Context& context) {
    if (!entry.results.empty()) {
        auto loaded = read_result(entry.results, context);
        if (loaded) return live_run_of(loaded->run);
    }
    context.report(-1, "computing " + entry.name + " again");
    auto request = run_request(entry, sets);
    if (!request) return request.error();
    auto result = run(*request, sets, context);
    if (!result) return result.error();
    return LiveRun{result->pairs, result->recording, result->options, *request,
                   std::make_shared<const Report>(result->report)};
}

void revive_runs(WholeSession& whole, const Context& context) {
    for (auto& entry : whole.session.runs) {
        std::vector<DatasetPtr> sets;
        for (auto& id : entry.datasets)
            if (whole.data.count(id)) sets.push_back(whole.data[id]);
        if (sets.size() != entry.datasets.size()) continue;
        auto live = revive(entry, sets, context);
        if (!live) {
            whole.problems << QString::fromStdString(live.error().message());
            continue;
        }
        // One copy of the data in memory, and the same sets under the run and without it.
        for (std::size_t i = 0; i < entry.datasets.size() && i < live->pairs->sets.size(); ++i)
            whole.data[entry.datasets[i]] = live->pairs->sets[i];
        whole.runs[entry.id] = std::move(*live);
    }
}

Result<WholeSession> load_session(const fs::path& file, const Context& context) {
    auto session = read_session(file);
    if (!session) return session.error();
    WholeSession whole{std::move(*session), {}, {}, {}};
    for (auto& entry : whole.session.datasets) {
        context.report(-1, "reading " + entry.name);
        auto data = open_dataset(entry, context);
        if (data) whole.data[entry.id] = *data;
        else whole.problems << QString::fromStdString(data.error().message());
    }
    revive_runs(whole, context);
    return whole;
}

}  // namespace

void Opener::open_sample(const std::string& id) {
    begin([this, id](const Context& context) -> Task::Followup {
        auto info = find_sample(id);
        const auto parameters = info ? info->parameters : ParameterSet();
        auto made = make_sample(id, parameters, 1, context);
        if (!made) return [this, error = made.error()] {
            emit trouble({QString::fromStdString(error.message()), true, {}});
        };
        return [this, info, sample = std::make_shared<const Sample>(std::move(*made))] {
            std::vector<SessionDataset> entries;
            std::vector<std::string> roles;
            for (auto& set : sample->sets) {
                SessionDataset entry;
                entry.id = document_.keep(set), entry.name = set->name;
                entry.sample = info->id, entry.sample_options = info->parameters.to_json();
                entry.sample_set = int(entries.size());
                roles.push_back(entry.id);
                entries.push_back(std::move(entry));
            }
            std::vector<Command> parts;
            for (auto& set : document_.session().datasets) parts.push_back(remove_dataset(set.id));
            for (auto& entry : entries) parts.push_back(add_dataset(entry));
            parts.push_back(set_roles(roles));
            if (find_method(sample->method)) parts.push_back(set_method(sample->method));
            document_.push(together("Open sample " + info->title, std::move(parts)));
            emit opened(tr("sample %1. %2").arg(QString::fromStdString(info->title), QString::fromStdString(sample->note)));
            if (auto method = find_method(sample->method))
                emit sample_opened(roles, truth_of(*sample), int(method->info().family));
        };
    });
}

void Opener::open_results(const fs::path& folder) {
    begin([this, folder](const Context& context) -> Task::Followup {
        context.report(-1, "reading " + folder.filename().string());
        auto loaded = read_result(folder, context);
        if (!loaded) return [this, error = loaded.error()] {
            emit trouble({QString::fromStdString(error.message()), true, {}});
        };
        return [this, folder, whole = std::make_shared<LoadedResult>(std::move(*loaded))] {
            std::vector<Command> parts;
            for (auto& set : document_.session().datasets) parts.push_back(remove_dataset(set.id));
            auto [entry, missed] = run_of_result(*whole, folder);
            for (std::size_t i = 0; i < whole->sets.size(); ++i) {
                const auto id = document_.keep(whole->sets[i]);
                const auto input = i < whole->run.inputs.size() ? whole->run.inputs[i] : InputSpec{};
                parts.push_back(add_dataset(session_dataset(id, input, *whole->sets[i])));
                entry.datasets.push_back(id);
            }
            parts.push_back(set_roles(entry.datasets));
            if (find_method(entry.method)) parts.push_back(take_choices(entry));
            entry.id = document_.keep(live_run_of(whole->run));
            entry.results = folder.string();
            parts.push_back(add_run(entry));
            document_.push(together("Open results " + entry.name, std::move(parts)));
            remember_file(QString::fromStdString(folder.string()));
            emit opened(tr("opened results %1").arg(QString::fromStdString(folder.string())));
            emit results_opened();
            if (!missed.empty()) emit trouble({QString::fromStdString(missed), false, {}});
        };
    });
}

void Opener::open_session(const fs::path& file) {
    begin([this, file](const Context& context) -> Task::Followup {
        auto loaded = load_session(file, context);
        if (!loaded) return [this, error = loaded.error()] {
            emit trouble({QString::fromStdString(error.message()), true, {}});
        };
        return [this, file, whole = std::make_shared<WholeSession>(std::move(*loaded))] {
            document_.replace(whole->session, file, whole->data, whole->runs);
            remember_file(QString::fromStdString(file.string()));
            emit opened(tr("opened session %1").arg(QString::fromStdString(file.string())));
            emit session_opened();
            if (!whole->problems.isEmpty()) emit trouble({whole->problems.join("\n"), true, {}});
        };
    });
}

void Opener::restore(const fs::path& file) {
    begin([this, file](const Context& context) -> Task::Followup {
        auto loaded = load_session(autosave_path(file), context);
        if (!loaded) return [this, error = loaded.error()] {
            emit trouble({QString::fromStdString(error.message()), true, {}});
        };
        // The copies beside the autosave go with it: a proper save writes these runs anew.
        for (auto& run : loaded->session.runs)
            if (loaded->runs.count(run.id) && fs::path(run.results).parent_path() == Autosaver::runs_folder(file))
                run.results.clear();
        return [this, file, whole = std::make_shared<WholeSession>(std::move(*loaded))] {
            document_.replace(whole->session, file, whole->data, whole->runs, false);
            emit opened(tr("restored the last session"));
            emit session_opened();
            if (!whole->problems.isEmpty()) emit trouble({whole->problems.join("\n"), true, {}});
        };
    });
}

}  // namespace orthoscope
