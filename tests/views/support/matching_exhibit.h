// Exhibits as methods that search for partners make them: several starts, a matching that mends step by step.
#pragma once

#include "core/base/random.h"
#include "core/linalg/rotation_path.h"
#include "core/recording/lanes.h"
#include "tests/views/pictures.h"

namespace orthoscope::example {

struct SearchPlan {
    Index rows = 120, dimension = 3;
    int lanes = 3, rounds = 5;  // a round: assign, rotate
    bool truth = true;
    double noise = 0.01;
};

inline const MethodInfo& search_method() {
    static const MethodInfo info{
        .id = "search",
        .title = "Search of partners",
        .summary = "Finds who belongs to whom.",
        .citation = "Grave 2019",
        .inputs = {"source (moves)", "target (stays)"},
        .produces = {"matching"},
        .needs_pairs = false,
        .cost_falls = true,
        .phases = {{"start",
                    "Start",
                    "\\|X R - P Y\\|^2 \\to \\min",
                    {{"X", "source rows"}, {"Y", "target rows"}, {"P", "who belongs to whom"}},
                    "Nobody knows their partner yet."},
                   {"assign",
                    "Assign",
                    "P = \\argmax \\langle P , X R Y^T \\rangle",
                    {{"P", "who belongs to whom"}, {"\\epsilon", "how soft"}},
                    "Each row takes a partner."},
                   {"rotate",
                    "Rotate",
                    "R = U V^T",
                    {{"R", "the turn"}, {"\\sigma_i", "strength"}},
                    "The source turns onto its partners."}}};
    return info;
}

// Row i of the source belongs to row n - 1 - i of the target. In round k of lane l the first share of the
// rows is matched right, and the pose has come as far; lane 1 ends at the truth, the others stop short.
inline Exhibit search(const SearchPlan& plan) {
    Exhibit e;
    Random random(5);
    const Index n = plan.rows, d = plan.dimension;
    Matrix x = random.normal(n, d);
    for (Index j = 0; j < d; ++j) x.col(j) *= 1.0 / (1.0 + 0.4 * double(j));
    Matrix turn = Matrix::Identity(d, d);
    const double angle = 2.0;
    turn.topLeftCorner(2, 2) << std::cos(angle), std::sin(angle), -std::sin(angle), std::cos(angle);
    Matrix y = (x * turn + plan.noise * random.normal(n, d)).colwise().reverse();
    e.sets = {cloud("unsorted", x), cloud("sorted", y)};
    PairingOptions options;
    if (plan.truth) {
        options.truth = Indices(n);
        for (Index i = 0; i < n; ++i) (*options.truth)(i) = n - 1 - i;
    }
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = std::make_shared<Matrix>(x), pairs->target = std::make_shared<Matrix>(y);
    pairs->truth = options.truth;
    e.pairs = pairs;
    e.method = &search_method();
    std::vector<AlignmentState> states(static_cast<std::size_t>(plan.lanes));
    const auto push = [&](int lane, int round, int phase, double cost) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = round, frame->phase = phase, frame->lane = lane;
        frame->metrics = {{"cost", cost}, {"epsilon", 0.05}, {"marginal error", 0.25}};
        frame->state = std::make_shared<State>(states[std::size_t(lane)]);
        states[std::size_t(lane)].path = nullptr;
        e.all_frames.push_back(frame);
    };
    for (int lane = 0; lane < plan.lanes; ++lane) {
        auto& s = states[std::size_t(lane)];
        s.rotation = std::make_shared<Matrix>(Matrix::Identity(d, d));
        s.pivot = s.place = RowVector::Zero(d);
        e.lanes.push_back(lane == 0   ? "Frank-Wolfe"
                          : lane == 1 ? "principal axes +-+"
                                      : "stochastic " + std::to_string(lane));
        push(lane, 0, 0, 4);
    }
    for (int round = 1; round <= plan.rounds; ++round)
        for (int lane = 0; lane < plan.lanes; ++lane) {
            auto& s = states[std::size_t(lane)];
            const double reach = (lane == 1 ? 1.0 : 0.5 / (1 + lane)) * round / plan.rounds;
            auto matching = std::make_shared<Indices>(n);
            for (Index i = 0; i < n; ++i)
                (*matching)(i) = double(i) < reach * double(n) ? n - 1 - i : (i * 7 + 3) % n;
            s.matching = matching;
            push(lane, round, 1, 4.0 * (1 - 0.95 * reach) + 0.02);
            Matrix now = Matrix::Identity(d, d);
            const double a = angle * reach;
            now.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
            s.path = std::make_shared<RotationPath>(Matrix(s.rotation->transpose() * now));
            s.rotation = std::make_shared<Matrix>(now);
            push(lane, round, 2, 3.0 * (1 - 0.995 * reach) + 0.005);
        }
    e.lane = 1;
    e.frames = lane_frames(e.all_frames, e.lane);
    return e;
}

// k turned copies of one cloud that meet in it.
inline Exhibit group(Index rows, Index d, std::size_t sets) {
    static const MethodInfo info{
        .id = "group",
        .title = "Generalized Procrustes",
        .summary = "",
        .citation = "Gower 1975",
        .inputs = {"sets"},
        .produces = {},
        .needs_pairs = true,
        .cost_falls = true,
        .phases = {
            {"start", "Start", "\\sum_k \\|X_k R_k - M\\|^2", {{"M", "the mean"}}, "Several sets."},
            {"turn", "Turn", "R_k = U V^T", {{"R_k", "turn of a set"}}, "Every set turns onto the mean."}}};
    Exhibit e;
    Random random(6);
    const Matrix shape = random.normal(rows, d);
    auto pairs = std::make_shared<Pairs>();
    GroupState first, last;
    for (std::size_t k = 0; k < sets; ++k) {
        const Matrix turn = k == 0 ? Matrix(Matrix::Identity(d, d)) : random_orthogonal(d, random, true);
        Matrix x = shape * turn.transpose() + 0.05 * random.normal(rows, d);
        x.rowwise() += RowVector::Constant(d, 0.8 * double(k));
        const RowVector mean = x.colwise().mean();
        auto shared = std::make_shared<const Matrix>(x);
        e.sets.push_back(cloud("wing " + std::to_string(k + 1), x));
        if (k == 0) pairs->source = shared;
        if (k == 1) pairs->target = shared;
        if (k > 1) pairs->others.push_back(shared);
        AlignmentState s;
        s.rotation = std::make_shared<Matrix>(Matrix::Identity(d, d));
        s.pivot = s.place = mean;
        first.sets.push_back(s);
        s.rotation = std::make_shared<Matrix>(turn);
        s.path = std::make_shared<RotationPath>(turn);
        s.place = shape.colwise().mean();
        last.sets.push_back(s);
    }
    last.mean = std::make_shared<Matrix>(shape);
    pairs->sets = e.sets;
    pairs->paired = pairs->identity_pairing = true;
    for (Index i = 0; i < rows; ++i) pairs->source_row.push_back(i), pairs->target_row.push_back(i);
    e.pairs = pairs;
    e.method = &info;
    for (int phase : {0, 1}) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = phase, frame->phase = phase;
        frame->metrics = {{"cost", phase ? 0.01 : 3.0}};
        frame->state = std::make_shared<State>(phase ? last : first);
        e.frames.push_back(frame);
    }
    return e;
}

// Refits about the truth: `angles` give how each differs from the identity, in the plane of the first two
// axes.
inline Bootstrap refits(Index d, const std::vector<double>& angles) {
    Bootstrap found;
    const auto fit = [&](const Matrix& rotation) {
        ProcrustesFit f;
        f.rotation = rotation;
        f.pivot = f.place = RowVector::Zero(d);
        return f;
    };
    for (double a : angles) {
        Matrix r = Matrix::Identity(d, d);
        r.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
        found.refits.push_back(fit(r));
    }
    Random random(8);
    for (int k = 0; k < 20; ++k) found.shuffled.push_back(fit(random_orthogonal(d, random, true)));
    found.rows_used = found.rows = 100;
    return found;
}

}  // namespace orthoscope::example
