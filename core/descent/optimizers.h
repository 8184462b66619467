// Optimisers of one m x n weight matrix W under gradients G, as published, in double precision. Each gives the direction D
// along which W falls at unit rate; a step is W - rate D, of Pion a turn on both sides. Weight decay is left out of all.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// Sgd: V <- 0.9 V + G, D = V (B. Polyak, 1964).
// Adam: D = m^ / (sqrt(v^) + 1e-8), decays 0.9 and 0.999, bias corrected (D. Kingma and J. Ba, arXiv 1412.6980).
// Muon: M <- 0.95 M + 0.05 G, N = 0.95 M + 0.05 G, D = sqrt(max(1, m/n)) NS5(N) (K. Jordan et al., 2024).
// NorMuon: O = NS5(N); v <- 0.95 v + 0.05 mean of O^2 over each row; O / (sqrt(v) + 1e-10), rescaled to |O|; the factor of
//   Muon (Z. Li et al., arXiv 2510.05491).
// Rmnp: M <- 0.95 M + 0.05 G; rows of M to unit length, sqrt(max(1, m/n)) (S. Deng et al., arXiv 2603.20527).
// AuOn: N as of Muon, to unit Frobenius norm, over the root mean square of its entries' hyperbolic cosines; the factor of
//   Muon (D. Maity, arXiv 2509.24320, first version; later code drops the unit norm).
// Root: M <- 0.95 M + G, N = G + 0.95 M; entries beyond the 0.9 quantile of |N| clipped to it; five steps of ROOT's triple
//   for the shape; 0.2 sqrt(max(m, n)) (W. He et al., arXiv 2511.20626 and its code).
// Spectra: Adam's D with its singular values s soft-clipped, s / sqrt(1 + s^2 / c^2) (X. Jiang et al., arXiv 2603.14315; by
//   a decomposition in place of Newton-Schulz steps). c is the median singular value of the first D times a factor.
// Pion...: skew moments of W' G - G' W and G W' - W G' as of Adam without bias correction, A = - m / (sqrt(v) + 1e-8),
//   W <- E(rate alpha A_out) W E(rate alpha A_in), alpha = 0.2 sqrt(m n) / |A_out W + W A_in| (K. Shi et al., arXiv
//   2605.12492, by the catalogue junaidaliop/zij; the constant 0.2 is a choice and cancels where first steps are matched).
//   E: the exponential, the Cayley map, or the published truncation I + X + X^2 / 2.
enum class Rule { Sgd, Adam, Muon, NorMuon, Rmnp, AuOn, Root, Spectra, PionExponential, PionCayley, PionTruncated };
constexpr std::size_t rule_count = 11;
std::string name_of(Rule rule);  // "SGD", "Pion, exact"
std::string key_of(Rule rule);   // "sgd", "pion_exact"

class Optimizer {
  public:
    virtual ~Optimizer() = default;
    // Moves the moments on by G and gives D. G is m x n, finite.
    virtual Matrix direction(const Matrix& w, const Matrix& g) = 0;
    // W after a step of this rate along the last direction.
    virtual Matrix moved(const Matrix& w, const Matrix& direction, double rate) const { return w - rate * direction; }
    // The largest angle by which a step of this rate turns on either side, out then in; of additive optimisers 0.
    virtual std::pair<double, double> angles(double) const { return {0, 0}; }
};

struct OptimizerSettings {
    double clip = 1;  // of Spectra, times the median singular value of the first direction
};
std::unique_ptr<Optimizer> make_optimizer(Rule rule, Index rows, Index columns, const OptimizerSettings& settings = {});
std::unique_ptr<Optimizer> make_pion(Rule rule, Index rows, Index columns);

// sqrt(max(1, m/n)).
double shape_factor(const Matrix& m);
// The value below which a share q of the entries' magnitudes lies, linear between neighbours.
double magnitude_quantile(const Matrix& m, double q);

}  // namespace orthoscope
