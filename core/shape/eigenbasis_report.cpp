#include <cmath>
#include <numbers>

#include "core/base/text.h"
#include "core/shape/eigenbasis_run.h"

namespace orthoscope {
namespace {

constexpr double agrees = 1e-6;  // neighbouring values, relative

// "Eigenvalues 2 to 4 agree ..." for each run of equal ones, the first few of them.
void note_multiplicities(const Matrix& values, Report& report) {
    const Index k = values.rows();
    Index runs = 0;
    std::string list;
    for (Index a = 0, b = 0; a < k; a = b) {
        for (b = a + 1; b < k && values(b) - values(b - 1) <= agrees * values(b);) ++b;
        if (b - a < 2) continue;
        if (++runs <= 6) list += (runs > 1 ? ", " : "") + std::to_string(a + 1) + " to " + std::to_string(b);
    }
    if (runs == 0) return;
    if (runs > 6) list += " and " + std::to_string(runs - 6) + " more runs";
    report.warnings.push_back("Eigenvalues agree to " + brief(agrees) + ": " + list +
                              ". Their vectors are one basis of a common space, which another mesh of the shape would not share.");
}

double largest_residual(const Laplacian& l, const Matrix& values, const Matrix& vectors) {
    double worst = 0;
    for (Index j = 0; j < vectors.cols(); ++j) {
        const Vector r = l.stiffness * vectors.col(j) - values(j) * l.mass.cwiseProduct(vectors.col(j));
        worst = std::max(worst, std::sqrt(r.cwiseAbs2().cwiseQuotient(l.mass).sum()));
    }
    const double last = values(values.rows() - 1);
    return last > 0 ? worst / last : worst * l.area;
}

}  // namespace

Result<Report> eigenbasis_report(const Dataset& shape, const EigenbasisOptions& options, const ShapeState& state,
                                 const Context& context) {
    Report report;
    report.metrics = {{"largest_residual", void_metric}, {"weyl_ratio", void_metric}};
    if (!state.source_vectors) {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"The run was stopped before the eigenvalues had settled."};
        if (state.source_values) report.matrices = {{"values", *state.source_values}};
        return report;
    }
    auto laplacian = make_laplacian(shape, options.laplacian, {{}, {}, context.memory_limit});
    if (!laplacian) return laplacian.error();
    const Matrix &values = *state.source_values, &vectors = *state.source_vectors;
    const Index k = values.rows();
    const double residual = largest_residual(*laplacian, values, vectors);
    report.metrics[0].second = residual;
    // Weyl: the number of values below lambda is about lambda area / (4 pi).
    if (k > 1 && values(k - 1) > 0)
        report.metrics[1].second = values(k - 1) * laplacian->area / (4 * std::numbers::pi * double(k - 1));
    report.metrics.insert(report.metrics.end(), {{"k", double(k)},
                                                 {"components", double(laplacian->components)},
                                                 {"area", laplacian->area},
                                                 {"largest_value", values(k - 1)}});
    report.matrices = {{"values", values}, {"vectors", vectors}, {"mass", laplacian->mass}};
    report.warnings = laplacian->notes;
    if (k < options.k)
        report.warnings.push_back(std::to_string(options.k) + " eigenpairs were asked for; the shape has " + std::to_string(k) + ".");
    note_multiplicities(values, report);
    const std::string found = std::to_string(k) + " eigenpairs with residuals up to " + brief(residual) + " of the largest value";
    report.verdict = residual <= 1e-6 ? Verdict::Supported : residual <= 1e-3 ? Verdict::Doubtful : Verdict::Unsupported;
    report.reasons = {report.verdict == Verdict::Supported
                          ? "Found " + found + "."
                          : "Found " + found + ": the shape's triangles differ too much in size for more."};
    if (report.verdict == Verdict::Supported && laplacian->components > 1) {
        report.verdict = Verdict::Doubtful;
        report.reasons.insert(report.reasons.begin(), "The shape has " + std::to_string(laplacian->components) +
                                                          " components: each brings its own eigenfunctions, and a map between "
                                                          "shapes cannot tell them apart.");
    }
    return report;
}

}  // namespace orthoscope
