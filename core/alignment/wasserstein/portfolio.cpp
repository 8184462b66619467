#include "core/alignment/wasserstein/portfolio.h"

#include "core/base/random.h"

namespace orthoscope {

// By default Frank-Wolfe and batches take part up to so many rows: their exact oracles take long on more.
constexpr Index most_relaxed = 600;

Portfolio::Portfolio(const SearchRows& rows, const WassersteinOptions& options, std::uint64_t seed)
    : rows_(rows), options_(options), seed_(seed) {
    given();
    searches(options.starts);
}

// Answers brought along: a start is only polished, landmarks are softened a little.
void Portfolio::given() {
    const auto& pairing = rows_.pairs->options;
    if (pairing.start) {
        ProcrustesFit pose = rows_.pose(Matrix::Identity(rows_.dimension(), rows_.dimension()));
        if (auto r = pairing.start->rotation()) {
            if (auto nearest = polar(*r, rows_.rules.rotation_only)) pose.rotation = nearest->rotation;
            if (pairing.start->translation) pose.pivot.setZero(), pose.place = *pairing.start->translation;
        } else if (pairing.start->matching) {
            std::vector<Index> source, target;
            for (Index i = 0; i < pairing.start->matching->size(); ++i)
                if (const auto j = (*pairing.start->matching)(i); j >= 0) source.push_back(i), target.push_back(j);
            if (!source.empty())
                if (auto fit = procrustes(RowPairs{*rows_.pairs->source, *rows_.pairs->target, source, target, {}}, rows_.rules))
                    pose = std::move(*fit);
        }
        plans_.push_back({"given start", [pose] { return pose_opening(pose); }, true});
    }
    if (pairing.landmarks.empty()) return;
    std::vector<Index> source, target;
    std::vector<double> weight;
    for (auto& mark : pairing.landmarks)
        source.push_back(mark.source), target.push_back(mark.target), weight.push_back(mark.weight);
    const auto fit = procrustes(RowPairs{*rows_.pairs->source, *rows_.pairs->target, source, target, weight}, rows_.rules);
    if (!fit) return;
    const Matrix r = rows_.inward(fit->rotation);
    plans_.push_back({"landmarks", [this, r] { return rotation_opening(rows_, r, final_sharpness(rows_) / 4); }, true});
}

void Portfolio::searches(WassersteinOptions::Starts starts) {
    using S = WassersteinOptions::Starts;
    const bool all = starts == S::Auto, few_dimensions = rows_.dimension() <= most_race_dimensions;
    if (all && rows_.dimension() <= most_agreeing_dimensions)
        plans_.push_back({"pairs that agree", [this] { return consistent_opening(rows_); }});
    if (all || starts == S::Signatures) {
        struct Level {
            const char* name;
            double noise, reach;
        };
        const auto levels = rows_.dimension() < 8 ? std::vector<Level>{{"signatures", 0.15, 3}, {"signatures, inner rows", 0.15, 0.5}, {"signatures, fine", 0.05, 2}}
                                                  : std::vector<Level>{{"signatures", 0.4, 3}, {"signatures, inner rows", 0.3, 1}, {"signatures, coarse", 0.7, 2}};
        for (std::size_t k = 0; k < levels.size(); ++k)
            plans_.push_back({levels[k].name, [this, level = levels[k], k] {
                                  return signature_opening(rows_, level.noise, level.reach, seed_ + 10 * k);
                              }});
    }
    if ((all && few_dimensions) || starts == S::Axes) {
        auto race = make_race(rows_, RaceField::Axes, seed_);
        plans_.push_back({"principal axes", [this, race] { return race_opening(rows_, race, 0); }, true});
        plans_.push_back({"principal axes, another", [this, race] { return race_opening(rows_, race, 1); }, true});
    }
    if ((all && few_dimensions) || starts == S::Turns) {
        auto race = make_race(rows_, RaceField::Turns, seed_ + 1);
        plans_.push_back({"drawn turns", [this, race] { return race_opening(rows_, race, 0); }});
    }
    if ((all && rows_.x.rows() <= most_relaxed) || starts == S::FrankWolfe)
        plans_.push_back({"Frank-Wolfe", [this] { return frank_wolfe_opening(rows_, 60); }});
    if ((all && rows_.x.rows() >= 300 && rows_.x.rows() <= most_relaxed) || starts == S::Stochastic)
        plans_.push_back({"stochastic", [this] {
                              const Index d = rows_.dimension();
                              return stochastic_opening(rows_, relaxed_.size() ? relaxed_ : Matrix(Matrix::Identity(d, d)), seed_ + 2);
                          }});
}

// A second answer is looked for where it is likeliest: with the least certain axes of the best one turned over.
void Portfolio::rival() {
    asked_rival_ = true;
    const Index d = rows_.dimension();
    const Index flips = rows_.rules.rotation_only ? 2 : 1;
    if (best_ < 0 || best_v_.cols() != d || d < flips) return;
    Matrix r = best_rotation_;
    for (Index k = 0; k < flips; ++k) {
        const Vector f = best_v_.col(d - 1 - k);
        r -= 2 * (r * f) * f.transpose();
    }
    plans_.push_back({"weakest axes turned over", [this, r] { return rotation_opening(rows_, r, final_sharpness(rows_) / 2); }, true});
}

std::unique_ptr<Lane> Portfolio::next() {
    while (!plans_.empty() && clear_ && !plans_.front().always) plans_.pop_front();
    if (plans_.empty() && !asked_rival_) rival();
    if (plans_.empty()) return nullptr;
    Plan plan = std::move(plans_.front());
    plans_.pop_front();
    return std::make_unique<Lane>(plan.name, plan.make(), rows_, LaneLimits{Index(options_.iterations), options_.keep});
}

void Portfolio::ended(const Lane& lane, double mutual_share) {
    const auto& shown = lane.shown();
    if (lane.name() == "Frank-Wolfe") relaxed_ = lane.opening().rotation();
    if (best_ < 0 || shown.cost < best_cost_) {
        best_ = count_, best_cost_ = shown.cost;
        best_rotation_ = rows_.inward(shown.fit.rotation);
        best_v_ = rows_.swapped ? shown.fit.u : shown.fit.v;
    }
    ++count_;
    // With few rows a dimension any matching is mutual once the rotation has been fitted to it.
    if (mutual_share >= 0.9 && rows_.x.rows() >= 4 * rows_.dimension()) clear_ = true;
}

}  // namespace orthoscope
