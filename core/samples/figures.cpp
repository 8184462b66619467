#include "core/samples/figures.h"

#include <cmath>
#include <cstdio>
#include <future>

#include "core/base/random.h"
#include "core/samples/figure/isosurface.h"
#include "core/samples/figure/nearest.h"
#include "core/samples/figure/remesh.h"
#include "core/samples/make.h"
#include "core/samples/planted.h"

namespace orthoscope {
namespace {

// The lattice resolves the thinnest limb of either body, whatever the wanted count; remeshing sets the count.
constexpr double lattice_step = 0.022;

Figure build(BodyName body, std::uint64_t figure, double asymmetry) {
    return body == BodyName::Biped ? biped(figure, asymmetry) : quadruped(figure, asymmetry);
}

Pose pose_of(const Figure& figure, BodyName body, PoseName name) {
    return body == BodyName::Biped ? biped_pose(figure, name) : quadruped_pose(figure, name);
}

Mesh rest_mesh(const Figure& figure, Index vertices, std::uint64_t seed, const Context& context) {
    Random random(seed);
    return remesh(figure.body, isosurface(figure.body, lattice_step, random), vertices, context);
}

Mesh bend(const Figure& figure, const Pose& pose, const Mesh& rest) {
    return {posed(figure, pose, rest.vertices, joint_shares(figure, rest.vertices)), rest.triangles};
}

Status fits(Index vertices, const Context& context) {
    return context.fits(std::uint64_t(vertices) * 2000, "sample");
}

struct Truth {
    std::vector<SurfacePoint> exact;  // of each target vertex, on the source's rest mesh
    std::vector<Index> rounded;       // its source vertex
    double floor = 0;                 // mean rounding error over the square root of the area
};

Truth truth_between(const Mesh& source_rest, const Mesh& source, const Mesh& target_rest) {
    Truth truth;
    const NearestOnMesh nearest(source_rest);
    for (Index i = 0; i < target_rest.vertices.rows(); ++i) {
        const Point3 p = target_rest.vertices.row(i);
        const SurfacePoint found = nearest(p);
        RowVector exact = RowVector::Zero(3);
        int corner = 0;
        double away = 1e300;
        for (int c = 0; c < 3; ++c) {
            const Index vertex = source_rest.triangles(found.face, c);
            exact += found.weights[std::size_t(c)] * source.vertices.row(vertex);
            const double d = (source_rest.vertices.row(vertex).transpose() - p).norm();
            if (d < away) away = d, corner = c;
        }
        truth.exact.push_back(found);
        truth.rounded.push_back(source_rest.triangles(found.face, corner));
        truth.floor += (source.vertices.row(truth.rounded.back()) - exact).norm();
    }
    truth.floor /= double(target_rest.vertices.rows()) * std::sqrt(surface_area(source));
    return truth;
}

std::string barycentric_lines(const std::vector<SurfacePoint>& points) {
    std::string text;
    char line[120];
    for (auto& p : points) {
        std::snprintf(line, sizeof line, "%lld %.17g %.17g %.17g\n", static_cast<long long>(p.face),
                      p.weights[0], p.weights[1], p.weights[2]);
        text += line;
    }
    return text;
}

Index nearest_vertex(const Matrix& vertices, const Point3& place) {
    Index row = 0;
    (vertices.rowwise() - place.transpose()).rowwise().squaredNorm().minCoeff(&row);
    return row;
}

std::string landmark_lines(const Figure& figure, const Mesh& source, const Mesh& target) {
    std::string text;
    for (auto& mark : figure.landmarks)
        text += std::to_string(nearest_vertex(source.vertices, mark.place)) + ' ' +
                std::to_string(nearest_vertex(target.vertices, mark.place)) + '\n';
    return text;
}

std::string pair_note(const Truth& truth) {
    return "One body in two poses, meshed twice. truth_barycentric.txt holds, for each target vertex, a face "
           "of the "
           "source and three weights; truth.txt rounds this to the nearest source vertex, which sets a "
           "floor: mean "
           "error " +
           short_number(100 * truth.floor) +
           " in hundredths of the square root of the source's area, for a map that is exact. landmarks.txt "
           "pairs "
           "nose, hands, feet, ears and tail.";
}

Result<Sample> figure_pair(BodyName body, const FigurePairOptions& options, std::uint64_t seed,
                           const Context& context) {
    if (auto status = fits(options.vertices + options.target_vertices, context); !status)
        return status.error();
    const Figure figure = build(body, std::uint64_t(options.figure), options.asymmetry);
    Random random(seed);
    const std::uint64_t source_seed = random.below(UINT64_MAX), target_seed = random.below(UINT64_MAX);
    context.report(-1, "meshing the figure twice");
    auto other = std::async(std::launch::async, [&] {
        return rest_mesh(figure, options.target_vertices, target_seed, Context{context.stop, {}, 0});
    });
    const Mesh source_rest = rest_mesh(figure, options.vertices, source_seed, context);
    const Mesh target_rest = other.get();
    if (context.stopped()) return cancelled_error();
    Mesh source = bend(figure, pose_of(figure, body, options.pose), source_rest);
    Mesh target = bend(figure, pose_of(figure, body, options.target_pose), target_rest);
    context.report(-1, "finding the truth");
    const Truth truth = truth_between(source_rest, source, target_rest);
    Sample sample;
    sample.method = "functional-map";
    sample.note = pair_note(truth);
    sample.extra = {text_file("truth.txt", lines(truth.rounded)),
                    text_file("truth_barycentric.txt", barycentric_lines(truth.exact)),
                    text_file("landmarks.txt", landmark_lines(figure, source_rest, target_rest))};
    const std::string name = body == BodyName::Biped ? "biped" : "quadruped";
    sample.sets = {make_dataset(name, std::move(source)), make_dataset(name + ", posed", std::move(target))};
    return sample;
}

}  // namespace

Mesh figure_mesh(BodyName body, PoseName pose, Index vertices, std::uint64_t number, const Context& context) {
    const Figure figure = build(body, number, 1);
    return bend(figure, pose_of(figure, body, pose), rest_mesh(figure, vertices, number, context));
}

Result<Sample> turned_figure(const TurnedFigureOptions& options, std::uint64_t seed, const Context& context) {
    if (auto status = fits(options.vertices, context); !status) return status.error();
    Mesh mesh =
        figure_mesh(options.body, options.pose, options.vertices, std::uint64_t(options.figure), context);
    if (context.stopped()) return cancelled_error();
    mesh.vertices.rowwise() -= mesh.vertices.colwise().mean().eval();
    Random random(seed);
    Planted pair =
        plant(mesh.vertices, options.relabel, options.reflect, options.noise, options.shift, random);
    Mesh target{std::move(pair.target), mesh.triangles};
    for (Index f = 0; f < target.triangles.rows(); ++f)
        for (int c = 0; c < 3; ++c)
            target.triangles(f, c) = std::int32_t(pair.partner[std::size_t(mesh.triangles(f, c))]);
    // A mirrored face is seen from its back: turn it over, so that faces look outward again.
    if (options.reflect) target.triangles.col(1).swap(target.triangles.col(2));
    Sample sample;
    sample.method = options.relabel ? "procrustes-wasserstein" : "procrustes";
    sample.note =
        "A figure and its copy: target = source R + t, R in rotation.npy and t in translation.npy; "
        "truth.txt holds the target row of each source row.";
    add_planted_truth(sample, pair);
    sample.sets = {make_dataset("figure", std::move(mesh)),
                   make_dataset("figure, turned", std::move(target))};
    return sample;
}

Result<Sample> biped_pair(const FigurePairOptions& options, std::uint64_t seed, const Context& context) {
    return figure_pair(BodyName::Biped, options, seed, context);
}

Result<Sample> quadruped_pair(const FigurePairOptions& options, std::uint64_t seed, const Context& context) {
    return figure_pair(BodyName::Quadruped, options, seed, context);
}

}  // namespace orthoscope
