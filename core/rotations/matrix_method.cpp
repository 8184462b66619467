#include "core/rotations/matrix_method.h"

#include <cmath>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/method/describe.h"
#include "core/rotations/matrix_run.h"
#include "core/rotations/plane_report.h"

namespace orthoscope {
namespace {

// A file of single precision is off by about 1e-7 an entry.
double allowed_defect(Index d) { return 1e-6 * double(d); }

Status check(const Pairs& inputs, const MatrixPlanesOptions& options) {
    const Dataset& set = *inputs.sets.front();
    const Matrix& q = set.values();
    if (q.rows() != q.cols())
        return input_error(set.name, "is a " + std::to_string(q.rows()) + " x " + std::to_string(q.cols()) +
                                         " matrix; expected a square one that turns rows");
    if (!q.allFinite()) return input_error(set.name, "holds a value that is not a number; expected an orthogonal matrix");
    const double defect = orthogonality_defect(q);
    if (defect > allowed_defect(q.rows()) && !options.nearest)
        return input_error(set.name, "is not orthogonal: |Q'Q - I| is " + brief(defect) + "; expected at most " +
                                         brief(allowed_defect(q.rows())) + ", or --nearest on, which takes the nearest orthogonal matrix");
    if (inputs.sets.size() < 2) return success();
    const Dataset& rows = *inputs.sets[1];
    if (rows.columns() != q.rows())
        return input_error(rows.name, "holds rows of " + std::to_string(rows.columns()) + " numbers; expected " +
                                          std::to_string(q.rows()) + ", which the matrix turns");
    if (!rows.values().allFinite()) return input_error(rows.name, "holds a value that is not a number; expected finite rows");
    return success();
}

class MatrixPlanesMethod : public Method {
  public:
    const MethodInfo& info() const override { return matrix_planes_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<MatrixPlanesOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        if (auto status = check(*inputs, options_from<MatrixPlanesOptions>(options)); !status) return status.error();
        std::shared_ptr<const Matrix> rows;
        if (inputs->sets.size() > 1) rows = std::shared_ptr<const Matrix>(inputs->sets[1], &inputs->sets[1]->values());
        return std::unique_ptr<Solver>(std::make_unique<MatrixRun>(inputs->sets.front()->values(), rows, settings));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet&, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        const auto* state = last_planes(recording);
        if (!state || !state->planes) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"The run was stopped before the planes were found."};
            return report;
        }
        report_planes(*state, report);
        const double defect = last_metric(recording, "matrix_defect").value_or(0), worst = report.metric("worst_residual").value_or(0);
        report.metrics.emplace_back("matrix_defect", defect);
        report.warnings.push_back(inputs.sets.size() > 1 ? "Energies are shares of the squares of the rows."
                                                         : "Energies are shares of |Q - I|^2: of what the matrix moves.");
        report.warnings.push_back("closed_orbit says nothing of a matrix.");
        const Index d = inputs.sets.front()->columns();
        const std::string parts = "The matrix turns " + counted(std::uint64_t(state->angles->rows()), "plane") + ", keeps " +
                                  counted(std::uint64_t(state->fixed->rows()), "direction") + " and turns over " +
                                  std::to_string(state->flipped->rows());
        report.verdict = Verdict::Supported;
        report.reasons = {parts + "; blocks hold to " + brief(std::isnan(worst) ? 0 : worst) + "."};
        if (defect > allowed_defect(d))
            lower_verdict(report, Verdict::Doubtful, "The input is not orthogonal (|Q'Q - I| is " + brief(defect) +
                                                         "): these are the planes of the orthogonal matrix nearest to it.");
        return report;
    }
};

}  // namespace

double orthogonality_defect(const Matrix& q) {
    return (product(q.transpose(), q) - Matrix::Identity(q.cols(), q.cols())).norm();
}

const MethodInfo& matrix_planes_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "planes-of-matrix", m.title = "Planes of a matrix";
        m.summary = "Any orthogonal matrix, such as the rotation that an alignment found, taken apart into plane rotations; rows beside it are turned by them.";
        m.citation = "G. Golub and C. Van Loan, Matrix Computations, section 7.4 (the real Schur form of a normal matrix)";
        m.inputs = {"orthogonal matrix (and rows to turn)"};
        m.produces = {"planes", "angles_degrees", "energies", "residuals", "fixed", "flipped"};
        m.family = MethodFamily::Rotations;
        m.most_inputs = 2;
        m.phases = {
            {"matrix", "Matrix", "Q^T Q = 1",
             {{"Q", "d x d; rows are turned by it from the right, x Q"}}, "A matrix is a rotation, perhaps with a mirror, where its transpose undoes it.", 1.5},
            {"schur", "Real Schur form", "Q = Z T Z^T , \\quad T = \\text{blocks} \\, ( \\cos \\theta , \\sin \\theta ; - \\sin \\theta , \\cos \\theta )",
             {{"Z", "d x d, an orthonormal basis"}, {"T", "2 x 2 rotations along the diagonal, then 1 and -1"}, {"\\theta", "the angle of a block"}},
             "In the right basis nothing is left of the matrix but a row of small rotations.", 2.0},
            {"planes", "Planes", "a \\, Q = \\cos \\theta \\, a + \\sin \\theta \\, b",
             {{"a, b", "two orthonormal directions that span a plane"}, {"\\theta", "how far the plane turns"}},
             "Each plane turns by its own angle; some directions stay, and an odd mirror turns one over.", 2.0},
        };
        return m;
    }();
    return info;
}

const Method& matrix_planes_method() {
    static const MatrixPlanesMethod method;
    return method;
}

}  // namespace orthoscope
