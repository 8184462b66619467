#include "core/rotations/plane_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/base/text.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr double degrees = 180 / std::numbers::pi;
constexpr double strong = 0.01;  // of the energy: planes that count for warnings about their paths

// Steps from a frame of map j until it is reached again, 0: never.
Index round_of(const PlanesState& s, Index map) {
    const Index frames = s.phasors->rows();
    Index at = 0;
    for (Index n = 1; n <= frames; ++n) {
        at = (*s.next)(map * frames + at);
        if (at < 0) return 0;
        if (at == 0) return n;
    }
    return 0;
}

Matrix degrees_of(const PlanesState& s, Index map) {
    Matrix out = s.angles->col(map) * degrees;
    for (Index k = 0; k < out.rows(); ++k)
        if ((*s.kinds)(k) == PlanesState::Unresolved) out(k) = -1;
    return out;
}

void add_weights(const PlanesState& s, Report& report) {
    if (!s.closed || !s.phasors || !s.next) return;
    Matrix weights(s.angles->rows(), s.angles->cols());
    double off = 0;
    for (Index j = 0; j < weights.cols(); ++j) {
        const Index round = round_of(s, j);
        if (round == 0) return;
        for (Index k = 0; k < weights.rows(); ++k) {
            const double turns = (*s.angles)(k, j) * double(round) / (2 * std::numbers::pi);
            weights(k, j) = std::round(turns), off = std::max(off, std::abs(turns - weights(k, j)));
        }
    }
    report.matrices.emplace_back(weights.cols() == 1 ? "turns" : "turn_weights", weights);
    report.metrics.emplace_back("furthest_from_whole_turns", off);
}

double orthogonality_error(const PlanesState& s) {
    Matrix all(s.planes->rows() + s.fixed->rows() + s.flipped->rows(), s.planes->cols());
    all << *s.planes, *s.fixed, *s.flipped;
    return (product_transposed(all, all) - Matrix::Identity(all.rows(), all.rows())).norm();
}

// Share of the mean-removed energy in no plane, fixed or flipped direction.
double residual_energy(const PlanesState& s) {
    if (!s.phasors || !s.values) return void_metric;
    const double all = s.values->squaredNorm();
    return std::max(0.0, 1 - (s.phasors->squaredNorm() + (s.rest ? s.rest->squaredNorm() : 0)) / all);
}

}  // namespace

const PlanesState* last_planes(const Recording& recording) {
    if (recording.size() == 0) return nullptr;
    return std::get_if<PlanesState>(recording.frame(recording.size() - 1)->state.get());
}

std::optional<double> last_metric(const Recording& recording, std::string_view name) {
    const auto frames = recording.frames();
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
        for (auto& [key, value] : (*frame)->metrics)
            if (key == name) return value;
    return {};
}

void lower_verdict(Report& report, Verdict to, std::string why) {
    const bool first = to > report.verdict;
    report.verdict = std::max(report.verdict, to);
    report.reasons.insert(first ? report.reasons.begin() : report.reasons.end(), std::move(why));
}

double radius_variation(const PlanesState& s, Index plane) {
    const auto z = s.phasors->middleCols(2 * plane, 2);
    const Vector radius = (z.rowwise() - s.centres->block(0, 2 * plane, 1, 2).row(0)).rowwise().norm();
    const double mean = radius.mean();
    return mean > 0 ? std::sqrt((radius.array() - mean).square().mean()) / mean : 0;
}

void report_planes(const PlanesState& s, Report& report) {
    const Index p = s.angles->rows();
    const double worst = p > 0 ? s.residuals->maxCoeff() : void_metric;
    report.metrics.insert(report.metrics.end(), {{"plane_count", double(p)},
                                                 {"worst_residual", worst},
                                                 {"residual_energy", residual_energy(s)},
                                                 {"closed_orbit", s.closed ? 1.0 : 0.0},
                                                 {"orthogonality_error", orthogonality_error(s)}});
    if (p == 0) report.warnings.push_back("worst_residual is void: there is no plane.");
    if (!s.phasors) report.warnings.push_back("residual_energy is void: there are no frames.");
    if (s.closure > 0) report.metrics.emplace_back("closure_ratio", s.closure);
    if (s.kept > 0) report.metrics.emplace_back("kept_directions", s.kept);
    report.matrices.insert(report.matrices.end(), {{"planes", *s.planes},
                                                   {"angles_degrees", degrees_of(s, 0)},
                                                   {"energies", *s.energies},
                                                   {"residuals", *s.residuals},
                                                   {"fixed", *s.fixed},
                                                   {"flipped", *s.flipped}});
    if (s.mean) report.matrices.emplace_back("mean", *s.mean);
    if (s.angles->cols() > 1) report.matrices.emplace_back("second_angles_degrees", degrees_of(s, 1));
    if (s.phasors) {
        Matrix phases(s.phasors->rows(), p);
        for (Index k = 0; k < p; ++k)
            for (Index t = 0; t < phases.rows(); ++t)
                phases(t, k) = std::atan2((*s.phasors)(t, 2 * k + 1) - (*s.centres)(2 * k + 1),
                                          (*s.phasors)(t, 2 * k) - (*s.centres)(2 * k));
        report.matrices.emplace_back("phases", std::move(phases));
    }
    report.integers.insert(report.integers.end(), {{"blocks", *s.blocks}, {"kinds", *s.kinds}});
    add_weights(s, report);
    note_blocks(s, report);
}

void note_blocks(const PlanesState& s, Report& report) {
    std::map<std::int64_t, std::vector<Index>> blocks;
    for (Index k = 0; k < s.blocks->size(); ++k) blocks[(*s.blocks)(k)].push_back(k);
    Index multiple = 0, largest = 0;
    for (auto& [number, members] : blocks) {
        if (members.size() < 2) continue;
        if ((*s.kinds)(members.front()) == PlanesState::Unresolved) {
            std::string list;
            for (Index k : members) list += (list.empty() ? "" : ", ") + std::to_string(k + 1);
            report.warnings.push_back("Planes " + list + " are one unresolved block: their weights are too near to each other to "
                                      "tell them apart. Only their sum is determined, so they have no angle (-1 in angles_degrees).");
        } else {
            ++multiple, largest = std::max(largest, Index(members.size()));
        }
    }
    if (multiple > 0)
        report.warnings.push_back(counted(std::uint64_t(multiple), "block") + " of planes turn" + (multiple == 1 ? "s" : "") +
                                  " by one angle each (up to " + std::to_string(largest) +
                                  " planes): the block is determined, the planes inside were chosen by energy.");
}

void judge_closure(const PlanesState& s, const FrameSteps& steps, Report& report) {
    double widest = 0;
    for (Index k = 0; s.phasors && steps.ordered && k < s.energies->rows(); ++k)
        if ((*s.energies)(k) >= strong && (*s.kinds)(k) != PlanesState::Unresolved) widest = std::max(widest, radius_variation(s, k));
    if (steps.ordered) report.metrics.emplace_back("radius_variation", widest);
    if (!steps.ordered) {
        report.reasons.push_back("The frames are pairs before and after one step, in no order: there is no orbit to close.");
        return;
    }
    if (s.closed) {
        report.reasons.push_back("The frames are a closed orbit: the step from the last to the first is used too (misfit " +
                                 brief(s.closure) + " times that of the others).");
        return;
    }
    const std::string why = s.closure > 0 ? "the step from the last frame to the first fits " + brief(s.closure) + " times worse than the others"
                                          : "there is no step from the last frame to the first";
    report.warnings.push_back("Not a closed orthogonal orbit: " + why +
                              ". Angles and planes rest on an open arc, and paths need not be circles (radius varies by up to " +
                              in_percent(widest) + ").");
    const double worst = s.residuals->rows() ? s.residuals->maxCoeff() : 1;
    // An orthogonal map that explains every step exactly needs no closing.
    if (worst > 1e-6) lower_verdict(report, Verdict::Doubtful, "This is not a closed orthogonal orbit: " + why + ".");
}

}  // namespace orthoscope
