// Times of the transport kernels on raw files of doubles, for transport.py: prints one line of JSON.
//   bench_transport sliced FOLDER N D K REPEATS
//   bench_transport sinkhorn FOLDER N D EPSILON MARGINAL_ERROR REPEATS
//   bench_transport exact FOLDER N D REPEATS
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "core/linalg/lapack.h"
#include "core/transport/exact_plan.h"
#include "core/transport/sinkhorn.h"

using namespace orthoscope;

namespace {

Matrix read_raw(const std::string& path, Index rows, Index columns) {
    Matrix m(rows, columns);
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(m.data()), m.size() * 8)) std::abort();
    return m;
}

// By the clock, and of the processor by all threads together: the least of several.
struct Spent {
    double clock = 1e300, busy = 1e300;
};

template <class F>
Spent least_spent(int repeats, F work) {
    const auto processor = [] {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
    };
    Spent least;
    for (int i = 0; i < repeats; ++i) {
        const double busy = processor();
        const auto start = std::chrono::steady_clock::now();
        work();
        least.clock = std::min(least.clock, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        least.busy = std::min(least.busy, processor() - busy);
    }
    return least;
}

int sliced(char** arg) {
    const std::string folder = arg[0];
    const Index n = std::atol(arg[1]), d = std::atol(arg[2]), k = std::atol(arg[3]);
    const Matrix x = read_raw(folder + "/x", n, d), y = read_raw(folder + "/y", n, d),
                 t = read_raw(folder + "/t", d, k);
    double distance = 0;
    const Spent spent = least_spent(
        std::atoi(arg[4]), [&] { distance = sliced_wasserstein({x}, {y}, t, {}, {}).value().distance; });
    std::printf("{\"seconds\": %.6f, \"busy\": %.6f, \"value\": %.17g}\n", spent.clock, spent.busy, distance);
    return 0;
}

int sinkhorn(char** arg) {
    const std::string folder = arg[0];
    const Index n = std::atol(arg[1]), d = std::atol(arg[2]);
    const Matrix x = read_raw(folder + "/x", n, d), y = read_raw(folder + "/y", n, d);
    const SinkhornRules rules{
        .epsilon = std::atof(arg[3]), .tolerance = std::atof(arg[4]), .iterations = 100000};
    int iterations = 0;
    PlanSummary plan;
    const Spent spent = least_spent(std::atoi(arg[5]), [&] {
        const auto geometry = transport_geometry({x}, {y}, 2).value();
        Sinkhorn run(geometry, rules);
        if (!run.solve({})) std::abort();
        iterations = run.iterations();
        plan = summarise_plan(geometry, run.rows(), 0, {}).value();
    });
    std::printf("{\"seconds\": %.6f, \"busy\": %.6f, \"value\": %.17g, \"error\": %.3g, \"iterations\": %d}\n", spent.clock, spent.busy,
                plan.cost, plan.row_error + plan.column_error, iterations);
    return 0;
}

int exact(char** arg) {
    const std::string folder = arg[0];
    const Index n = std::atol(arg[1]), d = std::atol(arg[2]);
    const Matrix x = read_raw(folder + "/x", n, d), y = read_raw(folder + "/y", n, d);
    double cost = 0, gap = 0;
    int rounds = 0;
    Index arcs = 0;
    const Spent spent = least_spent(std::atoi(arg[3]), [&] {
        const auto geometry = transport_geometry({x}, {y}, 2).value();
        ExactPlan plan(geometry);
        if (!plan.solve({})) std::abort();
        cost = plan.cost(), gap = plan.gap(), rounds = plan.rounds(), arcs = plan.arcs();
    });
    std::printf("{\"seconds\": %.6f, \"busy\": %.6f, \"value\": %.17g, \"gap\": %.3g, \"rounds\": %d, \"arcs\": %ld}\n",
                spent.clock, spent.busy, cost, gap, rounds, long(arcs));
    return 0;
}

}  // namespace

int main(int count, char** arg) {
    set_blas_threads(2);
    if (count == 7 && !std::strcmp(arg[1], "sliced")) return sliced(arg + 2);
    if (count == 8 && !std::strcmp(arg[1], "sinkhorn")) return sinkhorn(arg + 2);
    if (count == 6 && !std::strcmp(arg[1], "exact")) return exact(arg + 2);
    std::fprintf(stderr, "usage: bench_transport sliced|sinkhorn|exact FOLDER N D ...; see transport.py\n");
    return 2;
}
