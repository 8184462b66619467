#include "views/overlay/cost_curves.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "views/overlay/lanes_now.h"

namespace orthoscope {
namespace {

// A range that spans more is drawn logarithmically; among lanes one lost start would flatten all the others.
constexpr double log_from = 100, log_from_among_lanes = 20;
constexpr std::size_t most_phases = 5;

double value_in(const Frame& frame, const std::string& name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name && std::isfinite(value)) return value;
    return void_metric;
}

void append(CostCurves::Curve& curve, const Frame& frame, const std::string& name) {
    curve.values.push_back(value_in(frame, name));
    curve.phases.push_back(frame.phase);
    curve.iterations.push_back(frame.iteration);
}

std::vector<CostCurves::Curve> curves_of(const Exhibit& exhibit, const std::string& name) {
    std::map<int, CostCurves::Curve> lanes;
    for (auto& frame : exhibit.all_frames)
        if (frame->lane != exhibit.lane) append(lanes[frame->lane], *frame, name);
    std::vector<CostCurves::Curve> found;
    for (auto& [lane, curve] : lanes) {
        curve.lane = lane;
        curve.lane_name = lane_name(exhibit, lane);
        found.push_back(std::move(curve));
    }
    CostCurves::Curve shown;
    for (auto& frame : exhibit.frames) append(shown, *frame, name);
    shown.lane = exhibit.lane;
    shown.shown = true;
    if (!found.empty()) shown.lane_name = lane_name(exhibit, exhibit.lane);
    found.push_back(std::move(shown));
    return found;
}

bool measure(CostCurves& curves) {
    curves.low = INFINITY, curves.high = -INFINITY;
    std::size_t most = 0;
    for (auto& curve : curves.curves) {
        std::size_t finite = 0;
        for (double value : curve.values) {
            if (!std::isfinite(value)) continue;
            ++finite;
            curves.low = std::min(curves.low, value), curves.high = std::max(curves.high, value);
        }
        most = std::max(most, finite);
        curves.longest = std::max(curves.longest, curve.values.size());
    }
    if (most < 2 || curves.high - curves.low <= 1e-12 * std::abs(curves.high)) return false;
    curves.logarithmic = curves.low > 0 && curves.high / curves.low > (curves.curves.size() > 1 ? log_from_among_lanes : log_from);
    return true;
}

// A phase that takes several frames of one iteration is no half step of a loop.
std::vector<int> recurring_phases(const CostCurves::Curve& curve) {
    std::map<int, std::set<std::int64_t>> iterations;
    for (std::size_t k = 0; k < curve.phases.size(); ++k)
        if (std::isfinite(curve.values[k])) iterations[curve.phases[k]].insert(curve.iterations[k]);
    std::vector<int> found;
    for (auto& [phase, met] : iterations)
        if (met.size() > 1) found.push_back(phase);
    return found.size() > most_phases ? std::vector<int>{} : found;
}

}  // namespace

double CostCurves::height(double value) const {
    if (high <= low) return 0;
    if (!logarithmic) return (value - low) / (high - low);
    return std::log(std::max(value, low) / low) / std::log(high / low);
}

CostCurves cost_curves(const Exhibit& exhibit) {
    // What a spectrum counts at its phases is no course of anything.
    if (!exhibit.frames.empty() && exhibit.frames.back()->state && std::holds_alternative<SpectrumState>(*exhibit.frames.back()->state)) return {};
    std::vector<std::string> names{"cost", "rmse"};
    // What the phases of a spectrum say first is a size, which neither falls nor rises.
    if (exhibit.method && exhibit.method->family == MethodFamily::Spectrum) names.push_back("relative_error");
    else if (!exhibit.frames.empty() && !exhibit.frames.back()->metrics.empty())
        names.push_back(exhibit.frames.back()->metrics.front().first);
    for (auto& name : names) {
        CostCurves found;
        found.name = name;
        found.curves = curves_of(exhibit, name);
        if (!measure(found)) continue;
        found.recurring = recurring_phases(found.curves.back());
        return found;
    }
    return {};
}

}  // namespace orthoscope
