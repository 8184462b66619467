#include "core/rotations/split.h"

#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/normal_schur.h"

namespace orthoscope {
namespace {

constexpr double straight = 1e-7;  // radians

auto map_of(const Matrix& side_by_side, Index map) {
    const Index k = side_by_side.rows();
    return side_by_side.middleCols(map * k, k);
}

// A generic combination of the maps and their transposes: its blocks tell any two characters apart.
Matrix combination(const Matrix& actions, Index maps, std::uint64_t seed) {
    Random random(seed);
    Matrix sum = Matrix::Zero(actions.rows(), actions.rows());
    for (Index j = 0; j < maps; ++j) {
        const double even = 1 + random.uniform(), odd = 1 + random.uniform();
        sum += (even + odd) * map_of(actions, j) + (even - odd) * map_of(actions, j).transpose();
    }
    return sum / double(4 * maps);
}

// How a map turns the pair of columns first, first + 1 of its Schur form.
double angle_in(const Eigen::Ref<const Matrix>& schur, Index first) {
    const double sine = (schur(first, first + 1) - schur(first + 1, first)) / 2;
    const double cosine = (schur(first, first) + schur(first + 1, first + 1)) / 2;
    return std::atan2(sine, cosine);
}

bool is_straight(double angle) {
    return std::abs(angle) < straight || std::numbers::pi - std::abs(angle) < straight;
}

}  // namespace

Result<Matrix> polar_factors(const Matrix& moments, Index maps, Vector* values) {
    Matrix actions(moments.rows(), moments.cols());
    for (Index j = 0; j < maps; ++j) {
        auto made = svd(map_of(moments, j));
        if (!made) return made.error();
        actions.middleCols(j * moments.rows(), moments.rows()) = product_transposed(made->u, made->v);
        if (values && j == 0) *values = made->sigma;
    }
    return actions;
}

Result<Split> split_maps(const Matrix& actions, Index maps, std::uint64_t seed) {
    const Index k = actions.rows();
    // Of measured maps that commute but nearly no combination is normal.
    auto made = maps == 1 ? normal_schur(actions) : real_schur(combination(actions, maps, seed));
    if (!made) return made.error();
    const Matrix &z = made->z, &t = made->t;
    Split out;
    out.schur.resize(k, k * maps), out.eigenvalues.resize(k, 2 * maps);
    for (Index j = 0; j < maps; ++j)
        out.schur.middleCols(j * k, k) = maps == 1 ? t : product(z.transpose(), product(map_of(actions, j), z));
    std::vector<Index> lone;
    for (Index i = 0; i < k;) {
        bool pair = i + 1 < k && t(i + 1, i) != 0;
        std::vector<double> angles;
        for (Index j = 0; pair && j < maps; ++j) angles.push_back(angle_in(map_of(out.schur, j), i));
        bool turned = false;
        for (double angle : angles) turned = turned || !is_straight(angle);
        for (Index c = i; c < i + (pair ? 2 : 1); ++c)
            for (Index j = 0; j < maps; ++j) {
                const double real = turned ? std::cos(angles[std::size_t(j)]) : map_of(out.schur, j)(c, c) < 0 ? -1 : 1;
                const double imaginary = turned ? std::sin(angles[std::size_t(j)]) * (c == i ? 1 : -1) : 0;
                out.eigenvalues.block(c, 2 * j, 1, 2) << real, imaginary;
            }
        if (!turned) {
            for (Index c = i; c < i + (pair ? 2 : 1); ++c) lone.push_back(c);
        } else {
            double sign = 0;
            for (double& angle : angles) {
                if (std::abs(angle) < straight) angle = 0;
                // Half a turn has no direction.
                if (std::numbers::pi - std::abs(angle) < straight) angle = std::numbers::pi;
                else if (sign == 0 && angle != 0) sign = angle > 0 ? 1 : -1;
            }
            if (sign < 0)
                for (double& angle : angles)
                    if (angle != std::numbers::pi) angle = -angle;
            out.planes.push_back({z.col(i), sign < 0 ? Vector(-z.col(i + 1)) : Vector(z.col(i + 1)), std::move(angles)});
        }
        i += pair ? 2 : 1;
    }
    out.lone = z(Eigen::all, lone), out.lone_signs.resize(Index(lone.size()), maps);
    for (std::size_t l = 0; l < lone.size(); ++l)
        for (Index j = 0; j < maps; ++j) out.lone_signs(Index(l), j) = out.eigenvalues(lone[l], 2 * j);
    return out;
}

}  // namespace orthoscope
