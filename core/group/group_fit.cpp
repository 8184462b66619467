#include "core/group/group_fit.h"

#include <Eigen/LU>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {

GroupFit::GroupFit(const std::vector<const Matrix*>& sets, const std::vector<std::vector<Index>>& rows,
                   std::vector<double> weights, const ProcrustesRules& rules)
    : rules_(rules) {
    const Index d = sets.front()->cols();
    for (std::size_t k = 0; k < sets.size(); ++k) {
        const RowPairs self{*sets[k], *sets[k], rows[k], rows[k], weights};
        RowVector center = RowVector::Zero(d), same = center;
        if (rules.centred) weighted_means(self, center, same);
        Matrix x;
        gather_rows(*sets[k], rows[k], 0, center, Index(rows[k].size()), x);
        for (std::size_t i = 0; i < weights.size(); ++i) x.row(Index(i)) *= std::sqrt(weights[i]);
        x_.push_back(std::move(x)), center_.push_back(std::move(center));
    }
    weight_ = double(rows.front().size());
    if (!weights.empty()) weight_ = Eigen::Map<const Vector>(weights.data(), Index(weights.size())).sum();
    q_.assign(count(), Matrix::Identity(d, d)), s_.assign(count(), 1);
    refresh();
}

void GroupFit::refresh() {
    sum_ = Matrix::Zero(x_.front().rows(), dimension());
    for (std::size_t k = 0; k < count(); ++k) sum_ += s_[k] * product(x_[k], q_[k]);
}

bool GroupFit::reflected() const {
    for (auto& q : q_)
        if (q.partialPivLu().determinant() < 0) return true;
    return false;
}

ProcrustesFit GroupFit::pose(std::size_t k) const {
    ProcrustesFit fit;
    fit.rotation = q_[k], fit.pivot = center_[k], fit.place = center_.front(), fit.scale = s_[k];
    return fit;
}

Status GroupFit::turn(std::size_t k, const Matrix& onto) {
    const Index d = dimension();
    Moments m{weight_, Matrix::Zero(d, d), 0, 0, RowVector::Zero(d), RowVector::Zero(d)};
    add_transposed_product(x_[k].rows(), d, d, x_[k].data(), x_[k].rows(), onto.data(), onto.rows(), m.cross);
    auto rules = rules_;
    rules.scale = false;
    auto fit = procrustes(m, rules);
    if (!fit) return fit.error();
    q_[k] = std::move(fit->rotation), sigma_ = std::move(fit->sigma);
    return success();
}

Status GroupFit::begin() {
    const double before = cost();
    for (std::size_t k = 1; k < count(); ++k)
        if (auto status = turn(k, x_.front()); !status) return status;
    refresh();
    if (cost() <= before) return success();
    q_.assign(count(), Matrix::Identity(dimension(), dimension()));
    refresh();
    return success();
}

Status GroupFit::rotate(const Context& context) {
    for (std::size_t k = 0; k < count(); ++k) {
        if (context.stopped()) return cancelled_error();
        const Matrix others = sum_ - s_[k] * product(x_[k], q_[k]);
        if (auto status = turn(k, others); !status) return status;
        sum_ = others + s_[k] * product(x_[k], q_[k]);
    }
    const Matrix back = q_.front().transpose();
    for (std::size_t k = 1; k < count(); ++k) q_[k] = product(q_[k], back);
    q_.front().setIdentity();
    refresh();
    return success();
}

Status GroupFit::rescale() {
    const Index k = Index(count());
    std::vector<Matrix> z;
    Vector size(k);
    for (std::size_t i = 0; i < count(); ++i) z.push_back(product(x_[i], q_[i])), size(Index(i)) = z.back().norm();
    if (!(size.minCoeff() > 0)) return success();
    Matrix cosines(k, k);
    for (Index i = 0; i < k; ++i)
        for (Index j = 0; j <= i; ++j)
            cosines(i, j) = z[std::size_t(i)].cwiseProduct(z[std::size_t(j)]).sum() / (size(i) * size(j));
    auto eigen = symmetric_eigen(cosines);
    if (!eigen) return eigen.error();
    Vector first = eigen->vectors.col(k - 1);
    if (first.sum() < 0) first = -first;
    for (Index i = 0; i < k; ++i) s_[std::size_t(i)] = first(i) * size.norm() / size(i);
    refresh();
    return success();
}

double GroupFit::cost() const {
    // sum |z_k|^2 - |sum z_k|^2 / k loses digits where the sets agree; the differences do not.
    double total = 0;
    for (std::size_t k = 0; k < count(); ++k) total += cost_of(k);
    return total / double(count());
}

double GroupFit::cost_of(std::size_t k) const {
    return (s_[k] * product(x_[k], q_[k]) - sum_ / double(count())).squaredNorm() / weight_;
}

double GroupFit::spread() const {
    double total = 0;
    for (std::size_t k = 0; k < count(); ++k) total += s_[k] * s_[k] * x_[k].squaredNorm();
    return total / (weight_ * double(count()));
}

GroupRows group_rows(const Pairs& pairs) {
    GroupRows out;
    out.sets = {pairs.source.get(), pairs.target.get()};
    for (auto& other : pairs.others) out.sets.push_back(other.get());
    auto rows = fit_rows(pairs);
    if (rows.source.empty()) rows.source = pairs.source_row, rows.target = pairs.target_row;
    out.weights = rows.weight;
    out.rows = {rows.source, rows.target};
    while (out.rows.size() < out.sets.size()) out.rows.push_back(rows.source);
    return out;
}

Status settle(GroupFit& fit, bool scale, int iterations, double tolerance, const Context& context) {
    if (auto status = fit.begin(); !status) return status;
    double before = fit.cost();
    for (int i = 0; i < iterations; ++i) {
        if (auto status = fit.rotate(context); !status) return status;
        if (scale)
            if (auto status = fit.rescale(); !status) return status;
        const double after = fit.cost();
        if (before - after <= tolerance * before) break;
        before = after;
    }
    return success();
}

}  // namespace orthoscope
