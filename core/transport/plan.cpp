#include "core/transport/plan.h"

#include <cmath>
#include <memory>

#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

bool heavier(const Triplet& a, const Triplet& b) {
    if (a.mass != b.mass) return a.mass > b.mass;
    return a.source != b.source ? a.source < b.source : a.target < b.target;
}

// Keeps the largest entries of a stream in twice their room.
class Largest {
  public:
    explicit Largest(Index keep) : keep_(std::size_t(keep)) {}
    void add(const Triplet& t) {
        if (keep_ == 0) return void(cut_ = true);
        if (cut_ && !heavier(t, least_)) return;
        entries_.push_back(t);
        if (entries_.size() >= 2 * keep_) trim();
    }
    void trim() {
        if (entries_.size() <= keep_) return;
        const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(keep_) - 1;
        std::nth_element(entries_.begin(), last, entries_.end(), heavier);
        least_ = *last, cut_ = true;
        entries_.resize(keep_);
    }
    std::vector<Triplet>& entries() { return entries_; }
    bool cut() const { return cut_; }

  private:
    std::size_t keep_;
    std::vector<Triplet> entries_;
    Triplet least_{};
    bool cut_ = false;
};

struct Part {
    double cost = 0, row_error = 0, entropy = 0, row_entropy = 0, entries = 0;
    Vector columns;
    Largest largest;
};

class Summariser {
  public:
    Summariser(const TransportGeometry& g, const PlanRows& rows, PlanSummary& out)
        : g_(g), rows_(rows), out_(out) {}

    void row(Index i, std::vector<PlanEntry>& entries, Part& part) {
        rows_(i, entries);
        const double a = g_.source.mass(i);
        double sum = 0, best = 0, plogp = 0;
        RowVector middle = RowVector::Zero(g_.target.points.cols());
        for (auto& [j, share] : entries) {
            if (!(share > 0)) continue;
            const double p = a * share;
            sum += share, part.columns(j) += p;
            part.cost += p * g_.cost(i, j);
            plogp += share * std::log(share);
            middle += share * g_.target.points.row(j);
            if (share > best) best = share, out_.best(i) = j;
            if (share <= 1e-12) continue;
            part.entries += 1;
            if (p > 0) part.largest.add({static_cast<std::int32_t>(i), j, p});
        }
        part.row_error += std::abs(sum - 1) * a;
        if (!(sum > 0)) return;
        out_.share(i) = best / sum, out_.barycentric.row(i) = middle / sum;
        if (a > 0) part.entropy -= a * (plogp + sum * std::log(a));
        part.row_entropy -= a * (plogp / sum - std::log(sum));
    }

  private:
    const TransportGeometry& g_;
    const PlanRows& rows_;
    PlanSummary& out_;
};

}  // namespace

Matrix Coupling::as_matrix() const {
    Matrix out(static_cast<Index>(entries.size()), 3);
    for (std::size_t k = 0; k < entries.size(); ++k)
        out.row(Index(k)) << double(entries[k].source), double(entries[k].target), entries[k].mass;
    return out;
}

Result<PlanSummary> summarise_plan(const TransportGeometry& g, const PlanRows& rows, Index keep,
                                   const Context& context) {
    const Index n = g.source.size(), m = g.target.size(), d = g.target.points.cols();
    PlanSummary out;
    out.best = Indices::Constant(n, -1), out.share = Vector::Zero(n), out.barycentric = Matrix::Zero(n, d);
    std::vector<Part> parts(std::size_t(std::max(1, g.threads)),
                            Part{0, 0, 0, 0, 0, Vector::Zero(m), Largest(keep)});
    Summariser summariser(g, rows, out);
    const Index piece = rows_between_stops(m, 2 * d);
    parallel(n, g.threads, [&](int worker, Index first, Index end) {
        std::vector<PlanEntry> entries;
        for (Index i = first; i < end; ++i) {
            if ((i - first) % piece == 0 && context.stopped()) return;
            summariser.row(i, entries, parts[std::size_t(worker)]);
        }
    });
    if (context.stopped()) return cancelled_error();
    Vector columns = Vector::Zero(m);
    Largest all(keep);
    double row_entropy = 0;
    for (auto& part : parts) {
        out.cost += part.cost, out.row_error += part.row_error, out.entropy += part.entropy;
        out.entries += part.entries, row_entropy += part.row_entropy, columns += part.columns;
        part.largest.trim();
        for (auto& t : part.largest.entries()) all.add(t);
        out.cut = out.cut || part.largest.cut();
    }
    out.partners = std::exp(row_entropy);
    out.column_error = (columns - g.target.mass).cwiseAbs().sum();
    all.trim();
    out.cut = out.cut || all.cut();
    std::sort(all.entries().begin(), all.entries().end(), heavier);
    out.largest = {n, m, std::move(all.entries())};
    return out;
}

PlanRows rows_of(const TransportGeometry& g, const Coupling& plan) {
    struct Sorted {
        std::vector<std::size_t> first;
        std::vector<PlanEntry> entries;
    };
    auto sorted = std::make_shared<Sorted>();
    sorted->first.assign(std::size_t(plan.rows) + 1, 0);
    for (auto& t : plan.entries) ++sorted->first[std::size_t(t.source) + 1];
    for (std::size_t i = 1; i < sorted->first.size(); ++i) sorted->first[i] += sorted->first[i - 1];
    sorted->entries.resize(plan.entries.size());
    auto at = sorted->first;
    for (auto& t : plan.entries) {
        const double a = g.source.mass(t.source);
        sorted->entries[at[std::size_t(t.source)]++] = {t.target, a > 0 ? t.mass / a : 0};
    }
    return [sorted](Index i, std::vector<PlanEntry>& out) {
        const auto begin = sorted->entries.begin();
        out.assign(begin + std::ptrdiff_t(sorted->first[std::size_t(i)]),
                   begin + std::ptrdiff_t(sorted->first[std::size_t(i) + 1]));
    };
}

}  // namespace orthoscope
