// Newton-Schulz iterations: odd polynomials that drive every singular value of a matrix towards 1, as published.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// s -> a s + b s^3 + c s^5.
struct Quintic {
    double a = 0, b = 0, c = 0;
    double operator()(double s) const {
        const double q = s * s;
        return s * (a + q * (b + q * c));
    }
};

struct Scheme {
    std::string id, name;            // "polar-express", "Polar Express"
    std::vector<Quintic> schedule;   // one a step; the last one repeats
    double safety = 1;               // the matrix is divided by its Frobenius norm times this
    int published = 5;               // steps that the paper or its code takes
    const Quintic& at(std::size_t step) const { return schedule[step < schedule.size() ? step : schedule.size() - 1]; }
};

// Muon; Polar Express (arXiv 2505.16932, list of algorithm 1, safety 1.01 on all but the last); the cubic and the quintic
// Newton-Schulz of Taylor's series; ROOT's four triples by shape (arXiv 2511.20626).
const std::vector<Scheme>& schemes();
const Scheme* find_scheme(std::string_view id);  // null: no such scheme
// ROOT's triple for an m x n matrix; of a shape for which none is published Muon's, as ROOT's own code does.
const Scheme& root_scheme(Index rows, Index columns);

// a X + b (X X') X + c (X X')^2 X, by the smaller of X X' and X' X.
Matrix polynomial_step(const Matrix& x, const Quintic& p);
// `steps` of a scheme from M / (safety |M| + 1e-7); singular values end near 1.
Matrix orthogonalised(const Matrix& m, const Scheme& scheme, int steps);

}  // namespace orthoscope
