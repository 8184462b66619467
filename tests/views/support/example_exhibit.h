// An exhibit as a Procrustes run would make it, small enough to know by heart; for tests of the views.
#pragma once

#include <cmath>
#include <memory>
#include <numbers>

#include "core/linalg/lapack.h"
#include "views/overlay/overlay.h"
#include "views/overlay/residuals.h"

namespace orthoscope::example {

inline Matrix noise(Index rows, Index columns, unsigned seed) {
    Matrix m(rows, columns);
    std::uint64_t state = 88172645463325252ull + seed * 7919ull;
    for (Index i = 0; i < m.size(); ++i) {
        double sum = 0;
        for (int k = 0; k < 4; ++k) {
            state ^= state << 13, state ^= state >> 7, state ^= state << 17;
            sum += double(state >> 11) / 9007199254740992.0 - 0.5;
        }
        m.data()[i] = sum;
    }
    return m;
}

inline DatasetPtr dataset(const std::string& name, Matrix rows, bool embedding) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    if (embedding) {
        set->payload = EmbeddingSet{std::move(rows)};
    } else {
        set->payload = PointCloud{std::move(rows)};
    }
    return set;
}

inline const MethodInfo& method() {
    static const MethodInfo info{
        .id = "procrustes",
        .title = "Orthogonal Procrustes",
        .summary = "The turn that brings one set closest to another.",
        .citation = "Schönemann 1966",
        .inputs = {"source (moves)", "target (stays)"},
        .produces = {"rotation"},
        .needs_pairs = true,
        .cost_falls = true,
        .phases =
            {{"start", "Start", "\\|X R - Y\\|^2 \\to \\min", {{"X", "source rows"}, {"Y", "target rows"}, {"R", "the turn we look for"}},
              "Two sets of paired rows, before anything has moved."},
             {"centre", "Centre", "X - 1 \\mu_x,\\; Y - 1 \\mu_y", {{"\\mu_x", "mean of the source"}, {"\\mu_y", "mean of the target"}},
              "Both sets are moved so that their means meet."},
             {"cross-covariance", "Cross-covariance", "M = (X - 1 \\mu_x)^T W (Y - 1 \\mu_y)",
              {{"M", "how source and target vary together"}, {"W", "weights of the pairs"}},
              "Every pair adds its product to one small matrix; it is all that the rest needs."},
             {"singular-values", "Singular values", "M = U \\Sigma V^T",
              {{"\\sigma_i", "strength of each shared direction"}, {"U", "directions of the source"}, {"V", "of the target"}},
              "The matrix is taken apart into directions that belong together."},
             {"reflect", "Reflect", "\\det(U V^T) = -1 \\Rightarrow u_d \\gets -u_d", {{"R", "the turn"}},
              "One axis is mirrored, because the two sets are of opposite hands."},
             {"rotate", "Rotate", "R = U V^T,\\quad \\hat{Y} = (X - 1\\mu_x) R + 1\\mu_y",
              {{"R", "the best turn"}, {"U", "directions of the source"}, {"V", "of the target"}},
              "The source turns along the shortest way, plane by plane."},
             {"scale", "Scale", "s = \\frac{\\sum_i \\sigma_i}{\\|X - 1\\mu_x\\|^2} ", {{"s", "common factor"}},
              "The source is stretched evenly so that the two sizes agree."}}};
    return info;
}

// A planted pair of `rows` x `d` and its seven frames.
inline Exhibit exhibit(Index rows, Index d) {
    Exhibit e;
    Matrix x = noise(rows, d, 1);
    for (Index j = 0; j < d; ++j) x.col(j) *= 1.0 / (1.0 + 0.3 * double(j));
    Matrix q = Matrix::Identity(d, d);
    std::vector<RotationPath::Plane> planes;
    for (Index j = 0; j + 1 < d; j += 2) {
        const double angle = 2.2 / (1.0 + 0.5 * double(j));
        q.block(j, j, 2, 2) << std::cos(angle), std::sin(angle), -std::sin(angle), std::cos(angle);
        planes.push_back({j, angle});
    }
    Matrix y = 1.3 * x * q + 0.05 * noise(rows, d, 2);
    y.rowwise() += RowVector::LinSpaced(d, 1, 0);
    e.sets = {dataset("spot.obj", x, d > 3), dataset("spot-turned.obj", y, d > 3)};
    auto pairs = std::make_shared<Pairs>();
    pairs->sets = e.sets;
    pairs->source = std::make_shared<Matrix>(x);
    pairs->target = std::make_shared<Matrix>(y);
    pairs->paired = pairs->identity_pairing = true;
    e.pairs = pairs;
    e.method = &method();

    const RowVector mx = x.colwise().mean(), my = y.colwise().mean();
    const Matrix m = (x.rowwise() - mx).transpose() * (y.rowwise() - my);
    const Svd parts = svd(m).value();
    AlignmentState state;
    state.rotation = std::make_shared<Matrix>(Matrix::Identity(d, d));
    state.pivot = state.place = RowVector::Zero(d);
    double cost = (x - y).squaredNorm() / double(rows);
    const auto push = [&](int phase) {
        auto frame = std::make_shared<Frame>();
        frame->iteration = 1;
        frame->phase = phase;
        frame->metrics = {{"cost", cost}, {"rmse", std::sqrt(cost)}};
        frame->state = std::make_shared<State>(state);
        e.frames.push_back(frame);
        state.path = nullptr;
    };
    push(0);
    state.pivot = mx, state.place = my, state.target_mean = my, state.centred = true;
    cost *= 0.6;
    push(1);
    for (double share : {0.37, 1.0}) {
        state.cross_covariance = std::make_shared<Matrix>(m * share);
        state.covered = share;
        push(2);
    }
    state.u = std::make_shared<Matrix>(parts.u);
    state.v = std::make_shared<Matrix>(parts.v);
    state.sigma = parts.sigma;
    push(3);
    const auto path = std::make_shared<RotationPath>(Matrix(Matrix::Identity(d, d)), planes,
                                                     d % 2 ? std::optional<Index>(d - 1) : std::nullopt);
    state.path = path, state.mirrors = true;
    push(4);
    state.path = path, state.mirrors = false;
    state.rotation = std::make_shared<Matrix>(q);
    cost *= 0.02;
    push(5);
    state.scale = 1.3;
    cost *= 0.3;
    push(6);
    return e;
}

inline std::shared_ptr<Report> report(Verdict verdict) {
    auto found = std::make_shared<Report>();
    found->verdict = verdict;
    found->reasons = {verdict == Verdict::Supported
                          ? "Shuffled pairs fit 14 times worse, and held-out rows fit as well as the others."
                          : verdict == Verdict::Doubtful
                                ? "Held-out rows fit twice as badly as those that made the fit, so part of it is luck."
                                : "Shuffled pairs fit just as well: this alignment says nothing about the pairs."};
    found->metrics = {{"rmse", 0.0123}, {"procrustes_bound", void_metric}, {"heldout_top1", void_metric}};
    found->warnings = {"procrustes_bound is void with a scale"};
    return found;
}

inline SceneNotes notes(const Exhibit& e, std::size_t frame) {
    SceneNotes n;
    if (e.sets.empty()) return n;
    const Index rows = e.sets[0]->rows(), d = e.sets[0]->columns();
    n.projection = d > 3 ? "3 shared principal axes, 41 % of the variance" : "as they are, perspective";
    n.drawn = std::size_t(std::min<Index>(rows, 20000));
    n.total = std::size_t(rows);
    n.lines = std::size_t(std::min<Index>(rows, 500));
    n.lines_total = std::size_t(rows);
    n.renderer = "llvmpipe (LLVM 15.0.6, 256 bits)";
    n.frame_seconds = 0.041;
    n.not_rigid = frame + 3 == e.frames.size();
    n.labels = {{560, 300, "u1"}, {640, 420, "v1"}, {500, 500, "PC 2"}};
    if (frame + 1 == e.frames.size()) {
        n.residual_colours = true;
        n.residual_high = 0.12;
        const Matrix r = noise(rows, 3, 5) * 0.05;
        const Vector norms = r.rowwise().norm();
        n.residuals = std::make_shared<Residuals>(std::vector<double>(norms.begin(), norms.end()));
    }
    return n;
}

}  // namespace orthoscope::example
