#include "core/transport/semi_dual.h"

#include <cmath>

#include "core/transport/kernels.h"
#include "core/transport/parallel.h"

namespace orthoscope {

// Scores that lie gamma or more below the largest get nothing, so few have to be sorted.
void project_on_simplex(const double* s, Index m, double gamma, Index most, Projection& out) {
    const double floor = largest_of(s, m) - gamma;
    auto& entries = out.entries;
    entries.clear();
    for (Index j = 0; j < m; ++j)
        if (s[j] > floor) entries.push_back({static_cast<std::int32_t>(j), s[j]});
    const auto higher = [](const PlanEntry& a, const PlanEntry& b) {
        return a.share > b.share || (a.share == b.share && a.target < b.target);
    };
    if (most > 0 && static_cast<Index>(entries.size()) > most) {
        std::nth_element(entries.begin(), entries.begin() + most, entries.end(), higher);
        entries.resize(std::size_t(most));
    }
    std::sort(entries.begin(), entries.end(), higher);
    double sum = 0, threshold = 0;
    std::size_t used = 0;
    for (; used < entries.size(); ++used) {
        const double next = (sum + entries[used].share - gamma) / double(used + 1);
        if (entries[used].share <= next) break;
        sum += entries[used].share, threshold = next;
    }
    entries.resize(used);
    out.value = 0;
    for (auto& e : entries) {
        const double share = (e.share - threshold) / gamma;
        out.value += share * e.share - gamma / 2 * share * share;
        e.share = share;
    }
}

SemiDual::SemiDual(const TransportGeometry& geometry, const SemiDualRules& rules)
    : geometry_(geometry), rules_(rules), g_(Vector::Zero(geometry.target.size())) {}

Result<SemiDual::Look> SemiDual::look(const Vector& g, const Context& context) const {
    const TransportSide &from = geometry_.source, &onto = geometry_.target;
    const Index n = from.size(), m = onto.size(), d = onto.points.cols(), piece = rows_between_stops(m, d);
    const Vector offset = g - onto.squares;
    const std::size_t workers = std::size_t(std::max(1, geometry_.threads));
    std::vector<Look> parts(workers, Look{0, Vector::Zero(m)});
    parallel(n, int(workers), [&](int worker, Index first, Index end) {
        Look& part = parts[std::size_t(worker)];
        Vector z(m), query(d);
        Projection best;
        for (Index i = first; i < end; ++i) {
            if ((i - first) % piece == 0 && context.stopped()) return;
            query = 2 * from.points.row(i).transpose();
            affine_scores(onto.points.data(), m, d, query.data(), offset.data(), z.data());
            project_on_simplex(z.data(), m, rules_.gamma, rules_.most_partners, best);
            part.value += from.mass(i) * (best.value - from.squares(i));
            for (auto& [j, share] : best.entries) part.gradient(j) += from.mass(i) * share;
        }
    });
    if (context.stopped()) return cancelled_error();
    Look all{onto.mass.dot(g), onto.mass};
    for (auto& part : parts) all.value -= part.value, all.gradient -= part.gradient;
    return all;
}

// The two-loop recursion; at first a step that would move a row's mass by about its share.
Vector SemiDual::direction() const {
    Vector q = gradient_;
    std::vector<double> alpha(pairs_.size());
    for (std::size_t k = pairs_.size(); k-- > 0;) {
        alpha[k] = pairs_[k].step.dot(q) / pairs_[k].product;
        q -= alpha[k] * pairs_[k].change;
    }
    if (pairs_.empty())
        q *= rules_.gamma * double(g_.size()) / 2;
    else
        q *= pairs_.back().product / pairs_.back().change.squaredNorm();
    for (std::size_t k = 0; k < pairs_.size(); ++k)
        q += (alpha[k] - pairs_[k].change.dot(q) / pairs_[k].product) * pairs_[k].step;
    return q;
}

void SemiDual::accept(Vector g, Look look) {
    Pair pair{g - g_, gradient_ - look.gradient, 0};
    pair.product = pair.step.dot(pair.change);
    if (pair.product > 1e-14 * pair.step.norm() * pair.change.norm()) {
        pairs_.push_back(std::move(pair));
        if (pairs_.size() > 10) pairs_.pop_front();
    }
    g_ = std::move(g), gradient_ = std::move(look.gradient);
    value_ = look.value, error_ = gradient_.lpNorm<1>();
}

Status SemiDual::iterate(const Context& context) {
    if (gradient_.size() == 0) {
        auto start = look(g_, context);
        if (!start) return start.error();
        gradient_ = std::move(start->gradient), value_ = start->value, error_ = gradient_.lpNorm<1>();
    }
    for (;;) {
        Vector along = direction();
        double slope = along.dot(gradient_);
        if (!(slope > 0)) pairs_.clear(), along = direction(), slope = along.dot(gradient_);
        double step = 1;
        for (int tries = 0; tries < 25; ++tries, step /= 2) {
            Vector g = g_ + step * along;
            auto there = look(g, context);
            if (!there) return there.error();
            if (!(there->value >= value_ + 1e-4 * step * slope)) continue;
            accept(std::move(g), std::move(*there));
            ++iterations_;
            return success();
        }
        // The memory may mislead where D has a kink; without it the gradient itself is tried once.
        if (pairs_.empty()) return stalled_ = true, success();
        pairs_.clear();
    }
}

Status SemiDual::solve(const Context& context) {
    while (!done())
        if (auto status = iterate(context); !status) return status;
    return success();
}

PlanRows SemiDual::rows() const {
    return [this, g = g_](Index i, std::vector<PlanEntry>& out) {
        const TransportSide &from = geometry_.source, &onto = geometry_.target;
        thread_local Vector z, offset;
        thread_local Projection best;
        z.resize(onto.size()), offset = g - onto.squares;
        const Vector query = 2 * from.points.row(i).transpose();
        affine_scores(onto.points.data(), onto.size(), onto.points.cols(), query.data(), offset.data(),
                      z.data());
        project_on_simplex(z.data(), onto.size(), rules_.gamma, rules_.most_partners, best);
        out = best.entries;
    };
}

}  // namespace orthoscope
