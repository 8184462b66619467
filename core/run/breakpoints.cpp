#include "core/run/breakpoints.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/text.h"

namespace orthoscope {
namespace {

constexpr std::int64_t row_limit = std::int64_t(1) << 53;

std::string partner(const std::string& side, std::int64_t row) { return row < 0 ? "none" : side + std::to_string(row); }

// Of a group all its sets.
std::vector<const AlignmentState*> poses(const State& state) {
    if (auto alignment = std::get_if<AlignmentState>(&state)) return {alignment};
    std::vector<const AlignmentState*> list;
    if (auto group = std::get_if<GroupState>(&state))
        for (auto& set : group->sets) list.push_back(&set);
    return list;
}

std::optional<BreakpointHit> cost_jump(const Frame& before, const Frame& now, double factor) {
    if (before.metrics.empty() || now.metrics.empty()) return {};
    const auto& [name, was] = before.metrics.front();
    const auto& [same, is] = now.metrics.front();
    if (name != same || !(was > 0) || !(is > factor * was)) return {};
    return BreakpointHit{"cost-factor",
                         "The " + name + " rose " + brief(is / was) + " times, from " + brief(was) + " to " +
                             brief(is) + "."};
}

std::optional<BreakpointHit> turned(const Frame& before, const Frame& now) {
    const auto was = poses(*before.state), is = poses(*now.state);
    for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
        const auto &a = was[i]->rotation, &b = is[i]->rotation;
        if (!a || !b || a == b || a->rows() != a->cols() || b->rows() != b->cols()) continue;
        const double from = a->determinant(), to = b->determinant();
        if (from >= 0 && to < 0)
            return BreakpointHit{"determinant", "The determinant turned negative, from " + brief(from) + " to " +
                                                    brief(to) + ": the map mirrors now."};
    }
    return {};
}

std::optional<BreakpointHit> gap_fell(const Frame& before, const Frame& now, double bound) {
    const auto was = spectral_gap(*before.state), is = spectral_gap(*now.state);
    if (!is || !(*is < bound) || (was && *was < bound)) return {};
    return BreakpointHit{"gap-below", "The spectral gap fell to " + brief(*is) + ", under " + brief(bound) +
                                          (was ? "; it was " + brief(*was) + "." : ".")};
}

std::optional<BreakpointHit> partner_changed(const Frame& before, const Frame& now, std::int64_t row) {
    const auto map_of = [](const State& state) -> const SharedIndices& {
        if (auto shape = std::get_if<ShapeState>(&state)) return shape->map;
        static const SharedIndices none;
        const auto list = poses(state);
        return list.empty() ? none : list.front()->matching;
    };
    const auto &a = map_of(*before.state), &b = map_of(*now.state);
    if (!a || !b || a == b || row >= a->size() || row >= b->size() || (*a)(row) == (*b)(row)) return {};
    const bool shape = std::holds_alternative<ShapeState>(*now.state);
    const std::string own = shape ? "target vertex " : "source row ", other = shape ? "source vertex " : "target row ";
    return BreakpointHit{"partner-row", "The partner of " + own + std::to_string(row) + " changed from " +
                                            partner(other, (*a)(row)) + " to " + partner(other, (*b)(row)) + "."};
}

Error refuse(const std::string& place, const char* key, const std::string& expected) {
    return usage_error(place + "." + key, "found a value outside its domain; expected " + expected);
}

}  // namespace

nlohmann::json to_json(const Breakpoints& b) {
    auto object = nlohmann::json::object();
    if (b.cost_factor > 0) object["cost-factor"] = b.cost_factor;
    if (b.determinant) object["determinant"] = true;
    if (b.gap_below > 0) object["gap-below"] = b.gap_below;
    if (b.partner_row >= 0) object["partner-row"] = b.partner_row;
    return object;
}

Result<Breakpoints> breakpoints_from_json(const nlohmann::json& object, const std::string& place) {
    Breakpoints b;
    if (!object.is_object()) return usage_error(place, "found no object; expected conditions by name");
    for (auto& [key, value] : object.items()) {
        if (key == "cost-factor") {
            if (!value.is_number() || !(value.get<double>() > 1)) return refuse(place, "cost-factor", "a number above 1");
            b.cost_factor = value.get<double>();
        } else if (key == "determinant") {
            if (!value.is_boolean()) return refuse(place, "determinant", "true or false");
            b.determinant = value.get<bool>();
        } else if (key == "gap-below") {
            if (!value.is_number() || !(value.get<double>() > 0 && value.get<double>() <= 1))
                return refuse(place, "gap-below", "a number above 0, at most 1");
            b.gap_below = value.get<double>();
        } else if (key == "partner-row") {
            if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() >= row_limit)
                return refuse(place, "partner-row", "a row number from 0 on");
            b.partner_row = value.get<std::int64_t>();
        } else {
            return usage_error(place + "." + key, "is no condition; expected cost-factor, determinant, gap-below or "
                                                  "partner-row");
        }
    }
    return b;
}

std::optional<double> spectral_gap(const State& state) {
    std::optional<double> smallest;
    for (auto pose : poses(state)) {
        const auto& sigma = pose->sigma;
        if (sigma.size() == 0 || !(sigma(0) > 0)) continue;
        const double gap = std::abs(sigma(sigma.size() - 1)) / sigma(0);
        if (!smallest || gap < *smallest) smallest = gap;
    }
    return smallest;
}

std::vector<BreakpointHit> hits_between(const Frame& before, const Frame& now, const Breakpoints& b) {
    std::vector<BreakpointHit> hits;
    const auto add = [&](std::optional<BreakpointHit> hit) {
        if (hit) hits.push_back(std::move(*hit));
    };
    if (b.cost_factor > 0) add(cost_jump(before, now, b.cost_factor));
    if (!before.state || !now.state || before.state->index() != now.state->index()) return hits;
    if (b.determinant) add(turned(before, now));
    if (b.gap_below > 0) add(gap_fell(before, now, b.gap_below));
    if (b.partner_row >= 0) add(partner_changed(before, now, b.partner_row));
    return hits;
}

std::vector<BreakpointHit> BreakpointWatch::next(FramePtr frame) {
    auto& last = last_[frame->lane];
    auto hits = last && breakpoints_.any() ? hits_between(*last, *frame, breakpoints_) : std::vector<BreakpointHit>();
    for (auto& hit : hits) hit.frame = count_;
    last = std::move(frame);
    ++count_;
    return hits;
}

std::vector<BreakpointHit> all_hits(const std::vector<FramePtr>& frames, const Breakpoints& breakpoints) {
    std::vector<BreakpointHit> list;
    if (!breakpoints.any()) return list;
    BreakpointWatch watch(breakpoints);
    for (auto& frame : frames)
        for (auto& hit : watch.next(frame)) list.push_back(std::move(hit));
    return list;
}

}  // namespace orthoscope
