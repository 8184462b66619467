// Geodesic distances and remeshing: seconds, and how far the distances of many pairs are from exact ones.
//   bench_geodesics [--quick]   quick: without the mesh of 490,000 vertices
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "core/base/random.h"
#include "core/maps/measures.h"
#include "core/samples/figures.h"
#include "core/samples/shapes.h"
#include "core/shape/prepare.h"

using namespace orthoscope;

namespace {

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

DatasetPtr dataset(Mesh mesh) {
    Dataset set;
    set.payload = std::move(mesh);
    return std::make_shared<const Dataset>(std::move(set));
}

void measure(const char* name, const DatasetPtr& shape) {
    const auto geodesics = *Geodesics::prepare(*shape, {});
    const Index n = shape->rows(), sources = 10;
    double begin = seconds();
    for (Index i = 0; i < sources; ++i) (void)geodesics.from(i * n / sources, {});
    const double each = (seconds() - begin) / double(sources);
    Random random(1);
    Indices map(n), truth = Indices::LinSpaced(n, 0, n - 1);
    for (auto& v : map) v = std::int64_t(random.below(std::uint64_t(n)));
    begin = seconds();
    const auto error = geodesic_error(geodesics, shape_area(*shape), map, truth, 1, 2, {});
    const double judged = seconds() - begin;
    double excess = 0;
    const Index checked = 100;
    for (Index i = 0; i < checked; ++i) {
        const Index y = i * n / checked;
        const std::array<Index, 1> to{map(y)};
        const double exact = (*geodesics.between(truth(y), to, {}))(0) / std::sqrt(shape_area(*shape));
        if (exact > 0) excess += error->errors(y) / exact - 1;
    }
    std::printf("%-22s %7ld vertices: one source %7.1f ms, error of a random map %5.2f s, too long by %.2f %%\n", name, long(n),
                1e3 * each, judged, 100 * excess / double(checked));
}

void remesh(const char* name, const DatasetPtr& shape, Index vertices) {
    PrepareOptions options;
    options.vertices = vertices;
    const double begin = seconds();
    const auto made = prepare(shape, options, {});
    std::printf("%-22s %7ld to %ld vertices: %.2f s\n", name, long(shape->rows()), long(made->data->rows()), seconds() - begin);
}

}  // namespace

int main(int count, char** words) {
    const auto biped = dataset(figure_mesh(BodyName::Biped, PoseName::Stride, 5000, 2, {}));
    measure("biped", biped);
    measure("torus", dataset(torus_mesh(96, 52, 1, 0.4)));
    measure("quadruped", dataset(figure_mesh(BodyName::Quadruped, PoseName::Stride, 20000, 2, {})));
    remesh("biped", biped, 2500);
    if (count > 1 && !std::strcmp(words[1], "--quick")) return 0;
    remesh("torus", dataset(torus_mesh(700, 700, 1, 0.4)), 5000);
    return 0;
}
