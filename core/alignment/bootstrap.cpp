#include "core/alignment/bootstrap.h"

#include "core/alignment/baselines.h"
#include "core/base/random.h"

namespace orthoscope {
namespace {

constexpr Index most_rows = 5000;

FitRows rows_of(const BootstrapInput& in) {
    if (!in.matching) {
        auto rows = fit_rows(in.pairs);
        if (rows.source.empty()) rows.source = in.pairs.source_row, rows.target = in.pairs.target_row;
        return rows;
    }
    FitRows rows;
    for (Index i = 0; i < in.matching->size(); ++i)
        if ((*in.matching)(i) >= 0) rows.source.push_back(i), rows.target.push_back((*in.matching)(i));
    return rows;
}

Result<ProcrustesFit> slim_fit(const Pairs& pairs, const FitRows& rows, const ProcrustesRules& rules) {
    auto fit = procrustes(rows.rows(pairs), rules);
    if (fit) fit->u = fit->v = Matrix(), fit->sigma = Vector();
    return fit;
}

}  // namespace

Result<Bootstrap> bootstrap(const BootstrapInput& in, const Context& context) {
    const FitRows all = rows_of(in);
    const Index n = static_cast<Index>(all.source.size());
    if (n < 2) return input_error("bootstrap", "found " + std::to_string(n) + " pairs; expected at least two");
    Bootstrap out;
    out.rows = n, out.rows_used = std::min(n, most_rows);
    Random random(in.seed);
    const int total = in.refits + in.shuffles;
    for (int k = 0; k < total; ++k) {
        if (context.stopped()) return cancelled_error();
        context.report(double(k) / total, k < in.refits ? "bootstrap refits" : "refits on shuffled pairs");
        FitRows drawn;
        const auto order = k < in.refits ? std::vector<Index>() : random.permutation(n);
        for (Index i = 0; i < out.rows_used; ++i) {
            const auto s = static_cast<std::size_t>(random.below(static_cast<std::uint64_t>(n)));
            drawn.source.push_back(all.source[s]);
            drawn.target.push_back(all.target[order.empty() ? s : static_cast<std::size_t>(order[s])]);
            if (!all.weight.empty()) drawn.weight.push_back(all.weight[s]);
        }
        auto fit = slim_fit(in.pairs, drawn, in.rules);
        if (!fit) return fit.error();
        (k < in.refits ? out.refits : out.shuffled).push_back(std::move(*fit));
    }
    return out;
}

}  // namespace orthoscope
