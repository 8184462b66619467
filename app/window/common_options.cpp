#include "app/window/common_options.h"

#include <algorithm>
#include <charconv>

#include "core/session/pairing_use.h"

namespace orthoscope {
namespace {

constexpr double most_threads = 1024, most_seconds = 1e9, most_seed = 2147483647;

std::vector<Parameter> described() {
    const std::vector<std::string> bases{"0", "1"};
    const auto file = [](std::string name, std::string help, const char* unit, std::vector<std::string> words = {}) {
        words.insert(words.begin(), "");
        return Parameter{std::move(name), std::move(help), unit, std::string(), 0, 0, std::move(words)};
    };
    return {
        {"rows", "How the rows are prepared before the fit: as they are, made unit, centred, or all of it.", "",
         std::string("as-is"), 0, 0, {"as-is", "unit", "center", "unit-center-unit"}},
        file("weights", "A file of one weight a source row; heavy rows pull more.", "file"),
        file("anchors", "The rows that fit, the rest are held out: a file of row numbers, or a share such as 0.2.",
             "file", {"0.2", "0.5", "0.8"}),
        file("truth", "Known partners, to measure against: a file of target rows, or identity where row i belongs "
                      "to row i.", "file", {"identity"}),
        {"truth-base", "The number of the first row in the file of the truth.", "", std::string("0"), 0, 0, bases},
        file("landmarks", "A file of known pairs, \"source target\" a line.", "file"),
        {"landmarks-base", "The number of the first row in the file of landmarks.", "", std::string("0"), 0, 0, bases},
        file("start", "Where the search begins: a rotation, a map or a pose as NPY or text, or a results folder.",
             "file or folder"),
        {"seed", "The same seed gives the same result.", "", std::int64_t(1), 0, most_seed, {}},
        {"threads", "How many cores the run may take.", "", std::int64_t(Session().threads), 1, most_threads, {}},
        {"max-seconds", "The run stops after so many seconds and keeps what it has; 0: no limit.", "s", 0.0, 0,
         most_seconds, {}},
        {"metrics", "all: with baselines and checks on held-out rows; fit: only what the fit yields.", "",
         std::string("all"), 0, 0, {"all", "fit"}},
    };
}

bool is_pairing(const std::string& name) {
    const auto& names = pairing_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string file_of(const std::string& base) { return base.substr(0, base.find('-')); }

}  // namespace

ParameterSet common_options(const Session& session) {
    auto list = described();
    for (auto& parameter : list) {
        if (!parameter.unit.starts_with("file")) continue;
        const auto value = pairing_value(session.pairing, parameter.name);
        if (std::find(parameter.choices.begin(), parameter.choices.end(), value) == parameter.choices.end())
            parameter.choices.push_back(value);
    }
    ParameterSet set(std::move(list));
    for (auto& name : pairing_names()) (void)set.set(name, pairing_value(session.pairing, name));
    (void)set.set("seed", std::int64_t(session.seed));
    (void)set.set("threads", std::int64_t(session.threads));
    (void)set.set("max-seconds", session.max_seconds);
    (void)set.set("metrics", std::string(session.fit_only ? "fit" : "all"));
    return set;
}

bool common_option_shown(const Session& session, const MethodInfo& method, const std::string& name) {
    if (!is_pairing(name)) return true;
    if (!uses_pairing(method, name)) return false;
    if (!name.ends_with("-base")) return true;
    const auto file = pairing_value(session.pairing, file_of(name));
    return !file.empty() && file != "identity";
}

Result<Command> set_common_option(const Session& session, const std::string& name, const ParameterValue& value) {
    if (name == "seed") return set_seed(std::uint64_t(std::get<std::int64_t>(value)));
    if (name == "threads") return set_threads(int(std::get<std::int64_t>(value)));
    if (name == "max-seconds") return set_max_seconds(std::get<double>(value));
    const auto& text = std::get<std::string>(value);
    if (name == "metrics") return set_fit_only(text == "fit");
    auto changed = session.pairing;
    if (auto status = set_pairing(changed, name, text); !status) return status.error();
    return set_pairing_option(name, text);
}

int common_options_set(const Session& session, const MethodInfo& method) {
    const auto set = common_options(session);
    const auto& list = set.described();
    return int(std::count_if(list.begin(), list.end(), [&](auto& parameter) {
        return common_option_shown(session, method, parameter.name) && !set.is_initial(parameter.name);
    }));
}

}  // namespace orthoscope
