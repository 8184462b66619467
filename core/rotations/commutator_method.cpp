#include "core/rotations/commutator_method.h"

#include <cmath>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/method/describe.h"
#include "core/rotations/commutator_run.h"
#include "core/rotations/plane_report.h"

namespace orthoscope {
namespace {

class CommutatorMethod : public Method {
  public:
    const MethodInfo& info() const override { return commutator_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<CommutatorOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings&) const override {
        auto input = commutator_input(*inputs);
        if (!input) return input.error();
        return std::unique_ptr<Solver>(std::make_unique<CommutatorRun>(std::move(*input), options_from<CommutatorOptions>(options)));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        const auto* state = last_planes(recording);
        if (!state || !state->planes) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"The run was stopped before the planes were found."};
            return report;
        }
        report_planes(*state, report);
        report.matrices.emplace_back("commutator_values", *state->moment_values);
        report.matrices.emplace_back("generator", *state->generator);
        judge(*state, inputs, options_from<CommutatorOptions>(options), recording, report);
        return report;
    }

  private:
    static void judge(const PlanesState& s, const Pairs& inputs, const CommutatorOptions& options, const Recording& recording,
                      Report& report) {
        const Index p = s.angles->rows();
        const double null_space = last_metric(recording, "null_space").value_or(0);
        report.metrics.emplace_back("null_space", null_space);
        if (p == 0) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"No rotation leaves this covariance as it is: no two of its eigenvalues agree within " + in_percent(options.tolerance) + "."};
            return;
        }
        report.verdict = Verdict::Supported;
        report.reasons = {"The covariance stays as it is under rotations of " + counted(std::uint64_t(p), "plane") + " (a null space of " +
                          counted(std::uint64_t(null_space), "generator") + "); eigenvalues agree within " +
                          brief(s.residuals->maxCoeff()) + " of their sum."};
        report.warnings.push_back("A covariance does not know how fast its planes turn: all are shown at 5 degrees a step.");
        // Sampling moves each eigenvalue by about sqrt(2 / n) of itself.
        const double rows = double(inputs.sets.front()->rows()), spread = std::sqrt(1 / rows);
        if (s.phasors && s.residuals->maxCoeff() > 1e-9 && spread > options.tolerance)
            lower_verdict(report, Verdict::Doubtful, "With " + counted(std::uint64_t(rows), "row") + " the eigenvalues are known to about " +
                                                         in_percent(std::sqrt(2 / rows)) + ": some may agree, or differ, by chance.");
    }
};

}  // namespace

Result<CommutatorInput> commutator_input(const Pairs& inputs) {
    const Dataset& set = *inputs.sets.front();
    const Matrix& values = set.values();
    if (!values.allFinite()) return input_error(set.name, "holds a value that is not a number; expected finite rows");
    CommutatorInput out;
    const double size = values.norm();
    const bool symmetric = values.rows() == values.cols() && (values - values.transpose()).norm() <= 1e-6 * size;
    if (set.kind() == Kind::Matrix && symmetric && size > 0) {
        auto eigen = symmetric_eigen(values);
        if (!eigen) return eigen.error();
        if (eigen->values(0) >= -1e-6 * eigen->values.cwiseAbs().maxCoeff()) {
            out.covariance = (values + values.transpose()) / 2;
            return out;
        }
    }
    if (values.rows() < 3 || values.cols() < 2)
        return input_error(set.name, "holds " + counted(std::uint64_t(values.rows()), "row") + " of " + std::to_string(values.cols()) +
                                         "; expected at least three rows of two numbers, or a covariance");
    const Matrix mean = values.colwise().mean();
    if (!((values.rowwise() - mean.row(0)).squaredNorm() > 1e-24 * size * size))
        return input_error(set.name, "holds rows that are all equal; expected rows that vary");
    out.rows = std::shared_ptr<const Matrix>(inputs.sets.front(), &values);
    return out;
}

const MethodInfo& commutator_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "double-commutator", m.title = "Symmetry of a covariance";
        m.summary = "The rotations hidden in a covariance: which planes can be turned without changing it, though nothing is seen to move.";
        m.citation = "The double-commutator criterion for selecting the group of a covariance; "
                     "B. Parlett, The Symmetric Eigenvalue Problem, SIAM (1998)";
        m.inputs = {"rows in any order, or a covariance"};
        m.produces = {"planes", "angles_degrees", "energies", "residuals", "phases", "generator", "commutator_values"};
        m.family = MethodFamily::Rotations;
        m.most_inputs = 1;
        m.phases = {
            {"covariance", "Covariance", "C = \\frac{1}{n} \\sum_i y_i^T y_i",
             {{"y_i", "row i without the mean; the order of the rows is forgotten"}, {"C", "d x d, how the coordinates vary together"}},
             "A covariance keeps no order in time; yet what the data can be turned by leaves its mark in it.", 1.5},
            {"commutators", "Commutators", "M_{ij} = \\langle [C , G_i] , [C , G_j] \\rangle , \\quad M g = \\mu N g",
             {{"G_i", "the generators: a small turn in each pair of directions"}, {"[C , G]", "C G - G C: how a small turn changes the covariance"},
              {"N_{ij}", "the inner products of the generators"}, {"\\mu", "how much a generator changes C; 0: not at all"}},
             "One eigenproblem asks every small turn how much it would change the covariance.", 2.0},
            {"generator", "Null space", "[C , G] = 0 , \\quad e^{- t G} C e^{t G} = C",
             {{"G", "k x k, antisymmetric: a small turn that costs nothing"}, {"t", "how far it is carried on"}},
             "Generators that cost nothing are the symmetries; each can be carried on to any angle.", 2.0},
            {"planes", "Planes", "\\lambda_i = \\lambda_j \\quad \\Rightarrow \\quad G = v_i^T v_j - v_j^T v_i",
             {{"\\lambda_i", "the eigenvalues of C"}, {"v_i", "their eigenvectors"}},
             "A free plane is a pair of directions in which the data vary equally; how fast it turns, no covariance can say.", 2.0},
        };
        return m;
    }();
    return info;
}

const Method& commutator_method() {
    static const CommutatorMethod method;
    return method;
}

}  // namespace orthoscope
