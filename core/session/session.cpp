#include "core/session/session.h"

#include <algorithm>
#include <cstdlib>

#include "core/io/label_column.h"
#include "core/method/describe.h"
#include "core/method/method.h"
#include "core/samples/sample.h"
#include "core/shape/prepare.h"
#include "core/session/pairing_use.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

Result<DatasetPtr> generate(const SessionDataset& entry, const Context& context) {
    auto info = find_sample(entry.sample);
    if (!info) return input_error("session", "found the sample \"" + entry.sample + "\"; expected one that this version has");
    auto parameters = info->parameters;
    if (auto status = parameters.from_json(entry.sample_options); !status) return status.error();
    auto sample = make_sample(entry.sample, parameters, entry.sample_seed, context);
    if (!sample) return sample.error();
    const auto index = static_cast<std::size_t>(entry.sample_set);
    if (entry.sample_set < 0 || index >= sample->sets.size())
        return input_error("session", "found set " + std::to_string(index) + " of sample " + entry.sample +
                                          "; expected less than " + std::to_string(sample->sets.size()));
    return sample->sets[index];
}

template <class Used>
std::string first_free(char letter, Used used) {
    for (int i = 1;; ++i)
        if (auto id = letter + std::to_string(i); !used(id)) return id;
}

}  // namespace

InputSpec SessionDataset::input() const {
    InputSpec spec;
    spec.path = path, spec.member = member, spec.axes = axes, spec.drop_missing = drop_missing;
    if (Kind wanted; kind_from_name(kind, wanted)) spec.kind = wanted;
    if (!labels.empty()) spec.labels = labels;
    return spec;
}

SessionDataset session_dataset(std::string id, const InputSpec& input, const Dataset& data) {
    SessionDataset entry;
    std::error_code code;
    const auto whole = [&](const fs::path& path) { return fs::absolute(path, code).lexically_normal().string(); };
    entry.id = std::move(id), entry.name = data.name;
    entry.path = whole(input.path), entry.member = input.member, entry.axes = input.axes;
    if (input.kind) entry.kind = name_of(*input.kind);
    if (input.labels) entry.labels = names_label_column(input.labels) ? input.labels->string() : whole(*input.labels);
    entry.drop_missing = input.drop_missing, entry.streamed = is_sampled(data);
    entry.sha256 = data.origin.sha256;
    return entry;
}

const SessionDataset* Session::dataset(std::string_view id) const {
    for (auto& d : datasets)
        if (d.id == id) return &d;
    return nullptr;
}

const SessionRun* Session::run(std::string_view id) const {
    for (auto& r : runs)
        if (r.id == id) return &r;
    return nullptr;
}

std::string Session::next_dataset_id() const {
    return first_free('d', [&](const std::string& id) {
        return dataset(id) || std::any_of(runs.begin(), runs.end(), [&](auto& r) {
                   return std::find(r.datasets.begin(), r.datasets.end(), id) != r.datasets.end();
               });
    });
}

std::string Session::next_run_id() const {
    return first_free('r', [&](const std::string& id) { return run(id) != nullptr; });
}

Result<ParameterSet> Session::method_options(std::string_view id) const {
    auto found = find_method(id);
    if (!found) return usage_error("method", "found \"" + std::string(id) + "\"; expected a method of this version");
    auto set = found->parameters();
    if (auto here = options.find(std::string(id)); here != options.end())
        if (auto status = set.from_json(here->second); !status) return status.error();
    return set;
}

Result<DatasetPtr> open_dataset(const SessionDataset& entry, const Context& context) {
    auto made = !entry.sample.empty() ? generate(entry, context)
                : entry.streamed      ? read_sampled(entry.input(), context)
                                      : read(entry.input(), context);
    if (!made) return made.error();
    if (!entry.preparation.empty()) {
        auto options = parameters_of<PrepareOptions>();
        if (auto status = options.from_json(entry.preparation); !status) return status.error();
        auto prepared = prepare(*made, options_from<PrepareOptions>(options), context);
        if (!prepared) return prepared.error();
        made = prepared->data;
    }
    const bool changed = !entry.sha256.empty() && (*made)->origin.sha256 != entry.sha256 && entry.sample.empty();
    if (!changed && (entry.name.empty() || entry.name == (*made)->name)) return made;
    auto copy = std::make_shared<Dataset>(**made);
    if (!entry.name.empty()) copy->name = entry.name;
    if (changed) copy->warnings.push_back(entry.path + " has changed since the session was saved.");
    return DatasetPtr(std::move(copy));
}

Result<RunRequest> run_request(const SessionRun& entry, const std::vector<DatasetPtr>& sets) {
    auto method = find_method(entry.method);
    if (!method) return usage_error("method", "found \"" + entry.method + "\"; expected a method of this version");
    RunRequest request;
    request.method = entry.method;
    request.options = method->parameters();
    if (auto status = request.options.from_json(entry.options); !status) return status.error();
    auto pairing = load_pairing(entry.pairing, sets, entry.seed, method->info().family);
    if (!pairing) return pairing.error();
    request.pairing = std::move(*pairing);
    request.settings.seed = entry.seed, request.settings.threads = entry.threads;
    request.fit_only = entry.fit_only, request.max_seconds = entry.max_seconds;
    return request;
}

SessionRun planned_run(const Session& session) {
    SessionRun entry;
    entry.id = session.next_run_id();
    entry.name = session.method, entry.method = session.method;
    if (auto here = session.options.find(session.method); here != session.options.end()) entry.options = here->second;
    entry.datasets = session.roles, entry.pairing = session.pairing;
    if (auto method = find_method(session.method)) {
        entry.pairing = used_pairing(session.pairing, method->info());
        const auto most = static_cast<std::size_t>(method->info().most_inputs);
        if (entry.datasets.size() > most) entry.datasets.resize(most);
    }
    entry.seed = session.seed, entry.threads = session.threads;
    entry.fit_only = session.fit_only, entry.max_seconds = session.max_seconds;
    return entry;
}

fs::path autosave_path(const fs::path& session_file) {
    if (!session_file.empty())
        return session_file.parent_path() / ("." + session_file.filename().string() + ".autosave");
    const char *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
    const fs::path base = state && *state ? fs::path(state) : fs::path(home ? home : ".") / ".local" / "state";
    return base / "orthoscope" / "unsaved.orthoscope.autosave";
}

}  // namespace orthoscope
