#include "core/diagnose/cause_text.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/text.h"

namespace orthoscope {
namespace {

struct Entry {
    std::string_view name, title;
    double penalty;
};
constexpr Entry entries[cause_count] = {
    {"centring", "offset", 0.01},           {"units", "units", 0.01},
    {"mirror", "mirror", 0.01},             {"axes", "axes permuted or flipped", 0},
    {"axis-units", "units of each axis", 0.04}, {"normalisation", "rows of unit length", 0.03},
    {"rank", "lost directions", 0.02},      {"duplicates", "without duplicates", 0.01},
    {"row-shift", "rows shifted", 0.01},    {"reversed", "rows reversed", 0.01},
    {"outliers", "best-fitting part", 0.04}, {"row-slip", "rows slipped", 0.02},
    {"permuted-rows", "rows in another order", 0.05}, {"hubs", "hubs", 0.05},
};
const Entry& entry(CauseId id) { return entries[static_cast<std::size_t>(id)]; }


// "millimetres against metres", or nothing.
std::string unit_pair(double ratio) {
    static constexpr std::pair<double, const char*> known[] = {
        {10, "as millimetres to centimetres"}, {100, "as centimetres to metres"}, {1000, "as millimetres to metres"},
        {1e6, "as micrometres to metres"}, {2.54, "as centimetres to inches"}, {25.4, "as millimetres to inches"},
        {39.3701, "as inches to metres"}, {12, "as inches to feet"}, {3.28084, "as feet to metres"},
        {304.8, "as millimetres to feet"}, {57.29578, "as degrees to radians"}};
    for (auto& [value, words] : known)
        if (std::abs(ratio / value - 1) < 0.005) return std::string(", ") + words;
    return {};
}

std::string units_sentence(double scale) {
    if (!(scale > 0)) return "No positive scale brings the sizes together";
    const double ratio = std::max(scale, 1 / scale);
    return "The " + std::string(scale < 1 ? "source" : "target") + " is " + brief(ratio) + " times larger than the " +
           (scale < 1 ? "target" : "source") + unit_pair(ratio);
}

std::string axes_sentence(const Matrix& p) {
    static constexpr const char* letters = "xyz";
    const Index d = p.rows();
    std::string moves;
    Index permuted = 0, flipped = 0;
    for (Index i = 0; i < d; ++i) {
        Index j = 0;
        p.row(i).cwiseAbs().maxCoeff(&j);
        permuted += i != j, flipped += p(i, j) < 0;
        if (d > 6 || (i == j && p(i, j) > 0)) continue;
        const auto name = [&](Index k) { return d <= 3 ? std::string(1, letters[k]) : "column " + std::to_string(k + 1); };
        moves += (moves.empty() ? "" : ", ") + name(i) + " of the source is " + (p(i, j) < 0 ? "minus " : "") + name(j) +
                 " of the target";
    }
    const std::string what = permuted && flipped ? "permuted and flipped" : permuted ? "permuted" : "flipped";
    if (d > 6) moves = std::to_string(permuted) + " of " + counted(d, "column") + " stand elsewhere, " + std::to_string(flipped) + " change sign";
    return "The axes are " + what + ", and nothing else turns: " + moves;
}

std::string axis_units_sentence(const Matrix& map) {
    const Vector left = map.rowwise().norm(), right = map.colwise().norm().transpose();
    const auto spread = [](const Vector& v) { return v.maxCoeff() / std::max(v.minCoeff(), 1e-300); };
    const bool of_source = spread(left) >= spread(right);
    const Vector& scale = of_source ? left : right;
    Index high = 0, low = 0;
    scale.maxCoeff(&high), scale.minCoeff(&low);
    const double ratio = scale(high) / std::max(scale(low), 1e-300);
    return "The axes of the " + std::string(of_source ? "source" : "target") + " are in different units: column " +
           std::to_string(high + 1) + " needs " + brief(ratio) + " times the scale of column " + std::to_string(low + 1) +
           unit_pair(ratio);
}

std::string rank_sentence(const Finding& f, const Case& c) {
    const Index d = c.dimension();
    Eigen::FullPivLU<Matrix> parts(f.pose.rotation);
    parts.setThreshold(1e-8);
    const Index rank = parts.rank();
    if (rank < d)
        return "The target has lost directions: its rows span " + std::to_string(rank) + " of " + counted(d, "dimension") +
               ", the source more";
    return "The source has lost directions that the target still has, and no turn brings them back";
}

// By how many places of the list of pairs each row moved: the commonest first.
std::vector<std::pair<Index, Index>> shifts_of(const Finding& f, const Case& c) {
    std::map<Index, Index> place, count;
    for (std::size_t i = 0; i < c.rows.target.size(); ++i) place[c.rows.target[i]] = Index(i);
    for (std::size_t i = 0; i < c.rows.source.size(); ++i)
        if (const auto to = (*f.matching)(c.rows.source[i]); to >= 0 && place.contains(to)) ++count[place[to] - Index(i)];
    std::vector<std::pair<Index, Index>> list(count.begin(), count.end());
    std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.second > b.second; });
    return list;
}

std::string shift_sentence(const Finding& f, const Case& c) {
    const auto shifts = shifts_of(f, c);
    if (shifts.empty()) return "The rows are shifted";
    const Index shift = shifts.front().first;
    const bool wraps = (f.matching->array() >= 0).count() == c.count();
    return "The rows are shifted by " + std::to_string(std::abs(shift)) + ": source row 0 belongs to target row " +
           std::to_string(shift >= 0 ? shift : shift + c.count()) +
           (wraps ? ", and the rows wrap round at the end" : shift >= 0 ? "" : " or to none");
}

std::string slip_sentence(const Finding& f, const Case& c) {
    auto shifts = shifts_of(f, c);
    const auto found = std::find_if(shifts.begin(), shifts.end(), [](auto& s) { return s.first != 0; });
    if (found == shifts.end()) return "The rows slip against each other";
    const Index shift = found->first;
    std::map<Index, Index> place;
    for (std::size_t i = 0; i < c.rows.target.size(); ++i) place[c.rows.target[i]] = Index(i);
    Index first = -1, last = -1;
    for (std::size_t i = 0; i < c.rows.source.size(); ++i) {
        const auto to = (*f.matching)(c.rows.source[i]);
        if (to < 0 || place[to] - Index(i) != shift) continue;
        if (first < 0) first = Index(i);
        last = Index(i);
    }
    return "Rows " + std::to_string(first) + " to " + std::to_string(last) + " have slipped by " +
           std::to_string(std::abs(shift)) + ": a row was lost or came in twice there, and the rest pair as they stand";
}

std::string outliers_sentence(const Finding& f, const Case& c) {
    Index first = -1, last = -1, out = 0, place = 0;
    for (Index row : c.rows.source) {
        if ((*f.matching)(row) < 0) {
            if (first < 0) first = place;
            last = place, ++out;
        }
        ++place;
    }
    std::string text = counted(out, "pair") + " of " + std::to_string(c.count()) + " do not belong: the other " +
                       in_percent(1 - double(out) / double(c.count())) + " share one rotation";
    if (out > 1 && last - first + 1 == out)
        text += " (rows " + std::to_string(first) + " to " + std::to_string(last) + ")";
    return text;
}

std::string duplicates_sentence(const Finding& f, const Case& c) {
    const Index used = (f.matching->array() >= 0).count();
    return counted(c.count() - used, "row") + " repeat others of their set though their partners differ, so they cannot all be "
                                              "right";
}

std::string what_of(const Finding& f, const Case& c) {
    switch (f.id) {
        case CauseId::Centring:
            return "The sets lie apart: their means are " + brief((f.pose.place - f.pose.pivot).norm()) +
                   " from each other, and the origin is not their common centre";
        case CauseId::Units: return units_sentence(f.pose.scale);
        case CauseId::Mirror: return "One set is a mirror image of the other: only a reflection fits";
        case CauseId::Axes: return axes_sentence(f.pose.rotation);
        case CauseId::AxisUnits: return axis_units_sentence(f.pose.rotation);
        case CauseId::Normalisation: return "The rows differ in length, not in direction: on rows of unit length they fit";
        case CauseId::Rank: return rank_sentence(f, c);
        case CauseId::Duplicates: return duplicates_sentence(f, c);
        case CauseId::Shift: return shift_sentence(f, c);
        case CauseId::Reversed: return "One set runs backwards: its first row belongs to the other's last";
        case CauseId::Outliers: return outliers_sentence(f, c);
        case CauseId::Slip: return slip_sentence(f, c);
        case CauseId::Permuted: return "The rows stand in another order: a search without pairs finds one that fits";
        default: return "A few target rows are the nearest of most sources, so that partners are not found though the pairs fit";
    }
}

using Options = std::vector<std::pair<std::string, std::string>>;

Options options_of(const ProcrustesRules& rules) {
    return {{"mode", rules.rotation_only ? "rotation" : "orthogonal"},
            {"center", rules.centred ? "on" : "off"},
            {"scale", rules.scale ? "on" : "off"}};
}

void add_remedy(Cause& cause, const Finding& f, const Case& c) {
    ProcrustesRules rules = f.free_map ? ProcrustesRules{false, true, true} : c.rules;
    cause.method = "procrustes";
    Start start;
    start.origin = "the remedy of diagnose (" + cause.id + ")";
    switch (f.id) {
        case CauseId::Centring: rules.centred = true; break;
        case CauseId::Units: rules.scale = true; break;
        case CauseId::Mirror: rules.rotation_only = false; break;
        case CauseId::Normalisation: break;
        case CauseId::Hubs: break;
        case CauseId::Permuted: cause.method = "procrustes-wasserstein"; return;
        case CauseId::Axes: rules.rotation_only = false; [[fallthrough]];
        case CauseId::AxisUnits:
        case CauseId::Rank: start.rotations = {f.pose.rotation}; break;
        default: start.matching = f.matching;
    }
    cause.options = options_of(rules);
    if (f.id == CauseId::Normalisation) cause.options.emplace_back("rows", "unit");
    if (f.id == CauseId::Hubs) cause.options.emplace_back("rows", "unit-center-unit");
    if (start.rotations.empty() && !start.matching) return;
    cause.method = "evaluate";
    cause.options.emplace_back("partners", start.matching ? "matching" : c.in_order ? "nearest" : "pairs");
    cause.start = std::move(start);
}

}  // namespace

std::string_view name_of(CauseId id) { return entry(id).name; }
std::string_view title_of(CauseId id) { return entry(id).title; }
double score_of(CauseId id, double gain) {
    return (id == CauseId::Hubs ? gain : std::max(0.0, 2 * gain - 1)) - entry(id).penalty;
}
bool is_believed(CauseId id, double gain) { return score_of(id, gain) > (id == CauseId::Hubs ? 0.15 : 0); }

Cause cause_of(const Finding& f, const Case& c) {
    Cause cause;
    cause.id = name_of(f.id);
    cause.rmse = f.id == CauseId::Hubs ? std::sqrt(c.cost) : std::sqrt(f.cost);
    cause.gain = std::clamp(f.gain(), 0.0, 1.0);
    cause.sentence = what_of(f, c) + ".";
    if (f.free_map) cause.sentence += " A mirror, an offset and a scale were allowed as well.";
    cause.sentence += f.id == CauseId::Hubs
                          ? " CSLS finds " + in_percent(cause.gain) + " of the partners that were missed."
                          : " Mending it takes away " + in_percent(cause.gain) + " of the squared error.";
    add_remedy(cause, f, c);
    return cause;
}

}  // namespace orthoscope
