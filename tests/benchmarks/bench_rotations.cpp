// Rotation planes: seconds of the whole run from data in memory to the report (by the clock and of the processor), and what
// they are worth.
//   bench_rotations matrix D FOLDER        a random orthogonal D x D matrix (planes-of-matrix)
//   bench_rotations pairs T SIZE FOLDER    T frames of SIZE x SIZE before one shift and T after it (rotation-planes)
//   bench_rotations sequence T SIZE FOLDER T frames of SIZE x SIZE that follow each other, every direction turning, in
//                                          grain: the cut has to be found (rotation-planes)
// FOLDER gets the inputs for a peer: matrix.npy, before.npy and after.npy, or sequence.npy.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <numbers>

#include "core/base/random.h"
#include "core/io/write.h"
#include "core/linalg/lapack.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }
double processor_seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

DatasetPtr set_of(Payload payload) {
    auto set = std::make_shared<Dataset>();
    set->name = "input", set->payload = std::move(payload);
    return set;
}

int measure(const char* method, const std::vector<DatasetPtr>& sets) {
    RunRequest request;
    request.method = method, request.options = find_method(method)->parameters();
    const double before = processor_seconds();
    const auto begin = Clock::now();
    const auto made = run(request, sets, {});
    if (!made) return std::puts(made.error().message().c_str()), 1;
    const auto& report = made->report;
    std::printf("seconds %.3f processor %.3f residual %.2e planes %.0f orthogonality %.1e kept %.0f\n", since(begin),
                processor_seconds() - before, report.metric("worst_residual").value_or(0), *report.metric("plane_count"),
                *report.metric("orthogonality_error"), report.metric("kept_directions").value_or(0));
    return 0;
}

// Grain on slow waves, so that every direction is used, the slow ones more.
Matrix patches(Index count, Index size, Random& random) {
    const Index d = size * size;
    Matrix out = random.normal(count, d);
    for (Index pass = 0; pass < 2; ++pass)
        for (Index i = 0; i < count; ++i)
            for (Index x = 1; x < d; ++x) out(i, x) += 0.6 * out(i, x - 1);
    return out;
}

Matrix shifted(const Matrix& frames, Index size) {
    Matrix out(frames.rows(), frames.cols());
    for (Index y = 0; y < size; ++y)
        for (Index x = 0; x < size; ++x) out.col(y * size + (x + 1) % size) = frames.col(y * size + x);
    return out;
}

// Every pair of pixels' directions turns, the strong ones far over the grain and the weak ones below it.
Matrix turning(Index count, Index size, Random& random) {
    const Index d = size * size;
    Matrix phasors(count, d);
    for (Index k = 0; k < d / 2; ++k) {
        const double radius = 10 / double(k + 1), angle = 2 * std::numbers::pi * random.uniform(), from = 2 * std::numbers::pi * random.uniform();
        for (Index t = 0; t < count; ++t) {
            const double a = from + angle * double(t);
            phasors(t, 2 * k) = radius * std::cos(a), phasors(t, 2 * k + 1) = radius * std::sin(a);
        }
    }
    return product(phasors, random_orthogonal(d, random, true)) + 0.01 * random.normal(count, d);
}

int main_of(int count, char** arguments) {
    Random random(1);
    const std::filesystem::path folder(arguments[count - 1]);
    const Index first = std::atol(arguments[2]), size = count == 5 ? std::atol(arguments[3]) : 0;
    const auto is = [&](const char* word, int words) { return count == words && !std::strcmp(arguments[1], word); };
    if (is("matrix", 4)) {
        const Matrix q = random_orthogonal(first, random, true);
        if (!write_npy(q, folder / "matrix.npy").ok()) return 1;
        return measure("planes-of-matrix", {set_of(MatrixData{q})});
    }
    if (is("pairs", 5)) {
        const Matrix before = patches(first, size, random), after = shifted(before, size);
        if (!write_npy(before, folder / "before.npy").ok() || !write_npy(after, folder / "after.npy").ok()) return 1;
        return measure("rotation-planes", {set_of(EmbeddingSet{before}), set_of(EmbeddingSet{after})});
    }
    if (is("sequence", 5)) {
        const Matrix frames = turning(first, size, random);
        if (!write_npy(frames, folder / "sequence.npy").ok()) return 1;
        return measure("rotation-planes", {set_of(EmbeddingSet{frames})});
    }
    return 2;
}

}  // namespace

int main(int count, char** arguments) {
    const int status = count < 4 ? 2 : main_of(count, arguments);
    if (status == 2) std::puts("usage: bench_rotations matrix D FOLDER | pairs T SIZE FOLDER | sequence T SIZE FOLDER");
    return status;
}
