#include "core/shape/eigenbasis.h"

#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"
#include "core/shape/basis_cache.h"
#include "core/shape/eigenbasis_solver.h"

namespace orthoscope {

Matrix Eigenbasis::coefficients(const Matrix& functions, Index k) const {
    const Matrix weighted = mass.asDiagonal() * functions;
    Matrix out = Matrix::Zero(k, functions.cols());
    add_transposed_product(vectors.rows(), k, functions.cols(), vectors.data(), vectors.rows(), weighted.data(), weighted.rows(), out);
    return out;
}

namespace {

Result<Eigenbasis> computed(const Laplacian& laplacian, Index k, int threads, const Context& context) {
    EigenbasisSolver solver(laplacian, k, threads);
    context.report(0, "factor");
    if (auto status = solver.factor(context); !status) return status.error();
    // Before the basis is half as large again as what is wanted nothing can have converged.
    const Index columns = solver.size() + solver.size() / 2;
    Index steps = 0;
    for (bool large = false; !solver.done();) {
        if (context.stopped()) return cancelled_error();
        if (auto status = solver.iterate(context); !status) return status.error();
        // A basis of some twice what is wanted does as a rule.
        context.report(std::min(0.98, double(++steps) * 16 / (2.2 * double(solver.size()) + 64)), "eigenvectors");
        large = large || solver.columns() >= columns;
        // Judging costs as much as a block.
        if (!large || steps % 2) continue;
        if (auto status = solver.check(context); !status) return status.error();
    }
    return solver.finish(context);
}

// Of this run, not of the shape: a basis kept for others must not tell.
Eigenbasis noted(Eigenbasis basis, Index asked) {
    if (basis.size() < asked)
        basis.notes.push_back(std::to_string(asked) + " eigenvectors were asked for; the shape has " + std::to_string(basis.size()) + ".");
    return basis;
}

}  // namespace

Result<Eigenbasis> eigenbasis(const Laplacian& laplacian, Index k, int threads, const Context& context) {
    auto basis = computed(laplacian, k, threads, context);
    if (!basis) return basis;
    return noted(std::move(*basis), k);
}

Result<std::shared_ptr<const Eigenbasis>> shape_basis(const Dataset& shape, LaplacianKind kind, Index k, int threads,
                                                      const Context& context) {
    const BasisCache cache;
    const std::string key = cache.key(shape, kind);
    if (auto found = cache.load(key, k)) return std::make_shared<const Eigenbasis>(noted(std::move(*found), k));
    auto laplacian = make_laplacian(shape, kind, context);
    if (!laplacian) return laplacian.error();
    auto basis = computed(*laplacian, k, threads, context);
    if (!basis) return basis.error();
    cache.store(key, k, *basis);
    return std::make_shared<const Eigenbasis>(noted(std::move(*basis), k));
}

}  // namespace orthoscope
