#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/alignment/wasserstein/openings.h"
#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {

class Race {
  public:
    Race(const SearchRows& rows, RaceField field, std::uint64_t seed) : all_(rows), field_(field), seed_(seed) {}

    // True: run. One piece of a round each time.
    Result<bool> step(const Context& context) {
        if (finished_) return true;
        if (runners_.empty())
            if (auto status = enter(context); !status) return status.error();
        const std::size_t piece = std::max<std::size_t>(1, std::size_t(8'000'000 / (few_.x.rows() * few_.y.rows() + 1)));
        for (std::size_t k = 0; k < piece && next_ < runners_.size(); ++k, ++next_)
            if (auto status = run(runners_[next_], context); !status) return status.error();
        if (next_ < runners_.size()) return false;
        std::stable_sort(runners_.begin(), runners_.end(), [](auto& a, auto& b) { return a.cost < b.cost; });
        const std::size_t stay = round_ == 0 ? 40 : round_ == 1 ? 16 : 8;
        if (runners_.size() > stay) runners_.resize(stay);
        next_ = 0, sharpness_ = std::min(2 * sharpness_, final_sharpness(few_));
        finished_ = ++round_ == 5;
        return finished_;
    }
    Index left() const { return Index(runners_.size()); }
    int round() const { return round_; }
    struct Runner {
        Matrix rotation;
        double cost = 0;
    };
    // The best one; or the best that differs clearly from it, if any.
    const Runner& answer(int place) const {
        const Runner& first = runners_.front();
        if (place == 0) return first;
        for (auto& r : runners_)
            if ((r.rotation - first.rotation).norm() > 0.5) return r;
        return runners_.back();
    }

  private:

    Status run(Runner& r, const Context& context) {
        for (int pass = 0; pass < 2; ++pass) {
            auto plan = soft_plan({few_, r.rotation, sharpness_, nullptr, nullptr, 0, 5}, context);
            if (!plan) return plan.error();
            auto next = polar(plan->cross, all_.rules.rotation_only);
            if (!next) return next.error();
            r.cost = plan->cost, r.rotation = next->rotation;
        }
        return success();
    }
    Status enter(const Context& context) {
        Random random(seed_);
        few_ = all_;
        const Index a = std::min<Index>(300, all_.x.rows()), b = std::min<Index>(1000, all_.y.rows());
        const auto rx = random.choose(all_.x.rows(), a), ry = random.choose(all_.y.rows(), b);
        few_.x = all_.x(rx, Eigen::all), few_.y = all_.y(ry, Eigen::all);
        if (field_ == RaceField::Axes)
            if (auto status = axes(context); !status) return status;
        const Index d = all_.dimension();
        if (field_ == RaceField::Turns)
            for (int k = 0; k < (d <= 3 ? 120 : 240); ++k) {
                Matrix r = random_orthogonal(d, random, all_.rules.rotation_only);
                if (!all_.rules.rotation_only && random.uniform() < 0.5) r.col(0) *= -1;
                runners_.push_back({std::move(r)});
            }
        return success();
    }
    // All signs of the principal axes; neighbours exchanged one pair at a time, in three dimensions every order.
    Status axes(const Context& context) {
        auto found = signatures(all_, 0.3, 1.5, seed_, context);
        if (!found) return found.error();
        const Index d = all_.dimension();
        std::vector<std::vector<Index>> orders;
        std::vector<Index> order(static_cast<std::size_t>(d));
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = Index(i);
        if (d <= 3) {
            do orders.push_back(order);
            while (std::next_permutation(order.begin(), order.end()));
        } else {
            orders.push_back(order);
            for (std::size_t i = 0; i + 1 < order.size(); ++i) {
                auto other = order;
                std::swap(other[i], other[i + 1]);
                orders.push_back(other);
            }
        }
        for (auto& o : orders)
            for (unsigned signs = 0; signs < (1u << d); ++signs) {
                Matrix y = found->y_axes(Eigen::all, o);
                for (Index j = 0; j < d; ++j)
                    if (signs >> j & 1) y.col(j) *= -1;
                Matrix r = product_transposed(found->x_axes, y);
                if (!all_.rules.rotation_only || r.determinant() > 0) runners_.push_back({std::move(r)});
            }
        return success();
    }

    const SearchRows& all_;
    SearchRows few_;
    RaceField field_;
    std::uint64_t seed_;
    std::vector<Runner> runners_;
    std::size_t next_ = 0;
    int round_ = 0;
    double sharpness_ = 1;
    bool finished_ = false;
};

namespace {

class RaceOpening : public Opening {
  public:
    RaceOpening(const SearchRows& rows, std::shared_ptr<Race> race, int place)
        : rows_(rows), race_(std::move(race)), place_(place) {}
    Result<bool> step(const Context& context, Shown& shown) override {
        auto done = race_->step(context);
        if (!done) return done.error();
        shown.phase = WassersteinPhase::Race;
        shown.fit.rotation = rows_.outward(race_->answer(place_).rotation);
        shown.cost = race_->answer(place_).cost * rows_.unit * rows_.unit;
        shown.extra = {{"turns left", double(race_->left())}, {"round", double(race_->round())}};
        return *done;
    }
    Matrix rotation() const override { return race_->answer(place_).rotation; }
    double first_sharpness() const override { return std::max(1.0, final_sharpness(rows_) / 8); }

  private:
    const SearchRows& rows_;
    std::shared_ptr<Race> race_;
    int place_;
};

}  // namespace

std::shared_ptr<Race> make_race(const SearchRows& rows, RaceField field, std::uint64_t seed) {
    return std::make_shared<Race>(rows, field, seed);
}
std::unique_ptr<Opening> race_opening(const SearchRows& rows, std::shared_ptr<Race> race, int place) {
    return std::make_unique<RaceOpening>(rows, std::move(race), place);
}

}  // namespace orthoscope
