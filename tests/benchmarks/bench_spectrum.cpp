// Spectra: seconds for all singular values, of a matrix in memory or of a file streamed in bounded memory.
//   bench_spectrum make ROWS COLUMNS FILE [f4]  noise over a falling spectrum as NPY, block by block (float64, or float32)
//   bench_spectrum values FILE REPEATS OUT      all values of the matrix in FILE; OUT: values.npy of the last
//   bench_spectrum stream FILE OUT              the same by one pass over the file (float64 or float32)
// Each prints "seconds S"; stream also the most memory that the process has held, "megabytes M".
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "core/base/random.h"
#include "core/io/read.h"
#include "core/io/write.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"
#include "core/spectrum/stream.h"

using namespace orthoscope;

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

int fail(const Error& error) { return std::puts(error.message().c_str()), 1; }

template <class T>
void write_rows(std::ofstream& file, const Matrix& block) {
    const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = block.cast<T>();
    file.write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(T)));
}

// Noise times a falling spectrum and a rotation of the columns.
int make(Index n, Index d, const char* path, bool narrow) {
    std::ofstream file(path, std::ios::binary);
    std::string text = "{'descr': '" + std::string(narrow ? "<f4" : "<f8") + "', 'fortran_order': False, 'shape': (" + std::to_string(n) + ", " + std::to_string(d) + "), }";
    text.append(127 - (10 + text.size()) % 64, ' ');
    while ((10 + text.size() + 1) % 64 != 0) text += ' ';
    text += '\n';
    file.write("\x93NUMPY\x01\x00", 8);
    file.put(char(text.size() & 255)), file.put(char(text.size() >> 8));
    file << text;
    Random random(1);
    Matrix mix = *orthonormal_columns(random.normal(d, d));
    for (Index j = 0; j < d; ++j) mix.row(j) *= std::pow(double(j + 1), -0.5);
    const Matrix grain = random.normal(4096, d);
    for (Index at = 0; at < n; at += 4096) {
        const Index count = std::min<Index>(4096, n - at);
        // The same grain with other signs and shifts: fresh enough, and made quickly.
        Matrix block(count, d);
        for (Index j = 0; j < d; ++j) {
            const Index shift = Index(random.below(4096));
            const double sign = random.below(2) ? 1 : -1;
            for (Index i = 0; i < count; ++i) block(i, j) = sign * grain((i + shift) % 4096, j);
        }
        block = product(block, mix);
        narrow ? write_rows<float>(file, block) : write_rows<double>(file, block);
    }
    return file ? 0 : 1;
}

int values(const char* path, int repeats, const char* out) {
    auto set = read(parse_input(path));
    if (!set) return fail(set.error());
    Vector found;
    for (int r = 0; r < repeats; ++r) {
        const auto begin = Clock::now();
        auto made = singular_values((*set)->values());
        if (!made) return fail(made.error());
        found = std::move(*made);
        std::printf("seconds %.4f\n", since(begin));
        std::fflush(stdout);
    }
    return write_npy(found, out).ok() ? 0 : 1;
}

int stream(const char* path, const char* out) {
    const auto begin = Clock::now();
    auto rows = RowStream::open(path);
    if (!rows) return fail(rows.error());
    if (!*rows) return std::puts("not a 2-D NPY file in C order"), 1;
    auto factor = stream_rows(**rows, {});
    if (!factor) return fail(factor.error());
    auto found = singular_values(factor->plain);
    if (!found) return fail(found.error());
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("seconds %.3f megabytes %.0f\n", since(begin), double(usage.ru_maxrss) / 1000);
    return write_npy(*found, out).ok() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const char* threads = std::getenv("OPENBLAS_NUM_THREADS");
    set_blas_threads(threads ? std::atoi(threads) : 2);
    const std::string verb = count > 1 ? arguments[1] : "";
    if (verb == "make" && count >= 5) return make(std::atol(arguments[2]), std::atol(arguments[3]), arguments[4], count > 5);
    if (verb == "values" && count == 5) return values(arguments[2], std::atoi(arguments[3]), arguments[4]);
    if (verb == "stream" && count == 4) return stream(arguments[2], arguments[3]);
    return std::puts("usage: bench_spectrum make ROWS COLUMNS FILE [f4] | values FILE REPEATS OUT | stream FILE OUT"), 2;
}
