// Exhibits as methods that match shapes make them: a posed figure in two meshes, a small basis of each, maps that get
// better as the bases grow.
#pragma once

#include <array>
#include <map>
#include <sstream>

#include "core/linalg/lapack.h"
#include "core/recording/lanes.h"
#include "core/samples/sample.h"
#include "tests/views/pictures.h"

namespace orthoscope::example {

inline const MethodInfo& shape_method() {
    static const MethodInfo info{
        .id = "shapes",
        .title = "Functional map",
        .summary = "",
        .citation = "Ovsjanikov 2012",
        .inputs = {"source", "target"},
        .produces = {"map"},
        .phases = {{"start", "Start", "T : M_2 \\to M_1", {{"T", "the map that we look for"}}, "Two shapes, and no map yet."},
                   {"basis", "Eigenbasis", "W \\Phi = A \\Phi \\Lambda", {{"\\Phi_1", "functions of the source"}, {"\\Lambda_1", "their frequencies"}},
                    "Each shape gets its own slow functions."},
                   {"descriptors", "Descriptors", "C F = G", {{"F", "of the source"}}, "What both shapes know of each point."},
                   {"fit", "Fit", "C = \\argmin \\|C F - G\\|^2", {{"C", "coefficients of source to target"}}, "The first map."},
                   {"refine", "Refine", "C = \\Phi_2^+ \\Pi \\Phi_1", {{"C", "the map"}, {"k", "functions"}, {"\\Pi", "who goes where"}},
                    "More functions, a finer map."},
                   {"slice", "Slice", "\\min_C SW(\\Phi_1 C^T, \\Phi_2)", {{"\\theta", "the direction"}, {"C", "the map"}},
                    "Both embeddings are compared along lines."}},
        .family = MethodFamily::Shape};
    return info;
}

struct ShapeBasis {
    SharedMatrix values, vectors;
};

// Of the graph of the mesh's edges.
inline ShapeBasis graph_basis(const Dataset& mesh, Index k) {
    const Index n = mesh.rows();
    Matrix l = Matrix::Zero(n, n);
    const Triangles& triangles = *mesh.triangles();
    for (Index t = 0; t < triangles.rows(); ++t)
        for (int a = 0; a < 3; ++a)
            for (int b = 0; b < 3; ++b)
                if (a != b) l(triangles(t, a), triangles(t, b)) = -1;
    l.diagonal() = -l.rowwise().sum();
    const auto eigen = symmetric_eigen(l).value();
    return {share(Matrix(eigen.values.head(k))), share(Matrix(eigen.vectors.leftCols(k)))};
}

inline Indices nearest(const Matrix& rows, const Matrix& among) {
    Indices found(rows.rows());
    for (Index i = 0; i < rows.rows(); ++i) {
        Index at = 0;
        (among.rowwise() - rows.row(i)).rowwise().squaredNorm().minCoeff(&at);
        found(i) = at;
    }
    return found;
}

struct ShapePlan {
    Index vertices = 420, target_vertices = 380, k = 40;
    int lanes = 1;
    bool truth = true, uncovered = true;
};

// Both shapes, the truth and their bases: made once a size.
struct PosedShapes {
    std::vector<DatasetPtr> sets;
    Indices truth;
    ShapeBasis source, target;
};
inline const PosedShapes& posed_shapes(Index vertices, Index target_vertices, Index k) {
    static std::map<std::array<Index, 3>, PosedShapes> made;
    auto& shapes = made[{vertices, target_vertices, k}];
    if (!shapes.sets.empty()) return shapes;
    ParameterSet options = find_sample("figure-biped")->parameters;
    for (auto& [name, count] : {std::pair{"vertices", vertices}, {"target-vertices", target_vertices}})
        static_cast<void>(options.set(name, std::int64_t(count)).ok());
    const Sample sample = make_sample("figure-biped", options, 3).value();
    shapes.sets = sample.sets;
    shapes.truth.resize(sample.sets[1]->rows());
    std::istringstream lines(sample.file("truth.txt")->text);
    for (Index& at : shapes.truth) lines >> at;
    shapes.source = graph_basis(*sample.sets[0], k), shapes.target = graph_basis(*sample.sets[1], k);
    return shapes;
}

// Frames: start, basis, descriptors, fit, three refinements, slice. Of lane 1 the map is turned upside down.
inline Exhibit shapes(const ShapePlan& plan = {}) {
    const PosedShapes& posed = posed_shapes(plan.vertices, plan.target_vertices, plan.k);
    const Indices& truth = posed.truth;
    const ShapeBasis &source = posed.source, &target = posed.target;
    Exhibit e;
    e.sets = posed.sets;
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = std::make_shared<Matrix>(e.sets[0]->values());
    pairs->target = std::make_shared<Matrix>(e.sets[1]->values());
    if (plan.truth) pairs->truth = truth;
    e.pairs = pairs;
    e.method = &shape_method();
    Matrix pulled(truth.size(), plan.k);
    for (Index j = 0; j < truth.size(); ++j) pulled.row(j) = source.vectors->row(truth(j));
    for (int lane = 0; lane < plan.lanes; ++lane) {
        ShapeState state;
        const auto push = [&](int phase, double cost) {
            auto frame = std::make_shared<Frame>();
            frame->iteration = phase, frame->phase = phase, frame->lane = lane;
            frame->metrics = {{"cost", cost}};
            frame->state = std::make_shared<State>(state);
            e.all_frames.push_back(frame);
        };
        push(0, 9);
        state.source_values = source.values, state.source_vectors = source.vectors;
        state.target_values = target.values, state.target_vectors = target.vectors;
        push(1, 8);
        state.source_descriptors = share(Matrix(source.vectors->leftCols(12).cwiseAbs2()));
        state.target_descriptors = share(Matrix(target.vectors->leftCols(12).cwiseAbs2()));
        push(2, 7);
        for (Index k : {Index(8), plan.k / 2, 3 * plan.k / 4, plan.k}) {
            const Matrix c = target.vectors->leftCols(k).transpose() * pulled.leftCols(k);
            state.functional_map = share(c);
            Indices map = nearest(target.vectors->leftCols(k), source.vectors->leftCols(k) * c.transpose());
            if (lane == 1) map = Indices(map.reverse());
            if (plan.uncovered) map.tail(map.size() / 12).setConstant(-1);
            state.map = share(std::move(map));
            push(k == 8 ? 3 : 4, 6 - double(k) / double(plan.k) + lane);
        }
        state.map = share(plan.uncovered || lane == 1 ? Indices(*state.map) : truth);
        state.direction = share(Matrix(Vector::LinSpaced(plan.k, 1, 0).normalized()));
        push(5, 1 + lane);
    }
    for (int lane = 0; lane < plan.lanes; ++lane) e.lanes.push_back("candidate " + std::to_string(lane + 1));
    e.frames = lane_frames(e.all_frames, 0);
    if (plan.lanes < 2) e.all_frames.clear();
    return e;
}

// One shape, its basis alone.
inline Exhibit one_shape() {
    Exhibit e = shapes();
    e.sets.pop_back();
    auto pairs = std::make_shared<Pairs>(*e.pairs);
    pairs->sets = e.sets, pairs->target = pairs->source, pairs->truth.reset();
    e.pairs = pairs;
    ShapeState state = std::get<ShapeState>(*e.frames[1]->state);
    state.target_values = nullptr, state.target_vectors = nullptr;
    auto frame = std::make_shared<Frame>(*e.frames[1]);
    frame->state = std::make_shared<State>(state);
    e.frames = {e.frames[0], frame};
    return e;
}

// What a cut-off at k leaves at a frame, with the map of its C where it has one.
inline std::shared_ptr<const CutOff> cut_at(const Exhibit& e, std::size_t frame, Index k) {
    const auto& state = std::get<ShapeState>(*e.frames[frame]->state);
    auto cut = std::make_shared<CutOff>(CutShapes::make(*e.pairs, state)->at(k));
    if (const Index block = cut_block(state, k); block > 0) {
        cut->functional_map = state.functional_map, cut->block = block;
        cut->map = cut_map(state, block, 2, {}).value();
    }
    return cut;
}

}  // namespace orthoscope::example
