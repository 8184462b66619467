#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/cli/run_command.h"
#include "core/base/text.h"

namespace orthoscope {
using Takes = OptionRule::Takes;

const std::vector<OptionRule>& common_rules() {
    static const std::vector<OptionRule> rules{
        {"out", "a folder, new or empty"},
        {"seed", "a whole number from 0 to 9223372036854775807"},
        {"threads", "a whole number from 1 to 1024"},
        {"compute", "auto, cpu or gl"},
        {"truth", "a file of target rows, one a line, or identity"},
        {"truth-base", "0 or 1"},
        {"start", "a file of Q, C, a map or a pose, or a results folder"},
        {"landmarks", "a file of \"source target\" lines"},
        {"landmarks-base", "0 or 1"},
        {"anchors", "a file of row numbers, or a fraction between 0 and 1"},
        {"weights", "a file of one weight a source row"},
        {"rows", "as-is, unit, center or unit-center-unit"},
        {"metrics", "all or fit"},
        {"max-seconds", "a number of seconds"},
        {"require", "METRIC>=VALUE, with one of >= <= > < == !="},
        {"inputs", "copy or reference"},
        {"quiet", "", Takes::Nothing},
        {"json", "", Takes::Nothing},
        {"progress", "on or off", Takes::Switch},
        {"help", "", Takes::Nothing}};
    return rules;
}

namespace {

Error unknown_method(const std::string& found) {
    std::vector<std::string> names;
    std::string list;
    for (auto method : methods()) {
        names.push_back(method->info().id);
        list += (list.empty() ? "" : ", ") + method->info().id;
    }
    const auto near = nearest_name(found, names);
    return usage_error("run", "found \"" + found + "\"; expected a method: " +
                                  (near.empty() ? list : "perhaps " + near + " (`orthoscope methods` lists them all)"));
}

// The first word that names a method; options may stand before it.
Result<const Method*> method_of(std::span<const std::string> words) {
    for (auto& word : words)
        if (auto method = find_method(word)) return method;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!words[i].starts_with("-")) return unknown_method(words[i]);
    return usage_error("run", "found no method; expected orthoscope run METHOD INPUT... --out DIR");
}

Status set_limits(RunOptions& run, const std::vector<Argument>& arguments) {
    if (auto text = last_value(arguments, "seed")) {
        auto seed = whole_number("--seed", *text, 0, INT64_MAX);
        if (!seed) return seed.error();
        run.request.settings.seed = static_cast<std::uint64_t>(*seed);
    }
    if (auto text = last_value(arguments, "threads")) {
        auto threads = whole_number("--threads", *text, 1, 1024);
        if (!threads) return threads.error();
        run.request.settings.threads = static_cast<int>(*threads);
    }
    if (auto text = last_value(arguments, "max-seconds")) {
        auto seconds = real_number("--max-seconds", *text, 0, 1e9);
        if (!seconds) return seconds.error();
        // Zero asks to stop at once; no limit is said by leaving the option out.
        run.request.max_seconds = std::max(*seconds, 1e-9);
    }
    return success();
}

Status set_words(RunOptions& run, const std::vector<Argument>& arguments) {
    const auto choose = [&](const char* name, std::initializer_list<const char*> domain, std::string& out) -> Status {
        auto text = last_value(arguments, name);
        if (!text) return success();
        if (std::find(domain.begin(), domain.end(), *text) == domain.end()) {
            std::string expected;
            for (auto word : domain) expected += (expected.empty() ? "" : " or ") + std::string(word);
            return refuse_value("--" + std::string(name), *text, expected);
        }
        out = *text;
        return success();
    };
    std::string compute = "auto", metrics = "all", inputs = "copy", progress = ::isatty(STDERR_FILENO) ? "on" : "off";
    if (auto status = choose("compute", {"auto", "cpu", "gl"}, compute); !status) return status;
    if (auto status = choose("metrics", {"all", "fit"}, metrics); !status) return status;
    if (auto status = choose("inputs", {"copy", "reference"}, inputs); !status) return status;
    if (auto status = choose("progress", {"on", "off", "true", "false"}, progress); !status) return status;
    run.compute = compute == "gl" ? ComputeWish::Gl : compute == "cpu" ? ComputeWish::Cpu : ComputeWish::Auto;
    run.request.fit_only = metrics == "fit";
    run.storage = inputs == "copy" ? InputStorage::Copy : InputStorage::Reference;
    run.quiet = has(arguments, "quiet"), run.json = has(arguments, "json");
    run.progress = !run.quiet && (progress == "on" || progress == "true");
    return success();
}

Status set_method_options(RunOptions& run, const std::vector<Argument>& arguments) {
    run.request.options = run.method->parameters();
    const auto& names = pairing_names();
    for (auto& a : arguments) {
        if (a.name.empty()) continue;
        Status status = success();
        if (run.request.options.find(a.name)) status = run.request.options.set_text(a.name, a.value);
        else if (std::find(names.begin(), names.end(), a.name) != names.end())
            status = set_pairing(run.pairing, a.name, a.value);
        if (!status) return status;
        if (a.name != "require") continue;
        auto requirement = parse_requirement(a.value);
        if (!requirement) return requirement.error();
        run.requirements.push_back(std::move(*requirement));
    }
    return success();
}

Status check_count(const RunOptions& run) {
    const auto& expected = run.method->info().inputs;
    const auto most = static_cast<std::size_t>(run.method->info().most_inputs);
    if (run.inputs.size() >= expected.size() && run.inputs.size() <= std::max(expected.size(), most)) return success();
    std::string captions;
    for (auto& caption : expected) captions += (captions.empty() ? "" : ", ") + caption;
    return usage_error("run " + run.request.method, "found " + counted(run.inputs.size(), "input") + "; expected " +
                                                        (most > expected.size() ? "at least " : "") +
                                                        std::to_string(expected.size()) + ": " + captions);
}

}  // namespace

Result<Requirement> parse_requirement(const std::string& text) {
    const auto refuse = [&] {
        return refuse_value("--require", text, "METRIC>=VALUE, with one of >= <= > < == !=");
    };
    const auto at = text.find_first_of("<>=!");
    if (at == std::string::npos || at == 0) return refuse();
    Requirement r;
    r.text = text, r.metric = text.substr(0, at);
    r.relation = text.substr(at, at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1);
    while (r.metric.ends_with(' ')) r.metric.pop_back();
    if (r.relation == "=" || r.relation == "!" || r.metric.empty()) return refuse();
    auto number = text.substr(at + r.relation.size());
    number.erase(0, number.find_first_not_of(' ') == std::string::npos ? 0 : number.find_first_not_of(' '));
    const auto end = number.data() + number.size();
    const auto [stop, code] = std::from_chars(number.data(), end, r.bound);
    if (code != std::errc() || stop != end || !std::isfinite(r.bound)) return refuse();
    return r;
}

bool holds(const Requirement& r, double value) {
    if (std::isnan(value)) return false;
    if (r.relation == ">=") return value >= r.bound;
    if (r.relation == "<=") return value <= r.bound;
    if (r.relation == ">") return value > r.bound;
    if (r.relation == "<") return value < r.bound;
    return (value == r.bound) == (r.relation == "==");
}

Result<RunOptions> parse_run(std::span<const std::string> words) {
    RunOptions run;
    if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) return run.help = true, run;
    auto method = method_of(words);
    if (!method) return method.error();
    run.method = *method, run.request.method = run.method->info().id;
    auto rules = rules_of(run.method->parameters());
    rules.insert(rules.end(), common_rules().begin(), common_rules().end());
    rules.insert(rules.end(), qualifier_rules().begin(), qualifier_rules().end());
    auto arguments = parse_arguments(words, rules, run.request.method);
    if (!arguments) return arguments.error();
    if (has(*arguments, "help")) return run.help = true, run;
    if (auto first = positionals(*arguments); first.empty() || first[0] != run.request.method)
        return unknown_method(first.empty() ? "" : first[0]);
    auto inputs = inputs_of(*arguments, 1);
    if (!inputs) return inputs.error();
    run.inputs = std::move(*inputs);
    for (auto set : {set_limits, set_words, set_method_options})
        if (auto status = set(run, *arguments); !status) return status.error();
    if (auto status = check_count(run); !status) return status.error();
    auto out = last_value(*arguments, "out");
    if (!out) return usage_error("--out", "found nothing; expected a folder, new or empty, for the results");
    run.out = *out;
    return run;
}

}  // namespace orthoscope
