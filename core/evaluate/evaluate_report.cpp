#include "core/evaluate/evaluate_report.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/alignment/assess.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/evaluate/evaluate_solver.h"
#include "core/alignment/fit_choices.h"
#include "core/evaluate/nearest_rows.h"
#include "core/evaluate/stack_check.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr int null_tries = 10;
constexpr Index null_rows = 2000;


class Grading {
  public:
    Grading(const EvaluatedRun& run, const Context& context)
        : in_(run), context_(context), start_(*run.pairs.options.start), grader_(run.pairs, run.options, run.seed),
          rules_(run.options.fit.rules()) {}

    Result<Report> report() {
        if (auto status = find_pose(); !status) return status.error();
        if (fit_.sigma.size() && !grader_.given_pairs() && !in_.fit_only)
            if (auto status = compare_with_chance(); !status) return status.error();
        auto report = assess_alignment({in_.pairs, rules_, fit_, in_.seed, in_.fit_only, likeness_of(in_.pairs),
                                        grader_.given_pairs() || found_.matching.size() == 0 ? nullptr : &found_},
                                       context_);
        if (!report || fit_.sigma.size() == 0) return report;
        report_ = std::move(*report);
        if (auto status = judge_the_pairs(); !status) return status.error();
        for (auto part : {&Grading::matrix, &Grading::optimum, &Grading::conventions, &Grading::stack})
            if (auto status = (this->*part)(); !status) return status.error();
        return std::move(report_);
    }

  private:
    void put(const char* name, double value) { report_.metrics.emplace_back(name, value); }
    void lower(Verdict to, std::string why) {
        const bool first = to > report_.verdict;
        report_.verdict = std::max(report_.verdict, to);
        report_.reasons.insert(first ? report_.reasons.begin() : report_.reasons.end(), std::move(why));
    }
    double error_of(const Matrix& rotation) const { return rmse(rows_.rows(in_.pairs), grader_.pose(rotation)); }

    // The last pose of the recording, with the singular values of the pairs that it is graded on.
    Status find_pose() {
        const AlignmentState* state = nullptr;
        const auto frames = in_.recording.frames();
        for (auto& frame : frames)
            if (frame->phase == int(EvaluatePhase::Iterate) || frame->phase == int(EvaluatePhase::Fit))
                state = std::get_if<AlignmentState>(frame->state.get());
        const auto& last = std::get<AlignmentState>(*frames.back()->state);
        fit_ = fit_of(state ? *state : last, rules_);
        fit_.sigma = Vector();
        rows_ = grader_.rows();
        if (last.matching) found_.matching = *last.matching;
        if (grader_.partners() == Grader::Partners::Nearest)
            for (Index i = 0; i < found_.matching.size(); ++i) rows_.source.push_back(i), rows_.target.push_back(found_.matching(i));
        if (!state || rows_.source.empty()) return success();
        auto best = procrustes(rows_.rows(in_.pairs), rules_);
        if (!best) return best.error();
        best_ = std::move(*best);
        fit_.u = best_.u, fit_.v = best_.v, fit_.sigma = best_.sigma, fit_.corrected = best_.corrected;
        found_.cost = std::pow(rmse(rows_.rows(in_.pairs), fit_), 2);
        return success();
    }

    // A matching: refits on shuffled partners. Nearest rows: the same search under random turns.
    Status compare_with_chance() {
        Random random(in_.seed);
        const Index n = in_.pairs.source->rows(), d = in_.pairs.dimension();
        const bool nearest = grader_.partners() == Grader::Partners::Nearest;
        Matrix some;
        if (nearest) {
            const auto chosen = random.choose(n, std::min(n, null_rows));
            some.resize(Index(chosen.size()), d);
            for (std::size_t i = 0; i < chosen.size(); ++i) some.row(Index(i)) = in_.pairs.source->row(chosen[i]);
        }
        for (int k = 0; k < null_tries; ++k) {
            if (context_.stopped()) return success();
            context_.report(double(k) / null_tries, "answers by chance");
            if (nearest) {
                auto pose = fit_;
                pose.pivot = some.colwise().mean();
                pose.place = fit_.apply(Matrix(pose.pivot)).row(0);
                pose.rotation = product(fit_.rotation, random_orthogonal(d, random, in_.options.fit.rules().rotation_only));
                auto found = nearest_rows(pose.apply(some), *in_.pairs.target, context_);
                if (!found) return found.error().kind == ErrorKind::Cancelled ? success() : Status(found.error());
                found_.null_costs.push_back(found->square.mean());
                continue;
            }
            FitRows shuffled = rows_;
            const auto order = random.permutation(Index(rows_.target.size()));
            for (std::size_t i = 0; i < order.size(); ++i) shuffled.target[i] = rows_.target[std::size_t(order[i])];
            auto fit = procrustes(shuffled.rows(in_.pairs), rules_);
            if (!fit) return fit.error();
            found_.null_costs.push_back(std::pow(rmse(shuffled.rows(in_.pairs), *fit), 2));
        }
        return success();
    }

    // Whether the partners are good is asked of the best fit to them, not of a pose that may be far from it.
    Status judge_the_pairs() {
        if (in_.fit_only || start_.rotations.empty()) return success();
        if (*report_.metric("rmse") <= 1.2 * rmse(rows_.rows(in_.pairs), best_)) return success();
        auto pairs = assess_alignment({in_.pairs, rules_, best_, in_.seed, false, likeness_of(in_.pairs),
                                       grader_.given_pairs() ? nullptr : &found_},
                                      context_);
        if (!pairs) return pairs.error();
        report_.verdict = pairs->verdict, report_.reasons = std::move(pairs->reasons);
        if (report_.verdict == Verdict::Supported)
            report_.reasons.front() = "The partners themselves are sound, with the best map for them: " + report_.reasons.front();
        return success();
    }

    Status matrix() {
        auto check = check_matrix(fit_.rotation);
        if (!check) return check.error();
        const Index d = in_.pairs.dimension();
        put("rank", double(check->rank));
        if (check->orthogonality_error <= in_.options.tolerance) return success();
        const double change = (check->nearest - fit_.rotation).norm(), error = error_of(check->nearest);
        put("nearest_orthogonal_change", change);
        put("nearest_orthogonal_rmse", error);
        report_.matrices.emplace_back("nearest_orthogonal", check->nearest);
        std::string why = "What was given is not orthogonal: |R'R - I| is " + brief(check->orthogonality_error);
        if (check->rank < d) {
            lower(Verdict::Unsupported, why + ", and its rank is " + std::to_string(check->rank) + " of " +
                                            std::to_string(d) + ": it flattens the source.");
            return success();
        }
        if (check->uniform()) why += "; it is " + brief(check->largest) + " times an orthogonal matrix, so a scale was left in it";
        lower(Verdict::Doubtful, why + ". The nearest orthogonal matrix lies " + brief(change) +
                                     " away (Frobenius) and takes the rmse from " + brief(*report_.metric("rmse")) + " to " +
                                     brief(error) + ".");
        return success();
    }

    Status optimum() {
        if (start_.rotations.empty()) return success();
        const double own = *report_.metric("rmse"), best = rmse(rows_.rows(in_.pairs), best_);
        put("optimal_rmse", best);
        if (*report_.metric("orthogonality_error") < 1e-6) {
            auto turn = svd(product(best_.rotation.transpose(), fit_.rotation));
            if (!turn) return turn.error();
            const RotationPath path(product_transposed(turn->u, turn->v));
            put("angle_to_optimum_degrees",
                path.planes().empty() ? 0 : path.planes().front().angle * 180 / std::numbers::pi);
        }
        const auto spread = in_.pairs.target->norm() / std::sqrt(double(in_.pairs.target->rows()));
        const auto shuffled = report_.metric("shuffled_rmse");
        if (shuffled && own > 1e-9 * spread && own >= *shuffled)
            lower(Verdict::Unsupported, "What was given lands no nearer (rmse " + brief(own) +
                                            ") than a fit on shuffled partners (" + brief(*shuffled) + ").");
        else if (own > 2 * best + 1e-9 * spread)
            lower(Verdict::Doubtful, "What was given is not the best for these partners: the closed form reaches an rmse of " +
                                         brief(best) + " against " + brief(own) + ".");
        return success();
    }

    // Answers that are right in another convention.
    Status conventions() {
        const double own = *report_.metric("rmse");
        const auto spread = in_.pairs.target->norm() / std::sqrt(double(in_.pairs.target->rows()));
        if (own <= 1e-9 * spread || start_.rotations.empty()) return success();
        if (const double turned = error_of(fit_.rotation.transpose()); turned < 0.5 * own)
            lower(Verdict::Doubtful, "Its transpose fits better (rmse " + brief(turned) + " against " + brief(own) +
                                         "): it may be meant for column vectors, or for the way back.");
        return success();
    }

    Status stack() {
        if (start_.rotations.size() < 2) return success();
        const double floor = 1e-12 * in_.pairs.target->squaredNorm() / double(in_.pairs.target->rows());
        const auto check = check_stack(in_.recording, start_.rotations.size(), in_.options, floor, in_.pairs.dimension());
        put("iterates", double(start_.rotations.size()));
        put("first_broken", double(check.first));
        if (check.first >= 0)
            lower(Verdict::Doubtful, "The stack broke at iterate " + std::to_string(check.first) + " (the first is 0): " +
                                         check.what + ".");
        else
            report_.reasons.push_back("None of the " + std::to_string(start_.rotations.size()) +
                                      " iterates broke: orthogonal to " + brief(in_.options.tolerance) +
                                      ", one determinant, full rank, no cost more than " + brief(in_.options.jump) +
                                      " times the one before.");
        return success();
    }

    const EvaluatedRun& in_;
    const Context& context_;
    const Start& start_;
    Grader grader_;
    ProcrustesRules rules_;
    FitRows rows_;
    ProcrustesFit fit_, best_;
    FoundMatching found_;
    Report report_;
};

}  // namespace

Result<Report> evaluate_report(const EvaluatedRun& run, const Context& context) {
    return Grading(run, context).report();
}

}  // namespace orthoscope
