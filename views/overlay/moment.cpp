#include "views/overlay/moment.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "views/overlay/formula.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

const AlignmentState* alignment(const Frame* frame) {
    return frame && frame->state ? std::get_if<AlignmentState>(frame->state.get()) : nullptr;
}

const ShapeState* shape(const Frame* frame) {
    return frame && frame->state ? std::get_if<ShapeState>(frame->state.get()) : nullptr;
}

std::string times(Index rows, Index columns) { return grouped(rows) + " × " + grouped(columns); }

std::string place_text(const RowVector& place) {
    if (place.size() == 0) return {};
    if (place.size() <= 3) return "(" + number_list({place.data(), std::size_t(place.size())}, 3, 3) + ")";
    return "length " + number(place.norm());
}

// Determinant and angle of small rotations; both are O(d^3), and in many dimensions the dials say more.
std::string rotation_text(const Matrix& r) {
    if (r.rows() > 16) return times(r.rows(), r.cols());
    const double det = r.determinant();
    // What somebody else made may be no rotation at all.
    if ((r.transpose() * r - Matrix::Identity(r.rows(), r.cols())).norm() > 1e-3)
        return "det " + number(det) + ", not orthogonal";
    std::string text = det < 0 ? "det \u22121" : "det +1";
    if (r.rows() == 2 && det > 0) text += ", " + degrees(std::abs(std::atan2(r(0, 1), r(0, 0))));
    if (r.rows() == 3 && det > 0) text += ", " + degrees(std::acos(std::clamp((r.trace() - 1) / 2, -1.0, 1.0)));
    return text;
}

const double* metric(const Frame& frame, const std::string& name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return &value;
    return nullptr;
}

// Greek letters as methods spell them in their metrics.
std::string spelled(const std::string& symbol) {
    static const std::pair<const char*, const char*> letters[] = {
        {"ε", "epsilon"}, {"ϵ", "epsilon"}, {"λ", "lambda"}, {"μ", "mu"}, {"τ", "tau"}, {"η", "eta"}, {"γ", "gamma"},
        {"κ", "kappa"},   {"ρ", "rho"},     {"δ", "delta"},  {"β", "beta"}, {"α", "alpha"}, {"ω", "omega"}};
    for (auto& [letter, name] : letters)
        if (symbol == letter) return name;
    return symbol;
}

std::string metric_text(const std::string& name, const Frame& frame) {
    const double* value = metric(frame, name);
    if (!value) value = metric(frame, spelled(name));
    // A formula leaves out the spaces of words.
    for (auto& [key, number] : frame.metrics) {
        std::string joined = key;
        std::erase_if(joined, [](char c) { return c == ' ' || c == '_'; });
        if (!value && joined == name) value = &number;
    }
    return value ? number(*value) : std::string();
}

// Of n rows, how many have a partner, and how many of them the truth confirms.
std::string matching_text(const AlignmentState& state, const Pairs* pairs) {
    const Indices& partner = *state.matching;
    const bool known = pairs && pairs->truth && pairs->truth->size() == partner.size();
    const bool weighed = state.confidence && state.confidence->size() == partner.size();
    Index matched = 0, right = 0;
    for (Index i = 0; i < partner.size(); ++i) {
        if (partner(i) < 0 || (weighed && !((*state.confidence)(i) > 0))) continue;
        ++matched;
        right += known && (*pairs->truth)(i) == partner(i);
    }
    const std::string of = " of " + grouped(partner.size());
    return known ? grouped(right) + of + " right" : grouped(matched) + of + " matched";
}

std::string coupling_text(const Matrix& coupling) {
    return grouped(coupling.rows()) + " entries, mass " + number(coupling.cols() == 3 ? coupling.col(2).sum() : 0, 3);
}

// What a method that searches for partners believes.
std::string belief_text(const std::string& name, const AlignmentState& state, const Pairs* pairs) {
    if ((name == "P" || name == "Π" || name == "π") && state.matching) return matching_text(state, pairs);
    if ((name == "P" || name == "T" || name == "Π" || name == "π") && state.coupling) return coupling_text(*state.coupling);
    if ((name == "w" || name == "w_i" || name == "W") && state.confidence)
        return number(state.confidence->sum(), 4) + " of " + grouped(state.confidence->size()) + " count";
    return {};
}

std::string covered_text(const Indices& map) {
    Index covered = 0;
    for (Index at : map) covered += at >= 0;
    return grouped(covered) + " of " + grouped(map.size()) + " covered";
}

// What a matching of shapes has found so far; symbols as the methods of that family write them. Values that a method
// measures itself come from its metrics.
std::string shape_text(const std::string& name, const ShapeState& state) {
    const auto size = [](const SharedMatrix& matrix) { return matrix ? times(matrix->rows(), matrix->cols()) : std::string(); };
    const bool second = name.ends_with("_2") || name == "Ψ", alone = name.ends_with("_1") || name.find('_') == std::string::npos;
    if (name == "C" || name == "C_12" || name == "C_{12}") return size(state.functional_map);
    if ((name == "k" || name == "k_2") && state.functional_map) return grouped(state.functional_map->rows());
    if (name == "k_1" && state.functional_map) return grouped(state.functional_map->cols());
    if (name == "k" && state.source_vectors) return grouped(state.source_vectors->cols());
    if (name.starts_with("Φ") || name == "Ψ") return second ? size(state.target_vectors) : alone ? size(state.source_vectors) : "";
    if (name.starts_with("Λ") || name.starts_with("λ")) {
        const SharedMatrix& values = second ? state.target_values : state.source_values;
        if (!values || values->size() == 0) return {};
        return number_list({values->data(), std::size_t(values->size())}, 4, 3);
    }
    if (name == "F" || name == "A" || name == "D_1") return size(state.source_descriptors);
    if (name == "G" || name == "B" || name == "D_2") return size(state.target_descriptors);
    if (name == "θ" && state.direction) return grouped(state.direction->size()) + " coefficients";
    const bool map = name == "T" || name == "p" || name == "P" || name == "Π" || name.starts_with("T_") || name.starts_with("p_") ||
                     name.starts_with("Π_") || name.starts_with("P_");
    return map && state.map ? covered_text(*state.map) : std::string();
}

}  // namespace

Moment moment_of(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const SceneNotes& notes) {
    Moment now{.exhibit = exhibit, .look = look, .notes = notes, .colours = palette(look.theme)};
    if (exhibit.frames.empty()) return now;
    const std::size_t last = exhibit.frames.size() - 1;
    const std::size_t lower = std::min(cursor.lower, last), upper = std::min(cursor.upper, last);
    now.between = lower != upper && cursor.weight > 0 && cursor.weight < 1;
    now.weight = now.between ? cursor.weight : 1;
    now.shown_index = now.between || cursor.weight <= 0 ? lower : upper;
    now.into_index = now.between ? upper : now.shown_index;
    now.shown = exhibit.frames[now.shown_index].get();
    now.into = exhibit.frames[now.into_index].get();
    now.values = alignment(now.shown);
    now.coming = alignment(now.into);
    now.shape = shape(now.shown), now.shape_coming = shape(now.into);
    now.group = now.shown->state ? std::get_if<GroupState>(now.shown->state.get()) : nullptr;
    now.iterations = static_cast<int>(exhibit.frames[last]->iteration);
    const int phase = now.into->phase;
    if (exhibit.method && phase >= 0 && phase < static_cast<int>(exhibit.method->phases.size()))
        now.phase = &exhibit.method->phases[static_cast<std::size_t>(phase)];
    return now;
}

Turn turn_of(const Moment& moment) {
    Turn turn;
    for (std::size_t i = 0; i <= moment.into_index && i < moment.exhibit.frames.size(); ++i) {
        const auto* state = alignment(moment.exhibit.frames[i].get());
        if (!state || !state->path) continue;
        const double progress = i == moment.into_index ? moment.weight : 1;
        if (turn.path != state->path.get()) turn = {};
        turn.path = state->path.get();
        (state->mirrors ? turn.mirrored : turn.progress) = progress;
    }
    return turn;
}

std::string value_of(const std::string& symbol, const Moment& moment) {
    const std::string name = plain_text(parse_formula(symbol));
    if (moment.shape)
        if (auto text = shape_text(name, *moment.shape); !text.empty()) return text;
    if (!moment.values) return moment.shown ? metric_text(name, *moment.shown) : std::string();
    const AlignmentState& state = *moment.values;
    const Pairs* pairs = moment.exhibit.pairs.get();
    if (pairs && name == "X" && pairs->source) return times(pairs->source->rows(), pairs->source->cols());
    if (pairs && name == "Y" && pairs->target) return times(pairs->target->rows(), pairs->target->cols());
    if (name == "M" && state.cross_covariance)
        return times(state.cross_covariance->rows(), state.cross_covariance->cols());
    if ((name == "U" && state.u) || (name == "V" && state.v)) return times(state.rotation->rows(), state.rotation->cols());
    if (name == "R" || name == "Q") return rotation_text(*state.rotation);
    if ((name.starts_with("σ") || name == "Σ") && state.sigma.size() > 0) {
        if (name == "σ_d") return number(state.sigma(state.sigma.size() - 1));
        if (name == "σ_1") return number(state.sigma(0));
        return number_list({state.sigma.data(), std::size_t(state.sigma.size())}, 4, 3);
    }
    if (name == "s") return number(state.scale);
    if (const std::string believed = belief_text(name, state, pairs); !believed.empty()) return believed;
    if (name == "t")
        return place_text(state.place - state.scale * (state.pivot * *state.rotation));
    if (name == "μ_x" && state.centred) return place_text(state.pivot);
    if (name == "μ_y" && state.target_mean.size() > 0) return place_text(state.target_mean);
    if (name.starts_with("θ")) {
        const Turn turn = turn_of(moment);
        std::string text;
        for (std::size_t i = 0; turn.path && i < std::min<std::size_t>(turn.path->planes().size(), 3); ++i)
            text += (i ? ", " : "") + degrees(turn.path->planes()[i].angle);
        return turn.path && turn.path->planes().size() > 3 ? text + ", …" : text;
    }
    return metric_text(name, *moment.shown);
}

}  // namespace orthoscope
