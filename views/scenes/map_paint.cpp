#include "views/scenes/map_paint.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthoscope {
namespace {

constexpr std::size_t most_kept = 4;
constexpr double checks_a_unit = 6.5;  // the larger shape has radius 1
constexpr double stripe = 0.5 / checks_a_unit;  // a place across where checks are all of one kind
constexpr double lines_a_side = 6;     // isolines from 0 to the largest value
constexpr double least_error = 0.02, most_error = 0.3;

bool holds(const SharedMatrix& matrix, Index rows) {
    return matrix && matrix->cols() > 0 && matrix->rows() == rows;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<double> finite(const Vector& values) {
    std::vector<double> found;
    for (double v : values)
        if (std::isfinite(v)) found.push_back(v);
    return found;
}

double largest(const Vector& values) {
    double most = 0;
    for (double v : values)
        if (std::isfinite(v)) most = std::max(most, std::abs(v));
    return most > 0 ? most : 1;
}

void put(Pattern& pattern, double x, double y, double z, double w) {
    for (double v : {x, y, z, w}) pattern.values.push_back(static_cast<float>(v));
}

Colour chequered(const Colour& colour, double x, double y) {
    const bool dark = std::sin(3.14159265 * checks_a_unit * x) * std::sin(3.14159265 * checks_a_unit * y) < 0;
    return dark ? mix(colour, {0, 0, 0}, 0.55) : colour;
}

Colour bytes_at(const Bytes& bytes, Index row) {
    const auto* p = bytes.data() + 3 * std::size_t(row);
    return {p[0] / 255.0, p[1] / 255.0, p[2] / 255.0};
}

// One function on one shape, from -1 to 1, with lines where it is equal.
void paint_signed(Bytes& bytes, Pattern& pattern, const Vector& values, const MapPainter::Drawn& drawn, double sign) {
    const double most = largest(values);
    for (Index row : drawn.rows) {
        const double v = sign * values(row) / most;
        append(bytes, sample(ColourMap::Diverging, 0.5 + 0.5 * v));
        if (drawn.surface) put(pattern, 0, 0, v + 0.5 / lines_a_side, 0);
    }
    pattern.lines = lines_a_side;
}

}  // namespace

MapPainter::MapPainter(const Pairs& pairs, Drawn source, Drawn target, Theme theme)
    : source_(std::move(source)), target_(std::move(target)), places_(source_.shape->rows) {
    const Palette& colours = palette(theme);
    const bool dark = theme == Theme::Dark;
    plain_ = mix(colours.neutral, colours.text, dark ? 0.25 : 0.0);
    if (!dark) plain_ = mix(colours.neutral, colours.ground_top, 0.35);
    uncovered_ = mix(colours.neutral, colours.ground_bottom, 0.35);
    errors_ = colours.errors;
    for (Index i = 0; i < source_.shape->rows.rows(); ++i) append(place_bytes_, places_.at(source_.shape->rows.row(i)));
    if (!pairs.sets.empty()) attribute_ = MapAttribute(pairs.sets[0], source_.shape->masses);
    if (target_.shape && pairs.truth && pairs.truth->size() == target_.shape->rows.rows()) truth_ = &*pairs.truth;
}

Colour MapPainter::colour_of(Index row) const {
    return bytes_at(place_bytes_, row);
}

Index MapPainter::image(const ShapeState& state, Index row, Index sources) {
    if (!state.map || row < 0 || row >= state.map->size()) return -1;
    const Index at = (*state.map)(row);
    return at >= 0 && at < sources ? at : -1;
}

void MapPainter::set_report(std::shared_ptr<const Report> report) {
    if (report == report_) return;
    report_ = std::move(report), kept_.clear();
    errors_along_ = report_ ? report_->matrix("geodesic_errors") : nullptr, known_along_ = {};
    map_along_ = report_ ? report_->indices("map") : nullptr;
    if (!map_along_ || !errors_along_ || errors_along_->rows() != map_along_->size()) errors_along_ = nullptr;
}

bool MapPainter::geodesic(const ShapeState& state) const {
    if (!errors_along_ || !state.map) return false;
    if (known_along_.first != state.map) known_along_ = {state.map, state.map->size() == map_along_->size() && *state.map == *map_along_};
    return known_along_.second;
}

double MapPainter::error(const ShapeState& state, Index row) const {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const Matrix& rows = source_.shape->rows;
    const Index at = image(state, row, rows.rows());
    if (!truth_ || at < 0) return unknown;
    if (geodesic(state)) return (*errors_along_)(row, 0);
    const Index right = (*truth_)(row);
    if (right < 0 || right >= rows.rows()) return unknown;
    return (rows.row(at) - rows.row(right)).norm() / std::sqrt(source_.shape->area);
}

void MapPainter::set_error_scale(const ShapeState& last) {
    if (!truth_ || !last.map || !target_.shape) return;
    std::vector<double> errors;
    for (Index j = 0; j < target_.shape->rows.rows(); ++j)
        if (const double e = error(last, j); std::isfinite(e)) errors.push_back(e);
    if (!errors.empty()) error_scale_ = std::clamp(quantile(std::move(errors), 0.95), least_error, most_error);
}

MapNotes::Painted MapPainter::choose(const ShapeState& state, const Look& look) const {
    using enum MapNotes::Painted;
    const Index n = source_.shape->rows.rows(), m = target_.shape ? target_.shape->rows.rows() : 0;
    const bool vectors = holds(state.source_vectors, n) && (!target_.shape || holds(state.target_vectors, m));
    if (vectors && (!target_.shape || look.map_colours == MapColours::Eigenfunction)) return Eigenfunction;
    if (!target_.shape) return Nothing;
    const bool mapped = state.map && state.map->size() == m;
    if (look.map_colours == MapColours::Attribute && attribute_.any() && (mapped || (look.by_functions && state.functional_map && vectors)))
        return Attribute;
    if (mapped) {
        if (look.map_colours == MapColours::Error && truth_) return Error;
        return look.map_colours == MapColours::Checker ? Checker : look.map_colours == MapColours::Stripes ? Stripes : Place;
    }
    if (holds(state.source_descriptors, n) && holds(state.target_descriptors, m)) return Descriptor;
    if (vectors) return Eigenfunction;
    return look.map_colours == MapColours::Attribute && attribute_.any() ? Attribute : Place;
}

const MapPaint& MapPainter::paint(const StatePtr& shared, const Look& look) {
    const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.state == shared && kept.colours == look.map_colours && kept.eigenfunction == look.eigenfunction &&
               kept.attribute == look.attribute && kept.by_functions == look.by_functions && kept.scale == error_scale_;
    });
    if (known != kept_.end()) {
        kept_.splice(kept_.end(), kept_, known);
        return kept_.back().paint;
    }
    const auto& state = std::get<ShapeState>(*shared);
    if (kept_.size() >= most_kept) kept_.pop_front();
    kept_.push_back({shared, look.map_colours, look.eigenfunction, look.attribute, look.by_functions, error_scale_, {}});
    MapPaint& paint = kept_.back().paint;
    paint.notes.painted = choose(state, look);
    paint.notes.single = target_.shape == nullptr;
    paint.notes.error_unknown = look.map_colours == MapColours::Error && !truth_;
    count(paint, state);
    switch (paint.notes.painted) {
        case MapNotes::Painted::Nothing:
            for (std::size_t i = 0; i < source_.rows.size(); ++i) append(paint.source, plain_);
            break;
        case MapNotes::Painted::Place:
        case MapNotes::Painted::Checker:
        case MapNotes::Painted::Stripes: paint_places(paint, state); break;
        case MapNotes::Painted::Attribute: paint_attribute(paint, state, look); break;
        case MapNotes::Painted::Error: paint_errors(paint, state); break;
        case MapNotes::Painted::Eigenfunction: paint_eigenfunction(paint, state, look.eigenfunction); break;
        case MapNotes::Painted::Descriptor: paint_descriptor(paint, state); break;
    }
    return paint;
}

void MapPainter::count(MapPaint& paint, const ShapeState& state) const {
    if (!target_.shape || !state.map) return;
    const Index n = source_.shape->rows.rows();
    paint.notes.total = target_.shape->rows.rows();
    paint.notes.geodesic = geodesic(state);
    for (Index j = 0; j < paint.notes.total; ++j) {
        paint.notes.covered += image(state, j, n) >= 0;
        if (const double e = error(state, j); std::isfinite(e)) paint.notes.errors.push_back(e);
    }
    std::sort(paint.notes.errors.begin(), paint.notes.errors.end());
    for (double e : paint.notes.errors) paint.notes.error_mean += e / double(paint.notes.errors.size());
}

void MapPainter::paint_places(MapPaint& paint, const ShapeState& state) const {
    const bool stripes = paint.notes.painted == MapNotes::Painted::Stripes;
    const bool checks = stripes || paint.notes.painted == MapNotes::Painted::Checker;
    const auto put_row = [&](Bytes& bytes, Pattern& pattern, Index row, bool surface) {
        Colour colour = bytes_at(place_bytes_, row);
        const auto [x, across] = places_.longest(source_.shape->rows.row(row));
        const double y = stripes ? stripe : across;
        if (surface)
            put(pattern, x, y, 0, 0);
        else if (checks)
            colour = chequered(colour, x, y);
        append(bytes, colour);
    };
    for (Index row : source_.rows) put_row(paint.source, paint.source_pattern, row, source_.surface);
    const Index n = source_.shape->rows.rows();
    for (Index row : target_.rows) {
        if (const Index at = image(state, row, n); at >= 0) {
            put_row(paint.target, paint.target_pattern, at, target_.surface);
            continue;
        }
        append(paint.target, state.map ? uncovered_ : plain_);
        if (target_.surface) put(paint.target_pattern, 0, 0, 0, state.map ? 1 : 0);
    }
    paint.source_pattern.checks = paint.target_pattern.checks = checks ? checks_a_unit : 0;
}

void MapPainter::paint_attribute(MapPaint& paint, const ShapeState& state, const Look& look) {
    const auto shown = attribute_.show(state, look);
    paint.notes.attribute = shown.notes, paint.notes.low = shown.low, paint.notes.high = shown.high;
    const auto colour = [](const Matrix& of, Index row) { return Colour{of(row, 0), of(row, 1), of(row, 2)}; };
    for (Index row : source_.rows) append(paint.source, colour(shown.colours.source, row));
    const Index n = source_.shape->rows.rows();
    const bool carried = shown.colours.target.rows() > 0;
    for (Index row : target_.rows) {
        const bool covered = shown.notes.functions > 0 || image(state, row, n) >= 0;
        append(paint.target, !carried ? plain_ : covered ? colour(shown.colours.target, row) : uncovered_);
        if (target_.surface) put(paint.target_pattern, 0, 0, 0, carried && !covered ? 1 : 0);
    }
}

void MapPainter::paint_errors(MapPaint& paint, const ShapeState& state) const {
    for (std::size_t i = 0; i < source_.rows.size(); ++i) append(paint.source, plain_);
    const Index n = source_.shape->rows.rows();
    for (Index row : target_.rows) {
        const double e = error(state, row);
        const bool covered = image(state, row, n) >= 0;
        append(paint.target, std::isfinite(e) ? sample(errors_, e / error_scale_)
                             : covered        ? plain_
                                              : uncovered_);
        if (target_.surface) put(paint.target_pattern, 0, 0, 0, covered ? 0 : 1);
    }
    paint.notes.low = 0, paint.notes.high = error_scale_;
}

void MapPainter::paint_eigenfunction(MapPaint& paint, const ShapeState& state, int wanted) const {
    MapNotes& notes = paint.notes;
    Index k = state.source_vectors->cols();
    if (target_.shape) k = std::min(k, state.target_vectors->cols());
    const Index j = std::clamp<Index>(wanted, 1, k) - 1;
    notes.eigenfunction = int(j) + 1, notes.eigenfunctions = int(k);
    const auto value = [&](const SharedMatrix& values) { return values && values->size() > j ? (*values)(j) : 0.0; };
    notes.source_value = value(state.source_values), notes.target_value = value(state.target_values);
    const SharedMatrix& c = state.functional_map;
    notes.turned = target_.shape && c && c->rows() > j && c->cols() > j && (*c)(j, j) < 0;
    notes.high = largest(state.source_vectors->col(j)), notes.low = -notes.high;
    paint_signed(paint.source, paint.source_pattern, state.source_vectors->col(j), source_, 1);
    if (target_.shape)
        paint_signed(paint.target, paint.target_pattern, state.target_vectors->col(j), target_, notes.turned ? -1 : 1);
}

// A column from the middle, on one scale for both shapes.
void MapPainter::paint_descriptor(MapPaint& paint, const ShapeState& state) const {
    const Matrix &source = *state.source_descriptors, &target = *state.target_descriptors;
    const Index p = std::min(source.cols(), target.cols()), j = p / 2;
    paint.notes.descriptor = j + 1, paint.notes.descriptors = p;
    auto values = finite(source.col(j));
    const auto others = finite(target.col(j));
    values.insert(values.end(), others.begin(), others.end());
    // Descriptors crowd at low values; the few highest may share a colour.
    const double low = quantile(values, 0.02), high = quantile(values, 0.9), size = high > low ? high - low : 1;
    paint.notes.low = low, paint.notes.high = high;
    for (Index row : source_.rows) append(paint.source, sample(ColourMap::Cividis, (source(row, j) - low) / size));
    for (Index row : target_.rows) append(paint.target, sample(ColourMap::Cividis, (target(row, j) - low) / size));
}

}  // namespace orthoscope
