#include "core/alignment/baselines.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/run/report.h"

namespace orthoscope {
namespace {

constexpr Index all_rows_up_to = 20000, sampled_rows = 5000, folds = 5, block = 4096;

RowVector row_mean(const Matrix& m, const std::vector<Index>& rows) {
    RowVector sum = RowVector::Zero(m.cols());
    for (Index r : rows) sum += m.row(r);
    return rows.empty() ? sum : RowVector(sum / double(rows.size()));
}

FitRows explicit_rows(const Pairs& p) {
    auto rows = fit_rows(p);
    if (rows.source.empty()) rows.source = p.source_row, rows.target = p.target_row;
    return rows;
}

FitRows subset(const FitRows& all, const std::vector<Index>& chosen) {
    FitRows out;
    for (Index i : chosen) {
        out.source.push_back(all.source[std::size_t(i)]), out.target.push_back(all.target[std::size_t(i)]);
        if (!all.weight.empty()) out.weight.push_back(all.weight[std::size_t(i)]);
    }
    return out;
}

double rms(double residual, double weight) { return weight > 0 ? std::sqrt(std::max(0.0, residual) / weight) : 0; }

Result<double> refit_rmse(const RowPairs& rows, const ProcrustesRules& rules) {
    auto fit = procrustes(rows, rules);
    if (!fit) return fit.error();
    return rmse(rows, *fit);
}

// Least squares of the target on the source with a constant: (Xc' W Xc + tiny I) A = Xc' W Yc. The residuals are those of
// the rows: target square minus explained square would cancel where the map is nearly exact.
double affine_rmse(const RowPairs& rows, Index d) {
    if (rows.count() <= d + 1) return void_metric;
    ProcrustesFit affine;
    weighted_means(rows, affine.pivot, affine.place);
    const Moments cross = moments(rows, affine.pivot, affine.place);
    const RowPairs self{rows.source, rows.source, rows.source_row, rows.source_row, rows.weight};
    const Moments own = moments(self, affine.pivot, affine.pivot);
    auto eigen = symmetric_eigen(own.cross);
    if (!eigen) return void_metric;
    const double cut = 1e-12 * std::max(0.0, eigen->values(d - 1));
    Vector inverse(d);
    for (Index i = 0; i < d; ++i) inverse(i) = eigen->values(i) > cut ? 1 / eigen->values(i) : 0;
    affine.rotation = eigen->vectors * inverse.asDiagonal() * (eigen->vectors.transpose() * cross.cross);
    return rmse(rows, affine);
}

// Squared residuals of a fit, some thousand pairs at a time.
struct Residuals {
    const RowPairs& rows;
    const ProcrustesFit& fit;
    bool turns = !fit.rotation.isIdentity(0);
    Matrix x{}, y{};

    Vector squares(Index at, Index count) {
        gather_rows(rows.source, rows.source_row, at, fit.pivot, count, x);
        gather_rows(rows.target, rows.target_row, at, fit.place, count, y);
        if (turns) x = product(x, fit.rotation);
        return (fit.scale * x - y).rowwise().squaredNorm();
    }
};

// Of each pair.
Vector squared_residuals(const RowPairs& rows, const ProcrustesFit& fit) {
    Vector squares(rows.count());
    Residuals residuals{rows, fit};
    for (Index at = 0; at < rows.count(); at += block) {
        const Index count = std::min(block, rows.count() - at);
        squares.segment(at, count) = residuals.squares(at, count);
    }
    return squares;
}

// Of squared residuals as paired and shifted, of the same rows.
ShiftTest shift_test(const Vector& paired, const Vector& shifted, int shift) {
    ShiftTest best;
    best.shift = shift;
    const Index n = paired.size(), fewest = std::max<Index>(8, n / 10);
    double sum = 0, square = 0;
    for (Index from = n; from-- > 0;) {
        const double drop = paired(from) - shifted(from);
        sum += drop, square += drop * drop;
        const double count = double(n - from);
        const double variance = square / count - (sum / count) * (sum / count);
        if (n - from < fewest || !(variance > 0)) continue;
        const double z = sum / std::sqrt(variance * count);
        if (z > best.z) best.z = z, best.from = from;
    }
    best.rows = n - best.from;
    best.rmse = std::sqrt(paired.tail(best.rows).mean()), best.shifted_rmse = std::sqrt(shifted.tail(best.rows).mean());
    return best;
}

struct Worker {
    const BaselineInput& in;
    const Context& context;
    Random random;
    FitRows fit;      // every pair that fits
    FitRows sampled;  // those that shuffles and retrieval use
    Baselines out;

    Worker(const BaselineInput& input, const Context& c)
        : in(input), context(c), random(input.seed), fit(explicit_rows(input.pairs)) {
        const Index n = static_cast<Index>(fit.source.size());
        sampled = n > all_rows_up_to ? subset(fit, random.choose(n, sampled_rows)) : fit;
        out.rows_used = static_cast<Index>(sampled.source.size());
    }

    Status simple() {
        const auto& p = in.pairs;
        const RowPairs rows = fit.rows(p);
        ProcrustesFit identity;
        const Index d = p.dimension();
        identity.rotation = Matrix::Identity(d, d);
        identity.pivot = identity.place = RowVector::Zero(d);
        out.identity_rmse = rmse(rows, identity);
        // The fit is one of the affine maps, and stays one where the least squares lose digits.
        out.affine_rmse = affine_rmse(rows, d);
        if (!std::isnan(out.affine_rmse)) out.affine_rmse = std::min(out.affine_rmse, rmse(rows, in.fit));
        auto scaled = in.rules;
        scaled.scale = true;
        auto free_scale = refit_rmse(rows, scaled);
        if (!free_scale) return free_scale.error();
        out.free_scale_rmse = *free_scale;
        auto centred = in.rules;
        centred.centred = true;
        auto free_shift = in.rules.centred ? Result<double>(rmse(rows, in.fit)) : refit_rmse(rows, centred);
        if (!free_shift) return free_shift.error();
        out.free_shift_rmse = *free_shift;
        auto mirrored = in.rules;
        mirrored.rotation_only = false;
        auto price = in.rules.rotation_only ? refit_rmse(rows, mirrored) : Result<double>(rmse(rows, in.fit));
        if (!price) return price.error();
        out.mirrored_rmse = *price;
        const RowVector mean = in.rules.centred ? row_mean(*p.target, fit.target) : RowVector::Zero(d);
        double square = 0;
        for (Index r : fit.target) square += (p.target->row(r) - mean).squaredNorm();
        out.target_rms = rms(square, double(fit.target.size()));
        return context.stopped() ? Status(cancelled_error()) : success();
    }

    Status shuffles() {
        const Index n = out.rows_used, d = in.pairs.dimension();
        out.shuffled_rmse = out.shuffled_best = out.reference_rmse = void_metric;
        if (n < 2) return success();
        auto reference = refit_rmse(sampled.rows(in.pairs), in.rules);
        if (!reference) return reference.error();
        out.reference_rmse = *reference;
        const double cost = double(n) * double(d) * double(d) + 30 * std::pow(double(d), 3);
        out.shuffles = std::clamp(static_cast<int>(2e10 / cost), 5, 20);
        double sum = 0;
        out.shuffled_best = std::numeric_limits<double>::infinity();
        for (int k = 0; k < out.shuffles; ++k) {
            if (context.stopped()) return cancelled_error();
            FitRows shuffled = sampled;
            const auto order = random.permutation(n);
            for (Index i = 0; i < n; ++i)
                shuffled.target[std::size_t(i)] = sampled.target[std::size_t(order[std::size_t(i)])];
            auto value = refit_rmse(shuffled.rows(in.pairs), in.rules);
            if (!value) return value.error();
            sum += *value, out.shuffled_best = std::min(out.shuffled_best, *value);
            context.report(double(k + 1) / out.shuffles, "refits on shuffled pairs");
        }
        out.shuffled_rmse = sum / out.shuffles;
        return success();
    }

    // Would pairing each row with its neighbour's partner fit better? The commonest mistake of all.
    Status shifts() {
        out.shifted_rmse = void_metric;
        const auto n = fit.source.size();
        if (n < 4 || n > std::size_t(all_rows_up_to)) return success();
        for (int shift : {-1, 1}) {
            FitRows moved = fit;
            std::rotate(moved.target.begin(), shift > 0 ? moved.target.begin() + 1 : moved.target.end() - 1,
                        moved.target.end());
            // The row that wraps round has no true neighbour.
            auto drop = [&](auto& list) { if (!list.empty()) list.erase(shift > 0 ? list.end() - 1 : list.begin()); };
            drop(moved.source), drop(moved.target), drop(moved.weight);
            auto refit = procrustes(moved.rows(in.pairs), in.rules);
            if (!refit) return refit.error();
            const double value = rmse(moved.rows(in.pairs), *refit);
            if (std::isnan(out.shifted_rmse) || value < out.shifted_rmse) out.shifted_rmse = value, out.shift = shift;
            FitRows as_paired = fit;
            drop(as_paired.source), drop(as_paired.target), drop(as_paired.weight);
            const auto tail = shift_test(squared_residuals(as_paired.rows(in.pairs), in.fit),
                                         squared_residuals(moved.rows(in.pairs), *refit), shift);
            if (tail.z > out.tail.z) out.tail = tail;
        }
        return success();
    }

    // Queries aligned by `model`, and their partners.
    Status score(const FitRows& rows, const ProcrustesFit& model, bool csls, RetrievalScores& scores) {
        Matrix queries(static_cast<Index>(rows.source.size()), in.pairs.dimension());
        for (std::size_t i = 0; i < rows.source.size(); ++i)
            queries.row(Index(i)) = in.pairs.source->row(rows.source[i]);
        auto found = retrieval(model.apply(queries), rows.target, *in.pairs.target, in.likeness, csls, context);
        if (!found) return found.error();
        scores = *found;
        return success();
    }

    Status heldout() {
        out.heldout_rmse = out.heldout_top1 = out.heldout_recall_at_10 = void_metric;
        if (!in.pairs.fits.empty()) {
            auto rest = heldout_rows(in.pairs);
            if (rest.source.empty()) return success();
            if (static_cast<Index>(rest.source.size()) > all_rows_up_to)
                rest = subset(rest, random.choose(static_cast<Index>(rest.source.size()), sampled_rows));
            RetrievalScores scores;
            if (auto status = score(rest, in.fit, false, scores); !status) return status;
            rest.weight.clear();
            out.heldout_rmse = rmse(rest.rows(in.pairs), in.fit);
            out.heldout_top1 = scores.top1, out.heldout_recall_at_10 = scores.recall_at_10;
            return success();
        }
        const Index n = static_cast<Index>(fit.source.size());
        if (n < 2 * folds) return success();
        return five_folds(n);
    }

    Status five_folds(Index n) {
        const auto order = random.permutation(n);
        double square = 0, weight = 0, hits = 0, hits10 = 0, asked = 0;
        for (Index f = 0; f < folds; ++f) {
            if (context.stopped()) return cancelled_error();
            std::vector<Index> in_fold, rest;
            for (Index i = 0; i < n; ++i) (i % folds == f ? in_fold : rest).push_back(order[std::size_t(i)]);
            std::sort(rest.begin(), rest.end());
            auto model = procrustes(subset(fit, rest).rows(in.pairs), in.rules);
            if (!model) return model.error();
            auto test = subset(fit, in_fold);
            const double w = test.weight.empty() ? double(test.source.size())
                                                 : Eigen::Map<Vector>(test.weight.data(), Index(test.weight.size())).sum();
            square += w * std::pow(rmse(test.rows(in.pairs), *model), 2), weight += w;
            if (n > all_rows_up_to) test = subset(test, random.choose(Index(test.source.size()), sampled_rows / folds));
            RetrievalScores scores;
            if (auto status = score(test, *model, false, scores); !status) return status;
            const double count = double(test.source.size());
            hits += scores.top1 * count, hits10 += scores.recall_at_10 * count, asked += count;
            context.report(double(f + 1) / folds, "five folds");
        }
        out.heldout_rmse = rms(square, weight);
        out.heldout_top1 = hits / asked, out.heldout_recall_at_10 = hits10 / asked;
        return success();
    }

    // With Z = X Q, S = (Z + Y) / 2 and D = Z - Y: XX' - YY' = SD' + DS', so that |XX' - YY'|^2 is
    // 2 tr(S'S D'D) + 2 tr((S'D)^2), in O(n d^2). Sums of |X'X|^2, |Y'Y|^2 and |X'Y|^2 would cancel where the sets agree.
    // On the rows as the fit saw them, unweighted; any orthogonal Q will do.
    void gram() {
        const RowPairs rows = fit.rows(in.pairs);
        const Index d = in.pairs.dimension();
        const bool orthogonal = (in.fit.rotation.transpose() * in.fit.rotation).isIdentity(1e-12);
        Matrix ss = Matrix::Zero(d, d), dd = ss, sd = ss, x, y;
        for (Index at = 0; at < rows.count(); at += block) {
            const Index count = std::min(block, rows.count() - at);
            gather_rows(rows.source, rows.source_row, at, in.fit.pivot, count, x);
            gather_rows(rows.target, rows.target_row, at, in.fit.place, count, y);
            if (orthogonal) x = product(x, in.fit.rotation);
            const Matrix s = 0.5 * (x + y), e = x - y;
            const auto add = [&](const Matrix& a, const Matrix& b, Matrix& to) {
                add_transposed_product(count, d, d, a.data(), count, b.data(), count, to);
            };
            add(s, s, ss), add(e, e, dd), add(s, e, sd);
        }
        const double sum = 2 * ss.cwiseProduct(dd).sum() + 2 * sd.cwiseProduct(sd.transpose()).sum();
        out.gram_rms_error = std::sqrt(std::max(0.0, sum)) / double(fit.source.size());
    }
};

}  // namespace

FitRows fit_rows(const Pairs& p) {
    FitRows out;
    if (p.all_fit()) return out;
    for (std::size_t i = 0; i < p.source_row.size(); ++i) {
        if (!p.fits.empty() && !p.fits[i]) continue;
        out.source.push_back(p.source_row[i]), out.target.push_back(p.target_row[i]);
        if (p.weights.size()) out.weight.push_back(p.weights(Index(i)));
    }
    return out;
}

FitRows heldout_rows(const Pairs& p) {
    FitRows out;
    for (std::size_t i = 0; i < p.fits.size(); ++i)
        if (!p.fits[i]) out.source.push_back(p.source_row[i]), out.target.push_back(p.target_row[i]);
    return out;
}

double rmse(const RowPairs& rows, const ProcrustesFit& fit) {
    const Index n = rows.count();
    double square = 0, weight = 0;
    Residuals residuals{rows, fit};
    for (Index at = 0; at < n; at += block) {
        const Index count = std::min(block, n - at);
        const Vector squares = residuals.squares(at, count);
        if (rows.weight.empty()) {
            square += squares.sum(), weight += double(count);
        } else {
            const Eigen::Map<const Vector> w(rows.weight.data() + at, count);
            square += w.dot(squares), weight += w.sum();
        }
    }
    return rms(square, weight);
}

Result<Baselines> baselines(const BaselineInput& input, const Context& context) {
    Worker work(input, context);
    if (input.chosen) {
        auto& out = work.out;
        out.shuffled_rmse = out.shuffled_best = out.reference_rmse = out.shifted_rmse = void_metric;
        out.top1 = out.top1_csls = void_metric;
        for (auto part : {&Worker::simple, &Worker::heldout})
            if (auto status = (work.*part)(); !status) return status.error();
        work.gram();
        return out;
    }
    for (auto part : {&Worker::simple, &Worker::shuffles, &Worker::shifts, &Worker::heldout})
        if (auto status = (work.*part)(); !status) return status.error();
    RetrievalScores scores;
    if (auto status = work.score(work.sampled, input.fit, true, scores); !status) return status.error();
    work.out.top1 = scores.top1, work.out.top1_csls = scores.top1_csls, work.out.tied = scores.tied;
    work.gram();
    return work.out;
}

Result<RetrievalScores> truth_retrieval(const BaselineInput& input, Index most, const Context& context) {
    const Indices& truth = *input.pairs.truth;
    FitRows rows;
    for (Index i = 0; i < truth.size(); ++i)
        if (truth(i) >= 0) rows.source.push_back(i), rows.target.push_back(truth(i));
    const auto count = static_cast<Index>(rows.source.size());
    if (count == 0) return RetrievalScores{void_metric, void_metric, void_metric};
    if (count > most) rows = subset(rows, Random(input.seed).choose(count, most));
    Worker work(input, context);
    RetrievalScores scores;
    if (auto status = work.score(rows, input.fit, true, scores); !status) return status.error();
    return scores;
}

}  // namespace orthoscope
