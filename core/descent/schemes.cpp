#include "core/descent/schemes.h"

#include <algorithm>

#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

// Damped against rounding: each but the last is p(s / 1.01).
std::vector<Quintic> polar_express() {
    std::vector<Quintic> list{{8.28721201814563, -23.595886519098837, 17.300387312530933},
                              {4.107059111542203, -2.9478499167379106, 0.5448431082926601},
                              {3.9486908534822946, -2.908902115962949, 0.5518191394370137},
                              {3.3184196573706015, -2.488488024314874, 0.51004894012372},
                              {2.300652019954817, -1.6689039845747493, 0.4188073119525673},
                              {1.891301407787398, -1.2679958271945868, 0.37680408948524835},
                              {1.8750014808534479, -1.2500016453999487, 0.3750001645474248}};
    constexpr double safety = 1.01, cube = safety * safety * safety;
    for (auto& p : list) p = {p.a / safety, p.b / cube, p.c / (cube * safety * safety)};
    list.push_back({1.875, -1.25, 0.375});
    return list;
}

Scheme root(const char* shape, Quintic p) {
    return {std::string("root-") + shape, std::string("ROOT ") + shape, {p}, 1, 5};
}

}  // namespace

const std::vector<Scheme>& schemes() {
    static const std::vector<Scheme> all{
        {"muon", "Muon", {{3.4445, -4.7750, 2.0315}}, 1, 5},
        {"polar-express", "Polar Express", polar_express(), 1.01, 5},
        {"cubic", "Cubic", {{1.5, -0.5, 0}}, 1, 5},
        {"quintic", "Quintic", {{1.875, -1.25, 0.375}}, 1, 5},
        root("2048x2048", {3.4916, -4.8224, 2.1095}),
        root("2048x3072", {3.4509, -4.5790, 1.9325}),
        root("2048x8192", {2.9794, -3.6674, 1.6207}),
        root("2048x16384", {3.1943, -3.8221, 1.5322}),
    };
    return all;
}

const Scheme* find_scheme(std::string_view id) {
    for (auto& scheme : schemes())
        if (scheme.id == id) return &scheme;
    return nullptr;
}

const Scheme& root_scheme(Index rows, Index columns) {
    const auto shape = std::to_string(std::min(rows, columns)) + "x" + std::to_string(std::max(rows, columns));
    const Scheme* found = find_scheme("root-" + shape);
    return found ? *found : *find_scheme("muon");
}

Matrix polynomial_step(const Matrix& x, const Quintic& p) {
    const bool tall = x.rows() > x.cols();
    const Matrix gram = row_products(tall ? Matrix(x.transpose()) : x);
    Matrix inner = p.b * gram;
    if (p.c != 0) inner += p.c * row_products(gram);
    return p.a * x + (tall ? product(x, inner) : product(inner, x));
}

Matrix orthogonalised(const Matrix& m, const Scheme& scheme, int steps) {
    Matrix x = m / (scheme.safety * m.norm() + 1e-7);
    for (int k = 0; k < steps; ++k) x = polynomial_step(x, scheme.at(std::size_t(k)));
    return x;
}

}  // namespace orthoscope
