// bench_shape_chain ablation [VERTICES]: what each stage after ZoomOut adds, over figures and, where present, camels.
// bench_shape_chain speed VERTICES: one pair from two meshes to the balanced map, nothing cached, and the memory it took.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/io/read.h"
#include "core/linalg/lapack.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

using namespace orthoscope;

namespace {

struct Shapes {
    std::string name;
    std::vector<DatasetPtr> sets;
    Indices truth;
};

Indices integers(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::int64_t> list;
    for (std::int64_t v; in >> v;) list.push_back(v);
    return Eigen::Map<Indices>(list.data(), Index(list.size()));
}

Shapes figures(const char* id, const char* pose, const char* target_pose, std::int64_t vertices, std::int64_t figure) {
    auto parameters = find_sample(id)->parameters;
    for (auto& [name, value] : std::vector<std::pair<const char*, ParameterValue>>{
             {"pose", std::string(pose)}, {"target-pose", std::string(target_pose)}, {"vertices", vertices},
             {"target-vertices", vertices - vertices / 25}, {"figure", figure}})
        if (auto status = parameters.set(name, value); !status) std::printf("%s\n", status.error().message().c_str()), std::exit(1);
    auto sample = make_sample(id, parameters, 1);
    if (!sample) std::printf("%s\n", sample.error().message().c_str()), std::exit(1);
    return {std::string(id) + " " + pose + "-" + target_pose, sample->sets, integers(sample->file("truth.txt")->text)};
}

std::vector<Shapes> camels() {
    std::vector<Shapes> list;
    const std::filesystem::path folder = ORTHOSCOPE_CAMELS;
    for (std::string number : {"3", "5", "7"}) {
        auto source = read(parse_input((folder / "camel-gallop-01.off").string()));
        auto target = read(parse_input((folder / ("camel-gallop-0" + number + ".off")).string()));
        std::ifstream file(folder / (number + "_to_1"));
        if (!source || !target || !file) return {};
        std::stringstream text;
        text << file.rdbuf();
        list.push_back({"camel 01-0" + number, {*source, *target}, integers(text.str())});
    }
    return list;
}

using Settings = std::vector<std::pair<const char*, ParameterValue>>;

RunResult result_of(const char* method, const Shapes& shapes, const Settings& options, const std::optional<Matrix>& start, bool fit_only) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters(), request.fit_only = fit_only;
    for (auto& [name, value] : options)
        if (auto status = request.options.set(name, value); !status) std::printf("%s\n", status.error().message().c_str()), std::exit(1);
    if (shapes.truth.size()) request.pairing.truth = shapes.truth;
    if (start) {
        request.pairing.start.emplace();
        request.pairing.start->functional_map = *start, request.pairing.start->origin = "ZoomOut";
    }
    auto result = run(request, shapes.sets, {});
    if (!result) std::printf("%s: %s\n", shapes.name.c_str(), result.error().message().c_str()), std::exit(1);
    return std::move(*result);
}

double seconds_of(const RunResult& result, std::initializer_list<const char*> stages) {
    double sum = 0;
    for (auto& [name, value] : result.report.seconds)
        for (auto stage : stages) sum += name == stage ? value : 0;
    return sum;
}

struct Row {
    double mean = 0, median = 0, coverage = 0, seconds = 0;
    int count = 0;
    void add(const RunResult& result, double spent) {
        auto value = [&](const char* name) { return result.report.metric(name).value_or(void_metric); };
        mean += 100 * value("mean_geodesic_error"), median += 100 * value("median_geodesic_error");
        coverage += 100 * value("coverage"), seconds += spent, ++count;
    }
    void print(const char* name) const {
        std::printf("| %-28s | %6.2f | %6.2f | %5.1f %% | %6.2f |\n", name, mean / count, median / count, coverage / count, seconds / count);
    }
};

const char* const row_names[] = {"ZoomOut alone", "+ sliced, uncoupled", "+ sliced, coupled", "+ filter", "+ sliced, coupled + filter"};

void ablation_of(const std::vector<Shapes>& list, const char* title) {
    Row rows[5];
    for (auto& shapes : list) {
        const auto found = result_of("functional-map", shapes, {{"sliced", false}, {"filter", false}}, {}, false);
        const Matrix c = *found.report.matrix("functional_map");
        Row one[5];
        auto take = [&](int row, const RunResult& result, double spent) { one[row].add(result, spent), rows[row].add(result, spent); };
        take(0, found, seconds_of(found, {"zoomout"}));
        const auto alone = result_of("sliced-refinement", shapes, {{"filter", false}, {"coupling", 0.0}}, c, false);
        take(1, alone, seconds_of(alone, {"sliced"}));
        const auto coupled = result_of("sliced-refinement", shapes, {{"filter", false}}, c, false);
        take(2, coupled, seconds_of(coupled, {"sliced"}));
        const auto filtered = result_of("zoomout", shapes, {}, c, false);
        take(3, filtered, seconds_of(filtered, {"balance"}));
        const auto both = result_of("sliced-refinement", shapes, {}, c, false);
        take(4, both, seconds_of(both, {"sliced", "balance"}));
        std::printf("\n%s, candidates' best %.2f\n", shapes.name.c_str(), 100 * found.report.metric("best_candidate_error").value_or(void_metric));
        for (int i = 0; i < 5; ++i) one[i].print(row_names[i]);
        std::fflush(stdout);
    }
    std::printf("\n%s, means over %zu pairs\n| stage                        |   mean | median | coverage | seconds |\n|---|---|---|---|---|\n", title, list.size());
    for (int i = 0; i < 5; ++i) rows[i].print(row_names[i]);
}

int ablation(std::int64_t vertices) {
    std::vector<Shapes> bodies;
    for (auto id : {"figure-biped", "figure-quadruped"}) {
        bodies.push_back(figures(id, "rest", "stride", vertices, 1));
        bodies.push_back(figures(id, "sit", "wave", vertices, 2));
        bodies.push_back(figures(id, "bow", "turn", vertices, 3));
    }
    ablation_of(bodies, "figures");
    if (const auto list = camels(); !list.empty()) ablation_of(list, "camels");
    return 0;
}

int speed(std::int64_t vertices) {
    setenv("ORTHOSCOPE_CACHE", "off", 1);
    const auto shapes = figures("figure-biped", "rest", "stride", vertices, 1);
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    const auto result = result_of("functional-map", shapes, {}, {}, true);
    getrusage(RUSAGE_SELF, &after);
    for (auto& [name, value] : result.report.seconds) std::printf("%-14s %8.2f s\n", name.c_str(), value);
    // Beside other programs the wall says little; the processor time is that of all threads.
    auto cpu = [](const rusage& u) { return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-6 * double(u.ru_utime.tv_usec + u.ru_stime.tv_usec); };
    std::printf("%-14s %8.2f s\ncoverage %.3f", "processor", cpu(after) - cpu(before), result.report.metric("coverage").value_or(0));
    std::printf("\npeak memory %.2f GB (%.2f GB before)\n", double(after.ru_maxrss) / 1e6, double(before.ru_maxrss) / 1e6);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    const std::int64_t vertices = count > 2 ? std::atoll(arguments[2]) : 5000;
    if (what == "ablation") return ablation(vertices);
    if (what == "speed") return speed(vertices);
    std::printf("bench_shape_chain ablation|speed [VERTICES]\n");
    return 2;
}
