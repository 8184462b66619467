#include "core/spectrum/decay_report.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/spectrum/report.h"
#include "core/spectrum/statistics.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace {

constexpr std::string_view counts[] = {"marchenko_pastur_spikes", "gavish_donoho_rank", "parallel_analysis_rank", "broken_stick_rank"};
constexpr const char* count_names[] = {"Marchenko-Pastur", "Gavish-Donoho", "parallel analysis", "broken stick"};

bool is_void(double v) { return std::isnan(v); }

// Why a metric has no value, in a sentence; many of them share one.
void explain_voids(const Found& found, const SpectrumState& s, const DecayOptions& o, bool streamed, Report& report) {
    const auto missing = [&](std::string_view name) { return is_void(value_of(found, name)); };
    const auto say = [&](const std::string& names, const std::string& why) { report.warnings.push_back(names + " void: " + why + "."); };
    if (s.ascending) return say("All metrics of matrices (effective_rank to intrinsic_dimension_mle) are", "these are eigenvalues of a Laplacian");
    const Index j = Index(s.layer), q = (*s.lengths)(j);
    const bool zero = !((*s.values)(0, j) > 0), partial = value_of(found, "complete") == 0;
    if (zero) say("effective_rank, stable_rank, participation_ratio, all edges, counts and the tail are", "every value is 0");
    if (partial)
        say("effective_rank, participation_ratio, marchenko_pastur_*, gavish_donoho_rank, parallel_analysis_rank, broken_stick_rank and power_law_* are",
            "they need all values, and only the first were found");
    if (!zero && !partial) {
        const bool symmetric = value_of(found, "symmetric") == 1;
        if (symmetric)
            say("marchenko_pastur_edge, marchenko_pastur_spikes, gavish_donoho_rank and parallel_analysis_rank are",
                "the matrix equals its transpose, as Gram matrices, correlations and distances do, so that its entries are no independent noise");
        if (!symmetric && missing("marchenko_pastur_edge"))
            say("marchenko_pastur_edge, marchenko_pastur_spikes and gavish_donoho_rank are",
                q < fewest_for_noise ? "fewer than " + std::to_string(fewest_for_noise) + " values say nothing about noise"
                                     : "half of the values are rounding, so there is no noise to measure: the matrix has low rank");
        if (!symmetric && missing("parallel_analysis_rank"))
            say("parallel_analysis_rank is", streamed             ? "a stream is passed over once, and shuffling needs its rows again"
                                             : o.shuffles == 0 ? "no shuffles were asked for"
                                                               : "one value or one row has nothing to be compared with");
        if (missing("broken_stick_rank")) say("broken_stick_rank is", "one value is the whole stick");
        if (missing("power_law_alpha"))
            say("power_law_alpha, power_law_distance and power_law_tail are",
                "there is no tail of " + std::to_string(o.tail) + " different values above rounding");
    }
}

void note_layer(const Found& found, const Dataset& set, const DecayOptions& o, Report& report) {
    const double rows = value_of(found, "rows"), columns = value_of(found, "columns");
    const double live_rows = value_of(found, "live_rows"), live_columns = value_of(found, "live_columns");
    const bool centred = o.center == Centring::Columns, streamed = is_sampled(set);
    auto& w = report.warnings;
    if (streamed)
        w.push_back("The rows were streamed once: values are exact, by the triangular factor of all rows; cosines, entries and "
                    "intrinsic dimension are those of " + std::to_string(set.rows()) + " rows drawn.");
    if (const double dead = streamed || centred ? 0 : rows - live_rows; dead > 0)
        w.push_back(counted(std::uint64_t(dead), "row") + (dead == 1 ? " is" : " are") + " all zeros; noise edges are those of the rest.");
    if (const double dead = columns - live_columns; dead > 0)
        w.push_back(counted(std::uint64_t(dead), "column") + (dead == 1 ? " has" : " have") + (centred ? " one value throughout" : " zeros alone") +
                    "; noise edges are those of the rest.");
    if (const double twice = value_of(found, "duplicate_rows"); twice > 0)
        w.push_back(counted(std::uint64_t(twice), "row") + (twice == 1 ? " equals" : " equal") +
                    " another and took no part in the intrinsic dimension.");
    if (const double used = value_of(found, "dimension_rows"); set.rows() > 5000 && used > 0)
        w.push_back("Intrinsic dimension is that of 5000 of " + std::to_string(set.rows()) + " rows drawn: neighbours are farther than among all.");
    if (const double different = value_of(found, "different_entries"); different <= 256 && rows * columns > 4 * different)
        w.push_back("Its entries take only " + std::to_string(Index(different)) + " different values: it was quantised, or holds codes.");
    if (const double share = value_of(found, "mean_share"); !centred && share > 0.05 && share > 5 / std::max(1.0, rows))
        w.push_back("The mean row holds " + in_percent(share) + " of the energy: the first direction is mostly that, and shuffled columns keep it "
                    "(parallel analysis may stop at once). --center columns takes it off.");
}

void note_tail(const Found& found, Report& report) {
    const double alpha = value_of(found, "power_law_alpha"), k = value_of(found, "power_law_tail"), d = value_of(found, "power_law_distance");
    if (is_void(alpha)) return;
    std::string why;
    if (k < 50) why += "its tail has only " + brief(k) + " values (50 are advised)";
    // The distance that a true power law would exceed once in twenty (Kolmogorov's limit).
    if (d > 1.358 / std::sqrt(k)) why += std::string(why.empty() ? "" : ", ") + "it misses them by D = " + brief(d) + ", more than a true law would by chance";
    if (alpha > 8) why += std::string(why.empty() ? "" : ", ") + "exponents above 8 describe no heavy tail";
    if (const double twin = value_of(found, "twin_alpha"), off = value_of(found, "twin_distance"); !is_void(twin) && off <= d)
        why += std::string(why.empty() ? "" : ", ") + "and the shuffled twin fits one as well (alpha " + brief(twin) + ", D " + brief(off) + ")";
    if (!why.empty()) report.warnings.push_back("The power law alpha = " + brief(alpha) + " is doubtful: " + why + ".");
}

std::string listed(const Found& found) {
    std::string text;
    for (std::size_t i = 0; i < std::size(counts); ++i)
        if (const double v = value_of(found, counts[i]); !is_void(v)) text += (text.empty() ? "" : ", ") + std::string(count_names[i]) + " " + brief(v);
    return text;
}

// The three counts that test against noise; the broken stick is a rule of thumb and has no say.
void judge(const Found& found, const SpectrumState& s, Report& report) {
    double low = INFINITY, high = -INFINITY;
    for (std::size_t i = 0; i < 3; ++i)
        if (const double v = value_of(found, counts[i]); !is_void(v)) low = std::min(low, v), high = std::max(high, v);
    const Index q = (*s.lengths)(Index(s.layer));
    if (!((*s.values)(0, Index(s.layer)) > 0)) {
        report.verdict = Verdict::Unsupported, report.reasons = {"The matrix is zero: it has no directions."};
        return;
    }
    const std::string size = "The values weigh as much as " + brief(value_of(found, "effective_rank")) + " equal ones of " + std::to_string(q) + ".";
    if (low > high) {
        report.verdict = Verdict::Doubtful;
        report.reasons = {"Where signal ends cannot be said: no count against noise is possible here."};
    } else {
        const bool agree = high <= 1.5 * low + 1;
        report.verdict = agree ? Verdict::Supported : Verdict::Doubtful;
        const std::string range = low == high ? brief(low) : brief(low) + " to " + brief(high);
        report.reasons = {high == 0 ? "No direction rises above noise (" + listed(found) + ")."
                          : agree   ? range + " of " + std::to_string(q) + " directions rise above noise, and the counts agree: " + listed(found) + "."
                                    : "The counts disagree on how many of " + std::to_string(q) + " directions rise above noise: " + listed(found) + "."};
        if (const double sure = value_of(found, "marchenko_pastur_certain"), spikes = value_of(found, "marchenko_pastur_spikes"); sure < spikes)
            report.reasons.push_back(brief(spikes - sure) + " of the " + brief(spikes) + " beyond the Marchenko-Pastur edge stand so near to it that noise "
                                     "of this size may reach them.");
    }
    if (!is_void(value_of(found, "effective_rank"))) report.reasons.push_back(size);
}

void judge_shape(const Found& found, const SpectrumState& s, Report& report) {
    const double ratio = value_of(found, "weyl_ratio"), components = value_of(found, "components");
    const Index k = (*s.lengths)(Index(s.layer));
    report.metrics.insert(report.metrics.end(), {{"weyl_ratio", ratio}, {"area", value_of(found, "area")}, {"components", components}, {"k", double(k)}});
    if (is_void(ratio)) report.warnings.push_back("weyl_ratio is void: there is no value above 0.");
    const bool near = std::abs(ratio - 1) < 0.25;
    report.verdict = near ? Verdict::Supported : Verdict::Doubtful;
    report.reasons = {"The last of " + std::to_string(k) + " eigenvalues is " + brief(ratio) + " times what Weyl's law gives for the area" +
                      (near ? "." : ": so few values, or such a mesh, do not show it yet.")};
    if (components > 1) report.reasons.push_back("The shape has " + brief(components) + " components: the value 0 comes as often.");
}

void add_arrays(const SpectrumState& s, const Found& found, Report& report) {
    const Index j = Index(s.layer), q = (*s.lengths)(j);
    report.matrices.emplace_back("values", Matrix(s.values->col(j).head(q)));
    if (s.error_bounds) report.matrices.emplace_back("error_bounds", Matrix(s.error_bounds->col(j).head(q)));
    if (s.right) report.matrices.emplace_back("vectors", Matrix(s.right->transpose()));
    if (s.twin) report.matrices.emplace_back("twin", Matrix(s.twin->col(j).head(q)));
    for (auto& [name, m] : {std::pair{"parallel_quantiles", &s.parallel}, {"stick", &s.stick}, {"tails", &s.tails}, {"twin_tails", &s.twin_tails},
                            {"cosines", &s.cosines}, {"entries", &s.entries}, {"spacings", &s.spacings}, {"dimensions", &s.dimensions}})
        if (*m) report.matrices.emplace_back(name, **m);
    if (s.ascending) report.matrices.emplace_back("shape_dna", Matrix(s.values->col(j).head(q) * value_of(found, "area")));
    if (s.values->cols() > 1) {
        report.matrices.emplace_back("layer_values", *s.values);
        report.integers.emplace_back("layer_lengths", *s.lengths);
    }
}

void add_layers(const std::vector<Found>& found, const Pairs& inputs, Report& report) {
    Matrix table(Index(found.size()), Index(std::size(decay_metrics)));
    for (std::size_t j = 0; j < found.size(); ++j)
        for (std::size_t i = 0; i < std::size(decay_metrics); ++i) {
            const double v = value_of(found[j], decay_metrics[i]);
            table(Index(j), Index(i)) = is_void(v) ? -1 : v;
        }
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t j = 0; j < found.size(); ++j)
        if (const double r = value_of(found[j], "effective_rank") / std::min(value_of(found[j], "rows"), value_of(found[j], "columns")); !is_void(r))
            order.emplace_back(r, j);
    std::sort(order.begin(), order.end());
    if (order.size() > 1)
        report.reasons.push_back("Of " + std::to_string(found.size()) + " matrices " + layer_name(*inputs.sets[order.front().second]) +
                                 " uses the smallest share of its directions (effective rank " + in_percent(order.front().first) + ") and " +
                                 layer_name(*inputs.sets[order.back().second]) + " the largest (" + in_percent(order.back().first) + ").");
    report.matrices.emplace_back("layers", std::move(table));
}

}  // namespace

Report decay_report(const Pairs& inputs, const DecayOptions& options, const Recording& recording) {
    Report report;
    const auto* s = last_spectrum(recording, Index(options.front));
    if (!s) s = last_spectrum(recording);  // stopped before it came to that one
    const Index layers = Index(inputs.sets.size());
    const auto found = found_by_layer(recording, layers);
    const Index j = s ? Index(s->layer) : 0;
    const Found& own = found[std::size_t(j)];
    for (auto name : decay_metrics) report.metrics.emplace_back(name, value_of(own, name));
    if (!s || (*s->lengths)(j) == 0) {
        report.verdict = Verdict::Unsupported, report.reasons = {"The run was stopped before the values were found."};
        return report;
    }
    const Dataset& set = *inputs.sets[std::size_t(j)];
    for (auto name : {"marchenko_pastur_certain", "noise_deviation", "gavish_donoho_threshold", "mean_share", "cosine_spread", "cosine_null_spread",
                      "weibull_shape", "zero_entries", "duplicate_rows"})
        if (const double v = value_of(own, name); !is_void(v)) report.metrics.emplace_back(name, v);
    add_arrays(*s, own, report);
    if (s->ascending) judge_shape(own, *s, report);
    else judge(own, *s, report);
    if (layers > 1) {
        report.reasons.front() = layer_name(set) + ": " + report.reasons.front();
        report.warnings.push_back("Metrics are those of " + layer_name(set) + " (matrix " + std::to_string(j) + " of " + std::to_string(layers) +
                                  ", --front); those of all are in layers.npy, in the order of the inputs.");
        add_layers(found, inputs, report);
    }
    explain_voids(own, *s, options, is_sampled(set), report);
    if (s->ascending) return report;
    if (s->error_bounds && s->error_bounds->col(j).maxCoeff() > 0)
        report.warnings.push_back("The values come from random probes: each is at most the true one, and short of it by at most " +
                                  brief(s->error_bounds->col(j).maxCoeff()) + " (the first by " + brief((*s->error_bounds)(0, j)) + ").");
    note_layer(own, set, options, report);
    if (is_void(value_of(own, "intrinsic_dimension_twonn")) || is_void(value_of(own, "intrinsic_dimension_mle")))
        report.warnings.push_back("intrinsic_dimension_twonn or intrinsic_dimension_mle is void: of " +
                                  brief(value_of(own, "dimension_rows")) + " different rows there are too few, or their neighbours are all about equally far (as those of random rows are).");
    note_tail(own, report);
    return report;
}

std::shared_ptr<const Report> report_of_matrix(const std::string& method, const ParameterSet& options, const Report& own, const Pairs& inputs,
                                               const Recording& recording, int layer) {
    if (method != decay_info().id || inputs.sets.size() < 2 || layer < 1 || std::size_t(layer) > inputs.sets.size()) return nullptr;
    auto chosen = options_from<DecayOptions>(options);
    if (chosen.front == layer - 1 || !last_spectrum(recording, layer - 1)) return nullptr;
    chosen.front = layer - 1;
    auto report = decay_report(inputs, chosen, recording);
    report.seconds = own.seconds;
    return std::make_shared<const Report>(std::move(report));
}

}  // namespace orthoscope
