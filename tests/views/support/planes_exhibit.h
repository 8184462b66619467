// A run of rotation planes as tests of pictures want it: two planes of 8 x 8 pictures in twelve frames, closed.
#pragma once

#include <cmath>
#include <numbers>

#include "tests/views/pictures.h"

namespace orthoscope::example {

inline constexpr Index frames = 12, side = 8;
inline constexpr double first_angle = std::numbers::pi / 6, second_angle = std::numbers::pi / 3;

inline const MethodInfo& planes_info() {
    static const MethodInfo info{.id = "planes",
                                 .title = "Rotation planes",
                                 .summary = "",
                                 .citation = "",
                                 .inputs = {"frames"},
                                 .produces = {"planes"},
                                 .phases = {{"schur", "Real Schur", "T = Z^T A Z", {{"T", "blocks"}}, "The action falls apart."},
                                            {"planes", "Planes", "z = a + i b", {{"a", "a direction"}}, "Each block is a plane."},
                                            {"phasors", "Phasors", "c_t = z_t", {{"c_t", "a phasor"}}, "Every frame in every plane."}},
                                 .family = MethodFamily::Rotations};
    return info;
}

// Two planes of 8 x 8 pictures, turning by 30 and 60 degrees a step, of energies 4 to 1; the last frame steps to the first.
inline PlanesState orbit() {
    Random random(3);
    const Matrix q = random_orthogonal(side * side, random, true);
    PlanesState s;
    Matrix planes(4, side * side), phasors(frames, 4);
    for (Index k = 0; k < 4; ++k) planes.row(k) = q.row(k);
    for (Index t = 0; t < frames; ++t)
        phasors.row(t) << 2 * std::cos(first_angle * double(t)), 2 * std::sin(first_angle * double(t)),
            std::cos(second_angle * double(t)), std::sin(second_angle * double(t));
    Indices next(frames);
    for (Index t = 0; t < frames; ++t) next(t) = (t + 1) % frames;
    s.mean = share(Matrix(Matrix::Zero(1, side * side))), s.next = share(next), s.closed = true;
    s.schur = share(Matrix(Matrix::Identity(4, 4))), s.action = s.schur;
    Matrix eigenvalues(4, 2);
    eigenvalues << std::cos(first_angle), std::sin(first_angle), std::cos(first_angle), -std::sin(first_angle),
        std::cos(second_angle), std::sin(second_angle), std::cos(second_angle), -std::sin(second_angle);
    s.eigenvalues = share(eigenvalues);
    s.planes = share(planes), s.phasors = share(phasors);
    s.angles = share(Matrix(Vector{{first_angle, second_angle}})), s.energies = share(Matrix(Vector{{0.8, 0.2}}));
    s.residuals = share(Matrix(Vector{{1e-15, 2e-15}}));
    s.blocks = share(Indices{{0, 1}}), s.kinds = share(Indices{{PlanesState::Single, PlanesState::Single}});
    s.centres = share(Matrix(Matrix::Zero(1, 4)));
    s.fixed = s.flipped = share(Matrix(Matrix(0, side * side))), s.rest = share(Matrix(Matrix(frames, 0)));
    return s;
}

inline Exhibit shown(PlanesState s) {
    auto set = std::make_shared<Dataset>();
    set->name = "orbit";
    FrameSequence sequence;
    sequence.frames = *s.phasors * *s.planes, sequence.shape = {side, side}, sequence.axes = "tyx", sequence.leading = {frames};
    set->payload = std::move(sequence);
    Exhibit e;
    e.sets = {set};
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = pairs->target = std::make_shared<Matrix>(set->values());
    e.pairs = pairs, e.method = &planes_info();
    PlanesState part;
    part.mean = s.mean, part.next = s.next, part.schur = s.schur, part.action = s.action, part.eigenvalues = s.eigenvalues;
    const auto push = [&](const PlanesState& state, int phase) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = phase, frame->phase = phase;
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
    };
    push(part, 0);
    part.planes = s.planes, part.angles = s.angles, part.energies = s.energies, part.residuals = s.residuals;
    part.blocks = s.blocks, part.kinds = s.kinds, part.centres = s.centres, part.fixed = s.fixed, part.flipped = s.flipped;
    push(part, 1);
    push(s, 2);
    return e;
}

}  // namespace orthoscope::example
