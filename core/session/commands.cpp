#include "core/session/commands.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/method/method.h"

namespace orthoscope {
namespace {

using Undo = Command::Undo;

Error unknown(const std::string& what, const std::string& id) {
    return usage_error("session", "found no " + what + " \"" + id + "\"; expected one of the session's");
}

// A change of one member: what it was before is all that undo needs.
template <class T>
Command assign(std::string label, std::string merge_key, T Session::* member, T value) {
    return {std::move(label), std::move(merge_key), [member, value = std::move(value)](Session& s) -> Result<Undo> {
                auto before = std::exchange(s.*member, value);
                return Undo([member, before](Session& session) { session.*member = before; });
            }};
}

template <class T>
typename std::vector<T>::iterator find(std::vector<T>& list, const std::string& id) {
    return std::find_if(list.begin(), list.end(), [&](auto& item) { return item.id == id; });
}

void insert_at(auto& list, std::size_t index, auto value) {
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(std::min(index, list.size())), std::move(value));
}

// The same of one member of a run.
template <class T>
Command assign_of_run(std::string label, std::string merge_key, T SessionRun::* member, std::string run, T value) {
    return {std::move(label), std::move(merge_key), [=](Session& s) -> Result<Undo> {
                auto at = find(s.runs, run);
                if (at == s.runs.end()) return unknown("run", run);
                auto before = std::exchange((*at).*member, value);
                return Undo([=](Session& session) {
                    if (auto now = find(session.runs, run); now != session.runs.end()) (*now).*member = before;
                });
            }};
}

// Name of an entry of `list`; merges, as a person types.
template <class T>
Command rename(std::string what, std::vector<T> Session::* list, std::string id, std::string name) {
    return {"Rename " + what, "rename " + what + " " + id, [=](Session& s) -> Result<Undo> {
                auto at = find(s.*list, id);
                if (at == (s.*list).end()) return unknown(what, id);
                auto before = std::exchange(at->name, name);
                return Undo([=](Session& session) {
                    if (auto now = find(session.*list, id); now != (session.*list).end()) now->name = before;
                });
            }};
}

}  // namespace

Command add_dataset(SessionDataset entry) {
    return {"Open " + entry.name, "", [entry](Session& s) -> Result<Undo> {
                if (entry.id.empty() || s.dataset(entry.id))
                    return usage_error("session", "found a dataset \"" + entry.id + "\" already; expected a new id");
                s.datasets.push_back(entry);
                const bool role = s.roles.size() < 2;
                if (role) s.roles.push_back(entry.id);
                return Undo([id = entry.id, role](Session& session) {
                    if (auto at = find(session.datasets, id); at != session.datasets.end()) session.datasets.erase(at);
                    if (role) std::erase(session.roles, id);
                });
            }};
}

Command remove_dataset(std::string id) {
    return {"Close dataset", "", [id](Session& s) -> Result<Undo> {
                auto at = find(s.datasets, id);
                if (at == s.datasets.end()) return unknown("dataset", id);
                auto entry = *at;
                const auto index = static_cast<std::size_t>(at - s.datasets.begin());
                auto roles = s.roles;
                s.datasets.erase(at);
                std::erase(s.roles, id);
                return Undo([entry, index, roles](Session& session) {
                    insert_at(session.datasets, index, entry);
                    session.roles = roles;
                });
            }};
}

Command rename_dataset(std::string id, std::string name) {
    return rename("dataset", &Session::datasets, std::move(id), std::move(name));
}

Command swap_roles() {
    return {"Swap source and target", "", [](Session& s) -> Result<Undo> {
                if (s.roles.size() < 2)
                    return usage_error("session", "found fewer than two datasets in use; expected source and target");
                const auto turn = [](Session& session) {
                    std::swap(session.roles[0], session.roles[1]);
                    for (auto& pair : session.pairing.picked) std::swap(pair.source, pair.target);  // they stay with their sets
                };
                turn(s);
                return Undo(turn);
            }};
}

Command set_roles(std::vector<std::string> ids) {
    return {"Choose source and target", "", [ids](Session& s) -> Result<Undo> {
                for (auto& id : ids)
                    if (!s.dataset(id)) return unknown("dataset", id);
                auto before = std::exchange(s.roles, ids);
                return Undo([before](Session& session) { session.roles = before; });
            }};
}

Command set_method(std::string method) {
    return {"Choose method", "", [method](Session& s) -> Result<Undo> {
                auto found = find_method(method);
                if (!found) return unknown("method", method);
                auto before = std::exchange(s.method, method);
                return Undo([before](Session& session) { session.method = before; });
            }};
}

Command set_option(std::string method, std::string name, ParameterValue value) {
    const auto label = "Set " + name + " to " + to_text(value);
    return {label, "option " + method + " " + name, [=](Session& s) -> Result<Undo> {
                auto options = s.method_options(method);
                if (!options) return options.error();
                if (auto status = options->set(name, value); !status) return status.error();
                const auto had = s.options.find(method);
                const auto before = had == s.options.end() ? nlohmann::json() : had->second;
                auto& object = s.options[method];
                if (!object.is_object()) object = nlohmann::json::object();
                if (options->is_initial(name)) object.erase(name);
                else std::visit([&](auto& v) { object[name] = v; }, options->value(name));
                if (object.empty()) s.options.erase(method);
                return Undo([method, before](Session& session) {
                    if (before.is_null()) session.options.erase(method);
                    else session.options[method] = before;
                });
            }};
}

Command reset_options(std::string method) {
    return {"Reset options", "", [method](Session& s) -> Result<Undo> {
                auto before = s.options;
                s.options.erase(method);
                return Undo([before](Session& session) { session.options = before; });
            }};
}

Command take_choices(SessionRun of) {
    return {"Take choices", "", [of = std::move(of)](Session& s) -> Result<Undo> {
                auto method = find_method(of.method);
                if (!method) return unknown("method", of.method);
                auto options = method->parameters();
                if (auto status = options.from_json(of.options); !status) return status.error();
                const Session before = s;
                s.method = of.method, s.pairing = of.pairing, s.seed = of.seed, s.threads = of.threads;
                s.fit_only = of.fit_only, s.max_seconds = of.max_seconds;
                s.options.erase(of.method);
                if (!of.options.empty()) s.options[of.method] = of.options;
                return Undo([before](Session& session) {
                    session.method = before.method, session.options = before.options, session.pairing = before.pairing;
                    session.seed = before.seed, session.threads = before.threads;
                    session.fit_only = before.fit_only, session.max_seconds = before.max_seconds;
                });
            }};
}

Command set_pairing_option(std::string name, std::string value) {
    return {"Set " + name, "pairing " + name, [=](Session& s) -> Result<Undo> {
                auto before = s.pairing;
                if (auto status = set_pairing(s.pairing, name, value); !status) return status.error();
                return Undo([before](Session& session) { session.pairing = before; });
            }};
}

Command set_seed(std::uint64_t seed) { return assign("Set seed", "seed", &Session::seed, seed); }

Command set_threads(int threads) { return assign("Set threads", "threads", &Session::threads, threads); }

Command set_fit_only(bool fit_only) { return assign("Choose metrics", "", &Session::fit_only, fit_only); }

Command set_max_seconds(double seconds) {
    return assign("Set time limit", "max-seconds", &Session::max_seconds, seconds);
}

Command add_run(SessionRun entry) {
    return {"Run " + entry.method, "", [entry](Session& s) -> Result<Undo> {
                if (entry.id.empty() || s.run(entry.id))
                    return usage_error("session", "found a run \"" + entry.id + "\" already; expected a new id");
                s.runs.push_back(entry);
                auto before = std::exchange(s.current_run, entry.id);
                return Undo([id = entry.id, before](Session& session) {
                    if (auto at = find(session.runs, id); at != session.runs.end()) session.runs.erase(at);
                    session.current_run = before;
                });
            }};
}

Command remove_run(std::string id) {
    return {"Remove run", "", [id](Session& s) -> Result<Undo> {
                auto at = find(s.runs, id);
                if (at == s.runs.end()) return unknown("run", id);
                auto entry = *at;
                const auto index = static_cast<std::size_t>(at - s.runs.begin());
                s.runs.erase(at);
                auto before = s.current_run;
                if (s.current_run == id) s.current_run.clear();
                return Undo([entry, index, before](Session& session) {
                    insert_at(session.runs, index, entry);
                    session.current_run = before;
                });
            }};
}

Command show_lane(std::string run, int lane) {
    return assign_of_run("Show lane", "lane " + run, &SessionRun::lane, run, lane);
}

Command show_spectrum(std::string run, SpectrumView view) {
    return assign_of_run("Look at spectrum", "", &SessionRun::spectrum, run, view);
}

Command set_breakpoints(Breakpoints breakpoints) {
    return assign("Change breakpoints", "breakpoints", &Session::breakpoints, breakpoints);
}

Command set_picked(std::string label, std::vector<Landmark> picked, std::string merge_key) {
    return {std::move(label), std::move(merge_key), [picked = std::move(picked)](Session& s) -> Result<Undo> {
                for (auto& pair : picked)
                    if (pair.source < 0 || pair.target < 0 || !(pair.weight >= 0))
                        return usage_error("session", "found a picked pair outside its domain; expected rows from 0 on "
                                                      "and a weight of at least 0");
                auto before = std::exchange(s.pairing.picked, picked);
                return Undo([before](Session& session) { session.pairing.picked = before; });
            }};
}

Command rename_run(std::string id, std::string name) {
    return rename("run", &Session::runs, std::move(id), std::move(name));
}

Command show_run(std::string id) {
    return {"Show run", "", [id](Session& s) -> Result<Undo> {
                if (!id.empty() && !s.run(id)) return unknown("run", id);
                auto before = std::exchange(s.current_run, id);
                return Undo([before](Session& session) { session.current_run = before; });
            }};
}

Command set_view(std::size_t index, SessionView view) {
    return {"Change view", "view " + std::to_string(index), [=](Session& s) -> Result<Undo> {
                if (index >= s.views.size()) return unknown("view", std::to_string(index));
                auto before = std::exchange(s.views[index], view);
                return Undo([index, before](Session& session) {
                    if (index < session.views.size()) session.views[index] = before;
                });
            }};
}

Command add_view(SessionView view) {
    return {"Add view", "", [view](Session& s) -> Result<Undo> {
                s.views.push_back(view);
                return Undo([](Session& session) { session.views.pop_back(); });
            }};
}

Command remove_view(std::size_t index) {
    return {"Remove view", "", [index](Session& s) -> Result<Undo> {
                if (index >= s.views.size() || s.views.size() == 1) return unknown("view", std::to_string(index));
                auto before = s.views[index];
                s.views.erase(s.views.begin() + static_cast<std::ptrdiff_t>(index));
                return Undo([index, before](Session& session) { insert_at(session.views, index, before); });
            }};
}

}  // namespace orthoscope
