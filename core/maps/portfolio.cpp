#include "core/maps/portfolio.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <limits>
#include <optional>

#include "core/base/random.h"
#include "core/linalg/blas_threads.h"
#include "core/linalg/lapack.h"
#include "core/maps/pointwise.h"
#include "core/maps/portfolio_starts.h"
#include "core/maps/zoomout.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

constexpr std::size_t composed_from = 5;
constexpr int most_rounds = 2;

struct Tried {
    int lane = 0;
    Matrix functional_map;
    Surveyed found;
    double score = 0;
};

}  // namespace

struct MapPortfolio::Impl {
    std::unique_ptr<PortfolioInputs> inputs;
    std::vector<PortfolioLane> lanes;
    std::vector<std::string> names;
    std::vector<Tried> tried;
    std::deque<PortfolioStep> ready;
    std::size_t next = 0;          // lane not yet tried
    int composed = 0;              // lanes
    int rounds = 0;                // of compositions
    std::vector<int> composed_of;  // lanes of the last round's maps
    bool chosen = false, sorted = false;
    struct Finalist {
        Tried from;
        std::optional<ZoomOut> zoom;
    };
    std::vector<Finalist> finalists;
    std::size_t at = 0;  // finalist at work
    std::vector<Candidate> candidates;

    const PortfolioOptions& options() const { return inputs->options; }
    Index size(Index wanted) const {
        return std::min({wanted, inputs->pair.source_basis->size(), inputs->pair.target_basis->size()});
    }
    double score(const MapEnergies& energies) const {
        return score_of(energies, inputs->survey.oriented, inputs->survey.landmarks > 0);
    }
    void add(PortfolioLane lane) {
        names.push_back(lane.name);
        lanes.push_back(std::move(lane));
    }

    ZoomOutOptions coarse(const Matrix& start) const {
        ZoomOutOptions out;
        out.from = std::min({start.rows(), size(30), size(options().coarse)}),
        out.to = size(options().coarse);
        out.step = 4, out.threads = 1;
        out.source_rows = inputs->survey.source_rows, out.target_rows = inputs->survey.target_rows;
        return out;
    }

    // Start, refinement and judgement of one lane.
    Result<Tried> attempt(std::size_t lane, Matrix& start, const Context& context) const {
        auto c = lanes[lane].start(context);
        if (!c) return c.error();
        start = *c;
        ZoomOut zoom(inputs->pair, *c, coarse(*c));
        while (!zoom.finished())
            if (auto status = zoom.step(context); !status) return status.error();
        auto found = orthoscope::survey(inputs->survey, zoom.functional_map(), 1, context);
        if (!found) return found.error();
        const double value = score(found->energies);
        return Tried{int(lane), zoom.functional_map(), std::move(*found), value};
    }

    Status advance(const Context& context) {
        const std::size_t count =
            std::min<std::size_t>(std::size_t(std::max(1, options().threads)), lanes.size() - next);
        std::vector<std::optional<Result<Tried>>> done(count);
        std::vector<Matrix> starts(count);
        const BlasThreads serial(1);  // lanes run side by side
        parallel(Index(count), int(count), [&](int, Index a, Index b) {
            for (Index i = a; i < b; ++i)
                done[std::size_t(i)] = attempt(next + std::size_t(i), starts[std::size_t(i)], context);
        });
        for (std::size_t i = 0; i < count; ++i) {
            if (!*done[i]) return done[i]->error();
            Tried& one = done[i]->value();
            ready.push_back({one.lane, "fit", std::move(starts[i]), {}, {}, 0});
            ready.push_back({one.lane, "refine", one.functional_map, {}, one.found.energies, one.score});
            tried.push_back(std::move(one));
        }
        next += count;
        return success();
    }

    bool is_mirrored(const MapEnergies& energies) const {
        return inputs->survey.oriented && energies.orientation < 0.5;
    }

    // The best of each answer, best first; at most `mirrored` mirror images while there is anything else.
    std::vector<const Tried*> distinct(std::size_t most, std::size_t mirrored) const {
        std::vector<const Tried*> order, upright, turned;
        for (auto& one : tried) order.push_back(&one);
        std::stable_sort(order.begin(), order.end(), [](auto a, auto b) { return a->score < b->score; });
        for (auto* one : order) {
            auto& out = is_mirrored(one->found.energies) ? turned : upright;
            const bool known = std::any_of(out.begin(), out.end(), [&](auto* other) {
                return difference(inputs->survey, one->found.map, other->found.map) < options().same;
            });
            if (!known && out.size() < most) out.push_back(one);
        }
        const std::size_t images =
            std::min(turned.size(), std::max(mirrored, most - std::min(most, upright.size())));
        upright.resize(std::min(upright.size(), most - std::min(most, images)));
        upright.insert(upright.end(), turned.begin(), turned.begin() + std::ptrdiff_t(images));
        std::stable_sort(upright.begin(), upright.end(), [](auto a, auto b) { return a->score < b->score; });
        return upright;
    }

    // C_i C_j' C_1: to the target by the best map, back by j, there again by i. A second round where the
    // first found something else.
    void compose() {
        ++rounds;
        if (!options().compositions) return;
        std::vector<Matrix> good;
        std::vector<int> from;
        const Index k = size(20);
        for (auto* one : distinct(composed_from, 2)) {
            from.push_back(one->lane);
            const Index held = std::min(k, one->functional_map.rows());
            good.push_back(one->functional_map.topLeftCorner(held, held));
        }
        if (from == composed_of) return;
        for (std::size_t j = 1; j < good.size(); ++j)
            for (std::size_t i = 0; i < good.size(); ++i) {
                if (i == j) continue;
                const Matrix c = product(good[i], product(good[j].transpose(), good[0]));
                add({"composed " + std::to_string(++composed),
                     [c](const Context&) -> Result<Matrix> { return c; }});
            }
        composed_of = std::move(from);
    }

    void choose() {
        chosen = true;
        for (auto* one : distinct(std::size_t(options().finalists), std::size_t(options().mirrored))) {
            ZoomOutOptions zoom;
            zoom.from = std::min(size(30), one->functional_map.rows()), zoom.to = size(options().fine);
            zoom.step = options().step, zoom.threads = options().threads;
            zoom.source_rows = some_rows(inputs->pair.source->rows()),
            zoom.target_rows = some_rows(inputs->pair.target->rows());
            finalists.push_back({*one, ZoomOut(inputs->pair, one->functional_map, zoom)});
        }
    }

    // Empty: all.
    std::vector<Index> some_rows(Index rows) const {
        if (rows <= options().most_rows) return {};
        Random random(1);
        return random.choose(rows,
                             std::max<Index>(options().most_rows / 2, std::min(rows, 4 * options().fine)));
    }

    Result<PortfolioStep> zoom(const Context& context) {
        auto& one = finalists[at];
        if (auto status = one.zoom->step(context); !status) return status.error();
        PortfolioStep out{one.from.lane,           "zoom",        one.zoom->functional_map(), one.zoom->map(),
                          one.from.found.energies, one.from.score};
        const bool sampled = inputs->pair.target->rows() > options().most_rows;
        if (sampled) out.map.resize(0);
        if (!one.zoom->finished()) return out;
        auto found = orthoscope::survey(inputs->survey, out.functional_map, options().threads, context);
        if (!found) return found.error();
        out.energies = found->energies, out.score = score(found->energies);
        one.from.found = std::move(*found), one.from.score = out.score;
        candidates.push_back({names[std::size_t(out.lane)], out.functional_map, out.map, out.energies,
                              out.score, is_mirrored(out.energies)});
        one.zoom.reset();
        if (++at == finalists.size())
            if (auto status = finish(context); !status) return status.error();
        return out;
    }

    // What full refinement made the same counts once. Of large shapes only what is kept gets a map of all rows.
    Status finish(const Context& context) {
        sorted = true;
        inputs->functions = {}, inputs->problem = {}, inputs->landmark_problem = {};  // judge() needs the survey alone
        tried.clear();
        std::vector<std::size_t> order(candidates.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(),
                         [&](auto a, auto b) { return candidates[a].score < candidates[b].score; });
        std::vector<std::size_t> kept;
        for (auto i : order)
            if (std::none_of(kept.begin(), kept.end(), [&](auto j) {
                    return difference(inputs->survey, finalists[i].from.found.map,
                                      finalists[j].from.found.map) < options().same;
                }))
                kept.push_back(i);
        std::vector<Candidate> out;
        for (auto i : kept) out.push_back(std::move(candidates[i]));
        candidates = std::move(out);
        if (std::max(inputs->pair.source->rows(), inputs->pair.target->rows()) <= options().most_rows) return success();
        candidates.resize(std::min(candidates.size(), std::size_t(std::max(options().offered, 1))));
        for (auto& one : candidates) {
            auto whole = map_of(one.functional_map, inputs->pair.source_basis->vectors,
                                inputs->pair.target_basis->vectors, options().threads, context);
            if (!whole) return whole.error();
            one.map = std::move(*whole);
        }
        return success();
    }

    Result<PortfolioStep> step(const Context& context) {
        while (ready.empty() && next == lanes.size() && rounds < most_rounds) compose();
        if (ready.empty() && next < lanes.size())
            if (auto status = advance(context); !status) return status.error();
        if (!ready.empty()) {
            PortfolioStep out = std::move(ready.front());
            ready.pop_front();
            return out;
        }
        if (!chosen) choose();
        return zoom(context);
    }
};

MapPortfolio::MapPortfolio(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MapPortfolio::MapPortfolio(MapPortfolio&&) noexcept = default;
MapPortfolio& MapPortfolio::operator=(MapPortfolio&&) noexcept = default;
MapPortfolio::~MapPortfolio() = default;

Result<MapPortfolio> MapPortfolio::start(ShapePair pair, const PortfolioOptions& options,
                                         const Context& context) {
    auto inputs = portfolio_inputs(std::move(pair), options, context);
    if (!inputs) return inputs.error();
    auto impl = std::make_unique<Impl>();
    impl->inputs = std::move(*inputs);
    for (auto& lane : portfolio_starts(*impl->inputs)) impl->add(lane);
    return MapPortfolio(std::move(impl));
}

Result<PortfolioStep> MapPortfolio::step(const Context& context) {
    return impl_->step(context);
}
bool MapPortfolio::finished() const {
    return impl_->sorted;
}
Result<MapPortfolio::Judgement> MapPortfolio::judge(const Matrix& functional_map, const Context& context) const {
    const Index k = std::min({impl_->size(impl_->options().fine), functional_map.rows(), functional_map.cols()});
    auto found = survey(impl_->inputs->survey, functional_map.topLeftCorner(k, k), impl_->options().threads, context);
    if (!found) return found.error();
    return Judgement{found->energies, impl_->score(found->energies)};
}
const std::vector<std::string>& MapPortfolio::lanes() const {
    return impl_->names;
}
const std::vector<Candidate>& MapPortfolio::candidates() const {
    return impl_->candidates;
}

int MapPortfolio::steps_expected() const {
    const auto& options = impl_->options();
    const Index zooms = (options.fine - 30 + options.step - 1) / std::max<Index>(options.step, 1) + 1;
    const std::size_t coming = options.compositions ? std::size_t(16 * (most_rounds - impl_->rounds)) : 0;
    return int(2 * (impl_->lanes.size() + coming) +
               std::size_t(options.finalists * std::max<Index>(zooms, 1)));
}

double MapPortfolio::gap() const {
    const auto& all = impl_->candidates;
    if (all.size() < 2) return std::numeric_limits<double>::infinity();
    return (all[1].score - all[0].score) / std::max(all[0].score, 1e-12);
}

}  // namespace orthoscope
