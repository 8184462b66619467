#include "views/scenes/map_sliced.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

constexpr std::size_t bins = 40, steps = 128, lines = 24;

struct Projected {
    std::vector<double> places, masses;  // ascending places
};

Projected projected(const Vector& places, const Vector& masses) {
    std::vector<Index> order(static_cast<std::size_t>(places.size()));
    std::iota(order.begin(), order.end(), Index(0));
    std::erase_if(order, [&](Index i) { return !std::isfinite(places(i)) || !(masses(i) > 0); });
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return places(a) < places(b); });
    Projected found;
    double total = 0;
    for (Index i : order) total += masses(i);
    for (Index i : order) found.places.push_back(places(i)), found.masses.push_back(masses(i) / total);
    return found;
}

// Places below which (k + 1/2) / count of the mass lies.
std::vector<double> quantiles(const Projected& of, std::size_t count) {
    std::vector<double> found;
    double below = 0;
    std::size_t at = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double share = (double(k) + 0.5) / double(count);
        while (at + 1 < of.places.size() && below + of.masses[at] < share) below += of.masses[at++];
        found.push_back(of.places[at]);
    }
    return found;
}

std::vector<double> histogram(const Projected& of, double low, double high) {
    std::vector<double> shares(bins, 0);
    for (std::size_t i = 0; i < of.places.size(); ++i) {
        const double t = high > low ? (of.places[i] - low) / (high - low) : 0;
        shares[std::min(bins - 1, std::size_t(std::max(0.0, t) * double(bins)))] += of.masses[i];
    }
    return shares;
}

}  // namespace

MapNotes::Sliced sliced_view(const ShapeState& state, const Vector& source_masses, const Vector& target_masses) {
    MapNotes::Sliced view;
    const auto &c = state.functional_map, &theta = state.direction;
    const auto &source = state.source_vectors, &target = state.target_vectors;
    if (!c || !theta || !source || !target || theta->size() == 0) return view;
    if (theta->size() > c->rows() || theta->size() > target->cols() || c->cols() > source->cols()) return view;
    if (source->rows() != source_masses.size() || target->rows() != target_masses.size()) return view;
    const Vector direction = Eigen::Map<const Vector>(theta->data(), theta->size());
    const Vector turned = c->topRows(direction.size()).transpose() * direction;
    const Projected from = projected(source->leftCols(c->cols()) * turned, source_masses),
                    to = projected(target->leftCols(direction.size()) * direction, target_masses);
    if (from.places.empty() || to.places.empty()) return view;
    view.dimension = direction.size();
    view.low = std::min(from.places.front(), to.places.front());
    view.high = std::max(from.places.back(), to.places.back());
    view.source = histogram(from, view.low, view.high), view.target = histogram(to, view.low, view.high);
    const auto a = quantiles(from, steps), b = quantiles(to, steps);
    double sum = 0;
    for (std::size_t k = 0; k < steps; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
    view.distance = std::sqrt(sum / double(steps));
    const auto thin_a = quantiles(from, lines), thin_b = quantiles(to, lines);
    for (std::size_t k = 0; k < lines; ++k) view.quantiles.emplace_back(thin_a[k], thin_b[k]);
    return view;
}

}  // namespace orthoscope
