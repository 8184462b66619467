#include "core/alignment/wasserstein/openings.h"

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

class SignatureOpening : public Opening {
  public:
    SignatureOpening(const SearchRows& rows, double noise, double reach, std::uint64_t seed)
        : rows_(rows), noise_(noise), reach_(reach), seed_(seed) {}

    Result<bool> step(const Context& context, Shown& shown) override {
        auto found = signatures(rows_, noise_, reach_, seed_, context);
        if (!found) return found.error();
        signatures_ = std::move(*found);
        const Index d = rows_.dimension();
        auto plan = soft_plan({rows_, Matrix::Identity(d, d), 0, &signatures_.x, &signatures_.y, 1, 20}, context);
        if (!plan) return plan.error();
        auto best = polar(near_diagonal(plan->cross, signatures_, signatures_.blur), rows_.rules.rotation_only);
        if (!best) return best.error();
        rotation_ = best->rotation;
        shown.phase = WassersteinPhase::Compare;
        shown.fit.u = rows_.swapped ? best->v : best->u, shown.fit.v = rows_.swapped ? best->u : best->v;
        shown.fit.sigma = best->sigma;
        shown.cross = std::move(plan->cross), shown.matching = std::move(plan->likeliest), shown.mass = std::move(plan->mass);
        shown.cost = plan->cost * rows_.unit * rows_.unit;
        shown.extra = {{"best correlation of signatures", signatures_.correlations(0)},
                       {"axes blend over", signatures_.blur},
                       {"mean largest share", shown.mass.mean()}};
        return true;
    }
    Matrix rotation() const override { return rotation_; }
    const Signatures* prior() const override { return &signatures_; }

  private:
    const SearchRows& rows_;
    double noise_, reach_;
    std::uint64_t seed_;
    Signatures signatures_;
    Matrix rotation_;
};

// Batches of both sets, drawn independently, matched exactly; the rotation follows by a polar step.
class StochasticOpening : public Opening {
  public:
    StochasticOpening(const SearchRows& rows, Matrix from, std::uint64_t seed)
        : rows_(rows), rotation_(std::move(from)), random_(seed) {}

    Result<bool> step(const Context& context, Shown& shown) override {
        const Index size = std::min<Index>({300, rows_.x.rows(), rows_.y.rows()}), d = rows_.dimension();
        double cost = 0;
        for (int batch = 0; batch < batches_a_step; ++batch) {
            if (context.stopped()) return cancelled_error();
            const auto rx = random_.choose(rows_.x.rows(), size), ry = random_.choose(rows_.y.rows(), size);
            const PointsMatrix x = rows_.x(rx, Eigen::all), y = rows_.y(ry, Eigen::all);
            const PointsMatrix posed = x * rotation_.cast<float>();
            const auto costs = dense_costs(posed, y, PointCost::NegativeProduct);
            auto match = solve_assignment(AssignmentCosts(costs), {}, {}, context);
            if (!match) return match.error();
            PointsMatrix partner(size, d);
            for (Index i = 0; i < size; ++i) partner.row(i) = y.row(match->column_of_row(i));
            cost = double((posed - partner).squaredNorm()) / double(size);
            cross_ = (x.transpose() * partner).cast<double>();
            auto next = polar(rotation_ + rate_ / double(size) * cross_, rows_.rules.rotation_only);
            if (!next) return next.error();
            rotation_ = next->rotation;
        }
        rate_ *= 0.9;
        shown.phase = WassersteinPhase::Batch;
        shown.fit.rotation = rows_.outward(rotation_);
        shown.cost = cost * rows_.unit * rows_.unit;
        shown.extra = {{"step size", rate_}, {"rows a batch", double(size)}};
        return ++steps_ >= 20;
    }
    Matrix rotation() const override { return rotation_; }
    double first_sharpness() const override { return 1; }

  private:
    static constexpr int batches_a_step = 8;
    const SearchRows& rows_;
    Matrix rotation_, cross_;
    Random random_;
    double rate_ = 1;
    int steps_ = 0;
};

class GivenOpening : public Opening {
  public:
    GivenOpening(const SearchRows& rows, Matrix rotation, double sharpness)
        : rows_(rows), rotation_(std::move(rotation)), sharpness_(sharpness) {}
    Result<bool> step(const Context& context, Shown& shown) override {
        auto plan = soft_plan({rows_, rotation_, sharpness_, nullptr, nullptr, 0, 10}, context);
        if (!plan) return plan.error();
        shown.phase = WassersteinPhase::Start;
        show_plan(rows_, *plan, rotation_, shown);
        shown.matching = std::move(plan->likeliest), shown.mass = std::move(plan->mass);
        return true;
    }
    Matrix rotation() const override { return rotation_; }
    double first_sharpness() const override { return sharpness_; }

  private:
    const SearchRows& rows_;
    Matrix rotation_;
    double sharpness_;
};

class PoseOpening : public Opening {
  public:
    explicit PoseOpening(ProcrustesFit pose) : pose_(std::move(pose)) {}
    Result<bool> step(const Context&, Shown& shown) override {
        shown.phase = WassersteinPhase::Start;
        return true;
    }
    Matrix rotation() const override { return pose_.rotation; }
    const ProcrustesFit* pose() const override { return &pose_; }

  private:
    ProcrustesFit pose_;
};

}  // namespace

void show_plan(const SearchRows& rows, const SoftPlan& plan, const Matrix& made_at, Shown& shown) {
    const double cost = repriced(plan.cost, plan.cross, made_at, rows.inward(shown.fit.rotation), rows.x.rows());
    shown.cross = plan.cross, shown.cost = cost * rows.unit * rows.unit;
}

std::unique_ptr<Opening> signature_opening(const SearchRows& rows, double noise, double reach, std::uint64_t seed) {
    return std::make_unique<SignatureOpening>(rows, noise, reach, seed);
}
std::unique_ptr<Opening> stochastic_opening(const SearchRows& rows, Matrix from, std::uint64_t seed) {
    return std::make_unique<StochasticOpening>(rows, std::move(from), seed);
}
std::unique_ptr<Opening> rotation_opening(const SearchRows& rows, Matrix rotation, double sharpness) {
    return std::make_unique<GivenOpening>(rows, std::move(rotation), sharpness);
}
std::unique_ptr<Opening> pose_opening(ProcrustesFit pose) { return std::make_unique<PoseOpening>(std::move(pose)); }

}  // namespace orthoscope
