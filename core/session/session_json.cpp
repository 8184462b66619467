#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/json_fields.h"
#include "core/base/version.h"
#include "core/io/format.h"
#include "core/io/label_column.h"
#include "core/io/write.h"
#include "core/method/describe.h"
#include "core/method/method.h"
#include "core/recording/race.h"
#include "core/session/session.h"
#include "core/shape/prepare.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* version_key = "orthoscope_session";

// How paths are kept in the file: relative to its folder; an empty path stays empty.
struct Folder {
    fs::path path;

    std::string out(const std::string& given) const {
        if (given.empty()) return given;
        std::error_code code;
        const auto whole = fs::absolute(given, code).lexically_normal();
        const auto relative = whole.lexically_relative(fs::absolute(path, code).lexically_normal());
        return relative.empty() ? whole.string() : relative.string();
    }
    std::string in(const std::string& kept) const {
        if (kept.empty() || fs::path(kept).is_absolute()) return kept;
        std::error_code code;
        return (fs::absolute(path, code) / kept).lexically_normal().string();
    }
};

template <class Convert>
PairingSpec with_paths(PairingSpec spec, Convert convert) {
    char* end = nullptr;
    std::strtod(spec.anchors.c_str(), &end);
    if (end == spec.anchors.c_str() || *end) spec.anchors = convert(spec.anchors);
    if (spec.truth != "identity") spec.truth = convert(spec.truth);
    for (auto path : {&spec.weights, &spec.landmarks, &spec.start}) *path = convert(*path);
    return spec;
}

Json pairing_json(const PairingSpec& given, const Folder& folder) {
    const auto spec = with_paths(given, [&](const std::string& path) { return folder.out(path); });
    auto object = Json::object();
    for (auto& name : pairing_names())
        if (pairing_value(spec, name) != pairing_value({}, name)) object[name] = pairing_value(spec, name);
    for (auto& l : spec.picked) object["picked"].push_back({l.source, l.target, l.weight});
    return object;
}

PairingSpec read_pairing(const Json& object, const std::string& place, const Folder& folder,
                         std::optional<Error>& error) {
    PairingSpec spec;
    JsonFields fields(object, place, error);
    for (auto& name : pairing_names()) {
        std::string value = pairing_value(spec, name);
        fields.text(name.c_str(), value, false);
        if (error) break;
        if (auto status = set_pairing(spec, name, value); !status && !value.empty())
            error = input_error(fields.place(name.c_str()), status.error().what);
    }
    if (auto list = fields.array("picked", false))
        for (auto& item : *list) {
            const bool sound = item.is_array() && item.size() == 3 && item[0].is_number_unsigned() &&
                               item[1].is_number_unsigned() && item[2].is_number() && item[2].get<double>() >= 0;
            if (!sound) {
                fields.refuse("picked", "triples [source row, target row, weight of at least 0]");
                break;
            }
            spec.picked.push_back({static_cast<Index>(item[0].get<std::uint32_t>()),
                                   static_cast<Index>(item[1].get<std::uint32_t>()), item[2].get<double>()});
        }
    return with_paths(spec, [&](const std::string& path) { return folder.in(path); });
}

Json dataset_json(const SessionDataset& d, const Folder& folder) {
    Json object{{"id", d.id}, {"name", d.name}};
    if (!d.preparation.empty()) object["preparation"] = d.preparation;
    if (!d.sample.empty()) {
        object["sample"] = d.sample, object["sample_options"] = d.sample_options;
        object["sample_seed"] = d.sample_seed, object["sample_set"] = d.sample_set;
        return object;
    }
    object["path"] = folder.out(d.path), object["sha256"] = d.sha256;
    if (!d.member.empty()) object["member"] = d.member;
    if (!d.kind.empty()) object["kind"] = d.kind;
    if (!d.axes.empty()) object["axes"] = d.axes;
    if (!d.labels.empty()) object["labels"] = label_column(d.labels) ? d.labels : folder.out(d.labels);
    if (d.drop_missing) object["missing"] = "drop-rows";
    if (d.streamed) object["streamed"] = true;
    return object;
}

SessionDataset read_dataset(const Json& object, const std::string& place, const Folder& folder,
                            std::optional<Error>& error) {
    SessionDataset d;
    JsonFields fields(object, place, error);
    fields.text("id", d.id), fields.text("name", d.name);
    fields.text("sample", d.sample, false);
    if (auto options = fields.object("preparation", false)) {
        if (auto status = parameters_of<PrepareOptions>().from_json(*options); !status)
            fields.refuse("preparation", "options of prepare (" + status.error().message() + ")");
        d.preparation = *options;
    }
    if (!d.sample.empty()) {
        if (auto options = fields.object("sample_options")) d.sample_options = *options;
        fields.unsigned64("sample_seed", d.sample_seed);
        fields.whole("sample_set", d.sample_set, 0, 1000);
        return d;
    }
    std::string missing;
    fields.text("path", d.path), fields.text("sha256", d.sha256);
    fields.text("member", d.member, false), fields.text("kind", d.kind, false);
    fields.text("axes", d.axes, false), fields.text("labels", d.labels, false);
    fields.text("missing", missing, false), fields.flag("streamed", d.streamed, false);
    Kind kind;
    if (fields.ok() && !d.kind.empty() && !kind_from_name(d.kind, kind))
        fields.refuse("kind", "cloud, mesh, embedding, matrix or sequence");
    if (fields.ok() && !missing.empty() && missing != "drop-rows") fields.refuse("missing", "\"drop-rows\"");
    if (fields.ok() && d.path.empty()) fields.refuse("path", "a path, or \"sample\"");
    d.drop_missing = !missing.empty();
    d.path = folder.in(d.path);
    if (!label_column(d.labels)) d.labels = folder.in(d.labels);
    return d;
}

Json run_json(const SessionRun& r, const Folder& folder) {
    Json object{{"id", r.id},           {"name", r.name},         {"method", r.method}, {"options", r.options},
                {"datasets", r.datasets}, {"seed", r.seed},       {"threads", r.threads},
                {"fit_only", r.fit_only}, {"max_seconds", r.max_seconds},
                {"pairing", pairing_json(r.pairing, folder)},     {"outcome", r.outcome}};
    if (!r.results.empty()) object["results"] = folder.out(r.results);
    if (r.lane >= 0) object["lane"] = r.lane;
    if (!(r.spectrum == SpectrumView{}))
        object["spectrum"] = {{"layer", r.spectrum.layer}, {"direction", r.spectrum.direction}, {"kept", r.spectrum.kept}};
    if (!r.parent.empty()) object["parent"] = r.parent, object["parent_frame"] = r.parent_frame;
    return object;
}

// Options that the method would refuse are refused here, before a form shows them.
void check_options(const std::string& method, const Json& options, const std::string& place,
                   std::optional<Error>& error) {
    if (error) return;
    auto known = find_method(method);
    if (!known) {
        error = input_error(place, "found the method \"" + method + "\"; expected one that this version has");
        return;
    }
    auto set = known->parameters();
    if (auto status = set.from_json(options); !status)
        error = input_error(place + "." + status.error().place, status.error().what);
}

SessionRun read_run(const Json& object, const std::string& place, const Folder& folder, std::optional<Error>& error) {
    SessionRun r;
    JsonFields fields(object, place, error);
    fields.text("id", r.id), fields.text("name", r.name), fields.text("method", r.method);
    fields.texts("datasets", r.datasets);
    if (auto options = fields.object("options")) r.options = *options;
    fields.unsigned64("seed", r.seed), fields.whole("threads", r.threads, 1, 4096);
    fields.flag("fit_only", r.fit_only), fields.number("max_seconds", r.max_seconds);
    fields.text("outcome", r.outcome, false), fields.text("results", r.results, false);
    if (auto pairing = fields.object("pairing")) r.pairing = read_pairing(*pairing, fields.place("pairing"), folder, error);
    check_options(r.method, r.options, fields.place("options"), error);
    fields.whole("lane", r.lane, 0, 1'000'000, false);
    if (auto spectrum = fields.object("spectrum", false)) {
        JsonFields inner(*spectrum, fields.place("spectrum"), error);
        inner.whole("layer", r.spectrum.layer, 0, 1'000'000), inner.whole("direction", r.spectrum.direction, 0, 1'000'000);
        inner.whole("kept", r.spectrum.kept, -1, 1'000'000);
    }
    fields.text("parent", r.parent, false);
    fields.whole("parent_frame", r.parent_frame, 0, INT64_MAX, !r.parent.empty());
    r.results = folder.in(r.results);
    return r;
}

Json view_json(const SessionView& v) {
    Json object{{"scene", v.scene},   {"theme", v.theme}, {"projection", v.projection}, {"orthographic", v.orthographic},
                {"camera", v.camera}};
    if (!v.race.empty()) object["race_by"] = v.race_by;
    const SessionView usual;
    if (v.map_colours != usual.map_colours) object["map_colours"] = v.map_colours;
    if (v.eigenfunction != usual.eigenfunction) object["eigenfunction"] = v.eigenfunction;
    if (v.map_attribute != usual.map_attribute) object["map_attribute"] = v.map_attribute;
    if (v.map_by != usual.map_by) object["map_by"] = v.map_by;
    if (v.cut_off != usual.cut_off) object["cut_off"] = v.cut_off;
    if (v.plane_mix != usual.plane_mix) object["plane_mix"] = v.plane_mix;
    if (v.plane_count != usual.plane_count) object["plane_count"] = v.plane_count;
    if (v.torus_first != usual.torus_first) object["torus_first"] = v.torus_first;
    if (v.torus_second != usual.torus_second) object["torus_second"] = v.torus_second;
    if (v.decay_axes != usual.decay_axes) object["decay_axes"] = v.decay_axes;
    for (auto& pane : v.race) object["race"].push_back({{"run", pane.run}, {"lane", pane.lane}});
    return object;
}

void read_race(const Json& object, const std::string& place, SessionView& v, std::optional<Error>& error) {
    JsonFields fields(object, place, error);
    fields.text("race_by", v.race_by, false);
    if (RaceBy by; fields.ok() && !race_by_from_name(v.race_by, by)) fields.refuse("race_by", "iteration, time or cost");
    auto panes = fields.array("race", false);
    if (panes && panes->size() > 4) fields.refuse("race", "at most four panes");
    if (!panes || error) return;
    for (auto& item : *panes) {
        RacePane pane;
        JsonFields each(item, fields.place("race"), error);
        each.text("run", pane.run), each.whole("lane", pane.lane, -1, 1'000'000);
        v.race.push_back(std::move(pane));
    }
}

SessionView read_view(const Json& object, const std::string& place, std::optional<Error>& error) {
    SessionView v;
    JsonFields fields(object, place, error);
    fields.text("scene", v.scene, false), fields.text("theme", v.theme, false);
    fields.text("projection", v.projection, false), fields.flag("orthographic", v.orthographic, false);
    fields.text("map_colours", v.map_colours, false);
    fields.whole("eigenfunction", v.eigenfunction, 1, 1'000'000, false);
    fields.text("map_attribute", v.map_attribute, false), fields.text("map_by", v.map_by, false);
    fields.whole("cut_off", v.cut_off, 0, 1'000'000, false);
    fields.text("plane_mix", v.plane_mix, false);
    fields.whole("plane_count", v.plane_count, 0, 1'000'000, false);
    fields.whole("torus_first", v.torus_first, 1, 1'000'000, false);
    fields.whole("torus_second", v.torus_second, 1, 1'000'000, false);
    fields.text("decay_axes", v.decay_axes, false);
    if (fields.ok() && v.theme != "dark" && v.theme != "light") fields.refuse("theme", "dark or light");
    if (auto camera = fields.object("camera", false)) v.camera = *camera;
    read_race(object, place, v, error);
    return v;
}

// Reads a list and refuses ids that are empty or repeated.
template <class T, class Read>
std::vector<T> read_list(JsonFields& fields, const char* key, std::optional<Error>& error, Read read) {
    std::vector<T> list;
    std::set<std::string> ids;
    auto array = fields.array(key);
    if (!array) return list;
    for (auto& item : *array) {
        const auto place = fields.place(key) + "[" + std::to_string(list.size()) + "]";
        list.push_back(read(item, place));
        if (error) return list;
        if constexpr (requires { list.back().id; })
            if (list.back().id.empty() || !ids.insert(list.back().id).second) {
                error = input_error(place + ".id", "found \"" + list.back().id + "\"; expected an id of its own");
                return list;
            }
    }
    return list;
}

void read_choices(Session& s, JsonFields& fields, const Folder& folder, std::optional<Error>& error) {
    fields.texts("roles", s.roles);
    fields.text("method", s.method);
    fields.unsigned64("seed", s.seed), fields.whole("threads", s.threads, 1, 4096);
    fields.flag("fit_only", s.fit_only), fields.number("max_seconds", s.max_seconds);
    fields.number("position", s.position), fields.text("current_run", s.current_run, false);
    if (auto pairing = fields.object("pairing")) s.pairing = read_pairing(*pairing, fields.place("pairing"), folder, error);
    if (auto options = fields.object("options"))
        for (auto& [method, values] : options->items()) {
            check_options(method, values, fields.place("options") + "." + method, error);
            s.options[method] = values;
        }
    if (fields.ok()) check_options(s.method, Json::object(), fields.place("method"), error);
    if (auto watched = fields.object("breakpoints", false)) {
        auto read = breakpoints_from_json(*watched, fields.place("breakpoints"));
        if (read) s.breakpoints = *read;
        else error = input_error(read.error().place, read.error().what);
    }
    for (auto& id : s.roles)
        if (fields.ok() && !s.dataset(id)) fields.refuse("roles", "ids of datasets");
    if (fields.ok() && !s.current_run.empty() && !s.run(s.current_run)) fields.refuse("current_run", "the id of a run");
    if (fields.ok() && s.views.empty()) fields.refuse("views", "at least one view");
    if (fields.ok() && s.max_seconds < 0) fields.refuse("max_seconds", "a number that is not negative");
    if (fields.ok() && s.position < 0) fields.refuse("position", "a number that is not negative");
}

}  // namespace

Json to_json(const Session& s, const fs::path& where) {
    const Folder folder{where.empty() ? fs::path(".") : where};
    auto datasets = Json::array(), runs = Json::array(), views = Json::array();
    for (auto& d : s.datasets) datasets.push_back(dataset_json(d, folder));
    for (auto& r : s.runs) runs.push_back(run_json(r, folder));
    for (auto& v : s.views) views.push_back(view_json(v));
    auto options = Json::object();
    for (auto& [method, values] : s.options) options[method] = values;
    return {{version_key, Session::version}, {"version", ORTHOSCOPE_VERSION}, {"datasets", datasets},
            {"roles", s.roles},              {"method", s.method},            {"options", options},
            {"pairing", pairing_json(s.pairing, folder)},
            {"seed", s.seed},                {"threads", s.threads},          {"fit_only", s.fit_only},
            {"max_seconds", s.max_seconds},  {"runs", runs},                  {"current_run", s.current_run},
            {"views", views},                {"position", s.position},
            {"breakpoints", to_json(s.breakpoints)}};
}

Result<Session> parse_session(std::string_view text, const fs::path& path) {
    const auto name = path.string();
    auto json = parse_json(text, name);
    if (!json) return json.error();
    std::optional<Error> error;
    JsonFields fields(*json, name + ":", error);
    int version = 0;
    fields.whole(version_key, version, 1, INT32_MAX);
    if (fields.ok() && version > Session::version)
        fields.refuse(version_key, "version " + std::to_string(Session::version) +
                                       " or earlier; a later Orthoscope wrote this session");
    const Folder folder{path.has_parent_path() ? path.parent_path() : fs::path(".")};
    Session s;
    s.datasets = read_list<SessionDataset>(fields, "datasets", error, [&](auto& item, auto& place) {
        return read_dataset(item, place, folder, error);
    });
    s.runs = read_list<SessionRun>(fields, "runs", error,
                                   [&](auto& item, auto& place) { return read_run(item, place, folder, error); });
    s.views = read_list<SessionView>(fields, "views", error,
                                     [&](auto& item, auto& place) { return read_view(item, place, error); });
    if (!error) read_choices(s, fields, folder, error);
    if (error) return *error;
    return s;
}

Result<Session> read_session(const fs::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    return parse_session(source->text(), path);
}

Status write_session(const Session& session, const fs::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    // The version comes first, so that a few bytes tell what the file is.
    nlohmann::ordered_json ordered{{version_key, Session::version}};
    const auto json = to_json(session, folder);
    for (auto& [key, value] : json.items())
        if (key != version_key) ordered[key] = value;
    return write_text(ordered.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n", path);
}

bool is_session_file(const fs::path& path) {
    std::error_code code;
    if (!fs::is_regular_file(path, code)) return false;
    std::string head(256, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || head[first] != '{') return false;
    return path.extension() == ".orthoscope" || head.find(version_key) != std::string::npos;
}

}  // namespace orthoscope
