// The stepping solver of deep-linear; internal to core/descent.
#pragma once

#include <memory>

#include "core/base/random.h"
#include "core/descent/deep_linear_method.h"
#include "core/descent/dormand_prince.h"
#include "core/linalg/lapack.h"

namespace orthoscope {

// The weights of a network, W_1 first: W_1 is h x n, W_L is m x h; P = W_L ... W_1.
using Weights = std::vector<Matrix>;

Matrix product_of(const Weights& weights);
// -d(|M - P|^2 / 2) / dW_l of every layer.
Weights flow_of(const Weights& weights, const Matrix& target);
// Largest Frobenius norm over l of W_{l+1}' W_{l+1} - W_l W_l' - (the same at the start): zero along the exact flow.
double conservation_error(const Weights& now, const Weights& start);
// First weights whose modes have the strength `u0` (all of them, or on average). `parts`: of the target.
Weights first_weights(NetworkStart kind, const Svd& parts, Index hidden, int layers, double u0, Random& random);
// Until the weakest mode above 5 % of the strongest is learned from an aligned start, and a quarter more.
double default_duration(const Vector& sigma, double u0, int layers);

class DeepLinearRun : public LaneRun {
  public:
    DeepLinearRun(const Matrix& target, Svd parts, const DeepLinearOptions& options, const RunSettings& settings);

  private:
    struct Lane {
        NetworkStart kind;
        Weights weights, start;
        std::unique_ptr<DormandPrince> integrator;
        std::int64_t frame = 0;
        SharedMatrix start_values;
        Track track;
    };
    void begin(int lane) override;
    Status advance(int lane, const Context& context) override;
    void record(int lane);

    Matrix target_;
    Svd parts_;
    DeepLinearOptions options_;
    std::vector<Lane> lanes_;
    SharedMatrix times_, exact_, target_values_;
};

std::vector<NetworkStart> network_starts(const DeepLinearOptions& options);
std::string name_of(NetworkStart start);  // "aligned orthogonal", ...

}  // namespace orthoscope
