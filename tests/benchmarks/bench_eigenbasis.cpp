// Smallest eigenpairs of a shape's Laplacian: seconds of the solver, by stage, without reading and without the cache.
//   bench_eigenbasis figure|sphere|rectangle VERTICES K THREADS REPEATS [FOLDER]
// FOLDER gets the matrices for a peer: stiffness as rows.npy, columns.npy and values.npy, mass.npy, and ours as ours.npy.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/io/write.h"
#include "core/linalg/lapack.h"
#include "core/samples/figures.h"
#include "core/samples/shapes.h"
#include "core/shape/eigenbasis_solver.h"

using namespace orthoscope;

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

Mesh rectangle(Index vertices) {
    const Index rows = Index(std::sqrt(double(vertices) / 1.5)), columns = vertices / rows;
    Mesh mesh{Matrix(rows * columns, 3), Triangles(2 * (rows - 1) * (columns - 1), 3)};
    Index t = 0;
    for (Index i = 0; i < columns; ++i)
        for (Index j = 0; j < rows; ++j) {
            const auto a = std::int32_t(i * rows + j), b = std::int32_t(a + rows);
            mesh.vertices.row(a) << double(i), double(j), 0;
            if (i + 1 == columns || j + 1 == rows) continue;
            mesh.triangles.row(t++) << a, b, b + 1;
            mesh.triangles.row(t++) << a, b + 1, a + 1;
        }
    return mesh;
}

Mesh shape_named(const char* name, Index vertices) {
    if (!std::strcmp(name, "rectangle")) return rectangle(vertices);
    if (!std::strcmp(name, "sphere"))
        return sphere_mesh(std::max(0, int(std::lround(std::log2(double(vertices) / 10) / 2))));
    return figure_mesh(BodyName::Biped, PoseName::Stride, vertices, 1, {});
}

void write_columns(const std::filesystem::path& file, const Matrix& values) {
    if (auto status = write_npy(Vector(values.reshaped()), file); !status) std::printf("%s\n", status.error().message().c_str());
}

void write_matrices(const std::filesystem::path& folder, const Laplacian& l, const Vector& ours) {
    std::filesystem::create_directories(folder);
    const Index entries = l.stiffness.nonZeros();
    Matrix rows(entries, 1), columns(entries, 1), values(entries, 1);
    Index e = 0;
    for (Index j = 0; j < l.stiffness.cols(); ++j)
        for (SparseMatrix::InnerIterator it(l.stiffness, j); it; ++it, ++e)
            rows(e) = double(it.row()), columns(e) = double(j), values(e) = it.value();
    write_columns(folder / "rows.npy", rows), write_columns(folder / "columns.npy", columns);
    write_columns(folder / "values.npy", values), write_columns(folder / "mass.npy", l.mass);
    write_columns(folder / "ours.npy", ours);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 6) return std::puts("usage: bench_eigenbasis figure|sphere|rectangle VERTICES K THREADS REPEATS [FOLDER]"), 2;
    const Index k = std::atol(arguments[3]);
    const int threads = std::atoi(arguments[4]), repeats = std::atoi(arguments[5]);
    set_blas_threads(threads);
    Dataset shape{"shape", shape_named(arguments[1], std::atol(arguments[2])), {}, {}, {}, {}};
    auto begin = Clock::now();
    const auto laplacian = make_laplacian(shape, LaplacianKind::Intrinsic, {});
    if (!laplacian) return std::puts(laplacian.error().message().c_str()), 1;
    std::printf("vertices %lld laplacian %.3f\n", static_cast<long long>(shape.rows()), since(begin));
    Vector values;
    for (int r = 0; r < repeats; ++r) {
        begin = Clock::now();
        const auto basis = eigenbasis(*laplacian, k, threads, {});
        if (!basis) return std::puts(basis.error().message().c_str()), 1;
        std::printf("seconds %.4f residual %.2e last %.10g\n", since(begin), basis->residuals.maxCoeff(), basis->values(k - 1));
        std::fflush(stdout);
        values = basis->values;
    }
    if (count > 6) write_matrices(arguments[6], *laplacian, values);
}
