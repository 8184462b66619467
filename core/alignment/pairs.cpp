#include "core/alignment/pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "core/base/random.h"
#include "core/base/text.h"

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 4> norm_names{"as-is", "unit", "center", "unit-center-unit"};

Index first_zero_row(const Matrix& m) {
    for (Index i = 0; i < m.rows(); ++i)
        if (m.row(i).squaredNorm() == 0) return i;
    return -1;
}

// The dataset's own matrix where nothing has to be done to it, else a prepared copy.
Result<std::shared_ptr<const Matrix>> prepared(const DatasetPtr& set, RowNorm norm, Index d, RowVector& center) {
    const Matrix& raw = set->values();
    center = RowVector::Zero(d);
    if (norm == RowNorm::AsIs && raw.cols() == d) return std::shared_ptr<const Matrix>(set, &raw);
    if (norm == RowNorm::Unit || norm == RowNorm::UnitCenterUnit)
        if (const Index zero = first_zero_row(raw); zero >= 0)
            return input_error(set->name + ":row " + std::to_string(zero),
                               "is all zeros and has no direction; --rows " + std::string(name_of(norm)) +
                                   " needs rows that are not zero");
    if (norm == RowNorm::Center || norm == RowNorm::UnitCenterUnit) {
        const Matrix first = norm == RowNorm::Center ? raw : raw.rowwise().normalized();
        center.head(raw.cols()) = first.colwise().mean();
    }
    return std::make_shared<const Matrix>(prepare_rows(raw, norm, center, d));
}

Status pair_by_label(Pairs& p) {
    const auto &source = p.sets[0]->labels, &target = p.sets[1]->labels;
    std::unordered_map<std::string_view, Index> row_of;
    Index repeated = 0;
    for (std::size_t i = 0; i < target.size(); ++i)
        repeated += !row_of.emplace(target[i], static_cast<Index>(i)).second;
    std::vector<char> taken(target.size(), 0);
    Index lost = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
        auto found = row_of.find(source[i]);
        if (found == row_of.end() || taken[std::size_t(found->second)]) { ++lost; continue; }
        taken[std::size_t(found->second)] = 1;
        p.source_row.push_back(static_cast<Index>(i)), p.target_row.push_back(found->second);
    }
    if (p.source_row.empty())
        return input_error(p.sets[0]->name, "shares no label with " + p.sets[1]->name +
                                                "; expected sets whose labels agree, or none, to pair by row");
    const Index unused = static_cast<Index>(target.size() - p.source_row.size());
    p.notes.push_back(counted(p.pair_count(), "pair") + " matched by label");
    if (lost || unused)
        p.notes.push_back(counted(lost, "source row") + " and " + counted(unused, "target row") +
                          " have no partner by label and take no part in the fit");
    if (repeated) p.notes.push_back(counted(repeated, "target label") + " repeated; the first of each was used");
    return success();
}

// Third and further sets go row for row with the source.
Status check_group(Pairs& p, Index d) {
    for (std::size_t i = 1; i < p.sets.size(); ++i)
        if (p.sets[i]->rows() != p.sets[0]->rows())
            return input_error(p.sets[i]->name, "holds " + counted(p.sets[i]->rows(), "row") + "; expected " +
                                                    std::to_string(p.sets[0]->rows()) + ", as many as " +
                                                    p.sets[0]->name + ", to pair all sets row by row");
    for (auto& set : p.sets)
        if (set->columns() < d)
            p.notes.push_back(set->name + " is padded with zeros from " + std::to_string(set->columns()) + " to " +
                              std::to_string(d) + " dimensions");
    return success();
}

// One partner a row: of the target for each source row, or the other way round.
Status check_partners(const Pairs& p, const Indices& partners, const std::string& place) {
    const bool turned = p.options.by_target;
    const Matrix &asks = turned ? *p.target : *p.source, &answers = turned ? *p.source : *p.target;
    const std::string own = turned ? "target" : "source", other = turned ? "source" : "target";
    if (partners.size() != asks.rows())
        return input_error(place, "found " + counted(partners.size(), "row") + "; expected one for each of " +
                                      std::to_string(asks.rows()) + " " + own + " rows");
    if (partners.size() && (partners.maxCoeff() >= answers.rows() || partners.minCoeff() < -1))
        return input_error(place, "names a " + other + " row that does not exist; expected -1 to " +
                                      std::to_string(answers.rows() - 1));
    return success();
}

Status check_start(const Pairs& p) {
    if (!p.options.start) return success();
    const Start& start = *p.options.start;
    const Index d = p.dimension();
    for (auto& r : start.rotations)
        if (r.rows() != d || r.cols() != d)
            return input_error(start.origin, "holds a " + std::to_string(r.rows()) + " x " + std::to_string(r.cols()) +
                                                 " matrix; expected " + std::to_string(d) + " x " + std::to_string(d) +
                                                 ", as the inputs have " + counted(d, "dimension"));
    if (start.translation && start.translation->size() != d)
        return input_error(start.origin, "holds a translation of " + std::to_string(start.translation->size()) +
                                             " numbers; expected " + std::to_string(d));
    if (start.functional_map && !p.options.by_target)
        return input_error(start.origin, "holds a functional map; expected a start in the space of the points");
    return start.matching ? check_partners(p, *start.matching, start.origin) : success();
}

Status check_truth(const Pairs& p) { return p.truth ? check_partners(p, *p.truth, "--truth") : success(); }

Status choose_pairs(Pairs& p) {
    const Index n = p.source->rows(), m = p.target->rows();
    const bool labelled = p.sets.size() == 2 && !p.sets[0]->labels.empty() && !p.sets[1]->labels.empty();
    if (labelled && p.sets[0]->labels != p.sets[1]->labels) {
        p.paired = true;
        return pair_by_label(p);
    }
    if (n != m) return success();
    p.paired = p.identity_pairing = true;
    p.source_row.resize(static_cast<std::size_t>(n));
    for (Index i = 0; i < n; ++i) p.source_row[std::size_t(i)] = i;
    p.target_row = p.source_row;
    return success();
}

Status apply_anchors(Pairs& p) {
    const auto& o = p.options;
    const std::size_t n = p.source_row.size();
    if (o.anchor_fraction) {
        Random random(o.seed);
        const auto count = std::max<Index>(1, static_cast<Index>(std::lround(*o.anchor_fraction * double(n))));
        p.fits.assign(n, 0);
        for (Index i : random.choose(static_cast<Index>(n), count)) p.fits[std::size_t(i)] = 1;
    } else if (o.anchors) {
        std::vector<char> chosen(static_cast<std::size_t>(p.source->rows()), 0);
        for (Index row : *o.anchors) {
            if (row < 0 || row >= p.source->rows())
                return input_error("--anchors", "found row " + std::to_string(row) + "; expected rows 0 to " +
                                                    std::to_string(p.source->rows() - 1));
            chosen[std::size_t(row)] = 1;
        }
        for (std::size_t i = 0; i < n; ++i) p.fits.push_back(chosen[std::size_t(p.source_row[i])]);
    } else {
        return success();
    }
    const auto used = std::count(p.fits.begin(), p.fits.end(), 1);
    if (used == 0) return input_error("--anchors", "names none of the paired rows; expected at least one");
    p.notes.push_back(counted(used, "anchor row") + " fit; " + std::to_string(n - std::size_t(used)) + " are held out");
    return success();
}

Status apply_weights(Pairs& p) {
    if (!p.options.weights) return success();
    const Vector& w = *p.options.weights;
    if (w.size() != p.source->rows())
        return input_error("--weights", "found " + std::to_string(w.size()) + " weights; expected one for each of " +
                                            std::to_string(p.source->rows()) + " source rows");
    for (Index i = 0; i < w.size(); ++i)
        if (!(w(i) >= 0) || !std::isfinite(w(i)))
            return input_error("--weights:row " + std::to_string(i),
                               "found " + std::to_string(w(i)) + "; expected a finite weight of at least 0");
    p.weights.resize(p.pair_count());
    double sum = 0;
    for (Index i = 0; i < p.pair_count(); ++i) {
        p.weights(i) = w(p.source_row[std::size_t(i)]);
        if (p.fits.empty() || p.fits[std::size_t(i)]) sum += p.weights(i);
    }
    if (p.pair_count() && sum <= 0)
        return input_error("--weights", "are all 0 on the paired rows that fit; expected some above 0");
    return success();
}

}  // namespace

std::string_view name_of(RowNorm norm) { return norm_names[static_cast<std::size_t>(norm)]; }

bool row_norm_from_name(std::string_view name, RowNorm& norm) {
    for (std::size_t i = 0; i < norm_names.size(); ++i)
        if (norm_names[i] == name) return norm = static_cast<RowNorm>(i), true;
    return false;
}

Matrix prepare_rows(const Matrix& rows, RowNorm norm, const RowVector& center, Index dimension) {
    Matrix out = Matrix::Zero(rows.rows(), dimension);
    out.leftCols(rows.cols()) = rows;
    if (norm == RowNorm::Unit || norm == RowNorm::UnitCenterUnit) out.rowwise().normalize();
    if (norm == RowNorm::Center || norm == RowNorm::UnitCenterUnit) out.rowwise() -= center;
    if (norm == RowNorm::UnitCenterUnit) out.rowwise().normalize();
    return out;
}

Result<std::shared_ptr<const Pairs>> make_pairs(std::vector<DatasetPtr> sets, const PairingOptions& options,
                                                const Context& context) {
    if (sets.empty()) return usage_error("", "found no input; expected two: source, then target");
    for (auto& set : sets)
        if (set->rows() == 0 || set->columns() == 0)
            return input_error(set->name, "holds no rows; expected at least one");
    auto p = std::make_shared<Pairs>();
    p->sets = std::move(sets), p->options = options, p->truth = options.truth;
    const std::size_t stays = !options.apart && p->sets.size() > 1;
    const Index a = p->sets.front()->columns(), b = p->sets[stays]->columns();
    Index d = a;
    if (!options.apart)
        for (auto& set : p->sets) d = std::max(d, set->columns());
    if (!options.apart && p->sets.size() > 2) {
        if (auto status = check_group(*p, d); !status) return status.error();
    } else if (a != b)
        p->notes.push_back("the " + std::string(a < b ? "source" : "target") + " is padded with zeros from " +
                           std::to_string(std::min(a, b)) + " to " + std::to_string(d) + " dimensions");
    std::uint64_t bytes = 0;
    for (auto& set : p->sets) bytes += static_cast<std::uint64_t>(set->rows()) * static_cast<std::uint64_t>(d) * 8;
    if (options.rows != RowNorm::AsIs || a != b)
        if (auto fits = context.fits(bytes * 2, "prepared rows"); !fits) return fits.error();
    auto source = prepared(p->sets[0], options.rows, d, p->source_center);
    if (!source) return source.error();
    auto target = prepared(p->sets[stays], options.rows, d, p->target_center);
    if (!target) return target.error();
    p->source = std::move(*source), p->target = std::move(*target);
    for (std::size_t i = 2; !options.apart && i < p->sets.size(); ++i) {
        RowVector center;
        auto other = prepared(p->sets[i], options.rows, d, center);
        if (!other) return other.error();
        p->others.push_back(std::move(*other));
    }
    if (options.rows != RowNorm::AsIs)
        p->notes.push_back("rows were normalised (" + std::string(name_of(options.rows)) + ") before the fit");
    if (!options.by_target && stays)
        if (auto status = choose_pairs(*p); !status) return status.error();
    if (p->paired) {
        if (auto status = apply_anchors(*p); !status) return status.error();
        if (auto status = apply_weights(*p); !status) return status.error();
    }
    if (auto status = check_truth(*p); !status) return status.error();
    for (auto& l : options.landmarks)
        if (l.source < 0 || l.source >= p->source->rows() || l.target < 0 || l.target >= p->target->rows())
            return input_error("--landmarks", "found the pair " + std::to_string(l.source) + " " +
                                                  std::to_string(l.target) + "; expected a source row up to " +
                                                  std::to_string(p->source->rows() - 1) + " and a target row up to " +
                                                  std::to_string(p->target->rows() - 1));
    if (auto status = check_start(*p); !status) return status.error();
    return std::shared_ptr<const Pairs>(std::move(p));
}

}  // namespace orthoscope
