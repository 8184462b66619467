#include "core/maps/candidates.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/linalg/lapack.h"
#include "core/maps/candidates_gradients.h"
#include "core/maps/fit.h"
#include "core/maps/pointwise.h"
#include "core/neighbours/farthest_points.h"

namespace orthoscope {
namespace {

constexpr Index gradient_functions = 30, place_functions = 60;

// Of rows whose squared distances from the mean add up as the places' do, the root mean square distance.
double spread(const Matrix& places) {
    const RowVector mean = places.colwise().mean();
    const double variance =
        (places.rowwise() - mean).squaredNorm() / double(std::max<Index>(places.rows(), 1));
    return std::sqrt(std::max(2 * variance, 1e-300));
}

Result<std::vector<Index>> rows_of(const Dataset& shape, const std::vector<Index>& first, Index samples,
                                   const Context& context) {
    auto far = farthest_points(shape.values(), samples, context);
    if (!far) return far;
    std::vector<Index> out = first;
    for (Index row : *far)
        if (std::find(first.begin(), first.end(), row) == first.end()) out.push_back(row);
    return out;
}

// |log of both singular values| clamped, and the sign of the determinant, row by row.
void stretches(const Survey& at, const Matrix& c, const Indices& map, MapEnergies& out) {
    const Index k =
        std::min({at.source_gradients.cols(), at.target_gradients.cols(), c.cols() - 1, c.rows() - 1});
    // Functions are scaled by the root of their eigenvalues: so is C.
    const Vector left = gradient_units(*at.pair->source_basis, at.source_gradients.cols()).head(k);
    const Vector right = gradient_units(*at.pair->target_basis, at.target_gradients.cols()).head(k);
    const Matrix scaled = right.asDiagonal() * c.block(1, 1, k, k) * left.cwiseInverse().asDiagonal();
    const Matrix pulled = product(at.target_gradients.leftCols(k), scaled);
    double sum = 0;
    Index kept = 0, judged = 0;
    for (Index y = 0; y < map.size(); ++y) {
        const auto g = at.source_gradients.block(2 * map(y), 0, 2, k);
        const Eigen::Matrix2d gram = g * g.transpose(), mixed = pulled.block(2 * y, 0, 2, k) * g.transpose();
        if (!(gram.determinant() > 1e-12 * gram.squaredNorm())) continue;
        const Eigen::Matrix2d jacobian = mixed * gram.inverse();
        const double det = jacobian.determinant(), square = jacobian.squaredNorm();
        const double root = std::sqrt(std::max(square * square / 4 - det * det, 0.0));
        for (double value : {square / 2 + root, square / 2 - root})
            sum += std::min(2.0, 0.5 * std::abs(std::log(std::max(value, 1e-12)))) / 2;
        kept += det > 0, ++judged;
    }
    const double none = std::numeric_limits<double>::quiet_NaN();
    out.distortion = judged ? sum / double(judged) : 2;
    out.orientation = at.oriented && judged ? double(kept) / double(judged) : none;
}

void matrix_energies(const ShapePair& pair, const Matrix& c, MapEnergies& out) {
    const Index k1 = c.cols(), k2 = c.rows();
    const Matrix left = c * pair.source_basis->values.head(k1).asDiagonal();
    const Matrix right = pair.target_basis->values.head(k2).asDiagonal() * c;
    out.orthogonality = (product(c.transpose(), c) - Matrix::Identity(k1, k1)).norm() / std::sqrt(double(k1));
    out.commutativity =
        (left - right).norm() / std::sqrt(std::max(0.5 * (left.squaredNorm() + right.squaredNorm()), 1e-300));
}

double moved(const Survey& at, const Indices& from, const Indices& to) {
    if (from.size() == 0) return 0;
    double sum = 0;
    for (Index i = 0; i < from.size(); ++i)
        sum += (at.source_places.row(from(i)) - at.source_places.row(to(i))).norm();
    return sum / double(from.size()) / spread(at.source_places);
}

}  // namespace

Result<Survey> make_survey(const ShapePair& pair, const Matrix& source_descriptors,
                           const Matrix& target_descriptors, Index samples, const Context& context) {
    Survey out;
    out.pair = &pair, out.landmarks = Index(pair.landmarks.size());
    out.oriented = pair.source->kind() == Kind::Mesh && pair.target->kind() == Kind::Mesh;
    std::vector<Index> left, right;
    for (auto [x, y] : pair.landmarks) left.push_back(x), right.push_back(y);
    auto source = rows_of(*pair.source, left, samples, context),
         target = rows_of(*pair.target, right, samples, context);
    if (!source) return source.error();
    if (!target) return target.error();
    out.source_rows = std::move(*source), out.target_rows = std::move(*target);
    const Index count =
        std::min({pair.source_basis->size(), pair.target_basis->size(), gradient_functions + 1}) - 1;
    auto a = function_gradients(*pair.source, *pair.source_basis, out.source_rows, count, context);
    auto b = function_gradients(*pair.target, *pair.target_basis, out.target_rows, count, context);
    if (!a) return a.error();
    if (!b) return b.error();
    out.source_gradients = std::move(*a), out.target_gradients = std::move(*b);
    const Standard functions = standardised(pair, source_descriptors, target_descriptors);
    out.source_descriptors = functions.source(out.source_rows, Eigen::all);
    out.target_descriptors = functions.target(out.target_rows, Eigen::all);
    const Eigenbasis& basis = *pair.source_basis;
    const Index k = std::min(place_functions, basis.size());
    out.source_places = basis.vectors.leftCols(k)(out.source_rows, Eigen::all);
    // Of several components those that tell them apart have the value 0: they weigh like the first that has
    // not.
    Index first = 1;
    while (first + 1 < k && basis.values(first) < 1e-6 * basis.values(k - 1)) ++first;
    const double least = std::max(basis.values(first), 1e-12);
    out.source_places.col(0).setZero();
    for (Index j = 1; j < k; ++j) out.source_places.col(j) *= least / std::max(basis.values(j), least);
    return out;
}

Result<Surveyed> survey(const Survey& at, const Matrix& c, int threads, const Context& context) {
    const Matrix source = at.pair->source_basis->vectors.leftCols(c.cols())(at.source_rows, Eigen::all);
    const Matrix target = at.pair->target_basis->vectors.leftCols(c.rows())(at.target_rows, Eigen::all);
    auto map = nearest_rows(target, product_transposed(source, c), threads, context);
    if (!map) return map.error();
    // Back: p12(x) = argmin_y |C' Phi2(y) - Phi1(x)|.
    auto back = nearest_rows(source, product(target, c), threads, context);
    if (!back) return back.error();
    Surveyed out{std::move(*map), {}};
    matrix_energies(*at.pair, c, out.energies);
    stretches(at, c, out.map, out.energies);
    double sum = 0;
    for (Index y = 0; y < out.map.size(); ++y)
        sum += (at.source_descriptors.row(out.map(y)) - at.target_descriptors.row(y)).squaredNorm();
    out.energies.descriptors =
        sum / double(std::max<Index>(2 * out.map.size() * at.source_descriptors.cols(), 1));
    std::vector<bool> met(at.source_rows.size(), false);
    for (auto x : out.map) met[std::size_t(x)] = true;
    out.energies.uncovered = double(std::count(met.begin(), met.end(), false)) / double(met.size());
    Indices home = Indices::LinSpaced(Index(met.size()), 0, Index(met.size()) - 1), there(home.size());
    for (Index x = 0; x < there.size(); ++x) there(x) = out.map((*back)(x));
    out.energies.bijectivity = moved(at, home, there);
    out.energies.landmarks = moved(at, home.head(at.landmarks), out.map.head(at.landmarks));
    return out;
}

double score_of(const MapEnergies& e, bool oriented, bool landmarks) {
    double out =
        e.orthogonality + e.commutativity + e.descriptors + e.distortion + e.uncovered + e.bijectivity;
    // Also a map that turns one limb alone inside out betrays itself. A mirror image may be what landmarks ask for; where
    // they lie on the plane of symmetry it is the lesser one.
    const bool mirrored = oriented && e.orientation < 0.5;
    if (landmarks) return out + 10 * e.landmarks + (mirrored ? 1.5 * e.orientation + mirror_surcharge : oriented ? 1.5 * (1 - e.orientation) : 0);
    return out + (oriented ? 1.5 * (1 - e.orientation) : 0) + (mirrored ? 100 : 0);
}

double difference(const Survey& places, const Indices& one, const Indices& other) {
    return moved(places, one, other);
}

double outward(const Dataset& mesh) {
    const Matrix& x = mesh.values();
    const Triangles& faces = *mesh.triangles();
    if (x.cols() < 3) return 1;
    const RowVector mean = x.colwise().mean();
    double volume = 0, area = 0;
    for (Index t = 0; t < faces.rows(); ++t) {
        const Eigen::Vector3d a = x.row(faces(t, 0)) - mean, b = x.row(faces(t, 1)) - mean,
                              c = x.row(faces(t, 2)) - mean;
        volume += a.dot(b.cross(c)) / 6, area += (b - a).cross(c - a).norm() / 2;
    }
    return volume < -1e-3 * std::pow(area, 1.5) ? -1 : 1;
}

}  // namespace orthoscope
