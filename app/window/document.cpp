#include "app/window/document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/window/settings.h"
#include "core/spectrum/decay_report.h"

namespace orthoscope {
namespace {

int number_of(const std::string& id) {
    const auto digits = id.find_first_of("0123456789");
    return digits == std::string::npos ? 0 : std::atoi(id.c_str() + digits);
}

Session fresh_session() {
    Session session;
    for (auto method : methods()) {
        auto remembered = remembered_options(method->info().id);
        auto set = method->parameters();
        if (remembered.is_object() && set.from_json(remembered).ok())
            session.options[method->info().id] = remembered;
    }
    return session;
}

}  // namespace

Command together(std::string label, std::vector<Command> parts) {
    Command whole;
    whole.label = std::move(label);
    whole.apply = [parts = std::move(parts)](Session& session) -> Result<Command::Undo> {
        std::vector<Command::Undo> undos;
        const auto take_back = [](Session& s, const std::vector<Command::Undo>& list) {
            for (auto undo = list.rbegin(); undo != list.rend(); ++undo) (*undo)(s);
        };
        for (auto& part : parts) {
            auto undo = part.apply(session);
            if (!undo) {
                take_back(session, undos);
                return undo.error();
            }
            undos.push_back(std::move(*undo));
        }
        return Command::Undo([undos, take_back](Session& s) { take_back(s, undos); });
    };
    return whole;
}

Document::Document(QObject* parent) : QObject(parent), session_(fresh_session()) {}

DatasetPtr Document::data(std::string_view id) const {
    const auto found = data_.find(id);
    return found == data_.end() ? nullptr : found->second;
}

std::vector<DatasetPtr> Document::role_sets() const {
    std::vector<DatasetPtr> sets;
    for (auto& id : session_.roles)
        if (auto set = data(id)) sets.push_back(set);
    return sets;
}

const Method* Document::method() const { return find_method(session_.method); }

ParameterSet Document::options() const {
    if (auto set = session_.method_options(session_.method)) return *set;
    return method() ? method()->parameters() : ParameterSet();
}

const SessionRun* Document::shown_entry() const {
    auto entry = session_.run(session_.current_run);
    return entry && entry->datasets == session_.roles ? entry : nullptr;
}

const LiveRun* Document::live_run(std::string_view id) const {
    const auto found = runs_.find(id);
    return found == runs_.end() ? nullptr : &found->second;
}

const LiveRun* Document::shown_run() const {
    auto entry = shown_entry();
    return entry ? live_run(entry->id) : nullptr;
}

std::shared_ptr<const Report> Document::shown_report() const {
    const auto* entry = shown_entry();
    const auto* run = shown_run();
    if (!run || !run->report || !run->pairs) return run ? run->report : nullptr;
    auto& kept = matrix_report_;
    if (kept.own != run->report || kept.layer != entry->spectrum.layer)
        kept = {run->report, report_of_matrix(run->request.method, run->options, *run->report, *run->pairs, *run->recording, entry->spectrum.layer),
                entry->spectrum.layer};
    return kept.made ? kept.made : run->report;
}

std::string Document::keep(DatasetPtr data) {
    auto id = "d" + std::to_string(++last_id_);
    data_[id] = std::move(data);
    return id;
}

std::string Document::keep(LiveRun run) {
    auto id = "r" + std::to_string(++last_id_);
    runs_[id] = std::move(run);
    return id;
}

bool Document::push(Command command) {
    const auto status = stack_.push(session_, std::move(command));
    if (!status) emit failed(QString::fromStdString(status.error().message()));
    emit changed();
    return status.ok();
}

void Document::undo() {
    if (stack_.undo(session_)) emit changed();
}

void Document::redo() {
    if (stack_.redo(session_)) emit changed();
}

void Document::replace(Session session, std::filesystem::path file, std::map<std::string, DatasetPtr> data,
                       std::map<std::string, LiveRun> runs, bool saved) {
    session_ = std::move(session);
    file_ = std::move(file);
    data_.clear();
    runs_.clear();
    for (auto& [id, set] : data) data_[id] = std::move(set);
    for (auto& [id, run] : runs) runs_[id] = std::move(run);
    for (auto& set : session_.datasets) last_id_ = std::max(last_id_, number_of(set.id));
    for (auto& run : session_.runs) last_id_ = std::max(last_id_, number_of(run.id));
    stack_.clear();
    if (saved) stack_.mark_clean();
    emit changed();
}

void Document::start_afresh() { replace(fresh_session(), {}, {}, {}); }

void Document::saved_as(const std::filesystem::path& file) {
    file_ = file;
    stack_.mark_clean();
    emit changed();
}

void Document::run_saved(const std::string& id, const std::filesystem::path& folder) {
    for (auto& run : session_.runs)
        if (run.id == id) run.results = folder.string();
}

}  // namespace orthoscope
