#include "core/maps/zoomout.h"

#include <Eigen/Cholesky>
#include <algorithm>

#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"

namespace orthoscope {
namespace {

Matrix rows_of(const Matrix& all, const std::vector<Index>& rows, Index k) {
    if (rows.empty()) return all.leftCols(k);
    return all.leftCols(k)(rows, Eigen::all);
}

}  // namespace

ZoomOut::ZoomOut(const ShapePair& pair, const Matrix& functional_map, const ZoomOutOptions& options)
    : options_(options) {
    const Index most = std::min(pair.source_basis->size(), pair.target_basis->size());
    options_.to = std::clamp<Index>(options.to, 1, most), options_.step = std::max<Index>(options.step, 1);
    source_ = rows_of(pair.source_basis->vectors, options_.source_rows, options_.to);
    target_ = rows_of(pair.target_basis->vectors, options_.target_rows, options_.to);
    mass_ = pair.target_basis->mass;
    prepare();
    const Index k = std::min(
        {std::max<Index>(options.from, 1), options_.to, functional_map.rows(), functional_map.cols()});
    c_ = functional_map.topLeftCorner(k, k);
}

ZoomOut::ZoomOut(const ShapePair& pair, const Indices& map, const ZoomOutOptions& options)
    : ZoomOut(pair,
              Matrix(Matrix::Identity(std::max<Index>(options.from, 1), std::max<Index>(options.from, 1))),
              options) {
    // Rows of all source vertices: only this once, the start need not lie on the samples.
    const Matrix& all = pair.source_basis->vectors;
    Matrix pulled = Matrix::Zero(map.size(), c_.cols());
    for (Index y = 0; y < map.size(); ++y)
        if (map(y) >= 0) pulled.row(y) = all.row(map(y)).head(c_.cols());
    const Index k = c_.rows();
    c_ = weighted_.leftCols(k).transpose() * pulled;
    if (factor_.size()) factor_.topLeftCorner(k, k).triangularView<Eigen::Lower>().solveInPlace(c_);
    if (factor_.size())
        factor_.topLeftCorner(k, k).triangularView<Eigen::Lower>().transpose().solveInPlace(c_);
}

void ZoomOut::prepare() {
    if (options_.target_rows.empty()) {
        weighted_ = mass_.asDiagonal() * target_;
        return;
    }
    // The factor of the largest size holds those of all smaller ones as leading blocks.
    weighted_ = target_;
    Matrix gram = Matrix::Zero(target_.cols(), target_.cols());
    add_transposed_product(target_.rows(), target_.cols(), target_.cols(), target_.data(), target_.rows(),
                           target_.data(), target_.rows(), gram);
    gram.diagonal().array() += 1e-6 * gram.diagonal().mean();
    factor_ = gram.llt().matrixL();
}

Matrix ZoomOut::functional(Index k) const {
    Matrix pulled(local_.size(), k), out = Matrix::Zero(k, k);
    for (Index y = 0; y < local_.size(); ++y) pulled.row(y) = source_.row(local_(y)).head(k);
    add_transposed_product(pulled.rows(), k, k, weighted_.data(), weighted_.rows(), pulled.data(),
                           pulled.rows(), out);
    if (factor_.size() == 0) return out;
    const auto factor = factor_.topLeftCorner(k, k).triangularView<Eigen::Lower>();
    factor.solveInPlace(out), factor.transpose().solveInPlace(out);
    return out;
}

Status ZoomOut::step(const Context& context) {
    if (finished_) return success();
    const Index k = size();
    auto found = nearest_rows(target_.leftCols(k), product_transposed(source_.leftCols(k), c_),
                              options_.threads, context, options_.compute);
    if (!found) return found.error();
    local_ = std::move(*found);
    map_ = local_;
    if (!options_.source_rows.empty())
        for (auto& x : map_) x = options_.source_rows[std::size_t(x)];
    if (options_.icp) {
        options_.from += options_.step;
        finished_ = options_.from > options_.to;
        if (finished_) return success();
        auto parts = svd(functional(k));
        if (!parts) return parts.error();
        c_ = product_transposed(parts->u, parts->v);
        return success();
    }
    finished_ = k >= options_.to;
    if (!finished_) c_ = functional(std::min(k + options_.step, options_.to));
    return success();
}

Result<Refined> zoomout(const ShapePair& pair, const Matrix& functional_map, const ZoomOutOptions& options,
                        const Context& context) {
    ZoomOut run(pair, functional_map, options);
    while (!run.finished()) {
        if (auto status = run.step(context); !status) return status.error();
        const double span = double(std::max<Index>(options.to - options.from, 1));
        context.report(std::min(1.0, double(run.size() - options.from) / span), "ZoomOut");
    }
    Refined out{run.functional_map(), run.map()};
    if (options.source_rows.empty() && options.target_rows.empty()) return out;
    auto map = map_of(out.functional_map, pair.source_basis->vectors, pair.target_basis->vectors,
                      options.threads, context, options.compute);
    if (!map) return map.error();
    out.map = std::move(*map);
    return out;
}

}  // namespace orthoscope
