// The space that the alignment is seen in, and tours of it.
#include "core/linalg/lapack.h"
#include "views/scenes/alignment_scene.h"

namespace orthoscope {

bool AlignmentScene::touring() const {
    const Projection p = inputs_.look.projection;
    return inputs_.exhibit->pairs->dimension() > 3 && (p == Projection::GrandTour || p == Projection::GuidedTour);
}

ShownSpace AlignmentScene::choose_space() {
    const Pairs& pairs = *inputs_.exhibit->pairs;
    const std::vector<const Matrix*> sets{pairs.source.get(), pairs.target.get()};
    if (auto path = turning_path()) return turning_space(*path, sets);
    const ShownSpace principal = principal_space(sets, pairs.dimension());
    tour_.reset(), tour_of_ = nullptr;
    if (!touring()) return principal;
    if (inputs_.look.projection == Projection::GrandTour)
        tour_.emplace(principal, inputs_.look.tour_seed);
    else
        tour_.emplace(principal,
                      tour_index(pairs, inputs_.exhibit->method, state(inputs_.exhibit->frames.size() - 1)),
                      inputs_.look.tour_seed);
    return tour_->space();
}

// The tour stands where its clock says; rows are multiplied by D x 6 once a leg.
void AlignmentScene::follow_tour() {
    tour_->go(inputs_.look.tour_time);
    space_ = tour_->space();
    ProjectedPose rest;
    rest.turn = tour_->basis();
    rest.pivot = RowVector::Zero(rest.turn.rows()), rest.place = RowVector::Zero(rest.turn.cols());
    target_->move_within(rest, tour_->within());
    const Frame* last = inputs_.exhibit->frames.back().get();
    if (tour_of_ != last) bound_tour();
    tour_of_ = last;
}

// The view holds both sets at the start and at the end under all projections of the way.
void AlignmentScene::bound_tour() {
    const Matrix target = bounding_rows(*inputs_.exhibit->pairs->target);
    for (auto& axes : tour_->samples()) {
        bounds_.add(product(target, axes));
        for (std::size_t k : {std::size_t(0), inputs_.exhibit->frames.size() - 1}) {
            const ProjectedPose pose = pose_between(state(k), state(k), 0, axes);
            bounds_.add(Matrix((pose.scale * product(outer_source_.rowwise() - pose.pivot, pose.turn)).rowwise() +
                               pose.place));
        }
    }
}

void AlignmentScene::move_source() {
    if (!tour_) {
        now_.pose = pose_between(*now_.from, *now_.to, now_.weight, space_.axes);
        return source_->move(now_.pose);
    }
    now_.pose = pose_between(*now_.from, *now_.to, now_.weight, tour_->basis());
    source_->move_within(now_.pose, tour_->within());
    now_.pose.turn = product(now_.pose.turn, tour_->within());
    now_.pose.place = now_.pose.place * tour_->within();
}

}  // namespace orthoscope
