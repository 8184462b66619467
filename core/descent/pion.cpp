// Pion: the weight matrix is turned on both sides, so that its singular values stay.
#include <cmath>

#include "core/descent/optimizers.h"
#include "core/descent/skew_maps.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Adam's moments of a skew matrix, without bias correction; what it gives is skew again.
class SkewMoments {
  public:
    explicit SkewMoments(Index n) : m_(Matrix::Zero(n, n)), v_(m_) {}
    Matrix next(const Matrix& g) {
        m_ = 0.9 * m_ + 0.1 * g;
        v_ = 0.999 * v_ + 0.001 * g.cwiseAbs2();
        return -m_.array() / (v_.array().sqrt() + 1e-8);
    }

  private:
    Matrix m_, v_;
};

class Pion : public Optimizer {
  public:
    Pion(Rule rule, Index rows, Index columns) : rule_(rule), out_(rows), in_(columns) {}

    Matrix direction(const Matrix& w, const Matrix& g) override {
        const Matrix inner = product(w.transpose(), g), outer = product_transposed(g, w);
        a_in_ = in_.next(inner - inner.transpose());
        a_out_ = out_.next(outer - outer.transpose());
        const Matrix tangent = product(a_out_, w) + product(w, a_in_);
        const double alpha = 0.2 * std::sqrt(double(w.size())) / (tangent.norm() + 1e-8);
        a_in_ *= alpha, a_out_ *= alpha;
        return -alpha * tangent;
    }
    Matrix moved(const Matrix& w, const Matrix&, double rate) const override {
        return product(product(turn(rate * a_out_), w), turn(rate * a_in_));
    }
    std::pair<double, double> angles(double rate) const override {
        return {rate * largest_angle(a_out_), rate * largest_angle(a_in_)};
    }

  private:
    Matrix turn(const Matrix& x) const {
        if (rule_ == Rule::PionExponential) return skew_exponential(x);
        return rule_ == Rule::PionCayley ? cayley(x) : truncated_exponential(x);
    }

    Rule rule_;
    SkewMoments out_, in_;
    Matrix a_out_, a_in_;
};

}  // namespace

std::unique_ptr<Optimizer> make_pion(Rule rule, Index rows, Index columns) {
    return std::make_unique<Pion>(rule, rows, columns);
}

}  // namespace orthoscope
