#include "core/maps/matching_solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/maps/descriptors.h"
#include "core/maps/matching_cost.h"
#include "core/maps/measures.h"
#include "core/maps/partial.h"
#include "core/maps/pointwise.h"

namespace orthoscope {
namespace {

// Descriptors are shown where they take no more than this.
constexpr double most_shown_bytes = 2e8;

SharedMatrix vectors_of(const std::shared_ptr<const Eigenbasis>& basis) { return {basis, &basis->vectors}; }

// Vertices of a mesh that lie on no triangle: no function on the surface says where they are.
std::vector<Index> without_triangle(const Dataset& shape) {
    std::vector<Index> alone;
    const Triangles* triangles = shape.triangles();
    if (!triangles || triangles->rows() == 0) return alone;
    std::vector<char> used(static_cast<std::size_t>(shape.rows()), 0);
    for (auto v : triangles->reshaped()) used[std::size_t(v)] = 1;
    for (Index v = 0; v < shape.rows(); ++v)
        if (!used[std::size_t(v)]) alone.push_back(v);
    return alone;
}

Status check_given(const Matrix& c, Index source, Index target) {
    const std::string size = std::to_string(c.rows()) + " x " + std::to_string(c.cols());
    if (c.rows() > target || c.cols() > source)
        return input_error("--start", "holds a matrix of " + size + " for bases of " + std::to_string(target) + " and " + std::to_string(source) +
                                          " eigenvectors; expected a functional map of at most k rows and columns, or one vertex a line. "
                                          "For a larger functional map raise --k");
    if (c.cwiseAbs().maxCoeff() > 1 && (c.array() == c.array().round()).all())
        return input_error("--start", "holds " + size + " whole numbers, as lists of vertices do (candidates.npy); expected a functional map, "
                                          "or a map as one column: the source vertex of each target vertex");
    return success();
}

}  // namespace

MatchingSolver::MatchingSolver(std::shared_ptr<const Pairs> pairs, const MethodInfo& info, MatchingPlan plan,
                               const RunSettings& settings)
    : pairs_(std::move(pairs)), info_(info), plan_(std::move(plan)), settings_(settings) {
    if (double(pairs_->source->rows()) * double(pairs_->target->rows()) > most_balanced_pairs) {
        plan_.balance_rounds = std::min(plan_.balance_rounds, 1);
        balance_others_ = false;
    }
    plan_.sliced_rules.compute = plan_.balanced_rules.compute = settings.compute.get();
    plan_.portfolio.threads = plan_.sliced_rules.threads = plan_.balanced_rules.threads = settings.threads;
    part_ = pairs_->sets.back()->kind() == Kind::Mesh && may_be_part(*pairs_->sets.front(), *pairs_->sets.back());
    alone_ = without_triangle(*pairs_->sets.back());
    frame_.state = std::make_shared<const State>(ShapeState{});
}

double MatchingSolver::fit_seconds() const {
    double sum = 0;
    for (auto& [_, seconds] : seconds_) sum += seconds;
    return sum;
}

std::string MatchingSolver::name_of_stage() const {
    switch (stage_) {
        case Stage::SourceBasis:
        case Stage::TargetBasis: return "basis";
        case Stage::Descriptors: return "descriptors";
        case Stage::Zoom:
        case Stage::Given: return "zoomout";
        case Stage::Sliced: return "sliced";
        case Stage::Balance: return "balance";
        default: return "search";
    }
}

Result<StepStatus> MatchingSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    const std::string name = name_of_stage();
    if (auto status = advance(context); !status) return status.error();
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    auto at = std::find_if(seconds_.begin(), seconds_.end(), [&](auto& entry) { return entry.first == name; });
    if (at == seconds_.end()) seconds_.emplace_back(name, spent);
    else at->second += spent;
    return stage_ == Stage::Done ? StepStatus::Completed : StepStatus::Running;
}

Status MatchingSolver::advance(const Context& context) {
    switch (stage_) {
        case Stage::SourceBasis: return find_basis(true, context);
        case Stage::TargetBasis: return find_basis(false, context);
        case Stage::Descriptors: return prepare(context);
        case Stage::Given: return take_given(context);
        case Stage::Search: return search(context);
        case Stage::Offer: return offer(), success();
        case Stage::Zoom: return zoom(context);
        case Stage::Sliced: return slice(context);
        case Stage::Balance: return balance(context);
        default: return success();
    }
}

Status MatchingSolver::find_basis(bool of_source, const Context& context) {
    const auto cost = matching_cost(pairs_->source->rows(), pairs_->target->rows(), plan_, settings_.threads);
    if (auto status = context.fits(cost.bytes, info_.id); !status) return status;
    // Of large shapes this takes long: what all will take is said beside it.
    const std::string side = of_source ? " of the source" : " of the target", all = cost.seconds > 60 ? "; in all " + in_words(cost) + "," : "";
    Context named = context;
    named.progress = [&](double fraction, std::string_view what) { context.report(fraction, std::string(what) + side + all); };
    named.report(-1, "eigenvectors");
    auto basis = shape_basis(*pairs_->sets[of_source ? 0 : 1], plan_.laplacian, plan_.vectors, settings_.threads, named);
    if (!basis) return basis.error();
    if (const Index pieces = (*basis)->components; pieces > 1 && pieces >= (*basis)->size())
        return input_error(pairs_->sets[of_source ? 0 : 1]->name,
                           "falls into " + counted(std::uint64_t(pieces), "component") + ", which leaves none of its " +
                               counted(std::uint64_t((*basis)->size()), "eigenvector") +
                               " to tell places apart; expected few pieces. Weld it or keep the largest (orthoscope prepare)");
    auto unit = unit_area(*basis);
    (of_source ? shapes_.source_vectors : shapes_.target_vectors) = vectors_of(unit);
    (of_source ? shapes_.source_values : shapes_.target_values) = share(Matrix(unit->values));
    (of_source ? source_basis_ : target_basis_) = std::move(unit);
    stage_ = of_source ? Stage::TargetBasis : plan_.search ? Stage::Descriptors : Stage::Given;
    Lane none;
    show("basis", none, {});
    if (of_source) return success();
    auto pair = make_shape_pair(pairs_->sets[0], pairs_->sets[1], source_basis_, target_basis_, landmark_pairs(*pairs_));
    if (!pair) return pair.error();
    pair_ = std::move(*pair);
    return success();
}

Status MatchingSolver::prepare(const Context& context) {
    if (8.0 * double(plan_.portfolio.descriptors) * double(pairs_->source->rows() + pairs_->target->rows()) < most_shown_bytes) {
        auto functions = descriptors(pair_, {.count = plan_.portfolio.descriptors});
        shapes_.source_descriptors = share(std::move(functions.source)), shapes_.target_descriptors = share(std::move(functions.target));
    }
    auto portfolio = MapPortfolio::start(pair_, plan_.portfolio, context);
    if (!portfolio) return portfolio.error();
    portfolio_.emplace(std::move(*portfolio));
    names_ = portfolio_->lanes();
    stage_ = portfolio_->finished() ? Stage::Offer : Stage::Search;
    Lane none;
    show("descriptors", none, {});
    prepared_ = iterations_[0];
    return success();
}

Status MatchingSolver::take_given(const Context& context) {
    const Start& start = *pairs_->options.start;
    Lane lane;
    if (start.matching) {
        lane.map = *start.matching;
        const Index first = !plan_.zoomout ? plan_.vectors : plan_.from > 0 ? plan_.from : 20;
        const Index k = std::min({first, source_basis_->size(), target_basis_->size()});
        lane.functional_map = functional_map_of(lane.map, *source_basis_, *target_basis_, k, k);
    } else {
        const Matrix& given = start.functional_map ? *start.functional_map : start.rotations.back();
        if (auto status = check_given(given, source_basis_->size(), target_basis_->size()); !status) return status;
        lane.functional_map = given;
        auto map = map_of(lane.functional_map, source_basis_->vectors, target_basis_->vectors, settings_.threads, context, settings_.compute.get());
        if (!map) return map.error();
        lane.map = std::move(*map);
    }
    stage_ = after(Stage::Given);
    show("start", lane, {{"size", double(lane.functional_map.rows())}, {"coverage", coverage(lane.map, pairs_->source->rows())}});
    waiting_.push_back(std::move(lane));
    return success();
}

Status MatchingSolver::search(const Context& context) {
    auto done = portfolio_->step(context);
    if (!done) return done.error();
    names_ = portfolio_->lanes();
    Lane lane;
    lane.number = done->lane, lane.functional_map = std::move(done->functional_map), lane.map = std::move(done->map);
    Metrics metrics;
    const bool zoomed = done->phase == "zoom";
    if (done->phase != "fit") {
        const auto& e = done->energies;
        metrics = {{"score", done->score + (zoomed ? 0 : screened_only)}, {"size", double(lane.functional_map.rows())},
                   {"orthogonality", e.orthogonality}, {"commutativity", e.commutativity}, {"descriptors", e.descriptors},
                   {"distortion", e.distortion}, {"bijectivity", e.bijectivity}, {"coverage", 1 - e.uncovered}};
        if (!std::isnan(e.orientation)) metrics.emplace_back("orientation", e.orientation);
        // Other lanes' numbers are finite; a map that cannot be judged must not end the run.
        for (auto& [_, value] : metrics) if (!std::isfinite(value)) value = 1e6;
    }
    show(done->phase == "fit" ? "fit" : zoomed ? "zoomout" : "screen", lane, std::move(metrics));
    context.report(std::min(0.99, double(iterations_.size()) / std::max(1, portfolio_->steps_expected())), "search");
    if (portfolio_->finished()) stage_ = Stage::Offer;
    return success();
}

// One frame for each distinct answer, in their order; the best goes on.
void MatchingSolver::offer() {
    const auto& list = portfolio_->candidates();
    const std::size_t count = std::min<std::size_t>(list.size(), std::size_t(plan_.candidates));
    if (offered_ < count) {
        const auto& candidate = list[offered_];
        Lane lane;
        lane.number = int(std::find(names_.begin(), names_.end(), candidate.name) - names_.begin()) % int(names_.size());
        lane.score = candidate.score, lane.functional_map = candidate.functional_map, lane.map = candidate.map;
        Metrics metrics{{"score", lane.score}, {"rank", double(offered_ + 1)}};
        if (!std::isnan(candidate.energies.orientation)) metrics.emplace_back("orientation", candidate.energies.orientation);
        show("offer", lane, std::move(metrics));
        waiting_.push_back(std::move(lane));
        ++offered_;
    }
    if (offered_ < count) return;
    stage_ = waiting_.empty() ? Stage::Done : after(Stage::Given);
}

MatchingSolver::Stage MatchingSolver::after(Stage stage) const {
    if (stage == Stage::Given && plan_.zoomout) return Stage::Zoom;
    if (stage != Stage::Sliced && stage != Stage::Balance && plan_.sliced) return Stage::Sliced;
    if (stage != Stage::Balance && plan_.balance_rounds > 0) return Stage::Balance;
    return Stage::Done;
}

// The other candidates are balanced too, at the size they have.
void MatchingSolver::next_lane() {
    waiting_.pop_front(), ++refined_;
    stage_ = waiting_.empty() || plan_.balance_rounds == 0 || !balance_others_ ? Stage::Done : Stage::Balance;
}

Status MatchingSolver::zoom(const Context& context) {
    Lane& lane = waiting_.front();
    if (!zoomout_) {
        const Index size = std::min(lane.functional_map.rows(), lane.functional_map.cols());
        ZoomOutOptions options;
        options.from = plan_.search || plan_.from == 0 ? size : std::min(plan_.from, size);
        options.to = std::max(plan_.vectors, options.from), options.step = plan_.step;
        options.threads = settings_.threads, options.compute = settings_.compute.get(), options.icp = plan_.icp;
        if (pairs_->target->rows() > most_zoomed_rows) options.target_rows = Random(settings_.seed).choose(pairs_->target->rows(), zoomed_rows);
        zoomout_.emplace(pair_, lane.functional_map, options);
    }
    if (auto status = zoomout_->step(context); !status) return status;
    // The map is of the C that the step began with.
    lane.map = zoomout_->map(), lane.functional_map = zoomout_->functional_map();
    const bool sampled = lane.map.size() < pairs_->target->rows(), last = zoomout_->finished();
    if (sampled) lane.map.resize(0);
    if (sampled && last) {
        auto whole = map_of(lane.functional_map, source_basis_->vectors, target_basis_->vectors, settings_.threads, context, settings_.compute.get());
        if (!whole) return whole.error();
        lane.map = std::move(*whole);
    }
    Metrics metrics{{"score", lane.score}, {"size", double(zoomout_->size())}, {"orthogonality", orthogonality_error(lane.functional_map)}};
    if (lane.map.size()) metrics.emplace_back("coverage", coverage(lane.map, pairs_->source->rows()));
    if (auto status = judge(lane.functional_map, metrics, context); !status) return status;
    show("zoomout", lane, std::move(metrics));
    if (!last) return success();
    zoomout_.reset();
    stage_ = after(Stage::Zoom);
    if (stage_ == Stage::Done) next_lane();
    return success();
}

Status MatchingSolver::slice(const Context& context) {
    Lane& lane = waiting_.front();
    if (!sliced_) {
        const Index k = std::min(lane.functional_map.rows(), lane.functional_map.cols());
        const Matrix anchor = functional_map_of(lane.map, *source_basis_, *target_basis_, k, k);
        auto made = SlicedRefinement::start(pair_, lane.functional_map, anchor, plan_.sliced_rules, context);
        if (!made) return made.error();
        sliced_.emplace(std::move(*made));
    }
    if (auto status = sliced_->step(context); !status) return status;
    lane.functional_map = sliced_->functional_map();
    lane.shown.direction = share(Matrix(sliced_->direction()));
    if (sliced_->finished()) {
        auto map = map_of(lane.functional_map, source_basis_->vectors, target_basis_->vectors, settings_.threads, context, settings_.compute.get());
        if (!map) return map.error();
        lane.map = std::move(*map);
    }
    Metrics metrics{{"score", lane.score}, {"value", sliced_->value()}, {"sliced distance", sliced_->distance()},
                    {"gradient", sliced_->gradient_norm()}, {"coverage", coverage(lane.map, pairs_->source->rows())}};
    if (auto status = judge(lane.functional_map, metrics, context); !status) return status;
    show("sliced", lane, std::move(metrics));
    lane.shown.direction.reset();
    if (!sliced_->finished()) return success();
    sliced_.reset();
    stage_ = after(Stage::Sliced);
    if (stage_ == Stage::Done) next_lane();
    return success();
}

Status MatchingSolver::begin_balance(const Context& context) {
    Lane& lane = waiting_.front();
    const Index k1 = lane.functional_map.cols(), k2 = lane.functional_map.rows();
    const Matrix moved = source_basis_->vectors.leftCols(k1) * lane.functional_map.transpose();
    const Vector none;
    auto made = BalancedTransport::start(moved, plan_.area_masses ? source_basis_->mass : none,
                                         target_basis_->vectors.leftCols(k2), plan_.area_masses ? target_basis_->mass : none,
                                         plan_.balanced_rules, context);
    if (!made) return made.error();
    transport_.emplace(std::move(*made));
    return success();
}

Status MatchingSolver::balance(const Context& context) {
    Lane& lane = waiting_.front();
    if (!transport_)
        if (auto status = begin_balance(context); !status) return status;
    if (auto status = transport_->step(context); !status) return status;
    lane.map = transport_->map();
    const int rounds = refined_ == 0 ? plan_.balance_rounds : 1;
    if (transport_->finished()) {
        const Index k1 = lane.functional_map.cols(), k2 = lane.functional_map.rows();
        // The whole plan says more than its largest entries; in the end matrix and map say the same.
        lane.functional_map = ++round_ < rounds
                                  ? target_basis_->coefficients(transport_->pulled(source_basis_->vectors.leftCols(k1)), k2)
                                  : functional_map_of(lane.map, *source_basis_, *target_basis_, k1, k2);
    }
    if (transport_->finished() && round_ >= rounds && part_) uncover(lane.map, transport_->prices(), *pairs_->sets.back());
    Metrics metrics{{"score", lane.score}, {"epsilon", transport_->epsilon() / transport_->unit()},
                    {"marginal error", transport_->marginal_error()},
                    {"coverage", coverage(lane.map, pairs_->source->rows())},
                    {"transport cost", transport_->cost() / transport_->unit()}};
    // The matrix waits for the end of a round; the map of the points goes on.
    const Index k = std::min({plan_.portfolio.fine, lane.functional_map.rows(), lane.functional_map.cols()});
    if (portfolio_)
        if (auto status = judge(functional_map_of(lane.map, *source_basis_, *target_basis_, k, k), metrics, context); !status) return status;
    show("balance", lane, std::move(metrics));
    if (!transport_->finished()) return success();
    transport_.reset();
    if (round_ < rounds) return success();
    round_ = 0;
    next_lane();
    return success();
}

// What a map has become, seen as the search saw it. Lanes are still compared by the score that they were chosen by.
Status MatchingSolver::judge(const Matrix& functional_map, Metrics& metrics, const Context& context) {
    if (!portfolio_) return success();
    auto found = portfolio_->judge(functional_map, context);
    if (!found) return found.error();
    const auto& e = found->energies;
    const auto known = [&](std::string_view name) { return std::any_of(metrics.begin(), metrics.end(), [&](auto& m) { return m.first == name; }); };
    metrics.insert(metrics.begin() + 1, {"present score", found->score});  // where small panels show it
    for (auto [name, value] : {std::pair{"orthogonality", e.orthogonality}, {"commutativity", e.commutativity}, {"descriptors", e.descriptors},
                               {"distortion", e.distortion}, {"bijectivity", e.bijectivity}, {"orientation", e.orientation}})
        if (std::isfinite(value) && !known(name)) metrics.emplace_back(name, value);
    return success();
}

void MatchingSolver::show(const char* phase, Lane& lane, Metrics metrics) {
    const auto at = std::find_if(info_.phases.begin(), info_.phases.end(), [&](auto& p) { return p.id == phase; });
    if (lane.map.size())
        for (Index v : alone_) lane.map(v) = -1;
    frame_ = {};
    frame_.phase = at == info_.phases.end() ? 0 : static_cast<int>(at - info_.phases.begin());
    frame_.lane = lane.number;
    frame_.iteration = ++iterations_.try_emplace(lane.number, prepared_).first->second;
    frame_.metrics = std::move(metrics);
    ShapeState state = shapes_;
    state.direction = lane.shown.direction;
    if (lane.functional_map.size()) state.functional_map = share(Matrix(lane.functional_map));
    if (lane.map.size()) state.map = share(Indices(lane.map));
    frame_.state = std::make_shared<const State>(std::move(state));
}

}  // namespace orthoscope
