// Metrics, verdict and arrays of `spectral-decay`.
#pragma once

#include "core/spectrum/decay_method.h"

namespace orthoscope {

// The metrics of a matrix, in the order of cli.md and of the columns of the array `layers`.
constexpr std::string_view decay_metrics[] = {
    "effective_rank",        "stable_rank",             "participation_ratio",       "power_law_alpha",
    "power_law_distance",    "power_law_tail",          "marchenko_pastur_edge",     "marchenko_pastur_spikes",
    "gavish_donoho_rank",    "parallel_analysis_rank",  "broken_stick_rank",         "intrinsic_dimension_twonn",
    "intrinsic_dimension_mle"};

// Arrays: values (of the matrix in front: descending; of a Laplacian ascending, in 1 / length^2), vectors (D x p, right
// singular vectors or eigenvectors as columns), twin, parallel_quantiles, stick, tails and twin_tails (m x 4: alpha, k, D, smallest square;
// k = 0: void), cosines, entries, spacings, dimensions as in SpectrumState, shape_dna (values times area). Of several
// matrices also layer_values (r x m, 0 below the end of a shorter one), layer_lengths and layers (m x 13, the metrics
// above; -1: void). A metric that is void is NaN and has its sentence in `warnings`.
Report decay_report(const Pairs& inputs, const DecayOptions& options, const Recording& recording);

// Of a run over several matrices the report of one of them, from 1; null where `own`, the run's, is of that one, or the run
// has not come to it, or is no run of spectral-decay. `options`: resolved.
std::shared_ptr<const Report> report_of_matrix(const std::string& method, const ParameterSet& options, const Report& own, const Pairs& inputs,
                                               const Recording& recording, int layer);

}  // namespace orthoscope
