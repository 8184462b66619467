#include "core/evaluate/grader.h"

#include <Eigen/LU>
#include <numeric>

#include "core/base/random.h"
#include "core/evaluate/nearest_rows.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index most_sampled = 5000;

EvaluateOptions::Partners resolved(const Pairs& pairs, EvaluateOptions::Partners asked) {
    using P = EvaluateOptions::Partners;
    if (asked != P::Auto) return asked;
    if (pairs.options.start->matching) return P::Matching;
    return pairs.paired ? P::Pairs : P::Nearest;
}

FitRows rows_of(const Indices& matching) {
    FitRows rows;
    for (Index i = 0; i < matching.size(); ++i)
        if (matching(i) >= 0) rows.source.push_back(i), rows.target.push_back(matching(i));
    return rows;
}

FitRows all_rows(const Pairs& pairs) {
    auto rows = fit_rows(pairs);
    if (rows.source.empty()) rows.source = pairs.source_row, rows.target = pairs.target_row;
    return rows;
}

}  // namespace

std::string Grader::refusal(const Pairs& pairs, const EvaluateOptions& options) {
    const Start& start = *pairs.options.start;
    const auto partners = resolved(pairs, options.partners);
    if (partners == Partners::Pairs && !pairs.paired)
        return "found sets without pairs; expected --partners matching or nearest";
    if (partners == Partners::Matching && !start.matching)
        return "found no matching in " + start.origin + "; expected --partners pairs or nearest";
    if (partners == Partners::Matching && start.matching->maxCoeff() < 0)
        return "found a matching without a single pair; expected at least one target row";
    if (start.rotations.empty() && partners == Partners::Nearest)
        return "found a matching alone, which has no nearest rows; expected --partners matching";
    return {};
}

Grader::Grader(const Pairs& pairs, const EvaluateOptions& options, std::uint64_t seed)
    : pairs_(pairs), partners_(resolved(pairs, options.partners)) {
    const Index d = pairs.dimension();
    source_mean_ = target_mean_ = RowVector::Zero(d);
    if (partners_ == Partners::Pairs) rows_ = all_rows(pairs);
    if (partners_ == Partners::Matching) rows_ = rows_of(*pairs.options.start->matching);
    if (partners_ == Partners::Nearest) {
        const Index n = pairs.source->rows();
        sample_.resize(static_cast<std::size_t>(n));
        std::iota(sample_.begin(), sample_.end(), Index{0});
        if (n > most_sampled) sample_ = Random(seed).choose(n, most_sampled);
    }
    if (options.fit.center != ProcrustesOptions::Center::On) return;
    if (partners_ == Partners::Nearest)
        source_mean_ = pairs.source->colwise().mean(), target_mean_ = pairs.target->colwise().mean();
    else
        weighted_means(rows_.rows(pairs), source_mean_, target_mean_);
}

Indices Grader::matching() const {
    Indices matching = Indices::Constant(pairs_.source->rows(), -1);
    for (std::size_t i = 0; i < rows_.source.size(); ++i) matching(rows_.source[i]) = rows_.target[i];
    return matching;
}

ProcrustesFit Grader::pose(const Matrix& rotation) const {
    const Start& start = *pairs_.options.start;
    ProcrustesFit fit;
    fit.rotation = rotation, fit.scale = start.scale;
    fit.pivot = source_mean_, fit.place = target_mean_;
    if (start.translation) fit.pivot.setZero(), fit.place = *start.translation;
    return fit;
}

Result<ProcrustesFit> Grader::best(const ProcrustesRules& rules) const { return procrustes(rows_.rows(pairs_), rules); }

Result<double> Grader::cost(const ProcrustesFit& pose, const Context& context) const {
    if (partners_ != Partners::Nearest) {
        const double error = rmse(rows_.rows(pairs_), pose);
        return error * error;
    }
    Matrix some(static_cast<Index>(sample_.size()), pairs_.dimension());
    for (std::size_t i = 0; i < sample_.size(); ++i) some.row(static_cast<Index>(i)) = pairs_.source->row(sample_[i]);
    const Matrix moved = pose.apply(some);
    if (!moved.allFinite()) return void_metric;
    auto nearest = nearest_rows(moved, *pairs_.target, context);
    if (!nearest) return nearest.error();
    return nearest->square.mean();
}

Result<MatrixCheck> check_matrix(const Matrix& r) {
    auto parts = svd(r);
    if (!parts) return parts.error();
    MatrixCheck check;
    const Index d = r.rows();
    check.orthogonality_error = (r.transpose() * r - Matrix::Identity(d, d)).norm();
    check.determinant = r.partialPivLu().determinant();
    check.largest = parts->sigma(0), check.smallest = parts->sigma(d - 1);
    check.rank = (parts->sigma.array() > 1e-9 * check.largest).count();
    check.nearest = product_transposed(parts->u, parts->v);
    return check;
}

}  // namespace orthoscope
