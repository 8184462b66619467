#include "core/group/generalized_report.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/group/group_fit.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr int shuffles = 5, folds = 5, rounds = 20;
constexpr Index most_rows = 5000;


class Assessor {
  public:
    Assessor(const GroupRun& run, const Context& context)
        : in_(run), context_(context), rows_(group_rows(run.pairs)), rules_(run.options.fit.rules()) {}

    Result<Report> report() {
        report_.warnings = in_.pairs.notes;
        arrays();
        fit_metrics();
        report_.verdict = Verdict::Doubtful;
        if (in_.fit_only) {
            report_.reasons = {"Only the fit was computed (--metrics fit): nothing it could be compared with."};
            return std::move(report_);
        }
        for (auto part : {&Assessor::free_shift, &Assessor::chance, &Assessor::held_out})
            if (auto status = (this->*part)(); !status) {
                if (status.error().kind != ErrorKind::Cancelled) return status.error();
                report_.reasons = {"The checks were stopped before they could say anything."};
                return std::move(report_);
            }
        judge();
        return std::move(report_);
    }

  private:
    std::size_t count() const { return rows_.sets.size(); }
    void put(const std::string& name, double value) { report_.metrics.emplace_back(name, value); }

    Matrix moved(const Matrix& x, const AlignmentState& s) const {
        return Pose{*s.rotation, s.pivot, s.place, s.scale, true}.apply(x);
    }

    // Root mean square distance of each set's rows from their mean over the sets, all together last.
    static std::vector<double> distances(const std::vector<Matrix>& sets, const std::vector<double>& weights) {
        const double k = double(sets.size());
        Matrix mean = Matrix::Zero(sets.front().rows(), sets.front().cols());
        for (auto& x : sets) mean += x / k;
        Vector w = Vector::Ones(mean.rows());
        for (std::size_t i = 0; i < weights.size(); ++i) w(Index(i)) = weights[i];
        std::vector<double> out;
        double total = 0;
        for (auto& x : sets) {
            const double square = w.dot((x - mean).rowwise().squaredNorm()) / w.sum();
            total += square / k;
            out.push_back(std::sqrt(square));
        }
        out.push_back(std::sqrt(total));
        return out;
    }

    std::vector<Matrix> gathered(const std::vector<Index>* which = nullptr) const {
        std::vector<Matrix> out;
        for (std::size_t k = 0; k < count(); ++k) {
            std::vector<Index> rows = which ? std::vector<Index>() : rows_.rows[k];
            if (which)
                for (Index i : *which) rows.push_back(rows_.rows[k][std::size_t(i)]);
            Matrix x;
            gather_rows(*rows_.sets[k], rows, 0, RowVector::Zero(in_.pairs.dimension()), Index(rows.size()), x);
            out.push_back(std::move(x));
        }
        return out;
    }

    void arrays() {
        const Index d = in_.pairs.dimension(), k = Index(count());
        Matrix rotations(k * d, d), translations(k, d), scales(k, 1);
        Matrix mean = in_.state.mean ? *in_.state.mean : *rows_.sets.front();
        if (in_.pairs.identity_pairing) {
            mean.setZero();
            for (std::size_t i = 0; i < count(); ++i) mean += moved(*rows_.sets[i], in_.state.sets[i]) / double(k);
        }
        for (Index i = 0; i < k; ++i) {
            const auto& s = in_.state.sets[std::size_t(i)];
            rotations.middleRows(i * d, d) = *s.rotation;
            translations.row(i) = s.place - s.scale * (s.pivot * *s.rotation);
            scales(i, 0) = s.scale;
        }
        report_.matrices = {{"rotations", rotations}, {"translations", translations}, {"scales", scales}, {"mean", mean}};
    }

    void fit_metrics() {
        auto sets = gathered();
        std::vector<Matrix> centred = sets;
        for (std::size_t i = 0; i < count(); ++i) {
            sets[i] = moved(sets[i], in_.state.sets[i]);
            if (rules_.centred) centred[i].rowwise() -= centred[i].colwise().mean().eval();
        }
        const auto list = distances(sets, rows_.weights);
        rmse_ = list.back();
        put("rmse", rmse_), put("mean_squared_error", rmse_ * rmse_), put("cost_per_row", rmse_ * rmse_);
        put("sets", double(count()));
        put("identity_rmse", distances(centred, rows_.weights).back());
        for (std::size_t i = 0; i < count(); ++i) put("set_" + std::to_string(i + 1) + "_rmse", list[i]);
        set_rmse_.assign(list.begin(), list.end() - 1);
        double worst = 0;
        for (auto& s : in_.state.sets) {
            const Matrix& q = *s.rotation;
            worst = std::max(worst, (q.transpose() * q - Matrix::Identity(q.rows(), q.cols())).norm());
            mirrored_ += q.partialPivLu().determinant() < 0;
        }
        put("orthogonality_error", worst), put("mirrored_sets", double(mirrored_));
        double square = 0;
        for (auto& x : sets) {
            const RowVector mean = rules_.centred ? RowVector(x.colwise().mean()) : RowVector::Zero(x.cols());
            square += (x.rowwise() - mean).rowwise().squaredNorm().mean() / double(count());
        }
        spread_ = std::sqrt(square);
        put("agreement", square > 0 ? 1 - rmse_ * rmse_ / square : void_metric);
    }

    // Rows used by the checks, in the numbering of the list of pairs.
    std::vector<Index> sampled(Random& random) const {
        const Index n = Index(rows_.rows.front().size());
        return random.choose(n, std::min(n, most_rows));
    }

    GroupFit fit_of(const std::vector<std::vector<Index>>& rows) const { return {rows_.sets, rows, {}, rules_}; }

    // The same fit where every set but the first has its rows in another order.
    Status chance() {
        Random random(in_.seed);
        const auto which = sampled(random);
        if (Index(which.size()) < Index(rows_.rows.front().size()))
            report_.warnings.push_back("shuffled refits and held-out rows used " + std::to_string(which.size()) + " of " +
                                       std::to_string(rows_.rows.front().size()) + " rows, drawn with the seed");
        std::vector<std::vector<Index>> rows(count());
        for (std::size_t k = 0; k < count(); ++k)
            for (Index i : which) rows[k].push_back(rows_.rows[k][std::size_t(i)]);
        double sum = 0;
        least_chance_ = std::numeric_limits<double>::infinity();
        for (int t = 0; t < shuffles; ++t) {
            context_.report(double(t) / shuffles, "refits on shuffled rows");
            auto mixed = rows;
            for (std::size_t k = 1; k < count(); ++k) {
                const auto order = random.permutation(Index(which.size()));
                for (std::size_t i = 0; i < order.size(); ++i) mixed[k][i] = rows[k][std::size_t(order[i])];
            }
            auto fit = fit_of(mixed);
            if (auto status = settle(fit, rules_.scale, rounds, 1e-4, context_); !status) return status;
            sum += std::sqrt(fit.cost()), least_chance_ = std::min(least_chance_, std::sqrt(fit.cost()));
        }
        chance_ = sum / shuffles;
        put("shuffled_rmse", chance_);
        return success();
    }

    // Five folds: maps found without a row are asked to bring it together.
    Status held_out() {
        heldout_ = void_metric;
        Random random(in_.seed);
        const auto which = sampled(random);
        const Index n = Index(which.size());
        if (n >= 2 * folds) {
            const auto order = random.permutation(n);
            double square = 0;
            for (Index f = 0; f < folds; ++f) {
                context_.report(double(f) / folds, "five folds");
                std::vector<std::vector<Index>> rest(count());
                std::vector<Index> fold;
                for (Index i = 0; i < n; ++i) {
                    const Index row = which[std::size_t(order[std::size_t(i)])];
                    if (i % folds == f) fold.push_back(row);
                    else
                        for (std::size_t k = 0; k < count(); ++k) rest[k].push_back(rows_.rows[k][std::size_t(row)]);
                }
                auto fit = fit_of(rest);
                if (auto status = settle(fit, rules_.scale, rounds, 1e-6, context_); !status) return status;
                auto sets = gathered(&fold);
                for (std::size_t k = 0; k < count(); ++k) sets[k] = fit.pose(k).apply(sets[k]);
                square += std::pow(distances(sets, {}).back(), 2) * double(fold.size()) / double(n);
            }
            heldout_ = std::sqrt(square);
        } else {
            report_.warnings.push_back("heldout_rmse is void: too few rows to hold any out");
        }
        put("heldout_rmse", heldout_);
        return success();
    }

    // What centring every set would bring, where none was asked.
    Status free_shift() {
        free_shift_rmse_ = rmse_;
        if (rules_.centred) return success();
        ProcrustesRules centred = rules_;
        centred.centred = true;
        GroupFit fit(rows_.sets, rows_.rows, rows_.weights, centred);
        if (auto status = settle(fit, rules_.scale, rounds, 1e-4, context_); !status) return status;
        free_shift_rmse_ = std::sqrt(fit.cost());
        return success();
    }

    void lower(Verdict to, std::string why) {
        const bool first = to > report_.verdict;
        report_.verdict = std::max(report_.verdict, to);
        report_.reasons.insert(first ? report_.reasons.begin() : report_.reasons.end(), std::move(why));
    }

    // A set that stands apart from the others.
    void odd_set() {
        if (count() < 3) return;
        auto sorted = set_rmse_;
        std::sort(sorted.begin(), sorted.end());
        const double middle = sorted[(count() - 1) / 2];
        const auto worst = std::size_t(std::max_element(set_rmse_.begin(), set_rmse_.end()) - set_rmse_.begin());
        // Small against the shape itself, it is said but casts no doubt.
        const bool matters = set_rmse_[worst] > 0.1 * spread_;
        if (set_rmse_[worst] > 1.8 * middle && set_rmse_[worst] > 1e-9 * spread_)
            lower(matters ? Verdict::Doubtful : Verdict::Supported, "Set " + std::to_string(worst + 1) + " (" + in_.pairs.sets[worst]->name +
                                         ") stands apart: its rows lie " + brief(set_rmse_[worst]) +
                                         " from the mean, those of the middle set " + brief(middle) + ".");
    }

    void judge() {
        report_.verdict = Verdict::Supported;
        report_.reasons.clear();
        const Index n = Index(rows_.rows.front().size()), d = in_.pairs.dimension();
        const bool exact = rmse_ <= 1e-9 * spread_;
        if (n < d)
            lower(Verdict::Doubtful, "There are fewer rows (" + std::to_string(n) + ") than dimensions (" + std::to_string(d) +
                                         "): some orthogonal maps always fit, so the fit's own error says little.");
        if (std::isnan(heldout_)) lower(Verdict::Doubtful, "There are too few rows to hold any out, so the fit cannot be checked.");
        odd_set();
        const bool apart = !exact && free_shift_rmse_ < 0.5 * rmse_;
        if (apart)
            lower(Verdict::Doubtful, "The sets lie apart: centring lowers the rmse from " + brief(rmse_) + " to " +
                                         brief(free_shift_rmse_) + " (--center on).");
        if (!exact && !apart && rmse_ >= least_chance_)
            lower(Verdict::Unsupported, "The sets agree (rmse " + brief(rmse_) + ") no better than with their rows shuffled (" +
                                            brief(chance_) + " on average): they carry no common shape.");
        else if (!exact && !std::isnan(heldout_) && heldout_ > 0.95 * std::max(chance_, rmse_))
            lower(n * 4 >= d * 5 && !apart ? Verdict::Unsupported : Verdict::Doubtful,
                  "Held-out rows lie " + brief(heldout_) + " from their mean, no nearer than shuffled rows (" + brief(chance_) + ").");
        else if (!exact && !std::isnan(heldout_) && heldout_ > 0.7 * chance_)
            lower(Verdict::Doubtful, "Held-out rows lie " + brief(heldout_) + " from their mean, little nearer than shuffled rows (" +
                                         brief(chance_) + ").");
        if (report_.verdict == Verdict::Supported)
            report_.reasons.insert(report_.reasons.begin(), "The " + std::to_string(count()) + " sets share one shape: rmse " + brief(rmse_) +
                                      " from their mean against " + brief(chance_) + " with rows shuffled; held-out rows " +
                                      brief(heldout_) + ".");
        if (mirrored_)
            report_.reasons.push_back(std::to_string(mirrored_) + " of the sets had to be mirrored to meet the first.");
    }

    const GroupRun& in_;
    const Context& context_;
    GroupRows rows_;
    ProcrustesRules rules_;
    Report report_;
    std::vector<double> set_rmse_;
    double rmse_ = 0, spread_ = 0, chance_ = void_metric, least_chance_ = void_metric, heldout_ = void_metric, free_shift_rmse_ = 0;
    int mirrored_ = 0;
};

}  // namespace

Result<Report> generalized_report(const GroupRun& run, const Context& context) { return Assessor(run, context).report(); }

}  // namespace orthoscope
