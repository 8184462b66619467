// Pairs that agree with each other: M. Leordeanu and M. Hebert, A spectral technique for correspondence problems using
// pairwise constraints, ICCV 2005.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/alignment/wasserstein/openings.h"

namespace orthoscope {
namespace {

constexpr Index most_rows = 120, partners_a_row = 20, power_steps = 40, refits = 8;
constexpr float tolerances[] = {0.12f, 0.3f};  // of a distance, in root mean square coordinates

struct Candidates {
    std::vector<Index> x, y;
    PointsMatrix from, onto;  // their rows
    Index size() const { return Index(x.size()); }
};

// The outermost rows, of which there are few of a kind, and for each the rows of y that are as far out.
Candidates outermost(const SearchRows& rows) {
    Candidates c;
    const Eigen::VectorXf out = rows.x.rowwise().norm(), there = rows.y.rowwise().norm();
    const auto ascending = [](const Eigen::VectorXf& v) {
        std::vector<Index> order(static_cast<std::size_t>(v.size()));
        std::iota(order.begin(), order.end(), Index{0});
        std::sort(order.begin(), order.end(), [&](Index p, Index q) { return v(p) < v(q); });
        return order;
    };
    const auto x_order = ascending(out), y_order = ascending(there);
    const Index a = rows.x.rows(), b = rows.y.rows(), k = std::min(partners_a_row, b);
    for (Index r = std::max<Index>(0, a - most_rows); r < a; ++r) {
        const Index i = x_order[std::size_t(r)];
        const Index at = std::lower_bound(y_order.begin(), y_order.end(), out(i), [&](Index j, float v) { return there(j) < v; }) - y_order.begin();
        const Index first = std::clamp<Index>(at - k / 2, 0, b - k);
        for (Index j = 0; j < k; ++j) c.x.push_back(i), c.y.push_back(y_order[std::size_t(first + j)]);
    }
    c.from = rows.x(c.x, Eigen::all), c.onto = rows.y(c.y, Eigen::all);
    return c;
}

// How far candidates p and q keep their distance: 1 exactly, 0 where they share a row.
Result<Eigen::MatrixXf> agreement(const Candidates& c, float tolerance, const Context& context) {
    const Index n = c.size();
    Eigen::MatrixXf m(n, n);
    for (Index p = 0; p < n; ++p) {
        if (p % 64 == 0 && context.stopped()) return cancelled_error();
        const Eigen::ArrayXf far = (c.from.rowwise() - c.from.row(p)).rowwise().norm().array(),
                             there = (c.onto.rowwise() - c.onto.row(p)).rowwise().norm().array();
        m.col(p) = (-((far - there) / tolerance).square() / 2).exp().matrix();
        for (Index q = 0; q < n; ++q)
            if (c.x[std::size_t(q)] == c.x[std::size_t(p)] || c.y[std::size_t(q)] == c.y[std::size_t(p)]) m(q, p) = 0;
    }
    return m;
}

// Leading non-negative direction of the agreement beyond what the candidates' degrees explain.
Eigen::VectorXf cluster(const Eigen::MatrixXf& m) {
    const Eigen::VectorXf degree = m.rowwise().sum();
    const float whole = std::max(degree.sum(), 1e-12f);
    Eigen::VectorXf v = degree;
    for (Index k = 0; k < power_steps; ++k) {
        v /= std::max(v.norm(), 1e-12f);
        v = (m * v - degree * (degree.dot(v) / whole)).cwiseMax(0);
    }
    return v / std::max(v.maxCoeff(), 1e-12f);
}

}  // namespace

class ConsistentOpening : public Opening {
  public:
    explicit ConsistentOpening(const SearchRows& rows) : rows_(rows) {}

    Result<bool> step(const Context& context, Shown& shown) override {
        const Candidates candidates = outermost(rows_);
        for (float tolerance : tolerances)
            if (auto status = try_with(candidates, tolerance, context, shown); !status) return status.error();
        shown.phase = WassersteinPhase::Agree;
        return true;
    }
    Matrix rotation() const override { return rotation_; }
    double first_sharpness() const override { return std::max(1.0, final_sharpness(rows_) / 8); }

  private:
    Status try_with(const Candidates& c, float tolerance, const Context& context, Shown& shown) {
        auto m = agreement(c, tolerance, context);
        if (!m) return m.error();
        Eigen::VectorXf weight = cluster(*m).cwiseAbs2();
        Result<Polar> best = polar(Matrix((c.from.transpose() * weight.asDiagonal() * c.onto).cast<double>()), rows_.rules.rotation_only);
        const auto near = [&] {
            const PointsMatrix posed = c.from * best->rotation.cast<float>();
            return Eigen::VectorXf((-(posed - c.onto).rowwise().squaredNorm() / (2 * tolerance * tolerance * float(c.from.cols()))).array().exp());
        };
        for (Index k = 0; best && k < refits; ++k) {
            weight = near();
            best = polar(Matrix((c.from.transpose() * weight.asDiagonal() * c.onto).cast<double>()), rows_.rules.rotation_only);
        }
        if (!best) return best.error();
        auto plan = soft_plan({rows_, best->rotation, final_sharpness(rows_) / 2, nullptr, nullptr, 0, 5}, context);
        if (!plan) return plan.error();
        if (rotation_.size() > 0 && plan->cost >= cost_) return success();
        cost_ = plan->cost, rotation_ = best->rotation;
        shown.fit.u = rows_.swapped ? best->v : best->u, shown.fit.v = rows_.swapped ? best->u : best->v;
        shown.fit.sigma = best->sigma;
        show_plan(rows_, *plan, rotation_, shown);
        weight = near();
        shown.matching = Indices::Constant(rows_.x.rows(), -1), shown.mass = Vector::Zero(rows_.x.rows());
        for (Index k = 0; k < c.size(); ++k)
            if (const Index i = c.x[std::size_t(k)]; double(weight(k)) > shown.mass(i))
                shown.matching(i) = c.y[std::size_t(k)], shown.mass(i) = double(weight(k));
        shown.extra = {{"candidate pairs", double(c.size())}, {"that agree", double((weight.array() > 0.5f).count())}};
        return success();
    }

    const SearchRows& rows_;
    Matrix rotation_;
    double cost_ = 0;
};

std::unique_ptr<Opening> consistent_opening(const SearchRows& rows) {
    return std::make_unique<ConsistentOpening>(rows);
}

}  // namespace orthoscope
