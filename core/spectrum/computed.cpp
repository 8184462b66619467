#include "core/spectrum/computed.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"
#include "core/recording/lanes.h"
#include "core/result/result_folder.h"

namespace orthoscope {
namespace {

const State* last_state(const std::vector<FramePtr>& frames) { return frames.empty() ? nullptr : frames.back()->state.get(); }

Matrix moved(const Matrix& rows, const AlignmentState& s) { return pose_between(s, s, 0).apply(rows); }

// Source and target row of each pair that the fit stands on.
std::vector<std::pair<Index, Index>> partners(const Pairs& pairs, const AlignmentState& s) {
    std::vector<std::pair<Index, Index>> out;
    if (s.matching) {
        for (Index i = 0; i < s.matching->size(); ++i)
            if ((*s.matching)(i) >= 0) out.emplace_back(i, (*s.matching)(i));
    } else {
        for (Index i = 0; i < pairs.pair_count(); ++i) out.emplace_back(pairs.source_row[std::size_t(i)], pairs.target_row[std::size_t(i)]);
    }
    return out;
}

Matrix residuals(const Pairs& pairs, const AlignmentState& s) {
    const auto rows = partners(pairs, s);
    const Matrix here = moved(*pairs.source, s);
    Matrix out(Index(rows.size()), here.cols());
    for (Index i = 0; i < out.rows(); ++i) out.row(i) = pairs.target->row(rows[std::size_t(i)].second) - here.row(rows[std::size_t(i)].first);
    return out;
}

Matrix residuals(const Pairs& pairs, const GroupState& s) {
    const Matrix& mean = *s.mean;
    const Index n = mean.rows();
    Matrix out(n * Index(s.sets.size()), mean.cols());
    for (std::size_t k = 0; k < s.sets.size(); ++k) {
        const Matrix& rows = k == 0 ? *pairs.source : k == 1 ? *pairs.target : *pairs.others[k - 2];
        out.middleRows(n * Index(k), n) = moved(rows, s.sets[k]) - mean;
    }
    return out;
}

// The last one that a frame holds: the last frame itself may be past it.
SharedMatrix cross_covariance(const std::vector<FramePtr>& frames) {
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
        if (auto s = std::get_if<AlignmentState>((*frame)->state.get()); s && s->cross_covariance) return s->cross_covariance;
    return nullptr;
}

Error missing(const std::string& id, const std::vector<ComputedMatrix>& held) {
    std::string names;
    for (auto& one : held) names += (names.empty() ? "" : ", ") + one.id;
    return usage_error("", "found no computed matrix \"" + id + "\"; this run holds " + (names.empty() ? "none" : names));
}

std::vector<FramePtr> winning_frames(const Recording& recording) {
    const auto frames = recording.frames();
    return lane_frames(frames, best_lane(frames));
}

}  // namespace

std::vector<ComputedMatrix> computed_matrices(const Pairs& pairs, const std::vector<FramePtr>& frames) {
    std::vector<ComputedMatrix> out;
    const State* state = last_state(frames);
    if (!state) return out;
    if (auto s = std::get_if<AlignmentState>(state)) {
        if (!partners(pairs, *s).empty())
            out.push_back({"residuals", "Residuals", "target rows less those of their partners as moved; noise alone has no direction that stands out", true});
        if (cross_covariance(frames))
            out.push_back({"cross-covariance", "Cross-covariance", "the matrix whose singular value decomposition gives the rotation; small values leave a turn open"});
    } else if (auto group = std::get_if<GroupState>(state); group && group->mean) {
        out.push_back({"residuals", "Residuals", "each set as moved less the common mean, set below set", true});
    } else if (auto shape = std::get_if<ShapeState>(state); shape && shape->functional_map) {
        out.push_back({"functional-map", "Functional map C", "coefficients of the source to those of the target; values near 1 are functions that keep their length"});
    } else if (auto planes = std::get_if<PlanesState>(state); planes && planes->moment) {
        out.push_back({"steps", "Moment of the steps", "what the planes are taken from, in the directions that are kept"});
    } else if (auto driven = std::get_if<DescentState>(state)) {
        if (driven->matrix) out.push_back({"iterate", "Matrix as driven", "where the matrix of this lane has come"});
        if (driven->update) out.push_back({"update", "Last step", "what the last step of this lane added"});
    }
    return out;
}

Result<Matrix> computed_matrix(const std::string& id, const Pairs& pairs, const std::vector<FramePtr>& frames) {
    const auto held = computed_matrices(pairs, frames);
    if (std::none_of(held.begin(), held.end(), [&](auto& one) { return one.id == id; })) return missing(id, held);
    const State& state = *last_state(frames);
    if (id == "cross-covariance") return *cross_covariance(frames);
    if (auto group = std::get_if<GroupState>(&state)) return residuals(pairs, *group);
    if (auto s = std::get_if<AlignmentState>(&state)) return residuals(pairs, *s);
    if (auto shape = std::get_if<ShapeState>(&state)) return *shape->functional_map;
    if (auto planes = std::get_if<PlanesState>(&state)) return *planes->moment;
    const auto& driven = std::get<DescentState>(state);
    return id == "update" ? *driven.update : *driven.matrix;
}

std::string computed_name(const ComputedMatrix& matrix, const std::string& run) { return matrix.title + " of " + run; }

Kind computed_kind(bool samples, Index columns) {
    return !samples ? Kind::Matrix : columns == 2 || columns == 3 ? Kind::Cloud : Kind::Embedding;
}

bool gram_of_rows(Index rows, Index columns) { return rows <= most_gram_rows || rows <= columns; }

Result<Matrix> gram_matrix(const Matrix& rows, const Context& context) {
    const bool of_rows = gram_of_rows(rows.rows(), rows.cols());
    const auto side = std::uint64_t(of_rows ? rows.rows() : rows.cols());
    if (auto fits = context.fits(8 * side * side + 8 * std::uint64_t(rows.size()), "Gram matrix"); !fits) return fits.error();
    return row_products(of_rows ? rows : Matrix(rows.transpose()));
}

Result<std::vector<ComputedMatrix>> inspect_computed(const std::filesystem::path& folder, const Context& context) {
    auto loaded = read_result(folder, context);
    if (!loaded) return loaded.error();
    return computed_matrices(*loaded->run.result.pairs, winning_frames(*loaded->run.result.recording));
}

Result<DatasetPtr> read_computed(const std::filesystem::path& folder, const std::string& id, const Context& context) {
    auto loaded = read_result(folder, context);
    if (!loaded) return loaded.error();
    const auto& pairs = *loaded->run.result.pairs;
    const auto frames = winning_frames(*loaded->run.result.recording);
    auto values = computed_matrix(id, pairs, frames);
    if (!values) return Error{values.error().kind, folder.string(), values.error().what};
    auto set = std::make_shared<Dataset>();
    auto path = folder.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    set->name = path.filename().string() + "::" + id;
    const auto held = computed_matrices(pairs, frames);
    const bool samples = std::find_if(held.begin(), held.end(), [&](auto& one) { return one.id == id; })->samples;
    switch (computed_kind(samples, values->cols())) {
        case Kind::Cloud: set->payload = PointCloud{std::move(*values)}; break;
        case Kind::Embedding: set->payload = EmbeddingSet{std::move(*values)}; break;
        default: set->payload = MatrixData{std::move(*values)};
    }
    // No file: a run that takes it writes it beside its results, and this says what it was made from.
    set->origin.path = path.string() + "::" + id, set->origin.format = computed_format;
    return DatasetPtr(set);
}

}  // namespace orthoscope
