#include "core/maps/cut_off.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"
#include "core/shape/vertex_areas.h"

namespace orthoscope {

Reconstruction::Reconstruction(const Matrix& rows, SharedMatrix vectors, const Vector& masses)
    : rows_(rows), vectors_(std::move(vectors)) {
    Matrix phi = *vectors_, places = rows_;
    for (Index i = 0; i < phi.rows(); ++i) {
        if (phi.row(i).allFinite() && phi.row(i).squaredNorm() > 0 && rows_.row(i).allFinite()) continue;
        fixed_.push_back(i);
        phi.row(i).setZero(), places.row(i).setZero();
    }
    const Matrix weighted = masses.asDiagonal() * phi;
    Matrix gram = Matrix::Zero(phi.cols(), phi.cols()), moments = Matrix::Zero(phi.cols(), places.cols());
    add_transposed_product(phi.rows(), phi.cols(), phi.cols(), weighted.data(), weighted.rows(), phi.data(),
                           phi.rows(), gram);
    add_transposed_product(phi.rows(), phi.cols(), places.cols(), weighted.data(), weighted.rows(), places.data(),
                           places.rows(), moments);
    // Functions that the masses cannot tell apart share what they would hold.
    const double ridge = 1e-12 * gram.trace() / double(std::max<Index>(1, gram.rows()));
    gram.diagonal().array() += ridge > 0 ? ridge : 1;
    lower_ = gram.llt().matrixL();
    solved_ = lower_.triangularView<Eigen::Lower>().solve(moments);
}

Matrix Reconstruction::rows(Index k) const {
    const Matrix coefficients =
        lower_.topLeftCorner(k, k).triangularView<Eigen::Lower>().transpose().solve(solved_.topRows(k));
    if (!coefficients.allFinite()) return rows_;
    Matrix made = vectors_->leftCols(k) * coefficients;
    for (Index i : fixed_) made.row(i) = rows_.row(i);
    return made;
}

bool CutShapes::possible(const Pairs& pairs, const ShapeState& state) {
    const SharedMatrix* bases[] = {&state.source_vectors, &state.target_vectors};
    if (pairs.sets.empty() || pairs.sets.size() > 2) return false;
    for (std::size_t k = 0; k < pairs.sets.size(); ++k)
        if (!*bases[k] || (*bases[k])->cols() == 0 || (*bases[k])->rows() != pairs.sets[k]->rows()) return false;
    return true;
}

std::shared_ptr<const CutShapes> CutShapes::make(const Pairs& pairs, const ShapeState& state) {
    if (!possible(pairs, state)) return nullptr;
    const auto made = std::make_shared<CutShapes>();
    const auto reconstruction = [](const Dataset& set, const SharedMatrix& vectors) {
        return std::make_unique<const Reconstruction>(set.values(), vectors, vertex_shares(set));
    };
    made->source_ = reconstruction(*pairs.sets[0], state.source_vectors);
    if (pairs.sets.size() > 1) made->target_ = reconstruction(*pairs.sets[1], state.target_vectors);
    return made;
}

bool CutShapes::fits(const ShapeState& state) const {
    return source_->vectors() == state.source_vectors &&
           (target_ ? target_->vectors() == state.target_vectors : !state.target_vectors);
}

Index CutShapes::most() const {
    return target_ ? std::min(source_->functions(), target_->functions()) : source_->functions();
}

CutOff CutShapes::at(Index k) const {
    CutOff cut;
    cut.functions = std::clamp<Index>(k, 1, most());
    cut.source_rows = share(source_->rows(cut.functions));
    if (target_) cut.target_rows = share(target_->rows(cut.functions));
    return cut;
}

Index cut_block(const ShapeState& state, Index k) {
    const SharedMatrix& c = state.functional_map;
    if (!c || !state.source_vectors || !state.target_vectors) return 0;
    return std::max<Index>(0, std::min({k, c->rows(), c->cols(), state.target_vectors->cols(), state.source_vectors->cols()}));
}

Result<SharedIndices> cut_map(const ShapeState& state, Index block, int threads, const Context& context) {
    constexpr Index piece = 2000;  // target rows between two reports
    const Matrix images = product_transposed(Matrix(state.source_vectors->leftCols(block)),
                                             Matrix(state.functional_map->topLeftCorner(block, block)));
    const auto target = state.target_vectors->leftCols(block);
    Indices map(target.rows());
    for (Index first = 0; first < target.rows(); first += piece) {
        const Index count = std::min(piece, target.rows() - first);
        auto found = nearest_rows(target.middleRows(first, count), images, threads, context);
        if (!found) return found.error();
        map.segment(first, count) = *found;
        context.report(double(first + count) / double(target.rows()), "finding the map");
    }
    return share(std::move(map));
}

}  // namespace orthoscope
