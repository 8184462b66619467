#include "views/scenes/match_lines.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "views/scenes/set_drawing.h"

namespace orthoscope {
namespace {

constexpr double faint = 0.02;  // a weight below it draws nothing

Matrix rows_at(const Matrix& rows, const std::vector<Index>& at) {
    Matrix found(static_cast<Index>(at.size()), rows.cols());
    for (std::size_t k = 0; k < at.size(); ++k) found.row(static_cast<Index>(k)) = rows.row(at[k]);
    return found;
}

}  // namespace

void MatchLines::build(const Pairs& pairs, const MethodInfo* method, const DrawnRows& drawn, double reference) {
    pairs_ = &pairs;
    partners_ = Partners(pairs, method);
    reference_ = reference;
    from_ = {}, to_ = {};
    // Pairs of the run come first among the drawn rows, so that both ends of a line are drawn.
    const auto available = static_cast<Index>(goes_by_pairs(pairs, method) ? drawn.pairs : drawn.source.size());
    rows_.clear();
    for (Index k : Random(3).choose(available, std::min(available, most)))
        rows_.push_back(drawn.source[static_cast<std::size_t>(k)]);
}

bool MatchLines::Set::of(const AlignmentState& state) const {
    return found && matching == state.matching.get() && confidence == state.confidence.get() &&
           coupling == state.coupling.get();
}

const MatchLines::Set& MatchLines::find(const AlignmentState& state, Set& set, Set& other) {
    if (set.of(state)) return set;
    if (other.of(state)) return set = other;
    fill(set, state);
    return set;
}

void MatchLines::fill(Set& set, const AlignmentState& state) {
    set = {};
    set.matching = state.matching.get(), set.confidence = state.confidence.get();
    set.coupling = state.coupling.get();
    set.found = true;
    const auto& truth = pairs_->truth;
    partners_.follow(state);
    if (!state.matching && state.coupling && state.coupling->cols() == 3) {
        fill_from_coupling(set, *state.coupling);
    } else if (partners_.any()) {
        for (std::size_t slot = 0; slot < rows_.size(); ++slot) {
            const Index row = rows_[slot], partner = partners_.of(row);
            if (partner >= 0) set.lines.push_back({row, partner, partners_.weight(row), slot});
        }
        set.total = static_cast<std::size_t>(partners_.count());
    }
    std::vector<Index> sources, targets;
    for (auto& line : set.lines) {
        line.right = truth && line.source < truth->size() && (*truth)(line.source) == line.target;
        set.right += line.right;
        sources.push_back(line.source), targets.push_back(line.target);
    }
    set.sources = rows_at(*pairs_->source, sources);
    set.targets = rows_at(*pairs_->target, targets);
}

// The entries that carry most, each as strong as its mass.
void MatchLines::fill_from_coupling(Set& set, const Matrix& coupling) {
    std::vector<Index> order(static_cast<std::size_t>(coupling.rows()));
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<Index>(k);
    const auto kept = std::min<std::size_t>(order.size(), most);
    std::partial_sort(
        order.begin(), order.begin() + std::ptrdiff_t(kept), order.end(), [&](Index a, Index b) {
            return coupling(a, 2) > coupling(b, 2) || (coupling(a, 2) == coupling(b, 2) && a < b);
        });
    const double heaviest = order.empty() ? 0 : coupling(order.front(), 2);
    for (std::size_t k = 0; k < kept && heaviest > 0; ++k) {
        const auto source = static_cast<Index>(coupling(order[k], 0)),
                   target = static_cast<Index>(coupling(order[k], 1));
        if (source < 0 || target < 0 || source >= pairs_->source->rows() || target >= pairs_->target->rows())
            continue;
        const double share = coupling(order[k], 2) / heaviest;
        if (share > faint) set.lines.push_back({source, target, share, k});
    }
    set.total = order.size();
}

// How strongly each line shows: in full where both states draw it, else as far as its own state has come.
std::vector<double> MatchLines::shares(const Set& set, const Set& other, double own) const {
    std::vector<double> found(set.lines.size(), own);
    if (set.coupling || other.coupling) return found;
    std::size_t k = 0;
    for (std::size_t i = 0; i < set.lines.size(); ++i) {
        while (k < other.lines.size() && other.lines[k].slot < set.lines[i].slot) ++k;
        if (k < other.lines.size() && other.lines[k].slot == set.lines[i].slot &&
            other.lines[k].target == set.lines[i].target)
            found[i] = 1;
    }
    return found;
}

void MatchLines::strokes(Ribbons& ribbons, const Set& set, const std::vector<double>& share,
                         const Passage& passage, const Palette& colours, double veil) const {
    const ProjectedPose& pose = passage.pose;
    const Matrix starts =
        (pose.scale * ((set.sources.rowwise() - pose.pivot) * pose.turn)).rowwise() + pose.place;
    const Matrix ends = set.targets * passage.axes;
    const double crowd =
        std::clamp(std::sqrt(120.0 / double(std::max<std::size_t>(1, set.lines.size()))), 0.35, 1.0);
    for (std::size_t k = 0; k < set.lines.size(); ++k) {
        const Line& line = set.lines[k];
        // Unsure partners are thin but seen: over a soft plan nobody is sure of more than a few hundredths.
        const double strength = share[k] * (0.25 + 0.75 * line.weight);
        if (strength < faint) continue;
        const Eigen::Vector3d from = shown(starts.row(Index(k))), to = shown(ends.row(Index(k)));
        const double length = std::min(1.0, (from - to).norm() / reference_);
        if (!(length >= 1e-3)) continue;  // a pair that meets fades to nothing
        const double wrong = pairs_->truth ? (line.right ? 0 : 1) : std::min(1.0, 1.6 * length);
        const double body = pairs_->truth ? 0.14 + 0.2 * wrong : 0.14;
        const double alpha = veil * crowd * strength * (body + 0.42 * std::sqrt(length));
        ribbons.line(from, to, {mix(colours.neutral, colours.bad, wrong), alpha, 0.5 + 0.6 * line.weight});
    }
}

void MatchLines::draw(Ribbons& ribbons, const Passage& passage, const Palette& colours, double veil) {
    if (!pairs_) return;
    const bool between = passage.weight > 0 && passage.weight < 1;
    const AlignmentState& state = passage.weight > 0 ? passage.to : passage.from;
    const Set& to = find(state, to_, from_);
    drawn_ = to.lines.size(), total_ = to.total, right_ = to.right;
    if (!between || to.of(passage.from))
        return strokes(ribbons, to, std::vector<double>(to.lines.size(), 1), passage, colours, veil);
    const Set& from = find(passage.from, from_, to_);
    // What both draw is drawn by the upper one alone.
    std::vector<double> leaving = shares(from, to, 1 - passage.weight);
    for (double& share : leaving) share = share == 1 ? 0 : share;
    strokes(ribbons, from, leaving, passage, colours, veil);
    strokes(ribbons, to, shares(to, from, passage.weight), passage, colours, veil);
}

void MatchLines::tell(SceneNotes& notes) const {
    notes.lines = drawn_;
    notes.lines_total = total_;
    if (pairs_ && pairs_->truth && drawn_ > 0) notes.lines_right = right_;
}

}  // namespace orthoscope
