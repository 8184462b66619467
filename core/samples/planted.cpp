#include "core/samples/planted.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/samples/figures.h"
#include "core/samples/make.h"
#include "core/samples/shapes.h"

namespace orthoscope {
namespace {

constexpr const char* shape_names[] = {"knot", "torus", "figure", "gaussian"};

// Another spread along each axis, between 1 and 0.25, so that no two axes may be exchanged.
Matrix uneven_gaussian(Index n, Index d, Random& random) {
    Matrix rows = random.normal(n, d);
    for (Index j = 0; j < d; ++j) rows.col(j) *= std::pow(0.25, d > 1 ? double(j) / double(d - 1) : 0);
    return rows;
}

Matrix shape_points(const PlantedOptions& options, Random& random, const Context& context) {
    if (options.shape == PlantedShape::Gaussian) return uneven_gaussian(options.n, options.d, random);
    Mesh mesh;
    if (options.shape == PlantedShape::Torus) {
        mesh = torus_mesh(96, 32, 1, 0.4);
        // A torus turns into itself; three axes of other lengths and one thick side do not.
        for (Index i = 0; i < mesh.vertices.rows(); ++i) mesh.vertices(i, 1) *= 1 + 0.6 * mesh.vertices(i, 0);
        mesh.vertices.col(2) *= 0.75;
    } else if (options.shape == PlantedShape::Figure) {
        mesh = figure_mesh(BodyName::Biped, PoseName::Wave, 2000, random.below(1000) + 1, context);
    } else {
        mesh = knot_mesh({2, 3}, 240, 16, 0.17, 0.5);
        mesh.vertices.col(1) *= 0.8;
        mesh.vertices.col(2) *= 1.3;
    }
    return surface_points(mesh, options.n, random);
}

void center_and_scale(Matrix& rows) {
    rows.rowwise() -= rows.colwise().mean().eval();
    const double rms = std::sqrt(rows.squaredNorm() / double(rows.size()));
    if (rms > 0) rows /= rms;
}

// An orthogonal d x d matrix of the wanted determinant. In three dimensions the angle lies between 70 and 130
// degrees, so that a person sees the turn.
Matrix planted_map(Index d, bool reflect, Random& random) {
    Matrix map;
    if (d == 3) {
        Point3 axis;
        for (int j = 0; j < 3; ++j) axis[j] = random.normal();
        const double angle = (70 + 60 * random.uniform()) * 3.14159265358979323846 / 180;
        map = Eigen::AngleAxisd(angle, axis.normalized()).toRotationMatrix();
    } else {
        map = random_orthogonal(d, random, true);
    }
    if (reflect) map.col(0) = -map.col(0);
    return map;
}

Status fits(Index n, Index d, const Context& context) {
    return context.fits(std::uint64_t(n) * std::uint64_t(d) * 8 * 4, "sample");
}

Payload payload(Matrix rows) {
    if (rows.cols() == 2 || rows.cols() == 3) return PointCloud{std::move(rows)};
    return EmbeddingSet{std::move(rows)};
}

}  // namespace

Planted plant(const Matrix& source, bool relabel, bool reflect, double noise, double shift, Random& random) {
    const Index n = source.rows(), d = source.cols();
    Planted pair{Matrix(n, d), planted_map(d, reflect, random), RowVector::Zero(d), {}};
    if (shift > 0) pair.shift = random.normal(1, d).row(0).normalized() * shift;
    if (relabel) {
        pair.partner = random.permutation(n);
    } else {
        pair.partner.resize(std::size_t(n));
        std::iota(pair.partner.begin(), pair.partner.end(), Index{0});
    }
    Matrix moved = source * pair.map;
    moved.rowwise() += pair.shift;
    if (noise > 0) moved += noise * random.normal(n, d);
    for (Index i = 0; i < n; ++i) pair.target.row(pair.partner[std::size_t(i)]) = moved.row(i);
    return pair;
}

void add_planted_truth(Sample& sample, const Planted& pair) {
    sample.extra.push_back(text_file("truth.txt", lines(pair.partner)));
    sample.extra.push_back(array_file("rotation.npy", pair.map));
    sample.extra.push_back(array_file("translation.npy", pair.shift.transpose()));
}

Result<Sample> planted_pair(const PlantedOptions& options, std::uint64_t seed, const Context& context) {
    if (options.shape != PlantedShape::Gaussian && options.d != 3)
        return usage_error("--d", "found " + std::to_string(options.d) +
                                      "; expected 3, or the shape gaussian, which has any number");
    if (auto status = fits(options.n, options.d, context); !status) return status.error();
    Random random(seed);
    Matrix source = shape_points(options, random, context);
    center_and_scale(source);
    Planted pair = plant(source, options.relabel, options.reflect, options.noise, options.shift, random);
    const auto strays = random.choose(options.n, Index(std::llround(options.outliers * double(options.n))));
    for (Index i : strays) {
        // Twice as wide as the shape: most strays stand clear of it.
        pair.target.row(pair.partner[std::size_t(i)]) = 2 * random.normal(1, options.d).row(0) + pair.shift;
        pair.partner[std::size_t(i)] = -1;
    }
    Sample sample;
    sample.method = options.relabel ? "procrustes-wasserstein" : "procrustes";
    sample.note =
        "Target = source R + t + noise, with R in rotation.npy and t in translation.npy; truth.txt holds "
        "the target row of each source row, -1 for a stray. At the planted map the root mean square "
        "distance of true pairs is about " +
        short_number(options.noise * std::sqrt(double(options.d))) + ".";
    add_planted_truth(sample, pair);
    const std::string name = shape_names[static_cast<std::size_t>(options.shape)];
    sample.sets = {make_dataset(name, payload(std::move(source))),
                   make_dataset(name + ", turned", payload(std::move(pair.target)))};
    return sample;
}

Result<Sample> helix_pair(const HelixOptions& options, std::uint64_t seed, const Context& context) {
    if (auto status = fits(options.n, 3, context); !status) return status.error();
    Random random(seed);
    Matrix source = helix_points(options.n, options.turns, options.height);
    center_and_scale(source);
    Planted pair = plant(source, false, options.reflect, options.noise, 0, random);
    Sample sample;
    sample.method = "procrustes";
    sample.note =
        "A helix and its turned copy, row by row; rotation.npy holds the planted map, which acts on the "
        "right.";
    add_planted_truth(sample, pair);
    sample.sets = {make_dataset("helix", PointCloud{std::move(source)}),
                   make_dataset("helix, turned", PointCloud{std::move(pair.target)})};
    return sample;
}

Result<Sample> clustered_embeddings(const ClustersOptions& options, std::uint64_t seed,
                                    const Context& context) {
    if (auto status = fits(options.n, options.d, context); !status) return status.error();
    Random random(seed);
    const Index n = options.n, d = options.d;
    const double unit = 1 / std::sqrt(double(d));
    Matrix centres = random.normal(options.clusters, d).rowwise().normalized();
    Matrix source = random.normal(n, d) * (options.spread * unit);
    Matrix number(n, 1), target_number(n, 1);
    std::vector<std::string> labels(static_cast<std::size_t>(n)), target_labels(labels.size());
    for (Index i = 0; i < n; ++i) {
        // Clusters of unequal size: the smaller of two draws.
        const auto c = Index(std::min(random.below(std::uint64_t(options.clusters)),
                                      random.below(std::uint64_t(options.clusters))));
        source.row(i) += centres.row(c);
        number(i, 0) = double(c);
        labels[std::size_t(i)] = "cluster " + std::to_string(c) + ", row " + std::to_string(i);
    }
    Planted pair = plant(source, options.relabel, false, options.noise * unit, 0, random);
    for (Index i = 0; i < n; ++i) {
        const Index j = pair.partner[std::size_t(i)];
        target_number(j, 0) = number(i, 0);
        target_labels[std::size_t(j)] = labels[std::size_t(i)];
    }
    Sample sample;
    sample.method = "procrustes";
    sample.note =
        "Two views of one set of clusters: target = source R + noise, R in rotation.npy. Labels name the "
        "rows, and so pair them; the attribute cluster numbers their clusters.";
    add_planted_truth(sample, pair);
    sample.extra.push_back(text_file("source_labels.txt", lines(labels)));
    sample.extra.push_back(text_file("target_labels.txt", lines(target_labels)));
    sample.extra.push_back(array_file("source_cluster.npy", number));
    sample.extra.push_back(array_file("target_cluster.npy", target_number));
    auto attribute = [](Matrix values) {
        return std::vector<Attribute>{{"cluster", Attribute::Domain::Row, std::move(values)}};
    };
    sample.sets = {make_dataset("first view", EmbeddingSet{std::move(source)}, attribute(number), labels),
                   make_dataset("second view", EmbeddingSet{std::move(pair.target)}, attribute(target_number),
                                target_labels)};
    return sample;
}

}  // namespace orthoscope
