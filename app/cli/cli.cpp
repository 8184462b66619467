#include "app/cli/cli.h"

#include <exception>
#include <iostream>
#include <new>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/window_entry.h"
#include "core/base/version.h"
#include "core/result/result_folder.h"
#include "core/samples/sample.h"
#include "core/session/session.h"

namespace orthoscope {
namespace {

struct CommandEntry {
    const char* name;
    int (*run)(Words);
    const char* usage;
    const char* help;
};

constexpr CommandEntry entries[] = {
    {"methods", methods_command, "methods [NAME] [--json]",
     "every method, or one with its options, domains, defaults, phases, citation"},
    {"info", info_command, "info FILE [--json]", "what a file holds"},
    {"run", run_command, "run METHOD INPUT... --out DIR [common options] [--OPTION VALUE]...",
     "run a method and write its results"},
    {"apply", apply_command, "apply RESULT FILE -o OUT [--attribute values|labels|color|texture|...] [--by map|functional-map]",
     "the map of a finished run over other data; pulls what belongs to the source through a match, or carries\n"
     "    it as functions by the functional map"},
    {"render", render_command,
     "render WHAT -o FILE.png [--size 1280x800] [--frame N | --time SECONDS] [--frames all -o DIR]\n"
     "                    [--scene auto|alignment|data|landscape|race] [--race-by iteration|time|cost]\n"
     "                    [--camera FILE] [--theme dark|light] [--scale S]\n"
     "                    [--projection principal-axes|turning-planes|grand-tour|guided-tour] [--lane N]\n"
     "                    [--halos] [--select source:ROW|target:ROW]\n"
     "                    [--map-colours place|checker|stripes|error|eigenfunction|attribute] [--eigenfunction N]\n"
     "                    [--attribute NAME] [--by map|functional-map]\n"
     "                    [--cut-off FUNCTIONS|DIRECTIONS] [--axes-scale auto|linear|log|log-log] [--layer N]\n"
     "                    [--direction N] [--mix 2:off,3:x0.5,4:+1.25] [--planes N] [--plane-time STEPS[,STEPS]]\n"
     "                    [--torus J,K]\n"
     "orthoscope render WHAT -o FILE.svg|FILE.csv [--plot NAME] [--size 1280x800] [--frame N | --time SECONDS]",
     "pictures of a results folder, a session or data files, or one of its plots (decay, errors, density, cosines,\n"
     "    entries, neighbours, dimension, direction, layer-N, turns, cost) as SVG or with all digits as CSV; no display\n"
     "    needed"},
    {"sample", sample_command, "sample [NAME [--OPTION VALUE]... -o DIR]",
     "write a generated sample with its truth; no NAME: list them"},
    {"prepare", prepare_command, "prepare FILE -o OUT [--OPTION VALUE]...",
     "a mesh or cloud welded, cut to its largest component, remeshed or thinned out, scaled to unit area"},
    {"actions", actions_command, "actions [--json]", "every action of the window"},
};

constexpr const char* run_help =
    "Inputs: the first moves (source), the second stays (target). FILE::MEMBER picks an entry of an NPZ or\n"
    "safetensors file. After a file: --kind cloud|mesh|embedding|matrix|sequence, --labels FILE, --axes LETTERS,\n"
    "--missing drop-rows.\n\n"
    "Common options: --seed N, --threads N, --compute auto|cpu|gl, --truth FILE|identity, --truth-base 0|1,\n"
    "--start FILE, --landmarks FILE, --landmarks-base 0|1, --anchors FILE|FRACTION, --weights FILE,\n"
    "--rows as-is|unit|center|unit-center-unit, --metrics all|fit, --max-seconds S, --require 'METRIC>=VALUE',\n"
    "--inputs copy|reference, --quiet, --json, --progress.\n"
    "Options of a method: orthoscope methods NAME.\n\n"
    "Exit status: 0 done; 2 wrong usage; 3 input cannot be read or does not fit; 4 stopped without converging or by\n"
    "--max-seconds; 5 would not fit in memory; 6 a --require failed; 130 interrupted.\n";

bool takes_value_for_qt(const std::string& word) {
    for (auto name : {"-platform", "-style", "-display", "-geometry", "-qwindowgeometry", "-stylesheet"})
        if (word == name) return true;
    return false;
}

// Options of the toolkit pass by; it reads them from argv itself.
std::vector<std::string> without_qt_options(Words words) {
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (takes_value_for_qt(words[i])) ++i;
        else rest.push_back(words[i]);
    return rest;
}

Status check_exists(const std::string& word, const std::filesystem::path& path) {
    std::error_code code;
    if (std::filesystem::exists(path, code)) return success();
    std::vector<std::string> names;
    for (auto& entry : entries) names.emplace_back(entry.name);
    if (auto near = nearest_name(word, names); !near.empty() && word.find('.') == std::string::npos)
        return usage_error(word, "is neither a file nor a command; expected perhaps " + near);
    return input_error(path.string(), "cannot be opened; expected a file, a results folder, a session or a command");
}

Result<WindowRequest> window_request(Words words) {
    std::vector<OptionRule> rules = qualifier_rules();
    rules.push_back({"sample", "the name of a sample"});
    auto arguments = parse_arguments(words, rules, "orthoscope");
    if (!arguments) return arguments.error();
    WindowRequest request;
    if (auto sample = last_value(*arguments, "sample")) {
        std::string names;
        for (auto& info : samples()) names += (names.empty() ? "" : ", ") + info.id;
        if (!find_sample(*sample)) return refuse_value("--sample", *sample, "one of " + names);
        request.sample = *sample;
    }
    auto inputs = inputs_of(*arguments);
    if (!inputs) return inputs.error();
    const auto given = positionals(*arguments);
    for (std::size_t i = 0; i < inputs->size(); ++i)
        if (auto status = check_exists(given[i], (*inputs)[i].path); !status) return status.error();
    if (inputs->size() == 1 && is_result_folder(inputs->front().path)) request.results = inputs->front().path;
    else if (inputs->size() == 1 && is_session_file(inputs->front().path)) request.session = inputs->front().path;
    else request.inputs = std::move(*inputs);
    return request;
}

int dispatch(int& argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto first = words.empty() ? std::string() : words[0];
    if (first == "--version") return std::cout << "orthoscope " ORTHOSCOPE_VERSION "\n", 0;
    if (first == "--help" || first == "-h" || first == "help") return std::cout << help_text(), 0;
    for (auto& entry : entries)
        if (first == entry.name) {
            int status = entry.run(Words(words).subspan(1));
            std::cout.flush();
            return status;
        }
    const auto rest = without_qt_options(words);
    auto request = window_request(rest);
    if (!request) return fail(request.error());
    return open_window(argc, argv, *request);
}

}  // namespace

int fail(const Error& error) {
    std::cerr << "orthoscope: error: " << error.message() << "\n";
    return exit_status(error.kind);
}

void warn(const std::string& sentence) { std::cerr << "orthoscope: warning: " << sentence << "\n"; }

std::string help_text() {
    std::string text = "orthoscope [FILE... | DIR | SESSION] [--sample NAME]\n    open the window\n";
    for (auto& entry : entries) text += std::string("orthoscope ") + entry.usage + "\n    " + entry.help + "\n";
    return text + "orthoscope --version | --help\n";
}

int print_help(const std::string& of) {
    for (auto& entry : entries)
        if (of == entry.name) std::cout << "orthoscope " << entry.usage << "\n    " << entry.help << "\n";
    if (of == "run") std::cout << "\n" << run_help;
    return 0;
}

int command_line(int argc, char** argv) {
    try {
        return dispatch(argc, argv);
    } catch (const std::bad_alloc&) {
        return fail(memory_error("", "there was not enough memory"));
    } catch (const std::exception& problem) {
        return fail(input_error("", std::string("found an unexpected problem: ") + problem.what()));
    }
}

}  // namespace orthoscope
