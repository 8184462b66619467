// Rotation planes: seconds of the whole run from data in memory to the report, and what they are worth.
//   bench_rotations matrix D REPEATS FOLDER      a random orthogonal D x D matrix (planes-of-matrix)
//   bench_rotations frames T SIZE REPEATS FOLDER T frames of SIZE x SIZE, before and after one shift (rotation-planes)
// FOLDER gets the inputs for a peer: matrix.npy, or before.npy and after.npy.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/base/random.h"
#include "core/io/write.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

DatasetPtr set_of(Payload payload) {
    auto set = std::make_shared<Dataset>();
    set->name = "input", set->payload = std::move(payload);
    return set;
}

int measure(const char* method, const std::vector<DatasetPtr>& sets, int repeats) {
    for (int r = 0; r < repeats; ++r) {
        RunRequest request;
        request.method = method, request.options = find_method(method)->parameters();
        const auto begin = Clock::now();
        const auto made = run(request, sets, {});
        if (!made) return std::puts(made.error().message().c_str()), 1;
        std::printf("seconds %.3f residual %.2e planes %.0f orthogonality %.1e\n", since(begin),
                    made->report.metric("worst_residual").value_or(0), *made->report.metric("plane_count"),
                    *made->report.metric("orthogonality_error"));
        std::fflush(stdout);
    }
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

}  // namespace

int main(int count, char** arguments) {
    Random random(1);
    if (count == 5 && !std::strcmp(arguments[1], "matrix")) {
        const std::filesystem::path folder(arguments[4]);
        const Matrix q = random_orthogonal(std::atol(arguments[2]), random, true);
        if (!write_npy(q, folder / "matrix.npy").ok()) return 1;
        return measure("planes-of-matrix", {set_of(MatrixData{q})}, std::atoi(arguments[3]));
    }
    if (count == 6 && !std::strcmp(arguments[1], "frames")) {
        const std::filesystem::path folder(arguments[5]);
        const Index size = std::atol(arguments[3]);
        const Matrix before = patches(std::atol(arguments[2]), size, random), after = shifted(before, size);
        if (!write_npy(before, folder / "before.npy").ok() || !write_npy(after, folder / "after.npy").ok()) return 1;
        return measure("rotation-planes", {set_of(EmbeddingSet{before}), set_of(EmbeddingSet{after})}, std::atoi(arguments[4]));
    }
    return std::puts("usage: bench_rotations matrix D REPEATS FOLDER | frames T SIZE REPEATS FOLDER"), 2;
}
