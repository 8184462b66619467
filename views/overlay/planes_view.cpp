#include "views/overlay/planes_view.h"

#include <algorithm>
#include <cmath>

#include "core/rotations/rebuild.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr Index most_side = 24, most_entries = 256;

using PlanesPtr = std::shared_ptr<const PlanesState>;

PlanesPtr planes_of(const Frame* frame) {
    if (!frame || !frame->state) return nullptr;
    const auto* planes = std::get_if<PlanesState>(frame->state.get());
    return planes ? PlanesPtr(frame->state, planes) : nullptr;
}

// The state that is read out: on a passage into the phasors already the one with them.
PlanesPtr state_of(const Moment& moment) {
    auto now = planes_of(moment.shown), next = planes_of(moment.into);
    if (moment.between && next && next->phasors && next->planes) return next;
    return now;
}

Matrix block_means(const Matrix& m, Index block) {
    if (block <= 1) return m;
    Matrix out((m.rows() + block - 1) / block, (m.cols() + block - 1) / block);
    for (Index j = 0; j < out.cols(); ++j)
        for (Index i = 0; i < out.rows(); ++i)
            out(i, j) = m.block(i * block, j * block, std::min(block, m.rows() - i * block), std::min(block, m.cols() - j * block)).mean();
    return out;
}

// A row of D numbers in the shape that the data's frames have.
PlanePicture picture_of(const RowVector& row, const Dataset& set) {
    const auto* sequence = std::get_if<FrameSequence>(&set.payload);
    PlanePicture out;
    const bool image = sequence && sequence->shape.size() >= 2 && !(sequence->shape.size() == 2 && sequence->shape[1] <= 3) &&
                       sequence->triangles.rows() == 0;
    if (image) {
        const Index h = sequence->shape[0], w = sequence->shape[1], c = row.size() / std::max<Index>(1, h * w);
        Matrix cells = Matrix::Zero(h, w);
        for (Index i = 0; i < h; ++i)
            for (Index j = 0; j < w; ++j)
                for (Index k = 0; k < c; ++k) cells(i, j) += row((i * w + j) * c + k) / double(c);
        out.cells = block_means(cells, (std::max(h, w) + most_side - 1) / most_side);
    } else {
        const Index every = (row.size() + most_entries - 1) / std::max<Index>(1, most_entries);
        out.cells = block_means(Matrix(row), std::max<Index>(1, every));
    }
    if (out.cells.size() == 0) return out;
    out.low = out.cells.minCoeff(), out.high = out.cells.maxCoeff();
    return out;
}

// Row follows row: a path may be drawn through them, and time counts rows.
bool in_order(const PlanesState& s) {
    const Index n = s.phasors->rows();
    if (!s.next || s.next->size() != n) return false;
    for (Index i = 0; i + 1 < n; ++i)
        if ((*s.next)(i) != i + 1) return false;
    return true;
}

std::string turns_text(const PlanesState& s, Index k) {
    const auto kind = PlanesState::Kind((*s.kinds)(k));
    if (kind == PlanesState::Unresolved) return "unresolved, block " + grouped((*s.blocks)(k) + 1);
    if (kind == PlanesState::Free) return "speed is free";
    std::string text;
    for (Index m = 0; m < s.angles->cols(); ++m) text += (m ? ", " : "") + degrees((*s.angles)(k, m));
    return kind == PlanesState::Multiple ? text + ", block " + grouped((*s.blocks)(k) + 1) : text;
}

void put_path(PlaneRow& row, const PlanesState& s, Index k, const RowVector& now, double time) {
    const auto path = s.phasors->middleCols(2 * k, 2);
    const double most = path.rowwise().norm().maxCoeff();
    const double unit = most > 0 ? 1 / most : 1;
    for (Index i = 0; i < path.rows(); ++i) row.path.emplace_back(unit * path(i, 0), unit * path(i, 1));
    row.joined = in_order(s);
    row.reached = std::min(row.path.size(), std::size_t(std::floor(time)) + 1);
    row.now = {unit * now(2 * k), unit * now(2 * k + 1)};
}

}  // namespace

Index planes_known(const Moment& moment) {
    const auto state = state_of(moment);
    return state && state->planes && state->angles && state->kinds && state->blocks ? state->angles->rows() : 0;
}

PlanesView planes_view(const Moment& moment, Index most) {
    PlanesView view;
    view.planes = planes_known(moment);
    const auto state = state_of(moment);
    if (view.planes == 0 || moment.exhibit.sets.empty()) return view;
    const PlanesState& s = *state;
    const Dataset& set = *moment.exhibit.sets[0];
    const bool frames = s.phasors && s.phasors->rows() > 0 && s.mean && s.mean->size() == s.planes->cols();
    RowVector now;
    if (frames) {
        const PlanePlayer player(state);
        const auto before = planes_of(moment.shown);
        const double last = s.next ? double(player.ahead()) : double(s.phasors->rows() - 1);
        view.time = moment.between && !(before && before->phasors) ? moment.weight * last : last;
        now = player.phasors({view.time});
    }
    const Index shown = std::min(most, view.planes);
    for (Index k = 0; k < shown; ++k) {
        PlaneRow& row = view.rows.emplace_back();
        row.number = k + 1;
        row.a = picture_of(s.planes->row(2 * k), set), row.b = picture_of(s.planes->row(2 * k + 1), set);
        row.still = (*s.kinds)(k) == PlanesState::Unresolved;
        row.angle = s.angles->cols() > 0 ? (*s.angles)(k, 0) : 0;
        row.turns = turns_text(s, k);
        if (s.energies && s.energies->rows() > k) row.energy = percent((*s.energies)(k, 0));
        if (s.residuals && s.residuals->rows() > k) row.residual = number((*s.residuals)(k, 0), 2);
        if (frames) put_path(row, s, k, now, view.time);
        else row.now = {std::cos(row.angle), std::sin(row.angle)};
    }
    if (!frames || !in_order(s)) return view;
    const PlanePlayer player(state);
    const Index recorded = std::clamp<Index>(Index(std::llround(view.time)), 0, s.phasors->rows() - 1);
    const Index wrapped = s.closed && view.time > double(s.phasors->rows()) - 0.5 ? 0 : recorded;
    if (set.rows() <= wrapped || set.columns() != s.planes->cols()) return view;
    const RowVector frame = set.values().row(wrapped);
    PlaneMix mix;
    for (Index k = shown; k < view.planes; ++k) mix.planes.resize(std::size_t(view.planes)), mix.planes[std::size_t(k)].on = false;
    const RowVector rebuilt = player.frame({double(wrapped)}, mix);
    view.frame = picture_of(frame, set), view.rebuilt = picture_of(rebuilt, set), view.difference = picture_of(frame - rebuilt, set);
    view.rebuilt.low = view.frame.low, view.rebuilt.high = view.frame.high;
    const double ends = std::max(std::abs(view.frame.low), std::abs(view.frame.high));
    view.difference.low = -ends, view.difference.high = ends;
    view.frame_name = "frame " + grouped(wrapped + 1) + " of " + grouped(s.phasors->rows());
    view.rebuilt_name = "from " + grouped(shown) + (shown == 1 ? " plane" : " planes");
    view.difference_name = "difference, rms " + number((frame - rebuilt).norm() / std::sqrt(double(std::max<Index>(1, frame.size()))), 2);
    return view;
}

}  // namespace orthoscope
