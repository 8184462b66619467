// What the tests of pictures share: small exhibits, and questions to pixels.
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numbers>
#include <utility>

#include "core/alignment/pairs.h"
#include "core/base/random.h"
#include "core/method/method.h"
#include "core/run/run.h"
#include "views/capture/picture.h"
#include "views/theme/palette.h"

namespace orthoscope {

inline Colour pixel(const Image& image, int x, int y) {
    const auto* p = image.rgb.data() + 3 * (std::size_t(y) * image.width + std::size_t(x));
    return {p[0] / 255.0, p[1] / 255.0, p[2] / 255.0};
}

inline bool near_colour(Colour a, Colour b, int tolerance) {
    return std::abs(a.r - b.r) * 255 <= tolerance && std::abs(a.g - b.g) * 255 <= tolerance &&
           std::abs(a.b - b.b) * 255 <= tolerance;
}

inline bool is_warm(Colour c) {
    return c.r > c.b + 0.22;
}
inline bool is_cool(Colour c) {
    return c.b > c.r + 0.22;
}

template <class Test>
int count_pixels(const Image& image, Test test) {
    int count = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) count += test(pixel(image, x, y));
    return count;
}
inline int count_warm(const Image& image) {
    return count_pixels(image, is_warm);
}
inline int count_cool(const Image& image) {
    return count_pixels(image, is_cool);
}

inline std::pair<int, int> first_warm(const Image& image) {
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            if (is_warm(pixel(image, x, y))) return {x, y};
    return {-1, -1};
}

// In steps of 255.
inline double mean_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(int(a.rgb[i]) - int(b.rgb[i]));
    return sum / double(a.rgb.size());
}
inline int max_difference(const Image& a, const Image& b) {
    int most = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i)
        most = std::max(most, std::abs(int(a.rgb[i]) - int(b.rgb[i])));
    return most;
}

// Pictures are kept for the eye where ORTHOSCOPE_PICTURES names a folder.
inline void save(const Image& image, const std::string& name) {
    const char* folder = std::getenv("ORTHOSCOPE_PICTURES");
    if (folder) static_cast<void>(write_png(image, std::filesystem::path(folder) / (name + ".png")).ok());
}

inline DatasetPtr cloud(const std::string& name, Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    if (points.cols() <= 3)
        set->payload = PointCloud{std::move(points)};
    else
        set->payload = EmbeddingSet{std::move(points)};
    return set;
}

// Procrustes, reflections allowed, run on two sets.
inline std::shared_ptr<const Exhibit> aligned(std::vector<DatasetPtr> sets) {
    auto exhibit = std::make_shared<Exhibit>();
    exhibit->sets = std::move(sets);
    const Context context;
    exhibit->pairs = *make_pairs(exhibit->sets, {}, context);
    const Method* method = find_method("procrustes");
    exhibit->method = &method->info();
    ParameterSet options = method->parameters();
    static_cast<void>(options.set_text("mode", "orthogonal").ok());
    auto solver = method->start(exhibit->pairs, method->resolve(options, *exhibit->pairs), {});
    Recording recording(Provenance{});
    static_cast<void>(record(**solver, recording, context, 0).ok());
    exhibit->frames = recording.frames();
    return exhibit;
}

// A cloud of unequal extents, and its turned, shifted, slightly noisy copy; procrustes has run on them.
inline std::shared_ptr<const Exhibit> turned_clouds(Index n, Index d, bool mirrored = false) {
    Random random(7);
    Matrix source = random.normal(n, d);
    for (Index k = 0; k < d; ++k) source.col(k) *= 1.0 / std::sqrt(1.0 + double(k));
    Matrix rotation = random_orthogonal(d, random, true);
    if (mirrored) rotation.col(0) *= -1;
    Matrix target = source * rotation + 0.03 * random.normal(n, d);
    target.rowwise() += RowVector::Constant(d, 1.2);
    return aligned({cloud("source", std::move(source)), cloud("target", std::move(target))});
}

inline DatasetPtr torus(const std::string& name, const Eigen::Vector3d& shift) {
    constexpr int around = 64, across = 24;
    Mesh mesh;
    mesh.vertices.resize(around * across, 3);
    mesh.triangles.resize(2 * around * across, 3);
    for (int i = 0; i < around; ++i)
        for (int j = 0; j < across; ++j) {
            const double a = 2 * std::numbers::pi * i / around, b = 2 * std::numbers::pi * j / across;
            const double r = 1 + 0.4 * std::cos(b);
            mesh.vertices.row(i * across + j) = RowVector((
                Eigen::RowVector3d(r * std::cos(a), 0.4 * std::sin(b), r * std::sin(a)) + shift.transpose()));
            const int ni = (i + 1) % around, nj = (j + 1) % across;
            const int p = i * across + j, q = ni * across + j, s = ni * across + nj, t = i * across + nj;
            mesh.triangles.row(2 * p) << p, q, s;
            mesh.triangles.row(2 * p + 1) << p, s, t;
        }
    auto set = std::make_shared<Dataset>();
    set->name = name;
    set->payload = std::move(mesh);
    return set;
}

}  // namespace orthoscope
