#include "core/descent/optimizers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/descent/schemes.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

constexpr double momentum = 0.95;

class Sgd : public Optimizer {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        if (v_.size() == 0) v_ = Matrix::Zero(g.rows(), g.cols());
        return v_ = 0.9 * v_ + g;
    }

  private:
    Matrix v_;
};

class Adam : public Optimizer {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        if (t_ == 0) m_ = v_ = Matrix::Zero(g.rows(), g.cols());
        ++t_;
        m_ = 0.9 * m_ + 0.1 * g;
        v_ = 0.999 * v_ + 0.001 * g.cwiseAbs2();
        const double first = 1 - std::pow(0.9, t_), second = 1 - std::pow(0.999, t_);
        return (m_ / first).array() / ((v_ / second).array().sqrt() + 1e-8);
    }

  private:
    Matrix m_, v_;
    int t_ = 0;
};

// Momentum by averages, and Nesterov's look ahead.
class Averaged : public Optimizer {
  protected:
    const Matrix& average(const Matrix& g) {
        if (m_.size() == 0) m_ = Matrix::Zero(g.rows(), g.cols());
        return m_ = momentum * m_ + (1 - momentum) * g;
    }
    Matrix ahead(const Matrix& g) {
        average(g);
        return momentum * m_ + (1 - momentum) * g;
    }
    static Matrix ns5(const Matrix& m) { return orthogonalised(m, *find_scheme("muon"), 5); }

  private:
    Matrix m_;
};

class Muon : public Averaged {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override { return shape_factor(g) * ns5(ahead(g)); }
};

class NorMuon : public Averaged {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        Matrix o = ns5(ahead(g));
        if (v_.size() == 0) v_ = Vector::Zero(g.rows());
        v_ = 0.95 * v_ + 0.05 * Vector(o.cwiseAbs2().rowwise().mean());
        const double before = o.norm();
        o.array().colwise() /= v_.array().sqrt() + 1e-10;
        return shape_factor(g) * (before / (o.norm() + 1e-10)) * o;
    }

  private:
    Vector v_;
};

class Rmnp : public Averaged {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        Matrix m = average(g);
        for (Index i = 0; i < m.rows(); ++i)
            if (const double size = m.row(i).norm(); size > 0) m.row(i) /= size;
        return shape_factor(g) * m;
    }
};

class AuOn : public Averaged {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        Matrix n = ahead(g);
        n /= n.norm() + 1e-7;
        const double spread = std::sqrt(n.array().cosh().square().mean());
        return shape_factor(g) / (spread + 1e-8) * n;
    }
};

class Root : public Optimizer {
  public:
    Matrix direction(const Matrix&, const Matrix& g) override {
        if (m_.size() == 0) m_ = Matrix::Zero(g.rows(), g.cols());
        m_ = momentum * m_ + g;
        const Matrix n = g + momentum * m_;
        const double edge = magnitude_quantile(n, 0.9) + 1e-9;
        const Matrix clipped = n.cwiseMax(-edge).cwiseMin(edge);
        const auto size = double(std::max(g.rows(), g.cols()));
        return 0.2 * std::sqrt(size) * orthogonalised(clipped, root_scheme(g.rows(), g.cols()), 5);
    }

  private:
    Matrix m_;
};

// With singular values s / sqrt(1 + s^2 / c^2). The factor is a smooth function of the squares, so that those of the smaller
// Gram matrix do, at a third of the time of a decomposition, as long as the largest is not far above c: its square times
// rounding is what the factor is off by.
Matrix soft_clipped(const Matrix& d, double c) {
    constexpr double far = 1e3;
    const bool tall = d.rows() > d.cols();
    if (auto parts = symmetric_eigen(row_products(tall ? Matrix(d.transpose()) : d)); parts && parts->values.maxCoeff() < far * c * c) {
        const Vector factor = (1 + parts->values.array().max(0) / (c * c)).rsqrt();
        const Matrix inner = product_transposed(Matrix(parts->vectors * factor.asDiagonal()), parts->vectors);
        return tall ? product(d, inner) : product(inner, d);
    }
    auto parts = svd(d);
    if (!parts) return d;
    const Vector soft = parts->sigma.array() / (1 + (parts->sigma.array() / c).square()).sqrt();
    return product_transposed(Matrix(parts->u * soft.asDiagonal()), parts->v);
}

class Spectra : public Adam {
  public:
    explicit Spectra(double factor) : factor_(factor) {}
    Matrix direction(const Matrix& w, const Matrix& g) override {
        const Matrix raw = Adam::direction(w, g);
        if (clip_ == 0) {
            const auto values = singular_values(raw);
            if (values) clip_ = factor_ * (*values)(values->size() / 2);
        }
        return clip_ > 0 ? soft_clipped(raw, clip_) : raw;
    }

  private:
    double factor_, clip_ = 0;
};

constexpr std::array<const char*, rule_count> names{"SGD",  "Adam",    "Muon",        "NorMuon",      "RMNP",          "AuON",
                                                    "ROOT", "SPECTRA", "Pion, exact", "Pion, Cayley", "Pion, truncated"};
constexpr std::array<const char*, rule_count> keys{"sgd",  "adam",    "muon",       "normuon",     "rmnp",          "auon",
                                                   "root", "spectra", "pion_exact", "pion_cayley", "pion_truncated"};

}  // namespace

std::string name_of(Rule rule) { return names[std::size_t(rule)]; }
std::string key_of(Rule rule) { return keys[std::size_t(rule)]; }

double shape_factor(const Matrix& m) { return std::sqrt(std::max(1.0, double(m.rows()) / double(m.cols()))); }

double magnitude_quantile(const Matrix& m, double q) {
    std::vector<double> sizes;
    for (Index i = 0; i < m.size(); ++i) sizes.push_back(std::abs(m.data()[i]));
    if (sizes.empty()) return 0;
    const double at = q * double(sizes.size() - 1);
    const auto below = std::size_t(at);
    std::nth_element(sizes.begin(), sizes.begin() + std::ptrdiff_t(below), sizes.end());
    const double low = sizes[below];
    if (below + 1 >= sizes.size()) return low;
    const double high = *std::min_element(sizes.begin() + std::ptrdiff_t(below) + 1, sizes.end());
    return low + (at - double(below)) * (high - low);
}

std::unique_ptr<Optimizer> make_optimizer(Rule rule, Index rows, Index columns, const OptimizerSettings& settings) {
    switch (rule) {
        case Rule::Sgd: return std::make_unique<Sgd>();
        case Rule::Adam: return std::make_unique<Adam>();
        case Rule::Muon: return std::make_unique<Muon>();
        case Rule::NorMuon: return std::make_unique<NorMuon>();
        case Rule::Rmnp: return std::make_unique<Rmnp>();
        case Rule::AuOn: return std::make_unique<AuOn>();
        case Rule::Root: return std::make_unique<Root>();
        case Rule::Spectra: return std::make_unique<Spectra>(settings.clip);
        default: return make_pion(rule, rows, columns);
    }
}

}  // namespace orthoscope
