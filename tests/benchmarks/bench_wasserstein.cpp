// The planted table of procrustes-wasserstein: X Gaussian n x d, target = rows of X reordered, turned and noisy.
// "(truth)" is the overlap that the assignment reaches under the planted map: no full assignment can be asked for more
// (strays take partners in it, which the method may refuse).
// Run: bench_wasserstein [seeds] [n d sigma [kind]]; kind: plain, outliers, fewer, mirror, heavy.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/assignment/assignment.h"
#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"
#include "core/samples/planted.h"

using namespace orthoscope;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void assignment() {
    Random random(1);
    CostMatrix costs(2000, 2000);
    for (Index i = 0; i < costs.size(); ++i) costs.data()[i] = float(random.uniform());
    const auto start = std::chrono::steady_clock::now();
    const auto best = solve_assignment(AssignmentCosts(costs), {}, {}, {});
    const double cold = seconds_since(start);
    const auto again = std::chrono::steady_clock::now();
    (void)solve_assignment(AssignmentCosts(costs), {}, best->column_price, {});
    std::printf("assignment of 2000 random costs: %.3f s (from its own prices %.3f s), cost %.4f\n\n", cold,
                seconds_since(again), best->cost);
}

struct Case {
    Index n, d;
    double sigma;
    std::string kind = "plain";
};

// Share of partners that the assignment finds under the planted map itself: noise alone swaps the rest, whatever the method.
double overlap_under_truth(const Matrix& source, const Matrix& map, const Matrix& target, const Indices& truth) {
    const auto costs = dense_costs((source * map).cast<float>(), target.cast<float>(), PointCost::SquaredDistance);
    const auto best = solve_assignment(AssignmentCosts(costs), {}, {}, {});
    double asked = 0, right = 0;
    for (Index i = 0; i < truth.size(); ++i)
        if (truth(i) >= 0) asked += 1, right += best->column_of_row(i) == truth(i);
    return right / asked;
}

RunRequest planted_request(const Case& c, std::uint64_t seed, std::vector<DatasetPtr>& sets, double& within_reach) {
    Random random(seed);
    Matrix x = random.normal(c.n, c.d);
    const bool mirror = c.kind == "mirror";
    Planted pair = plant(x, true, mirror, c.kind == "heavy" ? 0 : c.sigma, 0, random);
    if (c.kind == "heavy")  // Student's t with 3 degrees of freedom, of variance sigma^2
        for (Index i = 0; i < pair.target.size(); ++i) {
            double chi = 0;
            for (int k = 0; k < 3; ++k) chi += std::pow(random.normal(), 2);
            pair.target.data()[i] += c.sigma * random.normal() / std::sqrt(chi);
        }
    if (c.kind == "outliers")
        for (Index i : random.choose(c.n, c.n / 10)) {
            pair.target.row(pair.partner[std::size_t(i)]) = 2 * random.normal(1, c.d);
            pair.partner[std::size_t(i)] = -1;
        }
    const auto kept = random.choose(c.n, c.kind == "fewer" ? c.n * 4 / 5 : c.n);
    Indices truth(Index(kept.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) truth(Index(i)) = pair.partner[std::size_t(kept[i])];
    for (auto rows : {Matrix(x(kept, Eigen::all)), pair.target}) {
        auto set = std::make_shared<Dataset>();
        set->name = "planted", set->payload = EmbeddingSet{std::move(rows)};
        sets.push_back(std::move(set));
    }
    RunRequest request;
    request.method = "procrustes-wasserstein", request.options = find_method(request.method)->parameters();
    within_reach = overlap_under_truth(sets[0]->values(), pair.map, sets[1]->values(), truth);
    request.pairing.truth = std::move(truth), request.settings.seed = seed;
    return request;
}

void row(const Case& c, std::uint64_t seed) {
    std::vector<DatasetPtr> sets;
    double within_reach = 0;
    const auto request = planted_request(c, seed, sets, within_reach);
    const auto result = run(request, sets, {});
    if (!result) return void(std::printf("failed: %s\n", result.error().message().c_str()));
    const auto frames = result->recording->frames();
    const auto lanes = result->recording->lanes();
    const std::string lane = lanes.empty() ? "" : lanes[std::size_t(best_lane(frames))];
    auto seconds = [&](const char* name) {
        for (auto& [key, value] : result->report.seconds)
            if (key == name) return value;
        return 0.0;
    };
    std::printf("%6td %5td %6.2f  %-9s %4llu  %7.4f  %7.4f  %7.2f  %7.2f  %6zu  %-12s %s\n", c.n, c.d, c.sigma, c.kind.c_str(),
                static_cast<unsigned long long>(seed), result->report.metric("overlap").value_or(-1), within_reach, seconds("total"),
                seconds("metrics"), frames.size(), std::string(name_of(result->report.verdict)).c_str(), lane.c_str());
    if (std::getenv("BENCH_LANES"))
        for (int k : lane_numbers(frames)) {
            const auto one = lane_frames(frames, k);
            std::printf("        lane %d %-28s frames %3zu  ended %6.2f s  cost %g\n", k, lanes[std::size_t(k)].c_str(), one.size(),
                        one.back()->seconds, one.back()->metrics.front().second);
        }
    if (std::getenv("BENCH_LANES")) {
        for (auto& reason : result->report.reasons) std::printf("        %s\n", reason.c_str());
        for (auto& [name, value] : result->report.metrics) std::printf("        %s %g\n", name.c_str(), value);
    }
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
    const int seeds = count > 1 ? std::atoi(arguments[1]) : 5;
    std::vector<Case> cases;
    if (count > 4) {
        cases.push_back({std::atoi(arguments[2]), std::atoi(arguments[3]), std::atof(arguments[4]), count > 5 ? arguments[5] : "plain"});
    } else {
        assignment();
        for (const char* kind : {"plain", "outliers", "fewer", "mirror", "heavy"})
            for (Case c : {Case{500, 5, 0.1, kind}, Case{500, 20, 0.3, kind}, Case{1000, 50, 0.5, kind}}) cases.push_back(c);
        cases.push_back({2000, 100, 0.5, "plain"});
    }
    std::printf("     n     d  sigma  kind      seed  overlap  (truth)  total s  metrics  frames  verdict      winning lane\n");
    for (auto& c : cases)
        for (int seed = 1; seed <= seeds; ++seed) row(c, std::uint64_t(seed));
}
