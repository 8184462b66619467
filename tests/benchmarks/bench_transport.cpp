// Times of the transport kernels on raw files of doubles, for transport.py: prints one line of JSON.
//   bench_transport sliced FOLDER N D K REPEATS
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "core/linalg/lapack.h"
#include "core/transport/sliced.h"

using namespace orthoscope;

namespace {

Matrix read_raw(const std::string& path, Index rows, Index columns) {
    Matrix m(rows, columns);
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(m.data()), m.size() * 8)) std::abort();
    return m;
}

template <class F>
double median_seconds(int repeats, F work) {
    std::vector<double> seconds;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
}

int sliced(char** arg) {
    const std::string folder = arg[0];
    const Index n = std::atol(arg[1]), d = std::atol(arg[2]), k = std::atol(arg[3]);
    const Matrix x = read_raw(folder + "/x", n, d), y = read_raw(folder + "/y", n, d), t = read_raw(folder + "/t", d, k);
    double distance = 0;
    const double seconds = median_seconds(std::atoi(arg[4]), [&] {
        distance = sliced_wasserstein({x}, {y}, t, {}, {}).value().distance;
    });
    std::printf("{\"seconds\": %.6f, \"value\": %.17g}\n", seconds, distance);
    return 0;
}

}  // namespace

int main(int count, char** arg) {
    set_blas_threads(2);
    if (count == 7 && !std::strcmp(arg[1], "sliced")) return sliced(arg + 2);
    std::fprintf(stderr, "usage: bench_transport sliced FOLDER N D K REPEATS\n");
    return 2;
}
