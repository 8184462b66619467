// Group fit: k row-paired sets brought onto their common mean (Gower 1975; ten Berge 1977).
//
//   minimise  1 / (n k) sum_k sum_i w_i |s_k (x_ki - m_k) Q_k - c_i|^2,  c_i = 1 / k sum_k s_k (x_ki - m_k) Q_k,
//
// over orthogonal Q_k (det Q_k = +1 where rotation_only) and, where scales are asked, over s_k with
// sum_k |s_k X_k|^2 = sum_k |X_k|^2, which keeps the sets from shrinking to a point. The gauge is Q_1 = I.
#pragma once

#include "core/alignment/baselines.h"

namespace orthoscope {

// The rows that fit, centred where asked, and the poses so far.
class GroupFit {
  public:
    // sets[k] is n_k x d; rows[k] lists the rows of set k that go together, all of one length; weights empty: all 1.
    GroupFit(const std::vector<const Matrix*>& sets, const std::vector<std::vector<Index>>& rows,
             std::vector<double> weights, const ProcrustesRules& rules);

    std::size_t count() const { return x_.size(); }
    Index dimension() const { return x_.front().cols(); }
    const RowVector& center(std::size_t k) const { return center_[k]; }
    const Matrix& rotation(std::size_t k) const { return q_[k]; }
    double scale(std::size_t k) const { return s_[k]; }
    bool reflected() const;
    // s_k (x - m_k) Q_k + m_1
    ProcrustesFit pose(std::size_t k) const;

    // Each set onto the first; kept only where that costs no more than standing still.
    Status begin();
    // Each set in turn onto the mean of the others, then all turned back so that Q_1 = I. The cost never rises.
    Status rotate(const Context& context);
    // The scales of least cost for these rotations: the first eigenvector of the sets' cosines (ten Berge 1977, eq. 30).
    Status rescale();

    double cost() const;                    // mean squared distance of a row from its mean
    double cost_of(std::size_t k) const;    // of the rows of one set
    double spread() const;                  // what cost() could be at most: the mean square of a row
    Vector singular_values() const { return sigma_; }  // of the last set's cross-covariance

  private:
    Status turn(std::size_t k, const Matrix& onto);
    void refresh();

    ProcrustesRules rules_;
    std::vector<Matrix> x_;  // n x d each: centred, times the root of the weights
    std::vector<RowVector> center_;
    std::vector<Matrix> q_;
    std::vector<double> s_;
    Matrix sum_;  // of s_k X_k Q_k
    double weight_ = 0;
    Vector sigma_;
};

// Rows of each set that fit together, from the pairs of a run; `target` orders those of the second set.
struct GroupRows {
    std::vector<const Matrix*> sets;
    std::vector<std::vector<Index>> rows;
    std::vector<double> weights;
};
GroupRows group_rows(const Pairs& pairs);

// begin, then rotate and rescale until the cost falls by less than `tolerance` of itself or `iterations` are done.
Status settle(GroupFit& fit, bool scale, int iterations, double tolerance, const Context& context);

}  // namespace orthoscope
