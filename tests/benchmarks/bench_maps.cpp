// Shape matching without truth, measured with it: over bodies, poses and figures the mean geodesic error,
// flips, the rank of the right map, and seconds of each stage.
//   bench_maps kernels | stages [vertices] | shapes | figures [first last [vertices [all lanes]]] | between
//   [...]
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "core/base/random.h"
#include "core/io/read.h"
#include "core/linalg/lapack.h"
#include "core/maps/descriptors.h"
#include "core/maps/fit.h"
#include "core/maps/measures.h"
#include "core/maps/pointwise.h"
#include "core/maps/portfolio.h"
#include "core/maps/zoomout.h"
#include "core/neighbours/farthest_points.h"
#include "core/samples/figures.h"
#include "core/shape/geodesics.h"

using namespace orthoscope;

namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void kernels() {
    Random random(1);
    for (Index n : {1000, 5000, 20000})
        for (Index d : {3, 20, 50, 100, 200}) {
            const Matrix points = random.normal(n, d), queries = points + 0.1 * random.normal(n, d);
            double best = 1e9;
            for (int i = 0; i < 3; ++i) {
                const double begin = now();
                (void)nearest_rows(queries, points, 2, {});
                best = std::min(best, now() - begin);
            }
            const Eigen::MatrixXf a = points.cast<float>(), b = queries.cast<float>();
            const double begin = now();
            double whole = 0;
            for (Index at = 0; at < n; at += 500)
                whole += product_transposed(a, Eigen::MatrixXf(b.middleRows(at, 500)))(0, 0);
            std::printf("%6td rows, %3td columns: %.4f s (products alone %.4f s) %.0f\n", n, d, best,
                        now() - begin, whole * 0);
        }
}

std::vector<std::vector<Index>> numbers(const std::string& text) {
    std::vector<std::vector<Index>> out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::vector<Index> row;
        for (Index value; words >> value;) row.push_back(value);
        if (!row.empty()) out.push_back(row);
    }
    return out;
}

struct Case {
    std::string name;
    DatasetPtr source, target;
    Indices truth;  // source vertex of each target vertex; empty: unknown
    std::vector<std::pair<Index, Index>> landmarks;
};

// Mean geodesic error, over the root of the area, times 100.
double error_of(const Case& one, const Indices& map, double area) {
    auto distances = Geodesics::prepare(*one.source, {});
    if (!distances) return -1;
    auto error = geodesic_error(*distances, area, map, one.truth, 1, 2, {});
    return error ? 100 * error->mean : -1;
}

double cpu() {
    return double(std::clock()) / CLOCKS_PER_SEC;
}

bool verbose = false;
int right = 0, in_three = 0, cases = 0;
double total_error = 0, total_seconds = 0;

void match(const Case& one) {
    const double begin = cpu();
    auto a = shape_basis(*one.source, LaplacianKind::Intrinsic, 120, 2, {});
    auto b = shape_basis(*one.target, LaplacianKind::Intrinsic, 120, 2, {});
    const double bases = cpu();
    auto pair = make_shape_pair(one.source, one.target, *a, *b, one.landmarks);
    PortfolioOptions options;
    auto portfolio = MapPortfolio::start(*pair, options, {});
    const double prepared = cpu();
    double searched = 0;
    auto line = [&](const char* name, double error, const MapEnergies& e, double score) {
        std::printf(
            "    %-26s err %6.2f score %7.3f  orth %.3f comm %.3f desc %.3f dist %.3f unc %.3f bij %.3f lm "
            "%.3f ori %.2f\n",
            name, error, score, e.orthogonality, e.commutativity, e.descriptors, e.distortion, e.uncovered,
            e.bijectivity, e.landmarks, e.orientation);
    };
    while (!portfolio->finished()) {
        auto step = portfolio->step({});
        if (step->phase == "zoom" && searched == 0) searched = cpu();
        if (verbose && step->phase == "refine" && one.truth.size()) {
            auto map =
                map_of(step->functional_map, pair->source_basis->vectors, pair->target_basis->vectors, 2, {});
            line(portfolio->lanes()[std::size_t(step->lane)].c_str(), error_of(one, *map, (*a)->area),
                 step->energies, step->score);
        }
    }
    const double end = cpu();
    std::printf("%s: bases %.2f s, start %.2f s, search %.2f s, finals %.2f s, gap %.2f\n", one.name.c_str(),
                bases - begin, prepared - bases, searched - prepared, end - searched, portfolio->gap());
    int rank = 0, best = 0;
    double least = 1e9, first = 0;
    for (auto& c : portfolio->candidates()) {
        ++rank;
        const double error = one.truth.size() ? error_of(one, c.map, (*a)->area) : 0;
        if (rank == 1) first = error;
        if (error < least) least = error, best = rank;
        line(c.name.c_str(), error, c.energies, c.score);
    }
    ++cases, right += first < 5, in_three += least < 5 && best <= 3, total_error += first,
        total_seconds += end - bases;
    std::fflush(stdout);
}

Case figure(BodyName body, PoseName pose, PoseName other, Index number, Index size) {
    FigurePairOptions options;
    options.pose = pose, options.target_pose = other, options.figure = number;
    options.vertices = size, options.target_vertices = size * 9 / 10;
    auto sample = body == BodyName::Biped ? biped_pair(options, 1, {}) : quadruped_pair(options, 1, {});
    Case out{(body == BodyName::Biped ? "biped " : "quadruped ") + std::to_string(number) + " pose " +
                 std::to_string(int(pose)) + " to " + std::to_string(int(other)),
             {},
             {},
             {},
             {}};
    out.source = sample->sets[0], out.target = sample->sets[1];
    for (auto& file : sample->extra)
        if (file.name == "truth.txt") {
            const auto rows = numbers(file.text);
            out.truth.resize(Index(rows.size()));
            for (std::size_t i = 0; i < rows.size(); ++i) out.truth(Index(i)) = rows[i][0];
        }
    return out;
}

// The body of one figure onto that of another: not isometric; the truth is that of the landmarks alone.
Case between(BodyName body, PoseName pose, PoseName other, Index number, Index size) {
    auto sample_of = [&](Index figure) {
        FigurePairOptions options;
        options.pose = pose, options.target_pose = other, options.figure = figure;
        options.vertices = size, options.target_vertices = size * 9 / 10;
        return *(body == BodyName::Biped ? biped_pair(options, 1, {}) : quadruped_pair(options, 1, {}));
    };
    const Sample one = sample_of(number), next = sample_of(number + 1);
    Case out{(body == BodyName::Biped ? "bipeds " : "quadrupeds ") + std::to_string(number) +
                 " and the next, pose " + std::to_string(int(pose)) + " to " + std::to_string(int(other)),
             one.sets[0],
             next.sets[1],
             {},
             {}};
    const auto left = numbers(one.file("landmarks.txt")->text),
               right = numbers(next.file("landmarks.txt")->text);
    out.truth = Indices::Constant(out.target->rows(), -1);
    for (std::size_t i = 0; i < left.size(); ++i) out.truth(right[i][1]) = left[i][0];
    return out;
}

DatasetPtr file(const char* name) {
    return *read({std::filesystem::path(ORTHOSCOPE_SHAPES) / name, {}, {}, {}, {}, false});
}
std::string text_of(const char* name) {
    std::ifstream in(std::filesystem::path(ORTHOSCOPE_SHAPES) / name);
    return {std::istreambuf_iterator<char>(in), {}};
}

void shapes() {
    if (!std::filesystem::exists(ORTHOSCOPE_SHAPES))
        return void(std::printf("no shapes in %s\n", ORTHOSCOPE_SHAPES));
    const DatasetPtr camel = file("camel/camel-gallop-01.off");
    for (const char* other : {"3", "5", "7"}) {
        Case one{std::string("camel ") + other,
                 camel,
                 file((std::string("camel/camel-gallop-0") + other + ".off").c_str()),
                 {},
                 {}};
        const auto rows = numbers(text_of((std::string("camel/") + other + "_to_1").c_str()));
        one.truth.resize(Index(rows.size()));
        for (std::size_t i = 0; i < rows.size(); ++i) one.truth(Index(i)) = rows[i][0];
        match(one);
    }
    const auto marks = numbers(text_of("cat_lion/landmarks.txt"));
    for (std::size_t given : {std::size_t(0), std::size_t(5)}) {
        Case one{"cat and lion, " + std::to_string(given) + " landmarks",
                 file("cat_lion/cat-00.off"),
                 file("cat_lion/lion-00.off"),
                 {},
                 {}};
        one.truth = Indices::Constant(one.target->rows(), -1);
        for (auto& mark : marks) one.truth(mark[1]) = mark[0];
        for (std::size_t i = 0; i < given; ++i) one.landmarks.emplace_back(marks[i * 4][0], marks[i * 4][1]);
        match(one);
    }
}

// Seconds of each stage on one pair of figures.
void stages(Index size) {
    const Case one = figure(BodyName::Biped, PoseName::Stride, PoseName::Wave, 1, size);
    auto a = shape_basis(*one.source, LaplacianKind::Intrinsic, 120, 2, {}),
         b = shape_basis(*one.target, LaplacianKind::Intrinsic, 120, 2, {});
    const ShapePair pair = *make_shape_pair(one.source, one.target, *a, *b, {});
    double begin = now(), begin_cpu = cpu();
    auto done = [&](const std::string& what) {
        std::printf("%-44s %.3f s (%.3f s of processors)\n", what.c_str(), now() - begin, cpu() - begin_cpu);
        std::fflush(stdout);
        begin = now(), begin_cpu = cpu();
    };
    const Descriptors functions = descriptors(pair, {});
    done("descriptors");
    const Standard all = standardised(pair, functions.source, functions.target);
    FitWeights weights;
    weights.orientation = 0.1;
    const FitProblem problem = *fit_problem(pair, all, 50, 50, 12, weights, {});
    done("operators, k 50");
    for (Index k : {20, 30, 50})
        for (double orientation : {0.0, 0.1, 1.0}) {
            weights.orientation = orientation;
            auto fit = fit_functional_map(problem, k, k, weights, {});
            char text[100];
            std::snprintf(text, sizeof text, "fit k %td orientation %.1f: %d steps to %.1e", k, orientation,
                          fit->iterations, fit->gradient);
            done(text);
        }
    const Matrix start = functional_map_of(one.truth, *pair.source_basis, *pair.target_basis, 45, 45);
    ZoomOutOptions options;
    options.from = 45, options.to = 100, options.step = 5;
    begin = now(), begin_cpu = cpu();
    auto whole = zoomout(pair, start, options, {});
    done("ZoomOut 45 to 100 by 5");
    std::printf("    error %.2f\n", error_of(one, whole->map, (*a)->area));
    options.source_rows = *farthest_points(one.source->values(), 1000, {}),
    options.target_rows = *farthest_points(one.target->values(), 1000, {});
    begin = now(), begin_cpu = cpu();
    auto sampled = zoomout(pair, start, options, {});
    done("the same on 1,000 rows, the last map on all");
    std::printf("    error %.2f\n", error_of(one, sampled->map, (*a)->area));
    options.source_rows.clear(), options.target_rows.clear(), options.icp = true, options.from = 50,
                                                              options.to = 59, options.step = 1;
    auto icp = zoomout(pair, functional_map_of(one.truth, *pair.source_basis, *pair.target_basis, 50, 50),
                       options, {});
    done("ICP, 10 steps at 50");
    std::printf("    error %.2f\n", error_of(one, icp->map, (*a)->area));
}

}  // namespace

int main(int argc, char** argv) {
    set_blas_threads(2);
    const std::string what = argc > 1 ? argv[1] : "figures";
    if (what == "kernels") return kernels(), 0;
    verbose = argc > 5;
    if (what == "stages") return stages(argc > 2 ? std::atoi(argv[2]) : 5000), 0;
    if (what == "shapes") return shapes(), 0;
    const Index size = argc > 4 ? std::atoi(argv[4]) : 2500;
    for (Index f = argc > 2 ? std::atoi(argv[2]) : 1; f <= (argc > 3 ? std::atoi(argv[3]) : 2); ++f)
        for (BodyName body : {BodyName::Biped, BodyName::Quadruped}) {
            const auto pose = PoseName(f % 6), other = PoseName((f * 5 / 3 + 2) % 6);
            const auto chosen = other == pose ? PoseName((f + 1) % 6) : other;
            match(what == "between" ? between(body, pose, chosen, f, size)
                                    : figure(body, pose, chosen, f, size));
        }
    std::printf("right %d of %d, among three %d, mean error %.2f, mean seconds %.2f\n", right, cases,
                in_three, total_error / cases, total_seconds / cases);
}
