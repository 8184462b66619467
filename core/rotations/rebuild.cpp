#include "core/rotations/rebuild.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace orthoscope {
namespace {

// A direction that turns over once a step, between the steps too: 1 at 0, -1 at 1, 1 at 2.
double swing(double steps) {
    const double within = std::abs(std::remainder(steps, 2.0));
    return 1 - 2 * within;
}

}  // namespace

PlanePlay play_of(const PlaneMix& mix, Index plane) {
    return plane < Index(mix.planes.size()) ? mix.planes[std::size_t(plane)] : PlanePlay();
}

PlanePlayer::PlanePlayer(std::shared_ptr<const PlanesState> state, Index from) : state_(std::move(state)), from_(from) {
    const auto& s = *state_;
    assert(s.planes && s.angles && s.phasors && from >= 0 && from < s.phasors->rows() && s.angles->cols() <= 2);
    const Index frames = s.phasors->rows();
    if (s.next) {
        previous_ = Indices::Constant(s.next->size(), -1);
        for (Index i = 0; i < s.next->size(); ++i)
            if ((*s.next)(i) >= 0) previous_(i / frames * frames + (*s.next)(i)) = i % frames;
    }
    for (Index j = 0; j < std::max<Index>(1, s.angles->cols()); ++j) {
        Reach reach;
        for (Index i = from; s.next && !reach.closed && reach.ahead <= frames; ++reach.ahead) {
            i = (*s.next)(j * frames + i);
            if (i < 0) break;
            reach.closed = i == from;
        }
        if (reach.closed) reach.behind = reach.ahead;
        else
            while (walked(from, j, -reach.behind - 1) >= 0 && reach.behind < frames) ++reach.behind;
        maps_.push_back(reach);
    }
}

Index PlanePlayer::ahead(Index map) const { return maps_[std::size_t(map)].ahead; }
Index PlanePlayer::behind(Index map) const { return maps_[std::size_t(map)].behind; }

Index PlanePlayer::walked(Index frame, Index map, Index steps) const {
    const auto& s = *state_;
    if (!s.next) return steps == 0 ? frame : -1;
    const Index first = map * s.phasors->rows();
    for (; steps > 0 && frame >= 0; --steps) frame = (*s.next)(first + frame);
    for (; steps < 0 && frame >= 0; ++steps) frame = previous_(first + frame);
    return frame;
}

Index PlanePlayer::frame_near(const std::vector<double>& steps) const {
    Index frame = from_;
    for (std::size_t j = 0; j < maps_.size() && frame >= 0; ++j) {
        const auto& reach = maps_[j];
        const double asked = std::round(j < steps.size() ? steps[j] : 0), round = double(reach.ahead);
        if (!reach.closed && (asked > round || asked < -double(reach.behind))) return -1;
        frame = walked(frame, Index(j), Index(reach.closed ? asked - round * std::floor(asked / round) : asked));
    }
    return frame;
}

std::vector<PlanePlayer::Corner> PlanePlayer::corners(const std::vector<double>& steps) const {
    std::vector<Corner> list{{from_}};
    for (std::size_t j = 0; j < maps_.size(); ++j) {
        const auto& reach = maps_[j];
        const double asked = j < steps.size() ? steps[j] : 0;
        const double held = reach.closed ? asked : std::clamp(asked, -double(reach.behind), double(reach.ahead));
        const double low = std::floor(held), part = held - low, round = double(reach.ahead);
        std::vector<Corner> grown;
        for (auto& corner : list)
            for (int up = 0; up <= (part > 0 ? 1 : 0); ++up) {
                const double whole = low + up;
                Corner next = corner;
                next.frame = walked(corner.frame, Index(j), Index(reach.closed ? whole - round * std::floor(whole / round) : whole));
                if (next.frame < 0) continue;
                next.weight *= up ? part : 1 - part;
                next.angle_steps[j] = asked - whole, next.beyond += asked - held;
                grown.push_back(next);
            }
        list = std::move(grown);
    }
    return list;
}

RowVector PlanePlayer::phasors(const std::vector<double>& steps, const PlaneMix& mix) const {
    const auto& s = *state_;
    const Index p = planes();
    RowVector out = RowVector::Zero(2 * p);
    std::vector<Corner> common;
    for (Index k = 0; k < p; ++k) {
        const PlanePlay play = play_of(mix, k);
        if (!play.on) continue;
        const bool own = play.speed != 1 || play.offset != 0;
        if (!own && common.empty()) common = corners(steps);
        std::vector<double> mine(maps_.size(), 0.0);
        for (std::size_t j = 0; own && j < mine.size(); ++j)
            mine[j] = (j < steps.size() ? steps[j] : 0) * play.speed + (j == 0 ? play.offset : 0);
        const bool turns = !s.kinds || (*s.kinds)(k) != PlanesState::Unresolved;
        const Eigen::RowVector2d centre = s.centres ? Eigen::RowVector2d(s.centres->middleCols(2 * k, 2)) : Eigen::RowVector2d::Zero();
        const auto list = own ? corners(mine) : common;
        for (auto& corner : list) {
            double angle = 0;
            for (Index j = 0; turns && j < s.angles->cols(); ++j) angle += corner.angle_steps[j] * (*s.angles)(k, j);
            Eigen::RowVector2d z = s.phasors->block(corner.frame, 2 * k, 1, 2);
            if (angle != 0) {
                const double c = std::cos(angle), t = std::sin(angle);
                const Eigen::RowVector2d v = z - centre;
                z = centre + Eigen::RowVector2d(c * v(0) - t * v(1), t * v(0) + c * v(1));
            }
            out.segment(2 * k, 2) += corner.weight * z;
        }
    }
    return out;
}

RowVector PlanePlayer::rest(const std::vector<double>& steps, const PlaneMix& mix) const {
    const auto& s = *state_;
    if (!s.rest || s.rest->cols() == 0) return {};
    const Index a = s.fixed ? s.fixed->rows() : 0;
    RowVector out = RowVector::Zero(s.rest->cols());
    for (auto& corner : corners(steps)) {
        out += corner.weight * s.rest->row(corner.frame);
        const auto flipped = s.rest->row(corner.frame).tail(out.size() - a);
        out.tail(out.size() - a) += corner.weight * (swing(corner.beyond) - 1) * flipped;
    }
    if (!mix.fixed) out.head(a).setZero();
    if (!mix.flipped) out.tail(out.size() - a).setZero();
    return out;
}

RowVector PlanePlayer::frame(const std::vector<double>& steps, const PlaneMix& mix) const {
    const auto& s = *state_;
    RowVector out = mix.mean && s.mean ? RowVector(s.mean->row(0)) : RowVector::Zero(s.planes->cols());
    out += phasors(steps, mix) * *s.planes;
    const RowVector others = rest(steps, mix);
    const Index a = s.fixed ? s.fixed->rows() : 0;
    if (a > 0 && others.size()) out += others.head(a) * *s.fixed;
    if (others.size() > a) out += others.tail(others.size() - a) * *s.flipped;
    return out;
}

RowVector first_planes(const PlanesState& s, Index frame, Index count) {
    RowVector out = s.mean ? RowVector(s.mean->row(0)) : RowVector::Zero(s.planes->cols());
    const Index p = std::min(count, s.planes->rows() / 2), a = s.fixed ? s.fixed->rows() : 0;
    out += s.phasors->row(frame).head(2 * p) * s.planes->topRows(2 * p);
    if (s.rest && a > 0) out += s.rest->row(frame).head(a) * *s.fixed;
    if (s.rest && s.rest->cols() > a) out += s.rest->row(frame).tail(s.rest->cols() - a) * *s.flipped;
    return out;
}

}  // namespace orthoscope
