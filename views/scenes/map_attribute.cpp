#include "views/scenes/map_attribute.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_labels = 6;

void note_labels(MapNotes::Attribute& notes, const std::vector<std::string>& labels) {
    std::vector<std::string> found;
    for (auto& label : labels)
        if (!label.empty() && std::find(found.begin(), found.end(), label) == found.end()) found.push_back(label);
    notes.more_labels = found.size() > most_labels ? found.size() - most_labels : 0;
    found.resize(std::min(found.size(), most_labels));
    notes.labels = std::move(found);
}

}  // namespace

MapAttribute::MapAttribute(DatasetPtr source, Vector masses)
    : source_(std::move(source)), masses_(std::move(masses)), names_(names_to_carry(*source_)) {}

std::string MapAttribute::chosen(const Look& look) const {
    return std::find(names_.begin(), names_.end(), look.attribute) != names_.end() ? look.attribute : names_.front();
}

Carried MapAttribute::by_functions(const ShapeState& state, const std::string& name) {
    const Matrix& c = *state.functional_map;
    if (vectors_ != state.source_vectors || name_ != name) {
        auto functions = functions_of(*source_, name);
        if (!functions) return {};
        coefficients_ = coefficients_of(*functions, *state.source_vectors, masses_);
        vectors_ = state.source_vectors, name_ = name;
    }
    return carried_functions(name, product(state.target_vectors->leftCols(c.rows()), product(c, coefficients_.topRows(c.cols()))));
}

MapAttribute::Taken MapAttribute::carry(const ShapeState& state, const Look& look) {
    const std::string name = chosen(look);
    Taken taken{own(*source_, name), {}, 0};
    const auto& c = state.functional_map;
    const bool bases = c && c->size() > 0 && c->allFinite() && state.source_vectors && state.target_vectors &&
                       state.source_vectors->rows() == source_->rows() && state.source_vectors->cols() >= c->cols() &&
                       state.target_vectors->cols() >= c->rows();
    if (look.by_functions && bases && taken.source.labels.empty()) {
        taken.target = by_functions(state, name);
        if (taken.target.attribute.values.rows() > 0) taken.functions = c->cols();
    }
    if (taken.functions > 0 || !state.map) return taken;
    Indices map = *state.map;
    for (auto& at : map)
        if (at >= source_->rows()) at = -1;
    taken.target = carry_by_map(*source_, name, map);
    return taken;
}

MapAttribute::Shown MapAttribute::show(const ShapeState& state, const Look& look) {
    const Taken taken = carry(state, look);
    Shown shown;
    shown.notes.name = chosen(look), shown.notes.functions = taken.functions;
    const Carried &source = taken.source, &target = taken.target;
    const bool labels = !source.labels.empty(), carried = !target.labels.empty() || target.attribute.values.rows() > 0;
    shown.colours = colours_of(source, carried ? target : source);
    if (!carried) shown.colours.target = Matrix();
    if (labels) note_labels(shown.notes, source.labels);
    shown.notes.scalar = !labels && source.attribute.values.cols() == 1;
    if (!shown.notes.scalar) return shown;
    shown.low = std::numeric_limits<double>::infinity(), shown.high = -shown.low;
    for (auto* values : {&source.attribute.values, &target.attribute.values})
        for (double v : values->reshaped())
            if (std::isfinite(v)) shown.low = std::min(shown.low, v), shown.high = std::max(shown.high, v);
    return shown;
}

}  // namespace orthoscope
