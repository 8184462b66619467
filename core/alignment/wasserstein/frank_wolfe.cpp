// f(D) = |K_X D - D K_Y|^2 with K = X X' and Y Y'. With A = X'D (d x b), B = D Y (a x d), C = X'X and Y'Y:
//   half gradient  G = X (C_X A) + (B C_Y - 2 X (A Y)) Y'                       (a x b, made for the oracle only)
//   <G, D>           = tr A'C_X A + tr B C_Y B' - 2 tr (A Y)'(X'B)
//   |K_X E - E K_Y|^2 = the same form in X'E and E Y for any E.
#include <cmath>

#include "core/alignment/wasserstein/openings.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

class FrankWolfe : public Opening {
  public:
    FrankWolfe(const SearchRows& rows, int iterations) : rows_(rows), most_(iterations) {
        x_ = rows.x.cast<double>(), y_ = rows.y.cast<double>();
        cx_ = product(Matrix(x_.transpose()), x_), cy_ = product(Matrix(y_.transpose()), y_);
        // The barycentre of all matchings.
        const double b = double(y_.rows());
        at_ = {Matrix((x_.colwise().sum() / b).transpose().replicate(1, y_.rows())), y_.colwise().mean().replicate(x_.rows(), 1)};
        column_mass_ = Vector::Constant(y_.rows(), double(x_.rows()) / b);
        rotation_ = Matrix::Identity(x_.cols(), x_.cols());
    }

    Result<bool> step(const Context& context, Shown& shown) override {
        if (iteration_ == 0)
            if (auto status = leave_saddle(context); !status) return status.error();
        const CostMatrix gradient = half_gradient();
        auto oracle = solve_assignment(AssignmentCosts(gradient), {}, prices_, context);
        if (!oracle) return oracle.error();
        prices_ = oracle->column_price;
        const Products corner = products(oracle->column_of_row);
        const double gap = form(at_) - oracle->cost;
        const Products way{corner.a - at_.a, corner.b - at_.b};
        const double bend = form(way), length = bend > 0 ? std::clamp(gap / bend, 0.0, 1.0) : 1;
        at_.a += length * way.a, at_.b += length * way.b;
        for (Index j = 0; j < column_mass_.size(); ++j)
            column_mass_(j) += length * ((oracle->row_of_column(j) >= 0 ? 1.0 : 0.0) - column_mass_(j));
        if (auto status = show(shown, oracle->column_of_row); !status) return status.error();
        const double value = form(at_);
        shown.extra = {{"relaxed objective", value}, {"gap", gap}, {"step", length}};
        ++iteration_;
        return iteration_ >= most_ || gap <= 1e-4 * value || length == 0;
    }
    Matrix rotation() const override { return rotation_; }
    double first_sharpness() const override { return 1; }

  private:
    struct Products {
        Matrix a, b;  // X'D and D Y
    };
    // tr A'C_X A + tr B C_Y B' - 2 tr (A Y)'(X'B)
    double form(const Products& p) const {
        return product(cx_, p.a).cwiseProduct(p.a).sum() + product(p.b, cy_).cwiseProduct(p.b).sum() -
               2 * product(p.a, y_).cwiseProduct(product(Matrix(x_.transpose()), p.b)).sum();
    }
    Products products(const Indices& column_of_row) const {
        Products p{Matrix::Zero(x_.cols(), y_.rows()), Matrix::Zero(x_.rows(), y_.cols())};
        for (Index i = 0; i < column_of_row.size(); ++i) {
            const auto j = column_of_row(i);
            if (j >= 0) p.a.col(j) = x_.row(i).transpose(), p.b.row(i) = y_.row(j);
        }
        return p;
    }
    CostMatrix half_gradient() const {
        const Index a = x_.rows(), b = y_.rows(), d = x_.cols();
        PointsMatrix left(a, 2 * d), right(b, 2 * d);
        left << x_.cast<float>(), (product(at_.b, cy_) - 2 * product(x_, product(at_.a, y_))).cast<float>();
        right << product(cx_, at_.a).transpose().cast<float>(), y_.cast<float>();
        CostMatrix g(a, b);
        multiply(Op::Plain, Op::Transposed, b, a, 2 * d, 1, right.data(), b, left.data(), a, 0, g.data(), b);
        return g;
    }
    // Where both means are 0 the barycentre is stationary: begin a little towards the coarse soft matching instead.
    Status leave_saddle(const Context& context) {
        const double means = x_.colwise().mean().norm() + y_.colwise().mean().norm();
        if (means > 1e-6 * std::sqrt(double(x_.cols()))) return success();
        auto coarse = signatures(rows_, 0.5, 3, 1, context);
        if (!coarse) return coarse.error();
        const CostMatrix costs = dense_costs(coarse->x, coarse->y, PointCost::NegativeProduct);
        auto match = solve_assignment(AssignmentCosts(costs), {}, {}, context);
        if (!match) return match.error();
        const Products corner = products(match->column_of_row);
        at_.a = 0.5 * (at_.a + corner.a), at_.b = 0.5 * (at_.b + corner.b);
        for (Index j = 0; j < column_mass_.size(); ++j)
            column_mass_(j) = 0.5 * (column_mass_(j) + (match->row_of_column(j) >= 0 ? 1.0 : 0.0));
        return success();
    }
    Status show(Shown& shown, const Indices& corner) {
        const Matrix cross = product(at_.a, y_);
        auto best = polar(cross, rows_.rules.rotation_only);
        if (!best) return best.error();
        rotation_ = best->rotation;
        shown.phase = WassersteinPhase::Relax;
        shown.fit.rotation = rows_.outward(rotation_);
        shown.fit.u = rows_.swapped ? best->v : best->u, shown.fit.v = rows_.swapped ? best->u : best->v;
        shown.fit.sigma = best->sigma, shown.cross = cross, shown.matching = corner;
        const double square = x_.squaredNorm() + y_.rowwise().squaredNorm().dot(column_mass_);
        const double cost = (square - 2 * rotation_.cwiseProduct(cross).sum()) / double(x_.rows());
        shown.cost = std::max(0.0, cost) * rows_.unit * rows_.unit;
        return success();
    }

    const SearchRows& rows_;
    int most_, iteration_ = 0;
    Matrix x_, y_, cx_, cy_, rotation_;
    Products at_;
    Vector column_mass_, prices_;
};

}  // namespace

std::unique_ptr<Opening> frank_wolfe_opening(const SearchRows& rows, int iterations) {
    return std::make_unique<FrankWolfe>(rows, iterations);
}

}  // namespace orthoscope
