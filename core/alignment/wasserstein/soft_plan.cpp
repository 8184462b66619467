#include "core/alignment/wasserstein/soft_plan.h"

#include <algorithm>
#include <cmath>

#include "core/linalg/kernels.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

PointsMatrix beside(const PointsMatrix& left, double left_factor, const PointsMatrix* right, double right_factor,
                    Index rows) {
    const bool both = right && right_factor != 0;
    PointsMatrix out(rows, left.cols() + (both ? right->cols() : 0));
    out.leftCols(left.cols()) = left.topRows(rows) * float(left_factor);
    if (both) out.rightCols(right->cols()) = right->topRows(rows) * float(right_factor);
    return out;
}

class Sinkhorn {
  public:
    Sinkhorn(Index a, Index b, bool capacity)
        : plan_(a, b), u_(Eigen::VectorXf::Ones(a)), v_(Eigen::VectorXf::Ones(b)), sum_(b), capacity_(capacity) {}

    // Pieces of rows, so that a stop is heard.
    template <class Work>
    bool over_rows(const Context& context, Work work) {
        const Index piece = std::max<Index>(1, 4'000'000 / std::max<Index>(1, plan_.cols()));
        for (Index first = 0; first < plan_.rows(); first += piece) {
            if (context.stopped()) return false;
            work(first, std::min(piece, plan_.rows() - first));
        }
        return true;
    }
    bool scores(const PointsMatrix& left, const PointsMatrix& right, const Context& context) {
        const Index b = plan_.cols();
        const Eigen::VectorXf zero = Eigen::VectorXf::Zero(b);
        return over_rows(context, [&](Index first, Index count) {
            multiply(Op::Plain, Op::Transposed, b, count, left.cols(), 1, right.data(), b, left.data() + first, left.rows(),
                     0, plan_.data() + first * b, b);
            for (Index i = first; i < first + count; ++i) {
                float* row = plan_.data() + i * b;
                exp_row(row, zero.data(), -highest(row, zero.data(), b), b, row);
            }
        });
    }
    // u = 1 / (K v), then v = wanted / (K' u), or min(1, .) where columns only have a capacity.
    bool scale(int rounds, const Context& context) {
        const Index b = plan_.cols();
        const float wanted = capacity_ ? 1.f : float(plan_.rows()) / float(b);
        for (int round = 0;; ++round) {
            sum_.setZero();
            const bool done = over_rows(context, [&](Index first, Index count) {
                for (Index i = first; i < first + count; ++i) {
                    const float* row = plan_.data() + i * b;
                    u_(i) = 1 / std::max(dot(row, v_.data(), b), 1e-30f);
                    add_scaled(u_(i), row, b, sum_.data());
                }
            });
            if (!done) return false;
            if (round == rounds) break;
            for (Index j = 0; j < b; ++j) {
                const float taken = sum_(j);
                v_(j) = capacity_ ? std::min(1.f, wanted / std::max(taken, 1e-30f)) : wanted / std::max(taken, 1e-30f);
            }
        }
        return true;
    }
    bool gather(SoftPlan& out, const SearchRows& rows, const Context& context) {
        const Index a = plan_.rows(), b = plan_.cols(), d = rows.dimension();
        PointsMatrix carried(a, d);  // P Y
        PointsMatrix y = rows.y.topRows(b);
        y.array().colwise() *= v_.array();
        out.likeliest.resize(a), out.mass.resize(a);
        const bool done = over_rows(context, [&](Index first, Index count) {
            multiply(Op::Transposed, Op::Plain, count, d, b, 1, plan_.data() + first * b, b, y.data(), b, 0,
                     carried.data() + first, a);
            for (Index i = first; i < first + count; ++i) {
                Index at = 0;
                const auto weighted = plan_.row(i).transpose().cwiseProduct(v_);
                out.mass(i) = double(weighted.maxCoeff(&at)) * u_(i), out.likeliest(i) = at;
            }
        });
        if (!done) return false;
        carried.array().colwise() *= u_.array();
        PointsMatrix cross(d, d);
        multiply(Op::Transposed, Op::Plain, d, d, a, 1, rows.x.data(), rows.x.rows(), carried.data(), a, 0, cross.data(), d);
        out.cross = cross.cast<double>();
        out.column_mass = v_.cwiseProduct(sum_).cast<double>();
        const double wanted = double(a) / double(b);
        out.marginal_error = 0;
        for (Index j = 0; j < b; ++j)
            out.marginal_error += (capacity_ ? std::max(0.0, out.column_mass(j) - 1) : std::abs(out.column_mass(j) - wanted)) / double(a);
        return true;
    }

  private:
    CostMatrix plan_;
    Eigen::VectorXf u_, v_, sum_;
    bool capacity_;
};

}  // namespace

double repriced(double cost, const Matrix& cross, const Matrix& from, const Matrix& to, Index a) {
    return std::max(0.0, cost - 2 * (to - from).cwiseProduct(cross).sum() / double(a));
}

Result<SoftPlan> soft_plan(const SoftInput& in, const Context& context) {
    const auto& rows = in.rows;
    const Index a = in.most_rows > 0 ? std::min(in.most_rows, rows.x.rows()) : rows.x.rows();
    const Index b = in.most_columns > 0 ? std::min(in.most_columns, rows.y.rows()) : rows.y.rows(), d = rows.dimension();
    PointsMatrix turned(a, d);
    const PointsMatrix rotation = in.rotation.cast<float>();
    multiply(Op::Plain, Op::Plain, a, d, d, float(in.sharpness), rows.x.data(), rows.x.rows(), rotation.data(), d, 0,
             turned.data(), a);
    Sinkhorn sinkhorn(a, b, a < b);
    SoftPlan out;
    if (!sinkhorn.scores(beside(turned, 1, in.x_prior, in.prior_weight, a), beside(rows.y, 1, in.prior_weight != 0 ? in.y_prior : nullptr, 1, b), context) ||
        !sinkhorn.scale(in.rounds, context) || !sinkhorn.gather(out, rows, context))
        return cancelled_error();
    double square = double(rows.x.topRows(a).squaredNorm());
    square += rows.y.topRows(b).rowwise().squaredNorm().cast<double>().dot(out.column_mass);
    out.row_mass = Vector::Ones(a);
    out.cost = std::max(0.0, square - 2 * in.rotation.cwiseProduct(out.cross).sum()) / double(a);
    return out;
}

}  // namespace orthoscope
